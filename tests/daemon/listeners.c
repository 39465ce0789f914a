/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* listeners.c - tests who hears of an event: all, in its thread, bounded as the log is, and nobody
 * of what he has caused himself */
#include "worker/leatd-event.h"
#include "worker/leatd-listeners.h"

/* the clock of this test: no second is over before it says so */
static gint64 now_ns = 1000 * LEAT_NSEC_PER_SEC;

static LeatMoment
tell_time (gpointer user_data)
{
  return (LeatMoment) { .time = now_ns + 7, .monotonic = now_ns };
}

static GLogWriterOutput
log_nothing (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  return G_LOG_WRITER_HANDLED;
}

/* "LEVEL COMPONENT EVENT TEXT ABOUT;" */
static void
keep (const LeatEvent *event, gpointer user_data)
{
  g_assert_cmpuint (event->struct_size, ==, sizeof *event);
  g_assert_cmpint (event->moment.time, ==, now_ns + 7);
  g_assert_cmpint (event->moment.monotonic, ==, now_ns);
  g_string_append_printf (user_data, "%s %s %s %s %s;", leat_level_get_name (event->level),
                          event->component, event->event, event->text,
                          event->about != NULL ? event->about : "-");
}

static void
count (const LeatEvent *event, gpointer user_data)
{
  g_atomic_int_inc ((gint *) user_data);
}

static void
test_fields (void)
{
  g_autoptr (GString) heard = g_string_new (NULL);
  LeatdListener *listener = leatd_listener_add (NULL, keep, heard);

  leatd_event (G_LOG_LEVEL_CRITICAL, "a", "gone", "%d", 1);
  leatd_event (G_LOG_LEVEL_WARNING, "a", "silent", "b");
  leatd_event (G_LOG_LEVEL_MESSAGE, "a", "note", "c");
  leatd_event (G_LOG_LEVEL_INFO, "a", "open", "d");
  leatd_event (G_LOG_LEVEL_DEBUG, "a", "look", "e");
  leatd_event_about (G_LOG_LEVEL_WARNING, "sink", "a", "drop", "f");
  leatd_listener_remove (listener);
  leatd_event (G_LOG_LEVEL_INFO, "a", "late", "g");
  g_assert_cmpstr (heard->str, ==,
                   "error a gone 1 -;warning a silent b -;info a note c -;info a open d -;"
                   "debug a look e -;warning sink drop f a;");
}

/* what the log is told in one sum, listeners are too */
static void
test_same_bound (void)
{
  g_autoptr (GString) heard = g_string_new (NULL);
  LeatdListener *listener = leatd_listener_add (NULL, keep, heard);

  for (guint i = 0; i < LEATD_EVENTS_MAX + 5; i++)
    leatd_event (G_LOG_LEVEL_INFO, "flood", "noise", "x");
  g_string_truncate (heard, 0);
  leatd_event_flush ();
  g_assert_cmpstr (heard->str, ==, "info flood noise … and 5 more (noise) -;");
  leatd_listener_remove (listener);
}

/* a sum is told behind the lock: a listener may make an event then, too */
static void
make_event (const LeatEvent *event, gpointer user_data)
{
  guint *n_heard = user_data;

  (*n_heard)++;
  leatd_event (G_LOG_LEVEL_INFO, "loop", "own", "of %s", event->text);
}

static void
test_own_events (void)
{
  guint n_heard = 0;
  LeatdListener *listener = leatd_listener_add (NULL, make_event, &n_heard);

  for (guint i = 0; i < LEATD_EVENTS_MAX + 5; i++)
    leatd_event (G_LOG_LEVEL_INFO, "loop", "noise", "x");
  g_assert_cmpuint (n_heard, ==, LEATD_EVENTS_MAX);
  now_ns += LEAT_NSEC_PER_SEC;
  leatd_event (G_LOG_LEVEL_INFO, "loop", "noise", "x"); /* and the sum of those before */
  g_assert_cmpuint (n_heard, ==, LEATD_EVENTS_MAX + 2);
  leatd_event_flush (); /* its own were too many as well: a sum of those is news to it */
  leatd_listener_remove (listener);
}

/* two that make records of what they hear: of what becomes of these none makes more */
static void
test_about_hearing (void)
{
  gint one = 0, two = 0, bus = 0;
  LeatdListener *const listeners[] = { leatd_listener_add ("health", count, &one),
                                       leatd_listener_add ("health2", count, &two),
                                       leatd_listener_add (NULL, count, &bus) };

  leatd_event_about (G_LOG_LEVEL_WARNING, "csv", "health", "drop", "x");
  leatd_event_about (G_LOG_LEVEL_WARNING, "csv", "health2", "drop", "x");
  leatd_event (G_LOG_LEVEL_INFO, "health", "waiting", "x");
  g_assert_cmpint (one, ==, 0);
  g_assert_cmpint (two, ==, 0);
  g_assert_cmpint (bus, ==, 3);
  leatd_event_about (G_LOG_LEVEL_WARNING, "csv", "camera0", "drop", "x");
  leatd_event (G_LOG_LEVEL_INFO, "csv", "held", "x");
  g_assert_cmpint (one, ==, 2);
  g_assert_cmpint (two, ==, 2);
  g_assert_cmpint (bus, ==, 5);
  for (guint i = 0; i < G_N_ELEMENTS (listeners); i++)
    leatd_listener_remove (listeners[i]);
}

static gpointer
make_many (gpointer name)
{
  for (guint i = 0; i < 2000; i++)
    leatd_event (G_LOG_LEVEL_WARNING, name, "drop", "%u", i);
  return NULL;
}

/* listeners come and go while others make events */
static void
test_threads (void)
{
  GThread *const threads[] = { g_thread_new ("a", make_many, (gpointer) "a"),
                               g_thread_new ("b", make_many, (gpointer) "b") };
  gint all = 0;

  for (guint i = 0; i < 200; i++)
    {
      gint *heard = g_new0 (gint, 1);
      LeatdListener *listener = leatd_listener_add (NULL, count, heard);

      g_thread_yield ();
      leatd_listener_remove (listener);
      all += *heard;
      g_free (heard); /* nobody has it any more */
    }
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (all, <=, 4000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_log_set_writer_func (log_nothing, NULL, NULL);
  leat_clock_inject (tell_time, NULL);
  g_test_add_func ("/listeners/fields", test_fields);
  g_test_add_func ("/listeners/same-bound", test_same_bound);
  g_test_add_func ("/listeners/own-events", test_own_events);
  g_test_add_func ("/listeners/about-hearing", test_about_hearing);
  g_test_add_func ("/listeners/threads", test_threads);
  return g_test_run ();
}
