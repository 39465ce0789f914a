/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* state-dir.c - tests that a state directory is one process's own */
#include "leatd-state-dir.h"
#include "leat-error.h"
#include "scratch.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static void
test_state_dir_made (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = g_build_filename (folder, "var", "leat", NULL);
  g_autofree char *lock = g_build_filename (path, "lock", NULL);
  g_autofree char *expected = g_strdup_printf ("%d\n", (int) getpid ());
  g_autofree char *holder = NULL;
  g_autoptr (GError) error = NULL;
  struct stat status;
  int fd;

  umask (022);
  fd = leatd_state_dir_lock (path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 07777, ==, 0750);
  g_file_get_contents (lock, &holder, NULL, NULL);
  g_assert_cmpstr (holder, ==, expected);
  g_assert_cmpint (fcntl (fd, F_GETFD) & FD_CLOEXEC, ==, FD_CLOEXEC);
  close (fd);
}

/* an open file description locks out another one, also in the same process */
static void
test_state_dir_taken (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *expected = g_strdup_printf (
      "%s: another leatd uses it (process %d); stop that one, or state-dir= in [daemon] names "
      "another place",
      folder, (int) getpid ());
  g_autoptr (GError) error = NULL;
  int fd = leatd_state_dir_lock (folder, NULL);

  g_assert_cmpint (leatd_state_dir_lock (folder, &error), ==, -1);
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_BUSY);
  g_assert_cmpstr (error->message, ==, expected);
  close (fd);
  fd = leatd_state_dir_lock (folder, NULL);
  g_assert_cmpint (fd, >=, 0);
  close (fd);
}

static void
test_state_dir_not_made (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *file = g_build_filename (folder, "file", NULL);
  g_autofree char *below = g_build_filename (file, "state", NULL);
  g_autofree char *expected = g_strdup_printf (
      "%s: cannot be made: Not a directory; state-dir= in [daemon] names another place", below);
  g_autofree char *expected_file = g_strdup_printf (
      "%s: cannot be made: Not a directory; state-dir= in [daemon] names another place", file);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (file, "", 0, NULL);
  g_assert_cmpint (leatd_state_dir_lock (below, &error), ==, -1);
  g_assert_cmpstr (error->message, ==, expected);
  g_clear_error (&error);
  g_assert_cmpint (leatd_state_dir_lock (file, &error), ==, -1);
  g_assert_cmpstr (error->message, ==, expected_file);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/state-dir/made", test_state_dir_made);
  g_test_add_func ("/state-dir/taken", test_state_dir_taken);
  g_test_add_func ("/state-dir/not-made", test_state_dir_not_made);
  return g_test_run ();
}
