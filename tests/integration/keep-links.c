/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* keep-links.c - tests that an update of leatd loses no byte that the kernel holds
 *
 * The service manager is this test: a socket that takes descriptors, and gives them to the next
 * leatd, as systemd does. The line is a real pseudo-terminal. */
#include "daemons.h"
#include <gio/gunixfdmessage.h>
#include <gio/gunixsocketaddress.h>

typedef struct {
  TestDaemon *daemon;
  GSocket *socket; /* NOTIFY_SOCKET */
  GArray *fds;     /* that it keeps */
  GPtrArray *names;
  GString *heard;
  int line; /* the machine's end */
} Fixture;

#define CONFIG \
  "[source line]\nplugin=serial\ndevice=DIR/tty\nframer=cr\n" \
  "[framer cr]\ntype=delimiter\ndelimiter=\\r\n" \
  "[sink file]\nplugin=fixture-lasting\npath=DIR/taken\n"

static void
fixture_open_line (Fixture *self)
{
  g_autofree char *tty = test_path (self->daemon, "tty");

  self->line = test_line_open (tty);
}

static void
fixture_set_up (Fixture *self, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError) error = NULL;

  self->daemon = test_daemon_new (CONFIG);
  self->daemon->is_managed = TRUE;
  self->fds = g_array_new (FALSE, FALSE, sizeof (int));
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->heard = g_string_new (NULL);
  path = test_path (self->daemon, "notify");
  address = g_unix_socket_address_new (path);
  self->socket = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_DATAGRAM,
                               G_SOCKET_PROTOCOL_DEFAULT, &error);
  g_assert_no_error (error);
  g_socket_bind (self->socket, address, FALSE, &error);
  g_assert_no_error (error);
  g_socket_set_blocking (self->socket, FALSE);
  fixture_open_line (self);
}

static void
fixture_forget (Fixture *self, const char *name)
{
  for (guint i = self->names->len; i > 0; i--)
    if (name == NULL || g_str_equal (self->names->pdata[i - 1], name))
      {
        close (g_array_index (self->fds, int, i - 1));
        g_array_remove_index (self->fds, i - 1);
        g_ptr_array_remove_index (self->names, i - 1);
      }
}

static void
fixture_tear_down (Fixture *self, gconstpointer data)
{
  fixture_forget (self, NULL);
  close (self->line);
  g_array_unref (self->fds);
  g_ptr_array_unref (self->names);
  g_string_free (self->heard, TRUE);
  g_object_unref (self->socket);
  test_daemon_free (self->daemon);
}

static void
fixture_take (Fixture *self, const char *state, GUnixFDMessage *message)
{
  const char *name = strstr (state, "FDNAME=");
  int n_fds = 0;
  g_autofree int *fds = message != NULL ? g_unix_fd_message_steal_fds (message, &n_fds) : NULL;

  g_string_append_printf (self->heard, "%s\n", state);
  if (strstr (state, "FDSTOREREMOVE=1") != NULL)
    fixture_forget (self, name + strlen ("FDNAME="));
  else if (strstr (state, "FDSTORE=1") != NULL)
    {
      g_assert_cmpint (n_fds, ==, 1);
      g_array_append_val (self->fds, fds[0]);
      g_ptr_array_add (self->names, g_strdup (name + strlen ("FDNAME=")));
    }
}

/* one datagram; FALSE: there is none */
static gboolean
fixture_hear_one (Fixture *self)
{
  char state[1024] = { 0 };
  GInputVector vector = { state, sizeof state - 1 };
  GSocketControlMessage **messages = NULL;
  int n_messages = 0, flags = 0;

  if (g_socket_receive_message (self->socket, NULL, &vector, 1, &messages, &n_messages, &flags,
                                NULL, NULL) < 0)
    return FALSE;
  fixture_take (self, state, n_messages > 0 ? G_UNIX_FD_MESSAGE (messages[0]) : NULL);
  for (int i = 0; i < n_messages; i++)
    g_object_unref (messages[i]);
  g_free (messages);
  return TRUE;
}

static void
fixture_hear (Fixture *self)
{
  while (fixture_hear_one (self))
    ;
}

/* until it has told this */
static void
fixture_await (Fixture *self, const char *text)
{
  while (fixture_hear (self), strstr (self->heard->str, text) == NULL)
    g_assert_true (g_socket_condition_wait (self->socket, G_IO_IN, NULL, NULL));
}

