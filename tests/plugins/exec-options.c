/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-options.c - tests how a child is started as options say */
#include "exec-options.h"
#include <poll.h>
#include <string.h>
#include <unistd.h>

static void
read_all (ExecChild *child, char *text, gsize size)
{
  gsize length = 0;
  gssize n = -1;

  while (n != 0)
    {
      struct pollfd polled = { .fd = child->output, .events = POLLIN };

      poll (&polled, 1, -1);
      n = read (child->output, text + length, size - length);
      length += (gsize) MAX (n, 0);
    }
  text[length] = '\0';
}

static void
test_spawn (void)
{
  char *environment[] = { (char *) "GREETING=hello", NULL };
  const ExecOptions options = { .environment = environment, .directory = (char *) "/usr" };
  ExecChild child = EXEC_CHILD_NONE;
  char text[1024] = "";

  g_assert_true (exec_options_check (&options, NULL));
  g_assert_true (exec_options_spawn (&options, &child,
                                     "/bin/sh -c 'echo $GREETING $LEAT_SINK; pwd'", EXEC_SINK,
                                     "ledger", NULL));
  read_all (&child, text, sizeof text - 1);
  g_assert_cmpstr (text, ==, "hello ledger\n/usr\n");
  exec_child_reap (&child);
}

static void
test_wrong (void)
{
  char *environment[] = { (char *) "LEAT_SINK=x", NULL };
  const ExecOptions options = { .environment = environment, .directory = (char *) "/" };
  const ExecOptions sound = { .directory = (char *) "/" };
  ExecChild child = EXEC_CHILD_NONE;
  g_autoptr (GError) error = NULL;

  g_assert_false (exec_options_check (&options, &error));
  g_assert_cmpstr (error->message, ==,
                   "environment: LEAT_SINK is always the name of whose child it is");
  g_clear_error (&error);
  g_assert_false (exec_options_spawn (&sound, &child, "/no/such/program", EXEC_SINK, "x", &error));
  g_assert_cmpstr (error->message, ==,
                   "/no/such/program: there is no such program, or none in PATH");
  g_clear_error (&error);
  g_assert_false (exec_options_spawn (&sound, &child, "'", EXEC_SINK, "x", &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_cmpint (child.pid, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exec-options/spawn", test_spawn);
  g_test_add_func ("/exec-options/wrong", test_wrong);
  return g_test_run ();
}
