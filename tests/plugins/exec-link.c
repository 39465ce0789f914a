/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-link.c - tests children that do what children do: end, hang, fork, flood, ignore */
#include "exec-host.h"
#include <errno.h>
#include <stdio.h>

#define SHELL(script) "exec:/bin/sh -c '" script "'"

typedef struct {
  const char *path;
  const char *options;
  const char *device;
  const char *output;
  const char *message; /* NULL: an end, no error */
  const char *told;    /* a pattern */
} LifeCase;

static const LifeCase life_cases[] = {
  { "status-0", "", SHELL ("echo a"), "a\n", "exited with status 0", "" },
  { "status-3", "", SHELL ("echo a; exit 3"), "a\n", "exited with status 3", "" },
  { "signal", "", SHELL ("kill -SEGV $$"), "", "killed by signal 11 (Segmentation fault)", "" },
  { "half-line", "", SHELL ("printf ha"), "ha", "exited with status 0", "" },
  { "last-words", "", SHELL ("echo why >&2; exit 1"), "",
    "exited with status 1; it said last: why", "stderr: why\n" },
  { "usage", "", "exec:/bin/cat --no-such-option", "", "exited with status 1; it said last: *",
    "stderr: */bin/cat: unrecognized option*" },
  { "arguments", "", "exec:/usr/bin/printf \"%s|\" 'a b' \"c $HOME\" '*' ';' \\\"",
    "a b|c $HOME|*|;|\"|", "exited with status 0", "" },
  { "on-failure/0", "restart=on-failure", SHELL ("echo a"), "a\n", NULL, "" },
  { "on-failure/1", "restart=on-failure", SHELL ("exit 1"), "", "exited with status 1", "" },
  { "no/0", "restart=no", SHELL ("echo a"), "a\n", NULL, "" },
  { "no/1", "restart=no", SHELL ("exit 1"), "", NULL,
    "exit: *: exited with status 1, and is not started again (restart=)\n" },
  { "directory", "directory=/usr/bin", SHELL ("pwd"), "/usr/bin\n", "exited with status 0", "" },
  { "environment", "environment=A=1;B=x", SHELL ("echo $A$B $LEAT_SOURCE ${SECRET-none}"),
    "1x gauge none\n", "exited with status 0", "" },
  { "no-signal-is-ignored", "", SHELL ("yes | head -n 1"), "y\n", "exited with status 0", "" },
  { "closes-output", "kill-after=50ms", SHELL ("exec >&-; exec sleep 1000"), "",
    "closed its output and went on: killed by signal 15 (Terminated)", "" },
  { "closes-output-and-ignores", "kill-after=50ms",
    SHELL ("trap : TERM; exec >&-; while :; do sleep 1000; done"), "",
    "closed its output and went on: killed by signal 9 (Killed)*", "*" },
  { "goes-to-background", "kill-after=50ms term-after=0", SHELL ("sleep 1000 & echo $!"), "*\n",
    "exited with status 0", "background: *is ended with it*" },
};

static void
test_life (gconstpointer data)
{
  const LifeCase *test = data;
  g_auto (ExecHost) host = { 0 };

  exec_host_init (&host, test->options);
  exec_host_run (&host, test->device);
  g_assert_true (g_pattern_match_simple (test->output, host.output->str));
  if (!g_pattern_match_simple (test->told, host.told->str))
    g_error ("it told: %s", host.told->str);
  if (test->message == NULL)
    g_assert_no_error (host.error);
  else
    {
      const gsize length = strlen (test->device);
      const gboolean is_well = strstr (test->message, "status 0") != NULL;

      g_assert_true (host.error->domain == LEAT_ERROR);
      g_assert_cmpint (host.error->code, ==, is_well ? LEAT_ERROR_DISCONNECTED : LEAT_ERROR_FAILED);
      g_assert_true (g_str_has_prefix (host.error->message, test->device));
      if (!g_pattern_match_simple (test->message, host.error->message + length + 2))
        g_error ("it ended: %s", host.error->message);
    }
}

typedef struct {
  const char *path;
  const char *options;
  const char *device;
  const char *message;
} OpenCase;

static const OpenCase open_cases[] = {
  { "not-found", "", "exec:/no/such/program",
    "exec: /no/such/program: there is no such program, or none in PATH" },
  { "not-in-path", "environment=PATH=/no", "exec:cat",
    "exec: cat: there is no such program, or none in PATH" },
  { "not-executable", "", "exec:/etc/passwd",
    "exec: /etc/passwd: is not executable by leatd's user; chmod +x, and look at the folders" },
  { "folder", "", "exec:/etc",
    "exec: /etc: is not executable by leatd's user; chmod +x, and look at the folders" },
  { "no-directory", "directory=/no/such", "exec:/bin/cat", "exec: directory=/no/such: *" },
};

