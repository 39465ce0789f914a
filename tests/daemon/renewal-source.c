/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* renewal-source.c - tests sources that go on with other options: over the same link, or another */
#include "pipeline/leatd-pipeline-private.h"
#include "reloads.h"

#define ALL TEST_LINE TEST_FRAMER TEST_FILE

static const guint64 *
get_counters (TestReload *reload)
{
  return leatd_source_worker_get_counters (
      g_ptr_array_index (reload->pipeline->pipeline->sources, 0));
}

/* a frame that was torn by the reload is whole: its first bytes went to the former instance */
static void
test_torn_frame (void)
{
  g_autoptr (TestReload) reload = test_reload_new (ALL);
  g_autofree char *numbers = NULL;

  test_reload_say (reload, "1\r2\r3");
  test_reload_await (reload, "taken", 2);
  while (leatd_counter_get (&get_counters (reload)[LEATD_SOURCE_BYTES]) < 5)
    g_thread_yield ();
  test_reload (reload, TEST_LINE "max-frame=100\n" TEST_FRAMER TEST_FILE);
  test_reload_say (reload, "4\r5\r");
  test_reload_await (reload, "taken", 4);
  numbers = test_reload_numbers (reload, "taken");
  g_assert_cmpstr (numbers, ==, "1 2 34 5 ");
  test_pipeline_stop (reload->pipeline);
  g_assert_cmpint (test_pipeline_count (reload->pipeline, "sources", "line", "bytes"), ==, 9);
  g_assert_cmpint (test_pipeline_count (reload->pipeline, "sources", "line", "record_bytes"), ==,
                   9);
  g_assert_cmpint (test_pipeline_count (reload->pipeline, "sources", "line", "pending_bytes"), ==,
                   0);
  g_assert_cmpint (test_pipeline_count (reload->pipeline, "sources", "line", "rejects"), ==, 0);
}

/* a framer that is as before remembers: the LF behind a CR is none of the next frame's */
static void
test_framer_remembers (void)
{
  static const char *const framer = "[framer cr]\ntype=delimiter\ndelimiter=\\r\nswallow=\\n\n";
  g_autofree char *before = g_strconcat (TEST_LINE, framer, TEST_FILE, NULL);
  g_autofree char *after = g_strconcat (TEST_LINE, "max-frame=100\n", framer, TEST_FILE, NULL);
  g_autoptr (TestReload) reload = test_reload_new (before);
  g_autofree char *numbers = NULL;

  test_reload_say (reload, "1\r\n2\r");
  test_reload_await (reload, "taken", 2);
  test_reload (reload, after);
  test_reload_say (reload, "\n3\r\n");
  test_reload_await (reload, "taken", 3);
  numbers = test_reload_numbers (reload, "taken");
  g_assert_cmpstr (numbers, ==, "1 2 3 ");
  test_pipeline_stop (reload->pipeline);
}

/* what waited is judged by the framer that is there now */
static void
test_other_framer (void)
{
  g_autoptr (TestReload) reload = test_reload_new (ALL);
  g_autofree char *numbers = NULL;

  test_reload_say (reload, "1\r2|3");
  test_reload_await (reload, "taken", 1);
  while (leatd_counter_get (&get_counters (reload)[LEATD_SOURCE_BYTES]) < 5)
    g_thread_yield ();
  test_reload (reload, TEST_LINE "[framer cr]\ntype=delimiter\ndelimiter=|\n" TEST_FILE);
  test_reload_await (reload, "taken", 2);
  test_reload_say (reload, "4|");
  test_reload_await (reload, "taken", 3);
  numbers = test_reload_numbers (reload, "taken");
  g_assert_cmpstr (numbers, ==, "1 2 34 ");
  test_pipeline_stop (reload->pipeline);
}

