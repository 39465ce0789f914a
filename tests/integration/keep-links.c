/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* keep-links.c - tests that an update of leatd loses no byte that the kernel holds
 *
 * The service manager is this test: a socket that takes descriptors, and gives them to the next
 * leatd, as systemd does. The line is a real pseudo-terminal. */
#include "keeper.h"

/* a frame is torn by the update: its first bytes were read, its rest comes while no leatd runs */
static void
test_update (Keeper *self, gconstpointer data)
{
  keeper_start (self);
  keeper_say (self, "1\r2\r3");
  keeper_await_record (self, "2");
  keeper_stop (self);
  g_assert_cmpuint (self->fds->len, ==, 2);
  g_assert_cmpint (test_daemon_count (self->daemon, "sources", "line", "bytes"), ==, 5);
  g_assert_cmpint (test_daemon_count (self->daemon, "sources", "line", "pending_bytes"), ==, 1);
  g_assert_cmpint (test_daemon_count (self->daemon, "sources", "line", "rejects"), ==, 0);

  keeper_say (self, "4\r5\r");
  keeper_start (self);
  keeper_await_record (self, "5");
  keeper_say (self, "6\r");
  keeper_await_record (self, "6");
  keeper_stop (self);
  g_assert_cmpuint (self->fds->len, ==, 1); /* no frame is torn any more */
  test_daemon_check_bytes (self->daemon, "line");
  g_assert_cmpint (test_daemon_count (self->daemon, "sources", "line", "rejects"), ==, 0);
  keeper_assert_records (self, "1 2 34 5 6 ");
}

/* ten updates one after the other, while the machine goes on */
static void
test_updates (Keeper *self, gconstpointer data)
{
  g_autoptr (GString) expected = g_string_new (NULL);
  char text[32];

  for (guint i = 0; i < 10; i++)
    {
      keeper_start (self);
      for (guint j = 0; j < 100; j++)
        {
          g_snprintf (text, sizeof text, "%u\r", i * 100 + j);
          keeper_say (self, text);
          g_string_append_printf (expected, "%u ", i * 100 + j);
          if (j == 50)
            keeper_stop (self);
        }
    }
  keeper_start (self);
  keeper_await_record (self, "999");
  keeper_stop (self);
  keeper_assert_records (self, expected->str);
}

/* one that was killed could leave nothing, but for what it had not read */
static void
test_killed (Keeper *self, gconstpointer data)
{
  keeper_start (self);
  keeper_say (self, "1\r");
  keeper_await_record (self, "1");
  test_daemon_end (self->daemon);
  keeper_hear (self);
  g_assert_cmpuint (self->fds->len, ==, 1);
  keeper_say (self, "2\r");
  keeper_start (self);
  keeper_await_record (self, "2");
  keeper_stop (self);
  keeper_assert_records (self, "1 2 ");
}

/* the adapter was pulled out, and another one is there: what was torn is a reject */
static void
test_other_device (Keeper *self, gconstpointer data)
{
  const int former = self->line;

  keeper_start (self);
  keeper_say (self, "1\r2");
  keeper_await_record (self, "1");
  keeper_stop (self);
  g_assert_cmpuint (self->fds->len, ==, 2);
  keeper_open_line (self);
  keeper_start (self);
  test_daemon_await (self->daemon, "is another device by now");
  keeper_say (self, "3\r");
  keeper_await_record (self, "3");
  keeper_stop (self);
  g_assert_cmpuint (self->fds->len, ==, 1);
  test_daemon_check_bytes (self->daemon, "line");
  g_assert_cmpint (test_daemon_count (self->daemon, "sources", "line", "reject_bytes"), ==, 1);
  keeper_assert_records (self, "1 3 ");
  close (former);
}

/* whoever is taken out of the key file lets go of its device */
static void
test_removed (Keeper *self, gconstpointer data)
{
  keeper_start (self);
  keeper_say (self, "1\r");
  keeper_await_record (self, "1");
  keeper_hear (self);
  g_assert_cmpuint (self->fds->len, ==, 1);
  test_daemon_write_config (self->daemon, "[source other]\nplugin=fixture-source\nthen=wait\n"
                                          "[sink file]\nplugin=fixture-lasting\npath=DIR/taken\n");
  g_subprocess_send_signal (self->daemon->process, SIGHUP);
  test_daemon_await (self->daemon, "it goes on as its key file says");
  keeper_hear (self);
  g_assert_cmpuint (self->fds->len, ==, 0);
  keeper_stop (self);
}

