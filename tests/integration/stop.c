/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* stop.c - tests leat stop from the outside: leatd ends as it does on SIGTERM */
#include "bus-machine.h"

typedef struct {
  const char *path;
  const char *command;
} Case;

static const Case cases[] = {
  { "/stop/drain", "stop" },
  { "/stop/now", "stop --now" },
};

static void
test_stop (BusMachine *self, gconstpointer data)
{
  const Case *c = data;
  g_autofree char *status = NULL;

  bus_machine_measure (self, 3);
  words_run (&self->words, c->command);
  words_expect (&self->words, 0, "", "");
  bus_machine_await (self, "asked on the bus");
  g_assert_true (g_subprocess_wait (self->daemon->process, NULL, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (self->daemon->process), ==, 0);
  words_run (&self->words, c->command);
  g_assert_cmpint (self->words.code, ==, 1);
  g_assert_true (g_str_has_prefix (self->words.errors, "leat stop: there is no leatd on the bus "));
}

static void
test_usage (BusMachine *self, gconstpointer data)
{
  words_run (&self->words, "stop camera0");
  words_expect (&self->words, 2, "",
                "leat stop: stop takes nothing behind it; leat stop --help tells more\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add (cases[i].path, BusMachine, &cases[i], bus_machine_set_up, test_stop,
                bus_machine_tear_down);
  bus_machine_add_bus ("/stop/usage", test_usage);
  return g_test_run ();
}
