/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* progress.c - tests the line that tells how far a work is: what is in it, and that it fits */
#include "look/progress.h"
#include "terminals.h"

#define SECOND ((gint64) G_USEC_PER_SEC)

typedef struct {
  const char *path;
  LeatProgressState state;
  glong width;
  LeatTextFlags flags;
  const char *line;
} Case;

static const Case cases[] = {
  { "/progress/line/half", { 500, 1000, 10 * SECOND }, 80, LEAT_TEXT_ASCII,
    "[####################....................]  50%, 50/s, 10s left" },
  { "/progress/line/unicode", { 250, 1000, 10 * SECOND }, 40, LEAT_TEXT_PLAIN,
    "[████░░░░░░░░░░░░]  25%, 25/s, 30s left" },
  { "/progress/line/begin", { 0, 1000, 0 }, 80, LEAT_TEXT_ASCII,
    "[........................................]   0%, -, ? left" },
  { "/progress/line/too-early", { 900, 1000, SECOND / 2 }, 80, LEAT_TEXT_ASCII,
    "[####################################....]  90%, 1800/s, ? left" },
  { "/progress/line/end", { 1000, 1000, 10 * SECOND }, 80, LEAT_TEXT_ASCII,
    "[########################################] 100%, 100/s, 0s left" },
  { "/progress/line/more-than-all", { 1100, 1000, 10 * SECOND }, 80, LEAT_TEXT_ASCII,
    "[########################################] 100%, 110/s, 0s left" },
  { "/progress/line/no-total", { 12345, 0, 10 * SECOND }, 80, LEAT_TEXT_ASCII,
    "12.3k, 1235/s" },
  { "/progress/line/narrow", { 500, 1000, 10 * SECOND }, 24, LEAT_TEXT_ASCII,
    " 50%, 50/s, 10s left" },
  { "/progress/line/narrower", { 500, 1000, 10 * SECOND }, 10, LEAT_TEXT_ASCII, " 50%, 50/" },
};

static void
test_line (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (GString) line = g_string_new (NULL);

  leat_progress_append (line, &test->state, test->width, test->flags);
  g_assert_cmpstr (line->str, ==, test->line);
  g_assert_cmpint (leat_text_get_width (line->str), <, test->width);
}

/* with stderr on a terminal of so many columns */
static LeatProgress *
begin (TestTerminal *terminal, gboolean quiet, int *before)
{
  *before = dup (STDERR_FILENO);
  g_assert_cmpint (dup2 (terminal->slave, STDERR_FILENO), ==, STDERR_FILENO);
  return leat_progress_new (quiet);
}

static void
end (LeatProgress *self, int before)
{
  leat_progress_free (self);
  g_assert_cmpint (dup2 (before, STDERR_FILENO), ==, STDERR_FILENO);
  close (before);
}

/* the first is drawn at once; in the end there is nothing but blanks */
static void
test_terminal (void)
{
  g_autoptr (TestTerminal) terminal = test_terminal_new (30, 24);
  int before;
  LeatProgress *progress = begin (terminal, FALSE, &before);

  g_assert_nonnull (progress);
  leat_progress_tell (progress, 1, 4);
  leat_progress_tell (progress, 2, 4);
  end (progress, before);
  test_terminal_await (terminal, " left");
  test_terminal_await (terminal, "    \r");
  g_assert_nonnull (strstr (terminal->written->str, " 25%, "));
  g_assert_null (strstr (terminal->written->str, "50%"));
  g_assert_null (strchr (terminal->written->str, '\n'));
}

static void
test_quiet (void)
{
  g_autoptr (TestTerminal) terminal = test_terminal_new (80, 24);
  int before;
  LeatProgress *progress = begin (terminal, TRUE, &before);

  g_assert_null (progress);
  leat_progress_tell (progress, 1, 4);
  leat_progress_erase (progress);
  end (progress, before);
}

static void
test_no_terminal (void)
{
  const int none = open ("/dev/null", O_WRONLY | O_CLOEXEC), before = dup (STDERR_FILENO);

  g_assert_cmpint (dup2 (none, STDERR_FILENO), ==, STDERR_FILENO);
  close (none);
  g_assert_null (leat_progress_new (FALSE));
  end (NULL, before);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_line);
  g_test_add_func ("/progress/terminal", test_terminal);
  g_test_add_func ("/progress/quiet", test_quiet);
  g_test_add_func ("/progress/no-terminal", test_no_terminal);
  return g_test_run ();
}
