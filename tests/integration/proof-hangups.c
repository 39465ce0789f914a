/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* proof-hangups.c - hundreds of hangups at random moments under load, of each kind of link: every
 * frame that read() returned is a record or a reject, and it is connected again within its back-off
 */
/*
 * The master of a pseudo-terminal that is closed throws away what was not read, also from the
 * middle; a connection that is reset throws away what was not sent. So the oracle is what leatd's
 * own read() and recv() returned: a library preloaded into it keeps those bytes, and a mark for
 * each hangup.
 */
#include "hangup-types.h"
#include "hangup-waits.h"
#include "hangup-websocket.h"

#define SERIAL_HANGUPS 200
#define HANGUPS 100
#define BYTES_MAX 200000

static void
machine_write (Machine *self, int line, const char *data, gsize length)
{
  if (self->write != NULL)
    self->write (self, line, data, length);
  else
    test_line_write (line, data, length);
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

/* it is away: one try after the other fails, until it is back */
static void
machine_refuse (Machine *machine, const char *refused, const char *waits)
{
  g_autofree char *script = g_strconcat (refused, ".sh", NULL); /* of a child, if it is one */
  const int line = machine->open (machine);

  g_assert_true (g_file_set_contents (refused, "", 0, NULL));
  if (machine->script != NULL)
    g_assert_cmpint (g_rename (machine->script, script), ==, 0);
  machine->hang_up (machine, line);
  waits_await_longest (waits);
  if (machine->script != NULL)
    g_assert_cmpint (g_rename (script, machine->script), ==, 0);
  g_assert_cmpint (g_unlink (refused), ==, 0);
}

/* @waits: as they were kept. Each failure was followed by another try, and the last one by none */
static void
check_tries (TestDaemon *daemon, const Machine *machine, const char *waits, guint n_hangups)
{
  const gint64 n_failures = test_daemon_count (daemon, "sources", "camera", "failures");

  waits_check (waits, n_failures, !machine->is_vague);
  g_assert_cmpint (test_daemon_count (daemon, "sources", "camera", "connects"), ==, n_failures + 1);
  g_test_message ("%" G_GINT64_FORMAT " tries failed or came to an end, %u waited for the longest",
                  n_failures, waits_count_longest (waits));
  if (machine->stays)
    return;
  /* a line that is opened and closed is seen by nobody, a connection that was accepted was made */
  g_assert_cmpint (n_failures, >=, machine->listener > 0 ? n_hangups + 2 : 1);
}

/* so many hangups; half-way through it is away for a while */
static void
machine_hang_up_often (Machine *machine, guint n_hangups, const char *refused, const char *waits)
{
  for (guint i = 0; i < n_hangups; i++)
    {
      if (i == n_hangups / 2 && !machine->stays)
        machine_refuse (machine, refused, waits);
      machine_connect_and_hang_up (machine);
    }
}

/* as many descriptors behind the last hangup as before the first, but for the file of rejects */
static void
run_machine (TestDaemon *daemon, Machine *machine, guint n_hangups)
{
  g_autofree char *csv = test_path (daemon, "camera.csv");
  g_autofree char *reads = test_path (daemon, "reads");
  g_autofree char *waits = test_path (daemon, "waits");
  g_autofree char *refused = test_path (daemon, "refused");
  g_autofree char *types = test_path (daemon, "types");
  g_auto (Made) made = { 0 };
  guint n_descriptors, n_waits;
  int line;

  machine->random = g_rand_new_with_seed (11);
  record_reads (reads);
  record_waits (waits, refused);
  record_types (types);
  test_daemon_start (daemon);
  g_unsetenv ("LD_PRELOAD");
  line = machine_connect_and_stay (machine, csv);
  n_descriptors = test_daemon_count_descriptors (daemon);
  n_waits = waits_count (waits);
  machine->hang_up (machine, line);
  machine_hang_up_often (machine, n_hangups, refused, waits);
  line = machine_connect_and_stay (machine, csv);
  await_descriptors (daemon, n_descriptors + 1);
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);
  machine->hang_up (machine, line);
  g_rand_free (machine->random);
  check_tries (daemon, machine, waits, n_hangups);
  types_check (types);
  if (machine->stays) /* it was never connected anew: who hung up was not what it has open */
    g_assert_cmpuint (waits_count (waits), ==, n_waits);

  if (machine->unwrap != NULL)
    machine->unwrap (reads);
  made_check (daemon, reads, &made);
  g_test_message ("%u records, %u rejects; %u half frames at a hangup or in a packet",
                  made.rows->len, made.rejects->len, made.cut);
  g_assert_cmpuint (made.rows->len, >, n_hangups);
  g_assert_cmpuint (made.cut, >, 0);
}

