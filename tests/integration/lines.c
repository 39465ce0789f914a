/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* lines.c - tests leat lines from the outside; a pseudo-terminal has none, which is said */
#include "bus-machine.h"

#define NONE \
  "leat lines: camera0: this port has no modem lines, so it cannot %s: a pseudo-terminal, or its " \
  "driver does not know them\n"

static void
test_none (BusMachine *self, gconstpointer data)
{
  g_autofree char *tell = g_strdup_printf (NONE, "tell its lines");
  g_autofree char *set = g_strdup_printf (NONE, "set its lines");

  words_run (&self->words, "lines camera0");
  words_expect (&self->words, 1, "", tell);
  words_run (&self->words, "lines camera0 rts=off dtr=on");
  words_expect (&self->words, 1, "", set);
}

static void
test_wrong (BusMachine *self, gconstpointer data)
{
  words_run (&self->words, "lines camera0 cts=on");
  words_expect (&self->words, 1, "",
                "leat lines: camera0: \"cts=on\" is no line to be set; rts=on, rts=off, dtr=on and "
                "dtr=off are right\n");
  words_run (&self->words, "lines");
  words_expect (&self->words, 2, "",
                "leat lines: a SOURCE is right, and lines such as rts=off; leat lines --help tells "
                "more\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  bus_machine_add ("/lines/none", test_none);
  bus_machine_add ("/lines/wrong", test_wrong);
  return g_test_run ();
}
