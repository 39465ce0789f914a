/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* proof-hangups.c - hundreds of hangups at random moments under load: every frame that read()
 * returned is a record or a reject */
/*
 * The master of a pseudo-terminal that is closed throws away what was not read, also from the
 * middle; a connection that is reset throws away what was not sent. So the oracle is what leatd's
 * own read() and recv() returned: a library preloaded into it keeps those bytes, and a mark for
 * each hangup.
 */
#include "read-oracle.h"

#define SERIAL_HANGUPS 200
#define TCP_HANGUPS 100
#define BYTES_MAX 200000

/**
 * Machine:
 * @name: of its pseudo-terminal
 * @listener: where it is connected to; -1: it has a serial line
 * @num: of its next record
 */
typedef struct {
  char *name;
  int listener;
  guint num;
  GRand *random;
} Machine;

static int
machine_open (Machine *self)
{
  return self->listener < 0 ? test_line_open (self->name) : accept (self->listener, NULL, NULL);
}

/* by turns in order and as if it had crashed, which the other end is told by a reset */
static void
machine_hang_up (Machine *self, int line)
{
  const struct linger crash = { .l_onoff = 1 };

  if (self->listener >= 0 && g_rand_boolean (self->random))
    setsockopt (line, SOL_SOCKET, SO_LINGER, &crash, sizeof crash);
  close (line);
}

/* one connection: records up to some byte, perhaps inside one; and it is gone */
static void
machine_connect_and_hang_up (Machine *self)
{
  int line = machine_open (self);
  gssize length = g_rand_int_range (self->random, 0, BYTES_MAX);
  g_autoptr (GString) text = g_string_new (NULL);
  char record[64];

  g_assert_cmpint (line, >=, 0);
  while ((gssize) text->len < length)
    g_string_append_len (text, record, test_record_write (record, self->num++));
  test_line_write (line, text->str, (gsize) length);
  machine_hang_up (self, line);
}

/* a connection that stays, until its one record has arrived */
static int
machine_connect_and_stay (Machine *self, const char *csv)
{
  int line = machine_open (self);
  char text[64];

  test_line_write (line, text, (gsize) test_record_write (text, self->num));
  test_record_write_csv (text, self->num++);
  test_csv_await (csv, text);
  return line;
}

/* as many descriptors behind the last hangup as before the first, but for the file of rejects */
static void
run_machine (TestDaemon *daemon, Machine *machine, guint n_hangups)
{
  g_autofree char *csv = test_path (daemon, "camera.csv");
  g_autofree char *reads = test_path (daemon, "reads");
  g_auto (Made) made = { 0 };
  guint n_descriptors;
  int line;

  machine->random = g_rand_new_with_seed (11);
  record_reads (reads);
  test_daemon_start (daemon);
  g_unsetenv ("LD_PRELOAD");
  line = machine_connect_and_stay (machine, csv);
  n_descriptors = test_daemon_count_descriptors (daemon);
  close (line);
  for (guint i = 0; i < n_hangups; i++)
    machine_connect_and_hang_up (machine);
  line = machine_connect_and_stay (machine, csv);
  g_assert_cmpuint (test_daemon_count_descriptors (daemon), <=, n_descriptors + 1);
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);
  close (line);
  g_rand_free (machine->random);

  made_check (daemon, reads, &made);
  g_test_message ("%u records, %u half frames at a hangup, %u frames that the kernel had torn",
                  made.rows->len, made.cut, made.rejects->len - made.cut);
  g_assert_cmpuint (made.rows->len, >, n_hangups);
  g_assert_cmpuint (made.cut, >, 0);
}

#define OPTIONS \
  "framer=cr\nschema=pv200\nretry-first=10ms\nretry-longest=20ms\n" \
  "[framer cr]\ntype=delimiter\ndelimiter=\\r\nswallow=\\n\n" \
  "[sink file]\nplugin=csv\npath=DIR/camera.csv\nqueue-size=256M\n" \
  "queue-records=10000000\n" TEST_COLUMNS

static void
test_serial (void)
{
  g_autoptr (TestDaemon)
      daemon = test_daemon_new ("[source camera]\nplugin=serial\ndevice=DIR/camera\n" OPTIONS);
  g_autofree char *name = test_path (daemon, "camera");
  Machine machine = { .name = name, .listener = -1 };

  run_machine (daemon, &machine, SERIAL_HANGUPS);
}

static void
test_tcp (void)
{
  g_autoptr (TestDaemon) daemon = test_daemon_new ("");
  Machine machine = { 0 };
  g_autofree char *text = NULL;
  guint16 port;

  machine.listener = test_listener_open (&port);
  text = g_strdup_printf ("[source camera]\nplugin=tcp\ndevice=tcp://127.0.0.1:%u\n" OPTIONS, port);
  test_daemon_write_config (daemon, text);
  run_machine (daemon, &machine, TCP_HANGUPS);
  close (machine.listener);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proof/hangups/serial", test_serial);
  g_test_add_func ("/proof/hangups/tcp", test_tcp);
  return g_test_run ();
}
