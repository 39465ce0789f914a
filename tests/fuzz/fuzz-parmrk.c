/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-parmrk.c - feeds the decoder of PARMRK: the result does not depend on the cuts */
#include "../../plugins/serial/serial-parmrk.h"
#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* each byte that came out, behind it whether it had a line error; then what is not used */
static GByteArray *
decode (const guint8 *raw, gsize raw_length, gsize piece, gsize room)
{
  GByteArray *result = g_byte_array_new ();
  gsize start = 0, end = 0;
  guint8 data[256];

  while (end < raw_length)
    {
      gsize length;

      end = MIN (end + piece, raw_length);
      do
        {
          gsize used;
          gboolean line_error;

          length = serial_parmrk_decode (raw + start, end - start, data, room, &used, &line_error);
          g_assert (length <= room && used >= length && used <= end - start &&
                    (length > 0 || used == 0));
          start += used;
          for (gsize i = 0; i < length; i++)
            {
              const guint8 entry[2] = { data[i], (guint8) line_error };

              g_byte_array_append (result, entry, sizeof entry);
            }
        }
      while (length > 0);
    }

  g_byte_array_append (result, raw + start, (guint) (raw_length - start));
  return result;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GByteArray) whole = NULL;
  g_autoptr (GByteArray) cut = NULL;

  if (size < 2)
    return 0;

  whole = decode (data + 1, size - 1, size - 1, 256);
  cut = decode (data + 1, size - 1, (gsize) data[0] % 16 + 1, (gsize) data[0] / 16 + 1);
  g_assert (whole->len == cut->len);
  for (guint i = 0; i < whole->len; i++)
    g_assert (whole->data[i] == cut->data[i]);
  g_assert (serial_parmrk_count (data + 1, size - 1) <= size - 1);
  return 0;
}
