/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* text-row.c - text in columns, nothing of which a terminal takes for commands */
#include "text-row.h"
#include <string.h>

/* what is shown for a character; one that a terminal would not print is none */
static gunichar
get_shown (gunichar character, LeatTextFlags flags)
{
  if (flags & LEAT_TEXT_ASCII)
    return character >= ' ' && character < 0x7f ? character : '?';
  return g_unichar_isprint (character) ? character : 0xfffd;
}

static glong
get_columns (gunichar character)
{
  if (g_unichar_iszerowidth (character))
    return 0;
  return g_unichar_iswide (character) ? 2 : 1;
}

/* of what would be shown of it */
static glong
get_width (const char *text, LeatTextFlags flags)
{
  glong width = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    width += get_columns (get_shown (g_utf8_get_char (text), flags));
  return width;
}

/**
 * leat_text_get_width:
 * @text: UTF-8
 *
 * Returns: the columns that it takes on a terminal
 */
glong
leat_text_get_width (const char *text)
{
  return get_width (text, LEAT_TEXT_PLAIN);
}

/* as much of @text as has room; the columns it took */
static glong
append_shown (GString *row, const char *text, const char *end, glong width, LeatTextFlags flags)
{
  glong used = 0;

  for (; text < end; text = g_utf8_next_char (text))
    {
      const gunichar shown = get_shown (g_utf8_get_char (text), flags);
      const glong columns = get_columns (shown);

      if (used + columns > width)
        break;
      g_string_append_unichar (row, shown);
      used += columns;
    }
  return used;
}

static void
append_blanks (GString *row, glong n)
{
  for (; n > 0; n--)
    g_string_append_c (row, ' ');
}

/**
 * leat_text_append:
 * @row: gets all of it
 * @text: UTF-8
 * @flags: of the terminal
 *
 * Writes it as a terminal may have it, at any width.
 */
void
leat_text_append (GString *row, const char *text, LeatTextFlags flags)
{
  append_shown (row, text, text + strlen (text), G_MAXLONG, flags);
}

/**
 * leat_text_row_append:
 * @row: grows by @width columns and a blank
 * @text: valid UTF-8; may hold what a machine sent
 * @width: columns it has; what is longer is cut, and ends with an ellipsis
 * @flags: how it looks
 *
 * Appends a cell of a table.
 */
void
leat_text_row_append (GString *row, const char *text, glong width, LeatTextFlags flags)
{
  const char *end = text + strlen (text);
  const glong whole = get_width (text, flags);
  glong used = 0;

  if (flags & LEAT_TEXT_RIGHT)
    append_blanks (row, width - whole);
  if (whole <= width)
    used = append_shown (row, text, end, width, flags);
  else
    {
      used = append_shown (row, text, end, width - 1, flags) + 1;
      g_string_append (row, flags & LEAT_TEXT_ASCII ? "~" : "…");
    }
  if (!(flags & LEAT_TEXT_RIGHT) || whole > width)
    append_blanks (row, width - used);
  g_string_append_c (row, ' ');
}

/**
 * leat_text_row_end:
 * @row: text, the last line of which is a row
 *
 * Ends a row, without the blanks at its end.
 */
void
leat_text_row_end (GString *row)
{
  while (row->len > 0 && row->str[row->len - 1] == ' ')
    g_string_truncate (row, row->len - 1);
  g_string_append_c (row, '\n');
}

/* where the line that begins at @text ends, at a blank if there is one */
static const char *
find_break (const char *text, glong width, LeatTextFlags flags)
{
  const char *blank = NULL;
  glong used = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      used += get_columns (get_shown (g_utf8_get_char (text), flags));
      if (*text == ' ')
        blank = text;
      if (used > width)
        return blank != NULL ? blank : text;
    }
  return text;
}

/**
 * leat_text_append_wrapped:
 * @lines: grows by whole lines
 * @text: valid UTF-8; a line feed is a blank
 * @indent: blanks before each line
 * @width: of a line, with them
 * @most: lines; the last one is cut with an ellipsis
 * @flags: how it looks
 *
 * Appends a text of any length, broken at blanks.
 */
void
leat_text_append_wrapped (GString *lines, const char *text, glong indent, glong width, guint most,
                          LeatTextFlags flags)
{
  g_autofree char *flat = g_strdelimit (g_strdup (text), "\n", ' ');
  const glong room = MAX (width - indent, 8);
  const char *at = flat;

  for (guint n = 1; *at != '\0'; n++)
    {
      const char *end = find_break (at, room, flags);

      append_blanks (lines, indent);
      if (n < most)
        append_shown (lines, at, end, room, flags);
      else
        leat_text_row_append (lines, at, MIN (room, get_width (at, flags)), flags);
      leat_text_row_end (lines);
      if (n == most)
        return;
      for (at = end; *at == ' '; at++)
        ;
    }
}
