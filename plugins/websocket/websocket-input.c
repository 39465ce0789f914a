/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* websocket-input.c - finds what a service says in the bytes of a WebSocket
 *
 * A message is given as its bytes come: what is there of it when the connection breaks, or when it
 * is too long, is not lost. Source: RFC 6455, section 5. Text is not judged: whether it is UTF-8 is
 * the schema's business. */
#include "websocket-input.h"
#include <string.h>

#define FINAL    0x80
#define RESERVED 0x70
#define OPCODE   0x0f
#define MASKED   0x80
#define LENGTH   0x7f

enum {
  OPCODE_MORE = 0,
  OPCODE_TEXT = 1,
  OPCODE_BINARY = 2,
  OPCODE_CLOSE = 8,
  OPCODE_PING = 9,
  OPCODE_PONG = 10,
};

static guint
get_opcode (const WebsocketInput *self)
{
  return self->header[0] & OPCODE;
}

static gboolean
is_final (const WebsocketInput *self)
{
  return (self->header[0] & FINAL) != 0;
}

static gboolean
is_control (const WebsocketInput *self)
{
  return get_opcode (self) >= OPCODE_CLOSE;
}

/* of the header, as far as it is known */
static guint
get_header_length (const WebsocketInput *self)
{
  const guint length = self->n_header < 2 ? 0 : self->header[1] & LENGTH;

  return length == 126 ? 4 : length == 127 ? 10 : 2;
}

static guint64
get_payload_length (const WebsocketInput *self)
{
  guint64 length = 0;

  if (get_header_length (self) == 2)
    return self->header[1] & LENGTH;
  for (guint i = 2; i < get_header_length (self); i++)
    length = length << 8 | self->header[i];
  return length;
}

/* NULL: nothing is wrong with the header */
static const char *
find_fault (const WebsocketInput *self)
{
  const guint opcode = get_opcode (self);

  if ((self->header[0] & RESERVED) != 0)
    return "a frame has reserved bits";
  if ((self->header[1] & MASKED) != 0)
    return "a frame of a service is masked";
  if (opcode > OPCODE_PONG || (opcode > OPCODE_BINARY && opcode < OPCODE_CLOSE))
    return "a frame is of an unknown kind";
  if (is_control (self) && (!is_final (self) || self->n_left > WEBSOCKET_CONTROL_MAX))
    return "a control frame is longer than 125 bytes, or in pieces";
  if (!is_control (self) && (opcode == OPCODE_MORE) != self->is_message)
    return "a message begins within another, or goes on without one";
  return self->n_left > G_MAXINT64 ? "a frame has an impossible length" : NULL;
}

/* the last byte of a frame's payload is there, or it has none */
static void
end_frame (WebsocketInput *self, WebsocketPart *part)
{
  self->is_inside = FALSE;
  self->n_header = 0;
  if (!is_final (self))
    return;
  part->ends = TRUE;
  part->kind = self->n_message > 0 ? WEBSOCKET_PAYLOAD : WEBSOCKET_EMPTY;
  self->is_message = FALSE;
  self->n_message = 0;
}

static void
end_control (WebsocketInput *self, WebsocketPart *part)
{
  self->is_inside = FALSE;
  self->n_header = 0;
  part->data = self->control;
  part->length = self->n_control;
  part->kind = get_opcode (self) == OPCODE_PING   ? WEBSOCKET_PING
               : get_opcode (self) == OPCODE_PONG ? WEBSOCKET_PONG
                                                  : WEBSOCKET_CLOSE;
}

static void
begin_frame (WebsocketInput *self, WebsocketPart *part)
{
  self->n_left = get_payload_length (self);
  part->reason = find_fault (self);
  if (part->reason != NULL)
    {
      part->kind = WEBSOCKET_BAD;
      return;
    }
  self->is_inside = TRUE;
  self->n_control = 0;
  self->is_message = self->is_message || !is_control (self);
  if (self->n_left == 0 && is_control (self))
    end_control (self, part);
  else if (self->n_left == 0)
    end_frame (self, part);
}

static gsize
take_header (WebsocketInput *self, const guint8 *data, gsize length, WebsocketPart *part)
{
  gsize used = 0;

  while (used < length && self->n_header < get_header_length (self))
    self->header[self->n_header++] = data[used++];
  if (self->n_header >= 2 && self->n_header == get_header_length (self))
    begin_frame (self, part);
  return part->kind == WEBSOCKET_BAD ? 0 : used;
}

static gsize
take_control (WebsocketInput *self, const guint8 *data, gsize length, WebsocketPart *part)
{
  const gsize used = (gsize) MIN (length, self->n_left);

  memcpy (self->control + self->n_control, data, used);
  self->n_control += (guint) used;
  self->n_left -= used;
  if (self->n_left == 0)
    end_control (self, part);
  return used;
}

static gsize
take_payload (WebsocketInput *self, const guint8 *data, gsize length, WebsocketPart *part)
{
  const gsize used = (gsize) MIN (MIN (length, self->n_left), self->max_message - self->n_message);

  part->kind = used > 0 ? WEBSOCKET_PAYLOAD : WEBSOCKET_TOO_LONG;
  part->data = data;
  part->length = used;
  self->n_left -= used;
  self->n_message += used;
  if (self->n_left == 0)
    end_frame (self, part);
  return used;
}

gsize
websocket_input_take (WebsocketInput *self, const guint8 *data, gsize length, WebsocketPart *part)
{
  *part = (WebsocketPart) { .kind = WEBSOCKET_MORE };
  if (!self->is_inside)
    return take_header (self, data, length, part);
  return is_control (self) ? take_control (self, data, length, part)
                           : take_payload (self, data, length, part);
}
