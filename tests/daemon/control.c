/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* control.c - tests the daemon on the bus as a whole: its objects, and that nobody's calls and no
 * bus disturb what it does */
#include "buses.h"
#include <unistd.h>

#define ENDLESS "[source numbers]\nplugin=fixture-source\nbatches=0\nrecords=10\ninterval=1ms\n"
#define PLAIN "[sink file]\nplugin=fixture-sink\npath=DIR/taken\n"

static void
test_objects (void)
{
  static const char *const paths[] = { LEATD_BUS_PATH "/sink/file", LEATD_BUS_PATH "/sink/other",
                                       LEATD_BUS_PATH "/source/numbers" };
  g_autoptr (TestControl) control = test_control_new (
      ENDLESS PLAIN "[sink other]\nplugin=fixture-sink\npath=DIR/other\n");
  GList *objects = g_dbus_object_manager_get_objects (control->objects);
  g_autoptr (GDBusObject) manager = NULL;

  g_assert_cmpuint (g_list_length (objects), ==, G_N_ELEMENTS (paths));
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GDBusObject)
          object = g_dbus_object_manager_get_object (control->objects, paths[i]);
      const gboolean is_source = strstr (paths[i], "/source/") != NULL;

      g_assert_nonnull (object);
      g_assert_nonnull (leat_dbus_object_peek_component (LEAT_DBUS_OBJECT (object)));
      g_assert_cmpint (leat_dbus_object_peek_source (LEAT_DBUS_OBJECT (object)) != NULL, ==,
                       is_source);
      g_assert_cmpint (leat_dbus_object_peek_sink (LEAT_DBUS_OBJECT (object)) != NULL, ==,
                       !is_source);
    }
  g_list_free_full (objects, g_object_unref);
  leatd_pipeline_start (control->pipeline->pipeline);
}

/* --- what is called wrongly --- */

typedef struct {
  const char *name;
  const char *path;
  const char *interface;
  const char *method;
  const char *arguments; /* GVariant text; NULL: none */
  const char *error;     /* its name on the bus */
} Wrong;

#define COMPONENT "org.leat.Leat1.Component"
#define FILE_PATH LEATD_BUS_PATH "/sink/file"

static const Wrong wrongs[] = {
  { "object", LEATD_BUS_PATH "/sink/nobody", COMPONENT, "Pause", NULL,
    "org.freedesktop.DBus.Error.UnknownMethod" },
  { "interface", FILE_PATH, "org.leat.Leat1.Source", "LastBytes", "(uint32 1,)",
    "org.freedesktop.DBus.Error.UnknownMethod" },
  { "method", FILE_PATH, COMPONENT, "Explode", NULL, "org.freedesktop.DBus.Error.UnknownMethod" },
  { "arguments", FILE_PATH, COMPONENT, "Pause", "(uint32 1,)",
    "org.freedesktop.DBus.Error.InvalidArgs" },
  { "types", LEATD_BUS_PATH, "org.leat.Leat1.Manager", "SetLogLevel", "(1, 2)",
    "org.freedesktop.DBus.Error.InvalidArgs" },
  { "property", FILE_PATH, "org.freedesktop.DBus.Properties", "Get", "('" COMPONENT "', 'Colour')",
    "org.freedesktop.DBus.Error.InvalidArgs" },
  { "writing", FILE_PATH, "org.freedesktop.DBus.Properties", "Set",
    "('" COMPONENT "', 'State', <'running'>)", "org.freedesktop.DBus.Error.InvalidArgs" },
  { "name", LEATD_BUS_PATH, "org.leat.Leat1.Manager", "SetLogLevel", "('no such', 'info')",
    "org.leat.Leat1.Error.NotFound" },
};

