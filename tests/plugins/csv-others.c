/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* csv-others.c - tests that what others do to a file costs nobody a line */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>
#include "csv-steps.h"

typedef struct {
  const char *name;
  const char *found;    /* camera0.csv as it is found */
  const char *left;     /* and as it is afterwards */
  const char *second;   /* camera0-1.csv; NULL: there is none */
  const char *notes;
} FoundCase;

static const FoundCase found_cases[] = {
  { "same", "num\n0\n", "num\n0\n1\n", NULL, "" },
  { "empty", "", "num\n1\n", NULL, "" },
  { "header-alone", "num\n", "num\n1\n", NULL, "" },
  { "other-columns", "width\n5\n", "width\n5\n", "num\n1\n",
    "new-file: FOLDER/camera0.csv: begins with other columns and is left as it is\n" },
  { "more-columns", "num,width\n5,6\n", "num,width\n5,6\n", "num\n1\n",
    "new-file: FOLDER/camera0.csv: begins with other columns and is left as it is\n" },
  { "half-a-header", "nu", "nu", "num\n1\n",
    "new-file: FOLDER/camera0.csv: begins with other columns and is left as it is\n" },
  { "crlf", "num\r\n5\r\n", "num\r\n5\r\n", "num\n1\n",
    "new-file: FOLDER/camera0.csv: begins with other columns and is left as it is\n" },
  { "torn", "num\n0\n17", "num\n0\n17", "num\n1\n",
    "new-file: FOLDER/camera0.csv: ends in the middle of a line and is left as it is\n" },
};

static void
test_found (gconstpointer data)
{
  const FoundCase *test = data;
  CsvWorker worker;

  csv_worker_init (&worker, csv_by_source);
  csv_worker_store (&worker, "camera0.csv", test->found);
  csv_open (&worker);
  csv_put (&worker, "camera0", 1, 1);
  csv_flush (&worker);
  csv_assert_file (&worker, "camera0.csv", test->left);
  csv_assert_file (&worker, "camera0-1.csv", test->second);
  csv_assert_notes (&worker, test->notes);
  csv_worker_clear (&worker);
}

static void
test_locked (void)
{
  CsvWorker worker;
  g_autofree char *path = NULL;
  int fd;

  csv_worker_init (&worker, csv_by_source);
  csv_worker_store (&worker, "camera0.csv", "num\n0\n");
  path = csv_worker_path (&worker, "camera0.csv");
  fd = open (path, O_RDONLY);
  g_assert_cmpint (flock (fd, LOCK_EX), ==, 0);
  csv_open (&worker);
  csv_put (&worker, "camera0", 1, 1);
  csv_assert_file (&worker, "camera0.csv", "num\n0\n");
  csv_assert_file (&worker, "camera0-1.csv", "num\n1\n");
  csv_assert_notes (&worker, "new-file: FOLDER/camera0.csv: is being written to already\n");
  close (fd);
  csv_worker_clear (&worker);
}

static void
rename_file (CsvWorker *worker, const char *from, const char *to)
{
  g_autofree char *old_path = csv_worker_path (worker, from);
  g_autofree char *new_path = csv_worker_path (worker, to);

  g_assert_cmpint (g_rename (old_path, new_path), ==, 0);
}

static void
test_moved (void)
{
  CsvWorker worker;

  csv_begin (&worker);
  rename_file (&worker, "camera0.csv", "camera0.csv.1");
  /* it is noticed at the next flush: nothing is lost by that */
  csv_put (&worker, "camera0", 2, 1);
  csv_flush (&worker);
  csv_put (&worker, "camera0", 3, 1);
  csv_restart (&worker);
  csv_flush (&worker);
  csv_assert_file (&worker, "camera0.csv.1", "num\n1\n2\n");
  csv_assert_file (&worker, "camera0.csv", "num\n3\n");
  csv_assert_notes (
      &worker,
      "file-moved: FOLDER/camera0.csv: was moved away whole; the next record begins a new one\n"
      "cut-back: FOLDER/camera0.csv: removed, no record in it was safe; what still waits is "
      "written again\n");
  csv_worker_clear (&worker);
}

static void
test_moved_and_replaced (void)
{
  CsvWorker worker;

  csv_begin (&worker);
  rename_file (&worker, "camera0.csv", "camera0.csv.1");
  csv_worker_store (&worker, "camera0.csv", "num\n100\n101\n");
  csv_put (&worker, "camera0", 2, 1);
  csv_flush (&worker);
  csv_put (&worker, "camera0", 3, 1);
  csv_flush (&worker);
  csv_assert_file (&worker, "camera0.csv.1", "num\n1\n2\n");
  csv_assert_file (&worker, "camera0.csv", "num\n100\n101\n3\n");
  csv_worker_clear (&worker);
}

static void
assert_flush_fails (CsvWorker *worker, const char *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) named = NULL;

  g_assert_false (csv_worker_flush (worker, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FAILED);
  named = g_string_new (error->message);
  g_string_replace (named, worker->folder, "FOLDER", 0);
  g_assert_cmpstr (named->str, ==, message);
}

