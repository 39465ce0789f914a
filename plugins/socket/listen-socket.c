/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* listen-socket.c - the descriptor that clients connect to */
#include "listen-socket.h"
#include "socket-reason.h"
#include <gio/gunixsocketaddress.h>
#include <sys/socket.h>

/* clients that may wait to be let in; net.core.somaxconn may bound it further */
#define BACKLOG 1024

static GSocketAddress *
get_address (const SocketAddress *address, GError **error)
{
  GSocketAddress *result = g_inet_socket_address_new_from_string (address->host, address->port);

  if (result == NULL)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                 "\"%s\" is no address of this machine; 0.0.0.0 or [::] stands for all of them",
                 address->host);
  return result;
}

static const SocketReason reasons[] = {
  { g_io_error_quark, G_IO_ERROR_ADDRESS_IN_USE,
    "another program, or another source, listens there already" },
  { g_io_error_quark, G_IO_ERROR_PERMISSION_DENIED,
    "ports below 1024 are for root; another port, or "
    "AmbientCapabilities=CAP_NET_BIND_SERVICE in the unit" },
};

void
listen_socket_prepare (GSocket *socket)
{
  g_socket_set_blocking (socket, FALSE);
  g_socket_set_listen_backlog (socket, BACKLOG);
}

/**
 * listen_socket_new:
 * @address: its host is an address, no name
 * @error: return location for LEAT_ERROR_CONFIG, LEAT_ERROR_DISCONNECTED, without the address
 *
 * A socket that listens at a port.
 */
GSocket *
listen_socket_new (const SocketAddress *address, GError **error)
{
  g_autoptr (GSocketAddress) where = get_address (address, error);
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GError) cause = NULL;

  if (where == NULL)
    return NULL;
  socket = g_socket_new (g_socket_address_get_family (where), G_SOCKET_TYPE_STREAM,
                         G_SOCKET_PROTOCOL_TCP, &cause);
  if (socket != NULL)
    listen_socket_prepare (socket);
  if (socket != NULL && g_socket_bind (socket, where, TRUE, &cause) &&
      g_socket_listen (socket, &cause))
    return g_steal_pointer (&socket);
  g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED,
                       socket_reason_find (reasons, G_N_ELEMENTS (reasons), cause));
  return NULL;
}

static gboolean
is_same_port (GInetSocketAddress *there, GInetSocketAddress *wanted)
{
  return g_inet_socket_address_get_port (there) == g_inet_socket_address_get_port (wanted) &&
         g_inet_address_equal (g_inet_socket_address_get_address (there),
                               g_inet_socket_address_get_address (wanted));
}

static gboolean
is_same_file (GUnixSocketAddress *there, GUnixSocketAddress *wanted)
{
  return g_unix_socket_address_get_address_type (there) ==
             g_unix_socket_address_get_address_type (wanted) &&
         g_str_equal (g_unix_socket_address_get_path (there),
                      g_unix_socket_address_get_path (wanted));
}

gboolean
listen_socket_is_at (int fd, GSocketAddress *wanted)
{
  struct sockaddr_storage name = { 0 };
  socklen_t length = sizeof name;
  g_autoptr (GSocketAddress) there = NULL;

  if (getsockname (fd, (struct sockaddr *) &name, &length) != 0)
    return FALSE;
  there = g_socket_address_new_from_native (&name, length);
  if (G_IS_INET_SOCKET_ADDRESS (there) && G_IS_INET_SOCKET_ADDRESS (wanted))
    return is_same_port (G_INET_SOCKET_ADDRESS (there), G_INET_SOCKET_ADDRESS (wanted));
  return G_IS_UNIX_SOCKET_ADDRESS (there) && G_IS_UNIX_SOCKET_ADDRESS (wanted) &&
         is_same_file (G_UNIX_SOCKET_ADDRESS (there), G_UNIX_SOCKET_ADDRESS (wanted));
}

static gboolean
is_listening (int fd)
{
  int type = 0, listens = 0;
  socklen_t length = sizeof type;

  return getsockopt (fd, SOL_SOCKET, SO_TYPE, &type, &length) == 0 && type == SOCK_STREAM &&
         getsockopt (fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &length) == 0 && listens != 0;
}

GSocket *
listen_socket_adopt_at (GSocketAddress *address, int fd, GError **error)
{
  GSocket *socket;

  if (!is_listening (fd) || !listen_socket_is_at (fd, address))
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "descriptor %d does not listen there", fd);
      return NULL;
    }
  socket = g_socket_new_from_fd (fd, error);
  if (socket != NULL)
    g_socket_set_blocking (socket, FALSE);
  return socket;
}

GSocket *
listen_socket_adopt (const SocketAddress *address, int fd, GError **error)
{
  g_autoptr (GSocketAddress) where = get_address (address, error);

  return where != NULL ? listen_socket_adopt_at (where, fd, error) : NULL;
}
