/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* component-load.c - tests that nothing is lost or doubled over pauses and restarts under load */
#include "buses.h"

#define ROUNDS 6

/* --- under load --- */

typedef struct {
  const char *path;
  const char *component; /* that is paused and restarted */
  const char *text;
  const char *grows; /* the counter that shows that it goes on */
} Load;

/* without end, each held back or slow enough for no queue to overflow */
#define ENDLESS(PLUGIN) \
  "[source numbers]\nplugin=" PLUGIN "\nbatches=0\nrecords=10\ninterval=1ms\n"
#define PLAIN "[sink file]\nplugin=fixture-sink\npath=DIR/taken\nretry-first=1ms\n"
#define BLOCK \
  "[sink file]\nplugin=fixture-sink\npath=DIR/taken\nqueue-records=50\nwhen-full=block\n" \
  "delay=1ms\nretry-first=1ms\n"
#define STORE "[sink store]\nplugin=fixture-store\nretry-first=1ms\nmemory="

static const Load loads[] = {
  { "/component-load/source", "source/numbers", ENDLESS ("fixture-source") PLAIN, "records" },
  { "/component-load/source-held-back", "source/numbers", ENDLESS ("fixture-patient") BLOCK,
    "records" },
  { "/component-load/run", "source/numbers", ENDLESS ("fixture-runner") PLAIN, "records" },
  { "/component-load/run-held-back", "source/numbers", ENDLESS ("fixture-runner") BLOCK,
    "records" },
  { "/component-load/sink", "sink/file", ENDLESS ("fixture-source") PLAIN, "safe" },
  { "/component-load/sink-held-back", "sink/file", ENDLESS ("fixture-patient") BLOCK, "safe" },
  { "/component-load/sink-of-requests", "sink/file",
    ENDLESS ("fixture-source") "[sink file]\nplugin=fixture-requests\npath=DIR/taken\n", "safe" },
  { "/component-load/reader", "sink/file",
    ENDLESS ("fixture-source") STORE "load-reader\n" PLAIN, "safe" },
  { "/component-load/reader-of-requests", "sink/file",
    ENDLESS ("fixture-source") STORE
    "load-requests\n[sink file]\nplugin=fixture-requests\npath=DIR/taken\n",
    "safe" },
  { "/component-load/store", "sink/store", ENDLESS ("fixture-source") STORE "load-store\n" PLAIN,
    "safe" },
};

/* every number once, from the first to the last that was made; what a reader had no time for is
 * in its store */
static void
check_numbers (TestControl *control)
{
  JsonObject *sinks =
      json_object_get_object_member (json_node_get_object (control->pipeline->balance), "sinks");
  const gint64 kept = test_pipeline_count (control->pipeline, "sinks", "file", "backlog");
  g_autofree char *taken = test_pipeline_read (control->pipeline, "taken");
  g_auto (GStrv) lines = g_strsplit (taken, "\n", -1);
  const gint64 made = test_pipeline_count (control->pipeline, "sources", "numbers", "records");
  gint64 n = 0;

  for (; lines[n] != NULL && *lines[n] != '\0'; n++)
    g_assert_cmpint (g_ascii_strtoll (strrchr (lines[n], ' '), NULL, 10), ==, n + 1);
  if (json_object_has_member (sinks, "store"))
    g_assert_cmpint (test_pipeline_count (control->pipeline, "sinks", "store", "safe"), ==, made);
  /* one that had no time to look into its store does not know what is there */
  if (n > 0 || !json_object_has_member (sinks, "store"))
    g_assert_cmpint (n + kept, ==, made);
  /* nor was any offered to the peer a second time */
  g_assert_cmpint (test_pipeline_count (control->pipeline, "sinks", "file", "written"), ==, n);
}

static void
test_load (gconstpointer data)
{
  const Load *load = data;
  g_autoptr (TestControl) control = test_control_new (load->text);
  g_autoptr (LeatDBusComponent) component = test_control_get_component (control, load->component);

  leatd_pipeline_start (control->pipeline->pipeline);
  for (guint round = 0; round < ROUNDS; round++)
    {
      test_await_counter (component, load->grows, test_get_counter (component, load->grows) + 1);
      if (round % 3 == 2)
        {
          test_call_well (component, "Restart");
          continue;
        }
      test_call_well (component, "Pause");
      g_assert_cmpstr (leat_dbus_component_get_state (component), ==, "paused");
      test_call_well (component, round % 3 == 0 ? "Resume" : "Restart");
    }
  test_await_counter (component, load->grows, test_get_counter (component, load->grows) + 1);
  test_pipeline_stop (control->pipeline);
  g_assert_cmpuint (g_strv_length (control->pipeline->left), ==, 0);
  check_numbers (control);
}

