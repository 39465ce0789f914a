/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* control-events.c - tests what of events can be had on the bus: each as it comes, and the last
 * ones later */
#include "buses.h"
#include "worker/leatd-event.h"

#define PLAIN \
  "stop-timeout=100ms\n" \
  "[source numbers]\nplugin=fixture-source\nbatches=1\nthen=wait\n" \
  "[sink file]\nplugin=fixture-sink\npath=DIR/taken\n"

#define KEPT_MAX 1000 /* as the daemon has it */

typedef struct {
  guint64 number;
  guint64 time;
  const char *level;
  const char *component;
  const char *event;
  const char *text;
  const char *about;
} Event;

/* (transfer full): all behind @after that are kept */
static GVariant *
get_events (LeatDBusManager *manager, guint64 after)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant)
      answer = test_call (manager, "GetEvents", g_variant_new ("(t)", after), &error);

  g_assert_no_error (error);
  return g_variant_get_child_value (answer, 0);
}

static Event
get_event (GVariant *events, gsize index)
{
  Event event;

  g_variant_get_child (events, index, "(tt&s&s&s&s&s)", &event.number, &event.time, &event.level,
                       &event.component, &event.event, &event.text, &event.about);
  return event;
}

static void
test_fields (void)
{
  g_autoptr (TestControl) control = test_control_new (PLAIN);
  g_autoptr (LeatDBusManager) manager = test_control_get_manager (control);
  const guint64 begun = (guint64) g_get_real_time ();
  g_autoptr (GVariant) before = get_events (manager, 0);
  const guint64 last = g_variant_n_children (before);
  g_autoptr (GVariant) events = NULL;
  g_autoptr (GVariant) later = NULL;
  Event event;

  leatd_event (G_LOG_LEVEL_WARNING, "numbers", "silent", "not \xff said");
  leatd_event_about (G_LOG_LEVEL_DEBUG, "file", "numbers", "drop", "3 records");
  events = get_events (manager, last);
  g_assert_cmpuint (g_variant_n_children (events), ==, 2);
  event = get_event (events, 0);
  g_assert_cmpuint (event.number, ==, last + 1);
  g_assert_cmpuint (event.time, >=, begun);
  g_assert_cmpuint (event.time, <=, (guint64) g_get_real_time ());
  g_assert_cmpstr (event.level, ==, "warning");
  g_assert_cmpstr (event.component, ==, "numbers");
  g_assert_cmpstr (event.event, ==, "silent");
  g_assert_cmpstr (event.text, ==, "not \xef\xbf\xbd said");
  g_assert_cmpstr (event.about, ==, "");
  event = get_event (events, 1);
  g_assert_cmpstr (event.level, ==, "debug");
  g_assert_cmpstr (event.about, ==, "numbers");
  later = get_events (manager, last + 2);
  g_assert_cmpuint (g_variant_n_children (later), ==, 0);
}

static void
test_bound (void)
{
  g_autoptr (TestControl) control = test_control_new (PLAIN);
  g_autoptr (LeatDBusManager) manager = test_control_get_manager (control);
  g_autoptr (GVariant) events = NULL;
  Event first, last;

  for (guint i = 0; i < 3 * KEPT_MAX; i++)
    leatd_event_about (G_LOG_LEVEL_WARNING, "file", "numbers", "drop", "%u", i);
  events = get_events (manager, 0);
  g_assert_cmpuint (g_variant_n_children (events), ==, KEPT_MAX);
  first = get_event (events, 0);
  last = get_event (events, KEPT_MAX - 1);
  g_assert_cmpstr (last.text, ==, "2999");
  g_assert_cmpuint (last.number, >=, 3 * KEPT_MAX); /* those that are not kept are counted */
  g_assert_cmpuint (last.number - first.number, ==, KEPT_MAX - 1);
}

static void
on_event (LeatDBusManager *manager, guint64 number, guint64 time, const char *level,
          const char *component, const char *event, const char *text, const char *about,
          gpointer user_data)
{
  g_string_append_printf (user_data, "%s %s %s;", component, event, text);
}

/* from any thread, in order; and the control interface tells of its own callers too */
static gpointer
make_events (gpointer user_data)
{
  for (guint i = 0; i < 3; i++)
    leatd_event (G_LOG_LEVEL_INFO, "thread", "tick", "%u", i);
  return NULL;
}

static void
test_signal (void)
{
  g_autoptr (TestControl) control = test_control_new (PLAIN);
  g_autoptr (LeatDBusManager) manager = test_control_get_manager (control);
  g_autoptr (GString) heard = g_string_new (NULL);
  g_autoptr (LeatDBusComponent) sink = test_control_get_component (control, "sink/file");

  g_signal_connect (manager, "event", G_CALLBACK (on_event), heard);
  g_thread_join (g_thread_new ("events", make_events, NULL));
  while (strstr (heard->str, "thread tick 2;") == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (strstr (heard->str, "thread tick 0;thread tick 1;thread tick 2;"));
  test_call_well (sink, "Restart");
  while (strstr (heard->str, "leatd control Restart() at ") == NULL)
    g_main_context_iteration (NULL, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/control-events/fields", test_fields);
  g_test_add_func ("/control-events/bound", test_bound);
  g_test_add_func ("/control-events/signal", test_signal);
  return g_test_run ();
}
