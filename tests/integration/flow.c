/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* flow.c - tests that a sink which cannot follow holds the machine back, up to the wire */
/*
 * A pseudo-terminal shows that leatd stops reading and that the kernel then takes no more from the
 * machine. It does not show what a UART's driver does at that point: drop RTS with
 * flow-control=rts-cts, or send 0x13 with xon-xoff; a pseudo-terminal's does neither.
 */
#include "daemons.h"
#include <poll.h>

/* more than the kernel and a queue of 50 records hold */
#define RECORDS 20000

/* from now on a write that is not taken does not wait */
static void
never_wait (int master)
{
  g_assert_cmpint (fcntl (master, F_SETFL, O_NONBLOCK), ==, 0);
}

/* as many records as are taken until nothing is for half a second, or all; how many bytes of the
 * next one, too */
static guint
write_until_held (int master, gsize *rest)
{
  struct pollfd room = { .fd = master, .events = POLLOUT };
  char text[64];

  for (guint num = 0; num < RECORDS; num++)
    {
      const gsize length = (gsize) test_record_write (text, num);

      for (*rest = 0; *rest < length;)
        {
          gssize written = write (master, text + *rest, length - *rest);

          if (written > 0)
            *rest += (gsize) written;
          else if (poll (&room, 1, 500) == 0)
            return num;
        }
    }
  return RECORDS;
}

/* nothing is lost: all that was written before and behind the stop arrives, in order */
static void
test_block (void)
{
  g_autoptr (TestDaemon) daemon = test_daemon_new (
      "[source camera]\nplugin=serial\ndevice=DIR/camera\nframer=cr\nschema=pv200\n"
      "[framer cr]\ntype=delimiter\ndelimiter=\\r\nswallow=\\n\n"
      "[sink slow]\nplugin=fixture-sink\npath=DIR/taken\nqueue-records=50\nwhen-full=block\n"
      "stall-until=DIR/go\n"
      "[sink file]\nplugin=csv\npath=DIR/camera.csv\nqueue-records=1000000\n" TEST_COLUMNS);
  g_autofree char *name = test_path (daemon, "camera");
  g_autofree char *go = test_path (daemon, "go");
  g_autofree char *csv = test_path (daemon, "camera.csv");
  int master = test_line_open (name);
  char text[64];
  gsize rest, length;
  guint num;

  test_daemon_start (daemon);
  test_daemon_await (daemon, "camera: running");
  never_wait (master);
  num = write_until_held (master, &rest);
  g_test_message ("held back after %u records and %" G_GSIZE_FORMAT " bytes", num, rest);
  g_assert_cmpuint (num, <, RECORDS);

  g_assert_true (g_file_set_contents (go, "", 0, NULL));
  g_assert_cmpint (fcntl (master, F_SETFL, 0), ==, 0);
  length = (gsize) test_record_write (text, num);
  test_line_write (master, text + rest, length - rest);
  length = (gsize) test_record_write (text, num + 1);
  test_line_write (master, text, length);
  test_record_write_csv (text, num + 1);
  test_csv_await (csv, text);
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);
  g_assert_cmpint (test_daemon_count (daemon, "sources", "camera", "records"), ==, num + 2);
  g_assert_cmpint (test_daemon_count (daemon, "sinks", "slow", "written"), ==, num + 2);
  g_assert_cmpint (test_daemon_count (daemon, "sinks", "slow", "drops"), ==, 0);
  test_daemon_check_bytes (daemon, "camera");
  close (master);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/flow/block", test_block);
  return g_test_run ();
}
