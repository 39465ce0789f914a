/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* csv-cut-back.c - tests that what was not safe is cut off again, and nothing else */
#include <fcntl.h>
#include <glob.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include "csv-steps.h"

static void
test_cut_back (void)
{
  CsvWorker worker;

  csv_worker_init (&worker, csv_by_source);
  csv_open (&worker);
  csv_put (&worker, "camera0", 1, 2);
  csv_flush (&worker);
  csv_put (&worker, "camera0", 3, 2);
  csv_worker_kill (&worker);
  csv_assert_file (&worker, "camera0.csv", "num\n1\n2\n3\n4\n");
  csv_open (&worker);
  csv_assert_file (&worker, "camera0.csv", "num\n1\n2\n");
  csv_assert_notes (
      &worker, "cut-back: FOLDER/camera0.csv: cut back from 12 to 8 bytes, behind the last safe "
               "record; what still waits is written again\n");
  csv_restart (&worker);
  csv_flush (&worker);
  csv_assert_file (&worker, "camera0.csv", "num\n1\n2\n3\n4\n");
  csv_worker_clear (&worker);
}

/* a file that no flush has seen yet is found again all the same */
static void
test_cut_back_unflushed (void)
{
  CsvWorker worker;

  csv_worker_init (&worker, csv_by_source);
  csv_open (&worker);
  csv_put (&worker, "camera0", 1, 2);
  csv_worker_kill (&worker);
  g_assert_null (worker.position);
  csv_open (&worker);
  csv_assert_file (&worker, "camera0.csv", NULL);
  csv_restart (&worker);
  csv_put (&worker, "camera0", 3, 1);
  csv_flush (&worker);
  csv_assert_file (&worker, "camera0.csv", "num\n1\n2\n3\n");
  csv_worker_clear (&worker);
}

static void
test_cut_back_second_file (void)
{
  CsvWorker worker;

  csv_begin (&worker);
  csv_put (&worker, "camera1", 1, 1);
  csv_restart (&worker);
  csv_assert_notes (&worker,
                    "cut-back: FOLDER/camera1.csv: removed, no record in it was safe; what still "
                    "waits is written again\n");
  csv_restart (&worker);
  csv_put (&worker, "camera0", 2, 1);
  csv_flush (&worker);
  csv_flush (&worker);
  csv_restart (&worker);
  csv_assert_file (&worker, "camera0.csv", "num\n1\n2\n");
  csv_assert_file (&worker, "camera1.csv", "num\n1\n");
  csv_worker_clear (&worker);
}

/* what was there before we came is never cut, with or without a position */
static void
test_cut_back_spares_others (void)
{
  CsvWorker worker;

  csv_worker_init (&worker, csv_by_source);
  csv_worker_store (&worker, "camera0.csv", "num\n-1\n");
  csv_open (&worker);
  csv_put (&worker, "camera0", 1, 1);
  csv_restart (&worker);
  csv_assert_file (&worker, "camera0.csv", "num\n-1\n1\n");
  csv_flush (&worker);
  csv_flush (&worker);
  g_clear_pointer (&worker.position, g_free);   /* lost: nothing is known to be unsafe */
  csv_restart (&worker);
  csv_put (&worker, "camera0", 2, 1);
  csv_assert_file (&worker, "camera0.csv", "num\n-1\n1\n2\n");
  csv_worker_clear (&worker);
}

/* the flush succeeded, but its position did not get to the disk */
static void
test_cut_back_to_older_position (void)
{
  CsvWorker worker;
  g_autofree char *older = NULL;
  LeatBatch *again;

  csv_begin (&worker);
  older = g_strdup (worker.position);
  csv_put (&worker, "camera0", 2, 1);
  csv_put (&worker, "camera1", 2, 1);
  csv_flush (&worker);
  g_free (worker.position);
  worker.position = g_steal_pointer (&older);
  again = csv_new_batch ("camera0", "num", 0, 2, 1);
  g_queue_push_tail (&worker.pending, again);
  csv_restart (&worker);
  csv_put (&worker, "camera1", 2, 1);
  csv_flush (&worker);
  csv_assert_file (&worker, "camera0.csv", "num\n1\n2\n");
  csv_assert_file (&worker, "camera1.csv", "num\n2\n");
  csv_worker_clear (&worker);
}

static void
test_position_of_another (void)
{
  CsvWorker worker;

  csv_worker_init (&worker, csv_by_source);
  worker.position = g_strdup ("{\"rowid\":17}");
  csv_open (&worker);
  csv_assert_notes (
      &worker,
      "position-unknown: the position that was kept is none of a csv sink; nothing is cut back\n");
  csv_worker_clear (&worker);
}

