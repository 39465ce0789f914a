/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-log.c - tests lines of standard error: cut, made readable, bounded in number, summed up */
#include "exec-log.h"
#include <string.h>

static void
tell (const char *line, gpointer owner)
{
  g_string_append_printf (owner, "%s\n", line);
}

typedef struct {
  const char *path;
  const char *text;
  const char *told;
  const char *last;
} Case;

static const Case cases[] = {
  { "/exec-log/lines", "a\nb c\n", "a\nb c\n", "b c" },
  { "/exec-log/no-end", "a\nb", "a\nb\n", "b" },
  { "/exec-log/crlf", "a\r\nb\r\n", "a\nb\n", "b" },
  { "/exec-log/blank", "\n \n\t\r\na\n\n", "a\n", "a" },
  { "/exec-log/nothing", "", "", NULL },
  { "/exec-log/terminal", "\033[31mred\033[0m\n", " [31mred [0m\n", " [31mred [0m" },
  { "/exec-log/not-utf-8", "\xff\xfe!\n", "\357\277\275\357\277\275!\n",
    "\357\277\275\357\277\275!" },
};

/* the same, however it is cut */
static void
test_case (gconstpointer data)
{
  const Case *test = data;

  for (gsize step = 1; step <= strlen (test->text) + 1; step++)
    {
      g_autoptr (GString) told = g_string_new (NULL);
      g_autofree char *last = NULL;
      ExecLog log;

      exec_log_init (&log, tell, told);
      for (gsize at = 0; at < strlen (test->text); at += step)
        exec_log_feed (&log, test->text + at, MIN (step, strlen (test->text) - at), 1);
      exec_log_end (&log, 1);
      g_assert_cmpstr (told->str, ==, test->told);
      last = exec_log_get_last (&log);
      g_assert_cmpstr (last, ==, test->last);
      exec_log_clear (&log);
    }
}

static void
test_long (void)
{
  g_autoptr (GString) told = g_string_new (NULL);
  g_autofree char *much = g_strnfill (1 << 20, 'x');
  ExecLog log;

  exec_log_init (&log, tell, told);
  for (guint i = 0; i < 10; i++)
    exec_log_feed (&log, much, 1 << 20, 1);
  g_assert_cmpuint (log.line->len, <, 2 * EXEC_LOG_LINE_MAX);
  exec_log_feed (&log, "\nshort\n", 7, 1);
  much[EXEC_LOG_LINE_MAX] = '\0';
  g_assert_true (g_str_has_prefix (told->str, much));
  g_assert_cmpstr (told->str + EXEC_LOG_LINE_MAX, ==, "…\nshort\n");
  exec_log_clear (&log);
}

/* so many in a second, then their number; in the next second it goes on */
static void
test_flood (void)
{
  g_autoptr (GString) told = g_string_new (NULL);
  g_autoptr (GString) expected = g_string_new (NULL);
  ExecLog log;

  exec_log_init (&log, tell, told);
  for (guint i = 0; i < EXEC_LOG_LINES_MAX; i++)
    g_string_append (expected, "a\n");
  g_assert_cmpint (exec_log_get_due (&log), ==, -1);
  for (guint i = 0; i < EXEC_LOG_LINES_MAX + 7; i++)
    exec_log_feed (&log, "a\n", 2, 5 * G_USEC_PER_SEC + i);
  g_assert_cmpint (exec_log_get_due (&log), ==, 6 * G_USEC_PER_SEC);
  g_assert_cmpstr (told->str, ==, expected->str);
  exec_log_sum_up (&log, 6 * G_USEC_PER_SEC - 1);
  g_assert_cmpstr (told->str, ==, expected->str);
  exec_log_feed (&log, "b\n", 2, 6 * G_USEC_PER_SEC);
  g_string_append (expected, "… and 7 more lines\nb\n");
  g_assert_cmpstr (told->str, ==, expected->str);
  exec_log_clear (&log);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_case);
  g_test_add_func ("/exec-log/long", test_long);
  g_test_add_func ("/exec-log/flood", test_flood);
  return g_test_run ();
}
