/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* csv-directory.c - tests directories that are made for files */
#include "csv-directory.h"
#include "csv-worker.h"
#include <glib/gstdio.h>
#include <sys/stat.h>

static guint
get_mode (const char *path)
{
  struct stat status;

  g_assert_cmpint (stat (path, &status), ==, 0);
  return status.st_mode & 07777;
}

static void
test_make (void)
{
  static const CsvRights rights = { .mode = 0604, .owner = (uid_t) -1, .group = (gid_t) -1 };
  g_autofree char *folder = g_dir_make_tmp ("leat-csv-XXXXXX", NULL);
  g_autofree char *first = g_build_filename (folder, "a", NULL);
  g_autofree char *last = g_build_filename (first, "b", "c", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (first, 0711), ==, 0);
  csv_directory_make (last, &rights, &error);
  g_assert_no_error (error);
  csv_directory_make (last, &rights, &error);
  g_assert_no_error (error);
  g_assert_cmphex (get_mode (first), ==, 0711);
  g_assert_cmphex (get_mode (last), ==, 0705);
  csv_directory_sync (last, &error);
  g_assert_no_error (error);
  csv_remove_folder (folder);
}

static void
test_failures (void)
{
  static const CsvRights rights = { .mode = 0600, .owner = (uid_t) -1, .group = (gid_t) -1 };
  g_autoptr (GError) error = NULL;

  g_assert_false (csv_directory_make ("/dev/null/a/b", &rights, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_HELD);
  g_clear_error (&error);
  g_assert_false (csv_directory_sync ("/nowhere-at-all/a.csv", &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_HELD);
  g_assert_true (g_str_has_prefix (error->message, "/nowhere-at-all: is not there and "));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv-directory/make", test_make);
  g_test_add_func ("/csv-directory/failures", test_failures);
  return g_test_run ();
}