#define OPTIONS \
  "framer=cr\nschema=pv200\nretry-first=" G_STRINGIFY (RETRY_FIRST) "ms\n" \
  "retry-longest=" G_STRINGIFY (RETRY_LONGEST) "ms\n" \
  "[framer cr]\ntype=delimiter\ndelimiter=\\r\nswallow=\\n\n" \
  "[sink file]\nplugin=csv\npath=DIR/camera.csv\nqueue-size=256M\n" \
  "queue-records=10000000\n" TEST_COLUMNS

static void
run_source (TestDaemon *daemon, Machine *machine, const char *source, guint n_hangups)
{
  g_autofree char *text = g_strconcat ("[source camera]\n", source, OPTIONS, NULL);

  test_daemon_write_config (daemon, text);
  run_machine (daemon, machine, g_getenv ("LEAT_SANITIZED") != NULL ? n_hangups / 3 : n_hangups);
}

static void
test_serial (void)
{
  g_autoptr (TestDaemon) daemon = test_daemon_new ("");
  g_autofree char *path = test_path (daemon, "camera");
  Machine machine = { .open = serial_open, .hang_up = plain_hang_up, .path = path };

  run_source (daemon, &machine, "plugin=serial\ndevice=DIR/camera\n", SERIAL_HANGUPS);
}

static void
test_tcp (void)
{
  g_autoptr (TestDaemon) daemon = test_daemon_new ("");
  Machine machine = { .open = server_open, .hang_up = server_hang_up };
  g_autofree char *source = NULL;
  guint16 port;

  machine.listener = test_listener_open (&port);
  source = g_strdup_printf ("plugin=tcp\ndevice=tcp://127.0.0.1:%u\n", port);
  run_source (daemon, &machine, source, HANGUPS);
  close (machine.listener);
}

/* in TLS, as far as the tests' own authority goes. @source: of its port */
static void
run_tls (TestDaemon *daemon, Machine *machine, const char *source)
{
  const char *folder = g_getenv ("LEAT_CERTIFICATES");
  g_autofree char *path = g_build_filename (folder, "good.pem", NULL);
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_file (path, NULL);
  g_autofree char *text = g_strdup_printf ("%stls-ca=%s/ca.crt\n", source, folder);

  machine->certificate = certificate;
  g_setenv ("LEAT_RECORD_TLS", "yes", TRUE);
  run_source (daemon, machine, text, HANGUPS);
  g_unsetenv ("LEAT_RECORD_TLS");
}

static void
test_tls (void)
{
  g_autoptr (TestDaemon) daemon = test_daemon_new ("");
  Machine machine = { .open = tls_open, .write = tls_write, .hang_up = tls_hang_up };
  g_autofree char *source = NULL;
  guint16 port;

  machine.listener = test_listener_open (&port);
  source = g_strdup_printf ("plugin=tcp\ndevice=tls://127.0.0.1:%u\n", port);
  run_tls (daemon, &machine, source);
  close (machine.listener);
}

static void
test_websocket (gconstpointer scheme)
{
  g_autoptr (TestDaemon) daemon = test_daemon_new ("");
  Machine machine = { .open = websocket_open,
                      .write = websocket_write,
                      .hang_up = websocket_hang_up,
                      .unwrap = websocket_unwrap,
                      .is_vague = TRUE };
  g_autofree char *source = NULL;
  guint16 port;

  machine.listener = test_listener_open (&port);
  source = g_strdup_printf ("plugin=websocket\ndevice=%s://127.0.0.1:%u/\n", (const char *) scheme,
                            port);
  if (g_str_equal (scheme, "wss"))
    run_tls (daemon, &machine, source);
  else
    run_source (daemon, &machine, source, HANGUPS);
  close (machine.listener);
}

/* of a program that leatd connects to: DIR/x.sock */
static void
run_unix (TestDaemon *daemon, Machine *machine, GSocketType type, const char *source)
{
  g_autofree char *path = test_path (daemon, "x.sock");
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GSocket)
      listener = g_socket_new (G_SOCKET_FAMILY_UNIX, type, G_SOCKET_PROTOCOL_DEFAULT, NULL);

  g_assert_true (g_socket_bind (listener, address, FALSE, NULL));
  g_assert_true (g_socket_listen (listener, NULL));
  machine->listener = g_socket_get_fd (listener);
  g_assert_cmpint (fcntl (machine->listener, F_SETFL, 0), ==, 0); /* it blocks in accept() */
  run_source (daemon, machine, source, HANGUPS);
}

static void
test_unix (void)
{
  g_autoptr (TestDaemon) daemon = test_daemon_new ("");
  Machine machine = { .open = server_open, .hang_up = plain_hang_up };

  run_unix (daemon, &machine, G_SOCKET_TYPE_STREAM, "plugin=unix\ndevice=unix://DIR/x.sock\n");
}

