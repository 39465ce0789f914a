/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* websocket-output.h - what is said to a service over a WebSocket */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

/* RFC 6455, section 5.2 */
typedef enum {
  WEBSOCKET_SAYS_TEXT = 1,
  WEBSOCKET_SAYS_BINARY = 2,
  WEBSOCKET_SAYS_CLOSE = 8,
  WEBSOCKET_SAYS_PING = 9,
  WEBSOCKET_SAYS_PONG = 10,
} WebsocketSaying;

/**
 * WebsocketOutput:
 * @stream: %NULL: nothing is open
 * @waiting: bytes that it did not take yet
 * @source: (nullable): looks whether it takes more
 */
typedef struct {
  GPollableOutputStream *stream;
  GByteArray            *waiting;
  GSource               *source;
} WebsocketOutput;

/* in the thread's main context, where the rest goes when it can */
void     websocket_output_begin   (WebsocketOutput *self, GOutputStream *stream);
void     websocket_output_end     (WebsocketOutput *self);
/* does something wait that was said before? */
gboolean websocket_output_is_busy (const WebsocketOutput *self);
void     websocket_output_say     (WebsocketOutput *self, WebsocketSaying saying,
                                   const guint8 *data, gsize length);

/* a whole frame, as a client sends it */
void     websocket_frame_append   (GByteArray *bytes, WebsocketSaying saying, guint32 mask,
                                   const guint8 *data, gsize length);

G_END_DECLS
