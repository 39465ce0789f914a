/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* health.c - tests that what happens in a pipeline arrives in a file, through a store, as records
 * of the source health; and that these make no more of themselves */
#include "pipelines.h"
#include "worker/leatd-counters.h"
#include "worker/leatd-event.h"
#include "worker/leatd-listeners.h"

#define HEALTH \
  "[sink store]\nplugin=buffer\n" \
  "[sink file]\nplugin=csv\nfrom=health\npath=DIR/{schema}.csv\n" \
  "[source health]\nplugin=health\n"

/* the clock of this test; the daemon's threads read it */
static gint64 now_ns = 1000 * LEAT_NSEC_PER_SEC;

static LeatMoment
tell_time (gpointer user_data)
{
  const gint64 now = __atomic_load_n (&now_ns, __ATOMIC_SEQ_CST);

  return (LeatMoment) { .time = G_GINT64_CONSTANT (1700000000) * LEAT_NSEC_PER_SEC + now,
                        .monotonic = now };
}

static void
advance (gint64 seconds)
{
  __atomic_fetch_add (&now_ns, seconds * LEAT_NSEC_PER_SEC, __ATOMIC_SEQ_CST);
}

/* (transfer full): the file, as soon as something like @pattern stands in it */
static char *
await_text (TestPipeline *pipeline, const char *name, const char *pattern)
{
  const gint64 end = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
  g_autofree char *glob = g_strconcat ("*", pattern, "*", NULL);
  char *text = test_pipeline_read (pipeline, name);

  while (!g_pattern_match_simple (glob, text))
    {
      if (g_get_monotonic_time () > end)
        g_error ("nothing like %s in %s: %s; %s", pattern, name, text,
                 leatd_pipeline_to_json (pipeline->pipeline));
      g_main_context_iteration (NULL, FALSE);
      g_thread_yield ();
      g_free (text);
      text = test_pipeline_read (pipeline, name);
    }
  return text;
}

typedef struct {
  const char *path;
  const char *groups;  /* beside those of health */
  const char *pattern; /* of a line in the file of events */
} Case;

static const Case cases[] = {
  { "/health/silent", "[source numbers]\nplugin=fixture-source\nthen=wait\nexpect-every=50ms\n",
    ",warning,numbers,silent,*nothing came for 50 ms (expect-every=)*,,1," },
  { "/health/device-vanishes",
    "[source line]\nplugin=fixture-reader\ndevice=fixture://DIR/input\nframer=lines\n"
    "at-end=hangup\nretry-first=1h\nretry-longest=1h\n"
    "[framer lines]\ntype=delimiter\ndelimiter=\\r\n",
    ",warning,line,absent,*absent: *,,1," },
  { "/health/frame-rejected",
    "[source line]\nplugin=fixture-reader\ndevice=fixture://DIR/input\nframer=lines\ngrammar=yes\n"
    "[framer lines]\ntype=delimiter\ndelimiter=\\r\n",
    ",info,line,reject,*1 rejected, the last by the *,,1," },
  { "/health/record-rejected",
    "[source numbers]\nplugin=fixture-source\nthen=wait\n"
    "[sink picky]\nplugin=fixture-sink\nfrom=numbers\npath=DIR/taken\nreject=7\n",
    ",warning,picky,reject,*refused numbers/*/7: *,numbers,1," },
  { "/health/drop",
    "[source numbers]\nplugin=fixture-source\nbatches=100\nrecords=10\nthen=wait\n"
    "[sink stalled]\nplugin=fixture-sink\nfrom=numbers\nvia=none\npath=DIR/taken\n"
    "queue-records=50\nstall-at=1\nstall-until=DIR/go\n",
    ",warning,stalled,drop,*dropped * records, numbers/*/*-*,numbers,1," },
  { "/health/held",
    "[source numbers]\nplugin=fixture-source\nthen=wait\n"
    "[sink service]\nplugin=fixture-sink\nfrom=numbers\npath=DIR/taken\n"
    "held-until=DIR/mended\n",
    ",warning,service,held,*held: *,,1," },
};

static void
test_arrives (gconstpointer data)
{
  const Case *self = data;
  g_autofree char *groups = g_strconcat (HEALTH, self->groups, NULL);
  g_autoptr (TestPipeline) pipeline = test_pipeline_begin ();
  g_autofree char *events = NULL;

  test_pipeline_write (pipeline, "input", "one\rE12\rtwo", -1);
  test_pipeline_load (pipeline, groups);
  leatd_pipeline_start (pipeline->pipeline);
  events = await_text (pipeline, "health-event.csv", self->pattern);
  g_assert_true (g_str_has_prefix (events, "id,source,time,level,component,event,text,about,"));
  test_pipeline_write (pipeline, "go", "", 0);
  test_pipeline_write (pipeline, "mended", "", 0);
  test_pipeline_stop (pipeline);
}

/* all that a component counts is in its record, under the names that it has elsewhere */
static void
assert_columns (const char *text, const char *const *names)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", 2);
  g_auto (GStrv) columns = NULL;

  g_strstrip (lines[0]);
  columns = g_strsplit (lines[0], ",", -1);
  for (; *names != NULL; names++)
    if (!g_strv_contains ((const char *const *) columns, *names))
      g_error ("%s: no column %s", lines[0], *names);
}

