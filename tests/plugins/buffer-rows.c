/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-rows.c - tests that any number of records stands in as many rows */
#include "buffer-file.h"
#include "buffer-rows.h"

typedef struct {
  BufferFile     file;
  BufferStreams *streams;
  BufferStream  *stream;
  BufferRows    *rows;
  LeatOrigin    *origin;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  buffer_file_init (&fixture->file);
  fixture->origin = buffer_worker_origin ("camera0", "E");
  fixture->streams = buffer_streams_new ();
  fixture->stream = buffer_streams_store (fixture->streams, fixture->file.database, fixture->origin,
                                          NULL);
  fixture->rows = buffer_rows_new (fixture->file.database, NULL);
  g_assert_nonnull (fixture->rows);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  buffer_rows_free (fixture->rows);
  buffer_stream_unref (fixture->stream);
  buffer_streams_free (fixture->streams);
  leat_origin_unref (fixture->origin);
  buffer_file_clear (&fixture->file);
}

static void
append (Fixture *fixture, guint n_records)
{
  guint64 next = 1;
  g_autoptr (LeatBatch) batch = buffer_worker_batch (fixture->origin, n_records, &next);

  for (guint i = 0; i < n_records; i++)
    g_assert_true (buffer_rows_append (fixture->rows, fixture->stream,
                                       leat_batch_get_record (batch, i), 100 + i, NULL));
}

static void
test_counts (Fixture *fixture, gconstpointer data)
{
  static const guint counts[] = { 0, 1, 15, 16, 17, 100 };

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      g_autofree char *expected = g_strdup_printf ("%u", counts[i]);

      append (fixture, counts[i]);
      g_assert_true (buffer_rows_end (fixture->rows, NULL));
      buffer_file_expect (&fixture->file, "SELECT count(*) FROM rows", expected);
      buffer_file_expect (&fixture->file,
                          "SELECT count(*) FROM rows WHERE id - 99 <> sequence"
                          " OR fields <> '{\"num\":' || sequence || '}'",
                          "0");
      g_assert_true (buffer_database_run (fixture->file.database, "DELETE FROM rows", NULL));
    }
}

static void
test_reset (Fixture *fixture, gconstpointer data)
{
  append (fixture, 20);
  buffer_rows_reset (fixture->rows);
  g_assert_true (buffer_rows_end (fixture->rows, NULL));
  buffer_file_expect (&fixture->file, "SELECT count(*) FROM rows", "16");
}

/* an id is given once */
static void
test_same_id (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  append (fixture, 1);
  g_assert_true (buffer_rows_end (fixture->rows, NULL));
  append (fixture, 1);
  g_assert_false (buffer_rows_end (fixture->rows, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FAILED);
}

#define ADD(name, function) \
  g_test_add ("/buffer-rows/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("counts", test_counts);
  ADD ("reset", test_reset);
  ADD ("same-id", test_same_id);
  return g_test_run ();
}
