/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sink-worker.c - tests what a sink worker makes of every way in which a sink can fail: each record
 * once, in order */
#include "numbers.h"

/* records 1 to RECORDS, in batches of ten */
#define BATCHES 20
#define RECORDS 200

typedef struct {
  const char *path;
  const char *sink;    /* plugin and options of the sink */
  const char *refused; /* numbers that do not arrive */
  gint64 rejects;
} Case;

static const Case cases[] = {
  { "/sink-worker/plain", "plugin=fixture-sink\n", NULL, 0 },
  { "/sink-worker/partial-takes", "plugin=fixture-sink\ntake=3\n", NULL, 0 },
  { "/sink-worker/open-fails", "plugin=fixture-sink\nfail-opens=3\n", NULL, 0 },
  { "/sink-worker/write-fails", "plugin=fixture-sink\nfail-at=25\nfail-writes=3\n", NULL, 0 },
  { "/sink-worker/flush-fails", "plugin=fixture-sink\nfail-flushes=2\n", NULL, 0 },
  { "/sink-worker/flushes-often", "plugin=fixture-sink\nflush-records=7\ntake=5\n", NULL, 0 },
  { "/sink-worker/busy", "plugin=fixture-sink\nbusy=3\nbusy-at=40\n", NULL, 0 },
  { "/sink-worker/busy-names-the-delay", "plugin=fixture-sink\nbusy=3\nretry-after=1ms\n", NULL,
    0 },
  { "/sink-worker/rejects-first", "plugin=fixture-sink\nreject=1\n", "1;", 1 },
  { "/sink-worker/rejects-last", "plugin=fixture-sink\nreject=200\n", "200;", 1 },
  { "/sink-worker/rejects-neighbours", "plugin=fixture-sink\nreject=10;11;12\n", "10;11;12;", 3 },
  { "/sink-worker/rejects-blindly", "plugin=fixture-sink\nreject=7;55\nreject-blind=yes\n", "7;55;",
    2 },
  { "/sink-worker/rejects-a-whole-batch",
    "plugin=fixture-sink\nreject=11;12;13;14;15;16;17;18;19;20\nreject-blind=yes\n"
    "hold-after=0\n",
    "11;12;13;14;15;16;17;18;19;20;", 10 },
  { "/sink-worker/rejects-and-fails",
    "plugin=fixture-sink\nreject=30;90\nreject-blind=yes\nfail-at=85\nfail-writes=2\n"
    "fail-flushes=3\n",
    "30;90;", 2 },
};

static void
test_case (gconstpointer data)
{
  const Case *a_case = data;
  g_autofree char *text =
      g_strdup_printf ("[source numbers]\nplugin=fixture-patient\nbatches=%u\nrecords=10\n"
                       "[sink file]\npath=DIR/taken\nretry-first=1ms\nretry-longest=4ms\n%s",
                       BATCHES, a_case->sink);
  g_autoptr (TestPipeline) pipeline = test_pipeline_new (text);
  g_autofree char *expected = test_expected_lines (1, RECORDS, a_case->refused);
  g_autofree char *taken = NULL;

  test_pipeline_run (pipeline);
  taken = test_pipeline_read (pipeline, "taken");
  g_assert_cmpstr (taken, ==, expected);
  g_assert_cmpint (test_pipeline_count (pipeline, "sinks", "file", "records"), ==, RECORDS);
  g_assert_cmpint (test_pipeline_count (pipeline, "sinks", "file", "rejects"), ==, a_case->rejects);
  g_assert_cmpint (test_pipeline_count (pipeline, "sinks", "file", "safe"), ==,
                   RECORDS - a_case->rejects);
  g_assert_cmpint (test_pipeline_count (pipeline, "sinks", "file", "queue_records"), ==, 0);
  g_assert_cmpuint (g_strv_length (pipeline->left), ==, 0);
  g_assert_false (pipeline->stuck);
}

