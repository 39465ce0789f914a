/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* socket-pair.h - for tests: who listens on the loopback, and what a link says of its end */
#pragma once
#include "leat-host.h"
#include "leat.h"
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
G_BEGIN_DECLS

/* on the loopback, at a port of its own; blocks in accept() */
static inline GSocket *
listener_new (gint backlog)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  GSocket *listener = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                    G_SOCKET_PROTOCOL_TCP, NULL);

  g_assert_true (g_socket_bind (listener, address, TRUE, NULL));
  g_socket_set_listen_backlog (listener, backlog);
  g_assert_true (g_socket_listen (listener, NULL));
  return listener;
}

static inline guint16
listener_get_port (GSocket *listener)
{
  g_autoptr (GSocketAddress) address = g_socket_get_local_address (listener, NULL);

  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
}

/* closes as a machine that has crashed: the other end is told by a reset */
static inline void
socket_reset (GSocket *socket)
{
  const struct linger crash = { .l_onoff = 1 };

  setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &crash, sizeof crash);
  g_socket_close (socket, NULL);
}

static inline void
await_readable (int fd)
{
  struct pollfd poller = { .fd = fd, .events = POLLIN };

  g_assert_cmpint (poll (&poller, 1, 30000), ==, 1);
}

/* one read, when there is something: its bytes, "" at the end, or the error; (transfer full) */
static inline char *
link_read (LeatLink *link)
{
  g_autoptr (GError) error = NULL;
  LeatArrival arrival = { .struct_size = sizeof arrival, .end = LEAT_END_CUT, .line_error = TRUE };
  char bytes[256];
  gssize length;

  await_readable (link->klass->get_fd (link));
  length = link->klass->read (link, (guint8 *) bytes, sizeof bytes, &arrival, &error);
  if (length < 0)
    return g_strdup (error->message);
  if (length > 0)
    {
      g_assert_cmpint (arrival.end, ==, LEAT_END_NO);
      g_assert_false (arrival.line_error);
      g_assert_cmpint (arrival.moment.monotonic, >, 0);
    }
  return g_strndup (bytes, (gsize) length);
}

static inline void
check_read (LeatLink *link, const char *expected)
{
  g_autofree char *text = link_read (link);

  g_assert_cmpstr (text, ==, expected);
}

G_END_DECLS
