/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tcp-link.c - a TCP connection to a machine as a link, plain or in TLS */
#include "tcp-link.h"
#include "socket-connect.h"
#include "socket-peer.h"

typedef struct {
  LeatLink link;
  gint64 connect_timeout;
  SocketManners manners;
  TlsSetup setup;

  TlsTrust *trust; /* NULL: plain */
  SocketPeer peer;
} TcpLink;

#define TCP_LINK_OPTIONS \
  LEAT_OPTION_DURATION (TcpLink, connect_timeout, .key = "connect-timeout", .preset = "10s", \
                        .minimum = 1e4, .maximum = 6e7, \
                        .summary = "How long a connection may take to come about, the look-up of " \
                                   "the name too, and the handshake if it is in TLS."), \
  SOCKET_MANNERS_OPTIONS (TcpLink, manners)

static const LeatOption tcp_link_options[] = {
  TCP_LINK_OPTIONS,
  LEAT_OPTION_END,
};

static const LeatOption tls_link_options[] = {
  TCP_LINK_OPTIONS,
  TLS_SETUP_OPTIONS (TcpLink, setup, "of the machine"),
  LEAT_OPTION_END,
};

static gboolean
tls_link_init (LeatLink *link, GError **error)
{
  TcpLink *self = (TcpLink *) link;

  self->trust = tls_trust_new (&self->setup, error);
  return self->trust != NULL;
}

static void
tls_link_clear (LeatLink *link)
{
  g_clear_pointer (&((TcpLink *) link)->trust, tls_trust_free);
}

static gboolean
tcp_link_judge_device (LeatLink *link, const char *device, GError **error)
{
  g_auto (SocketAddress) address = { 0 };

  return socket_address_parse (&address, device, error);
}

static gboolean
tcp_connect (TcpLink *self, const char *device, GCancellable *cancellable, GError **error)
{
  g_auto (SocketAddress) address = { 0 };
  GSocketConnection *connection;

  if (!socket_address_parse (&address, device, error))
    return FALSE;
  connection = socket_connect (&address, self->connect_timeout, self->trust, cancellable, error);
  return connection != NULL &&
         socket_peer_take (&self->peer, device, connection, &self->manners, error);
}

static gboolean
tcp_link_open (LeatLink *link, const char *device, GCancellable *cancellable, GError **error)
{
  if (tcp_connect ((TcpLink *) link, device, cancellable, error))
    return TRUE;
  g_prefix_error (error, "%s: ", device);
  return FALSE;
}

static void
tcp_link_close (LeatLink *link)
{
  socket_peer_close (&((TcpLink *) link)->peer);
}

static int
tcp_link_get_fd (LeatLink *link)
{
  return socket_peer_get_fd (&((TcpLink *) link)->peer);
}

static gssize
tcp_link_read (LeatLink *link, guint8 *data, gsize size, LeatArrival *arrival, GError **error)
{
  return socket_peer_read (&((TcpLink *) link)->peer, data, size, arrival, error);
}

static gssize
tcp_link_write (LeatLink *link, const guint8 *data, gsize length, GError **error)
{
  return socket_peer_write (&((TcpLink *) link)->peer, data, length, error);
}

#define TCP_LINK_FUNCTIONS \
  .struct_size = sizeof (LeatLinkClass), .instance_size = sizeof (TcpLink), \
  .open = tcp_link_open, .close = tcp_link_close, .get_fd = tcp_link_get_fd, \
  .read = tcp_link_read, .write = tcp_link_write, .judge_device = tcp_link_judge_device

const LeatLinkClass tcp_link_class = {
  TCP_LINK_FUNCTIONS,
  .schemes = "tcp",
  .summary = "A TCP connection to a machine that listens: tcp://HOST:PORT.",
  .options = tcp_link_options,
};

const LeatLinkClass tls_link_class = {
  TCP_LINK_FUNCTIONS,
  .schemes = "tls",
  .summary = "A TCP connection in TLS to a machine that listens: tls://HOST:PORT.",
  .options = tls_link_options,
  .init = tls_link_init,
  .clear = tls_link_clear,
};
