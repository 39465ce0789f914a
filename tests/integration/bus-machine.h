/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bus-machine.h - a leatd on a private bus with a machine, and the words that ask it */
#pragma once
#include "daemons.h"
#include "words.h"
G_BEGIN_DECLS

/**
 * BusMachine:
 * @words: what leat says; LEAT_BUS names the bus
 * @line: the machine's end of the line of camera0
 */
typedef struct {
  Words       words;
  GTestDBus  *bus;
  TestDaemon *daemon;
  int         line;
} BusMachine;

/* a source that may be sent to, one whose device is not there, and a sink */
static const char bus_machine_config[] =
    "[source camera0]\nplugin=serial\ndevice=DIR/tty0\nframer=cr\nschema=pv200\n"
    "allow-commands=yes\n"
    "[source scale1]\nplugin=serial\ndevice=DIR/none\nframer=cr\nschema=pv200\n"
    "[framer cr]\ntype=delimiter\ndelimiter=\\r\nswallow=\\n\n"
    "[sink archive]\nplugin=csv\npath=DIR/{source}.csv\n" TEST_COLUMNS;

/* until the daemon has said it, now or before */
static inline void
bus_machine_await (BusMachine *self, const char *text)
{
  if (strstr (self->daemon->log->str, text) == NULL)
    test_daemon_await (self->daemon, text);
}

/* it is on the bus, and reads the line */
static inline void
bus_machine_start (BusMachine *self)
{
  g_string_truncate (self->daemon->log, 0);
  test_daemon_start (self->daemon);
  bus_machine_await (self, " is org.leat.Leat1 on the ");
  bus_machine_await (self, " camera0: running");
  bus_machine_await (self, " scale1: absent");
  bus_machine_await (self, " archive: running");
}

/* a bus without a daemon */
static inline void
bus_machine_set_up_bus (BusMachine *self, gconstpointer data)
{
  words_set_up (&self->words, data);
  self->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (self->bus);
  g_assert_true (g_setenv ("LEAT_BUS", g_test_dbus_get_bus_address (self->bus), TRUE));
  self->line = -1;
}

/* @config: with what bus_machine_start() waits for */
static inline void
bus_machine_set_up_with (BusMachine *self, gconstpointer data, const char *config)
{
  g_autofree char *device = NULL;

  bus_machine_set_up_bus (self, data);
  self->daemon = test_daemon_new (config);
  self->daemon->bus = g_test_dbus_get_bus_address (self->bus);
  device = test_path (self->daemon, "tty0");
  self->line = test_line_open (device);
  bus_machine_start (self);
}

static inline void
bus_machine_set_up (BusMachine *self, gconstpointer data)
{
  bus_machine_set_up_with (self, data, bus_machine_config);
}

static inline void
bus_machine_tear_down (BusMachine *self, gconstpointer data)
{
  g_clear_pointer (&self->daemon, test_daemon_free);
  if (self->line >= 0)
    close (self->line);
  g_test_dbus_down (self->bus);
  g_object_unref (self->bus);
  words_tear_down (&self->words, data);
}

/* so many records, which are in the sink's file when it returns */
static inline void
bus_machine_measure (BusMachine *self, guint n_records)
{
  g_autofree char *path = test_path (self->daemon, "camera0.csv");
  char last[64] = "";

  for (guint i = 1; i <= n_records; i++)
    {
      char record[64];

      test_line_write (self->line, record, (gsize) test_record_write (record, i));
      test_record_write_csv (last, i);
    }
  test_csv_await (path, last);
}

/* leat status --json of one of them; (transfer full): the state */
static inline char *
bus_machine_get_state (BusMachine *self, const char *name)
{
  g_autofree char *command = g_strconcat ("status --json ", name, NULL);
  g_autoptr (JsonNode) root = NULL;
  JsonArray *components;

  words_run (&self->words, command);
  g_assert_cmpstr (self->words.errors, ==, "");
  root = json_from_string (self->words.output, NULL);
  components = json_object_get_array_member (json_node_get_object (root), "components");
  g_assert_cmpuint (json_array_get_length (components), ==, 1);
  return g_strdup (json_object_get_string_member (json_array_get_object_element (components, 0),
                                                  "state"));
}

#define bus_machine_assert_state(self, name, expected)                     \
  G_STMT_START                                                             \
  {                                                                        \
    g_autofree char *bus_machine_state = bus_machine_get_state (self, name); \
    g_assert_cmpstr (bus_machine_state, ==, expected);                     \
  }                                                                        \
  G_STMT_END

/* one that begins has that state in a moment */
static inline void
bus_machine_await_state (BusMachine *self, const char *name, const char *expected)
{
  gboolean is_so = FALSE;

  while (!is_so)
    {
      g_autofree char *state = bus_machine_get_state (self, name);

      is_so = g_str_equal (state, expected);
    }
}

/* a test of a daemon with a machine, or of a bus alone */
static inline void
bus_machine_add (const char *path, void (*test) (BusMachine *self, gconstpointer data))
{
  g_test_add (path, BusMachine, NULL, bus_machine_set_up, test, bus_machine_tear_down);
}

static inline void
bus_machine_add_bus (const char *path, void (*test) (BusMachine *self, gconstpointer data))
{
  g_test_add (path, BusMachine, NULL, bus_machine_set_up_bus, test, bus_machine_tear_down);
}

G_END_DECLS
