/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* raw.c - tests leat raw from the outside: the last bytes of a source */
#include "bus-machine.h"

static void
test_nothing (BusMachine *self, gconstpointer data)
{
  words_run (&self->words, "raw camera0");
  words_expect (&self->words, 0, "", "nothing was read yet\n");
}

static void
test_dump (BusMachine *self, gconstpointer data)
{
  bus_machine_measure (self, 1);
  words_run (&self->words, "raw camera0");
  words_expect (&self->words, 0,
                "00000000  31 38 2f 31 30 2f 31 33  2c 31 34 3a 30 33 3a 32  "
                "|18/10/13,14:03:2|\n"
                "00000010  32 2c 20 31 2c 20 31 2c  31 2e 30 30 31 2c 31 2e  "
                "|2, 1, 1,1.001,1.|\n"
                "00000020  30 31 2c 0d 0a                                    |01,..|\n"
                "00000025\n",
                "");
  words_run (&self->words, "raw camera0 --bytes 4");
  words_expect (&self->words, 0,
                "00000021  31 2c 0d 0a                                       |1,..|\n"
                "00000025\n",
                "");
  words_run (&self->words, "raw -n 0 --binary camera0");
  words_expect (&self->words, 0, "18/10/13,14:03:22, 1, 1,1.001,1.01,\r\n", "");
}

static void
test_wrong (BusMachine *self, gconstpointer data)
{
  words_run (&self->words, "raw archive");
  words_expect (&self->words, 1, "",
                "leat raw: there is no source archive; leat status lists those there are\n");
  words_run (&self->words, "raw camera0 --bytes=-1");
  words_expect (&self->words, 2, "",
                "leat raw: --bytes -1: 0 to 1048576 is right; leat raw "
                "--help tells more\n");
  words_run (&self->words, "raw");
  words_expect (&self->words, 2, "",
                "leat raw: a SOURCE is right; leat raw "
                "--help tells more\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  bus_machine_add ("/raw/nothing", test_nothing);
  bus_machine_add ("/raw/dump", test_dump);
  bus_machine_add ("/raw/wrong", test_wrong);
  return g_test_run ();
}
