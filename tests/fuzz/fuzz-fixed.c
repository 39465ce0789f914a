/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-fixed.c - messages that a plain encoder doubles as Beast does come back, whatever noise was
 * before them, and any bytes by any options give the same however they are cut
 *
 * The first byte chooses between the two, the second how long noise is. */
#include "framer-any.h"

#define SYNC 0x1a
#define N_PAYLOAD 4

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* @coding: none */
static void
put (GString *stream, const guint8 *payload, gsize length, gconstpointer coding)
{
  g_string_append_c (stream, (char) SYNC);
  g_string_append_c (stream, (char) ('0' + length));
  for (gsize i = 0; i < length; i++)
    {
      if (payload[i] == SYNC)
        g_string_append_c (stream, (char) SYNC);
      g_string_append_c (stream, (char) payload[i]);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const char *const options[] = { "sync",   "\\x1a", "type-at",
                                         "1",      "types", "1:3;2:4;3:5;4:6",
                                         "escape", "\\x1a", "payload",
                                         "2:",     NULL };

  if (size < 4)
    return 0;
  if (data[0] % 2 == 0)
    {
      g_autoptr (GString) noise = framer_any_noise (data + 2, MIN (size - 2, data[1]), SYNC, 0);

      framer_any_return (&fixed_framer_class, options, noise, put, NULL, data + 2, size - 2,
                         N_PAYLOAD);
    }
  else
    framer_any_check (&fixed_framer_class, data + 1, size - 1);
  return 0;
}
