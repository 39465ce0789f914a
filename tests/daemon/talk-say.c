/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* talk-say.c - tests what is said to a device on connecting, and commands between polls */
#include "talks.h"

#define POLL "poll-command=a\\r;b\\r\npoll-interval=1s\npoll-timeout=100ms\npoll-gap=10ms\n"

/* --- on connecting --- */

#define LOGIN \
  "on-connect-await=User\non-connect=admin\\r;secret\\r;go\\r\non-connect-answer=Password;^OK\n" \
  "on-connect-timeout=50ms\n"

static void
test_connect (void)
{
  g_autoptr (Talk) talk = talk_new (LOGIN POLL);

  talk_open (talk, FALSE);
  talk_expect (talk->sent, "");
  g_assert_true (leatd_talk_is_connecting (talk->talk));
  talk_hear_text (talk, "welcome\r");
  talk_hear_text (talk, "User:\r");
  talk_expect (talk->sent, "admin\r");
  talk_wait (talk, 40);
  talk_hear_text (talk, "Password:\r");
  talk_expect (talk->sent, "secret\r");
  talk_hear_text (talk, "OK\r");
  talk_expect (talk->sent, "go\ra\r");
  g_assert_false (leatd_talk_is_connecting (talk->talk));
  talk_expect (talk->records, "");
  g_assert_cmpuint (talk_count (talk, LEATD_SOURCE_UNASKED), ==, 1);
  g_assert_cmpuint (talk_count (talk, LEATD_SOURCE_REJECTS), ==, 1);
  g_assert_cmpuint (talk_count (talk, LEATD_SOURCE_TAKEN_BYTES), ==,
                    strlen ("User:\rPassword:\rOK\r"));
  g_assert_no_error (talk->error);
}

static void
test_connect_refused (void)
{
  g_autoptr (Talk) talk = talk_new (LOGIN);

  talk_open (talk, FALSE);
  talk_hear_text (talk, "User:\r");
  talk_hear_text (talk, "Password:\r");
  talk_hear_text (talk, "\x02no such user\r");
  g_string_set_size (talk->sent, 0);
  talk_wait (talk, 49);
  g_assert_no_error (talk->error);
  talk_wait (talk, 1);
  g_assert_error (talk->error, LEAT_ERROR, LEAT_ERROR_TIMED_OUT);
  g_assert_cmpstr (talk->error->message, ==,
                   "/dev/ttyS0: on-connect= 2 of 3: not answered in 50 ms (on-connect-timeout=): "
                   "\"^OK\" was awaited, the last that came is \"\\x02no such user\"");
  talk_wait (talk, 1000);
  talk_expect (talk->sent, "");
}

static void
test_connect_silent (void)
{
  g_autoptr (Talk) talk = talk_new (LOGIN);

  talk_open (talk, FALSE);
  talk_wait (talk, 50);
  g_assert_error (talk->error, LEAT_ERROR, LEAT_ERROR_TIMED_OUT);
  g_assert_cmpstr (talk->error->message, ==,
                   "/dev/ttyS0: on-connect-await=: not answered in 50 ms (on-connect-timeout=): "
                   "\"User\" was awaited, nothing came");
  g_clear_error (&talk->error);
  talk_open (talk, FALSE); /* what was not answered is another connection's */
  talk_hear_text (talk, "User:\r");
  talk_wait (talk, 1000);
  talk_hear_text (talk, "User:\r");
  talk_expect (talk->sent, "admin\r");
}

/* nothing is awaited: all is sent at once, and what comes is a record */
static void
test_connect_alone (void)
{
  g_autoptr (Talk) talk = talk_new ("on-connect=a\\r;b\\r\n");

  talk_open (talk, FALSE);
  talk_expect (talk->sent, "a\rb\r");
  talk_hear_text (talk, "1\r2\r");
  talk_expect (talk->records, "=1 =2 ");
  talk_open (talk, TRUE); /* it was open all the time */
  talk_expect (talk->sent, "");
}

