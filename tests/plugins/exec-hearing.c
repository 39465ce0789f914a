/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-hearing.c - tests what is made of a child that says odd things */
#include "exec-sink-host.h"

static void
test_strange (Host *self, gconstpointer data)
{
  begin (self, CHILD ("    print('gar\\x07bage')\n"
                      "    say(type='odd')\n"
                      "    say(type='ack', id='other')\n"
                      "    say(type='ack')\n"
                      "    say(type='state', text='ready')\n"
                      "    if record: ack()\n"));
  offer (self, 1, 1, "1");
  end (self);
  g_assert_true (g_str_has_prefix (self->told->str, "message: "));
  g_assert_nonnull (strstr (self->told->str, ": gar bage\n"));
  g_assert_nonnull (strstr (self->told->str, "is of a type that no sink has: odd\n"));
  g_assert_nonnull (strstr (self->told->str, "that it was not sent, or twice: other\n"));
  g_assert_nonnull (strstr (self->told->str, "that it was not sent, or twice: (no id)\n"));
  g_assert_nonnull (strstr (self->told->str, "state: ready\n"));
}

/* and no more of it than people can read */
static void
test_strange_for_long (Host *self, gconstpointer data)
{
  g_auto (GStrv) lines = NULL;

  begin (self, CHILD ("    for i in range(1000 if record else 0): print('garbage')\n"
                      "    if record: ack()\n"));
  offer (self, 1, 1, "1");
  end (self);
  lines = g_strsplit (self->told->str, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 11);
  g_assert_true (g_str_has_suffix (lines[9], "; more of this is passed over in silence"));
}

typedef struct {
  const char *path;
  const char *command;
  const char *message;
} Greeting;

static const Greeting greetings[] = {
  { "version",
    "/bin/sh -c 'echo \"{\\\"type\\\":\\\"hello\\\",\\\"version\\\":2}\"; exec sleep 1000'",
    "the child speaks version 2 of the protocol; 1 is understood here" },
  { "role", "/bin/sh -c 'echo \"{\\\"type\\\":\\\"hello\\\",\\\"version\\\":1}\"; exec sleep 1000'",
    "the child does not say \"role\":\"sink\": it may be a source's" },
  { "ends", "/bin/sh -c 'echo why >&2; exit 7'",
    "the child has ended: exited with status 7; it said last: why" },
  { "silent", "/bin/sleep 1000",
    "the child has not said hello for 0.2 s (answer-timeout=), and is killed" },
  { "absent", "/no/such/program", "/no/such/program: there is no such program, or none in PATH" },
};

static void
test_greeting (Host *self, gconstpointer data)
{
  const Greeting *test = data;
  g_autoptr (GError) error = NULL;

  set (self, "term-after", "0s");
  if (g_str_equal (test->path, "silent"))
    set (self, "answer-timeout", "200ms");
  g_assert_false (try_open (self, test->command, &error));
  g_assert_cmpstr (error->message, ==, test->message);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/exec-hearing/strange", NULL, test_strange);
  ADD ("/exec-hearing/strange-for-long", NULL, test_strange_for_long);
  for (guint i = 0; i < G_N_ELEMENTS (greetings); i++)
    {
      g_autofree char *path = g_strconcat ("/exec-hearing/greeting/", greetings[i].path, NULL);

      g_test_add (path, Host, &greetings[i], set_up, test_greeting, tear_down);
    }
  return g_test_run ();
}
