/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* status-screen.c - tests leat status --watch at a terminal: a daemon that goes, sizes, ends */
#include "../daemon/terminals.h"
#include "bus-machine.h"
#include <sys/wait.h>

#define GIVEN_BACK "\033[?7h\033[?25h\033[?1049l"

/* leat status --watch, with that as its terminal */
static pid_t
start (TestTerminal *terminal)
{
  char *command[] = { (char *) g_getenv ("LEAT_COMMAND"), (char *) "status", (char *) "--watch",
                      NULL };
  g_auto (GStrv) environment = g_get_environ ();
  pid_t child;

  environment = g_environ_setenv (environment, "TERM", "xterm", TRUE);
  environment = g_environ_setenv (environment, "LC_ALL", "C.UTF-8", TRUE);
  environment = g_environ_unsetenv (environment, "NO_COLOR");
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child > 0)
    return child;
  setsid (); /* between fork and exec only what is safe in a process that had threads */
  dup2 (terminal->slave, STDIN_FILENO);
  dup2 (terminal->slave, STDOUT_FILENO);
  ioctl (STDIN_FILENO, TIOCSCTTY, 0);
  execve (command[0], command, environment);
  _exit (127);
}

/* @keys: end it */
static void
check_end (TestTerminal *terminal, pid_t child, const char *keys)
{
  int status;

  if (keys != NULL)
    test_terminal_press (terminal, keys);
  test_terminal_await (terminal, GIVEN_BACK);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  test_terminal_check_settings (terminal);
}

typedef struct {
  const char *path;
  const char *keys;
  int         number;   /* of a signal; 0: keys */
} End;

static const End ends[] = {
  { "/status-screen/end/q", "q", 0 },
  { "/status-screen/end/ctrl-c", "\x03", 0 },
  { "/status-screen/end/other-keys", "x\x1c\x1aq", 0 },
  { "/status-screen/end/sigterm", NULL, SIGTERM },
  { "/status-screen/end/sighup", NULL, SIGHUP },
};

static void
test_end (BusMachine *self, gconstpointer data)
{
  const End *end = data;
  g_autoptr (TestTerminal) terminal = test_terminal_new (80, 24);
  const pid_t child = start (terminal);

  test_terminal_await (terminal, "scale1");
  test_terminal_await (terminal, "q ends");
  if (end->number != 0)
    kill (child, end->number);
  check_end (terminal, child, end->keys);
}

/* a daemon that ends is waited for, and a new one is seen as soon as it is there */
static void
test_daemon_goes (BusMachine *self, gconstpointer data)
{
  g_autoptr (TestTerminal) terminal = test_terminal_new (80, 24);
  const pid_t child = start (terminal);

  test_terminal_await (terminal, "\033[32mrunning");
  g_assert_cmpint (test_daemon_stop (self->daemon), ==, 0);
  test_terminal_forget (terminal);
  test_terminal_await (terminal, "there is no leatd on the bus");
  test_terminal_await (terminal, "this was ");
  test_terminal_await (terminal, "camera0");
  bus_machine_start (self);
  test_terminal_forget (terminal);
  test_terminal_await (terminal, "leatd 0.");
  test_terminal_await (terminal, "\033[32mrunning");
  check_end (terminal, child, "q");
}

static void
test_no_daemon (BusMachine *self, gconstpointer data)
{
  g_autoptr (TestTerminal) terminal = test_terminal_new (80, 24);
  const pid_t child = start (terminal);

  test_terminal_await (terminal, "leatd is waited for");
  test_terminal_await (terminal, "there is no leatd on the bus");
  check_end (terminal, child, "q");
}

/* how fast it is can be seen, and that nothing comes any more */
static void
test_bars (BusMachine *self, gconstpointer data)
{
  g_autoptr (TestTerminal) terminal = test_terminal_new (80, 24);
  const pid_t child = start (terminal);

  test_terminal_await (terminal, "▁");
  bus_machine_measure (self, 100);
  test_terminal_await (terminal, "▁█");
  test_terminal_await (terminal, "▁█▁");
  check_end (terminal, child, "q");
}

/* a larger window has room for more; of a small one nothing scrolls away */
static void
test_resize (BusMachine *self, gconstpointer data)
{
  g_autoptr (TestTerminal) terminal = test_terminal_new (80, 24);
  const pid_t child = start (terminal);

  test_terminal_await (terminal, "no such device");
  test_terminal_resize (terminal, 132, 43);
  test_terminal_await (terminal, "PLUGIN");
  test_terminal_resize (terminal, 80, 8);
  test_terminal_await (terminal, "lines more; a larger window shows them");
  check_end (terminal, child, "q");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    g_test_add (ends[i].path, BusMachine, &ends[i], bus_machine_set_up, test_end,
                bus_machine_tear_down);
  bus_machine_add ("/status-screen/daemon-goes", test_daemon_goes);
  bus_machine_add_bus ("/status-screen/no-daemon", test_no_daemon);
  bus_machine_add ("/status-screen/bars", test_bars);
  bus_machine_add ("/status-screen/resize", test_resize);
  return g_test_run ();
}
