/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* half-open.c - proof: a machine that is switched off, or behind a cable that is cut, is found
 * though it says nothing, and is connected to again when it is back */
#include "../integration/hall.h"
#include "own-network.h"

#define CONFIG \
  "framer=cr\nschema=pv200\nkeepalive=1s\n" \
  "[framer cr]\ntype=delimiter\ndelimiter=\\r\nswallow=\\n\n" \
  "[sink file]\nplugin=csv\npath=DIR/records.csv\n" TEST_COLUMNS

#define FOUND "does not answer any more: it is switched off, or the line to it is cut"

static void
send_record (TestDaemon *daemon, int machine, guint num)
{
  g_autofree char *csv = test_path (daemon, "records.csv");
  char text[64];

  test_line_write (machine, text, (gsize) test_record_write (text, num));
  test_record_write_csv (text, num);
  test_csv_await (csv, text);
}

/* nothing comes through any more, and nobody is told */
static void
cut (guint port)
{
  own_network_break ("tcp dport %u drop", port);
  own_network_break ("tcp sport %u drop", port);
}

static void
test_tcp (void)
{
  g_autoptr (TestDaemon) daemon = test_daemon_new ("");
  g_autofree char *text = NULL;
  guint16 port;
  int listener = test_listener_open (&port), former, machine;

  text = g_strdup_printf ("[source machine]\nplugin=tcp\ndevice=tcp://127.0.0.1:%u\n"
                          "connect-timeout=200ms\nretry-first=10ms\nretry-longest=50ms\n" CONFIG,
                          port);
  test_daemon_write_config (daemon, text);
  test_daemon_start (daemon);
  former = accept (listener, NULL, NULL);
  send_record (daemon, former, 1);
  cut (port);
  test_daemon_await (daemon, FOUND);
  own_network_mend ();
  machine = accept (listener, NULL, NULL);
  send_record (daemon, machine, 2);
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);
  close (former);
  close (machine);
  close (listener);
}

/* one of two: the other stays */
static void
test_listen (void)
{
  g_autoptr (TestDaemon) daemon = test_daemon_new ("");
  g_autofree char *text = NULL;
  struct sockaddr_in name;
  socklen_t length = sizeof name;
  int former, stays;
  Hall hall;

  hall_init (&hall);
  text = g_strdup_printf ("[source hall]\nplugin=tcp\ndevice=listen://%s:%u\n" CONFIG, hall.address,
                          HALL_PORT);
  test_daemon_write_config (daemon, text);
  test_daemon_start (daemon);
  former = hall_connect (&hall);
  stays = hall_connect (&hall);
  send_record (daemon, former, 1);
  g_assert_cmpint (getsockname (former, (struct sockaddr *) &name, &length), ==, 0);
  cut (ntohs (name.sin_port));
  test_daemon_await (daemon, FOUND);
  own_network_mend ();
  send_record (daemon, stays, 2);
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);
  close (former);
  close (stays);
}

static void
test_none (void)
{
  g_test_skip ("no network of its own: not root, or no nft or ip here");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (own_network_enter ())
    {
      g_test_add_func ("/faults/half-open/tcp", test_tcp);
      g_test_add_func ("/faults/half-open/listen", test_listen);
    }
  else
    g_test_add_func ("/faults/half-open", test_none);
  return g_test_run ();
}
