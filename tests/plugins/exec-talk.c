/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-talk.c - tests lines to a child and from it: pieces, ends, floods, silence */
#include "exec-talk.h"
#include <string.h>

static const ExecOptions options = { .directory = (char *) "/",
                                     .term_after = 0,
                                     .kill_after = 10 * G_USEC_PER_SEC };

static void
tell (const char *line, gpointer owner)
{
}

static void
begin (ExecTalk *self, const char *command)
{
  ExecChild child;

  exec_talk_init (self);
  g_assert_true (exec_options_spawn (&options, &child, command, EXEC_SINK, "x", NULL));
  exec_talk_begin (self, &child, tell, NULL);
}

static void
end (ExecTalk *self)
{
  ExecEnding ending;

  exec_talk_end (self, &options, &ending);
  g_assert_cmpint (self->child.pid, ==, 0);
  exec_talk_clear (self);
}

static gint64
soon (void)
{
  return g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
}

/* (transfer none): a line, however many turns that takes */
static const char *
await_line (ExecTalk *self, gsize *length)
{
  g_autoptr (GError) error = NULL;
  const char *line;

  while ((line = exec_talk_take_line (self, length)) == NULL)
    {
      exec_talk_turn (self, soon (), NULL, &error);
      g_assert_no_error (error);
    }
  return line;
}

/* until it fails; the message is @expected, a pattern */
static void
expect_failure (ExecTalk *self, const char *expected)
{
  g_autoptr (GError) error = NULL;

  while (exec_talk_turn (self, soon (), NULL, &error))
    ;
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED);
  if (!g_pattern_match_simple (expected, error->message))
    g_error ("%s", error->message);
}

static void
test_lines (void)
{
  ExecTalk talk;
  gsize length;

  begin (&talk, "/bin/cat");
  g_string_append (talk.out, "one\n\nthree\nha");
  g_assert_cmpstr (await_line (&talk, &length), ==, "one");
  g_assert_cmpuint (length, ==, 3);
  g_assert_cmpstr (await_line (&talk, &length), ==, "");
  g_assert_cmpstr (await_line (&talk, &length), ==, "three");
  g_assert_null (exec_talk_take_line (&talk, &length));
  g_string_append (talk.out, "lf\n");
  g_assert_cmpstr (await_line (&talk, &length), ==, "half");
  end (&talk);
}

/* more than pipes hold, both ways at once */
static void
test_much (void)
{
  g_autofree char *line = g_strnfill (1000, 'x');
  ExecTalk talk;
  gsize length;

  begin (&talk, "/bin/cat");
  for (guint i = 0; i < 2000; i++)
    g_string_append_printf (talk.out, "%s\n", line);
  for (guint i = 0; i < 2000; i++)
    g_assert_cmpstr (await_line (&talk, &length), ==, line);
  g_assert_false (exec_talk_has_unsent (&talk));
  g_assert_cmpuint (talk.n_written, ==, 2000 * 1001);
  end (&talk);
}

static void
test_exit (void)
{
  ExecTalk talk;
  gsize length;

  begin (&talk, "/bin/sh -c 'echo last; echo why >&2; exit 3'");
  expect_failure (&talk, "the child has ended: exited with status 3; it said last: why");
  g_assert_cmpstr (exec_talk_take_line (&talk, &length), ==, "last");
  end (&talk);
}

static void
test_closed (void)
{
  ExecTalk talk;
  gsize length;

  begin (&talk, "/bin/sh -c 'exec >&-; exec sleep 1000'");
  expect_failure (&talk, "the child has closed its standard output");
  end (&talk);
  begin (&talk, "/bin/sh -c 'exec <&-; echo; exec sleep 1000'");
  g_assert_cmpstr (await_line (&talk, &length), ==, "");
  g_string_append (talk.out, "x\n");
  expect_failure (&talk, "the child has closed its standard input");
  end (&talk);
}

static void
test_long_line (void)
{
  ExecTalk talk;

  begin (&talk, "/bin/cat /dev/zero");
  expect_failure (&talk, "the child wrote a line of more than 65536 bytes to its standard output");
  end (&talk);
}

static void
test_waits (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  ExecTalk talk;

  begin (&talk, "/bin/sleep 1000");
  g_assert_true (exec_talk_turn (&talk, g_get_monotonic_time () + 1000, NULL, NULL));
  g_assert_false (exec_talk_turn (&talk, 1, NULL, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_TIMED_OUT);
  g_clear_error (&error);
  g_cancellable_cancel (cancellable);
  g_assert_false (exec_talk_turn (&talk, soon (), cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  end (&talk);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exec-talk/lines", test_lines);
  g_test_add_func ("/exec-talk/much", test_much);
  g_test_add_func ("/exec-talk/exit", test_exit);
  g_test_add_func ("/exec-talk/closed", test_closed);
  g_test_add_func ("/exec-talk/long-line", test_long_line);
  g_test_add_func ("/exec-talk/waits", test_waits);
  return g_test_run ();
}
