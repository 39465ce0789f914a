/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-ending.c - tests what ends a child: the end of its input, SIGTERM, SIGKILL */
#include "exec-ending.h"
#include "exec-host.h"
#include <poll.h>

static void
tell (const char *line, gpointer owner)
{
  g_string_append_printf (owner, "%s\n", line);
}

typedef struct {
  const char *path;
  const char *script; /* says "go" first */
  gint64 patience;    /* µs */
  gint64 grace;
  const char *told; /* a pattern: a shell tells of what dies beside it */
  gsize n_lost;
} Case;

/* none of the times that are not to be waited for is ever waited for */
static const Case cases[] = {
  { "/exec-ending/input", "echo go; cat; echo eof >&2", 600e6, 600e6, "eof\n", 0 },
  { "/exec-ending/has-exited", "echo go", 600e6, 600e6, "", 0 },
  { "/exec-ending/term", "trap 'echo term >&2; exit' TERM; echo go; while :; do sleep 0.01; done",
    0, 600e6, "*term\n", 0 },
  { "/exec-ending/kill", "trap '' TERM; echo go; while :; do sleep 0.01; done", 0, 50e3, "*", 0 },
  { "/exec-ending/last-words", "echo go; cat; echo 12345", 600e6, 600e6, "", 6 },
  { "/exec-ending/full-pipe", "echo go; cat; head -c 1000000 /dev/zero", 600e6, 600e6, "",
    1000000 },
};

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  const char *words[] = { "/bin/sh", "-c", test->script, NULL };
  g_autoptr (GString) told = g_string_new (NULL);
  g_auto (GStrv) environment = g_environ_setenv (NULL, "PATH", "/usr/bin:/bin", TRUE);
  ExecChild child;
  ExecErrors errors;
  ExecEnding ending;
  struct pollfd output;
  char go[4];

  g_assert_true (exec_child_spawn (&child, (char **) words, environment, "/", NULL));
  exec_errors_begin (&errors, child.errors, tell, told);
  output = (struct pollfd) { .fd = child.output, .events = POLLIN };
  g_assert_cmpint (poll (&output, 1, -1), ==, 1);
  g_assert_cmpint (read (child.output, go, 3), ==, 3);
  exec_ending_run (&ending, &child, &errors, test->patience, test->grace);
  g_assert_cmpint (child.pid, ==, 0);
  if (!g_pattern_match_simple (test->told, told->str))
    g_error ("it told: %s", told->str);
  g_assert_cmpuint (ending.n_lost, ==, test->n_lost);
  g_assert_false (ending.is_held);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_case);
  return g_test_run ();
}
