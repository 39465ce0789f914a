/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* log-unread.c - a leatd whose stderr nobody reads: sources go on, and it ends when it is told */
#include "daemons.h"
#include <sys/stat.h>

#define RECORDS 5000
#define LAST "5000"
#define NOISE "noise of another\n"

/* as much on stdout as on stderr, from a moment on that the test chooses; cat waits for its end */
static const char talker[] = "read go < \"$1/go\"\n"
                             "i=0\n"
                             "while [ $i -lt " LAST " ]\n"
                             "do i=$((i + 1)); echo $i; echo noise $i >&2\n"
                             "done\n"
                             "exec cat\n";

static const char config[] = "[source talker]\nplugin=exec\ndevice=exec:/bin/sh DIR/talker.sh DIR\n"
                             "[sink file]\nplugin=csv\npath=DIR/talker.csv\ncolumns=text\n";

static TestDaemon *
start_talker (void)
{
  TestDaemon *daemon = test_daemon_new (config);
  g_autofree char *script = test_path (daemon, "talker.sh");
  g_autofree char *go = test_path (daemon, "go");

  g_assert_true (g_file_set_contents (script, talker, -1, NULL));
  g_assert_cmpint (mkfifo (go, 0600), ==, 0);
  test_daemon_start (daemon);
  test_daemon_await (daemon, " talker: running");
  return daemon;
}

/* the pipe, to its last byte */
static void
fill_stderr (TestDaemon *daemon)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/fd/2",
                                           g_subprocess_get_identifier (daemon->process));
  int pipe = open (path, O_WRONLY | O_NONBLOCK | O_CLOEXEC);

  g_assert_cmpint (pipe, >=, 0);
  while (write (pipe, NOISE, strlen (NOISE)) > 0)
    ;
  while (write (pipe, "\n", 1) > 0)
    ;
  g_assert_cmpint (errno, ==, EAGAIN);
  close (pipe);
}

/* the talker begins; until its last record is in the file */
static void
await_records (TestDaemon *daemon)
{
  g_autofree char *go = test_path (daemon, "go");
  g_autofree char *csv = test_path (daemon, "talker.csv");
  FILE *begin = fopen (go, "w");

  g_assert_nonnull (begin);
  fputs ("\n", begin);
  fclose (begin);
  test_csv_await (csv, LAST);
}

static void
test_never_read (void)
{
  g_autoptr (TestDaemon) daemon = start_talker ();

  fill_stderr (daemon);
  await_records (daemon);
  g_subprocess_send_signal (daemon->process, SIGHUP);
  g_subprocess_send_signal (daemon->process, SIGTERM);
  g_assert_true (g_subprocess_wait (daemon->process, NULL, NULL));
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);
  g_assert_cmpint (test_daemon_count (daemon, "sources", "talker", "records"), ==, RECORDS);
  test_daemon_check_bytes (daemon, "talker");
}

static void
test_read_late (void)
{
  g_autoptr (TestDaemon) daemon = start_talker ();

  fill_stderr (daemon);
  await_records (daemon);
  test_daemon_await (daemon, "noise of another");
  test_daemon_await (daemon, " talker: noise 1");
  g_assert_null (strstr (daemon->log->str, "had no room"));
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);
  g_assert_nonnull (strstr (daemon->log->str, " in " LAST " records, "));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/log-unread/never-read", test_never_read);
  g_test_add_func ("/log-unread/read-late", test_read_late);
  return g_test_run ();
}