static void
test_seqpacket (void)
{
  g_autoptr (TestDaemon) daemon = test_daemon_new ("");
  Machine machine = { .open = server_open, .write = packets_write, .hang_up = plain_hang_up };

  run_unix (daemon, &machine, G_SOCKET_TYPE_SEQPACKET,
            "plugin=unix\ndevice=unix-seqpacket://DIR/x.sock\n");
}

static void
test_unix_listen (void)
{
  g_autoptr (TestDaemon) daemon = test_daemon_new ("");
  g_autofree char *path = test_path (daemon, "x.sock");
  g_autoptr (GSocketAddress) where = g_unix_socket_address_new (path);
  Machine machine = {
    .open = client_open,
    .hang_up = client_hang_up,
    .stays = TRUE,
    .type = SOCK_STREAM,
    .where = where,
  };

  run_source (daemon, &machine, "plugin=unix\ndevice=unix-listen://DIR/x.sock\n", HANGUPS);
}

/* (transfer full): on the loopback */
static GSocketAddress *
get_place (guint16 port)
{
  return g_inet_socket_address_new_from_string ("127.0.0.1", port);
}

static void
test_listen (void)
{
  g_autoptr (TestDaemon) daemon = test_daemon_new ("");
  guint16 port;
  const int holder = test_port_hold (&port);
  g_autoptr (GSocketAddress) where = get_place (port);
  g_autofree char *source = g_strdup_printf ("plugin=tcp\ndevice=listen://127.0.0.1:%u\n", port);
  Machine machine = {
    .open = client_open,
    .hang_up = client_hang_up,
    .stays = TRUE,
    .type = SOCK_STREAM,
    .where = where,
  };

  run_source (daemon, &machine, source, HANGUPS);
  close (holder);
}

static void
test_udp (void)
{
  g_autoptr (TestDaemon) daemon = test_daemon_new ("");
  guint16 port;
  const int holder = test_port_hold (&port);
  g_autoptr (GSocketAddress) where = get_place (port);
  g_autofree char *source = g_strdup_printf ("plugin=udp\ndevice=udp://127.0.0.1:%u\n", port);
  g_autofree char *fault = test_path (daemon, "fault");
  Machine machine = { .open = datagrams_open,
                      .write = packets_write,
                      .hang_up = datagrams_hang_up,
                      .type = SOCK_DGRAM,
                      .where = where,
                      .path = fault };

  g_setenv ("LEAT_FAIL_RECEIVE", fault, TRUE);
  run_source (daemon, &machine, source, HANGUPS);
  close (holder);
  g_unsetenv ("LEAT_FAIL_RECEIVE");
}

static void
test_exec (void)
{
  g_autoptr (TestDaemon) daemon = test_daemon_new ("");
  g_autofree char *path = test_path (daemon, "words");
  g_autofree char *script = test_path (daemon, "child.sh");
  g_autofree char *text = g_strdup_printf ("echo $$ >%s.pid\nexec cat %s\n", path, path);
  Machine machine = { .open = child_open,
                      .hang_up = child_hang_up,
                      .is_vague = TRUE,
                      .path = path,
                      .script = script };

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  g_assert_true (g_file_set_contents (script, text, -1, NULL));
  run_source (daemon, &machine, "plugin=exec\ndevice=exec:/bin/sh DIR/child.sh\n", HANGUPS);
}

static void
test_file (void)
{
  g_autoptr (TestDaemon) daemon = test_daemon_new ("");
  g_autofree char *path = test_path (daemon, "lines");
  Machine machine = { .open = file_open, .hang_up = file_hang_up, .stays = TRUE, .path = path };

  g_setenv ("LEAT_RECORD_FILE", path, TRUE);
  run_source (daemon, &machine,
              "plugin=file\ndevice=file://DIR/lines\nrotate-wait=10ms\nlast-line=reject\n",
              HANGUPS);
  g_unsetenv ("LEAT_RECORD_FILE");
}

#define ADD(name, function) g_test_add_func ("/proof/hangups/" name, function)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("serial", test_serial);
  ADD ("tcp", test_tcp);
  ADD ("tls", test_tls);
  ADD ("unix", test_unix);
  ADD ("unix-seqpacket", test_seqpacket);
  ADD ("unix-listen", test_unix_listen);
  ADD ("listen", test_listen);
  g_test_add_data_func ("/proof/hangups/ws", "ws", test_websocket);
  g_test_add_data_func ("/proof/hangups/wss", "wss", test_websocket);
  ADD ("udp", test_udp);
  ADD ("exec", test_exec);
  ADD ("file", test_file);
  return g_test_run ();
}
