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
  g_assert_true (g_str_has_prefix (self->words.output, "KIND   PLUGIN       WHAT IT DOES\n"));
  g_assert_nonnull (strstr (self->words.output, "\nsource serial       Records that a machine "));
  g_assert_nonnull (strstr (self->words.output, "\nsink   csv          Appends "));
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  bus_machine_add ("/plugins/daemon", test_daemon);
  bus_machine_add_bus ("/plugins/modules", test_modules);
  return g_test_run ();
}