/* another link: what was torn is a reject, and every byte is accounted for */
static void
test_other_link (void)
{
  g_autoptr (TestReload) reload = test_reload_new (ALL);
  g_autofree char *numbers = NULL;

  test_reload_say (reload, "1\r2\r3");
  test_reload_await (reload, "taken", 2);
  test_reload (reload, TEST_LINE "chunk=1\n" TEST_FRAMER TEST_FILE);
  test_reload_say (reload, "4\r");
  test_reload_await (reload, "taken", 3);
  numbers = test_reload_numbers (reload, "taken");
  g_assert_cmpstr (numbers, ==, "1 2 4 ");
  test_pipeline_stop (reload->pipeline);
  g_assert_cmpint (test_pipeline_count (reload->pipeline, "sources", "line", "bytes"), ==, 7);
  g_assert_cmpint (test_pipeline_count (reload->pipeline, "sources", "line", "reject_bytes"), ==,
                   1);
}

/* numbers that are missing are missed over a reload too */
static void
test_gap (void)
{
  static const char *const before = TEST_LINE "schema=pv200\n" TEST_FRAMER TEST_FILE;
  static const char *const after = TEST_LINE "schema=pv200\nmax-frame=100\n" TEST_FRAMER TEST_FILE;
  g_autoptr (TestReload) reload = test_reload_new (before);

  test_reload_say (reload, "18/10/13,14:03:22, 17, 1,1.730,2.104,\r");
  test_reload_await (reload, "taken", 1);
  test_reload (reload, after);
  g_assert_cmpstr (reload->said->str, ==, "source line changed;sink file kept;");
  test_reload_say (reload, "18/10/13,14:03:23, 21, 1,1.730,2.104,\r");
  test_reload_await (reload, "taken", 2);
  test_pipeline_stop (reload->pipeline);
  g_assert_cmpint (test_pipeline_count (reload->pipeline, "sources", "line", "gaps"), ==, 1);
  g_assert_cmpint (test_pipeline_count (reload->pipeline, "sources", "line", "missing"), ==, 3);
}

/* --- in place --- */

#define NUMBERS \
  "[source numbers]\nplugin=fixture-source\nbatches=0\ninterval=1ms\ncalls=DIR/calls\n"
#define TAKEN "[sink file]\nplugin=fixture-lasting\npath=DIR/taken\nvia=none\n"

/* the same life before and behind it: nothing stops, and numbers and sequences go on */
static void
test_in_place (void)
{
  g_autoptr (TestReload) reload = test_reload_new (NUMBERS TAKEN);
  g_autofree char *calls = NULL, *taken = NULL;
  g_auto (GStrv) lines = NULL;

  test_reload_await (reload, "taken", 20);
  test_reload (reload, NUMBERS "records=3\nexpect-every=1h\n" TAKEN);
  g_assert_cmpstr (reload->said->str, ==, "source numbers changed in place;sink file kept;");
  test_reload_await (reload, "taken", 80);
  test_reload (reload, NUMBERS TAKEN); /* what is left out has its preset again */
  g_assert_cmpstr (reload->said->str, ==, "source numbers changed in place;sink file kept;");
  test_reload (reload, NUMBERS TAKEN);
  g_assert_cmpstr (reload->said->str, ==, "source numbers kept;sink file kept;");
  test_pipeline_stop (reload->pipeline);
  calls = test_reload_calls (reload);
  g_assert_true (g_str_has_prefix (calls, "start\nchanged records 3\nchanged records 10\nstop\n"));
  taken = test_pipeline_read (reload->pipeline, "taken");
  lines = g_strsplit (taken, "\n", -1);
  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_autofree char *line = g_strdup_printf ("numbers %u %u", i + 1, i + 1);

      g_assert_cmpstr (lines[i], ==, line);
    }
}

/* an option that needs another instance takes the others with it */
static void
test_not_in_place (void)
{
  g_autoptr (TestReload) reload = test_reload_new (NUMBERS TAKEN);

  test_reload (reload, NUMBERS "records=3\n" TAKEN);
  g_assert_cmpstr (reload->said->str, ==, "source numbers changed in place;sink file kept;");
  test_reload (reload, NUMBERS "records=4\npayload=1\n" TAKEN);
  g_assert_cmpstr (reload->said->str, ==, "source numbers changed;sink file kept;");
  test_reload (reload, NUMBERS "records=5\npayload=1\n" TAKEN);
  g_assert_cmpstr (reload->said->str, ==, "source numbers changed in place;sink file kept;");
  test_reload_await (reload, "taken", 50);
  test_pipeline_stop (reload->pipeline);
}

