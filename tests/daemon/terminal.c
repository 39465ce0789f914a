/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* terminal.c - tests what is seen of a terminal, and that it is given back as it was */
#include "look/terminal.h"
#include "terminals.h"
#include <sys/wait.h>

/* @func in a process whose stdin and stdout are the terminal; its exit code */
static int
run_at (TestTerminal *terminal, int (*func) (void))
{
  const pid_t child = fork ();
  int status;

  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      dup2 (terminal->slave, STDIN_FILENO);
      dup2 (terminal->slave, STDOUT_FILENO);
      exit (func ());
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status);
}

static int
show (void)
{
  struct termios now;

  if (!leat_terminal_take ())
    return 1;
  leat_terminal_show ("one\ntwo\n");
  if (tcgetattr (STDIN_FILENO, &now) != 0 || (now.c_lflag & (ECHO | ICANON)) != 0 ||
      (now.c_lflag & ISIG) == 0)
    return 2;
  return 0; /* and at the exit it is given back */
}

#define TAKEN "\033[?1049h\033[?25l\033[?7l\033[2J"
#define GIVEN_BACK "\033[?7h\033[?25h\033[?1049l"

static void
test_show (void)
{
  g_autoptr (TestTerminal) terminal = test_terminal_new (80, 24);

  g_assert_true (g_setenv ("TERM", "xterm", TRUE));
  g_assert_cmpint (run_at (terminal, show), ==, 0);
  test_terminal_await (terminal, "\033[?1049l");
  g_assert_cmpstr (terminal->written->str, ==,
                   TAKEN "\033[H\033[2Kone\r\n\033[2Ktwo\033[3;1H\033[J" GIVEN_BACK);
  test_terminal_check_settings (terminal);
}

/* what fills it whole does not scroll it */
static void
test_full (void)
{
  g_autoptr (TestTerminal) terminal = test_terminal_new (80, 2);

  g_assert_cmpint (run_at (terminal, show), ==, 0);
  test_terminal_await (terminal, "\033[?1049l");
  g_assert_cmpstr (terminal->written->str, ==, TAKEN "\033[H\033[2Kone\r\n\033[2Ktwo" GIVEN_BACK);
}

static int
take (void)
{
  return leat_terminal_take () ? 0 : 1;
}

static void
test_dumb (void)
{
  g_autoptr (TestTerminal) terminal = test_terminal_new (80, 24);

  g_assert_true (g_setenv ("TERM", "dumb", TRUE));
  g_assert_cmpint (run_at (terminal, take), ==, 1);
  g_unsetenv ("TERM");
  g_assert_cmpint (run_at (terminal, take), ==, 1);
  g_assert_true (g_setenv ("TERM", "xterm", TRUE));
  test_terminal_check_settings (terminal);
}

static int
look (void)
{
  LeatTerminal terminal;

  leat_terminal_look (&terminal);
  return terminal.width == 132 && terminal.height == 43 ? terminal.colour : 2;
}

static void
test_look (void)
{
  g_autoptr (TestTerminal) terminal = test_terminal_new (132, 43);

  g_unsetenv ("NO_COLOR");
  g_assert_cmpint (run_at (terminal, look), ==, 1);
  g_assert_true (g_setenv ("NO_COLOR", "", TRUE));
  g_assert_cmpint (run_at (terminal, look), ==, 1);
  g_assert_true (g_setenv ("NO_COLOR", "1", TRUE));
  g_assert_cmpint (run_at (terminal, look), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/terminal/show", test_show);
  g_test_add_func ("/terminal/full", test_full);
  g_test_add_func ("/terminal/dumb", test_dumb);
  g_test_add_func ("/terminal/look", test_look);
  return g_test_run ();
}
