/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* file-pipe.c - tests that a FIFO tells when its last writer leaves, each time anew */
#include "file-pipe.h"
#include "../daemon/scratch.h"
#include <fcntl.h>
#include <unistd.h>

static void
test_renew (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = g_build_filename (folder, "fifo", NULL);
  FileKind kind;
  const int fd = file_device_open (path, TRUE, &kind, NULL);
  guint8 data[8];

  g_assert_cmpint (file_pipe_read (fd, data, sizeof data), ==, FILE_PIPE_NOTHING);
  for (guint i = 0; i < 3; i++)
    {
      const int writer = open (path, O_WRONLY | O_CLOEXEC);

      g_assert_cmpint (file_pipe_read (fd, data, sizeof data), ==, FILE_PIPE_NOTHING);
      g_assert_cmpint (write (writer, "abc", 3), ==, 3);
      close (writer);
      g_assert_cmpint (file_pipe_read (fd, data, sizeof data), ==, 3);
      g_assert_cmpint (file_pipe_read (fd, data, sizeof data), ==, FILE_PIPE_LEFT);
      g_assert_true (file_pipe_renew (fd, path, NULL));
      g_assert_cmpint (file_pipe_read (fd, data, sizeof data), ==, FILE_PIPE_NOTHING);
    }
  close (fd);
}

/* what a writer has put in before it is renewed is not lost by that */
static void
test_keeps (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = g_build_filename (folder, "fifo", NULL);
  FileKind kind;
  const int fd = file_device_open (path, TRUE, &kind, NULL);
  const int writer = open (path, O_WRONLY | O_CLOEXEC);
  guint8 data[8];

  g_assert_cmpint (write (writer, "abc", 3), ==, 3);
  g_assert_true (file_pipe_renew (fd, path, NULL));
  g_assert_cmpint (file_pipe_read (fd, data, sizeof data), ==, 3);
  close (writer);
  close (fd);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/file-pipe/renew", test_renew);
  g_test_add_func ("/file-pipe/keeps", test_keeps);
  return g_test_run ();
}