/* with all that is kept; it is kept on, as systemd does */
static void
fixture_start (Fixture *self)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autofree char *path = test_path (self->daemon, "notify");
  g_autofree char *n_fds = g_strdup_printf ("%u", self->fds->len);
  g_autofree char *names = NULL;

  for (guint i = 0; i < self->fds->len; i++)
    g_subprocess_launcher_take_fd (launcher, dup (g_array_index (self->fds, int, i)), 3 + (int) i);
  g_ptr_array_add (self->names, NULL);
  names = g_strjoinv (":", (char **) self->names->pdata);
  g_ptr_array_set_size (self->names, (int) self->names->len - 1);
  g_subprocess_launcher_setenv (launcher, "NOTIFY_SOCKET", path, TRUE);
  if (self->fds->len > 0)
    {
      g_subprocess_launcher_setenv (launcher, "LISTEN_FDS", n_fds, TRUE);
      g_subprocess_launcher_setenv (launcher, "LISTEN_FDNAMES", names, TRUE);
    }
  g_string_truncate (self->heard, 0);
  test_daemon_launch (self->daemon, launcher);
  fixture_await (self, "READY=1");
}

static void
fixture_stop (Fixture *self)
{
  g_assert_cmpint (test_daemon_stop (self->daemon), ==, 0);
  fixture_hear (self);
}

static void
fixture_say (Fixture *self, const char *text)
{
  test_line_write (self->line, text, strlen (text));
}

/* until the last record is this one */
static void
fixture_await_record (Fixture *self, const char *text)
{
  g_autofree char *path = test_path (self->daemon, "taken");

  while (TRUE)
    {
      g_autofree char *taken = NULL;
      g_autofree char *ending = g_strdup_printf (" %s\n", text);

      if (g_file_get_contents (path, &taken, NULL, NULL) && g_str_has_suffix (taken, ending))
        return;
      g_usleep (1000);
    }
}

/* "1 2 34 " */
static void
fixture_assert_records (Fixture *self, const char *expected)
{
  g_autofree char *path = test_path (self->daemon, "taken");
  g_autofree char *taken = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GString) records = g_string_new (NULL);

  g_assert_true (g_file_get_contents (path, &taken, NULL, NULL));
  lines = g_strsplit (taken, "\n", -1);
  for (guint i = 0; *lines[i] != '\0'; i++)
    g_string_append_printf (records, "%s ", strrchr (lines[i], ' ') + 1);
  g_assert_cmpstr (records->str, ==, expected);
}

/* a frame is torn by the update: its first bytes were read, its rest comes while no leatd runs */
static void
test_update (Fixture *self, gconstpointer data)
{
  fixture_start (self);
  fixture_say (self, "1\r2\r3");
  fixture_await_record (self, "2");
  fixture_stop (self);
  g_assert_cmpuint (self->fds->len, ==, 2);
  g_assert_cmpint (test_daemon_count (self->daemon, "sources", "line", "bytes"), ==, 5);
  g_assert_cmpint (test_daemon_count (self->daemon, "sources", "line", "pending_bytes"), ==, 1);
  g_assert_cmpint (test_daemon_count (self->daemon, "sources", "line", "rejects"), ==, 0);

  fixture_say (self, "4\r5\r");
  fixture_start (self);
  fixture_await_record (self, "5");
  fixture_say (self, "6\r");
  fixture_await_record (self, "6");
  fixture_stop (self);
  g_assert_cmpuint (self->fds->len, ==, 1); /* no frame is torn any more */
  test_daemon_check_bytes (self->daemon, "line");
  g_assert_cmpint (test_daemon_count (self->daemon, "sources", "line", "rejects"), ==, 0);
  fixture_assert_records (self, "1 2 34 5 6 ");
}

/* ten updates one after the other, while the machine goes on */
static void
test_updates (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) expected = g_string_new (NULL);
  char text[32];

  for (guint i = 0; i < 10; i++)
    {
      fixture_start (self);
      for (guint j = 0; j < 100; j++)
        {
          g_snprintf (text, sizeof text, "%u\r", i * 100 + j);
          fixture_say (self, text);
          g_string_append_printf (expected, "%u ", i * 100 + j);
          if (j == 50)
            fixture_stop (self);
        }
    }
  fixture_start (self);
  fixture_await_record (self, "999");
  fixture_stop (self);
  fixture_assert_records (self, expected->str);
}

/* one that was killed could leave nothing, but for what it had not read */
static void
test_killed (Fixture *self, gconstpointer data)
{
  fixture_start (self);
  fixture_say (self, "1\r");
  fixture_await_record (self, "1");
  test_daemon_end (self->daemon);
  fixture_hear (self);
  g_assert_cmpuint (self->fds->len, ==, 1);
  fixture_say (self, "2\r");
  fixture_start (self);
  fixture_await_record (self, "2");
  fixture_stop (self);
  fixture_assert_records (self, "1 2 ");
}

