/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-writer.c - tests the transaction that is open between write() and flush() */
#include "buffer-file.h"
#include "buffer-writer.h"

typedef struct {
  BufferFile     file;
  BufferStreams *streams;
  BufferWriter  *writer;
  LeatOrigin    *origin;
  guint64        next;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *told = NULL;

  buffer_file_init (&fixture->file);
  fixture->origin = buffer_worker_origin ("camera0", "E");
  fixture->streams = buffer_streams_new ();
  fixture->writer = buffer_writer_new (fixture->file.path, FALSE, fixture->streams, &told, &error);
  g_assert_no_error (error);
  fixture->next = 1;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  buffer_writer_free (fixture->writer);
  buffer_streams_free (fixture->streams);
  leat_origin_unref (fixture->origin);
  buffer_file_clear (&fixture->file);
}

static void
add (Fixture *fixture, guint n_records)
{
  g_autoptr (LeatBatch) batch = buffer_worker_batch (fixture->origin, n_records, &fixture->next);

  for (guint i = 0; i < n_records; i++)
    g_assert_true (buffer_writer_add (fixture->writer, leat_batch_get_record (batch, i), NULL));
}

static void
test_commit (Fixture *fixture, gconstpointer data)
{
  add (fixture, 20);
  g_assert_true (buffer_writer_is_begun (fixture->writer));
  g_assert_cmpuint (buffer_writer_get_n_added (fixture->writer), ==, 20);
  buffer_file_expect (&fixture->file, "SELECT count(*) FROM rows", "0");
  g_assert_true (buffer_writer_commit (fixture->writer, NULL));
  g_assert_false (buffer_writer_is_begun (fixture->writer));
  buffer_file_expect (&fixture->file, "SELECT count(*) FROM rows", "20");
  g_assert_cmpuint (buffer_writer_get_next_id (fixture->writer), ==, 21);
}

/* also a stream that came with it: the next record of it brings it again */
static void
test_roll_back (Fixture *fixture, gconstpointer data)
{
  add (fixture, 20);
  buffer_writer_roll_back (fixture->writer);
  g_assert_cmpuint (buffer_writer_get_next_id (fixture->writer), ==, 1);
  buffer_file_expect (&fixture->file, "SELECT count(*) FROM streams", "0");
  add (fixture, 3);
  g_assert_true (buffer_writer_commit (fixture->writer, NULL));
  buffer_file_expect (&fixture->file, "SELECT group_concat (sequence) FROM rows", "21,22,23");
  buffer_file_expect (&fixture->file, "SELECT count(*) FROM streams", "1");
}

/* somebody else's rows have their ids, and ids that are gone do not come back */
static void
test_ids (Fixture *fixture, gconstpointer data)
{
  add (fixture, 2);
  g_assert_true (buffer_writer_commit (fixture->writer, NULL));
  g_assert_true (buffer_database_run (
      fixture->file.database,
      "INSERT INTO rows (stream, sequence, time, flags, fields) VALUES (1, 9, 0, 0, '{}');"
      "DELETE FROM rows",
      NULL));
  add (fixture, 1);
  g_assert_true (buffer_writer_commit (fixture->writer, NULL));
  buffer_file_expect (&fixture->file, "SELECT max(id) FROM rows", "4");
}

#define ADD(name, function) \
  g_test_add ("/buffer-writer/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("commit", test_commit);
  ADD ("roll-back", test_roll_back);
  ADD ("ids", test_ids);
  return g_test_run ();
}
