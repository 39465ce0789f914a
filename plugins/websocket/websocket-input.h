/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* websocket-input.h - finds what a service says in the bytes of a WebSocket */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

/* RFC 6455, section 5.5 */
#define WEBSOCKET_CONTROL_MAX 125

/**
 * WebsocketKind:
 * @WEBSOCKET_MORE: nothing yet
 * @WEBSOCKET_PAYLOAD: bytes of a message, or its end
 * @WEBSOCKET_EMPTY: a message without a byte
 * @WEBSOCKET_PING: is to be answered with what is in it
 * @WEBSOCKET_PONG: such an answer
 * @WEBSOCKET_CLOSE: a goodbye
 * @WEBSOCKET_TOO_LONG: a message has more bytes than it may have: all that it may was given
 * @WEBSOCKET_BAD: no WebSocket is spoken here
 */
typedef enum {
  WEBSOCKET_MORE,
  WEBSOCKET_PAYLOAD,
  WEBSOCKET_EMPTY,
  WEBSOCKET_PING,
  WEBSOCKET_PONG,
  WEBSOCKET_CLOSE,
  WEBSOCKET_TOO_LONG,
  WEBSOCKET_BAD,
} WebsocketKind;

/**
 * WebsocketPart:
 * @data: of a payload or a control frame; valid until the next
 * @ends: the message ends behind it
 * @reason: why it is bad
 */
typedef struct {
  WebsocketKind kind;
  const guint8 *data;
  gsize         length;
  gboolean      ends;
  const char   *reason;
} WebsocketPart;

/**
 * WebsocketInput:
 * @max_message: bytes that a message may have
 * @is_inside: of a frame, behind its header
 * @n_left: bytes of the frame
 * @is_message: one has begun
 * @n_message: bytes of it so far
 *
 * Zeroed but for @max_message at the first byte.
 */
typedef struct {
  guint64  max_message;

  guint8   header[10];
  guint    n_header;
  gboolean is_inside;
  guint64  n_left;
  guint8   control[WEBSOCKET_CONTROL_MAX];
  guint    n_control;
  gboolean is_message;
  guint64  n_message;
} WebsocketInput;

/* @length > 0; how many are done with: > 0, but for what ends it (too long, bad) */
gsize websocket_input_take (WebsocketInput *self, const guint8 *data, gsize length,
                            WebsocketPart *part);

G_END_DECLS
