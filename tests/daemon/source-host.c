/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* source-host.c - tests what a source may ask of its host: numbers, facts, streams, a link */
#include "heard.h"
#include "leat-host.h"
#include "pipeline/leatd-pipeline-private.h"
#include "source/leatd-source-private.h"
#include "pipelines.h"

static const char text[] = "[source numbers]\nplugin=fixture-source\nsettled=DIR/settled\n"
                           "[sink file]\nplugin=fixture-lasting\npath=DIR/taken\n";

/* no thread is begun: the test stands in its place */
static LeatdSourceWorker *
get_worker (TestPipeline *pipeline)
{
  return g_ptr_array_index (pipeline->pipeline->sources, 0);
}

static LeatSource *
get_source (TestPipeline *pipeline)
{
  return get_worker (pipeline)->source;
}

/* the sequence of the first record of the oldest batch that is on its way to the sink */
static guint64
take_sequence (TestPipeline *pipeline)
{
  LeatdInlet *inlet = leatd_sink_worker_get_inlet (
      g_ptr_array_index (pipeline->pipeline->sinks, 0));
  LeatBatch *batch = leatd_queue_try_pop (inlet->queue);
  guint64 sequence;

  g_assert_nonnull (batch);
  sequence = leat_batch_get_record (batch, 0)->sequence;
  leatd_queue_release (inlet->queue, batch);
  leat_batch_settle (batch, TRUE);
  leat_batch_unref (batch);
  return sequence;
}

static LeatBatch *
batch_of (const LeatOrigin *origin, guint n_records)
{
  LeatBatch *batch = leat_batch_new (n_records);

  for (guint i = 0; i < n_records; i++)
    {
      leat_batch_append (batch, origin, leat_clock_now ());
      leat_batch_set_string (batch, 0, "x", 1);
    }
  return batch;
}

static void
push_frame (LeatStream *stream)
{
  LeatArrival arrival = { .struct_size = sizeof arrival, .moment = leat_clock_now () };

  g_assert_cmpint (leat_stream_push_frame (stream, (const guint8 *) "one", 3, &arrival, NULL, NULL,
                                           NULL),
                   ==, LEAT_PUSH_ROOM);
}

/* numbers belong to an epoch: frames and batches of one stream share them, streams do not */
static void
test_sequence (void)
{
  g_autoptr (TestPipeline) pipeline = test_pipeline_new (text);
  LeatSource *source = get_source (pipeline);
  LeatStream *one = leat_source_open_stream (source, "one");
  LeatStream *two = leat_source_open_stream (source, "two");

  g_assert_cmpstr (leat_stream_get_origin (one)->epoch, !=, leat_stream_get_origin (two)->epoch);
  push_frame (one);
  g_assert_cmpuint (take_sequence (pipeline), ==, 1);
  leat_source_push_batch (source, batch_of (leat_stream_get_origin (one), 3), NULL, NULL, NULL);
  g_assert_cmpuint (take_sequence (pipeline), ==, 2);
  push_frame (one);
  g_assert_cmpuint (take_sequence (pipeline), ==, 5);
  leat_source_push_batch (source, batch_of (leat_stream_get_origin (two), 2), NULL, NULL, NULL);
  g_assert_cmpuint (take_sequence (pipeline), ==, 1);
  push_frame (two);
  g_assert_cmpuint (take_sequence (pipeline), ==, 3);
}

/* an epoch that no stream has is numbered too */
static void
test_foreign_epoch (void)
{
  g_autoptr (TestPipeline) pipeline = test_pipeline_new (text);
  LeatSource *source = get_source (pipeline);
  LeatStream *stream = leat_source_open_stream (source, NULL);
  g_autofree char *epoch = leat_epoch_new ();
  LeatOrigin *origin = leat_origin_new ("numbers", epoch, leat_stream_get_origin (stream)->schema,
                                        "gateway", NULL);

  leat_source_push_batch (source, batch_of (origin, 2), NULL, NULL, NULL);
  leat_source_push_batch (source, batch_of (origin, 1), NULL, NULL, NULL);
  g_assert_cmpuint (take_sequence (pipeline), ==, 1);
  g_assert_cmpuint (take_sequence (pipeline), ==, 3);
  leat_origin_unref (origin);
}

typedef struct {
  guint n_safe;
  guint n_unsafe;
  guint n_freed;
} Answers;

static void
on_settled (gboolean safe, gpointer user_data)
{
  Answers *answers = user_data;

  *(safe ? &answers->n_safe : &answers->n_unsafe) += 1;
}

static void
on_freed (gpointer user_data)
{
  ((Answers *) user_data)->n_freed++;
}

/* an empty batch is safe at once; one at a stop is not taken, and never safe */
static void
test_settled (void)
{
  g_autoptr (TestPipeline) pipeline = test_pipeline_new (text);
  LeatSource *source = get_source (pipeline);
  LeatStream *stream = leat_source_open_stream (source, NULL);
  const LeatOrigin *origin = leat_stream_get_origin (stream);
  Answers answers = { 0 };

  leat_source_push_batch (source, leat_batch_new (0), on_settled, &answers, on_freed);
  g_assert_cmpuint (answers.n_safe, ==, 1);
  leat_source_push_batch (source, batch_of (origin, 2), on_settled, &answers, on_freed);
  take_sequence (pipeline);
  g_assert_cmpuint (answers.n_safe, ==, 1);
  leatd_settlements_tell (get_worker (pipeline)->settlements);
  g_assert_cmpuint (answers.n_safe, ==, 2);
  leatd_source_worker_stop (get_worker (pipeline));
  g_assert_cmpint (leat_source_push_batch (source, batch_of (origin, 2), on_settled, &answers,
                                           on_freed),
                   ==, LEAT_PUSH_STOP);
  g_assert_cmpuint (answers.n_safe, ==, 2);
  g_assert_cmpuint (answers.n_unsafe, ==, 1);
  g_assert_cmpuint (answers.n_freed, ==, 3);
}

