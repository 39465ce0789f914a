/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-sml-transport.c - files that a plain encoder frames come back, whatever noise was before
 * them, and any bytes give the same however they are cut
 *
 * The first byte chooses between the two, the next how long files and noise are. */
#include "framer-any.h"
#include <string.h>

#define ESCAPE "\x1b\x1b\x1b\x1b"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* CRC-16/X-25, bit by bit */
static guint
compute (const guint8 *data, gsize length)
{
  guint rest = 0xffff;

  while (length-- > 0)
    {
      rest ^= *data++;
      for (guint i = 0; i < 8; i++)
        rest = rest >> 1 ^ ((rest & 1) != 0 ? 0x8408 : 0);
    }
  return rest ^ 0xffff;
}

/* @coding: none */
static void
put (GString *stream, const guint8 *payload, gsize length, gconstpointer coding)
{
  const gsize begin = stream->len;
  guint check;

  g_string_append (stream, ESCAPE "\1\1\1\1");
  for (gsize at = 0; at < length; at += 4)
    {
      char word[4] = { 0 };

      memcpy (word, payload + at, MIN (length - at, 4));
      if (memcmp (word, ESCAPE, 4) == 0)
        g_string_append (stream, ESCAPE);
      g_string_append_len (stream, word, 4);
    }
  g_string_append (stream, ESCAPE "\x1a");
  g_string_append_c (stream, (char) ((4 - length % 4) % 4));
  check = compute ((const guint8 *) stream->str + begin, stream->len - begin);
  g_string_append_c (stream, (char) check);
  g_string_append_c (stream, (char) (check >> 8));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  if (size < 5)
    return 0;
  if (data[0] % 2 == 0)
    {
      g_autoptr (GString) noise = framer_any_noise (data + 3, MIN (size - 3, data[1]), 0x1b, 0);

      framer_any_return (&sml_transport_framer_class, NULL, noise, put, NULL, data + 3, size - 3,
                         (gsize) 1 + data[2] * 4u);
    }
  else
    framer_any_check (&sml_transport_framer_class, data + 1, size - 1);
  return 0;
}
