/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* renewal-sink.c - tests sinks that go on with other options, and sources that wait for them */
#include "pipeline/leatd-pipeline-private.h"
#include "sink/leatd-sink-private.h"
#include "reloads.h"

#define ALL TEST_LINE TEST_FRAMER TEST_FILE

/* it stays paused, with its new options */
static void
test_paused (void)
{
  g_autoptr (TestReload) reload = test_reload_new (ALL);
  LeatdSourceWorker *source = g_ptr_array_index (reload->pipeline->pipeline->sources, 0);
  LeatdSinkWorker *sink = g_ptr_array_index (reload->pipeline->pipeline->sinks, 0);

  leatd_source_worker_pause (source);
  leatd_sink_worker_pause (sink);
  test_reload (reload, TEST_LINE "max-frame=100\n" TEST_FRAMER TEST_FILE "queue-records=9\n");
  g_assert_cmpstr (reload->said->str, ==, "source line changed;sink file changed;");
  while (leatd_state_get (leatd_source_worker_get_state (source), NULL, NULL) !=
             LEATD_STATE_PAUSED ||
         leatd_state_get (leatd_sink_worker_get_state (sink), NULL, NULL) != LEATD_STATE_PAUSED)
    g_thread_yield ();
  test_reload_send (reload, 5);
  leatd_source_worker_resume (source);
  leatd_sink_worker_resume (sink);
  test_reload_await (reload, "taken", 5);
  test_pipeline_stop (reload->pipeline);
}

/* a source that waits for room in a queue that is no longer its way reads on */
static void
test_full_queue_goes (void)
{
  g_autoptr (TestReload) reload = test_reload_new (
      ALL "[sink other]\nplugin=fixture-sink\npath=DIR/other\nvia=none\nqueue-records=2\n"
          "when-full=block\nstall-at=0\nstall-until=DIR/go\n");
  g_autofree char *numbers = NULL;
  g_autofree char *expected = NULL;

  for (guint i = 0; i < 20; i++)
    {
      test_reload_send (reload, 1);
      g_usleep (100);
    }
  while (leatd_state_get (leatd_source_worker_get_state (
                              g_ptr_array_index (reload->pipeline->pipeline->sources, 0)),
                          NULL, NULL) != LEATD_STATE_WAITING)
    {
      test_reload_send (reload, 1);
      g_thread_yield ();
    }
  test_pipeline_write (reload->pipeline, "go", "", 0);
  test_reload (reload, ALL);
  g_assert_cmpstr (reload->said->str, ==, "source line kept;sink file kept;sink other removed;");
  test_reload_send (reload, 20);
  test_reload_await (reload, "taken", reload->sent);
  numbers = test_reload_numbers (reload, "taken");
  expected = test_reload_expected (1, reload->sent);
  g_assert_cmpstr (numbers, ==, expected);
  test_pipeline_stop (reload->pipeline);
}

/* the source hears of each batch that it gave before, by the instance that gave it */
static void
test_settlements (void)
{
  static const char *const before =
      "[source numbers]\nplugin=fixture-source\nbatches=0\ninterval=1ms\nsettled=DIR/first\n"
      "[sink file]\nplugin=fixture-lasting\npath=DIR/taken\nvia=none\n";
  static const char *const after =
      "[source numbers]\nplugin=fixture-source\nbatches=0\ninterval=1ms\nsettled=DIR/second\n"
      "[sink file]\nplugin=fixture-lasting\npath=DIR/taken\nvia=none\nflush-interval=5ms\n";
  g_autoptr (TestReload) reload = test_reload_new (before);
  g_autofree char *first = NULL, *second = NULL;

  test_reload_await (reload, "first", 5);
  test_reload (reload, after);
  test_reload_await (reload, "second", 5);
  test_pipeline_stop (reload->pipeline);
  first = test_pipeline_read (reload->pipeline, "first");
  second = test_pipeline_read (reload->pipeline, "second");
  g_assert_null (strstr (first, "unsafe"));
  g_assert_true (g_str_has_prefix (second, "safe")); /* what is given amid a stop is not taken */
}

/* --- in place --- */

#define TOLD ALL "calls=DIR/calls\n"