static void
test_deleted (void)
{
  CsvWorker worker;
  g_autofree char *path = NULL;

  csv_begin (&worker);
  path = csv_worker_path (&worker, "camera0.csv");
  csv_put (&worker, "camera0", 2, 1);
  csv_put (&worker, "camera1", 2, 1);
  g_assert_cmpint (g_unlink (path), ==, 0);
  assert_flush_fails (&worker,
                      "FOLDER/camera0.csv: was deleted while it was written; its last records are "
                      "written again");
  csv_restart (&worker);
  csv_flush (&worker);
  csv_assert_file (&worker, "camera0.csv", "num\n2\n");
  csv_assert_file (&worker, "camera1.csv", "num\n2\n");
  csv_worker_clear (&worker);
}

/* its number may be given to the next file at once, whose lines are not the old one's */
static void
test_deleted_and_killed (void)
{
  CsvWorker worker;
  g_autofree char *path = NULL;

  csv_begin (&worker);
  path = csv_worker_path (&worker, "camera0.csv");
  csv_put (&worker, "camera0", 2, 1);
  g_assert_cmpint (g_unlink (path), ==, 0);
  csv_restart (&worker);
  csv_assert_file (&worker, "camera0.csv", "num\n2\n");
  csv_restart (&worker);
  csv_flush (&worker);
  csv_assert_file (&worker, "camera0.csv", "num\n2\n");
  csv_worker_clear (&worker);
}

static void
test_cut_by_others (void)
{
  CsvWorker worker;
  g_autofree char *path = NULL;

  csv_begin (&worker);
  path = csv_worker_path (&worker, "camera0.csv");
  csv_put (&worker, "camera0", 2, 1);
  g_assert_cmpint (truncate (path, 0), ==, 0);
  assert_flush_fails (
      &worker, "FOLDER/camera0.csv: was cut while it was written; its last records are written "
               "again (rotate files by moving them, not by cutting)");
  csv_restart (&worker);
  csv_flush (&worker);
  csv_assert_file (&worker, "camera0.csv", "num\n2\n");
  csv_assert_notes (&worker,
                    "file-shortened: FOLDER/camera0.csv: somebody has cut it from 6 to 0 bytes\n");
  csv_worker_clear (&worker);
}

/* what somebody else appended is his, and is not cut off either */
static void
test_appended_by_others (void)
{
  CsvWorker worker;
  g_autofree char *path = NULL;
  int fd;

  csv_worker_init (&worker, csv_by_source);
  path = csv_worker_path (&worker, "camera0.csv");
  csv_open (&worker);
  csv_put (&worker, "camera0", 1, 1);
  fd = open (path, O_WRONLY | O_APPEND);
  g_assert_cmpint (write (fd, "99\n", 3), ==, 3);
  close (fd);
  csv_flush (&worker);
  csv_restart (&worker);
  csv_put (&worker, "camera0", 2, 1);
  csv_flush (&worker);
  csv_assert_file (&worker, "camera0.csv", "num\n1\n99\n2\n");
  csv_assert_notes (&worker, "");
  csv_worker_clear (&worker);
}

/* another file in the place of ours, longer than ours was: not ours to cut */
static void
test_replaced_while_down (void)
{
  CsvWorker worker;

  csv_begin (&worker);
  csv_worker_kill (&worker);
  rename_file (&worker, "camera0.csv", "camera0.csv.1");
  csv_worker_store (&worker, "camera0.csv", "num\n100\n101\n102\n");
  csv_open (&worker);
  csv_assert_notes (
      &worker,
      "file-replaced: FOLDER/camera0.csv: another file stands there now, it is left as it is\n");
  csv_put (&worker, "camera0", 2, 1);
  csv_assert_file (&worker, "camera0.csv", "num\n100\n101\n102\n2\n");
  csv_worker_clear (&worker);
}

static void
test_gone_while_down (void)
{
  CsvWorker worker;

  csv_begin (&worker);
  csv_worker_kill (&worker);
  rename_file (&worker, "camera0.csv", "camera0.csv.1");
  csv_open (&worker);
  csv_assert_notes (
      &worker,
      "file-gone: FOLDER/camera0.csv: not there any more; if it was moved away, its last lines may "
      "be written a second time\n");
  csv_put (&worker, "camera0", 2, 1);
  csv_assert_file (&worker, "camera0.csv", "num\n2\n");
  csv_worker_clear (&worker);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (found_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/csv-others/found/", found_cases[i].name, NULL);

      g_test_add_data_func (path, &found_cases[i], test_found);
    }
  g_test_add_func ("/csv-others/locked", test_locked);
  g_test_add_func ("/csv-others/moved", test_moved);
  g_test_add_func ("/csv-others/moved-and-replaced", test_moved_and_replaced);
  g_test_add_func ("/csv-others/deleted", test_deleted);
  g_test_add_func ("/csv-others/deleted-and-killed", test_deleted_and_killed);
  g_test_add_func ("/csv-others/cut", test_cut_by_others);
  g_test_add_func ("/csv-others/appended", test_appended_by_others);
  g_test_add_func ("/csv-others/replaced-while-down", test_replaced_while_down);
  g_test_add_func ("/csv-others/gone-while-down", test_gone_while_down);
  return g_test_run ();
}
