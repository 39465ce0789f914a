/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* component.c - tests sources and sinks on the bus: what they show, and how they are steered when
 * all is well and when it is not */
#include "buses.h"

#define PLAIN "[sink file]\nplugin=fixture-sink\npath=DIR/taken\nretry-first=1ms\n"

/* --- what it shows --- */

static void
test_properties (void)
{
  g_autoptr (TestControl) control = test_control_new (
      "[source numbers]\nplugin=fixture-source\nbatches=10\nrecords=10\nthen=wait\n"
      "[sink line-3_a]\nplugin=fixture-sink\npath=DIR/taken\n");
  g_autoptr (LeatDBusComponent) source = test_control_get_component (control, "source/numbers");
  g_autoptr (LeatDBusComponent) sink = test_control_get_component (control, "sink/line_2d3_5fa");
  const gint64 now = g_get_real_time ();

  g_assert_cmpstr (leat_dbus_component_get_name (source), ==, "numbers");
  g_assert_cmpstr (leat_dbus_component_get_kind (source), ==, "source");
  g_assert_cmpstr (leat_dbus_component_get_plugin (source), ==, "fixture-source");
  g_assert_cmpstr (leat_dbus_component_get_third_parties (source)[0], ==, "fixture-source 1.0");
  g_assert_null (leat_dbus_component_get_third_parties (source)[1]);
  g_assert_cmpstr (leat_dbus_component_get_name (sink), ==, "line-3_a");
  g_assert_cmpstr (leat_dbus_component_get_kind (sink), ==, "sink");
  g_assert_cmpstr (leat_dbus_component_get_plugin (sink), ==, "fixture-sink");
  g_assert_cmpint (test_get_counter (source, "records"), ==, 0);

  leatd_pipeline_start (control->pipeline->pipeline);
  test_await_state (source, "running");
  g_assert_cmpstr (leat_dbus_component_get_state_reason (source), ==, "");
  g_assert_cmpstr (leat_dbus_component_get_last_error (source), ==, "");
  g_assert_cmpuint (leat_dbus_component_get_since (source), >=, (guint64) now);
  g_assert_cmpuint (leat_dbus_component_get_since (source), <=, (guint64) g_get_real_time ());
  test_await_counter (source, "records", 100);
  test_await_counter (sink, "safe", 100);
  g_assert_cmpint (test_get_counter (source, "batches"), ==, 10);
}

typedef struct {
  guint n;
  char *last;
} Told;

static void
on_state_changed (LeatDBusComponent *component, const char *state, const char *reason,
                  gpointer user_data)
{
  Told *told = user_data;

  g_assert_cmpstr (leat_dbus_component_get_state (component), ==, state);
  g_assert_cmpstr (leat_dbus_component_get_state_reason (component), ==, reason);
  g_free (told->last);
  told->last = g_strdup (state);
  told->n++;
}

/* the signal finds the properties as it says; a state that did not change is not told */
static void
test_state_changed (void)
{
  g_autoptr (TestControl) control = test_control_new (
      "[source numbers]\nplugin=fixture-source\nbatches=1\nthen=wait\n" PLAIN);
  g_autoptr (LeatDBusComponent) component = test_control_get_component (control, "source/numbers");
  Told told = { 0 };

  leatd_pipeline_start (control->pipeline->pipeline);
  test_await_state (component, "running");
  g_signal_connect (component, "state-changed", G_CALLBACK (on_state_changed), &told);
  for (guint round = 0; round < 3; round++)
    {
      test_call_well (component, "Pause");
      while (g_strcmp0 (told.last, "paused") != 0)
        g_main_context_iteration (NULL, TRUE);
      told.n = 0;
      test_call_well (component, "Pause");
      test_call_well (component, "Pause");
      g_assert_cmpuint (told.n, ==, 0);
      test_call_well (component, "Resume");
      while (g_strcmp0 (told.last, "running") != 0)
        g_main_context_iteration (NULL, TRUE);
      test_call_well (component, "Resume"); /* of nothing */
    }
  g_signal_handlers_disconnect_by_data (component, &told);
  g_free (told.last);
}

/* --- in trouble --- */

