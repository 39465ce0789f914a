/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-minder.c - tests that standard error is told while its owner waits for something else */
#include "exec-minder.h"
#include <glib-unix.h>
#include <unistd.h>

static void
tell (const char *line, gpointer owner)
{
  g_async_queue_push (owner, g_strdup (line));
}

static void
test_told (void)
{
  g_autoptr (GAsyncQueue) told = g_async_queue_new_full (g_free);
  g_autofree char *line = NULL;
  g_autofree char *last = NULL;
  ExecMinder minder;
  int ends[2];

  g_assert_true (g_unix_open_pipe (ends, FD_CLOEXEC, NULL));
  g_unix_set_fd_nonblocking (ends[0], TRUE, NULL);
  exec_minder_begin (&minder, ends[0], tell, told);
  g_assert_cmpint (write (ends[1], "one\ntwo", 7), ==, 7);
  line = g_async_queue_pop (told);
  g_assert_cmpstr (line, ==, "one");
  exec_minder_stop (&minder);
  exec_minder_stop (&minder);
  exec_errors_end (&minder.errors); /* what had no end yet */
  last = g_async_queue_try_pop (told);
  g_assert_cmpstr (last, ==, "two");
  close (ends[0]);
  close (ends[1]);
}

/* its thread may not have begun when it is to stop */
static void
test_stopped_at_once (void)
{
  g_autoptr (GAsyncQueue) told = g_async_queue_new_full (g_free);

  for (guint i = 0; i < 1000; i++)
    {
      ExecMinder minder;
      int ends[2];

      g_assert_true (g_unix_open_pipe (ends, FD_CLOEXEC, NULL));
      g_unix_set_fd_nonblocking (ends[0], TRUE, NULL);
      exec_minder_begin (&minder, ends[0], tell, told);
      exec_minder_stop (&minder);
      exec_errors_end (&minder.errors);
      close (ends[0]);
      close (ends[1]);
    }
  g_assert_cmpint (g_async_queue_length (told), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exec-minder/told", test_told);
  g_test_add_func ("/exec-minder/stopped-at-once", test_stopped_at_once);
  return g_test_run ();
}