static void
test_open (gconstpointer data)
{
  const OpenCase *test = data;
  g_auto (ExecHost) host = { 0 };
  g_autoptr (GError) error = NULL;
  const guint n_descriptors = exec_count ("/proc/self/fd");

  exec_host_init (&host, test->options);
  g_assert_false (exec_link_class.open (host.link, test->device, NULL, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED);
  if (!g_pattern_match_simple (test->message, error->message))
    g_error ("it said: %s", error->message);
  g_assert_cmpuint (exec_count ("/proc/self/fd"), ==, n_descriptors);
}

static void
test_table (void)
{
  g_auto (ExecHost) host = { 0 };
  g_autoptr (GError) error = NULL;

  leat_options_check (exec_link_class.options, exec_link_class.instance_size, &error);
  g_assert_no_error (error);
  exec_host_init (&host, "");
  g_assert_true (exec_link_class.judge_device (host.link, "exec:/bin/cat -u", NULL));
  g_assert_false (exec_link_class.judge_device (host.link, "exec:/bin/cat 'u", &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
}

/* what is sent comes back */
static void
test_write (void)
{
  g_auto (ExecHost) host = { 0 };

  exec_host_init (&host, "");
  exec_host_open (&host, "exec:/bin/cat");
  g_assert_cmpint (exec_link_class.get_output_fd (host.link), >=, 0);
  g_assert_cmpint (exec_link_class.write (host.link, (const guint8 *) "T1\r\n", 4, NULL), ==, 4);
  exec_host_await (&host, "T1\r\n");
  exec_host_close (&host);
  g_assert_cmpstr (host.told->str, ==, "");
}

/* a child that does not read takes what its pipe holds, and no more; one that has closed its input
 * goes on */
static void
test_write_full (void)
{
  g_auto (ExecHost) host = { 0 };
  g_autofree guint8 *much = g_malloc0 (1 << 20);
  g_autoptr (GError) error = NULL;

  exec_host_init (&host, "kill-after=50ms term-after=0");
  exec_host_open (&host, "exec:/bin/sleep 1000");
  g_assert_cmpint (exec_link_class.write (host.link, much, 1 << 20, NULL), <, 1 << 20);
  g_assert_cmpint (exec_link_class.write (host.link, much, 1 << 20, &error), <, 0);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
  exec_host_close (&host);

  exec_host_open (&host, SHELL ("exec <&-; echo deaf; exec sleep 1000"));
  exec_host_await (&host, "deaf");
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (exec_link_class.write (host.link, much, 10, NULL), ==, 10);
  exec_host_close (&host);
  g_assert_cmpstr (host.told->str, ==,
                   "input: the child has closed its standard input: what is "
                   "sent to it is given up\n");
}

/* the child and all of its group are gone when the link is closed, whatever they think of it */
static void
test_group (gconstpointer data)
{
  g_auto (ExecHost) host = { 0 };
  int child, grandchild;

  exec_host_init (&host, "kill-after=50ms term-after=0");
  exec_host_open (&host, data);
  exec_host_await (&host, "\n");
  g_assert_cmpint (sscanf (host.output->str, "%d %d", &child, &grandchild), ==, 2);
  g_assert_true (exec_is_alive (child));
  g_assert_true (exec_is_alive (grandchild));
  exec_host_close (&host);
  g_assert_false (exec_is_alive (child));
  while (exec_is_alive (grandchild)) /* its new parent may take its time */
    g_thread_yield ();
}

/* one that has left the group is left alone, and told of */
static void
test_escaped (void)
{
  g_auto (ExecHost) host = { 0 };
  int pid;

  exec_host_init (&host, "kill-after=50ms term-after=0");
  exec_host_open (&host, SHELL ("setsid sh -c \"echo \\$\\$; exec sleep 1000\" & wait"));
  exec_host_await (&host, "\n");
  pid = atoi (host.output->str);
  exec_host_close (&host);
  g_assert_nonnull (strstr (host.told->str, "left: a process that the child started"));
  g_assert_true (exec_is_alive (pid));
  kill (pid, SIGKILL);
}

/* a child that is to stop may end by itself: its input's end is enough */
static void
test_patience (void)
{
  g_auto (ExecHost) host = { 0 };

  exec_host_init (&host, "term-after=60s");
  exec_host_open (&host, SHELL ("echo go; cat >&2; echo done >&2"));
  exec_host_await (&host, "go\n");
  g_assert_cmpint (exec_link_class.write (host.link, (const guint8 *) "last\n", 5, NULL), ==, 5);
  exec_host_close (&host);
  g_assert_cmpstr (host.told->str, ==, "stderr: last\nstderr: done\n");
}

/* what is written while nobody reads any more is counted */
static void
test_lost (void)
{
  g_auto (ExecHost) host = { 0 };

  exec_host_init (&host, "term-after=0 kill-after=60s");
  exec_host_open (&host,
                  SHELL ("trap \"echo 12345; exit\" TERM; echo go; while :; do sleep 0.01; done"));
  exec_host_await (&host, "go\n");
  exec_host_close (&host);
  g_assert_nonnull (strstr (host.told->str, "output: 6 bytes that the child wrote while it ended"));
}

/* a flood on standard error is summed up, and the child never waits for ever */
static void
test_flood (void)
{
  g_auto (ExecHost) host = { 0 };
  g_auto (GStrv) lines = NULL;

  exec_host_init (&host, "");
  exec_host_run (&host,
                 SHELL ("head -c 1000000 /dev/zero | tr \"\\\\0\" \"\\\\n\" | sed s/^/oops/ >&2; "
                        "echo done"));
  g_assert_cmpstr (host.output->str, ==, "done\n");
  lines = g_strsplit (host.told->str, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), <, 4096);
  g_assert_nonnull (strstr (host.told->str, "more lines"));
}

/* a hundred lives: no descriptor, no zombie, no thread is left */
static void
test_loop (void)
{
  g_auto (ExecHost) host = { 0 };
  guint n_descriptors = 0;

  exec_host_init (&host, "");
  for (guint life = 0; life < 100; life++)
    {
      exec_host_run (&host, life % 2 == 0 ? "exec:/bin/true" : SHELL ("echo a; kill -9 $$"));
      if (life == 0)
        n_descriptors = exec_count ("/proc/self/fd");
    }
  g_assert_cmpuint (exec_count ("/proc/self/fd"), ==, n_descriptors);
  g_assert_cmpint (waitpid (-1, NULL, WNOHANG), ==, -1);
  g_assert_cmpint (errno, ==, ECHILD);
}

/* it has its three descriptors and no other, not even one that is not closed at exec() */
static void
test_descriptors (void)
{
  g_auto (ExecHost) host = { 0 };
  int ends[2];

  g_assert_cmpint (pipe (ends), ==, 0);
  exec_host_init (&host, "");
  exec_host_run (&host, SHELL ("for i in 3 4 5 6 7 8 9 10 11 12 13 14 15; do "
                               "[ -e /proc/$$/fd/$i ] && echo $i; done; :"));
  g_assert_cmpstr (host.output->str, ==, "");
  close (ends[0]);
  close (ends[1]);
}

int
main (int argc, char **argv)
{
  g_setenv ("SECRET", "1234", TRUE);
  g_test_init (&argc, &argv, NULL);
  signal (SIGPIPE, SIG_IGN);
  for (guint i = 0; i < G_N_ELEMENTS (life_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/exec-link/life/", life_cases[i].path, NULL);

      g_test_add_data_func (path, &life_cases[i], test_life);
    }
  for (guint i = 0; i < G_N_ELEMENTS (open_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/exec-link/open/", open_cases[i].path, NULL);

      g_test_add_data_func (path, &open_cases[i], test_open);
    }
  g_test_add_func ("/exec-link/table", test_table);
  g_test_add_func ("/exec-link/write/echo", test_write);
  g_test_add_func ("/exec-link/write/full", test_write_full);
  g_test_add_data_func ("/exec-link/group/meek", SHELL ("sleep 1000 & echo $$ $!; wait"),
                        test_group);
  g_test_add_data_func ("/exec-link/group/ignores",
                        SHELL ("trap \"\" TERM; sleep 1000 & echo $$ $!; wait"), test_group);
  g_test_add_func ("/exec-link/group/escaped", test_escaped);
  g_test_add_func ("/exec-link/patience", test_patience);
  g_test_add_func ("/exec-link/lost", test_lost);
  g_test_add_func ("/exec-link/flood", test_flood);
  g_test_add_func ("/exec-link/loop", test_loop);
  g_test_add_func ("/exec-link/descriptors", test_descriptors);
  return g_test_run ();
}