#define JUNCTION \
  ENDLESS ("fixture-patient") "[source all]\nplugin=fixture-junction\nfrom=numbers\n" \
                              "[sink file]\nplugin=fixture-sink\npath=DIR/taken\nfrom=all\n"

/* all that it was given has come out */
static void
stop_junction (TestControl *control)
{
  test_pipeline_stop (control->pipeline);
  g_assert_cmpuint (g_strv_length (control->pipeline->left), ==, 0);
  g_assert_cmpint (test_pipeline_count (control->pipeline, "sources", "numbers", "records"), ==,
                   test_pipeline_count (control->pipeline, "sinks", "file", "safe"));
}

/* what a junction is given while it is paused waits for it */
static void
test_junction (void)
{
  g_autoptr (TestControl) control = test_control_new (JUNCTION);
  g_autoptr (LeatDBusComponent) junction = test_control_get_component (control, "source/all");
  g_autoptr (LeatDBusComponent) numbers = test_control_get_component (control, "source/numbers");

  leatd_pipeline_start (control->pipeline->pipeline);
  for (guint round = 0; round < ROUNDS; round++)
    {
      gint64 before;

      test_await_counter (junction, "records", test_get_counter (junction, "records") + 1);
      test_call_well (junction, "Pause");
      before = test_get_counter (junction, "records");
      test_await_counter (numbers, "records", test_get_counter (numbers, "records") + 20);
      g_assert_cmpint (test_get_counter (junction, "records"), ==, before);
      test_call_well (junction, "Resume");
    }
  stop_junction (control);
}

/* --- the daemon ends while something is paused --- */

typedef struct {
  const char *path;
  const char *component;
  const char *text;
} Stop;

static const Stop stops[] = {
  { "/component-load/stop/source", "source/numbers", ENDLESS ("fixture-source") PLAIN },
  { "/component-load/stop/run", "source/numbers", ENDLESS ("fixture-runner") PLAIN },
  { "/component-load/stop/sink", "sink/file", ENDLESS ("fixture-source") PLAIN },
  { "/component-load/stop/store", "sink/store",
    ENDLESS ("fixture-source") STORE "stop-store\n" PLAIN },
};

static void
test_stop (gconstpointer data)
{
  const Stop *stop = data;
  g_autoptr (TestControl) control = test_control_new (stop->text);
  g_autoptr (LeatDBusComponent) component = test_control_get_component (control, stop->component);
  g_autoptr (LeatDBusComponent) numbers = test_control_get_component (control, "source/numbers");

  leatd_pipeline_start (control->pipeline->pipeline);
  test_await_counter (numbers, "records", 100);
  test_call_well (component, "Pause");
  if (!g_str_equal (stop->component, "source/numbers"))
    test_await_counter (numbers, "records", test_get_counter (numbers, "records") + 100);
  test_pipeline_stop (control->pipeline);
  g_assert_cmpuint (g_strv_length (control->pipeline->left), ==, 0);
  check_numbers (control);
}

/* a junction that is paused gives what it was given, as it does when it is not */
static void
test_stop_junction (void)
{
  g_autoptr (TestControl) control = test_control_new (JUNCTION);
  g_autoptr (LeatDBusComponent) junction = test_control_get_component (control, "source/all");
  g_autoptr (LeatDBusComponent) numbers = test_control_get_component (control, "source/numbers");

  leatd_pipeline_start (control->pipeline->pipeline);
  test_await_counter (junction, "records", 20);
  test_call_well (junction, "Pause");
  test_await_counter (numbers, "records", test_get_counter (numbers, "records") + 100);
  stop_junction (control);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (loads); i++)
    g_test_add_data_func (loads[i].path, &loads[i], test_load);
  g_test_add_func ("/component-load/junction", test_junction);
  for (guint i = 0; i < G_N_ELEMENTS (stops); i++)
    g_test_add_data_func (stops[i].path, &stops[i], test_stop);
  g_test_add_func ("/component-load/stop/junction", test_stop_junction);
  return g_test_run ();
}
