/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-websocket-input.c - whatever a service sends is found to be the same however it is cut, and
 * no message is longer than it may be */
#include <stdint.h>
#include <string.h>
#include "../../plugins/websocket/websocket-input.h"

#define MAX_MESSAGE 1000

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* (transfer full): all payloads, and the kinds of what is not one */
static GByteArray *
take_all (const uint8_t *data, size_t size, size_t piece)
{
  WebsocketInput input = { .max_message = MAX_MESSAGE };
  WebsocketPart part = { .kind = WEBSOCKET_MORE };
  GByteArray *found = g_byte_array_new ();
  gsize message = 0;

  for (size_t at = 0; at < size && part.kind < WEBSOCKET_TOO_LONG;)
    {
      const gsize used = websocket_input_take (&input, data + at, MIN (piece, size - at), &part);

      g_assert_true (part.kind >= WEBSOCKET_TOO_LONG || used > 0);
      at += used;
      if (part.kind == WEBSOCKET_PAYLOAD)
        message += part.length;
      g_assert_cmpuint (message, <=, MAX_MESSAGE);
      g_byte_array_append (found, part.data, (guint) part.length);
      if (part.kind != WEBSOCKET_MORE && (part.kind != WEBSOCKET_PAYLOAD || part.ends))
        g_byte_array_append (found, (const guint8 *) &part.kind, 1);
      if (part.ends)
        message = 0;
    }
  return found;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GByteArray) whole = take_all (data, size, MAX (size, 1));
  g_autoptr (GByteArray) cut = take_all (data, size, 1);

  g_assert_cmpmem (whole->data, whole->len, cut->data, cut->len);
  return 0;
}
