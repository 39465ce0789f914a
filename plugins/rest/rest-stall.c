/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-stall.c - whether anything moves on a connection */
#include "rest-stall.h"
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

/* FALSE: it is closed, or none that counts */
static gboolean
count_bytes (GSocket *socket, guint64 *n_bytes)
{
  struct tcp_info info = { 0 };
  socklen_t length = sizeof info;

  if (getsockopt (g_socket_get_fd (socket), IPPROTO_TCP, TCP_INFO, &info, &length) != 0 ||
      length < G_STRUCT_OFFSET (struct tcp_info, tcpi_segs_out))
    return FALSE;
  *n_bytes = info.tcpi_bytes_acked + info.tcpi_bytes_received;
  return TRUE;
}

void
rest_stall_begin (RestStall *self, GSocket *socket, gint64 limit, gint64 now)
{
  guint64 n_bytes;

  rest_stall_end (self);
  if (socket == NULL || limit == 0 || !count_bytes (socket, &n_bytes))
    return;
  *self = (RestStall) {
    .socket = g_object_ref (socket),
    .limit = limit,
    .moved = now,
    .n_bytes = n_bytes,
  };
}

gboolean
rest_stall_look (RestStall *self, gint64 now)
{
  guint64 n_bytes;

  if (self->socket == NULL || !count_bytes (self->socket, &n_bytes))
    return FALSE;
  if (n_bytes == self->n_bytes)
    return now - self->moved >= self->limit;
  self->n_bytes = n_bytes;
  self->moved = now;
  return FALSE;
}

void
rest_stall_end (RestStall *self)
{
  g_clear_object (&self->socket);
}