/* until the source has been called so */
static void
await_calls (TestReload *reload, const char *calls)
{
  gboolean called = FALSE;

  while (!called)
    {
      g_autofree char *told = test_reload_calls (reload);

      called = g_str_has_prefix (told, calls);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_usleep (1000);
    }
}

/* between two lives too: the next begins with it */
static void
test_in_place_while_paused (void)
{
  g_autoptr (TestReload) reload = test_reload_new (NUMBERS TAKEN);
  LeatdSourceWorker *source = g_ptr_array_index (reload->pipeline->pipeline->sources, 0);

  test_reload_await (reload, "taken", 1);
  leatd_source_worker_pause (source);
  while (leatd_state_get (leatd_source_worker_get_state (source), NULL, NULL) != LEATD_STATE_PAUSED)
    g_thread_yield ();
  test_reload (reload, NUMBERS "records=3\n" TAKEN);
  g_assert_cmpstr (reload->said->str, ==, "source numbers changed in place;sink file kept;");
  leatd_source_worker_resume (source);
  await_calls (reload, "start\nstop\nchanged records 3\nstart\n");
  test_pipeline_stop (reload->pipeline);
}

/* who blocks in run() has no moment between two batches */
static void
test_runner (void)
{
  static const char *const runner =
      "[source numbers]\nplugin=fixture-runner\nbatches=0\ninterval=1ms\nrecords=2\n" TAKEN;
  g_autoptr (TestReload) reload = test_reload_new (runner);

  test_reload (reload, "[source numbers]\nplugin=fixture-runner\nbatches=0\ninterval=1ms\n" TAKEN);
  g_assert_cmpstr (reload->said->str, ==, "source numbers changed;sink file kept;");
  test_pipeline_stop (reload->pipeline);
}

/* An instance hears of each batch that it gave, in a life that is over, too: none is told behind
 * its end. The sink is held, so that it is told that nobody knows. */
static void
test_settled_between_lives (void)
{
  static const char *const held =
      "[sink file]\nplugin=fixture-lasting\npath=DIR/taken\nvia=none\nheld-until=DIR/go\n"
      "retry-first=10ms\nretry-longest=10ms\n";
  static const char *const once =
      "stop-timeout=100ms\n"
      "[source numbers]\nplugin=fixture-source\nbatches=3\nthen=fail\nretry-first=1h\n"
      "retry-longest=1h\nsettled=DIR/calls\ncalls=DIR/calls\n";
  g_autofree char *before = g_strconcat (once, held, NULL);
  g_autofree char *after = g_strconcat (once, "payload=1\n", held, NULL);
  g_autoptr (TestReload) reload = test_reload_new (before);
  LeatdSourceWorker *source = g_ptr_array_index (reload->pipeline->pipeline->sources, 0);
  g_autofree char *told = NULL;

  while (leatd_state_get (leatd_source_worker_get_state (source), NULL, NULL) != LEATD_STATE_ABSENT)
    g_thread_yield ();
  test_reload (reload, after);
  g_assert_cmpstr (reload->said->str, ==, "source numbers changed;sink file kept;");
  test_pipeline_write (reload->pipeline, "go", "", 0);
  test_reload_await (reload, "taken", 60);
  test_pipeline_stop (reload->pipeline);
  told = test_reload_calls (reload);
  g_assert_true (g_str_has_prefix (told, "start\nstop\nunsafe 10\nunsafe 10\nunsafe 10\nstart\n"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/renewal-source/gap", test_gap);
  g_test_add_func ("/renewal-source/in-place", test_in_place);
  g_test_add_func ("/renewal-source/not-in-place", test_not_in_place);
  g_test_add_func ("/renewal-source/in-place-while-paused", test_in_place_while_paused);
  g_test_add_func ("/renewal-source/runner", test_runner);
  g_test_add_func ("/renewal-source/settled-between-lives", test_settled_between_lives);
  g_test_add_func ("/renewal-source/torn-frame", test_torn_frame);
  g_test_add_func ("/renewal-source/framer-remembers", test_framer_remembers);
  g_test_add_func ("/renewal-source/other-framer", test_other_framer);
  g_test_add_func ("/renewal-source/other-link", test_other_link);
  return g_test_run ();
}
