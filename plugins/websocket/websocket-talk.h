/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* websocket-talk.h - what is said over a connected WebSocket, in both directions, until its end */
#pragma once
#include "websocket-input.h"
#include "websocket-output.h"
G_BEGIN_DECLS

/**
 * WebsocketTalkSetup:
 * @link: whose it is
 * @device: what errors begin with
 * @ping_interval: µs between our pings; 0: none
 * @max_message: bytes that a message may have
 */
typedef struct {
  LeatLink   *link;
  const char *device;
  gint64      ping_interval;
  gint64      max_message;
} WebsocketTalkSetup;

/**
 * WebsocketTalk:
 * @raw: as it came, of which the first @n_used bytes of @n_raw are done with
 * @ready: an eventfd: there is something to be read, whatever the socket says
 * @timer: (nullable): looks whether it is silent
 * @heard: monotonic µs of the last sign of it
 * @asked: the same of our last ping
 * @end: (nullable): why it has come to its end
 */
typedef struct {
  WebsocketTalkSetup    setup;
  GIOStream            *connection;
  GPollableInputStream *stream;
  WebsocketInput        input;
  WebsocketOutput       output;
  guint8                raw[16384];
  gsize                 n_raw;
  gsize                 n_used;
  int                   ready;
  GSource              *timer;
  gint64                heard;
  gint64                asked;
  char                 *end;
} WebsocketTalk;

/* in the thread's main context. @connection: (transfer none) */
void   websocket_talk_begin  (WebsocketTalk *self, const WebsocketTalkSetup *setup,
                              GIOStream *connection);
/* says goodbye, and closes it */
void   websocket_talk_end    (WebsocketTalk *self);
int    websocket_talk_get_fd (const WebsocketTalk *self);
/* as a LeatLinkClass's */
gssize websocket_talk_read   (WebsocketTalk *self, guint8 *data, gsize size, LeatArrival *arrival,
                              GError **error);

G_END_DECLS
