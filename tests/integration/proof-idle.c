/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* proof-idle.c - two ports on which nothing comes cost little memory and no wake-ups */
#include "daemons.h"

#define MEMORY_MAX (12 * 1024) /* KiB */

/* a daemon that polls wakes up for each port and thread many times in this, µs */
#define WATCHED (3 * G_USEC_PER_SEC)
#define WAKE_UPS_MAX 5

/* a number of /proc/PID/…/status */
static gint64
status_number (const char *path, const char *key)
{
  g_autofree char *status = NULL;
  const char *line;

  g_assert_true (g_file_get_contents (path, &status, NULL, NULL));
  line = strstr (status, key);
  g_assert_nonnull (line);
  return g_ascii_strtoll (line + strlen (key), NULL, 10);
}

static gint64
count_wake_ups (const char *process)
{
  g_autofree char *tasks = g_strconcat ("/proc/", process, "/task", NULL);
  g_autoptr (GDir) directory = g_dir_open (tasks, 0, NULL);
  const char *task;
  gint64 wake_ups = 0;

  while ((task = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *path = g_build_filename (tasks, task, "status", NULL);

      wake_ups += status_number (path, "\nvoluntary_ctxt_switches:");
    }
  return wake_ups;
}

static gboolean
on_time (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

static void
test_idle (void)
{
  g_autoptr (TestDaemon) daemon = test_daemon_new (
      "[source one]\nplugin=serial\ndevice=DIR/one\nframer=cr\nschema=pv200\n"
      "[source two]\nplugin=serial\ndevice=DIR/two\nframer=cr\nschema=pv200\n"
      "[framer cr]\ntype=delimiter\ndelimiter=\\r\nswallow=\\n\n"
      "[sink file]\nplugin=csv\npath=DIR/{source}.csv\n");
  g_autofree char *one = test_path (daemon, "one");
  g_autofree char *two = test_path (daemon, "two");
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autofree char *status = NULL;
  int lines[] = { test_line_open (one), test_line_open (two) };
  const char *process;
  gint64 before, memory, wake_ups;

  test_daemon_start (daemon);
  for (guint i = 0; i < 3; i++) /* two sources and a sink */
    test_daemon_await (daemon, ": running");
  process = g_subprocess_get_identifier (daemon->process);
  status = g_strconcat ("/proc/", process, "/status", NULL);
  g_timeout_add_seconds (1, on_time, loop); /* the last of the start is over */
  g_main_loop_run (loop);

  before = count_wake_ups (process);
  g_timeout_add (WATCHED / 1000, on_time, loop);
  g_main_loop_run (loop);
  wake_ups = count_wake_ups (process) - before;
  memory = status_number (status, "\nVmRSS:");
  g_test_message ("%" G_GINT64_FORMAT " KiB, %" G_GINT64_FORMAT " wake-ups", memory, wake_ups);
  g_assert_cmpint (wake_ups, <=, WAKE_UPS_MAX);
  if (g_getenv ("LEAT_SANITIZED") == NULL)
    g_assert_cmpint (memory, <=, MEMORY_MAX);
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    close (lines[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proof/idle", test_idle);
  return g_test_run ();
}
