/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* socket-peer.c - the other end of a connected stream socket: bytes in both directions */
#include "socket-peer.h"
#include "socket-reason.h"
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

/* times that a silent end is asked before it is given up */
#define KEEPALIVE_PROBES 4

static gint
to_seconds (gint64 microseconds)
{
  return (gint) MAX (1, microseconds / G_USEC_PER_SEC);
}

/* What was sent and is not acknowledged keeps the questions back, and is sent again for a quarter
 * of an hour: the limit for that is the same. Source: tcp(7), TCP_KEEPIDLE, TCP_USER_TIMEOUT */
static gboolean
apply_keepalive (gint64 keepalive, GSocket *socket, GError **error)
{
  g_socket_set_keepalive (socket, keepalive > 0);
  if (keepalive == 0)
    return TRUE;
  return g_socket_set_option (socket, IPPROTO_TCP, TCP_KEEPIDLE, to_seconds (keepalive), error) &&
         g_socket_set_option (socket, IPPROTO_TCP, TCP_KEEPINTVL,
                              to_seconds (keepalive / KEEPALIVE_PROBES), error) &&
         g_socket_set_option (socket, IPPROTO_TCP, TCP_KEEPCNT, KEEPALIVE_PROBES, error) &&
         g_socket_set_option (socket, IPPROTO_TCP, TCP_USER_TIMEOUT, (gint) (2 * keepalive / 1000),
                              error);
}

/* those of TCP */
static gboolean
apply_manners (const SocketManners *manners, GSocket *socket, GError **error)
{
  return g_socket_get_family (socket) == G_SOCKET_FAMILY_UNIX ||
         (apply_keepalive (manners->keepalive, socket, error) &&
          g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, manners->no_delay, error));
}

/* in TLS a connection is what wraps it */
static void
find_streams (SocketPeer *self)
{
  GIOStream *stream = G_IO_STREAM (self->connection);

  if (!G_IS_TCP_WRAPPER_CONNECTION (stream))
    return;
  self->input = G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (stream));
  self->output = G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (stream));
}

gboolean
socket_peer_take (SocketPeer *self, const char *name, GSocketConnection *connection,
                  const SocketManners *manners, GError **error)
{
  self->name = g_strdup (name);
  self->has_come = FALSE;
  self->connection = connection;
  self->socket = g_socket_connection_get_socket (connection);
  self->close_ends_frame = manners->close_ends_frame;
  self->is_packets = g_socket_get_socket_type (self->socket) == G_SOCKET_TYPE_SEQPACKET;
  find_streams (self);
  g_socket_set_blocking (self->socket, FALSE);
  if (apply_manners (manners, self->socket, error))
    return TRUE;
  socket_peer_close (self);
  return FALSE;
}

/* the goodbye of TLS waits until the other end has read what was sent before it: not for long */
#define GOODBYE_SECONDS 1

void
socket_peer_close (SocketPeer *self)
{
  if (self->input != NULL)
    g_socket_set_timeout (self->socket, GOODBYE_SECONDS);
  if (self->connection != NULL)
    g_io_stream_close (G_IO_STREAM (self->connection), NULL, NULL);
  self->socket = NULL;
  self->input = NULL;
  self->output = NULL;
  g_clear_object (&self->connection);
  g_clear_pointer (&self->name, g_free);
}

int
socket_peer_get_fd (const SocketPeer *self)
{
  return self->socket != NULL ? g_socket_get_fd (self->socket) : -1;
}

static const SocketReason reasons[] = {
  { g_io_error_quark, G_IO_ERROR_CONNECTION_CLOSED, "reset by the other end" },
  { g_io_error_quark, G_IO_ERROR_TIMED_OUT,
    "does not answer any more: it is switched off, or the line to it is cut (keepalive=)" },
  { g_io_error_quark, G_IO_ERROR_HOST_UNREACHABLE,
    "no way to it any more: it is switched off, or the line to it is cut" },
  { g_io_error_quark, G_IO_ERROR_NETWORK_UNREACHABLE, "no way to its network any more" },
  { g_tls_error_quark, G_TLS_ERROR_EOF,
    "cut off without the goodbye of TLS: what it sent last may not be whole" },
  { g_tls_error_quark, G_TLS_ERROR_CERTIFICATE_REQUIRED, SOCKET_REASON_WHO_WE_ARE },
};

/* some tell nobody why the handshake did not please them */
static const char *
find_reason (const SocketPeer *self, const GError *cause)
{
  return g_error_matches (cause, G_TLS_ERROR, G_TLS_ERROR_EOF) && !self->has_come
             ? "hung up behind the TLS handshake; if it wants to know who this machine is, a "
               "certificate that it trusts belongs into tls-certificate="
             : socket_reason_find (reasons, G_N_ELEMENTS (reasons), cause);
}

/* takes GIO's word for it, and says what it means; always -1 */
static gssize
peer_fail (const SocketPeer *self, GError *cause, GError **error)
{
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    {
      g_propagate_error (error, cause);
      return -1;
    }
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED, "%s: %s", self->name,
               find_reason (self, cause));
  g_error_free (cause);
  return -1;
}

/* its whole length, however much of it there was room for; an empty one is no end: it is passed
 * over. Source: recv(2), MSG_TRUNC; unix(7) */
static gssize
receive_packet (SocketPeer *self, guint8 *data, gsize size, GError **error)
{
  gssize length;

  do
    length = recv (g_socket_get_fd (self->socket), data, size, MSG_TRUNC | MSG_DONTWAIT);
  while ((length < 0 && errno == EINTR) ||
         (length == 0 && g_socket_condition_check (self->socket, G_IO_HUP) == 0));
  if (length < 0)
    g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (errno), g_strerror (errno));
  return length;
}

static gssize
receive (SocketPeer *self, guint8 *data, gsize size, GError **error)
{
  if (self->is_packets)
    return receive_packet (self, data, size, error);
  return self->input != NULL
             ? g_pollable_input_stream_read_nonblocking (self->input, data, size, NULL, error)
             : g_socket_receive (self->socket, (char *) data, size, NULL, error);
}

gssize
socket_peer_read (SocketPeer *self, guint8 *data, gsize size, LeatArrival *arrival, GError **error)
{
  GError *cause = NULL;
  const gssize got = receive (self, data, size, &cause);

  if (got < 0)
    return peer_fail (self, cause, error);
  if (got == 0 && !self->close_ends_frame)
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED, "%s: closed by the other end",
                   self->name);
      return -1;
    }
  self->has_come = TRUE;
  arrival->moment = leat_clock_now ();
  arrival->byte_time = 0;
  arrival->end = !self->is_packets      ? LEAT_END_NO
                 : got <= (gssize) size ? LEAT_END_MESSAGE
                                        : LEAT_END_CUT;
  arrival->line_error = FALSE;
  return MIN (got, (gssize) size);
}

static gssize
send_some (SocketPeer *self, const guint8 *data, gsize length, GError **error)
{
  return self->output != NULL
             ? g_pollable_output_stream_write_nonblocking (self->output, data, length, NULL, error)
             : g_socket_send (self->socket, (const char *) data, length, NULL, error);
}

gssize
socket_peer_write (SocketPeer *self, const guint8 *data, gsize length, GError **error)
{
  GError *cause = NULL;
  const gssize sent = send_some (self, data, length, &cause);

  return sent < 0 ? peer_fail (self, cause, error) : sent;
}
