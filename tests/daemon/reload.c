/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* reload.c - tests that a pipeline goes on as another key file says, and loses nothing by it */
#include "pipeline/leatd-pipeline-private.h"
#include "sink/leatd-sink-private.h"
#include "reloads.h"

typedef struct {
  const char *path;
  const char *before;
  const char *after;
  const char *said;
  const char *also; /* a second file that has some of the numbers; NULL: none */
} Case;

#define ALL TEST_LINE TEST_FRAMER TEST_FILE
#define OTHER "[sink other]\nplugin=fixture-lasting\npath=DIR/other\nvia=none\n"
#define STORE "[sink store]\nplugin=buffer\npath=buffer.db\n"
#define READER "[sink file]\nplugin=fixture-lasting\npath=DIR/taken\nfrom=line\n"
#define SECOND "[source second]\nplugin=fixture-source\nbatches=0\ninterval=1ms\n"
#define STORED TEST_LINE TEST_FRAMER STORE READER

static const Case cases[] = {
  { "/reload/nothing", ALL, ALL, "source line kept;sink file kept;", NULL },
  { "/reload/source-option", ALL, TEST_LINE "max-frame=1k\n" TEST_FRAMER TEST_FILE,
    "source line changed;sink file kept;", NULL },
  { "/reload/framer-option", ALL,
    TEST_LINE "[framer cr]\ntype=delimiter\ndelimiter=\\r\nkeep=no\n" TEST_FILE,
    "source line changed;sink file kept;", NULL },
  { "/reload/tag", ALL, TEST_LINE "tag.station=x\n" TEST_FRAMER TEST_FILE,
    "source line changed;sink file kept;", NULL },
  { "/reload/sink-option", ALL, ALL "flush-interval=3ms\nqueue-records=7\n",
    "source line kept;sink file changed;", NULL },
  { "/reload/sink-comes", ALL, ALL OTHER, "source line kept;sink file kept;sink other added;",
    "other" },
  { "/reload/sink-goes", ALL OTHER, ALL, "source line kept;sink file kept;sink other removed;",
    "other" },
  { "/reload/source-comes", ALL, ALL SECOND "[sink none]\nplugin=fixture-sink\npath=DIR/none\n",
    "source line kept;source second added;sink file kept;sink none added;", NULL },
  { "/reload/source-goes", ALL SECOND "[sink none]\nplugin=fixture-sink\npath=DIR/none\n", ALL,
    "source line kept;sink file kept;source second removed;sink none removed;", NULL },
  { "/reload/store-option", STORED, TEST_LINE TEST_FRAMER STORE "max-size=1G\n" READER,
    "source line kept;sink store changed;sink file kept;", NULL },
  { "/reload/reader-option", STORED, STORED "batch-records=7\n",
    "source line kept;sink store kept;sink file changed;", NULL },
  { "/reload/store-and-reader", STORED,
    TEST_LINE TEST_FRAMER STORE "max-size=1G\n" READER "batch-records=7\n",
    "source line kept;sink store changed;sink file changed;", NULL },
  { "/reload/store-renamed", STORED,
    TEST_LINE TEST_FRAMER "[sink cellar]\nplugin=buffer\npath=buffer.db\n" READER,
    "source line kept;sink cellar added;sink file changed;sink store removed;", NULL },
  { "/reload/all-at-once", STORED,
    TEST_LINE "keep-frame=yes\n" TEST_FRAMER STORE "max-age=1d\n" READER "batch-records=3\n",
    "source line changed;sink store changed;sink file changed;", NULL },
};

/* numbers come before, while, and behind it: each is in the file once, in order */
static void
test_case (gconstpointer data)
{
  const Case *a_case = data;
  g_autoptr (TestReload) reload = test_reload_new (a_case->before);
  g_autofree char *taken = NULL;
  g_autofree char *expected = NULL;

  test_reload_send (reload, 20);
  test_reload_await (reload, "taken", 10);
  test_reload_begin (reload, a_case->after);
  test_reload_send (reload, 20);
  test_pipeline_await (&reload->reloaded);
  g_assert_cmpstr (reload->said->str, ==, a_case->said);
  test_reload_send (reload, 20);
  test_reload_await (reload, "taken", 60);
  test_pipeline_stop (reload->pipeline);
  taken = test_reload_numbers (reload, "taken");
  expected = test_reload_expected (1, 60);
  g_assert_cmpstr (taken, ==, expected);
  if (a_case->also != NULL)
    {
      g_autofree char *also = test_reload_numbers (reload, a_case->also);

      g_assert_cmpstr (also, !=, "");
      g_assert_nonnull (strstr (expected, also));
    }
}

