/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* watch.c - tests what is told of a disk, of backlogs and of a wall clock that is set */
#include "pipelines.h"
#include "heard.h"
#include "pipeline/leatd-watch.h"

static LeatMoment now = { 5000 * LEAT_NSEC_PER_SEC, 100 * LEAT_NSEC_PER_SEC };

static LeatMoment
tell_time (gpointer user_data)
{
  return now;
}

static LeatdWatch *
watch_new (gint64 disk_low, const GPtrArray *sinks)
{
  const LeatdWatchSetup setup = {
    .state_dir = "/",
    .disk_low = disk_low,
    .sinks = sinks,
    .context = g_main_context_default (),
  };

  heard_forget ();
  return leatd_watch_new (&setup);
}

static void
test_disk (void)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  LeatdWatch *watch = watch_new (G_MAXINT64 / 2, none);

  leatd_watch_look (watch);
  leatd_watch_look (watch);
  g_assert_cmpuint (heard_count ("leatd disk-low: /: * free on its disk, less than *"), ==, 1);
  leatd_watch_free (watch);

  watch = watch_new (1, none);
  leatd_watch_look (watch);
  g_assert_cmpuint (heard_count ("*"), ==, 0);
  leatd_watch_free (watch);

  watch = watch_new (0, none);
  leatd_watch_look (watch);
  g_assert_cmpuint (heard_count ("*"), ==, 0);
  leatd_watch_free (watch);
}

/* only what both clocks have seen alike is time */
static void
test_clock (void)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  LeatdWatch *watch = watch_new (0, none);

  now.time += 60 * LEAT_NSEC_PER_SEC;
  now.monotonic += 60 * LEAT_NSEC_PER_SEC;
  leatd_watch_clock_set (watch);
  g_assert_cmpuint (heard_count ("*"), ==, 0);
  now.time += 3250 * (LEAT_NSEC_PER_SEC / 1000);
  leatd_watch_clock_set (watch);
  g_assert_cmpuint (heard_count ("leatd clock-step: * was set forward by 3.250 s;*"), ==, 1);
  now.time -= 86400 * LEAT_NSEC_PER_SEC;
  leatd_watch_clock_set (watch);
  g_assert_cmpuint (heard_count ("leatd clock-step: * was set back by 86400.000 s;*"), ==, 1);

  /* led softly between looks, and then set by nothing */
  for (guint i = 0; i < 1000; i++)
    {
      now.time += 5 * (LEAT_NSEC_PER_SEC / 1000);
      leatd_watch_look (watch);
    }
  leatd_watch_clock_set (watch);
  g_assert_cmpuint (heard_count ("*"), ==, 2);

  /* a look that is due just then does not take it away */
  now.time += LEAT_NSEC_PER_SEC;
  leatd_watch_look (watch);
  leatd_watch_clock_set (watch);
  g_assert_cmpuint (heard_count ("leatd clock-step: * was set forward by 1.000 s;*"), ==, 1);
  leatd_watch_free (watch);
}

/* records that a stalled sink does not take */
static void
test_backlog (void)
{
  g_autoptr (TestPipeline) pipeline = test_pipeline_new (
      "[source numbers]\nplugin=fixture-source\nbatches=5\nrecords=10\nthen=wait\n"
      "[sink stalled]\nplugin=fixture-sink\npath=DIR/taken\nbacklog-mark=20\n"
      "stall-at=1\nstall-until=DIR/go\n"
      "[sink free]\nplugin=fixture-sink\npath=DIR/free\nbacklog-mark=1000\n");
  const GPtrArray *sinks = leatd_pipeline_get_sinks (pipeline->pipeline);
  LeatdWatch *watch = watch_new (0, sinks);

  leatd_pipeline_start (pipeline->pipeline);
  while (heard_count ("stalled backlog: * records wait for it, more than 20 (backlog-mark=)") == 0)
    {
      leatd_watch_look (watch);
      g_main_context_iteration (NULL, FALSE);
    }
  leatd_watch_look (watch);
  g_assert_cmpuint (heard_count ("stalled backlog: *"), ==, 1);
  test_pipeline_write (pipeline, "go", "", 0);
  while (heard_count ("stalled backlog-end: *") == 0)
    {
      leatd_watch_look (watch);
      g_main_context_iteration (NULL, FALSE);
    }
  g_assert_cmpuint (heard_count ("free backlog*"), ==, 0);
  leatd_watch_free (watch);
  test_pipeline_stop (pipeline);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  leat_clock_inject (tell_time, NULL);
  g_test_add_func ("/watch/disk", test_disk);
  g_test_add_func ("/watch/clock", test_clock);
  g_test_add_func ("/watch/backlog", test_backlog);
  return g_test_run ();
}