/* the adapter was pulled out, and another one is there: what was torn is a reject */
static void
test_other_device (Fixture *self, gconstpointer data)
{
  const int former = self->line;

  fixture_start (self);
  fixture_say (self, "1\r2");
  fixture_await_record (self, "1");
  fixture_stop (self);
  g_assert_cmpuint (self->fds->len, ==, 2);
  fixture_open_line (self);
  fixture_start (self);
  test_daemon_await (self->daemon, "is another device by now");
  fixture_say (self, "3\r");
  fixture_await_record (self, "3");
  fixture_stop (self);
  g_assert_cmpuint (self->fds->len, ==, 1);
  test_daemon_check_bytes (self->daemon, "line");
  g_assert_cmpint (test_daemon_count (self->daemon, "sources", "line", "reject_bytes"), ==, 1);
  fixture_assert_records (self, "1 3 ");
  close (former);
}

/* whoever is taken out of the key file lets go of its device */
static void
test_removed (Fixture *self, gconstpointer data)
{
  fixture_start (self);
  fixture_say (self, "1\r");
  fixture_await_record (self, "1");
  fixture_hear (self);
  g_assert_cmpuint (self->fds->len, ==, 1);
  test_daemon_write_config (self->daemon, "[source other]\nplugin=fixture-source\nthen=wait\n"
                                          "[sink file]\nplugin=fixture-lasting\npath=DIR/taken\n");
  g_subprocess_send_signal (self->daemon->process, SIGHUP);
  test_daemon_await (self->daemon, "it goes on as its key file says");
  fixture_hear (self);
  g_assert_cmpuint (self->fds->len, ==, 0);
  fixture_stop (self);
}

/* the same, while no leatd ran */
static void
test_removed_meanwhile (Fixture *self, gconstpointer data)
{
  fixture_start (self);
  fixture_stop (self);
  g_assert_cmpuint (self->fds->len, ==, 1);
  test_daemon_write_config (self->daemon, "[source other]\nplugin=fixture-source\nthen=wait\n"
                                          "[sink file]\nplugin=fixture-lasting\npath=DIR/taken\n");
  fixture_start (self);
  fixture_hear (self);
  g_assert_cmpuint (self->fds->len, ==, 0);
  fixture_stop (self);
  g_assert_nonnull (strstr (self->daemon->log->str, "a descriptor for line"));
}

/* a hangup: the manager has no use for it */
static void
test_hung_up (Fixture *self, gconstpointer data)
{
  fixture_start (self);
  fixture_say (self, "1\r");
  fixture_await_record (self, "1");
  close (self->line);
  test_daemon_await (self->daemon, "hung up");
  fixture_await (self, "FDSTOREREMOVE=1\nFDNAME=line\n");
  fixture_open_line (self);
  fixture_say (self, "2\r");
  fixture_await_record (self, "2");
  fixture_stop (self);
  g_assert_cmpuint (self->fds->len, ==, 1);
}

/* --- a port that clients connect to --- */

/* @socket: the manager's own, (transfer none); its port, which leatd is to listen on */
static guint16
fixture_listen (Fixture *self, GSocket *socket)
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
test_listen (Fixture *self, gconstpointer data)
{
  g_autoptr (GSocket) place = new_socket ();
  const guint16 port = fixture_listen (self, place);

  g_socket_close (place, NULL); /* free in a moment */
  fixture_start (self);
  fixture_await (self, "FDSTORE=1\nFDNAME=hall\n");
  say_to (port, "1\r");
  fixture_await_record (self, "1");
  fixture_stop (self);
  g_assert_cmpuint (self->fds->len, ==, 1);
  say_to (port, "2\r");
  fixture_start (self);
  fixture_await_record (self, "2");
  say_to (port, "3\r");
  fixture_await_record (self, "3");
  fixture_stop (self);
  fixture_assert_records (self, "1 2 3 ");
}

/* a .socket unit with FileDescriptorName=hall: the port is the manager's from the first moment on
 */
static void
test_activation (Fixture *self, gconstpointer data)
{
  g_autoptr (GSocket) socket = new_socket ();
  const guint16 port = fixture_listen (self, socket);
  const int fd = dup (g_socket_get_fd (socket));

  g_assert_true (g_socket_listen (socket, NULL));
  g_array_append_val (self->fds, fd);
  g_ptr_array_add (self->names, g_strdup ("hall"));
  say_to (port, "1\r");
  fixture_start (self);
  fixture_await_record (self, "1");
  say_to (port, "2\r");
  fixture_await_record (self, "2");
  fixture_stop (self);
  g_assert_nonnull (strstr (self->daemon->log->str, "the service manager had it open; it goes on"));
  fixture_assert_records (self, "1 2 ");
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, fixture_set_up, test, fixture_tear_down)

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