static guint
count_text (const char *text, const char *part)
{
  guint n = 0;

  while ((text = strstr (text, part)) != NULL)
    {
      n++;
      text += strlen (part);
    }
  return n;
}

static void
test_counters (void)
{
  g_autoptr (TestPipeline) pipeline = test_pipeline_new (
      HEALTH "[source numbers]\nplugin=fixture-source\nbatches=3\nrecords=10\nthen=wait\n");
  g_autofree char *events = NULL;
  g_autofree char *sources = NULL;
  g_autofree char *sinks = NULL;
  g_autofree char *later = NULL;

  leatd_pipeline_start (pipeline->pipeline);
  events = await_text (pipeline, "health-event.csv", ",numbers,running,");
  advance (59);
  leatd_event (G_LOG_LEVEL_INFO, "test", "tick", "too early");
  g_free (events);
  events = await_text (pipeline, "health-event.csv", "too early");
  sources = test_pipeline_read (pipeline, "health-source.csv");
  g_assert_cmpstr (sources, ==, "");

  advance (1);
  leatd_event (G_LOG_LEVEL_INFO, "test", "tick", "now");
  g_free (sources);
  sources = await_text (pipeline, "health-source.csv", ",numbers,fixture-source,running,*\n");
  sinks = await_text (pipeline, "health-sink.csv", ",store,buffer,running,*,file,csv,*\n");
  assert_columns (sources, leatd_source_counter_names);
  assert_columns (sinks, leatd_sink_counter_names);
  g_assert_cmpuint (count_text (sources, ",numbers,fixture-source,"), ==, 1);

  advance (60);
  leatd_event (G_LOG_LEVEL_INFO, "test", "tick", "again");
  later = await_text (pipeline, "health-source.csv",
                      ",numbers,fixture-source,*,numbers,fixture-source,*\n");
  g_assert_cmpuint (count_text (later, ",numbers,fixture-source,"), ==, 2);
  test_pipeline_stop (pipeline);
}

static void
count_drops (const LeatEvent *event, gpointer user_data)
{
  if (g_strcmp0 (event->about, "health") == 0)
    g_atomic_int_inc ((gint *) user_data);
}

static void
make_kinds (guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *kind = g_strdup_printf ("kind-%u", i);

      leatd_event (G_LOG_LEVEL_INFO, "test", kind, "x");
    }
}

/* A sink that must drop records of health, and one that refuses them: that is told to the log, and
 * makes no more records. */
static void
test_no_loop (gconstpointer sink)
{
  g_autofree char *groups = g_strconcat (HEALTH
                                         "[source numbers]\nplugin=fixture-source\n"
                                         "then=wait\n[sink bad]\nplugin=fixture-sink\nfrom=health\n"
                                         "via=none\npath=DIR/taken\nhold-after=0\n",
                                         sink, NULL);
  g_autoptr (TestPipeline) pipeline = test_pipeline_new (groups);
  g_autofree char *events = NULL;
  gint n_told = 0;
  LeatdListener *listener = leatd_listener_add (NULL, count_drops, &n_told);

  leatd_pipeline_start (pipeline->pipeline);
  for (guint i = 0; g_atomic_int_get (&n_told) == 0; i++)
    {
      make_kinds (i < 30 ? 10 : 0);
      g_main_context_iteration (NULL, FALSE);
      g_thread_yield ();
    }
  leatd_event (G_LOG_LEVEL_INFO, "test", "marker", "behind it");
  events = await_text (pipeline, "health-event.csv", ",test,marker,behind it,");
  g_assert_null (strstr (events, ",bad,drop,"));
  g_assert_null (strstr (events, ",bad,reject,"));
  test_pipeline_write (pipeline, "go", "", 0);
  test_pipeline_stop (pipeline);
  g_free (events);
  events = test_pipeline_read (pipeline, "health-event.csv");
  g_assert_null (strstr (events, ",bad,drop,"));
  g_assert_null (strstr (events, ",bad,reject,"));
  leatd_listener_remove (listener);
}

/* it has no end of its own: it ends with the last source that it could tell of, and tells of that
 */
static void
test_end (void)
{
  g_autoptr (TestPipeline) pipeline = test_pipeline_new (
      HEALTH "level=debug\n[source numbers]\nplugin=fixture-source\nbatches=3\nrecords=10\n");
  g_autofree char *events = NULL;

  test_pipeline_run (pipeline);
  events = test_pipeline_read (pipeline, "health-event.csv");
  g_assert_nonnull (strstr (events, ",debug,numbers,ended,"));
  g_assert_cmpint (test_pipeline_count (pipeline, "sinks", "file", "backlog"), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  leat_clock_inject (tell_time, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_arrives);
  g_test_add_func ("/health/counters", test_counters);
  g_test_add_data_func ("/health/no-loop/drops",
                        "queue-records=5\nstall-at=1\nstall-until=DIR/go\n", test_no_loop);
  g_test_add_data_func ("/health/no-loop/rejects", "refuse-until=DIR/go\n", test_no_loop);
  g_test_add_func ("/health/end", test_end);
  return g_test_run ();
}