static void
test_wrong (gconstpointer data)
{
  const Wrong *wrong = data;
  g_autoptr (TestControl) control = test_control_new (ENDLESS PLAIN);
  g_autoptr (GVariant) arguments = wrong->arguments == NULL
                                       ? NULL
                                       : g_variant_parse (NULL, wrong->arguments, NULL, NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = NULL;
  g_autofree char *name = NULL;

  leatd_pipeline_start (control->pipeline->pipeline);
  answer = test_call_at (control->connection, LEATD_BUS_NAME, wrong->path, wrong->interface,
                         wrong->method, arguments, &error);
  g_assert_null (answer);
  name = g_dbus_error_get_remote_error (error);
  if (name == NULL) /* one that is known here has lost it */
    name = g_dbus_error_encode_gerror (error);
  g_assert_cmpstr (name, ==, wrong->error);
}

/* --- too many calls --- */

#define CALLS 10000

typedef struct {
  guint n_well;
  guint n_refused;
} Flood;

static void
on_flood_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Flood *flood = user_data;
  g_autoptr (GVariant)
      answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);

  flood->n_well += answer != NULL;
  flood->n_refused += answer == NULL;
}

/* all at once: each is answered, one way or the other */
static void
flood_run (TestControl *control)
{
  Flood flood = { 0 };

  for (guint i = 0; i < CALLS; i++)
    g_dbus_connection_call (control->connection, LEATD_BUS_NAME, FILE_PATH, COMPONENT, "Resume",
                            NULL, NULL, G_DBUS_CALL_FLAGS_NONE, G_MAXINT, NULL, on_flood_answered,
                            &flood);
  while (flood.n_well + flood.n_refused < CALLS)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (flood.n_well, >, 0);
}

static gint64
get_resident_pages (void)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) words = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  words = g_strsplit (text, " ", -1);
  return g_ascii_strtoll (words[1], NULL, 10);
}

/* half of what the calls take; a sanitizer keeps what was freed, and takes its time */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define FLOODS 1
#define GROWTH_MAX G_MAXINT64
#else
#define FLOODS 3
#define GROWTH_MAX (16 << 20)
#endif

/* the pipeline goes on meanwhile, and nothing is kept of them */
static void
test_flood (void)
{
  g_autoptr (TestControl) control = test_control_new (ENDLESS PLAIN);
  g_autoptr (LeatDBusComponent) file = test_control_get_component (control, "sink/file");
  gint64 before, grown;

  leatd_pipeline_start (control->pipeline->pipeline);
  test_await_counter (file, "safe", 10);
  for (guint round = 1; round < FLOODS; round++)
    flood_run (control);
  before = get_resident_pages ();
  for (guint round = 0; round < FLOODS; round++)
    {
      const gint64 safe = test_get_counter (file, "safe");

      flood_run (control);
      g_assert_cmpint (test_get_counter (file, "safe"), >, safe);
    }
  grown = (get_resident_pages () - before) * sysconf (_SC_PAGESIZE);
  g_test_message ("%d bytes more behind %d calls", (int) grown, FLOODS * CALLS);
  g_assert_cmpint (grown, <, GROWTH_MAX);
  test_call_well (file, "Pause");
}

/* --- buses that go, and daemons that share one --- */

/* every number once, from the first to the last that was made, in one life */
static void
check_undisturbed (TestPipeline *pipeline)
{
  g_autofree char *taken = test_pipeline_read (pipeline, "taken");
  g_auto (GStrv) lines = g_strsplit (taken, "\n", -1);
  gint64 n = 0;

  for (; lines[n] != NULL && *lines[n] != '\0'; n++)
    g_assert_cmpint (g_ascii_strtoll (strrchr (lines[n], ' '), NULL, 10), ==, n + 1);
  g_assert_cmpint (n, ==, test_pipeline_count (pipeline, "sources", "numbers", "records"));
  g_assert_cmpint (test_pipeline_count (pipeline, "sources", "numbers", "connects"), ==, 1);
  g_assert_cmpint (test_pipeline_count (pipeline, "sinks", "file", "opens"), ==, 1);
}

