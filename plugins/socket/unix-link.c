/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* unix-link.c - a connection to a program of this machine as a link */
#include "unix-link.h"
#include "socket-peer.h"
#include "socket-reason.h"
#include "unix-address.h"

typedef struct {
  LeatLink link;
  SocketManners manners;

  SocketPeer peer;
} UnixLink;

static const LeatOption unix_link_options[] = {
  SOCKET_CLOSE_OPTION (UnixLink, manners),
  LEAT_OPTION_END,
};

static gboolean
unix_link_judge_device (LeatLink *link, const char *device, GError **error)
{
  g_autoptr (GSocketAddress) address = unix_address_parse (device, error);

  return address != NULL;
}

static const SocketReason reasons[] = {
  { g_io_error_quark, G_IO_ERROR_NOT_FOUND,
    "there is no such socket; does the program run that makes it?" },
  { g_io_error_quark, G_IO_ERROR_CONNECTION_REFUSED,
    "nobody listens there; does the program run that made it?" },
  { g_io_error_quark, G_IO_ERROR_PERMISSION_DENIED,
    "permission denied; the socket must be writable for the user leat, and each folder above it "
    "open to it" },
  { g_io_error_quark, G_IO_ERROR_WOULD_BLOCK,
    "too many wait there already; is the program that listens stuck?" },
  { g_io_error_quark, G_IO_ERROR_FAILED,
    "a socket of another kind; unix:// is for bytes, unix-seqpacket:// for packets" },
};

static gboolean
unix_connect (UnixLink *self, const char *device, GError **error)
{
  const gboolean is_packets = g_str_has_prefix (device, "unix-seqpacket:");
  g_autoptr (GSocketAddress) address = unix_address_parse (device, error);
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GError) cause = NULL;

  if (address == NULL)
    return FALSE;
  socket = g_socket_new (G_SOCKET_FAMILY_UNIX,
                         is_packets ? G_SOCKET_TYPE_SEQPACKET : G_SOCKET_TYPE_STREAM,
                         G_SOCKET_PROTOCOL_DEFAULT, error);
  if (socket == NULL)
    return FALSE;
  g_socket_set_blocking (socket, FALSE);
  if (g_socket_connect (socket, address, NULL, &cause))
    return socket_peer_take (&self->peer, device,
                             g_socket_connection_factory_create_connection (socket), &self->manners,
                             error);
  return leat_error_fail (error, LEAT_ERROR_DISCONNECTED, "%s",
                          socket_reason_find (reasons, G_N_ELEMENTS (reasons), cause));
}

static gboolean
unix_link_open (LeatLink *link, const char *device, GCancellable *cancellable, GError **error)
{
  if (unix_connect ((UnixLink *) link, device, error))
    return TRUE;
  g_prefix_error (error, "%s: ", device);
  return FALSE;
}

static void
unix_link_close (LeatLink *link)
{
  socket_peer_close (&((UnixLink *) link)->peer);
}

static int
unix_link_get_fd (LeatLink *link)
{
  return socket_peer_get_fd (&((UnixLink *) link)->peer);
}

static gssize
unix_link_read (LeatLink *link, guint8 *data, gsize size, LeatArrival *arrival, GError **error)
{
  UnixLink *self = (UnixLink *) link;
  const gssize got = socket_peer_read (&self->peer, data, size, arrival, error);

  if (got > 0 && arrival->end == LEAT_END_CUT)
    leat_link_note (link, "truncated",
                    "%s: a packet is longer than %" G_GSIZE_FORMAT " bytes: it is rejected",
                    self->peer.name, size);
  return got;
}

static gssize
unix_link_write (LeatLink *link, const guint8 *data, gsize length, GError **error)
{
  return socket_peer_write (&((UnixLink *) link)->peer, data, length, error);
}

const LeatLinkClass unix_link_class = {
  .struct_size = sizeof (LeatLinkClass),
  .instance_size = sizeof (UnixLink),
  .schemes = "unix unix-seqpacket",
  .summary = "A connection to a program of this machine: unix:///PATH, unix://@NAME, or "
             "unix-seqpacket:///PATH, where a packet ends its frame.",
  .options = unix_link_options,
  .open = unix_link_open,
  .close = unix_link_close,
  .get_fd = unix_link_get_fd,
  .read = unix_link_read,
  .write = unix_link_write,
  .judge_device = unix_link_judge_device,
};
