/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pipeline.c - tests whole pipelines of fixtures: full queues, junctions, sources that fail,
 * plugins that do not return */
#include "pipelines.h"

/* the words of a line that a sink writes */
enum { SOURCE, SEQUENCE, NUM };

/* the lines that a sink took: in the order of that word for each source, and how many there are */
static guint
check_order (const char *taken, guint word)
{
  g_auto (GStrv) lines = g_strsplit (taken, "\n", -1);
  g_autoptr (GHashTable) last = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n = 0;

  for (; lines[n] != NULL && *lines[n] != '\0'; n++)
    {
      g_auto (GStrv) words = g_strsplit (lines[n], " ", -1);
      guint64 number = g_ascii_strtoull (words[word], NULL, 10);
      guint64 before = GPOINTER_TO_SIZE (g_hash_table_lookup (last, words[SOURCE]));

      g_assert_cmpuint (number, >, before);
      g_hash_table_insert (last, g_strdup (words[SOURCE]), GSIZE_TO_POINTER (number));
    }
  return n;
}

static guint
check_lines (const char *taken)
{
  guint n = 0;

  for (; (taken = strchr (taken, '\n')) != NULL; taken++)
    n++;
  return n;
}

/* waits until a sink has written so many lines; what it has written then */
static char *
await_lines (TestPipeline *pipeline, const char *name, guint n)
{
  char *taken = test_pipeline_read (pipeline, name);

  while (check_lines (taken) < n)
    {
      g_main_context_iteration (NULL, FALSE);
      g_free (taken);
      taken = test_pipeline_read (pipeline, name);
    }
  return taken;
}

/* a source runs into a full queue: it is held back, and nothing is lost */
static void
test_block (gconstpointer plugin)
{
  g_autofree char *text = g_strdup_printf (
      "[source numbers]\nplugin=%s\nbatches=300\nrecords=10\ncalls=DIR/calls\n"
      "[sink slow]\nplugin=fixture-sink\npath=DIR/taken\nqueue-records=50\nwhen-full=block\n"
      "stall-at=20\n"
      "stall-until=DIR/go\n",
      (const char *) plugin);
  g_autoptr (TestPipeline) pipeline = test_pipeline_new (text);
  g_autofree char *taken = NULL;
  gboolean waiting = FALSE;

  leatd_pipeline_start (pipeline->pipeline);
  while (!waiting)
    {
      g_autofree char *json = leatd_pipeline_to_json (pipeline->pipeline);

      waiting = strstr (json, "\"state\":\"waiting\"") != NULL;
      g_main_context_iteration (NULL, FALSE);
      g_thread_yield ();
    }
  test_pipeline_write (pipeline, "go", "", 0);
  test_pipeline_await (&pipeline->done);
  test_pipeline_stop (pipeline);
  taken = test_pipeline_read (pipeline, "taken");
  g_assert_cmpuint (check_order (taken, SEQUENCE), ==, 3000);
  g_assert_cmpint (test_pipeline_count (pipeline, "sinks", "slow", "drops"), ==, 0);
}

/* nobody waits for anybody: the good sink has all, the stalled one's drops are its counter */
static void
test_drop_oldest (void)
{
  g_autoptr (TestPipeline) pipeline = test_pipeline_new (
      "stop-timeout=1s\n"
      "[source numbers]\nplugin=fixture-source\nbatches=300\nrecords=10\n"
      "[sink stalled]\nplugin=fixture-sink\npath=DIR/stalled\nqueue-records=100\nstall-at=20\n"
      "stall-until=DIR/go\n"
      "[sink good]\nplugin=fixture-sink\npath=DIR/good\n");
  g_autofree char *good = NULL, *stalled = NULL;

  leatd_pipeline_start (pipeline->pipeline);
  good = await_lines (pipeline, "good", 3000);
  g_assert_cmpuint (check_order (good, SEQUENCE), >=, 3000);
  test_pipeline_write (pipeline, "go", "", 0);
  test_pipeline_await (&pipeline->done);
  test_pipeline_stop (pipeline);
  stalled = test_pipeline_read (pipeline, "stalled");
  g_assert_cmpint (test_pipeline_count (pipeline, "sinks", "stalled", "records"), ==, 3000);
  g_assert_cmpint (test_pipeline_count (pipeline, "sinks", "stalled", "drops"), >, 0);
  g_assert_cmpint (check_order (stalled, SEQUENCE) +
                       test_pipeline_count (pipeline, "sinks", "stalled", "drops"),
                   ==, 3000);
  g_assert_cmpint (test_pipeline_count (pipeline, "sinks", "good", "drops"), ==, 0);
}

