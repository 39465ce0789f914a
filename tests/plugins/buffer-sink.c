/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-sink.c - tests what a store takes, and that the file shows it as everybody else is given
 * it */
#include "buffer-worker.h"

#define EPOCH "0K3Q9V2M7WB1X5T4E8ZC"

static void
assert_query (BufferWorker *worker, const char *sql, const char *expected)
{
  g_autofree char *found = buffer_worker_query (worker, sql);

  g_assert_cmpstr (found, ==, expected);
}

/* the same bytes before, behind, and in the view for people */
static void
test_view (void)
{
  BufferWorker worker;
  LeatOrigin *origin = buffer_worker_origin ("camera0", EPOCH);
  guint64 next = 1;
  LeatBatch *batch = leat_batch_ref (buffer_worker_batch (origin, 2, &next));
  g_autofree char *json = buffer_worker_json (batch);

  buffer_worker_init (&worker, NULL);
  g_assert_true (buffer_worker_open (&worker, NULL));
  buffer_worker_put (&worker, batch);
  assert_query (&worker, "SELECT json FROM records ORDER BY id", json);
  assert_query (&worker, "SELECT time FROM records WHERE sequence = 2",
                "2018-10-13T06:03:22.104518002Z\n");
  assert_query (&worker, "PRAGMA application_id", "1279607124\n");
  leat_batch_unref (batch);
  leat_origin_unref (origin);
  buffer_worker_clear (&worker);
}

static LeatBatch *
make_odd_batch (const LeatOrigin *origin)
{
  LeatBatch *batch = leat_batch_new (3);
  guint64 next = 1;

  leat_batch_append (batch, origin, (LeatMoment) { -1, 0 });
  leat_batch_set_undecodable (batch, 0, "1x\xff", -1);
  leat_batch_add_flags (batch, LEAT_RECORD_TEST | LEAT_RECORD_CLOCK_UNSYNCED);
  leat_batch_append (batch, origin, (LeatMoment) { G_MAXINT64, 0 });
  leat_batch_set_frame (batch, "\x02 raw", 5);
  leat_batch_add_flags (batch, LEAT_RECORD_LINE_ERROR | LEAT_RECORD_SURPLUS);
  leat_batch_append (batch, origin, (LeatMoment) { -1539410602104518000, 0 });
  leat_batch_set_decimal_text (batch, 0, "12345678901234567890", 20);
  leat_batch_set_quality (batch, 0, LEAT_QUALITY_IMPLAUSIBLE);
  leat_batch_seal (batch, &next);
  return batch;
}

static void
test_view_of_odd_records (void)
{
  BufferWorker worker;
  LeatOrigin *origin = buffer_worker_origin ("line \"3\"/µ", EPOCH);
  LeatBatch *batch = make_odd_batch (origin);
  g_autofree char *json = buffer_worker_json (batch);
  g_autofree char *read = NULL;
  LeatStoreReader *reader;

  buffer_worker_init (&worker, NULL);
  g_assert_true (buffer_worker_open (&worker, NULL));
  buffer_worker_put (&worker, batch);
  assert_query (&worker, "SELECT json FROM records ORDER BY id", json);
  buffer_worker_end (&worker);
  g_assert_true (buffer_worker_open (&worker, NULL));
  reader = buffer_worker_reader (&worker, "mes", "*", NULL);
  read = buffer_worker_read (&worker, reader, NULL);
  g_assert_cmpstr (read, ==, json);
  buffer_worker_class (&worker)->close_reader (reader);
  leat_origin_unref (origin);
  buffer_worker_clear (&worker);
}

