/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* status.c - tests leat status from the outside: the table, JSON, names, what is told in vain */
#include "bus-machine.h"

static void
test_no_daemon (BusMachine *self, gconstpointer data)
{
  g_autofree char *expected =
      g_strdup_printf ("leat status: there is no leatd on the bus %s; leatd --config FILE --bus=%s "
                       "starts one, --bus=BUS asks on another bus\n",
                       g_getenv ("LEAT_BUS"), g_getenv ("LEAT_BUS"));

  words_run (&self->words, "status");
  words_expect (&self->words, 1, "", expected);
}

static void
test_no_bus (BusMachine *self, gconstpointer data)
{
  words_run (&self->words, "status --bus=unix:path=DIR/none");
  g_assert_true (g_str_has_prefix (self->words.errors,
                                   "leat status: the bus unix:path=DIR/none is not there: "));
  g_assert_true (g_str_has_suffix (self->words.errors, "; --bus=BUS names another\n"));
  g_assert_cmpint (self->words.code, ==, 1);
  words_run (&self->words, "status --bus=none");
  words_expect (&self->words, 2, "",
                "leat status: --bus=none: system, session or an address (unix:path=…) is right\n");
}

/* one of its sources is absent: that is its exit code */
static void
test_table (BusMachine *self, gconstpointer data)
{
  static const char *const expected[] = {
    "^leatd [0-9.]+, running for \\d+s: 2 sources, 1 sink; 1 absent, 2 running$",
    "^SOURCE  PLUGIN   STATE      SINCE RECORDS    RATE REJECTS  GAPS   BYTES$",
    "^scale1  serial   absent      +\\d+s       0       0       0     0       0$",
    "^    .*/none: no such device",
    "^camera0 serial   running     +\\d+s      17       0       0     0     \\d+$",
    "^SINK    PLUGIN   STATE      SINCE    SAFE    RATE REJECTS QUEUE BACKLOG$",
    "^archive csv      running     +\\d+s      17 +\\S+       0     0       0$",
  };
  g_auto (GStrv) lines = NULL;
  gsize n = 0;

  bus_machine_measure (self, 17);
  words_run (&self->words, "status");
  g_assert_cmpstr (self->words.errors, ==, "");
  g_assert_cmpint (self->words.code, ==, 1);
  lines = g_strsplit (self->words.output, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_assert_cmpint (g_utf8_strlen (lines[i], -1), <=, 80);
      if (n < G_N_ELEMENTS (expected) && g_regex_match_simple (expected[n], lines[i], 0, 0))
        n++;
    }
  g_test_message ("%s", self->words.output);
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (expected));
}

static void
test_names (BusMachine *self, gconstpointer data)
{
  words_run (&self->words, "status archive camera0");
  g_assert_cmpint (self->words.code, ==, 0);
  g_assert_nonnull (strstr (self->words.output, ": 1 source, 1 sink; 2 running\n"));
  g_assert_null (strstr (self->words.output, "scale1"));
  words_run (&self->words, "status camer0");
  words_expect (&self->words, 1, "",
                "leat status: there is no source or sink camer0; did you mean camera0?\n");
}

static void
test_json (BusMachine *self, gconstpointer data)
{
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) error = NULL;
  JsonArray *components;
  JsonObject *counters;

  bus_machine_measure (self, 5);
  words_run (&self->words, "status --json");
  g_assert_cmpint (self->words.code, ==, 1);
  root = json_from_string (self->words.output, &error);
  g_assert_no_error (error);
  components = json_object_get_array_member (json_node_get_object (root), "components");
  g_assert_cmpuint (json_array_get_length (components), ==, 3);
  counters = json_object_get_object_member (json_array_get_object_element (components, 0),
                                            "counters");
  g_assert_cmpint (json_object_get_int_member (counters, "records"), ==, 5);
  bus_machine_assert_state (self, "scale1", "absent");
  bus_machine_assert_state (self, "camera0", "running");
}

/* without a terminal: an object in a line, every second, until it is told to end */
static void
test_watch_lines (BusMachine *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess)
      process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, g_getenv ("LEAT_COMMAND"),
                                  "status", "--watch", "--json", "camera0", NULL);
  g_autoptr (GDataInputStream) output = NULL;

  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *line = g_data_input_stream_read_line (output, NULL, NULL, NULL);
      g_autoptr (JsonNode) root = json_from_string (line, &error);

      g_assert_no_error (error);
      g_assert_true (JSON_NODE_HOLDS_OBJECT (root));
    }
  g_subprocess_send_signal (process, SIGTERM);
  g_assert_true (g_subprocess_wait_check (process, NULL, &error));
}

static void
test_watch_wrong_name (BusMachine *self, gconstpointer data)
{
  words_run (&self->words, "status --watch camer0");
  words_expect (&self->words, 1, "",
                "leat status: there is no source or sink camer0; did you mean camera0?\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  bus_machine_add_bus ("/status/no-daemon", test_no_daemon);
  bus_machine_add_bus ("/status/no-bus", test_no_bus);
  bus_machine_add ("/status/table", test_table);
  bus_machine_add ("/status/names", test_names);
  bus_machine_add ("/status/json", test_json);
  bus_machine_add ("/status/watch-lines", test_watch_lines);
  bus_machine_add ("/status/watch-wrong-name", test_watch_wrong_name);
  return g_test_run ();
}
