/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-errors.c - tests that standard error is read by the main context, and at its end whole */
#include "exec-errors.h"
#include <glib-unix.h>
#include <unistd.h>

typedef struct {
  ExecErrors errors;
  GString *told;
  int ends[2];
} Fixture;

static void
tell (const char *line, gpointer owner)
{
  g_string_append_printf (((Fixture *) owner)->told, "%s\n", line);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_assert_true (g_unix_open_pipe (self->ends, FD_CLOEXEC, NULL));
  g_unix_set_fd_nonblocking (self->ends[0], TRUE, NULL);
  self->told = g_string_new (NULL);
  exec_errors_begin (&self->errors, self->ends[0], tell, self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  close (self->ends[0]);
  if (self->ends[1] >= 0)
    close (self->ends[1]);
  g_string_free (self->told, TRUE);
}

static void
test_context (Fixture *self, gconstpointer data)
{
  g_assert_cmpint (write (self->ends[1], "a\nb", 3), ==, 3);
  while (self->told->len == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (self->told->str, ==, "a\n");
  g_assert_cmpint (write (self->ends[1], "c", 1), ==, 1);
  exec_errors_end (&self->errors);
  exec_errors_end (&self->errors);
  g_assert_cmpstr (self->told->str, ==, "a\nbc\n");
}

/* behind the end nothing turns */
static void
test_end (Fixture *self, gconstpointer data)
{
  close (self->ends[1]);
  self->ends[1] = -1;
  while (self->errors.fd >= 0)
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; i < 3; i++)
    g_assert_false (g_main_context_iteration (NULL, FALSE));
  exec_errors_end (&self->errors);
}

/* what was only counted is told without anything new */
static void
test_sum (Fixture *self, gconstpointer data)
{
  for (guint i = 0; i < EXEC_LOG_LINES_MAX + 3; i++)
    g_assert_cmpint (write (self->ends[1], "x\n", 2), ==, 2);
  while (!g_str_has_suffix (self->told->str, "… and 3 more lines\n"))
    g_main_context_iteration (NULL, TRUE);
  exec_errors_end (&self->errors);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/exec-errors/context", Fixture, NULL, set_up, test_context, tear_down);
  g_test_add ("/exec-errors/end", Fixture, NULL, set_up, test_end, tear_down);
  g_test_add ("/exec-errors/sum", Fixture, NULL, set_up, test_sum, tear_down);
  return g_test_run ();
}
