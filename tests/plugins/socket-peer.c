/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* socket-peer.c - tests how a connection is set, and what its errors are called */
#include "socket-peer.h"
#include "socket-pair.h"
#include <netinet/in.h>
#include <netinet/tcp.h>

/* a connection on the loopback; the end that is given */
static GSocketConnection *
connect_to (GSocket *listener)
{
  g_autoptr (GSocketAddress) address = g_socket_get_local_address (listener, NULL);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  GSocketConnection *connection = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address),
                                                           NULL, NULL);

  g_assert_nonnull (connection);
  return connection;
}

typedef struct {
  const char *name;
  SocketManners manners;
  int level;
  int option;
  int expected;
} OptionCase;

/* that the kernel then does as it is told is its own affair */
static const OptionCase option_cases[] = {
  { "keepalive", { .keepalive = 10000000 }, SOL_SOCKET, SO_KEEPALIVE, 1 },
  { "keepalive-none", { .keepalive = 0 }, SOL_SOCKET, SO_KEEPALIVE, 0 },
  { "idle", { .keepalive = 20000000 }, IPPROTO_TCP, TCP_KEEPIDLE, 20 },
  { "idle-short", { .keepalive = 1000 }, IPPROTO_TCP, TCP_KEEPIDLE, 1 },
  { "interval", { .keepalive = 20000000 }, IPPROTO_TCP, TCP_KEEPINTVL, 5 },
  { "interval-short", { .keepalive = 1000000 }, IPPROTO_TCP, TCP_KEEPINTVL, 1 },
  { "user-timeout", { .keepalive = 20000000 }, IPPROTO_TCP, TCP_USER_TIMEOUT, 40000 },
  { "nodelay", { .no_delay = TRUE }, IPPROTO_TCP, TCP_NODELAY, 1 },
  { "nodelay-no", { .no_delay = FALSE }, IPPROTO_TCP, TCP_NODELAY, 0 },
};

static void
test_option (gconstpointer data)
{
  const OptionCase *test = data;
  g_autoptr (GSocket) listener = listener_new (1);
  g_autoptr (GError) error = NULL;
  SocketPeer peer = { 0 };
  socklen_t length = sizeof (int);
  int value = -1;

  socket_peer_take (&peer, "peer", connect_to (listener), &test->manners, &error);
  g_assert_no_error (error);
  g_assert_cmpint (getsockopt (socket_peer_get_fd (&peer), test->level, test->option, &value,
                               &length),
                   ==, 0);
  g_assert_cmpint (value, ==, test->expected);
  socket_peer_close (&peer);
  g_assert_cmpint (socket_peer_get_fd (&peer), ==, -1);
  socket_peer_close (&peer);
}

/* a reset is told once to who writes, too */
static void
test_write_to_nobody (void)
{
  g_autoptr (GSocket) listener = listener_new (1);
  g_autoptr (GSocket) other = NULL;
  g_autoptr (GError) error = NULL;
  const SocketManners manners = { 0 };
  SocketPeer peer = { 0 };

  g_assert_true (socket_peer_take (&peer, "peer", connect_to (listener), &manners, NULL));
  other = g_socket_accept (listener, NULL, NULL);
  socket_reset (other);
  await_readable (socket_peer_get_fd (&peer));
  g_assert_cmpint (socket_peer_write (&peer, (const guint8 *) "x", 1, &error), ==, -1);
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED);
  g_assert_cmpstr (error->message, ==, "peer: reset by the other end");
  socket_peer_close (&peer);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/socket/peer/write-to-nobody", test_write_to_nobody);
  for (gsize i = 0; i < G_N_ELEMENTS (option_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/socket/peer/option/%s", option_cases[i].name);

      g_test_add_data_func (path, &option_cases[i], test_option);
    }
  return g_test_run ();
}
