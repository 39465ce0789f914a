/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sink-flight.c - tests sinks that make several requests at once: whatever fails, each record is
 * taken once, and acknowledged */
#include "numbers.h"

/* records 1 to RECORDS, in batches of ten */
#define RECORDS 200

#define SOURCE "[source numbers]\nplugin=fixture-patient\nrecords=10\nbatches=20\n"
#define STORE(name) "[sink store]\nplugin=fixture-store\ntold=DIR/told\nmemory=" name "\n"
#define SINK \
  "[sink file]\nplugin=fixture-requests\npath=DIR/taken\ncalls=DIR/calls\nkeep=yes\n" \
  "order=none\nretry-first=1ms\nretry-longest=4ms\n"

typedef struct {
  const char *path;
  const char *sink;    /* options of the sink */
  const char *refused; /* numbers that do not arrive */
  gint64 rejects;
} Case;

#define ALONE "requests=8\nscatter=5ms\nbatch-records=1\n"
#define TENS "requests=8\nscatter=5ms\nbatch-records=10\nreject-blind=yes\n"

static const Case cases[] = {
  { "plain", "scatter=5ms\n", NULL, 0 },
  { "one-by-one", ALONE, NULL, 0 },
  { "one-lane", "requests=1\nbatch-records=7\n", NULL, 0 },
  { "many-lanes", "requests=64\nscatter=3ms\nbatch-records=3\n", NULL, 0 },
  { "partial-takes", TENS "take=3\n", NULL, 0 },
  { "fails", ALONE "fail-at=5\nfail-writes=2\n", NULL, 0 },
  { "batches-fail", TENS "fail-at=5\nfail-writes=2\n", NULL, 0 },
  { "opens-fail", ALONE "fail-opens=2\n", NULL, 0 },
  { "busy", ALONE "busy=2\nbusy-at=4\nretry-after=1ms\n", NULL, 0 },
  { "rejects", ALONE "reject=1;7;55;56;57;200\n", "1;7;55;56;57;200;", 6 },
  { "rejects-in-batches", TENS "reject=1;7;55;56;57;200\n", "1;7;55;56;57;200;", 6 },
  { "rejects-behind-some", "requests=8\nscatter=5ms\nbatch-records=10\nreject=7;55;60\n",
    "7;55;60;", 3 },
  { "rejects-and-fails", TENS "reject=30;90\nfail-at=15\nfail-writes=1\nbusy=2\n", "30;90;", 2 },
  { "breaks", ALONE "suspect-after=3\nfault=7;55;102\n", "7;55;102;", 3 },
  { "breaks-in-batches", TENS "suspect-after=3\nfault=7;55;102\n", "7;55;102;", 3 },
};

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  const char *first = strrchr (*(const char *const *) a, ' ');
  const char *second = strrchr (*(const char *const *) b, ' ');

  return (int) g_ascii_strtoll (first, NULL, 10) - (int) g_ascii_strtoll (second, NULL, 10);
}

/* (transfer full): its lines by the numbers in them */
static char *
sort_lines (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  const guint n_lines = g_strv_length (lines) - 1;

  g_assert_cmpstr (lines[n_lines], ==, "");
  qsort (lines, n_lines, sizeof *lines, compare_numbers);
  return g_strjoinv ("\n", lines);
}

static void
check_balance (TestPipeline *pipeline, gint64 rejects)
{
  g_assert_cmpint (test_pipeline_count (pipeline, "sinks", "file", "records"), ==, RECORDS);
  g_assert_cmpint (test_pipeline_count (pipeline, "sinks", "file", "rejects"), ==, rejects);
  g_assert_cmpint (test_pipeline_count (pipeline, "sinks", "file", "safe"), ==, RECORDS - rejects);
  g_assert_cmpint (test_pipeline_count (pipeline, "sinks", "file", "queue_records"), ==, 0);
  g_assert_cmpuint (g_strv_length (pipeline->left), ==, 0);
  g_assert_false (pipeline->stuck);
}

static void
test_case (const Case *a_case, const char *store)
{
  g_autofree char *text = g_strconcat (SOURCE, store, SINK, a_case->sink, NULL);
  g_autoptr (TestPipeline) pipeline = test_pipeline_new (text);
  g_autofree char *expected = test_expected_lines (1, RECORDS, a_case->refused);
  g_autofree char *taken = NULL, *sorted = NULL;

  test_pipeline_run (pipeline);
  taken = test_pipeline_read (pipeline, "taken");
  sorted = sort_lines (taken);
  g_assert_cmpstr (sorted, ==, expected);
  check_balance (pipeline, a_case->rejects);
}

static void
test_store (gconstpointer data)
{
  const Case *a_case = data;
  g_autofree char *name = g_strconcat ("flight-", a_case->path, NULL);
  g_autofree char *store = g_strdup_printf (STORE ("%s"), name);

  test_case (a_case, store);
}

static void
test_queue (gconstpointer data)
{
  test_case (data, "");
}

static gint64
count_lines (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  return (gint64) g_strv_length (lines) - 1;
}

/* of those that are at work when the daemon stops: what has landed is acknowledged, what hangs is
 * cancelled and kept */
static void
test_stop (void)
{
  g_autoptr (TestPipeline) pipeline = test_pipeline_new (
      "stop-timeout=8s\n" SOURCE "then=wait\n" STORE ("flight-stop") SINK
      "requests=4\nbatch-records=10\nstall-at=30\nstall-until=DIR/never\n");
  g_autofree char *told = NULL, *taken = NULL;
  gint64 acked, stored;

  leatd_pipeline_start (pipeline->pipeline);
  do
    {
      g_main_context_iteration (NULL, FALSE);
      g_free (taken);
      taken = test_pipeline_read (pipeline, "taken");
    }
  while (count_lines (taken) < 30);
  test_pipeline_stop (pipeline);
  told = test_pipeline_read (pipeline, "told");
  g_assert_nonnull (strstr (told, "file close\n"));
  g_assert_true (g_str_has_suffix (told, "store close\n"));
  g_assert_false (pipeline->stuck);
  acked = test_pipeline_count (pipeline, "sinks", "file", "acked");
  g_free (taken);
  taken = test_pipeline_read (pipeline, "taken");
  g_assert_cmpint (acked, <=, count_lines (taken));
  g_assert_cmpint (count_lines (taken) - acked, <=, 2 * 4 * 10);
  stored = test_pipeline_count (pipeline, "sinks", "store", "safe"); /* all, if there was time */
  g_assert_cmpint (test_pipeline_count (pipeline, "sinks", "file", "backlog"), ==, stored - acked);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *store = g_strconcat ("/sink-flight/store/", cases[i].path, NULL);
      g_autofree char *queue = g_strconcat ("/sink-flight/queue/", cases[i].path, NULL);

      g_test_add_data_func (store, &cases[i], test_store);
      g_test_add_data_func (queue, &cases[i], test_queue);
    }
  g_test_add_func ("/sink-flight/stop", test_stop);
  return g_test_run ();
}