/* it is not closed, and what it has is not given to it anew */
static void
test_in_place (void)
{
  g_autoptr (TestReload) reload = test_reload_new (TOLD);
  g_autofree char *calls = NULL, *numbers = NULL, *expected = NULL;

  test_reload_send (reload, 20);
  test_reload_await (reload, "taken", 20);
  test_reload_begin (reload, TOLD "take=3\nflush-records=2\n");
  test_reload_send (reload, 20);
  test_pipeline_await (&reload->reloaded);
  g_assert_cmpstr (reload->said->str, ==, "source line kept;sink file changed in place;");
  test_reload_send (reload, 20);
  test_reload_await (reload, "taken", 60);
  test_pipeline_stop (reload->pipeline);
  calls = test_reload_calls (reload);
  g_assert_true (g_str_has_prefix (calls, "open -\n"));
  g_assert_null (strstr (calls + 1, "open"));
  g_assert_nonnull (strstr (calls, "changed take 3\n"));
  numbers = test_reload_numbers (reload, "taken");
  expected = test_reload_expected (1, 60);
  g_assert_cmpstr (numbers, ==, expected);
}

/* one that is at something for too long is cancelled, and made anew */
static void
test_too_late_for_in_place (void)
{
  static const char *const before = "[daemon]\nstop-timeout=4s\n" TOLD
                                    "stall-at=5\nstall-until=DIR/go\n";
  static const char *const after = "[daemon]\nstop-timeout=4s\n" TOLD
                                   "stall-at=5\nstall-until=DIR/go\ntake=2\n";
  g_autoptr (TestReload) reload = test_reload_new (before);
  LeatdSinkWorker *worker = leatd_pipeline_find_sink (reload->pipeline->pipeline, "file");
  g_autofree char *calls = NULL;

  test_reload_send (reload, 5);
  test_reload_await (reload, "taken", 5);
  test_reload_send (reload, 15);
  while (leatd_guard_inside (&worker->own.guard) < 50 * 1000)
    g_thread_yield ();
  test_reload (reload, after);
  g_assert_cmpstr (reload->said->str, ==, "source line kept;sink file changed;");
  test_pipeline_write (reload->pipeline, "go", "", 0);
  test_reload_await (reload, "taken", 20);
  test_pipeline_stop (reload->pipeline);
  calls = test_reload_calls (reload);
  g_assert_null (strstr (calls, "changed"));
}

/* one whose peer is away is told while it waits for its next try */
static void
test_in_place_in_trouble (void)
{
  static const char *const before = TOLD "fail-opens=1\nretry-first=1h\nretry-longest=1h\n";
  g_autoptr (TestReload) reload = test_reload_new (before);
  LeatdSinkWorker *worker = leatd_pipeline_find_sink (reload->pipeline->pipeline, "file");

  while (leatd_state_get (leatd_sink_worker_get_state (worker), NULL, NULL) != LEATD_STATE_ABSENT)
    g_thread_yield ();
  test_reload (reload, TOLD "fail-opens=1\n");
  g_assert_cmpstr (reload->said->str, ==, "source line kept;sink file changed in place;");
  test_reload_send (reload, 5);
  test_reload_await (reload, "taken", 5);
  test_pipeline_stop (reload->pipeline);
}

#define STORED \
  TEST_LINE TEST_FRAMER "[sink store]\nplugin=buffer\npath=buffer.db\n%s" \
                        "[sink file]\nplugin=fixture-lasting\npath=DIR/taken\ncalls=DIR/calls\n"

/* a store that goes on does not disturb its readers */
static void
test_store_in_place (void)
{
  g_autofree char *before = g_strdup_printf (STORED, "");
  g_autofree char *after = g_strdup_printf (STORED, "commit-records=5\n");
  g_autoptr (TestReload) reload = test_reload_new (before);
  g_autofree char *calls = NULL, *numbers = NULL, *expected = NULL;

  test_reload_send (reload, 20);
  test_reload_await (reload, "taken", 20);
  test_reload_begin (reload, after);
  test_reload_send (reload, 20);
  test_pipeline_await (&reload->reloaded);
  g_assert_cmpstr (reload->said->str, ==,
                   "source line kept;sink store changed in place;sink file kept;");
  test_reload_send (reload, 20);
  test_reload_await (reload, "taken", 60);
  test_pipeline_stop (reload->pipeline);
  calls = test_reload_calls (reload);
  g_assert_null (strstr (calls + 1, "open"));
  numbers = test_reload_numbers (reload, "taken");
  expected = test_reload_expected (1, 60);
  g_assert_cmpstr (numbers, ==, expected);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/renewal-sink/paused", test_paused);
  g_test_add_func ("/renewal-sink/full-queue-goes", test_full_queue_goes);
  g_test_add_func ("/renewal-sink/in-place", test_in_place);
  g_test_add_func ("/renewal-sink/too-late-for-in-place", test_too_late_for_in_place);
  g_test_add_func ("/renewal-sink/in-place-in-trouble", test_in_place_in_trouble);
  g_test_add_func ("/renewal-sink/store-in-place", test_store_in_place);
  g_test_add_func ("/renewal-sink/settlements", test_settlements);
  return g_test_run ();
}
