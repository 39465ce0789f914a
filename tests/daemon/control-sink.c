/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* control-sink.c - tests what a sink tells of its backlog */
#include "buses.h"

#define NUMBERS "[source numbers]\nplugin=fixture-source\nbatches=10\nrecords=10\nthen=wait\n"

typedef struct {
  TestControl *control;
  LeatDBusComponent *component;
  LeatDBusSink *sink;
} Fixture;

static void
fixture_init (Fixture *self, const char *text)
{
  g_autoptr (LeatDBusObject) object = NULL;

  self->control = test_control_new (text);
  object = test_control_get (self->control, "sink/file");
  self->component = leat_dbus_object_get_component (object);
  self->sink = leat_dbus_object_get_sink (object);
  leatd_pipeline_start (self->control->pipeline->pipeline);
}

static void
fixture_clear (Fixture *self)
{
  g_object_unref (self->sink);
  g_object_unref (self->component);
  test_control_free (self->control);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

static gboolean
is_online (Fixture *fixture)
{
  g_autoptr (GVariant) value = test_get_property (fixture->sink, "Online");

  return g_variant_get_boolean (value);
}

static void
await_backlog (Fixture *fixture, guint64 backlog)
{
  while (test_get_number (fixture->sink, "Backlog") != backlog)
    g_main_context_iteration (NULL, FALSE);
}

/* what waits in its queue; nobody knows there when it arrived */
static void
test_queue (void)
{
  g_auto (Fixture) fixture;

  fixture_init (&fixture,
                NUMBERS "[sink file]\nplugin=fixture-sink\npath=DIR/taken\nheld-until=DIR/go\n"
                        "retry-first=1h\nretry-longest=1h\n");
  test_await_state (fixture.component, "held");
  await_backlog (&fixture, 100);
  g_assert_false (is_online (&fixture));
  g_assert_cmpuint (test_get_number (fixture.sink, "OldestUndelivered"), ==, 0);
  g_assert_cmpuint (test_get_number (fixture.sink, "DeliveredThrough"), ==, 0);
  test_pipeline_write (fixture.control->pipeline, "go", "", 0);
  test_call_well (fixture.component, "Restart");
  await_backlog (&fixture, 0);
  test_await_state (fixture.component, "running");
  g_assert_true (is_online (&fixture));
}

/* each is the age of the same record, taken from the time of the question */
static void
assert_same_time (guint64 one, guint64 other)
{
  g_assert_cmpuint (MAX (one, other) - MIN (one, other), <, 10 * G_USEC_PER_SEC);
}

/* what waits in its store, and since when */
static void
test_store (void)
{
  g_auto (Fixture) fixture;
  const guint64 begun = (guint64) g_get_real_time ();
  guint64 oldest, before;

  fixture_init (&fixture, NUMBERS "[sink store]\nplugin=fixture-store\nmemory=backlog\n"
                                  "[sink file]\nplugin=fixture-sink\npath=DIR/taken\n"
                                  "fail-writes=1\nretry-first=1h\nretry-longest=1h\n");
  test_await_state (fixture.component, "absent");
  await_backlog (&fixture, 100);
  g_assert_false (is_online (&fixture));
  oldest = test_get_number (fixture.sink, "OldestUndelivered");
  g_assert_cmpuint (oldest, >=, begun);
  g_assert_cmpuint (oldest, <=, (guint64) g_get_real_time ());
  assert_same_time (test_get_number (fixture.sink, "DeliveredThrough"), oldest);
  before = (guint64) g_get_real_time ();
  test_call_well (fixture.component, "Restart");
  await_backlog (&fixture, 0);
  g_assert_cmpuint (test_get_number (fixture.sink, "OldestUndelivered"), ==, 0);
  g_assert_cmpuint (test_get_number (fixture.sink, "DeliveredThrough"), >=, before);
}

/* what comes while it is paused is its backlog */
static void
test_paused (void)
{
  g_auto (Fixture) fixture;

  fixture_init (&fixture, NUMBERS "[sink file]\nplugin=fixture-sink\npath=DIR/taken\n"
                                  "held-until=DIR/go\nretry-first=1h\nretry-longest=1h\n");
  test_call_well (fixture.component, "Pause");
  await_backlog (&fixture, 100);
  g_assert_false (is_online (&fixture));
  test_pipeline_write (fixture.control->pipeline, "go", "", 0);
  test_call_well (fixture.component, "Resume");
  await_backlog (&fixture, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/control-sink/queue", test_queue);
  g_test_add_func ("/control-sink/store", test_store);
  g_test_add_func ("/control-sink/paused", test_paused);
  return g_test_run ();
}
