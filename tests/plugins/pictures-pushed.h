/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pictures-pushed.h - pictures as a machine pushes them, written by no code of the plugin's */
#pragma once
#include <glib.h>
#include <string.h>

/* @counts: bytes before the picture that its size counts: 0, 128, 132 or 136 */
static inline void
pushed_append (GByteArray *stream, gboolean is_little, guint counts, const char *name,
               gconstpointer data, gsize length)
{
  const guint32 size = (guint32) length + counts;
  const guint32 number = is_little ? GUINT32_TO_LE (size) : GUINT32_TO_BE (size);
  const guint8 type[4] = { 0x00, 0x01, 0xab, 0xff };
  char field[128] = { 0 };

  memcpy (field, name, MIN (strlen (name), sizeof field));
  g_byte_array_append (stream, (const guint8 *) &number, 4);
  g_byte_array_append (stream, type, 4);
  g_byte_array_append (stream, (const guint8 *) field, 128);
  if (length > 0)
    g_byte_array_append (stream, data, (guint) length);
}
