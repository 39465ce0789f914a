/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fifo.c - tests that what waits in a FIFO is not lost with its last reader, a leatd that is told
 * to stop or to open it anew while its writer has left already */
#include "daemons.h"
#include <fcntl.h>
#include <sys/stat.h>

/* many turns of a link, and less than what is read of one that never pauses */
#define ROOM (1024 * 1024)
#define RECORDS 15000

#define SOURCE \
  "[source line]\nplugin=file\ndevice=file://DIR/line\nframer=cr\nschema=pv200\n"
#define REST \
  "[framer cr]\ntype=delimiter\ndelimiter=\\r\nswallow=\\n\n" \
  "[sink file]\nplugin=csv\npath=DIR/taken.csv\n" TEST_COLUMNS

/* a writer comes, has written all that it has to, and leaves */
static void
write_records (const char *path, guint from, guint n)
{
  const int line = open (path, O_WRONLY | O_CLOEXEC);
  char text[64];

  g_assert_cmpint (fcntl (line, F_SETPIPE_SZ, ROOM), >=, ROOM);
  for (guint i = 0; i < n; i++)
    {
      const int length = test_record_write (text, from + i);

      g_assert_cmpint (write (line, text, (gsize) length), ==, length);
    }
  close (line);
}

static void
check_record (const char *line, gpointer user_data)
{
  guint *num = user_data;
  char expected[64];

  test_record_write_csv (expected, (*num)++);
  g_assert_cmpstr (line, ==, expected);
}

/* a leatd that has read the first record, and does not run while all others are written */
static TestDaemon *
begin (void)
{
  TestDaemon *daemon = test_daemon_new (SOURCE REST);
  g_autofree char *path = test_path (daemon, "line");
  g_autofree char *csv = test_path (daemon, "taken.csv");
  char text[64];

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  test_daemon_start (daemon);
  write_records (path, 0, 1);
  test_record_write_csv (text, 0);
  test_csv_await (csv, text);
  g_subprocess_send_signal (daemon->process, SIGSTOP);
  write_records (path, 1, RECORDS - 1);
  return daemon;
}

static void
check_records (TestDaemon *daemon)
{
  g_autofree char *csv = test_path (daemon, "taken.csv");
  guint num = 0;

  g_assert_cmpuint (test_csv_each (csv, check_record, &num), ==, RECORDS);
  g_assert_cmpint (test_daemon_count (daemon, "sources", "line", "rejects"), ==, 0);
  test_daemon_check_bytes (daemon, "line");
}

static void
test_stop (void)
{
  g_autoptr (TestDaemon) daemon = begin ();

  g_subprocess_send_signal (daemon->process, SIGTERM);
  g_subprocess_send_signal (daemon->process, SIGCONT);
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);
  check_records (daemon);
}

/* an option of its link has another value: it is closed, and opened */
static void
test_reload (void)
{
  g_autoptr (TestDaemon) daemon = begin ();

  test_daemon_write_config (daemon, SOURCE "look-every=5s\n" REST);
  g_subprocess_send_signal (daemon->process, SIGHUP);
  g_subprocess_send_signal (daemon->process, SIGCONT);
  test_daemon_await (daemon, "it goes on as its key file says");
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);
  check_records (daemon);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fifo/stop", test_stop);
  g_test_add_func ("/fifo/reload", test_reload);
  return g_test_run ();
}
