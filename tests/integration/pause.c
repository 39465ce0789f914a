/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pause.c - tests leat pause, resume and restart from the outside */
#include "bus-machine.h"

static void
test_pause (BusMachine *self, gconstpointer data)
{
  words_run (&self->words, "pause camera0");
  words_expect (&self->words, 0, "", "");
  bus_machine_assert_state (self, "camera0", "paused");
  g_string_truncate (self->daemon->log, 0);
  words_run (&self->words, "resume camera0");
  words_expect (&self->words, 0, "", "");
  bus_machine_await (self, " camera0: running");
  bus_machine_measure (self, 3);
  bus_machine_assert_state (self, "camera0", "running");
}

static void
test_restart (BusMachine *self, gconstpointer data)
{
  words_run (&self->words, "pause archive camera0");
  words_expect (&self->words, 0, "", "");
  bus_machine_assert_state (self, "archive", "paused");
  g_string_truncate (self->daemon->log, 0);
  words_run (&self->words, "restart archive source/camera0");
  words_expect (&self->words, 0, "", "");
  bus_machine_await (self, " camera0: running");
  bus_machine_await (self, " archive: running");
}

/* a name that is none does not keep the others from being done */
static void
test_wrong_name (BusMachine *self, gconstpointer data)
{
  words_run (&self->words, "pause camer0 archive");
  words_expect (&self->words, 1, "",
                "leat pause: there is no source or sink camer0; did you mean camera0?\n");
  bus_machine_assert_state (self, "archive", "paused");
  words_run (&self->words, "resume weather");
  words_expect (&self->words, 1, "",
                "leat resume: there is no source or sink weather; "
                "leat status lists those there are\n");
}

static void
test_usage (BusMachine *self, gconstpointer data)
{
  static const char *const names[] = { "pause", "resume", "restart" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *expected =
          g_strdup_printf ("leat %s: NAMEs of sources or sinks are right; leat %s --help tells "
                           "more\n",
                           names[i], names[i]);

      words_run (&self->words, names[i]);
      words_expect (&self->words, 2, "", expected);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  bus_machine_add ("/pause/pause", test_pause);
  bus_machine_add ("/pause/restart", test_restart);
  bus_machine_add ("/pause/wrong-name", test_wrong_name);
  bus_machine_add_bus ("/pause/usage", test_usage);
  return g_test_run ();
}
