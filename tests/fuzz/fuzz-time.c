/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-time.c - any pattern, zone and text, a line each */
#include <stdint.h>
#include "leat-time.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* the text up to the next line feed, which @data is moved behind */
static char *
take_line (const uint8_t **data, size_t *size)
{
  const uint8_t *end = *size > 0 ? memchr (*data, '\n', *size) : NULL;
  const size_t length = end != NULL ? (size_t) (end - *data) : *size;
  char *line = g_strndup ((const char *) *data, length);
  const size_t taken = end != NULL ? length + 1 : length;

  *data += taken;
  *size -= taken;
  return line;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *pattern = take_line (&data, &size);
  g_autofree char *zone = take_line (&data, &size);
  g_autoptr (LeatTimePattern) compiled = leat_time_pattern_new (pattern, zone, NULL);
  const gint64 arrivals[] = { 0, 1539410602 * LEAT_NSEC_PER_SEC, G_MAXINT64, G_MININT64 };

  for (guint i = 0; compiled != NULL && i < G_N_ELEMENTS (arrivals); i++)
    {
      gboolean unclear = FALSE;
      gint64 time = 0;

      leat_time_pattern_parse (compiled, (const char *) data, size, arrivals[i], &time, &unclear);
    }
  return 0;
}
