/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sync.c - tests that a file that can be synced is, unchanged, and that one that cannot says so; a
 * file system that the kernel gives up is in tests/faults/disks.c */
#include "leat-sync.h"
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define TEXT "12,1.730\n"

static void
test_file (void)
{
  g_autofree char *name = NULL, *text = NULL;
  int fd = g_file_open_tmp ("leat-sync-XXXXXX", &name, NULL);

  g_assert_true (leat_sync_file (fd)); /* an empty one */
  g_assert_cmpint (write (fd, TEXT, strlen (TEXT)), ==, strlen (TEXT));
  g_assert_true (leat_sync_file (fd));
  g_assert_true (leat_sync_holds (fd));
  g_assert_true (g_file_get_contents (name, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, TEXT);
  close (fd);
  g_remove (name);
}

/* what is no file cannot be asked, and is believed */
static void
test_pipe (void)
{
  int fds[2];

  g_assert_cmpint (pipe2 (fds, O_CLOEXEC), ==, 0);
  g_assert_false (leat_sync_file (fds[1]));
  g_assert_cmpint (errno, ==, EINVAL);
  g_assert_true (leat_sync_holds (fds[1]));
  close (fds[0]);
  close (fds[1]);
}

/* in as many pieces as there is room for; and when nobody is to take the rest, it says so */
static gpointer
read_all (gpointer fd)
{
  GString *text = g_string_new (NULL);
  char piece[1000];
  gssize n;

  while ((n = read (GPOINTER_TO_INT (fd), piece, sizeof piece)) > 0)
    g_string_append_len (text, piece, n);
  return text;
}

static void
test_write (void)
{
  g_autofree char *data = g_strnfill (1000 * 1000, 'x'); /* more than a pipe holds */
  const gsize length = strlen (data);
  g_autoptr (GString) text = NULL;
  GThread *reader;
  int fds[2];

  g_assert_cmpint (pipe2 (fds, O_CLOEXEC), ==, 0);
  reader = g_thread_new ("reader", read_all, GINT_TO_POINTER (fds[0]));
  g_assert_true (leat_sync_write (fds[1], data, length));
  g_assert_true (leat_sync_write (fds[1], NULL, 0));
  close (fds[1]);
  text = g_thread_join (reader);
  g_assert_cmpstr (text->str, ==, data);
  g_assert_false (leat_sync_write (fds[0], data, length));
  g_assert_cmpint (errno, ==, EBADF);
  close (fds[0]);
}

/* folders have names to be kept, too */
static void
test_path (void)
{
  g_autofree char *folder = g_dir_make_tmp ("leat-sync-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "records", NULL);

  g_assert_false (leat_sync_path (path));
  g_assert_cmpint (errno, ==, ENOENT);
  g_assert_true (g_file_set_contents (path, TEXT, -1, NULL));
  g_assert_true (leat_sync_path (path));
  g_assert_true (leat_sync_path (folder));
  g_remove (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/write", test_write);
  g_test_add_func ("/sync/file", test_file);
  g_test_add_func ("/sync/pipe", test_pipe);
  g_test_add_func ("/sync/path", test_path);
  return g_test_run ();
}
