/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-netstring.c - strings come back, whatever noise without digits was before them, and any
 * bytes by any options give the same however they are cut
 *
 * The first byte chooses between the two, the second how long strings are, and the noise. */
#include "framer-any.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
put (GString *stream, const guint8 *payload, gsize length, gconstpointer coding)
{
  g_string_append_printf (stream, "%" G_GSIZE_FORMAT ":", length);
  g_string_append_len (stream, (const char *) payload, (gssize) length);
  g_string_append_c (stream, ',');
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  if (size < 4)
    return 0;
  if (data[0] % 2 == 0)
    {
      g_autoptr (GString)
          noise = g_string_new_len ((const char *) data + 2, (gssize) MIN (size - 2, data[1]));

      for (gsize i = 0; i < noise->len; i++)
        noise->str[i] = g_ascii_isdigit (noise->str[i]) ? ':' : noise->str[i];
      framer_any_return (&netstring_framer_class, NULL, noise, put, NULL, data + 2, size - 2,
                         1 + data[1] * (gsize) 8);
    }
  else
    framer_any_check (&netstring_framer_class, data + 1, size - 1);
  return 0;
}