/* a batch that gave way is not safe, and its source is told so */
static void
test_drops_are_not_safe (void)
{
  g_autoptr (TestPipeline) pipeline = test_pipeline_new (
      "[source numbers]\nplugin=fixture-source\nbatches=50\nrecords=10\nsettled=DIR/settled\n"
      "then=wait\n"
      "[sink stalled]\nplugin=fixture-lasting\npath=DIR/stalled\nqueue-records=100\n"
      "stall-at=20\nstall-until=DIR/go\n");
  g_autofree char *settled = NULL;
  guint unsafe = 0;

  leatd_pipeline_start (pipeline->pipeline);
  for (guint answers = 0; answers < 50;)
    {
      g_auto (GStrv) lines = NULL;

      g_free (settled);
      settled = test_pipeline_read (pipeline, "settled");
      lines = g_strsplit (settled, "\n", -1);
      answers = MAX (g_strv_length (lines), 1) - 1;
      unsafe = 0;
      for (guint i = 0; lines[i] != NULL; i++)
        unsafe += g_str_has_prefix (lines[i], "unsafe");
      if (unsafe > 0)
        test_pipeline_write (pipeline, "go", "", 0);
      g_main_context_iteration (NULL, FALSE);
    }
  test_pipeline_stop (pipeline);
  g_assert_cmpint (test_pipeline_count (pipeline, "sinks", "stalled", "dropped_batches"), ==,
                   unsafe);
}

/* a source that fails is started anew: none of what it pushed is lost, and it is counted */
static void
test_restarts (void)
{
  g_autoptr (TestPipeline) pipeline = test_pipeline_new (
      "[source numbers]\nplugin=fixture-source\nbatches=30\nrecords=10\nfail-starts=3\n"
      "misbehave=fail\n"
      "misbehave-at=11\nretry-first=1ms\nretry-longest=2ms\ncalls=DIR/calls\n"
      "[sink file]\nplugin=fixture-sink\npath=DIR/taken\n");
  g_autofree char *taken = NULL, *calls = NULL;

  test_pipeline_run (pipeline);
  taken = test_pipeline_read (pipeline, "taken");
  g_assert_cmpuint (check_order (taken, NUM), ==, 300);
  g_assert_cmpint (test_pipeline_count (pipeline, "sources", "numbers", "connects"), ==, 5);
  g_assert_cmpint (test_pipeline_count (pipeline, "sources", "numbers", "failures"), ==, 4);
  calls = test_pipeline_read (pipeline, "calls");
  g_assert_nonnull (
      strstr (calls, "start\nstop\nstart\nstop\nstart\nstop\nstart\nstop\nstart\nstop\n"));
}

/* from= of a junction: it is given the records of others, and its own go the common way */
static void
test_junction (void)
{
  g_autoptr (TestPipeline)
      pipeline = test_pipeline_new ("[source one]\nplugin=fixture-patient\nbatches=40\nrecords=10\n"
                                    "[source two]\nplugin=fixture-patient\nbatches=20\nrecords=10\n"
                                    "[source all]\nplugin=fixture-junction\nfrom=o*;t*\n"
                                    "[sink file]\nplugin=fixture-sink\npath=DIR/taken\nfrom=all\n");
  g_autofree char *taken = NULL;

  leatd_pipeline_start (pipeline->pipeline);
  taken = await_lines (pipeline, "taken", 600);
  g_assert_cmpuint (check_order (taken, SEQUENCE), >=, 600);
  test_pipeline_stop (pipeline);
  g_assert_cmpuint (g_strv_length (pipeline->left), ==, 0);
  g_assert_cmpint (test_pipeline_count (pipeline, "sinks", "file", "safe"), ==, 600);
}

