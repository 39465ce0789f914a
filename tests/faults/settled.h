/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* settled.h - what a fixture's source was told of its batches: a line "safe N" for each */
#pragma once
#include <gio/gio.h>
#include <string.h>
G_BEGIN_DECLS

/* records that were told to be safe so far; a last line may be half there */
static inline guint
settled_count (const char *path)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint n = 0;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 0;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL && lines[i + 1] != NULL; i++)
    {
      if (!g_str_has_prefix (lines[i], "safe "))
        g_error ("line %u of %s: %s", i + 1, path, lines[i]);
      n += (guint) g_ascii_strtoull (lines[i] + strlen ("safe "), NULL, 10);
    }
  return n;
}

G_END_DECLS