/* one schema, one stream for each life of a source, whatever the restarts */
static void
test_streams_once (void)
{
  BufferWorker worker;

  buffer_worker_init (&worker, NULL);
  for (guint i = 0; i < 4; i++)
    {
      LeatOrigin *origin = buffer_worker_origin ("camera0", i < 2 ? EPOCH : "OTHER");
      guint64 next = i * 3 + 1;

      g_assert_true (buffer_worker_open (&worker, NULL));
      buffer_worker_put (&worker, buffer_worker_batch (origin, 3, &next));
      buffer_worker_end (&worker);
      leat_origin_unref (origin);
    }
  assert_query (&worker, "SELECT count(*) FROM schemas", "1\n");
  assert_query (&worker, "SELECT epoch FROM streams ORDER BY id", EPOCH "\nOTHER\n");
  assert_query (&worker, "SELECT max(id) FROM rows", "12\n");
  buffer_worker_clear (&worker);
}

/* what was not flushed is offered again after the next open(), and stands there once */
static void
test_not_flushed (void)
{
  BufferWorker worker;
  LeatOrigin *origin = buffer_worker_origin ("camera0", EPOCH);
  guint64 next = 1;
  LeatBatch *batch = buffer_worker_batch (origin, 5, &next);

  buffer_worker_init (&worker, NULL);
  g_assert_true (buffer_worker_open (&worker, NULL));
  g_assert_true (buffer_worker_write (&worker, leat_batch_ref (batch), NULL));
  buffer_worker_close (&worker);
  g_assert_true (buffer_worker_open (&worker, NULL));
  buffer_worker_put (&worker, batch);
  assert_query (&worker, "SELECT sequence FROM rows", "1\n2\n3\n4\n5\n");
  leat_origin_unref (origin);
  buffer_worker_clear (&worker);
}

/* committed before flush() could say so: the worker offers it again, the file has it already */
static void
test_repeats (void)
{
  static const char *const options[] = { "commit-records", "4", NULL };
  BufferWorker worker;
  LeatOrigin *origin = buffer_worker_origin ("camera0", EPOCH);
  guint64 next = 1;
  LeatBatch *batch = buffer_worker_batch (origin, 6, &next);

  buffer_worker_init (&worker, options);
  g_assert_true (buffer_worker_open (&worker, NULL));
  g_assert_true (buffer_worker_write (&worker, leat_batch_ref (batch), NULL));
  assert_query (&worker, "SELECT count(*) >= 4 FROM rows", "1\n");
  buffer_worker_close (&worker);
  g_assert_true (buffer_worker_open (&worker, NULL));
  buffer_worker_put (&worker, batch);
  assert_query (&worker, "SELECT sequence FROM rows", "1\n2\n3\n4\n5\n6\n");
  assert_query (&worker, "SELECT max(id) FROM rows", "6\n");
  leat_origin_unref (origin);
  buffer_worker_clear (&worker);
}

static void
test_durability (void)
{
  static const char *const options[] = { "durability", "relaxed", NULL };
  BufferWorker worker;
  LeatOrigin *origin = buffer_worker_origin ("camera0", EPOCH);
  guint64 next = 1;

  buffer_worker_init (&worker, options);
  g_assert_true (buffer_worker_open (&worker, NULL));
  buffer_worker_put (&worker, buffer_worker_batch (origin, 5, &next));
  buffer_worker_end (&worker);
  assert_query (&worker, "SELECT count(*) FROM rows", "5\n");
  leat_origin_unref (origin);
  buffer_worker_clear (&worker);
}

static void
test_no_path (void)
{
  LeatSink *sink = leat_sink_instance_new (leat_plugin_get ()->sinks[0]);
  g_autoptr (GError) error = NULL;

  g_assert_true (
      leat_option_set (leat_options_find (sink->klass->options, "path"), sink, "", NULL));
  g_assert_false (leat_sink_instance_init (sink, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  leat_sink_instance_free (sink);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/buffer-sink/view", test_view);
  g_test_add_func ("/buffer-sink/view-of-odd-records", test_view_of_odd_records);
  g_test_add_func ("/buffer-sink/streams-once", test_streams_once);
  g_test_add_func ("/buffer-sink/not-flushed", test_not_flushed);
  g_test_add_func ("/buffer-sink/repeats", test_repeats);
  g_test_add_func ("/buffer-sink/durability", test_durability);
  g_test_add_func ("/buffer-sink/no-path", test_no_path);
  return g_test_run ();
}
