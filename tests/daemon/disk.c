/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* disk.c - tests what must outlive a power cut: directories, writes, errors */
#include "worker/leatd-disk.h"
#include <sys/stat.h>
#include <glib/gstdio.h>
#include "disk-in-hand.h"
#include "leat-error.h"

typedef struct {
  const char *path;
  int         reason;
  int         code;
  const char *message;
} Case;

static const Case cases[] = {
  { "/disk/fail/full", ENOSPC, LEAT_ERROR_FULL,
    "/x/y: cannot write: No space left on device; make room, or raise the limit" },
  { "/disk/fail/quota", EDQUOT, LEAT_ERROR_FULL,
    "/x/y: cannot write: Disk quota exceeded; make room, or raise the limit" },
  { "/disk/fail/limit", EFBIG, LEAT_ERROR_FULL,
    "/x/y: cannot write: File too large; make room, or raise the limit" },
  { "/disk/fail/rights", EACCES, LEAT_ERROR_FAILED,
    "/x/y: cannot write: Permission denied; give it to the user that leatd runs as" },
  { "/disk/fail/read-only", EROFS, LEAT_ERROR_FAILED,
    "/x/y: cannot write: Read-only file system; choose another state-dir" },
  { "/disk/fail/dying", EIO, LEAT_ERROR_FAILED,
    "/x/y: cannot write: Input/output error; its disk is failing" },
  { "/disk/fail/other", ELOOP, LEAT_ERROR_FAILED,
    "/x/y: cannot write: Too many levels of symbolic links" },
};

static void
test_disk_fail (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (GError) error = NULL;

  errno = c->reason;
  g_assert_false (leatd_disk_fail ("/x/y", "write", &error));
  g_assert_error (error, LEAT_ERROR, c->code);
  g_assert_cmpstr (error->message, ==, c->message);
}

static void
test_disk_directory (void)
{
  g_autofree char *top = g_dir_make_tmp ("leat-disk-XXXXXX", NULL);
  g_autofree char *deep = g_build_filename (top, "a", "b", "c", NULL);
  g_autofree char *file = g_build_filename (top, "file", NULL);
  g_autofree char *below = g_build_filename (file, "a", "b", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (leatd_disk_make_directory (deep, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_test (deep, G_FILE_TEST_IS_DIR));
  g_assert_true (leatd_disk_make_directory (deep, &error));
  g_assert_true (leatd_disk_make_directory ("/", &error));
  g_assert_true (leatd_disk_make_directory (".", &error));
  g_assert_no_error (error);

  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  g_assert_false (leatd_disk_make_directory (file, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FAILED);
  g_assert_true (g_str_has_suffix (error->message, "cannot make the directory: File exists"));
  g_clear_error (&error);
  g_assert_false (leatd_disk_make_directory (below, &error));
  g_assert_true (g_str_has_suffix (error->message, "cannot make the directory: Not a directory"));

  g_unlink (file);
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *here = g_steal_pointer (&deep);

      g_assert_cmpint (g_rmdir (here), ==, 0);
      deep = g_path_get_dirname (here);
    }
}

/* a write that the limit cuts in two says so, and takes what has room */
static void
test_disk_write_limit (void)
{
  g_autofree char *path = NULL;
  const int fd = g_file_open_tmp ("leat-disk-XXXXXX", &path, NULL);
  g_autoptr (GError) error = NULL;
  struct stat status;

  g_assert_true (leatd_disk_write (fd, path, "0123456789", 10, 5, &error));
  g_assert_true (leatd_disk_sync (fd, path, &error));
  g_assert_no_error (error);

  disk_set_room (20);
  g_assert_false (leatd_disk_write (fd, path, "0123456789", 10, 15, &error));
  disk_set_room (RLIM_INFINITY);

  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FULL);
  g_assert_cmpint (fstat (fd, &status), ==, 0);
  g_assert_cmpint (status.st_size, ==, 20);
  close (fd);
  g_unlink (path);
}

static void
test_disk_sync_nothing (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (leatd_disk_sync (-1, "gone", &error));
  g_assert_cmpstr (error->message, ==, "gone: cannot sync: Bad file descriptor");
  g_clear_error (&error);
  g_assert_false (leatd_disk_sync_directory ("/nowhere/at/all", &error));
  g_assert_cmpstr (error->message, ==, "/nowhere/at/all: cannot open: No such file or directory");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_disk_fail);
  g_test_add_func ("/disk/directory", test_disk_directory);
  g_test_add_func ("/disk/write-limit", test_disk_write_limit);
  g_test_add_func ("/disk/sync-nothing", test_disk_sync_nothing);
  return g_test_run ();
}
