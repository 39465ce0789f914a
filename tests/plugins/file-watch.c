/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* file-watch.c - tests that a watch wakes for what concerns a file, and sleeps otherwise */
#include "file-watch.h"
#include "../daemon/scratch.h"
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

static int
wait_for (FileWatch *self, int milliseconds)
{
  struct pollfd ready = { .fd = file_watch_get_fd (self), .events = POLLIN };

  return poll (&ready, 1, milliseconds);
}

static void
test_told (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = g_build_filename (folder, "file", NULL);
  g_autofree char *moved = g_build_filename (folder, "moved", NULL);
  const int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  g_autoptr (FileWatch) watch = file_watch_new (path, 1000, TRUE, NULL);

  file_watch_set_file (watch, fd);
  g_assert_cmpint (wait_for (watch, 100), ==, 0);
  g_assert_cmpint (write (fd, "a", 1), ==, 1);
  g_assert_cmpint (wait_for (watch, 30000), ==, 1);
  file_watch_drain (watch);
  g_assert_cmpint (wait_for (watch, 0), ==, 0);
  g_assert_cmpint (g_rename (path, moved), ==, 0);
  g_assert_cmpint (wait_for (watch, 30000), ==, 1);
  file_watch_drain (watch);
  close (open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  g_assert_cmpint (wait_for (watch, 30000), ==, 1);
  file_watch_drain (watch);
  file_watch_wake_in (watch, 1000);
  g_assert_cmpint (wait_for (watch, 30000), ==, 1);
  file_watch_drain (watch);
  g_assert_cmpint (wait_for (watch, 100), ==, 0);
  close (fd);
}

/* again and again, where the kernel does not tell */
static void
test_looked (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = g_build_filename (folder, "file", NULL);
  g_autoptr (FileWatch) watch = file_watch_new (path, 1000, FALSE, NULL);

  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpint (wait_for (watch, 30000), ==, 1);
      file_watch_drain (watch);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/file-watch/told", test_told);
  g_test_add_func ("/file-watch/looked", test_looked);
  return g_test_run ();
}
