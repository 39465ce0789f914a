/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* send.c - tests leat send and trigger from the outside: what the machine gets */
#include "bus-machine.h"

typedef struct {
  const char *command;
  const char *bytes;
  const char *answer;
} Case;

static const Case cases[] = {
  { "send camera0 'T1\\r'", "T1\r", "3\n" },
  { "send camera0 --hex '02 54 03'", "\002T\003", "3\n" },
  { "send --file DIR/job camera0", "LOAD 7\r\n", "8\n" },
};

static void
test_send (BusMachine *self, gconstpointer data)
{
  words_write (&self->words, "job", "LOAD 7\r\n");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char bytes[16] = "";
      gsize length = 0;

      g_test_message ("%s", cases[i].command);
      words_run (&self->words, cases[i].command);
      words_expect (&self->words, 0, cases[i].answer, "");
      while (length < strlen (cases[i].bytes))
        {
          const gssize more = read (self->line, bytes + length, sizeof bytes - 1 - length);

          g_assert_cmpint (more, >, 0);
          length += (gsize) more;
        }
      g_assert_cmpstr (bytes, ==, cases[i].bytes);
    }
}

/* the machine: it says nothing before it is asked */
static gpointer
answer_once (gpointer data)
{
  BusMachine *self = data;
  char byte = '\0';

  while (byte != '\r')
    g_assert_cmpint (read (self->line, &byte, 1), ==, 1);
  g_assert_cmpint (write (self->line, "zeroed\x02\r", 8), ==, 8);
  return NULL;
}

static void
test_answer (BusMachine *self, gconstpointer data)
{
  GThread *machine = g_thread_new ("machine", answer_once, self);

  words_run (&self->words, "send camera0 --answer 'Z\\r'");
  words_expect (&self->words, 0, "zeroed\\x02\n", "");
  g_thread_join (machine);
}

static void
test_refused (BusMachine *self, gconstpointer data)
{
  words_run (&self->words, "send scale1 T1");
  words_expect (&self->words, 1, "",
                "leat send: scale1: is read-only; allow-commands=yes in its group opens it\n");
  words_run (&self->words, "trigger camera0");
  words_expect (&self->words, 1, "",
                "leat trigger: camera0: no command \"trigger\"; a serial source knows send, break, "
                "get-lines and set-lines\n");
  words_run (&self->words, "send archive T1");
  words_expect (&self->words, 1, "",
                "leat send: there is no source archive; leat status lists those there are\n");
}

static void
test_usage (BusMachine *self, gconstpointer data)
{
  words_run (&self->words, "send camera0");
  words_expect (&self->words, 2, "", "leat send: just one of TEXT, --hex and --file is right\n");
  words_run (&self->words, "send camera0 T1 --timeout 0");
  words_expect (&self->words, 2, "",
                "leat send: --timeout 0: 1 to 3600 seconds are right; leat send "
                "--help tells more\n");
  words_run (&self->words, "trigger");
  words_expect (&self->words, 2, "",
                "leat trigger: a SOURCE is right; leat trigger --help tells more\n");
}

/* as bus_machine_start() waits for them; camera0 takes two commands, and nothing else */
static void
set_up_named (BusMachine *self, gconstpointer data)
{
  bus_machine_set_up_with (
      self, data,
      "[source camera0]\nplugin=serial\ndevice=DIR/tty0\nframer=cr\nschema=pv200\n"
      "allow-commands=named\ncommand=Z\\r;T\\r\ncommand-name=zero;tare\ncommand-answer=^zero\n"
      "[source scale1]\nplugin=serial\ndevice=DIR/none\nframer=cr\nschema=pv200\n"
      "[framer cr]\ntype=delimiter\ndelimiter=\\r\nswallow=\\n\n"
      "[sink archive]\nplugin=csv\npath=DIR/{source}.csv\n" TEST_COLUMNS);
}

static void
test_named (BusMachine *self, gconstpointer data)
{
  GThread *machine = g_thread_new ("machine", answer_once, self);
  char bytes[2] = "";

  words_run (&self->words, "send camera0 --command zero");
  words_expect (&self->words, 0, "zeroed\\x02\n", "");
  g_thread_join (machine);
  words_run (&self->words, "send --command tare camera0");
  words_expect (&self->words, 0, "2\n", "");
  g_assert_cmpint (read (self->line, bytes, sizeof bytes), ==, 2);
  g_assert_cmpmem (bytes, sizeof bytes, "T\r", 2);
}

static void
test_named_refused (BusMachine *self, gconstpointer data)
{
  words_run (&self->words, "send camera0 'T\\r'");
  words_expect (&self->words, 1, "",
                "leat send: camera0: takes only the commands that its group names: zero, tare "
                "(leat send --command); allow-commands=yes lets anything be sent\n");
  words_run (&self->words, "send camera0 --command gross");
  words_expect (&self->words, 1, "",
                "leat send: camera0: has no command \"gross\"; command-name= in its group has "
                "zero, tare\n");
  words_run (&self->words, "send scale1 --command zero");
  words_expect (&self->words, 1, "",
                "leat send: scale1: is read-only; allow-commands=yes in its group opens it\n");
  words_run (&self->words, "send camera0 --command zero T1");
  words_expect (
      &self->words, 2, "",
      "leat send: --command NAME says what is sent, and what is awaited; leat send --help "
      "tells more\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  bus_machine_add ("/send/send", test_send);
  bus_machine_add ("/send/answer", test_answer);
  bus_machine_add ("/send/refused", test_refused);
  g_test_add ("/send/named", BusMachine, NULL, set_up_named, test_named, bus_machine_tear_down);
  g_test_add ("/send/named-refused", BusMachine, NULL, set_up_named, test_named_refused,
              bus_machine_tear_down);
  bus_machine_add_bus ("/send/usage", test_usage);
  return g_test_run ();
}
