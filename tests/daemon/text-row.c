/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* text-row.c - tests text in columns, and in lines of a width */
#include "look/text-row.h"
#include <string.h>

typedef struct {
  const char    *path;
  const char    *text;
  glong          width;
  LeatTextFlags  flags;
  const char    *cell;
} CellCase;

static const CellCase cells[] = {
  { "/text-row/cell/fits", "abc", 5, LEAT_TEXT_PLAIN, "abc   |" },
  { "/text-row/cell/just-fits", "abcde", 5, LEAT_TEXT_PLAIN, "abcde |" },
  { "/text-row/cell/cut", "abcdef", 5, LEAT_TEXT_PLAIN, "abcd… |" },
  { "/text-row/cell/right", "17", 5, LEAT_TEXT_RIGHT, "   17 |" },
  { "/text-row/cell/right-cut", "123456", 5, LEAT_TEXT_RIGHT, "1234… |" },
  { "/text-row/cell/ascii", "größe", 6, LEAT_TEXT_ASCII, "gr??e  |" },
  { "/text-row/cell/ascii-cut", "abcdef", 5, LEAT_TEXT_ASCII, "abcd~ |" },
  { "/text-row/cell/wide", "相機 0", 8, LEAT_TEXT_PLAIN, "相機 0   |" },
  { "/text-row/cell/wide-cut", "相機相機", 6, LEAT_TEXT_PLAIN, "相機…  |" },
  { "/text-row/cell/no-commands", "\x1b[2J\n\xc2\x9b", 8, LEAT_TEXT_PLAIN,
    "\xef\xbf\xbd[2J\xef\xbf\xbd\xef\xbf\xbd   |" },
  { "/text-row/cell/no-commands-ascii", "\x1b[2J", 6, LEAT_TEXT_ASCII, "?[2J   |" },
};

static void
test_cell (gconstpointer data)
{
  const CellCase *c = data;
  g_autoptr (GString) row = g_string_new (NULL);

  leat_text_row_append (row, c->text, c->width, c->flags);
  g_string_append_c (row, '|');
  g_assert_cmpstr (row->str, ==, c->cell);
  g_assert_cmpint (leat_text_get_width (row->str), ==, c->width + 2);
}

static void
test_end (void)
{
  g_autoptr (GString) row = g_string_new ("above\n");

  leat_text_row_append (row, "a", 4, LEAT_TEXT_PLAIN);
  leat_text_row_append (row, "b", 4, LEAT_TEXT_PLAIN);
  leat_text_row_end (row);
  g_assert_cmpstr (row->str, ==, "above\na    b\n");
}

typedef struct {
  const char    *path;
  const char    *text;
  glong          indent;
  glong          width;
  guint          most;
  LeatTextFlags  flags;
  const char    *lines;
} WrapCase;

static const WrapCase wraps[] = {
  { "/text-row/wrap/nothing", "", 2, 20, 3, LEAT_TEXT_PLAIN, "" },
  { "/text-row/wrap/one-line", "no such device", 2, 20, 3, LEAT_TEXT_PLAIN, "  no such device\n" },
  { "/text-row/wrap/blanks", "no such device; plug it in", 2, 16, 3, LEAT_TEXT_PLAIN,
    "  no such\n  device; plug\n  it in\n" },
  { "/text-row/wrap/just-fits", "1234567890 abc", 0, 10, 3, LEAT_TEXT_PLAIN,
    "1234567890\nabc\n" },
  { "/text-row/wrap/long-word", "1234567890abc", 0, 10, 3, LEAT_TEXT_PLAIN, "1234567890\nabc\n" },
  { "/text-row/wrap/cut", "1234567890 1234567890 1234567890", 0, 10, 2, LEAT_TEXT_PLAIN,
    "1234567890\n123456789…\n" },
  { "/text-row/wrap/line-feed", "one\ntwo", 0, 10, 2, LEAT_TEXT_PLAIN, "one two\n" },
  { "/text-row/wrap/no-room", "12345678 9", 40, 10, 2, LEAT_TEXT_PLAIN,
    "                                        12345678\n"
    "                                        9\n" },
};

static void
test_wrap (gconstpointer data)
{
  const WrapCase *c = data;
  g_autoptr (GString) lines = g_string_new (NULL);

  leat_text_append_wrapped (lines, c->text, c->indent, c->width, c->most, c->flags);
  g_assert_cmpstr (lines->str, ==, c->lines);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cells); i++)
    g_test_add_data_func (cells[i].path, &cells[i], test_cell);
  g_test_add_func ("/text-row/end", test_end);
  for (gsize i = 0; i < G_N_ELEMENTS (wraps); i++)
    g_test_add_data_func (wraps[i].path, &wraps[i], test_wrap);
  return g_test_run ();
}
