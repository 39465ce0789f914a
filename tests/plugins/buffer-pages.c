/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-pages.c - tests that rows become batches of any size, and damaged ones are counted */
#include "buffer-worker.h"
#include "buffer-pages.h"

typedef struct {
  BufferWorker    worker;
  BufferStreams  *streams;
  BufferDatabase *database;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  LeatOrigin *origin = buffer_worker_origin ("camera0", "E");
  guint64 next = 1;

  buffer_worker_init (&fixture->worker, NULL);
  fixture->streams = buffer_streams_new ();
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  buffer_worker_put (&fixture->worker, buffer_worker_batch (origin, 20, &next));
  leat_origin_unref (origin);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->database, buffer_database_close);
  buffer_streams_free (fixture->streams);
  buffer_worker_clear (&fixture->worker);
}

static BufferPages *
open_pages (Fixture *fixture, const char *const *sources, const char *again)
{
  g_autofree char *path = buffer_worker_path (&fixture->worker, "buffer.db");
  g_autoptr (GError) error = NULL;
  BufferPages *pages;

  fixture->database = buffer_database_open_reading (path, &error);
  g_assert_no_error (error);
  pages = buffer_pages_new (fixture->database, fixture->streams, sources, again, &error);
  g_assert_no_error (error);
  return pages;
}

/* how many records it gives */
static guint
read_some (BufferPages *pages, BufferStretch *stretch, gboolean *at_end)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (GError) error = NULL;
  g_autoptr (LeatBatch) batch = buffer_pages_read (pages, stretch, ids, at_end, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (ids->len, ==, batch != NULL ? leat_batch_get_n_records (batch) : 0);
  return ids->len;
}

static void
test_stretch (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BufferPages) pages = open_pages (fixture, NULL, NULL);
  BufferStretch stretch = { 5, 12, 3, G_MAXSIZE };
  gboolean at_end = FALSE;

  g_assert_cmpuint (read_some (pages, &stretch, &at_end), ==, 3);
  g_assert_cmpuint (stretch.behind, ==, 8);
  g_assert_cmpuint (read_some (pages, &stretch, &at_end), ==, 3);
  g_assert_false (at_end);
  g_assert_cmpuint (read_some (pages, &stretch, &at_end), ==, 1);
  g_assert_true (at_end);
  g_assert_cmpuint (stretch.behind, ==, 12);
}

/* one record at the least */
static void
test_bytes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BufferPages) pages = open_pages (fixture, NULL, NULL);
  BufferStretch stretch = { 0, 20, 100, 1 };
  gboolean at_end = FALSE;

  g_assert_cmpuint (read_some (pages, &stretch, &at_end), ==, 1);
  g_assert_cmpuint (stretch.behind, ==, 1);
}

static void
test_unwanted (Fixture *fixture, gconstpointer data)
{
  static const char *const sources[] = { "scale", "camera1", NULL };
  g_autoptr (BufferPages) pages = open_pages (fixture, sources, NULL);
  BufferStretch stretch = { 0, 20, 100, G_MAXSIZE };
  gboolean at_end = FALSE;

  g_assert_cmpuint (read_some (pages, &stretch, &at_end), ==, 0);
  g_assert_true (at_end);
  g_assert_cmpuint (stretch.behind, ==, 20);
}

static void
test_again (Fixture *fixture, gconstpointer data)
{
  g_autofree char *done =
      buffer_worker_query (&fixture->worker,
                           "INSERT INTO again (reader, row, flags) VALUES"
                           " ('mes', 7, 1), ('else', 8, 1), ('mes', 3, 0), ('mes', 99, 0)");
  g_autoptr (BufferPages) pages = open_pages (fixture, NULL, "mes");
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint64));
  BufferStretch stretch = { 0, G_MAXUINT64, 100, G_MAXSIZE };
  gboolean at_end = FALSE;
  g_autoptr (LeatBatch) batch = buffer_pages_read (pages, &stretch, ids, &at_end, NULL);

  g_assert_cmpuint (ids->len, ==, 2);
  g_assert_cmpuint (g_array_index (ids, guint64, 1), ==, 3);
  g_assert_cmpuint (leat_batch_get_record (batch, 0)->sequence, ==, 7);
  g_assert_cmpuint (leat_batch_get_record (batch, 0)->flags, ==, LEAT_RECORD_TEST);
  g_assert_cmpuint (leat_batch_get_record (batch, 1)->sequence, ==, 3);
  g_assert_cmpuint (leat_batch_get_record (batch, 1)->flags, ==, 0);
}

static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  g_autofree char *done = buffer_worker_query (&fixture->worker,
                                               "UPDATE rows SET fields = '{' WHERE id IN (2, 5)");
  g_autofree char *gone = buffer_worker_query (&fixture->worker,
                                               "UPDATE rows SET stream = 99 WHERE id = 7");
  g_autoptr (BufferPages) pages = open_pages (fixture, NULL, NULL);
  BufferStretch stretch = { 0, 20, 100, G_MAXSIZE };
  gboolean at_end = FALSE;

  g_assert_cmpuint (read_some (pages, &stretch, &at_end), ==, 17);
  g_assert_cmpuint (buffer_pages_take_n_damaged (pages), ==, 3);
  g_assert_cmpuint (buffer_pages_take_n_damaged (pages), ==, 0);
}

#define ADD(name, function) \
  g_test_add ("/buffer-pages/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("stretch", test_stretch);
  ADD ("bytes", test_bytes);
  ADD ("unwanted", test_unwanted);
  ADD ("again", test_again);
  ADD ("damaged", test_damaged);
  return g_test_run ();
}