/* what a junction did not take when it failed is given to it again, and what waited goes on */
static void
test_junction_fails (void)
{
  g_autoptr (TestPipeline) pipeline = test_pipeline_new (
      "[source one]\nplugin=fixture-patient\nbatches=40\nrecords=10\n"
      "[source all]\nplugin=fixture-junction\nfrom=one\nfail-at=100\nretry-first=200ms\n"
      "[sink file]\nplugin=fixture-sink\npath=DIR/taken\nfrom=all\n");
  g_autofree char *taken = NULL;

  leatd_pipeline_start (pipeline->pipeline);
  taken = await_lines (pipeline, "taken", 400);
  test_pipeline_stop (pipeline);
  g_assert_cmpint (test_pipeline_count (pipeline, "sources", "all", "records"), ==, 400);
  g_assert_cmpint (test_pipeline_count (pipeline, "sources", "all", "failures"), ==, 1);
  g_assert_cmpuint (g_strv_length (pipeline->left), ==, 0);
}

/* Junctions behind junctions stop in the order in which records go. They cannot wait, so their
 * source goes slowly enough for no queue to overflow. */
static void
test_junctions_in_a_row (void)
{
  g_autoptr (TestPipeline) pipeline = test_pipeline_new (
      "[source last]\nplugin=fixture-junction\nfrom=next\n"
      "[source next]\nplugin=fixture-junction\nfrom=first\n"
      "[source first]\nplugin=fixture-junction\nfrom=one\n"
      "[source one]\nplugin=fixture-patient\nbatches=0\nrecords=10\n"
      "interval=1ms\n"
      "[sink file]\nplugin=fixture-sink\npath=DIR/taken\nfrom=last\nqueue-records=1000000\n");
  g_autofree char *taken = NULL;

  leatd_pipeline_start (pipeline->pipeline);
  taken = await_lines (pipeline, "taken", 1000);
  test_pipeline_stop (pipeline);
  g_assert_cmpuint (g_strv_length (pipeline->left), ==, 0);
  g_assert_cmpint (test_pipeline_count (pipeline, "sources", "one", "records"), ==,
                   test_pipeline_count (pipeline, "sinks", "file", "safe"));
}

/* junctions know no end of their own: they end behind the last source that feeds them, one that
 * failed on the way included, and all is out then */
static void
test_junctions_end (void)
{
  g_autoptr (TestPipeline) pipeline = test_pipeline_new (
      "[source last]\nplugin=fixture-junction\nfrom=first;two\n"
      "[source first]\nplugin=fixture-junction\nfrom=one\nfail-at=100\nretry-first=10ms\n"
      "[source one]\nplugin=fixture-patient\nbatches=40\nrecords=10\n"
      "[source two]\nplugin=fixture-patient\nbatches=30\nrecords=10\n"
      "[sink file]\nplugin=fixture-sink\npath=DIR/taken\nfrom=last\n");
  g_autofree char *taken = NULL;

  test_pipeline_run (pipeline);
  taken = test_pipeline_read (pipeline, "taken");
  g_assert_cmpuint (check_order (taken, SEQUENCE), ==, 700);
  g_assert_cmpuint (g_strv_length (pipeline->left), ==, 0);
}

/* what a junction was given before the stop still comes out of it */
static void
test_junction_is_drained (void)
{
  g_autoptr (TestPipeline) pipeline = test_pipeline_new (
      "[source one]\nplugin=fixture-patient\nbatches=0\nrecords=10\n"
      "interval=1ms\n"
      "[source all]\nplugin=fixture-junction\nfrom=one\n"
      "[sink direct]\nplugin=fixture-sink\npath=DIR/direct\nfrom=one\n"
      "[sink joined]\nplugin=fixture-sink\npath=DIR/joined\nfrom=all\nwhen-full=block\n");
  g_autofree char *direct = NULL;

  leatd_pipeline_start (pipeline->pipeline);
  direct = await_lines (pipeline, "direct", 1000);
  g_assert_cmpuint (check_order (direct, SEQUENCE), >=, 1000);
  test_pipeline_stop (pipeline);
  g_assert_cmpint (test_pipeline_count (pipeline, "sources", "one", "records"), ==,
                   test_pipeline_count (pipeline, "sinks", "direct", "safe"));
  g_assert_cmpint (test_pipeline_count (pipeline, "sources", "all", "records"), ==,
                   test_pipeline_count (pipeline, "sources", "one", "records"));
  g_assert_cmpint (test_pipeline_count (pipeline, "sources", "all", "records"), ==,
                   test_pipeline_count (pipeline, "sinks", "joined", "safe"));
}

