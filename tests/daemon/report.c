/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* report.c - tests that the balance has every counter, and that it closes */
#include "worker/leatd-counters.h"
#include "pipelines.h"

static const char text[] =
    "[source lines]\nplugin=fixture-reader\ndevice=fixture://DIR/input\nframer=cr\ngrammar=yes\n"
    "[framer cr]\ntype=delimiter\ndelimiter=\\r\nswallow=\\n\n"
    "[sink file]\nplugin=fixture-sink\npath=DIR/taken\n";

static TestPipeline *
run_lines (const char *input)
{
  TestPipeline *pipeline = test_pipeline_begin ();

  test_pipeline_write (pipeline, "input", input, -1);
  test_pipeline_load (pipeline, text);
  test_pipeline_run (pipeline);
  return pipeline;
}

static void
assert_has (TestPipeline *pipeline, const char *kind, const char *name, const char *const *counters)
{
  JsonObject *all = json_object_get_object_member (json_node_get_object (pipeline->balance), kind);
  JsonObject *one = json_object_get_object_member (all, name);

  g_assert_cmpuint (json_object_get_size (all), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (one, "state"), ==, "ended");
  g_assert_cmpuint (json_object_get_size (one), ==, g_strv_length ((char **) counters) + 1);
  for (guint i = 0; counters[i] != NULL; i++)
    g_assert_true (json_object_has_member (one, counters[i]));
}

static void
test_names (void)
{
  g_autoptr (TestPipeline) pipeline = run_lines ("one\r");
  JsonObject *all = json_node_get_object (pipeline->balance);
  JsonObject *rejects = json_object_get_object_member (all, "rejects");

  assert_has (pipeline, "sources", "lines", leatd_source_counter_names);
  assert_has (pipeline, "sinks", "file", leatd_sink_counter_names);
  g_assert_cmpint (json_object_get_int_member (rejects, "kept"), ==, 0);
  g_assert_true (json_object_has_member (rejects, "lost"));
  g_assert_true (json_object_has_member (rejects, "dropped"));
  g_assert_true (json_object_has_member (rejects, "dropped_bytes"));
}

static const char *const inputs[] = {
  "",     "one\rtwo\r",   "one\r\ntwo\r\n", "\r\r\r",
  "#a\r", "E1\rtwo\r#\r", "half",           "E1\r\n#2\r\nthree\r\n\r\nE4\r\nfive",
};

/* bytes = record_bytes + reject_bytes + taken_bytes + skipped_bytes + pending_bytes */
static void
test_closes (gconstpointer input)
{
  g_autoptr (TestPipeline) pipeline = run_lines (input);
  gint64 sum = 0;

  for (guint i = LEATD_SOURCE_RECORD_BYTES; i <= LEATD_SOURCE_PENDING_BYTES; i++)
    sum += test_pipeline_count (pipeline, "sources", "lines", leatd_source_counter_names[i]);
  g_assert_cmpint (sum, ==, (gint64) strlen (input));
  g_assert_cmpint (test_pipeline_count (pipeline, "sources", "lines", "bytes"), ==, sum);
  g_assert_cmpint (test_pipeline_count (pipeline, "sources", "lines", "pending_bytes"), ==, 0);
  g_assert_cmpint (test_pipeline_count (pipeline, "sources", "lines", "records"), ==,
                   test_pipeline_count (pipeline, "sinks", "file", "safe"));
}

/* a reason stands beside the state */
static void
test_reason (void)
{
  g_autoptr (TestPipeline) pipeline = test_pipeline_new (text);
  g_autofree char *json = NULL;

  leatd_pipeline_start (pipeline->pipeline);
  do
    {
      g_free (json);
      json = leatd_pipeline_to_json (pipeline->pipeline);
    }
  while (strstr (json, "\"state\":\"absent\"") == NULL);
  g_assert_nonnull (strstr (json, "/input: No such file or directory\""));
  test_pipeline_stop (pipeline);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/names", test_names);
  for (guint i = 0; i < G_N_ELEMENTS (inputs); i++)
    {
      g_autofree char *path = g_strdup_printf ("/report/closes/%u", i);

      g_test_add_data_func (path, inputs[i], test_closes);
    }
  g_test_add_func ("/report/reason", test_reason);
  return g_test_run ();
}
