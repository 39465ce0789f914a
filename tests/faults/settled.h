/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* settled.h - what a fixture's source was told of its batches: a line "safe N" for each */
#pragma once
#include <gio/gio.h>
#include <string.h>
G_BEGIN_DECLS

/* of a line without its end; anything but "safe N" is an error */
static inline guint
settled_read_line (const char *path, guint number, const char *line)
{
  guint64 n_records;

  if (!g_str_has_prefix (line, "safe ") ||
      !g_ascii_string_to_unsigned (line + strlen ("safe "), 10, 1, G_MAXUINT, &n_records, NULL))
    g_error ("%s:%u: \"%s\"", path, number, line);
  return (guint) n_records;
}

/* Records that were told to be safe so far. Only lines with their end count: the last one may be
 * half there, for it is read while it is written, or its writer was killed meanwhile. */
static inline guint
settled_count (const char *path)
{
  g_autofree char *text = NULL;
  guint n_records = 0, number = 0;
  gsize length;
  char *line, *end;

  if (!g_file_get_contents (path, &text, &length, NULL))
    return 0;
  for (line = text; (end = memchr (line, '\n', length - (gsize) (line - text))) != NULL;
       line = end + 1)
    {
      *end = '\0';
      n_records += settled_read_line (path, ++number, line);
    }
  return n_records;
}

G_END_DECLS