/* --- a store hears who comes no more, and of nobody else --- */

#define TOLD \
  TEST_LINE TEST_FRAMER "[sink store]\nplugin=fixture-store\ntold=DIR/told\nmemory=MEMORY\n"
#define OTHER_STORE "[sink other]\nplugin=fixture-store\nmemory=other\n"
#define OLD "[sink old]\nplugin=fixture-lasting\npath=DIR/old\n"

typedef struct {
  const char *path;
  const char *after;
  gboolean is_dismissed;
} Dismissal;

static const Dismissal dismissals[] = {
  { "/reload/dismissed/removed", TOLD READER, TRUE },
  { "/reload/dismissed/queue", TOLD READER OLD "via=none\n", TRUE },
  { "/reload/dismissed/other-store", TOLD OTHER_STORE READER "via=store\n" OLD "via=other\n",
    TRUE },
  { "/reload/dismissed/not-changed", TOLD READER OLD "batch-records=7\n", FALSE },
  { "/reload/dismissed/not-with-store", TOLD "busy-reads=1\n" READER OLD, FALSE },
};

/* it lives as long as the process */
static char *
with_own_memory (const Dismissal *dismissal, const char *text)
{
  GString *own = g_string_new (text);

  g_string_replace (own, "MEMORY", dismissal->path, 0);
  return g_string_free (own, FALSE);
}

static void
test_dismissal (gconstpointer data)
{
  const Dismissal *dismissal = data;
  g_autofree char *before = with_own_memory (dismissal, TOLD READER OLD);
  g_autofree char *after = with_own_memory (dismissal, dismissal->after);
  g_autoptr (TestReload) reload = test_reload_new (before);
  g_autofree char *told = NULL;
  g_auto (GStrv) parts = NULL;

  test_reload_send (reload, 5);
  test_reload_await (reload, "taken", 5);
  test_reload_await (reload, "old", 5);
  test_reload (reload, after);
  told = test_pipeline_read (reload->pipeline, "told");
  g_assert_null (strstr (told, "file dismiss"));
  parts = g_strsplit (told, "old dismiss\n", 2);
  g_assert_cmpuint (g_strv_length (parts), ==, dismissal->is_dismissed ? 2 : 1);
  if (dismissal->is_dismissed) /* the reader that stays may be told of behind it */
    g_assert_null (strstr (parts[1], "old "));
  test_pipeline_stop (reload->pipeline);
}

/* --- those that do not return in time --- */

#define DEAF \
  "[daemon]\nstop-timeout=2s\n" TEST_LINE TEST_FRAMER \
  "[sink file]\nplugin=fixture-lasting\npath=DIR/taken\nvia=none\n" \
  "stall-at=5\nstall-until=DIR/go\ndeaf=yes\n"

/* 5 are taken, and 15 are given to it while it does not return */
static void
send_till_stuck (TestReload *reload)
{
  LeatdSinkWorker *worker = leatd_pipeline_find_sink (reload->pipeline->pipeline, "file");

  test_reload_send (reload, 5);
  test_reload_await (reload, "taken", 5);
  test_reload_send (reload, 15);
  while (leatd_guard_inside (&worker->own.guard) < 50 * 1000)
    g_thread_yield ();
}

/* it goes on as it was when it returns, and the next reload finds it */
static void
test_stuck_sink (void)
{
  g_autoptr (TestReload) reload = test_reload_new (DEAF);
  g_autofree char *numbers = NULL, *expected = NULL;

  send_till_stuck (reload);
  test_reload (reload, DEAF "queue-records=50\n");
  g_assert_cmpstr (reload->said->str, ==, "source line kept;sink file stuck;");
  test_reload_send (reload, 20);
  test_pipeline_write (reload->pipeline, "go", "", 0);
  test_reload_await (reload, "taken", 40);
  test_reload (reload, DEAF "queue-records=50\n");
  g_assert_cmpstr (reload->said->str, ==, "source line kept;sink file changed;");
  test_reload_send (reload, 20);
  test_reload_await (reload, "taken", 60);
  test_pipeline_stop (reload->pipeline);
  g_assert_false (reload->pipeline->stuck);
  numbers = test_reload_numbers (reload, "taken");
  expected = test_reload_expected (1, 60);
  g_assert_cmpstr (numbers, ==, expected);
}

