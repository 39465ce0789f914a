/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-child.c - tests one child: its session, its exit, and that nobody else's is taken */
#include "exec-child.h"
#include "exec-host.h"
#include <poll.h>

static ExecChild
spawn (const char *script)
{
  const char *words[] = { "/bin/sh", "-c", script, NULL };
  ExecChild child;
  g_autoptr (GError) error = NULL;

  exec_child_spawn (&child, (char **) words, NULL, "/", &error);
  g_assert_no_error (error);
  return child;
}

static void
await_exit (ExecChild *child)
{
  struct pollfd life = { .fd = child->life, .events = POLLIN };

  g_assert_cmpint (poll (&life, 1, -1), ==, 1);
  g_assert_true (exec_child_look (child));
}

typedef struct {
  const char *path;
  const char *script;
  gboolean failed;
  const char *text;
} Case;

static const Case cases[] = {
  { "/exec-child/exit/0", ":", FALSE, "exited with status 0" },
  { "/exec-child/exit/3", "exit 3", TRUE, "exited with status 3" },
  { "/exec-child/exit/255", "exit 255", TRUE, "exited with status 255" },
  { "/exec-child/exit/signal", "kill -11 $$", TRUE, "killed by signal 11 (Segmentation fault)" },
};

static void
test_exit (gconstpointer data)
{
  const Case *test = data;
  ExecChild child = spawn (test->script);
  g_autofree char *text = NULL;

  await_exit (&child);
  g_assert_cmpint (exec_child_has_failed (&child), ==, test->failed);
  text = exec_child_describe (&child);
  g_assert_cmpstr (text, ==, test->text);
  exec_child_reap (&child);
  exec_child_reap (&child);
  g_assert_cmpint (child.pid, ==, 0);
}

/* it leads a session of its own, has no terminal, and lives until it is told */
static void
test_session (void)
{
  ExecChild child = spawn ("read line; exit 7");

  g_assert_false (exec_child_look (&child));
  g_assert_cmpint (getsid (child.pid), ==, child.pid);
  g_assert_cmpint (getpgid (child.pid), ==, child.pid);
  g_assert_cmpint (write (child.input, "\n", 1), ==, 1);
  await_exit (&child);
  g_assert_cmpint (child.status, ==, 7);
  exec_child_reap (&child);
}

/* another's child that has exited is left to whom it belongs to */
static void
test_others (void)
{
  const int other = fork ();
  ExecChild child;
  int status;

  if (other == 0)
    _exit (5);
  child = spawn (":");
  await_exit (&child);
  exec_child_reap (&child);
  g_assert_cmpint (waitpid (other, &status, 0), ==, other);
  g_assert_cmpint (WEXITSTATUS (status), ==, 5);
}

/* what is left of its group is killed with it, before its id is free for others */
static void
test_group (void)
{
  ExecChild child = spawn ("sleep 1000 & echo $!");
  struct pollfd output = { .fd = child.output, .events = POLLIN };
  char text[32] = { 0 };
  int pid;

  g_assert_cmpint (poll (&output, 1, -1), ==, 1);
  g_assert_cmpint (read (child.output, text, sizeof text - 1), >, 0);
  pid = atoi (text);
  await_exit (&child);
  g_assert_true (exec_is_alive (pid));
  exec_child_reap (&child);
  while (exec_is_alive (pid))
    g_thread_yield ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_exit);
  g_test_add_func ("/exec-child/session", test_session);
  g_test_add_func ("/exec-child/others", test_others);
  g_test_add_func ("/exec-child/group", test_group);
  return g_test_run ();
}