/* before a byte goes into a new file, it is known to be there */
static void
test_remembers_first (void)
{
  g_autoptr (GError) error = NULL;
  CsvWorker worker;

  csv_worker_init (&worker, csv_by_source);
  csv_open (&worker);
  worker.forgetful = TRUE;
  g_assert_false (csv_worker_put (&worker, csv_new_batch ("camera0", "num", 0, 1, 1), &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FULL);
  csv_assert_file (&worker, "camera0.csv", "");
  worker.forgetful = FALSE;
  csv_restart (&worker);
  csv_flush (&worker);
  csv_assert_file (&worker, "camera0.csv", "num\n1\n");
  csv_worker_clear (&worker);
}

/* as if the file had been written so many seconds after its position */
static void
age_position (CsvWorker *worker, const char *name, gint64 seconds)
{
  g_autofree char *path = g_build_filename (worker->folder, name, NULL);
  const time_t then = (time_t) (g_get_real_time () / G_USEC_PER_SEC + seconds);

  g_assert_cmpint (utimensat (AT_FDCWD, path, (struct timespec[]) { { then, 0 }, { then, 0 } }, 0),
                   ==, 0);
}

/* what was cut off and kept; NULL: nothing */
static char *
find_kept (CsvWorker *worker, const char *name)
{
  g_autofree char *pattern = g_strdup_printf ("%s/%s.cut-*", worker->folder, name);
  char *text = NULL;
  glob_t found = { 0 };

  if (glob (pattern, 0, NULL, &found) == 0)
    {
      g_assert_cmpuint (found.gl_pathc, ==, 1);
      g_assert_true (g_file_get_contents (found.gl_pathv[0], &text, NULL, NULL));
    }
  globfree (&found);
  return text;
}

/* with the state of last week, what came since is nowhere else */
static void
test_copy (void)
{
  g_autofree char *none = NULL, *kept = NULL, *made = NULL;
  CsvWorker worker;

  csv_begin (&worker);
  csv_put (&worker, "camera0", 2, 2);
  csv_put (&worker, "camera1", 7, 1);
  csv_worker_kill (&worker);
  age_position (&worker, "camera0.csv", 30);
  csv_open (&worker);
  csv_assert_file (&worker, "camera0.csv", "num\n1\n");
  none = find_kept (&worker, "camera0.csv");
  g_assert_null (none);

  csv_restart (&worker);
  csv_worker_kill (&worker);
  age_position (&worker, "camera0.csv", 3600);
  age_position (&worker, "camera1.csv", 3600);
  csv_open (&worker);
  csv_assert_file (&worker, "camera0.csv", "num\n1\n");
  csv_assert_file (&worker, "camera1.csv", NULL);
  kept = find_kept (&worker, "camera0.csv");
  g_assert_cmpstr (kept, ==, "2\n3\n");
  made = find_kept (&worker, "camera1.csv");
  g_assert_cmpstr (made, ==, "num\n7\n");
  csv_worker_clear (&worker);
}

/* no room for what is to be kept: nothing is cut off, and no try leaves half of it behind */
static void
test_copy_no_room (void)
{
  struct rlimit limit, unlimited;
  g_autofree char *none = NULL, *kept = NULL;
  g_autoptr (GError) error = NULL;
  CsvWorker worker;

  csv_begin (&worker);
  csv_put (&worker, "camera0", 2, 2);
  csv_worker_kill (&worker);
  age_position (&worker, "camera0.csv", 3600);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &unlimited), ==, 0);
  limit = unlimited;
  limit.rlim_cur = 2;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  g_assert_false (csv_worker_open (&worker, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &unlimited), ==, 0);
  none = find_kept (&worker, "camera0.csv");
  g_assert_null (none);
  csv_assert_file (&worker, "camera0.csv", "num\n1\n2\n3\n");
  csv_open (&worker);
  kept = find_kept (&worker, "camera0.csv");
  g_assert_cmpstr (kept, ==, "2\n3\n");
  csv_worker_clear (&worker);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv-cut-back/flushed", test_cut_back);
  g_test_add_func ("/csv-cut-back/unflushed", test_cut_back_unflushed);
  g_test_add_func ("/csv-cut-back/second-file", test_cut_back_second_file);
  g_test_add_func ("/csv-cut-back/spares-others", test_cut_back_spares_others);
  g_test_add_func ("/csv-cut-back/older-position", test_cut_back_to_older_position);
  g_test_add_func ("/csv-cut-back/position-of-another", test_position_of_another);
  g_test_add_func ("/csv-cut-back/copy", test_copy);
  g_test_add_func ("/csv-cut-back/copy-no-room", test_copy_no_room);
  g_test_add_func ("/csv-cut-back/remembers-first", test_remembers_first);
  return g_test_run ();
}
