/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* plugins.c - tests leat plugins from the outside: of a daemon, and of modules */
#include "bus-machine.h"

static void
test_daemon (BusMachine *self, gconstpointer data)
{
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) error = NULL;

  words_run (&self->words, "plugins");
  g_assert_cmpint (self->words.code, ==, 0);
  g_assert_true (g_str_has_prefix (self->words.output,
                                   "KIND   NAME                THIRD PARTY      WHAT IT DOES\n"));
  g_assert_nonnull (
      strstr (self->words.output, "\nsource serial                               Records that "));
  g_assert_nonnull (
      strstr (self->words.output, "\nsource fixture-machine     Example Machines A machine "));
  g_assert_nonnull (
      strstr (self->words.output, "\nsink   csv                                  Appends "));
  g_assert_null (strstr (self->words.output, "\ngroup"));
  words_run (&self->words, "plugins --json");
  root = json_from_string (self->words.output, &error);
  g_assert_no_error (error);
  g_assert_true (JSON_NODE_HOLDS_ARRAY (root));
}

/* without a daemon they are those of the modules; who names a bus is told that there is none */
static void
test_modules (BusMachine *self, gconstpointer data)
{
  words_run (&self->words, "plugins");
  g_assert_cmpint (self->words.code, ==, 0);
  g_assert_nonnull (strstr (self->words.output, "\nsource serial "));
  words_run (&self->words, "plugins --bus=unix:path=DIR/none");
  g_assert_cmpint (self->words.code, ==, 1);
  g_assert_true (g_str_has_prefix (self->words.errors,
                                   "leat plugins: the bus unix:path=DIR/none is not there: "));
}

/* those that ship, and a folder's own before them; what is wrong is told by file and line */
static void
test_files (BusMachine *self, gconstpointer data)
{
  words_write (&self->words, "own/framers/nmea.framer",
               "[framer]\ntype=delimiter\nsummary=Own lines.\n");
  words_write (&self->words, "own/framers/odd.framer",
               "[framer]\ntype=delimiter\nsummary=x\nkep=yes\n");
  words_write (&self->words, "own/records/odd.schema", "[schema]\nname=odd\nformat=cvs\n");
  words_write (&self->words, "leat.conf", "[daemon]\nschema-path=own\n");
  words_run (&self->words, "plugins --config DIR/leat.conf");
  g_assert_cmpint (self->words.code, ==, 0);
  g_assert_nonnull (
      strstr (self->words.output, "\npreset nmea                                 Own lines.\n"));
  g_assert_null (strstr (self->words.output, "NMEA 0183"));
  g_assert_nonnull (
      strstr (self->words.output, "\npreset odd                                  has faults\n"));
  g_assert_nonnull (
      strstr (self->words.output, "\npreset modbus-rtu                           Modbus RTU"));
  g_assert_nonnull (
      strstr (self->words.output, "\nschema mt-sics                              Scales with"));
  g_assert_nonnull (strstr (self->words.errors,
                            "DIR/own/framers/odd.framer:4: [framer] kep: is not known here; did "
                            "you mean keep?\n"));
  g_assert_nonnull (strstr (self->words.errors, "DIR/own/records/odd.schema:3: [schema] format: "));
  words_run (&self->words, "plugins --json --schema-path DIR/own");
  g_assert_cmpstr (self->words.errors, ==, "");
  g_assert_nonnull (strstr (self->words.output, "\"file\" : \"DIR/own/framers/odd.framer\""));
  words_run (&self->words, "plugins --config DIR/none.conf");
  g_assert_cmpint (self->words.code, ==, 1);
  g_assert_cmpstr (self->words.output, ==, "");
  g_assert_cmpstr (self->words.errors, !=, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  bus_machine_add ("/plugins/daemon", test_daemon);
  bus_machine_add_bus ("/plugins/modules", test_modules);
  bus_machine_add_bus ("/plugins/files", test_files);
  return g_test_run ();
}
