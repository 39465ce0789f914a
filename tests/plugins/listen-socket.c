/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* listen-socket.c - tests where a listening socket comes from, and why there is none */
#include "listen-socket.h"
#include "socket-pair.h"

static void
test_new (gconstpointer host)
{
  g_autoptr (GSocket) other = listener_new (1); /* a port that is free in a moment */
  const SocketAddress address = { (char *) host, listener_get_port (other) };
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GError) error = NULL;

  g_socket_close (other, NULL);
  socket = listen_socket_new (&address, &error);
  if (g_error_matches (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED) && g_str_equal (host, "::1"))
    {
      g_test_skip ("this machine has no IPv6");
      return;
    }
  g_assert_no_error (error);
  g_assert_false (g_socket_get_blocking (socket));
  g_assert_null (g_socket_accept (socket, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
}

static void
test_in_use (void)
{
  g_autoptr (GSocket) other = listener_new (1);
  const SocketAddress address = { (char *) "127.0.0.1", listener_get_port (other) };
  g_autoptr (GError) error = NULL;

  g_assert_null (listen_socket_new (&address, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED);
  g_assert_cmpstr (error->message, ==, "another program, or another source, listens there already");
}

static void
test_foreign (void)
{
  const SocketAddress address = { (char *) "192.0.2.1", 9000 };
  g_autoptr (GError) error = NULL;

  g_assert_null (listen_socket_new (&address, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED);
}

static void
test_name (void)
{
  const SocketAddress address = { (char *) "localhost", 9000 };
  g_autoptr (GError) error = NULL;

  g_assert_null (listen_socket_new (&address, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
}

/* what the leatd before had, or the service manager has made, goes on; anything else does not */
static void
test_adopt (void)
{
  g_autoptr (GSocket) other = listener_new (1), client = NULL, adopted = NULL;
  const SocketAddress address = { (char *) "127.0.0.1", listener_get_port (other) };
  const SocketAddress elsewhere = { (char *) "127.0.0.2", address.port };
  const SocketAddress mistaken = { (char *) "127.0.0.1", (guint16) (address.port ^ 1) };
  g_autoptr (GError) error = NULL;
  const int fd = dup (g_socket_get_fd (other));

  g_assert_null (listen_socket_adopt (&elsewhere, fd, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_clear_error (&error);
  g_assert_null (listen_socket_adopt (&mistaken, fd, NULL));
  g_assert_null (listen_socket_adopt (&address, STDERR_FILENO, NULL));
  client = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  g_assert_null (listen_socket_adopt (&address, g_socket_get_fd (client), NULL));
  adopted = listen_socket_adopt (&address, fd, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_socket_get_fd (adopted), ==, fd);
  g_assert_null (g_socket_accept (adopted, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/listen/socket/ipv4", "127.0.0.1", test_new);
  g_test_add_data_func ("/listen/socket/ipv6", "::1", test_new);
  g_test_add_func ("/listen/socket/adopt", test_adopt);
  g_test_add_func ("/listen/socket/in-use", test_in_use);
  g_test_add_func ("/listen/socket/foreign", test_foreign);
  g_test_add_func ("/listen/socket/name", test_name);
  return g_test_run ();
}
