/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* csv-no-room.c - tests that records wait, and none is lost or doubled, while a disk is full or a
 * path is wrong */
#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include "csv-steps.h"

static void
assert_put_fails (CsvWorker *worker, LeatBatch *batch, int code, const char *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) named = NULL;

  g_assert_false (csv_worker_put (worker, batch, &error));
  g_assert_error (error, LEAT_ERROR, code);
  named = g_string_new (error->message);
  g_string_replace (named, worker->folder, "FOLDER", 0);
  g_assert_cmpstr (named->str, ==, message);
}

/* a write that ends in the middle of a line, then an error */
static void
test_short_write (void)
{
  struct rlimit limit, unlimited;
  CsvWorker worker;

  csv_worker_init (&worker, csv_by_source);
  csv_open (&worker);
  csv_put (&worker, "camera0", 1000, 1);
  csv_flush (&worker);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &unlimited), ==, 0);
  limit = unlimited;
  limit.rlim_cur = 16;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  assert_put_fails (&worker, csv_new_batch ("camera0", "num", 0, 2000, 5), LEAT_ERROR_FULL,
                    "FOLDER/camera0.csv: larger than the file system allows; set rotate-size=");
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &unlimited), ==, 0);
  csv_assert_file (&worker, "camera0.csv", "num\n1000\n2000\n20");
  csv_restart (&worker);
  csv_flush (&worker);
  csv_assert_file (&worker, "camera0.csv", "num\n1000\n2000\n2001\n2002\n2003\n2004\n");
  csv_worker_clear (&worker);
}

static void
fill_disk (CsvWorker *worker)
{
  g_autoptr (GError) error = NULL;
  guint first = 0;

  while (csv_worker_put (worker, csv_new_batch ("camera0", "num", 0, 100000 + first, 5000), &error))
    {
      first += 5000;
      g_assert_cmpuint (first, <, 1000000);
      if (first % 20000 == 0)
        csv_flush (worker);
    }
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FULL);
  g_assert_true (g_str_has_suffix (error->message,
                                   "/disk/camera0.csv: no room on the disk; make room, or move "
                                   "path= to another disk"));
}

static void
assert_numbers (const char *text, guint first)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n_lines = g_strv_length (lines);

  g_assert_cmpstr (lines[0], ==, "num");
  g_assert_cmpstr (lines[n_lines - 1], ==, "");
  for (guint i = 1; i < n_lines - 1; i++)
    g_assert_cmpint (g_ascii_strtoll (lines[i], NULL, 10), ==, first + i - 1);
}

static void
test_full_disk (void)
{
  static const char *const options[] = { "path", "FOLDER/disk/{source}.csv", "columns", "*", NULL };
  CsvWorker worker;
  g_autofree char *disk = NULL;
  g_autofree char *ballast = NULL;
  g_autofree char *text = NULL;

  csv_worker_init (&worker, options);
  disk = csv_worker_path (&worker, "disk");
  ballast = csv_worker_path (&worker, "disk/ballast");
  g_assert_cmpint (g_mkdir (disk, 0700), ==, 0);
  if (mount ("leat-test", disk, "tmpfs", 0, "size=1m") < 0)
    {
      g_test_skip_printf ("no disk to fill: mount: %s", g_strerror (errno));
      csv_worker_clear (&worker);
      return;
    }
  text = g_strnfill (600 * 1024, 'x');
  csv_worker_store (&worker, "disk/ballast", text);
  csv_open (&worker);
  fill_disk (&worker);
  g_assert_cmpuint (g_queue_get_length (&worker.pending), >, 0);
  csv_worker_kill (&worker);
  g_assert_cmpint (g_unlink (ballast), ==, 0);
  csv_restart (&worker);
  csv_flush (&worker);
  g_free (text);
  text = csv_worker_read (&worker, "disk/camera0.csv");
  assert_numbers (text, 100000);
  csv_worker_kill (&worker);
  g_assert_cmpint (umount (disk), ==, 0);
  csv_worker_clear (&worker);
}

typedef struct {
  const char *name;
  const char *path;
  const char *message;
} HeldCase;

