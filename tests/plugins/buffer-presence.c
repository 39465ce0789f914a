/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-presence.c - tests that other processes see whether a reader is at work */
#include "buffer-presence.h"
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct {
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("leat-buffer-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "buffer.db", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autofree char *file = g_strconcat (fixture->path, "-readers", NULL);

  g_unlink (file);
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static void
assert_present (Fixture *fixture, const char *reader, gboolean present)
{
  g_autoptr (GError) error = NULL;
  int fd = -1;

  g_assert_cmpint (buffer_presence_exclude (fixture->path, reader, &fd, &error), ==, !present);
  if (present)
    g_assert_error (error, LEAT_ERROR, LEAT_ERROR_BUSY);
  if (fd >= 0)
    close (fd);
}

/* both places of one reader, and another reader beside it */
static void
test_enter (Fixture *fixture, gconstpointer data)
{
  int live, again;

  assert_present (fixture, "mes", FALSE);
  live = buffer_presence_enter (fixture->path, "mes");
  again = buffer_presence_enter (fixture->path, "mes");
  g_assert_cmpint (live, >=, 0);
  g_assert_cmpint (again, >=, 0);
  assert_present (fixture, "mes", TRUE);
  assert_present (fixture, "archive", FALSE);
  close (live);
  assert_present (fixture, "mes", TRUE);
  close (again);
  assert_present (fixture, "mes", FALSE);
}

/* a crash leaves nobody behind */
static void
test_killed (Fixture *fixture, gconstpointer data)
{
  int ready[2];
  char byte = 0;
  pid_t pid;

  g_assert_cmpint (pipe (ready), ==, 0);
  pid = fork ();
  if (pid == 0)
    {
      buffer_presence_enter (fixture->path, "mes");
      if (write (ready[1], &byte, 1) == 1)
        pause ();
      _exit (1);
    }
  g_assert_cmpint (read (ready[0], &byte, 1), ==, 1);
  assert_present (fixture, "mes", TRUE);
  kill (pid, SIGKILL);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
  assert_present (fixture, "mes", FALSE);
  close (ready[0]);
  close (ready[1]);
}

/* one process at a time; readers are no owners */
static void
test_own (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const int reader = buffer_presence_enter (fixture->path, "mes");
  int first, second = 7;

  g_assert_true (buffer_presence_own (fixture->path, &first, &error));
  g_assert_no_error (error);
  g_assert_false (buffer_presence_own (fixture->path, &second, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FAILED);
  g_assert_cmpint (second, ==, -1);
  close (first);
  g_assert_true (buffer_presence_own (fixture->path, &second, NULL));
  close (second);
  close (reader);
}

static void
test_no_folder (void)
{
  int fd = 7;

  g_assert_cmpint (buffer_presence_enter ("/nonexistent/buffer.db", "mes"), ==, -1);
  g_assert_true (buffer_presence_exclude ("/nonexistent/buffer.db", "mes", &fd, NULL));
  g_assert_cmpint (fd, ==, -1);
  g_assert_true (buffer_presence_own ("/nonexistent/buffer.db", &fd, NULL));
  g_assert_cmpint (fd, ==, -1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/buffer-presence/enter", Fixture, NULL, set_up, test_enter, tear_down);
  g_test_add ("/buffer-presence/killed", Fixture, NULL, set_up, test_killed, tear_down);
  g_test_add ("/buffer-presence/own", Fixture, NULL, set_up, test_own, tear_down);
  g_test_add_func ("/buffer-presence/no-folder", test_no_folder);
  return g_test_run ();
}