/* one that is removed and does not return is left behind, and named with the rest at the end */
static void
test_stuck_and_removed (void)
{
  g_autoptr (TestReload) reload = test_reload_new (DEAF OTHER);

  send_till_stuck (reload);
  test_reload (reload, "[daemon]\nstop-timeout=2s\n" TEST_LINE TEST_FRAMER OTHER);
  g_assert_cmpstr (reload->said->str, ==, "source line kept;sink other kept;sink file stuck;");
  test_reload_send (reload, 20);
  test_reload_await (reload, "other", 40);
  test_pipeline_write (reload->pipeline, "go", "", 0);
  test_pipeline_stop (reload->pipeline);
  g_assert_false (reload->pipeline->stuck);
}

/* a stop amid a reload: what was not done is not done, and nothing is lost */
static void
test_stopped (void)
{
  g_autoptr (TestReload) reload = test_reload_new (DEAF OTHER);
  g_autofree char *other = NULL, *expected = NULL;

  send_till_stuck (reload);
  test_reload_begin (reload, DEAF "queue-records=50\n");
  g_assert_false (reload->reloaded);
  test_pipeline_write (reload->pipeline, "go", "", 0);
  test_reload_await (reload, "other", 20);
  test_pipeline_stop (reload->pipeline);
  g_assert_true (reload->reloaded);
  g_assert_false (reload->pipeline->stuck);
  other = test_reload_numbers (reload, "other");
  expected = test_reload_expected (1, 20);
  g_assert_cmpstr (other, ==, expected);
}

/* one at a time */
static void
test_busy (void)
{
  g_autoptr (TestReload) reload = test_reload_new (DEAF);
  LeatdPipeline *pipeline = reload->pipeline->pipeline;
  g_autoptr (GError) busy = NULL;

  send_till_stuck (reload);
  test_reload_begin (reload, DEAF "queue-records=50\n");
  g_assert_false (leatd_pipeline_reload (pipeline, reload->pipeline->config, 0,
                                         test_reload_answered, reload, &busy));
  g_assert_error (busy, LEAT_ERROR, LEAT_ERROR_BUSY);
  test_pipeline_write (reload->pipeline, "go", "", 0);
  test_pipeline_await (&reload->reloaded);
  test_pipeline_stop (reload->pipeline);
}

/* --- what a store has for one that is removed --- */

#define GONE TEST_LINE TEST_FRAMER STORE
#define CALM "stop-timeout=2s\n"

typedef struct {
  const char *path;
  const char *reader; /* how it behaves */
  gint64 drain;       /* µs */
  guint left;         /* of 30 */
} Removal;

static const Removal removals[] = {
  /* it fails, so that it has nothing, and is not waited for */
  { "/reload/reader-leaves-all", "fail-writes=1000000\nretry-first=1ms\nretry-longest=5ms\n", 0,
    30 },
  { "/reload/reader-drains", "fail-writes=5\nretry-first=300ms\nretry-longest=300ms\n",
    60 * G_USEC_PER_SEC, 0 },
  { "/reload/reader-drains-slowly", "delay=50ms\ntake=1\n", 60 * G_USEC_PER_SEC, 0 },
  { "/reload/reader-does-not-drain-in-time",
    "fail-writes=1000000\nretry-first=1ms\nretry-longest=5ms\n", G_USEC_PER_SEC / 2, 30 },
};

