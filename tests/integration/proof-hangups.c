/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* proof-hangups.c - hundreds of hangups at random moments under load, of each kind of link: every
 * frame that read() returned is a record or a reject */
/*
 * The master of a pseudo-terminal that is closed throws away what was not read, also from the
 * middle; a connection that is reset throws away what was not sent. So the oracle is what leatd's
 * own read() and recv() returned: a library preloaded into it keeps those bytes, and a mark for
 * each hangup.
 */
#include <gio/gunixsocketaddress.h>
#include "read-oracle.h"

#define SERIAL_HANGUPS 200
#define HANGUPS 100
#define BYTES_MAX 200000

typedef struct _Machine Machine;

/**
 * Machine:
 * @open: a connection, or a line; blocks until there is one
 * @hang_up: ends it
 * @name: of its pseudo-terminal
 * @listener: where it is connected to
 * @port: of leatd, which it connects to
 * @tls: what wraps the connection; %NULL: nothing does
 * @num: of its next record
 */
struct _Machine {
  int (*open) (Machine *self);
  void (*hang_up) (Machine *self, int line);
  const char *name;
  int listener;
  guint16 port;
  GTlsCertificate *certificate;
  GIOStream *tls;
  guint num;
  GRand *random;
};

static int
serial_open (Machine *self)
{
  return test_line_open (self->name);
}

static void
serial_hang_up (Machine *self, int line)
{
  close (line);
}

static int
server_open (Machine *self)
{
  return accept (self->listener, NULL, NULL);
}

/* by turns in order and as if it had crashed, which the other end is told by a reset */
static void
server_hang_up (Machine *self, int line)
{
  const struct linger crash = { .l_onoff = 1 };

  if (g_rand_boolean (self->random))
    setsockopt (line, SOL_SOCKET, SO_LINGER, &crash, sizeof crash);
  close (line);
}

static int
tls_open (Machine *self)
{
  const int line = server_open (self);
  g_autoptr (GSocket) socket = g_socket_new_from_fd (dup (line), NULL);
  g_autoptr (GSocketConnection) connection = g_socket_connection_factory_create_connection (socket);
  g_autoptr (GError) error = NULL;

  self->tls = g_tls_server_connection_new (G_IO_STREAM (connection), self->certificate, NULL);
  g_tls_connection_handshake (G_TLS_CONNECTION (self->tls), NULL, &error);
  g_assert_no_error (error);
  return line;
}

/* with a goodbye, without one, or by a reset */
static void
tls_hang_up (Machine *self, int line)
{
  const struct linger crash = { .l_onoff = 1 };
  const int how = g_rand_int_range (self->random, 0, 3);

  if (how == 0)
    g_io_stream_close (self->tls, NULL, NULL);
  else
    shutdown (line, how == 1 ? SHUT_WR : 0);
  if (how == 2)
    setsockopt (line, SOL_SOCKET, SO_LINGER, &crash, sizeof crash);
  close (line);
  g_clear_object (&self->tls);
}

/* leatd may not listen yet */
static int
client_open (Machine *self)
{
  const struct sockaddr_in name = { .sin_family = AF_INET,
                                    .sin_port = htons (self->port),
                                    .sin_addr = { htonl (INADDR_LOOPBACK) } };
  int line;

  for (;;)
    {
      line = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
      if (connect (line, (const struct sockaddr *) &name, sizeof name) == 0)
        return line;
      close (line);
      g_usleep (1000);
    }
}

/* what several connections bring at a time nobody could tell apart: it waits until it is let go */
static void
client_hang_up (Machine *self, int line)
{
  char byte;

  shutdown (line, SHUT_WR);
  while (read (line, &byte, 1) > 0)
    ;
  close (line);
}

static void
machine_write (Machine *self, int line, const char *data, gsize length)
{
  if (self->tls == NULL)
    test_line_write (line, data, length);
  else
    g_assert_true (g_output_stream_write_all (g_io_stream_get_output_stream (self->tls), data,
                                              length, NULL, NULL, NULL));
}

/* one connection: records up to some byte, perhaps inside one; and it is gone */
static void
machine_connect_and_hang_up (Machine *self)
{
  int line = self->open (self);
  gssize length = g_rand_int_range (self->random, 0, BYTES_MAX);
  g_autoptr (GString) text = g_string_new (NULL);
  char record[64];

  g_assert_cmpint (line, >=, 0);
  while ((gssize) text->len < length)
    g_string_append_len (text, record, test_record_write (record, self->num++));
  machine_write (self, line, text->str, (gsize) length);
  self->hang_up (self, line);
}