/* facts outlive the pipeline: the next one over the same state directory knows them */
static void
test_facts (void)
{
  g_autoptr (TestPipeline) pipeline = test_pipeline_new (text);
  g_autoptr (GError) error = NULL;
  g_autofree char *cursor = NULL;

  g_assert_null (leat_source_recall (get_source (pipeline), "cursor"));
  g_assert_true (leat_source_remember (get_source (pipeline), "cursor", "17", &error));
  g_assert_true (leat_source_remember (get_source (pipeline), "other", "x", &error));
  g_assert_true (leat_source_remember (get_source (pipeline), "other", NULL, &error));
  g_assert_no_error (error);
  leatd_pipeline_free (g_steal_pointer (&pipeline->pipeline));

  pipeline->pipeline = leatd_pipeline_new (pipeline->config, &error);
  g_assert_no_error (error);
  cursor = leat_source_recall (get_source (pipeline), "cursor");
  g_assert_cmpstr (cursor, ==, "17");
  g_assert_null (leat_source_recall (get_source (pipeline), "other"));
}

/* a class that names no schemes has no link, and is told so */
static void
test_no_link (void)
{
  g_autoptr (TestPipeline) pipeline = test_pipeline_new (text);
  g_autoptr (GError) opened = NULL;
  g_autoptr (GError) written = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new ("x", 1);

  g_assert_null (leat_source_open_link (get_source (pipeline), NULL, &opened));
  g_assert_error (opened, LEAT_ERROR, LEAT_ERROR_PLUGIN);
  g_assert_false (leat_source_write (get_source (pipeline), bytes, &written));
  g_assert_error (written, LEAT_ERROR, LEAT_ERROR_PLUGIN);
  leat_source_note (get_source (pipeline), "lines", "%s", "cts is down");
  g_assert_cmpuint (heard_count ("numbers lines: cts is down"), ==, 1);
}

/* of several failures the first is the reason */
static void
test_fail (void)
{
  g_autoptr (TestPipeline) pipeline = test_pipeline_new (text);
  LeatdSourceWorker *worker = get_worker (pipeline);

  leat_source_fail (worker->source, g_error_new (LEAT_ERROR, LEAT_ERROR_DISCONNECTED, "first"));
  leat_source_fail (worker->source, g_error_new (LEAT_ERROR, LEAT_ERROR_FAILED, "second"));
  leat_source_fail (worker->source, NULL);
  g_assert_true (worker->failed);
  g_assert_error (worker->failure, LEAT_ERROR, LEAT_ERROR_DISCONNECTED);
  g_assert_cmpstr (worker->failure->message, ==, "first");
}

/* as it is shown: "STATE REASON" */
static char *
show (LeatdSourceWorker *worker)
{
  g_autofree char *reason = NULL;
  const LeatdStateCode code = leatd_state_get (leatd_source_worker_get_state (worker), &reason,
                                               NULL);

  return g_strdup_printf ("%s %s", leatd_state_get_name (code), reason != NULL ? reason : "");
}

static void
assert_shown (LeatdSourceWorker *worker, const char *wanted)
{
  g_autofree char *shown = show (worker);

  g_assert_cmpstr (shown, ==, wanted);
}

/* the device is there, but people have to see to it: a state, told once for each reason */
static void
test_hold (void)
{
  g_autoptr (TestPipeline) pipeline = test_pipeline_new (text);
  LeatdSourceWorker *worker = get_worker (pipeline);
  g_autofree char *before = show (worker);

  leat_source_hold (worker->source, "it is set up"); /* in start(), which may still fail */
  assert_shown (worker, before);
  worker->begun = TRUE;
  leatd_source_set_running (worker);
  assert_shown (worker, "held it is set up");
  leat_source_hold (worker->source, "it is set up");
  g_assert_cmpuint (heard_count ("numbers held: *it is set up"), ==, 1);
  leat_source_hold (worker->source, "it is offline");
  assert_shown (worker, "held it is offline");
  leat_source_hold (worker->source, NULL);
  assert_shown (worker, "running ");
  leat_source_hold (worker->source, NULL);
}

/* who waits for room or is silent is shown as that, and as held behind it */
static void
test_hold_behind (void)
{
  g_autoptr (TestPipeline) pipeline = test_pipeline_new (text);
  LeatdSourceWorker *worker = get_worker (pipeline);

  worker->begun = worker->silent = TRUE;
  leatd_state_set (&worker->state, LEATD_STATE_SILENT, "nothing came");
  leat_source_hold (worker->source, "it is offline");
  assert_shown (worker, "silent nothing came");
  leatd_source_seen (worker);
  assert_shown (worker, "held it is offline");
  worker->full = TRUE;
  leatd_state_set (&worker->state, LEATD_STATE_WAITING, "a queue is full");
  leat_source_hold (worker->source, NULL);
  assert_shown (worker, "waiting a queue is full");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/source-host/sequence", test_sequence);
  g_test_add_func ("/source-host/foreign-epoch", test_foreign_epoch);
  g_test_add_func ("/source-host/settled", test_settled);
  g_test_add_func ("/source-host/facts", test_facts);
  g_test_add_func ("/source-host/no-link", test_no_link);
  g_test_add_func ("/source-host/fail", test_fail);
  g_test_add_func ("/source-host/hold", test_hold);
  g_test_add_func ("/source-host/hold-behind", test_hold_behind);
  return g_test_run ();
}
