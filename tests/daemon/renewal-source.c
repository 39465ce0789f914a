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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/renewal-source/torn-frame", test_torn_frame);
  g_test_add_func ("/renewal-source/framer-remembers", test_framer_remembers);
  g_test_add_func ("/renewal-source/other-framer", test_other_framer);
  g_test_add_func ("/renewal-source/other-link", test_other_link);
  return g_test_run ();
}
