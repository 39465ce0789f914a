/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* settled.h - what a fixture's source was told of its batches: a line "safe N" or "unsafe N"
 * for each */
#pragma once
#include <gio/gio.h>
#include <string.h>
G_BEGIN_DECLS

/* records by what became of them */
typedef struct {
  guint safe;
  guint unsafe;
} Settled;

/* a line without its end; anything but "safe N" and "unsafe N" is an error */
static inline void
settled_add_line (Settled *self, const char *path, guint number, const char *line)
{
  const gboolean safe = g_str_has_prefix (line, "safe ");
  guint64 n_records;

  if ((!safe && !g_str_has_prefix (line, "unsafe ")) ||
      !g_ascii_string_to_unsigned (strchr (line, ' ') + 1, 10, 1, G_MAXUINT, &n_records, NULL))
    g_error ("%s:%u: \"%s\"", path, number, line);
  if (safe)
    self->safe += (guint) n_records;
  else
    self->unsafe += (guint) n_records;
}

/* What was told so far. Only lines with their end count: the last one may be half there, for it is
 * read while it is written, or its writer was killed meanwhile. */
static inline Settled
settled_read (const char *path)
{
  g_autofree char *text = NULL;
  Settled settled = { 0 };
  guint number = 0;
  gsize length;
  char *line, *end;

  if (!g_file_get_contents (path, &text, &length, NULL))
    return settled;
  for (line = text; (end = memchr (line, '\n', length - (gsize) (line - text))) != NULL;
       line = end + 1)
    {
      *end = '\0';
      settled_add_line (&settled, path, ++number, line);
    }
  return settled;
}

/* where nothing is given up: so many are safe */
static inline guint
settled_count (const char *path)
{
  const Settled settled = settled_read (path);

  if (settled.unsafe > 0)
    g_error ("%s: %u records are told to be unsafe", path, settled.unsafe);
  return settled.safe;
}

G_END_DECLS
