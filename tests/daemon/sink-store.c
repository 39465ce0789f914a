/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sink-store.c - tests sinks that read from a store: whatever fails, each record once, in order,
 * and acknowledged */
#include "numbers.h"

/* records 1 to RECORDS, in batches of ten */
#define RECORDS 200

typedef struct {
  const char *path;
  const char *store;   /* options of the store */
  const char *sink;    /* plugin and options of the sink */
  const char *refused; /* numbers that do not arrive */
  gint64 rejects;
} Case;

#define REQUESTS "plugin=fixture-requests\nreject-blind=yes\n"

static const Case cases[] = {
  { "/sink-store/plain", "", "plugin=fixture-sink\n", NULL, 0 },
  { "/sink-store/small-reads", "", "plugin=fixture-sink\nbatch-records=7\n", NULL, 0 },
  { "/sink-store/partial-takes", "", "plugin=fixture-sink\ntake=3\n", NULL, 0 },
  { "/sink-store/lingers", "", "plugin=fixture-sink\nbatch-records=50\nlinger=20ms\n", NULL, 0 },
  { "/sink-store/sink-fails", "",
    "plugin=fixture-sink\nfail-opens=2\nfail-at=25\nfail-writes=3\nfail-flushes=2\n", NULL, 0 },
  { "/sink-store/store-opens-late", "fail-opens=3\n", "plugin=fixture-sink\n", NULL, 0 },
  { "/sink-store/readers-are-put-off", "busy-readers=3\n", "plugin=fixture-sink\n", NULL, 0 },
  { "/sink-store/reads-are-put-off", "busy-reads=5\n", "plugin=fixture-sink\n", NULL, 0 },
  { "/sink-store/reads-fail", "fail-reads=5\n", "plugin=fixture-sink\n", NULL, 0 },
  { "/sink-store/acks-fail", "fail-acks=5\n", "plugin=fixture-sink\nbatch-records=7\n", NULL, 0 },
  { "/sink-store/store-fails-and-is-back", "fail-at=50\nfail-writes=3\n",
    "plugin=fixture-sink\nbatch-records=7\n", NULL, 0 },
  { "/sink-store/requests", "", REQUESTS, NULL, 0 },
  { "/sink-store/one-record-a-request", "", REQUESTS "batch-records=1\n", NULL, 0 },
  { "/sink-store/claims-fail", "fail-claims=5\nfail-acks=5\n", REQUESTS "batch-records=7\n", NULL,
    0 },
  { "/sink-store/requests-fail", "fail-claims=2\nfail-acks=2\n",
    REQUESTS "batch-records=7\nfail-at=25\nfail-writes=3\nbusy=3\nbusy-at=60\n", NULL, 0 },
  { "/sink-store/rejects", "fail-rejects=2\n", REQUESTS "reject=1;7;55;56;200\n", "1;7;55;56;200;",
    5 },
  { "/sink-store/rejects-one-by-one", "fail-rejects=2\nfail-acks=2\n",
    REQUESTS "batch-records=1\nreject=1;7;55;56;200\n", "1;7;55;56;200;", 5 },
  { "/sink-store/rejects-behind-some", "", "plugin=fixture-sink\nreject=1;7;55;56;200\n",
    "1;7;55;56;200;", 5 },
  { "/sink-store/breaks", "", REQUESTS "suspect-after=3\nfault=7;55;102\n", "7;55;102;", 3 },
  { "/sink-store/breaks-one-by-one", "fail-rejects=2\nfail-acks=2\n",
    REQUESTS "suspect-after=3\nbatch-records=1\nfault=7;55;102\n", "7;55;102;", 3 },
  { "/sink-store/breaks-before-a-bad-one", "", REQUESTS "suspect-after=2\nfault=7\nreject=8\n",
    "7;8;", 2 },
};

static TestPipeline *
new_pipeline (const char *name, const char *source, const char *store, const char *sink)
{
  g_autofree char *text =
      g_strdup_printf ("[source numbers]\nplugin=fixture-patient\nrecords=10\n%s"
                       "[sink store]\nplugin=fixture-store\nmemory=%s\ntold=DIR/told\n"
                       "retry-first=1ms\nretry-longest=4ms\n%s"
                       "[sink file]\npath=DIR/taken\nretry-first=1ms\nretry-longest=4ms\n%s",
                       source, name, store, sink);

  return test_pipeline_new (text);
}

static void
test_case (gconstpointer data)
{
  const Case *a_case = data;
  g_autoptr (TestPipeline)
      pipeline = new_pipeline (a_case->path, "batches=20\n", a_case->store, a_case->sink);
  g_autofree char *expected = test_expected_lines (1, RECORDS, a_case->refused);
  g_autofree char *taken = NULL;

  test_pipeline_run (pipeline);
  taken = test_pipeline_read (pipeline, "taken");
  g_assert_cmpstr (taken, ==, expected);
  g_assert_cmpint (test_pipeline_count (pipeline, "sinks", "file", "records"), ==, RECORDS);
  g_assert_cmpint (test_pipeline_count (pipeline, "sinks", "file", "rejects"), ==, a_case->rejects);
  g_assert_cmpint (test_pipeline_count (pipeline, "sinks", "file", "safe"), ==,
                   RECORDS - a_case->rejects);
  g_assert_cmpint (test_pipeline_count (pipeline, "sinks", "file", "acked"), ==, RECORDS);
  g_assert_cmpint (test_pipeline_count (pipeline, "sinks", "file", "backlog"), ==, 0);
  g_assert_cmpint (test_pipeline_count (pipeline, "sinks", "file", "queue_records"), ==, 0);
  g_assert_cmpuint (g_strv_length (pipeline->left), ==, 0);
  g_assert_false (pipeline->stuck);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_case);
  return g_test_run ();
}