/* the same, while no leatd ran */
static void
test_removed_meanwhile (Keeper *self, gconstpointer data)
{
  keeper_start (self);
  keeper_say (self, "1\r"); /* or it is stopped before the line is open, and has nothing to keep */
  keeper_await_record (self, "1");
  keeper_stop (self);
  g_assert_cmpuint (self->fds->len, ==, 1);
  test_daemon_write_config (self->daemon, "[source other]\nplugin=fixture-source\nthen=wait\n"
                                          "[sink file]\nplugin=fixture-lasting\npath=DIR/taken\n");
  keeper_start (self);
  keeper_hear (self);
  g_assert_cmpuint (self->fds->len, ==, 0);
  keeper_stop (self);
  g_assert_nonnull (strstr (self->daemon->log->str, "a descriptor for line"));
}

/* a hangup: the manager has no use for it */
static void
test_hung_up (Keeper *self, gconstpointer data)
{
  keeper_start (self);
  keeper_say (self, "1\r");
  keeper_await_record (self, "1");
  close (self->line);
  test_daemon_await (self->daemon, "hung up");
  keeper_await (self, "FDSTOREREMOVE=1\nFDNAME=line\n");
  keeper_open_line (self);
  keeper_say (self, "2\r");
  keeper_await_record (self, "2");
  keeper_stop (self);
  g_assert_cmpuint (self->fds->len, ==, 1);
}

/* --- a port that clients connect to --- */

/* @socket: the manager's own, (transfer none); its port, which leatd is to listen on */
static guint16
keeper_listen (Keeper *self, GSocket *socket)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autofree char *config = NULL;
  g_autoptr (GError) error = NULL;
  guint16 port;

  g_socket_bind (socket, any, TRUE, &error);
  g_assert_no_error (error);
  bound = g_socket_get_local_address (socket, NULL);
  port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  config = g_strdup_printf ("[source hall]\nplugin=tcp\ndevice=listen://127.0.0.1:%u\n"
                            "framer=cr\n[framer cr]\ntype=delimiter\ndelimiter=\\r\n"
                            "[sink file]\nplugin=fixture-lasting\npath=DIR/taken\n",
                            port);
  test_daemon_write_config (self->daemon, config);
  return port;
}

static GSocket *
new_socket (void)
{
  g_autoptr (GError) error = NULL;
  GSocket *socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
                                  &error);

  g_assert_no_error (error);
  return socket;
}

/* a client that says something, and is gone */
static void
say_to (guint16 port, const char *text)
{
  g_autoptr (GSocket) client = new_socket ();
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, port);
  g_autoptr (GError) error = NULL;

  g_socket_connect (client, address, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_socket_send (client, text, strlen (text), NULL, &error), ==, strlen (text));
  g_assert_no_error (error);
}

/* who connects while no leatd runs is not refused */
static void
test_listen (Keeper *self, gconstpointer data)
{
  g_autoptr (GSocket) place = new_socket ();
  const guint16 port = keeper_listen (self, place);

  keeper_start (self);
  keeper_await (self, "FDSTORE=1\nFDNAME=hall\n");
  say_to (port, "1\r");
  keeper_await_record (self, "1");
  keeper_stop (self);
  g_assert_cmpuint (self->fds->len, ==, 1);
  say_to (port, "2\r");
  keeper_start (self);
  keeper_await_record (self, "2");
  say_to (port, "3\r");
  keeper_await_record (self, "3");
  keeper_stop (self);
  keeper_assert_records (self, "1 2 3 ");
}

/* a .socket unit with FileDescriptorName=hall: the port is the manager's from the first moment on
 */
static void
test_activation (Keeper *self, gconstpointer data)
{
  g_autoptr (GSocket) socket = new_socket ();
  const guint16 port = keeper_listen (self, socket);
  const int fd = dup (g_socket_get_fd (socket));

  g_assert_true (g_socket_listen (socket, NULL));
  g_array_append_val (self->fds, fd);
  g_ptr_array_add (self->names, g_strdup ("hall"));
  say_to (port, "1\r");
  keeper_start (self);
  keeper_await_record (self, "1");
  say_to (port, "2\r");
  keeper_await_record (self, "2");
  keeper_stop (self);
  g_assert_nonnull (strstr (self->daemon->log->str, "the service manager had it open; it goes on"));
  keeper_assert_records (self, "1 2 ");
}

#define ADD(path, test) g_test_add (path, Keeper, NULL, keeper_set_up, test, keeper_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/keep-links/update", test_update);
  ADD ("/keep-links/updates", test_updates);
  ADD ("/keep-links/killed", test_killed);
  ADD ("/keep-links/other-device", test_other_device);
  ADD ("/keep-links/removed", test_removed);
  ADD ("/keep-links/removed-meanwhile", test_removed_meanwhile);
  ADD ("/keep-links/hung-up", test_hung_up);
  ADD ("/keep-links/listen", test_listen);
  ADD ("/keep-links/activation", test_activation);
  return g_test_run ();
}