/* a source that acknowledges is told of each batch: safe, once, and only where the sink settles */
static void
test_settles (void)
{
  static const struct {
    const char *sink;
    const char *word;
  } sinks[] = {
    { "plugin=fixture-lasting\n", "safe 10" },
    { "plugin=fixture-sink\n", "unsafe 10" },
    { "plugin=fixture-sink\nsettles=yes\n", "safe 10" },
    { "plugin=fixture-lasting\nsettles=no\n", "unsafe 10" },
    { "plugin=fixture-lasting\nfail-flushes=2\nfail-writes=1\nfail-at=50\n", "safe 10" },
    { "plugin=fixture-lasting\nreject=15;16\n", "safe 10" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (sinks); i++)
    {
      g_autofree char *text =
          g_strdup_printf ("[source numbers]\nplugin=fixture-patient\nbatches=20\nrecords=10\n"
                           "settled=DIR/settled\nthen=wait\n"
                           "[sink file]\npath=DIR/taken\nretry-first=1ms\nretry-longest=4ms\n%s",
                           sinks[i].sink);
      g_autoptr (TestPipeline) pipeline = test_pipeline_new (text);
      g_autofree char *settled = NULL;

      leatd_pipeline_start (pipeline->pipeline);
      while (TRUE)
        {
          g_free (settled);
          settled = test_pipeline_read (pipeline, "settled");
          if (test_count_lines (settled, sinks[i].word) == 20)
            break;
          g_assert_cmpint (strlen (settled), <=, 20 * strlen ("unsafe 10\n"));
          g_main_context_iteration (NULL, FALSE);
          g_thread_yield ();
        }
      test_pipeline_stop (pipeline);
    }
}

/* held: the state says so and why, everything waits, and goes on when it is mended */
static void
test_held (void)
{
  g_autoptr (TestPipeline) pipeline = test_pipeline_new (
      "[source numbers]\nplugin=fixture-patient\nbatches=3\nrecords=10\n"
      "[sink file]\nplugin=fixture-sink\npath=DIR/taken\nheld-until=DIR/mended\nretry-first=1ms\n");
  gboolean held = FALSE;

  leatd_pipeline_start (pipeline->pipeline);
  while (!held)
    {
      g_autofree char *json = leatd_pipeline_to_json (pipeline->pipeline);

      held = strstr (json, "\"state\":\"held\",\"reason\":\"fixture: no rights here\"") != NULL;
      g_thread_yield ();
    }
  g_assert_false (pipeline->done);
  test_pipeline_write (pipeline, "mended", "", 0);
  test_pipeline_await (&pipeline->done);
  test_pipeline_stop (pipeline);
  g_assert_cmpint (test_pipeline_count (pipeline, "sinks", "file", "safe"), ==, 30);
}

/* a sink that stalls until the time is over: cancelled, and what it kept is named */
static void
test_left_behind (void)
{
  g_autoptr (TestPipeline) pipeline = test_pipeline_new (
      "stop-timeout=4s\n"
      "[source numbers]\nplugin=fixture-patient\nbatches=1\nrecords=30\n"
      "[sink file]\nplugin=fixture-sink\npath=DIR/taken\ncalls=DIR/calls\nstall-at=12\n"
      "stall-until=DIR/never\n");

  leatd_pipeline_start (pipeline->pipeline);
  test_pipeline_await_text (pipeline, "calls", "write");
  test_pipeline_stop (pipeline);
  g_assert_false (pipeline->stuck);
  g_assert_cmpuint (g_strv_length (pipeline->left), ==, 1);
  g_assert_cmpstr (pipeline->left[0], ==,
                   "file: 30 records did not get out in time; stop-timeout= gives more");
}

/* a position is kept over a restart, and what was written behind it is cut back */
static void
test_position (void)
{
  static const char text[] = "[source numbers]\nplugin=fixture-patient\nbatches=3\nrecords=10\n"
                             "[sink file]\nplugin=fixture-sink\npath=DIR/taken\ncalls=DIR/calls\n";
  g_autoptr (TestPipeline) pipeline = test_pipeline_new (text);
  g_autofree char *path = g_build_filename (pipeline->directory, "taken", NULL);
  g_autofree char *before = NULL, *after = NULL, *calls = NULL, *position = NULL;
  FILE *file;

  test_pipeline_run (pipeline);
  before = test_pipeline_read (pipeline, "taken");
  leatd_pipeline_free (pipeline->pipeline);
  file = fopen (path, "a");
  fputs ("torn by a power cut", file);
  fclose (file);

  pipeline->pipeline = leatd_pipeline_new (pipeline->config, NULL);
  pipeline->done = pipeline->stopped = FALSE;
  g_clear_pointer (&pipeline->left, g_strfreev);
  g_clear_pointer (&pipeline->balance, json_node_unref);
  leatd_pipeline_on_done (pipeline->pipeline, test_pipeline_done, pipeline);
  test_pipeline_run (pipeline);
  after = test_pipeline_read (pipeline, "taken");
  g_assert_true (g_str_has_prefix (after, before));
  g_assert_null (strstr (after, "torn"));
  g_assert_cmpuint (strlen (after), ==, 2 * strlen (before));
  calls = test_pipeline_read (pipeline, "calls");
  position = g_strdup_printf ("open %zu\n", strlen (before));
  g_assert_nonnull (strstr (calls, "open -\n"));
  g_assert_nonnull (strstr (calls, position));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_case);
  g_test_add_func ("/sink-worker/settles", test_settles);
  g_test_add_func ("/sink-worker/held", test_held);
  g_test_add_func ("/sink-worker/left-behind", test_left_behind);
  g_test_add_func ("/sink-worker/position", test_position);
  return g_test_run ();
}