/* there is none at the start; it comes, dies under load, and is back */
static void
test_bus_goes (void)
{
  TestControl *control = g_new0 (TestControl, 1);
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *address = g_strdup_printf ("unix:path=%s/bus", folder);
  GSubprocess *bus;

  control->pipeline = test_pipeline_new (ENDLESS PLAIN);
  test_control_show (control, address);
  leatd_pipeline_start (control->pipeline->pipeline);
  for (guint round = 0; round < 3; round++)
    {
      g_autoptr (LeatDBusComponent) component = NULL;

      bus = test_bus_spawn (address);
      test_control_connect (control);
      component = test_control_get_component (control, "source/numbers");
      g_assert_cmpstr (leat_dbus_component_get_state (component), ==, "running");
      test_await_counter (component, "records", test_get_counter (component, "records") + 10);
      test_control_disconnect (control);
      test_bus_kill (bus);
    }
  test_pipeline_stop (control->pipeline);
  check_undisturbed (control->pipeline);
  test_control_free (control);
}

/* somebody waits for a pause when the bus dies: it pauses, and the answer goes nowhere */
static void
test_bus_goes_while_waiting (void)
{
  TestControl *control = g_new0 (TestControl, 1);
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *address = g_strdup_printf ("unix:path=%s/bus", folder);
  g_autoptr (LeatDBusComponent) component = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *answered = NULL;
  gboolean begun = FALSE;
  GSubprocess *bus = test_bus_spawn (address);

  control->pipeline = test_pipeline_new (
      "[source numbers]\nplugin=fixture-source\nbatches=10\nrecords=10\nthen=wait\n"
      "[sink file]\nplugin=fixture-sink\npath=DIR/taken\nstall-until=DIR/go\ndeaf=yes\n");
  test_control_show (control, address);
  test_control_connect (control);
  leatd_pipeline_start (control->pipeline->pipeline);
  component = test_control_get_component (control, "sink/file");
  test_await_counter (component, "records", 100);
  test_await_counter (component, "opens", 1);
  test_note_call (LEAT_DBUS_TYPE_COMPONENT, "handle-pause", &begun);
  leat_dbus_component_call_pause (component, NULL, test_answered, &answered);
  test_await_call (&begun);
  test_bus_kill (bus);
  result = test_await_answer (&answered);
  g_clear_object (&component);
  test_control_disconnect (control);
  test_pipeline_write (control->pipeline, "go", "", 0);
  bus = test_bus_spawn (address);
  test_control_connect (control);
  component = test_control_get_component (control, "sink/file");
  test_await_state (component, "paused");
  g_assert_cmpint (test_get_counter (component, "opens"), ==, 1);
  test_control_free (control);
  test_bus_kill (bus);
}

/* the second is queued for the name, and is reached by it when the first has gone */
static void
test_shared (void)
{
  g_autoptr (TestControl) first = test_control_new (ENDLESS PLAIN);
  g_autoptr (TestControl) second = g_new0 (TestControl, 1);
  g_autoptr (LeatDBusManager) manager = NULL;

  second->pipeline = test_pipeline_new (
      "[source others]\nplugin=fixture-source\nbatches=1\nthen=wait\n" PLAIN);
  test_control_show (second, first->address);
  leatd_pipeline_start (first->pipeline->pipeline);
  leatd_pipeline_start (second->pipeline->pipeline);
  test_control_connect (second);
  g_object_unref (test_control_get_component (second, "source/numbers"));
  test_control_disconnect (second);
  test_control_disconnect (first);
  g_clear_pointer (&first->control, leatd_control_free);
  test_control_connect (second);
  g_object_unref (test_control_get_component (second, "source/others"));
  manager = test_control_get_manager (second);
  g_assert_cmpstr (leat_dbus_manager_get_state (manager), ==, "running");
  g_clear_pointer (&second->control, leatd_control_free); /* before its bus */
  test_control_disconnect (second);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/control/objects", test_objects);
  for (guint i = 0; i < G_N_ELEMENTS (wrongs); i++)
    {
      g_autofree char *path = g_strconcat ("/control/wrong/", wrongs[i].name, NULL);

      g_test_add_data_func (path, &wrongs[i], test_wrong);
    }
  g_test_add_func ("/control/flood", test_flood);
  g_test_add_func ("/control/bus-goes", test_bus_goes);
  g_test_add_func ("/control/bus-goes-while-waiting", test_bus_goes_while_waiting);
  g_test_add_func ("/control/shared", test_shared);
  return g_test_run ();
}