/* a plugin that does not return is stuck: seen while it runs, named at the stop, which ends without
 * it. In a process of its own, as the thread can only go with it. */
static void
stuck (const char *text)
{
  TestPipeline *pipeline = test_pipeline_new (text);
  gboolean seen = FALSE;

  leatd_pipeline_start (pipeline->pipeline);
  while (!seen)
    {
      g_autofree char *json = NULL;

      g_main_context_iteration (NULL, TRUE);
      json = leatd_pipeline_to_json (pipeline->pipeline);
      seen = strstr (json, "\"state\":\"stuck\"") != NULL &&
             strstr (json, "has not returned for") != NULL;
    }
  leatd_pipeline_stop (pipeline->pipeline, test_pipeline_stopped, pipeline);
  test_pipeline_await (&pipeline->stopped);
  g_assert_true (pipeline->stuck);
  g_assert_cmpuint (g_strv_length (pipeline->left), >=, 1);
  scratch_remove (pipeline->directory);
  _exit (strstr (pipeline->left[0], "did not return") != NULL ||
                 strstr (pipeline->left[1], "did not return") != NULL
             ? 0
             : 1);
}

#define STUCK "stuck-after=40ms\nstop-timeout=100ms\n"

static const char *const stuck_cases[] = {
  STUCK "[source numbers]\nplugin=fixture-source\nmisbehave=hang\nbatches=3\n"
        "[sink file]\nplugin=fixture-sink\npath=DIR/taken\n",
  STUCK "[source numbers]\nplugin=fixture-source\nmisbehave=hang\nmisbehave-at=2\nbatches=3\n"
        "[sink file]\nplugin=fixture-sink\npath=DIR/taken\n",
  STUCK
  "[source numbers]\nplugin=fixture-source\nbatches=3\nthen=wait\n"
  "[sink file]\nplugin=fixture-sink\npath=DIR/taken\nstall-at=5\nstall-until=DIR/never\ndeaf=yes\n",
  STUCK "[source numbers]\nplugin=fixture-source\nbatches=3\nthen=wait\n"
        "[sink file]\nplugin=fixture-requests\npath=DIR/taken\nkeep=yes\norder=none\nrequests=2\n"
        "stall-at=5\nstall-until=DIR/never\ndeaf=yes\n",
};

static void
test_stuck (gconstpointer data)
{
  if (g_test_subprocess ())
    stuck (data);
  g_test_trap_subprocess (NULL, 30 * G_USEC_PER_SEC, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/pipeline/block/source", "fixture-patient", test_block);
  g_test_add_data_func ("/pipeline/block/run", "fixture-runner", test_block);
  g_test_add_func ("/pipeline/drop-oldest", test_drop_oldest);
  g_test_add_func ("/pipeline/drops-are-not-safe", test_drops_are_not_safe);
  g_test_add_func ("/pipeline/restarts", test_restarts);
  g_test_add_func ("/pipeline/junction", test_junction);
  g_test_add_func ("/pipeline/junction-fails", test_junction_fails);
  g_test_add_func ("/pipeline/junctions-in-a-row", test_junctions_in_a_row);
  g_test_add_func ("/pipeline/junctions-end", test_junctions_end);
  g_test_add_func ("/pipeline/junction-is-drained", test_junction_is_drained);
  g_test_add_data_func ("/pipeline/stuck/source", stuck_cases[0], test_stuck);
  g_test_add_data_func ("/pipeline/stuck/source-timer", stuck_cases[1], test_stuck);
  g_test_add_data_func ("/pipeline/stuck/sink", stuck_cases[2], test_stuck);
  g_test_add_data_func ("/pipeline/stuck/one-of-several-requests", stuck_cases[3], test_stuck);
  return g_test_run ();
}