/* a connection that stays, until its one record has arrived */
static int
machine_connect_and_stay (Machine *self, const char *csv)
{
  int line = self->open (self);
  char text[64];

  machine_write (self, line, text, (gsize) test_record_write (text, self->num));
  test_record_write_csv (text, self->num++);
  test_csv_await (csv, text);
  return line;
}

/* a file that is being written has one for a moment */
static void
await_descriptors (TestDaemon *daemon, guint n_most)
{
  const gint64 deadline = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;
  guint n;

  while ((n = test_daemon_count_descriptors (daemon)) > n_most &&
         g_get_monotonic_time () < deadline)
    g_usleep (1000);
  g_assert_cmpuint (n, <=, n_most);
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
  machine->hang_up (machine, line);
  for (guint i = 0; i < n_hangups; i++)
    machine_connect_and_hang_up (machine);
  line = machine_connect_and_stay (machine, csv);
  await_descriptors (daemon, n_descriptors + 1);
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);
  machine->hang_up (machine, line);
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
  Machine machine = { .open = serial_open, .hang_up = serial_hang_up, .name = name };

  run_machine (daemon, &machine, SERIAL_HANGUPS);
}

static void
run_source (TestDaemon *daemon, Machine *machine, const char *source)
{
  g_autofree char *text = g_strconcat ("[source camera]\n", source, OPTIONS, NULL);

  test_daemon_write_config (daemon, text);
  run_machine (daemon, machine, HANGUPS);
}

static void
test_tcp (void)
{
  g_autoptr (TestDaemon) daemon = test_daemon_new ("");
  Machine machine = { .open = server_open, .hang_up = server_hang_up };
  g_autofree char *source = NULL;

  machine.listener = test_listener_open (&machine.port);
  source = g_strdup_printf ("plugin=tcp\ndevice=tcp://127.0.0.1:%u\n", machine.port);
  run_source (daemon, &machine, source);
  close (machine.listener);
}

static void
test_tls (void)
{
  g_autoptr (TestDaemon) daemon = test_daemon_new ("");
  const char *folder = g_getenv ("LEAT_CERTIFICATES");
  g_autofree char *path = g_build_filename (folder, "good.pem", NULL);
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_file (path, NULL);
  Machine machine = { .open = tls_open, .hang_up = tls_hang_up, .certificate = certificate };
  g_autofree char *source = NULL;

  machine.listener = test_listener_open (&machine.port);
  source = g_strdup_printf ("plugin=tcp\ndevice=tls://127.0.0.1:%u\ntls-ca=%s/ca.crt\n",
                            machine.port, folder);
  g_setenv ("LEAT_RECORD_TLS", "yes", TRUE);
  run_source (daemon, &machine, source);
  g_unsetenv ("LEAT_RECORD_TLS");
  close (machine.listener);
}

static void
test_unix (void)
{
  g_autoptr (TestDaemon) daemon = test_daemon_new ("");
  g_autofree char *path = test_path (daemon, "x.sock");
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GSocket) listener = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM,
                                               G_SOCKET_PROTOCOL_DEFAULT, NULL);
  Machine machine = { .open = server_open, .hang_up = serial_hang_up };

  g_assert_true (g_socket_bind (listener, address, FALSE, NULL));
  g_assert_true (g_socket_listen (listener, NULL));
  machine.listener = g_socket_get_fd (listener);
  g_assert_cmpint (fcntl (machine.listener, F_SETFL, 0), ==, 0); /* it blocks in accept() */
  run_source (daemon, &machine, "plugin=unix\ndevice=unix://DIR/x.sock\n");
}

static void
test_listen (void)
{
  g_autoptr (TestDaemon) daemon = test_daemon_new ("");
  Machine machine = { .open = client_open, .hang_up = client_hang_up };
  g_autofree char *source = NULL;

  close (test_listener_open (&machine.port));
  source = g_strdup_printf ("plugin=tcp\ndevice=listen://127.0.0.1:%u\n", machine.port);
  run_source (daemon, &machine, source);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proof/hangups/serial", test_serial);
  g_test_add_func ("/proof/hangups/tcp", test_tcp);
  g_test_add_func ("/proof/hangups/tls", test_tls);
  g_test_add_func ("/proof/hangups/unix", test_unix);
  g_test_add_func ("/proof/hangups/listen", test_listen);
  return g_test_run ();
}
