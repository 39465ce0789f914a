/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* renewal-sink.c - tests sinks that go on with other options, and sources that wait for them */
#include "pipeline/leatd-pipeline-private.h"
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/renewal-sink/paused", test_paused);
  g_test_add_func ("/renewal-sink/full-queue-goes", test_full_queue_goes);
  g_test_add_func ("/renewal-sink/settlements", test_settlements);
  return g_test_run ();
}
