/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* log-level.c - tests leat log-level from the outside: leatd says more, or less */
#include "bus-machine.h"

/* a pause is a line of info */
static void
test_levels (BusMachine *self, gconstpointer data)
{
  words_run (&self->words, "log-level camera0 error");
  words_expect (&self->words, 0, "", "");
  words_run (&self->words, "pause camera0 archive");
  words_expect (&self->words, 0, "", "");
  bus_machine_await (self, " archive: paused");
  g_assert_null (strstr (self->daemon->log->str, " camera0: paused"));
  words_run (&self->words, "log-level debug");
  words_expect (&self->words, 0, "", "");
}

static void
test_wrong (BusMachine *self, gconstpointer data)
{
  words_run (&self->words, "log-level camer0 debug");
  words_expect (&self->words, 1, "",
                "leat log-level: there is no source or sink camer0; did you mean camera0?\n");
  words_run (&self->words, "log-level loud");
  words_expect (&self->words, 1, "",
                "leat log-level: there is no level loud; error, warning, info or debug is right\n");
  words_run (&self->words, "log-level");
  g_assert_cmpint (self->words.code, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  bus_machine_add ("/log-level/levels", test_levels);
  bus_machine_add ("/log-level/wrong", test_wrong);
  return g_test_run ();
}
