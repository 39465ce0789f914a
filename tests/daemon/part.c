/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* part.c - tests that a source and a sink are asked and steered in the same way */
#include "pipeline/leatd-part.h"
#include "pipelines.h"

#define TEXT \
  "[source numbers]\nplugin=fixture-source\nbatches=10\nrecords=10\nthen=wait\n" \
  "[sink file]\nplugin=fixture-sink\npath=DIR/taken\n"

static LeatdPart
get_part (TestPipeline *pipeline, const char *name)
{
  if (g_str_equal (name, "numbers"))
    return leatd_part_of_source (leatd_pipeline_get_sources (pipeline->pipeline)->pdata[0]);
  return leatd_part_of_sink (leatd_pipeline_get_sinks (pipeline->pipeline)->pdata[0]);
}

static guint64
get_counter (const LeatdPart *part, const char *name)
{
  const guint64 *counters = leatd_part_get_counters (part);
  guint i = 0;

  while (!g_str_equal (part->counter_names[i], name))
    i++;
  return leatd_counter_get (&counters[i]);
}

/* its state is told by its own thread */
typedef struct {
  GMutex mutex;
  GCond cond;
  guint n;
} Watch;

static void
on_changed (gpointer user_data)
{
  Watch *watch = user_data;

  g_mutex_lock (&watch->mutex);
  watch->n++;
  g_cond_signal (&watch->cond);
  g_mutex_unlock (&watch->mutex);
}

static void
await_state (const LeatdPart *part, Watch *watch, LeatdStateCode code)
{
  while (TRUE)
    {
      guint n;

      g_mutex_lock (&watch->mutex);
      n = watch->n;
      g_mutex_unlock (&watch->mutex);
      if (leatd_state_get (part->state, NULL, NULL) == code)
        return;
      g_mutex_lock (&watch->mutex);
      while (watch->n == n)
        g_cond_wait (&watch->cond, &watch->mutex);
      g_mutex_unlock (&watch->mutex);
    }
}

static void
test_steered (gconstpointer name)
{
  g_autoptr (TestPipeline) pipeline = test_pipeline_new (TEXT);
  const LeatdPart part = get_part (pipeline, name);
  const char *again = part.source != NULL ? "connects" : "opens";
  Watch watch = { 0 };

  leatd_state_watch (part.state, on_changed, &watch);
  leatd_pipeline_start (pipeline->pipeline);
  await_state (&part, &watch, LEATD_STATE_RUNNING);
  g_assert_cmpuint (get_counter (&part, again), ==, 1);
  leatd_part_pause (&part);
  await_state (&part, &watch, LEATD_STATE_PAUSED);
  leatd_part_resume (&part);
  await_state (&part, &watch, LEATD_STATE_RUNNING);
  g_assert_cmpuint (get_counter (&part, again), ==, 2);
  leatd_part_pause (&part);
  await_state (&part, &watch, LEATD_STATE_PAUSED);
  leatd_part_restart (&part);
  await_state (&part, &watch, LEATD_STATE_RUNNING);
  g_assert_cmpuint (get_counter (&part, again), ==, 3);
  leatd_state_watch (part.state, NULL, NULL);
  test_pipeline_stop (pipeline);
}

static void
test_named (void)
{
  g_autoptr (TestPipeline) pipeline = test_pipeline_new (TEXT);
  const LeatdPart source = get_part (pipeline, "numbers");
  const LeatdPart sink = get_part (pipeline, "file");

  g_assert_cmpstr (source.name, ==, "numbers");
  g_assert_cmpstr (source.plugin, ==, "fixture-source");
  g_assert_nonnull (source.source);
  g_assert_null (source.sink);
  g_assert_cmpstr (sink.name, ==, "file");
  g_assert_cmpstr (sink.plugin, ==, "fixture-sink");
  g_assert_null (sink.source);
  g_assert_nonnull (sink.sink);
  g_assert_cmpuint (g_strv_length ((char **) source.counter_names), ==, LEATD_SOURCE_N_COUNTERS);
  g_assert_cmpuint (g_strv_length ((char **) sink.counter_names), ==, LEATD_SINK_N_COUNTERS);
  leatd_pipeline_start (pipeline->pipeline);
  test_pipeline_stop (pipeline);
}

/* of the class, the link and the framer: each module once; Leat's own are none */
static void
test_third_parties (void)
{
  g_autoptr (TestPipeline) pipeline = test_pipeline_new (
      "[source numbers]\nplugin=fixture-reader\ndevice=fixture://DIR/none\nframer=line\n"
      "[framer line]\ntype=fixture-line\n"
      "[sink file]\nplugin=csv\npath=DIR/taken\n");
  const LeatdPart source = get_part (pipeline, "numbers");
  const LeatdPart sink = get_part (pipeline, "file");
  g_auto (GStrv) of_source = leatd_part_list_third_parties (&source);
  g_auto (GStrv) of_sink = leatd_part_list_third_parties (&sink);
  g_autofree char *all = g_strjoinv (", ", of_source);

  g_assert_cmpstr (all, ==, "fixture-file 1.0, fixture-framer 1.0");
  g_assert_null (of_sink[0]);
  leatd_pipeline_start (pipeline->pipeline);
  test_pipeline_stop (pipeline);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/part/named", test_named);
  g_test_add_func ("/part/third-parties", test_third_parties);
  g_test_add_data_func ("/part/steered/source", "numbers", test_steered);
  g_test_add_data_func ("/part/steered/sink", "file", test_steered);
  return g_test_run ();
}
