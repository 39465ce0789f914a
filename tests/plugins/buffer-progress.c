/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-progress.c - tests that a long statement tells how far it is, until it is done */
#include "buffer-progress.h"
#include "buffer-file.h"
#include "leat-host.h"

#define ROWS 3000

/* what was told */
typedef struct {
  LeatSinkHost table;
  guint n_told;
  guint64 last;
  guint64 total;
  gboolean is_enough;
} Host;

static gboolean
on_progress (LeatSink *sink, guint64 done, guint64 total)
{
  Host *host = sink->host;

  g_assert_cmpuint (done, >=, host->last);
  g_assert_cmpuint (done, <=, total);
  host->n_told++;
  host->last = done;
  host->total = total;
  return !host->is_enough;
}

static gboolean
is_interrupted (sqlite3 *handle)
{
  return sqlite3_exec (handle, "SELECT total (length (text)) FROM pages", NULL, NULL, NULL) ==
         SQLITE_INTERRUPT;
}

/* more pages than are kept in memory */
static void
fill (sqlite3 *handle)
{
  g_assert_cmpint (
      sqlite3_exec (handle,
                    "PRAGMA cache_size = 10; CREATE TABLE pages (text); WITH RECURSIVE n (i) AS"
                    " (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " G_STRINGIFY (
                        ROWS) ")"
                              " INSERT INTO pages SELECT hex (zeroblob (1000)) FROM n",
                    NULL, NULL, NULL),
      ==, SQLITE_OK);
}

static void
look (sqlite3 *handle)
{
  g_assert_cmpint (sqlite3_exec (handle, "SELECT total (length (text)) FROM pages", NULL, NULL,
                                 NULL),
                   ==, SQLITE_OK);
}

static void
test_progress (void)
{
  Host host = { .table = { .progress = on_progress } };
  LeatSink sink = { .host = &host };
  BufferProgress progress;
  BufferFile file;

  buffer_file_init (&file);
  fill (file.database->handle);
  buffer_progress_begin (&progress, &sink, file.database->handle, 1);
  look (file.database->handle);
  buffer_progress_end (&progress);
  g_assert_cmpuint (host.n_told, >, 0);
  g_assert_cmpuint (host.total, >, ROWS / 4);
  g_assert_cmpuint (host.last, >, host.total / 4);
  host.n_told = 0;
  look (file.database->handle);
  g_assert_cmpuint (host.n_told, ==, 0);
  buffer_file_clear (&file);
}

/* what nobody waits for any more ends */
static void
test_enough (void)
{
  Host host = { .table = { .progress = on_progress }, .is_enough = TRUE };
  LeatSink sink = { .host = &host };
  BufferProgress progress;
  BufferFile file;

  buffer_file_init (&file);
  fill (file.database->handle);
  buffer_progress_begin (&progress, &sink, file.database->handle, 1);
  g_assert_true (is_interrupted (file.database->handle));
  buffer_progress_end (&progress);
  g_assert_cmpuint (host.n_told, ==, 1);
  look (file.database->handle);
  buffer_file_clear (&file);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/buffer-progress/progress", test_progress);
  g_test_add_func ("/buffer-progress/enough", test_enough);
  return g_test_run ();
}