/* a source that is tried again in an hour is tried at once by a restart, or behind a pause */
static void
test_absent (void)
{
  g_autoptr (TestControl) control = test_control_new (
      "[source numbers]\nplugin=fixture-source\nfail-starts=3\nretry-first=1h\n"
      "retry-longest=1h\nbatches=1\nrecords=10\nthen=wait\n" PLAIN);
  g_autoptr (LeatDBusComponent) component = test_control_get_component (control, "source/numbers");

  leatd_pipeline_start (control->pipeline->pipeline);
  test_await_state (component, "absent");
  g_assert_cmpstr (leat_dbus_component_get_state_reason (component), ==, "fixture: start 1 failed");
  test_call_well (component, "Restart");
  while (!g_str_equal (leat_dbus_component_get_last_error (component), "fixture: start 2 failed"))
    g_main_context_iteration (NULL, TRUE);
  test_call_well (component, "Pause");
  g_assert_cmpstr (leat_dbus_component_get_state (component), ==, "paused");
  g_assert_cmpstr (leat_dbus_component_get_last_error (component), ==, "fixture: start 2 failed");
  test_call_well (component, "Resume");
  test_await_state (component, "absent");
  test_call_well (component, "Restart");
  test_await_state (component, "running");
  g_assert_cmpstr (leat_dbus_component_get_last_error (component), ==, "fixture: start 3 failed");
  test_await_counter (component, "records", 10);
}

/* a sink that is tried again in an hour is tried at once */
static void
test_back_off (gconstpointer method)
{
  g_autoptr (TestControl) control = test_control_new (
      "[source numbers]\nplugin=fixture-source\nbatches=10\nrecords=10\n"
      "[sink file]\nplugin=fixture-sink\npath=DIR/taken\nfail-at=20\nfail-writes=1\n"
      "retry-first=1h\nretry-longest=1h\n");
  g_autoptr (LeatDBusComponent) component = test_control_get_component (control, "sink/file");

  leatd_pipeline_start (control->pipeline->pipeline);
  test_await_state (component, "absent");
  if (g_str_equal (method, "Resume"))
    test_call_well (component, "Pause");
  test_call_well (component, method);
  test_pipeline_await (&control->pipeline->done);
  g_assert_cmpint (test_get_counter (component, "safe"), ==, 100);
  test_await_state (component, "running");
}

/* what holds it is mended while it is paused */
static void
test_held (void)
{
  g_autoptr (TestControl) control = test_control_new (
      "[source numbers]\nplugin=fixture-source\nbatches=10\nrecords=10\n"
      "[sink file]\nplugin=fixture-sink\npath=DIR/taken\nheld-until=DIR/go\n"
      "retry-first=1h\nretry-longest=1h\n");
  g_autoptr (LeatDBusComponent) component = test_control_get_component (control, "sink/file");

  leatd_pipeline_start (control->pipeline->pipeline);
  test_await_state (component, "held");
  g_assert_cmpstr (leat_dbus_component_get_last_error (component), ==, "fixture: no rights here");
  test_call_well (component, "Pause");
  g_assert_cmpstr (leat_dbus_component_get_state_reason (component), ==, "");
  test_pipeline_write (control->pipeline, "go", "", 0);
  test_call_well (component, "Resume");
  test_pipeline_await (&control->pipeline->done);
  g_assert_cmpint (test_get_counter (component, "safe"), ==, 100);
}

#define DEAF \
  "stuck-after=40ms\n[source numbers]\nplugin=fixture-source\nbatches=10\nrecords=10\n" \
  "[sink file]\nplugin=fixture-sink\npath=DIR/taken\nstall-at=5\nstall-until=DIR/go\ndeaf=yes\n"

/* who asks for the pause of a plugin that does not return is told so; it pauses when it does */
static void
test_stuck (void)
{
  g_autoptr (TestControl) control = test_control_new (DEAF);
  g_autoptr (LeatDBusComponent) component = test_control_get_component (control, "sink/file");

  leatd_pipeline_start (control->pipeline->pipeline);
  test_await_state (component, "stuck");
  test_call_badly (component, "Pause", NULL, LEAT_ERROR_TIMED_OUT, "file: its plugin does not");
  test_pipeline_write (control->pipeline, "go", "", 0);
  test_await_state (component, "paused");
  test_call_well (component, "Resume");
  test_pipeline_await (&control->pipeline->done);
  g_assert_cmpint (test_get_counter (component, "written"), ==, 100);
}

