/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* hex-dump.c - bytes in hex and as text, sixteen in a row */
#include "hex-dump.h"

#define ROW 16

/* offset, sixteen bytes in hex, and as characters where they are ASCII */
static void
append_row (GString *text, const guint8 *bytes, gsize length, guint64 offset)
{
  g_string_append_printf (text, "%08" G_GINT64_MODIFIER "x ", offset);
  for (gsize i = 0; i < ROW; i++)
    {
      if (i % 8 == 0)
        g_string_append_c (text, ' ');
      if (i < length)
        g_string_append_printf (text, "%02x ", bytes[i]);
      else
        g_string_append (text, "   ");
    }
  g_string_append (text, " |");
  for (gsize i = 0; i < length; i++)
    g_string_append_c (text, g_ascii_isprint ((char) bytes[i]) ? (char) bytes[i] : '.');
  g_string_append (text, "|\n");
}

/**
 * leat_hex_dump_append:
 * @text: grows by a line for each sixteen bytes
 * @bytes: (array length=length): what to show
 * @length: how many
 * @offset: what is told as the place of the first one
 *
 * As hexdump -C shows them, without the last line and without leaving out rows that are the same.
 */
void
leat_hex_dump_append (GString *text, const guint8 *bytes, gsize length, guint64 offset)
{
  for (gsize at = 0; at < length; at += ROW)
    append_row (text, bytes + at, MIN (ROW, length - at), offset + at);
}
