/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* numbers.h - what an oracle that knows records by their numbers expects a fixture's sink to have
 * taken */
#pragma once
#include "pipelines.h"

static inline gboolean
test_is_among (const char *refused, guint num)
{
  g_autofree char *word = g_strdup_printf (";%u;", num);
  g_autofree char *words = g_strconcat (";", refused, NULL);

  return refused != NULL && strstr (words, word) != NULL;
}

/* the lines of the numbers @first to @last but those @refused: "7;55;" */
static inline char *
test_expected_lines (guint first, guint last, const char *refused)
{
  GString *lines = g_string_new (NULL);

  for (guint num = first; num <= last; num++)
    if (!test_is_among (refused, num))
      g_string_append_printf (lines, "numbers %u %u\n", num, num);
  return g_string_free (lines, FALSE);
}

/* how often a whole line is in a text */
static inline gint64
test_count_lines (const char *text, const char *line)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  gint64 n = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    n += g_str_equal (lines[i], line);
  return n;
}