static void
test_removal (gconstpointer data)
{
  const Removal *the = data;
  g_autofree char *before = g_strconcat ("[daemon]\n" CALM STORED, the->reader, NULL);
  g_autoptr (TestReload) reload = test_reload_new (before);
  LeatdPipeline *pipeline = reload->pipeline->pipeline;
  LeatdSinkWorker *worker = leatd_pipeline_find_sink (pipeline, "file");
  g_autofree char *numbers = NULL, *expected = NULL;

  test_reload_send (reload, 30);
  while (leatd_counter_get (&leatd_sink_worker_get_counters (
             leatd_pipeline_find_sink (pipeline, "store"))[LEATD_SINK_SAFE]) < 30)
    g_thread_yield ();
  while (leatd_sink_worker_count_left (worker) == G_MAXUINT64) /* until its thread has begun */
    g_thread_yield ();
  g_assert_cmpuint (leatd_sink_worker_count_left (worker), >, 0);
  reload->drain = the->drain;
  test_reload (reload, "[daemon]\n" CALM GONE);
  g_assert_cmpstr (reload->said->str, ==, "source line kept;sink store kept;sink file removed;");
  g_assert_cmpuint (reload->left, ==, the->left);
  if (the->left > 0) /* it comes back, and has them */
    test_reload (reload, "[daemon]\n" CALM STORED);
  test_reload_await (reload, "taken", 30);
  test_pipeline_stop (reload->pipeline);
  numbers = test_reload_numbers (reload, "taken");
  expected = test_reload_expected (1, 30);
  g_assert_cmpstr (numbers, ==, expected);
}

/* --- many, under load --- */

#define RELOADS 40

static const char *const choices[][3] = {
  { "", "max-frame=1k\n", "keep-frame=yes\n" },
  { "", "chunk=3\n", "tag.a=b\n" },
  { "", "max-size=500M\n", "keep-acknowledged=1h\n" },
  { "", "batch-records=7\n", "flush-records=5\n" },
  { "", "take=3\n", "flush-interval=1ms\n" },
  { "", OTHER, "[source second]\nplugin=fixture-source\nbatches=0\ninterval=1ms\n" },
  { "", "[sink taken-too]\nplugin=fixture-requests\npath=DIR/too\n", "" },
};

static char *
make_text (GRand *random)
{
  const char *chosen[G_N_ELEMENTS (choices)];

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    chosen[i] = choices[i][g_rand_int_range (random, 0, 3)];
  return g_strconcat (TEST_LINE, chosen[0], chosen[1], TEST_FRAMER, STORE, chosen[2], READER,
                      chosen[3], chosen[4], chosen[5], chosen[6], NULL);
}

static gpointer
feeder_thread (gpointer data)
{
  TestReload *reload = data;

  while (g_atomic_int_get (&reload->is_over) == 0)
    {
      test_reload_send (reload, 10);
      g_usleep (500);
    }
  return NULL;
}

static void
test_many (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed ((guint32) g_test_rand_int ());
  g_autoptr (TestReload) reload = test_reload_new (STORED);
  GThread *feeder = g_thread_new ("feeder", feeder_thread, reload);
  g_autofree char *numbers = NULL, *expected = NULL;

  test_reload_await (reload, "taken", 1); /* it has its place before others come */
  for (guint i = 0; i < RELOADS; i++)
    {
      g_autofree char *text = make_text (random);

      test_reload (reload, text);
      if (strstr (reload->said->str, "stuck") != NULL)
        g_error ("%s\n%s", reload->said->str, text);
    }
  g_atomic_int_set (&reload->is_over, 1);
  g_thread_join (feeder);
  test_reload_await (reload, "taken", reload->sent);
  test_pipeline_stop (reload->pipeline);
  numbers = test_reload_numbers (reload, "taken");
  expected = test_reload_expected (1, reload->sent);
  g_assert_cmpstr (numbers, ==, expected);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_case);
  for (guint i = 0; i < G_N_ELEMENTS (dismissals); i++)
    g_test_add_data_func (dismissals[i].path, &dismissals[i], test_dismissal);
  for (guint i = 0; i < G_N_ELEMENTS (removals); i++)
    g_test_add_data_func (removals[i].path, &removals[i], test_removal);
  g_test_add_func ("/reload/stuck-sink", test_stuck_sink);
  g_test_add_func ("/reload/stuck-and-removed", test_stuck_and_removed);
  g_test_add_func ("/reload/stopped", test_stopped);
  g_test_add_func ("/reload/busy", test_busy);
  g_test_add_func ("/reload/many", test_many);
  return g_test_run ();
}