static const HeldCase held_cases[] = {
  { "directory", "FOLDER/{source}", "FOLDER/bad: a directory; add the name of a file to path=" },
  { "file-in-path", "FOLDER/{source}.txt/a.csv",
    "FOLDER/bad.txt/a.csv: a part of its path is a file and no directory; change path=" },
  { "fifo", "FOLDER/{source}.fifo", "FOLDER/bad.fifo: no regular file; change path=" },
  { "circle", "FOLDER/{source}.link",
    "FOLDER/bad.link: a link of its path leads in a circle; remove it, or change path=" },
};

static void
make_obstacles (CsvWorker *worker)
{
  g_autofree char *folder = csv_worker_path (worker, "bad");
  g_autofree char *fifo = csv_worker_path (worker, "bad.fifo");
  g_autofree char *circle = csv_worker_path (worker, "bad.link");

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  g_assert_cmpint (symlink ("bad.link", circle), ==, 0);
  csv_worker_store (worker, "bad.txt", "");
}

/* one batch for a good and a bad file: nothing of it is written while it is held, and all of it
 * once it is offered again */
static void
test_held (gconstpointer data)
{
  const HeldCase *test = data;
  const char *const options[] = { "path", test->path, "columns", "*", NULL };
  CsvWorker worker;
  LeatOrigin *good = csv_new_origin ("good", "num");
  LeatOrigin *bad = csv_new_origin ("bad", "num");
  LeatBatch *batch = leat_batch_new (0);
  g_autofree char *name = g_path_get_basename (test->path);

  csv_worker_init (&worker, options);
  make_obstacles (&worker);
  leat_batch_append (batch, good, (LeatMoment) { 0 });
  leat_batch_append (batch, bad, (LeatMoment) { 0 });
  csv_open (&worker);
  assert_put_fails (&worker, batch, LEAT_ERROR_HELD, test->message);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (csv_worker_write (&worker, &error));
      g_assert_error (error, LEAT_ERROR, LEAT_ERROR_HELD);
    }
  g_free (name);
  name = g_strdup_printf ("good%s", strstr (test->path, "{source}") + strlen ("{source}"));
  csv_assert_file (&worker, name, "");
  leat_origin_unref (good);
  leat_origin_unref (bad);
  csv_worker_clear (&worker);
}

static gboolean
host_has_more (LeatSink *sink)
{
  return TRUE;
}

/* what was taken and waits to be written stays; what is held takes back its own */
static void
test_held_behind_others (void)
{
  static const char *const options[] = { "path", "FOLDER/{source}", "columns", "*", NULL };
  g_autoptr (GError) error = NULL;
  LeatOrigin *good = csv_new_origin ("good", "num");
  LeatOrigin *bad = csv_new_origin ("bad", "num");
  LeatBatch *batch = leat_batch_new (0);
  CsvWorker worker;

  csv_worker_init (&worker, options);
  make_obstacles (&worker);
  leat_batch_append (batch, good, (LeatMoment) { 0 });
  leat_batch_append (batch, bad, (LeatMoment) { 0 });
  csv_open (&worker);
  worker.host.has_more = host_has_more;
  csv_put (&worker, "good", 1, 2);
  g_assert_false (csv_worker_put (&worker, batch, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_HELD);
  csv_assert_file (&worker, "good", "");
  csv_flush (&worker);
  csv_assert_file (&worker, "good", "num\n1\n2\n");
  leat_origin_unref (good);
  leat_origin_unref (bad);
  csv_worker_clear (&worker);
}

static void
test_name_too_long (void)
{
  g_autofree char *name = g_strnfill (300, 'x');
  g_autofree char *path = g_strconcat ("FOLDER/", name, NULL);
  g_autofree char *message = g_strconcat (path, ": the name is too long; shorten path=", NULL);
  const char *const options[] = { "path", path, NULL };
  CsvWorker worker;

  csv_worker_init (&worker, options);
  csv_open (&worker);
  assert_put_fails (&worker, csv_new_batch ("camera0", "num", 0, 1, 1), LEAT_ERROR_HELD, message);
  csv_worker_clear (&worker);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv-no-room/short-write", test_short_write);
  g_test_add_func ("/csv-no-room/full-disk", test_full_disk);
  for (guint i = 0; i < G_N_ELEMENTS (held_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/csv-no-room/held/", held_cases[i].name, NULL);

      g_test_add_data_func (path, &held_cases[i], test_held);
    }
  g_test_add_func ("/csv-no-room/held/behind-others", test_held_behind_others);
  g_test_add_func ("/csv-no-room/held/name-too-long", test_name_too_long);
  return g_test_run ();
}