/* --- commands --- */

typedef struct {
  LeatCommand command; /* first */
  guint n_answers;
  char *answer; /* "12", "'bytes'" or the error's */
} Command;

static void
on_answer (LeatCommand *command, GVariant *answer, GError *error)
{
  Command *self = (Command *) command;

  self->n_answers++;
  g_free (self->answer);
  self->answer = error != NULL ? g_strdup (error->message) : g_variant_print (answer, FALSE);
  g_clear_error (&error);
  g_clear_pointer (&answer, g_variant_unref);
}

static Command *
command_new (Talk *talk, const char *name, const char *text)
{
  Command *self = g_new0 (Command, 1);

  self->command.name = (char *) name;
  self->command.argument = g_variant_ref_sink (g_variant_new_string (text));
  self->command.answer = on_answer;
  leatd_talk_command (talk->talk, &self->command);
  leatd_talk_run (talk->talk);
  return self;
}

static void
command_expect (Command *self, const char *answer)
{
  g_assert_cmpuint (self->n_answers, ==, 1);
  g_assert_cmpstr (self->answer, ==, answer);
  g_variant_unref (self->command.argument);
  g_free (self->answer);
  g_free (self);
}

/* between two polls, and its answer is nobody's */
static void
test_send (void)
{
  g_autoptr (Talk) talk = talk_new (POLL);
  Command *command;

  talk_open (talk, FALSE);
  command = command_new (talk, "send", "Z\r");
  talk_expect (talk->sent, "a\r");
  talk_hear_text (talk, "1\r");
  talk_wait (talk, 10);
  talk_expect (talk->sent, "Z\r");
  talk_hear_text (talk, "zeroed\r");
  talk_wait (talk, 10);
  talk_expect (talk->sent, "b\r");
  talk_hear_text (talk, "2\r");
  talk_expect (talk->records, "a=1 b=2 ");
  g_assert_cmpuint (talk_count (talk, LEATD_SOURCE_REJECTS), ==, 1);
  command_expect (command, "2");
}

static void
test_ask (void)
{
  g_autoptr (Talk) talk = talk_new (POLL);
  Command *one, *two;

  talk_open (talk, FALSE);
  talk_hear_text (talk, "1\r");
  one = command_new (talk, "ask", "Z\r");
  two = command_new (talk, "ask", "Y\r");
  talk_wait (talk, 10);
  talk_expect (talk->sent, "a\rZ\r");
  talk_hear_text (talk, "zeroed\r");
  command_expect (one, "[0x7a, 0x65, 0x72, 0x6f, 0x65, 0x64]");
  talk_wait (talk, 110);
  talk_expect (talk->sent, "Y\r");
  command_expect (two, "c: not answered in 100 ms (poll-timeout=)");
  talk_wait (talk, 100);
  talk_expect (talk->sent, "b\r");
  g_assert_cmpuint (talk_count (talk, LEATD_SOURCE_POLL_TIMEOUTS), ==, 0);
  talk_expect (talk->records, "a=1 ");
}

/* where nothing is polled each frame is a record, whoever asked */
static void
test_ask_alone (void)
{
  g_autoptr (Talk) talk = talk_new ("");
  Command *command;

  talk_open (talk, TRUE);
  talk_hear_text (talk, "1\r");
  command = command_new (talk, "ask", "Z\r");
  talk_expect (talk->sent, "Z\r");
  talk_hear_text (talk, "2\r3\r");
  command_expect (command, "[0x32]");
  talk_expect (talk->records, "=1 =2 =3 ");
  g_assert_cmpuint (talk_count (talk, LEATD_SOURCE_REJECTS), ==, 0);
}