#define DEAF_FROM_THE_FIRST \
  "[source numbers]\nplugin=fixture-source\nbatches=10\nrecords=10\n" \
  "[sink file]\nplugin=fixture-sink\npath=DIR/taken\nstall-until=DIR/go\ndeaf=yes\n" \
  "calls=DIR/calls\n"

/* its sink is in a call that does not return, and somebody waits for the pause */
static TestControl *
begin_pausing (GAsyncResult **answered)
{
  TestControl *control = test_control_new (DEAF_FROM_THE_FIRST);
  g_autoptr (LeatDBusComponent) file = test_control_get_component (control, "sink/file");
  gboolean begun = FALSE;

  leatd_pipeline_start (control->pipeline->pipeline);
  test_pipeline_await_text (control->pipeline, "calls", "write");
  test_note_call (LEAT_DBUS_TYPE_COMPONENT, "handle-pause", &begun);
  leat_dbus_component_call_pause (file, NULL, test_answered, answered);
  test_await_call (&begun);
  return control;
}

static void
await_refusal (LeatDBusComponent *component, GAsyncResult **answered, const char *text)
{
  g_autoptr (GAsyncResult) result = test_await_answer (answered);
  g_autoptr (GError) error = NULL;

  g_assert_false (leat_dbus_component_call_pause_finish (component, result, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FAILED);
  if (strstr (error->message, text) == NULL)
    g_error ("Pause() said \"%s\", not \"%s\"", error->message, text);
}

/* who waits for a pause hears that another has changed his mind */
static void
test_changed_mind (gconstpointer method)
{
  GAsyncResult *answered = NULL;
  g_autoptr (TestControl) control = begin_pausing (&answered);
  g_autoptr (LeatDBusComponent) component = test_control_get_component (control, "sink/file");

  test_call_well (component, method);
  await_refusal (component, &answered, "file: was told to go on before it paused");
  test_pipeline_write (control->pipeline, "go", "", 0);
  test_pipeline_await (&control->pipeline->done);
  g_assert_cmpint (test_get_counter (component, "safe"), ==, 100);
}

/* who waits for a pause when the daemon ends is answered */
static void
test_freed (void)
{
  GAsyncResult *answered = NULL;
  g_autoptr (TestControl) control = begin_pausing (&answered);
  g_autoptr (LeatDBusComponent) component = test_control_get_component (control, "sink/file");

  g_clear_pointer (&control->control, leatd_control_free);
  await_refusal (component, &answered, "file: is no longer there");
  test_pipeline_write (control->pipeline, "go", "", 0);
}

static void
test_ended (void)
{
  g_autoptr (TestControl)
      control = test_control_new ("[source numbers]\nplugin=fixture-source\nbatches=1\n" PLAIN);
  g_autoptr (LeatDBusComponent) component = test_control_get_component (control, "source/numbers");

  leatd_pipeline_start (control->pipeline->pipeline);
  test_await_state (component, "ended");
  test_call_badly (component, "Pause", NULL, LEAT_ERROR_FAILED, "numbers: has come to its end");
  test_call_badly (component, "Restart", NULL, LEAT_ERROR_FAILED, "numbers: has come to its end");
  test_call_well (component, "Resume");
  g_assert_cmpstr (leat_dbus_component_get_state (component), ==, "ended");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/component/properties", test_properties);
  g_test_add_func ("/component/state-changed", test_state_changed);
  g_test_add_func ("/component/absent", test_absent);
  g_test_add_data_func ("/component/back-off/restart", "Restart", test_back_off);
  g_test_add_data_func ("/component/back-off/resume", "Resume", test_back_off);
  g_test_add_func ("/component/held", test_held);
  g_test_add_func ("/component/stuck", test_stuck);
  g_test_add_data_func ("/component/changed-mind/resume", "Resume", test_changed_mind);
  g_test_add_data_func ("/component/changed-mind/restart", "Restart", test_changed_mind);
  g_test_add_func ("/component/ended", test_ended);
  g_test_add_func ("/component/freed", test_freed);
  return g_test_run ();
}