static void
test_ask_and_end (void)
{
  g_autoptr (Talk) talk = talk_new (POLL);
  Command *one, *two;

  talk_open (talk, FALSE);
  talk_hear_text (talk, "1\r");
  one = command_new (talk, "ask", "Z\r");
  two = command_new (talk, "ask", "Y\r");
  talk_wait (talk, 10);
  leatd_talk_end (talk->talk);
  command_expect (one, "c: the connection ended before it was answered");
  command_expect (two, "c: the connection ended before it was answered");
}

static void
test_ask_after_login (void)
{
  g_autoptr (Talk) talk = talk_new ("on-connect=hello\\r\non-connect-answer=^hi\n");
  Command *command;

  talk_open (talk, FALSE);
  command = command_new (talk, "send", "Z\r");
  talk_expect (talk->sent, "hello\r");
  talk_hear_text (talk, "hi\r");
  talk_expect (talk->sent, "Z\r");
  command_expect (command, "2");
}

#define NAMED \
  "allow-commands=named\ncommand=Z\\r;T\\r\ncommand-name=zero;tare\ncommand-answer=^Z A$\n" \
  "command-timeout=200ms\n"

/* between two polls; what fits is given to who sent it, and is no record, what does not is none of
 * its business */
static void
test_named (void)
{
  g_autoptr (Talk) talk = talk_new (POLL NAMED);
  Command *zero, *tare;

  talk_open (talk, FALSE);
  zero = command_new (talk, "named", "zero");
  tare = command_new (talk, "named", "tare");
  talk_expect (talk->sent, "a\r");
  talk_hear_text (talk, "1\r");
  talk_wait (talk, 10);
  talk_expect (talk->sent, "Z\r");
  talk_wait (talk, 150);
  talk_hear_text (talk, "Z A\r");
  command_expect (zero, "[0x5a, 0x20, 0x41]");
  talk_wait (talk, 10);
  talk_expect (talk->sent, "T\r");
  command_expect (tare, "2");
  talk_expect (talk->records, "a=1 ");
  g_assert_cmpuint (talk_count (talk, LEATD_SOURCE_TAKEN_BYTES), ==, 4);
}

/* where nothing is polled what else comes is a record as ever; the last of it is told */
static void
test_named_alone (void)
{
  g_autoptr (Talk) talk = talk_new (NAMED);
  Command *zero, *silent, *tare;

  talk_open (talk, FALSE);
  zero = command_new (talk, "named", "zero");
  talk_wait (talk, 0);
  talk_expect (talk->sent, "Z\r");
  talk_hear_text (talk, "1\rZ -\r");
  talk_wait (talk, 200);
  command_expect (zero,
                  "c: zero: not answered in 200 ms (command-timeout=): \"^Z A$\" was awaited, "
                  "the last that came is \"Z -\"");
  silent = command_new (talk, "named", "zero");
  talk_wait (talk, 200);
  command_expect (silent, "c: zero: not answered in 200 ms (command-timeout=): \"^Z A$\" was "
                          "awaited, nothing came");
  tare = command_new (talk, "named", "tare");
  talk_wait (talk, 0);
  talk_expect (talk->sent, "Z\rT\r");
  command_expect (tare, "2");
  talk_hear_text (talk, "2\r");
  talk_expect (talk->records, "=1 =Z - =2 ");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/talk-say/connect/answered", test_connect);
  g_test_add_func ("/talk-say/connect/refused", test_connect_refused);
  g_test_add_func ("/talk-say/connect/silent", test_connect_silent);
  g_test_add_func ("/talk-say/connect/alone", test_connect_alone);
  g_test_add_func ("/talk-say/command/send", test_send);
  g_test_add_func ("/talk-say/command/ask", test_ask);
  g_test_add_func ("/talk-say/command/ask-alone", test_ask_alone);
  g_test_add_func ("/talk-say/command/ask-and-end", test_ask_and_end);
  g_test_add_func ("/talk-say/command/after-login", test_ask_after_login);
  g_test_add_func ("/talk-say/command/named", test_named);
  g_test_add_func ("/talk-say/command/named-alone", test_named_alone);
  return g_test_run ();
}
