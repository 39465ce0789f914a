/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fake-port.h - where servers of tests listen */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/* (transfer full): on this machine alone, any port that is free */
static inline GSocketAddress *
fake_port_any (void)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);

  return g_inet_socket_address_new (loopback, 0);
}

/**
 * fake_port_hold:
 * @port: (out): which is free
 *
 * Nobody else is given that port while the socket is there, and who connects to it is refused until
 * somebody listens there who is told to.
 *
 * Returns: (transfer full): its holder
 */
static inline GSocket *
fake_port_hold (guint *port)
{
  g_autoptr (GSocketAddress) any = fake_port_any ();
  g_autoptr (GSocketAddress) bound = NULL;
  GSocket *holder = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
                                  NULL);

  g_assert_true (g_socket_bind (holder, any, TRUE, NULL)); /* who listens shares it */
  bound = g_socket_get_local_address (holder, NULL);
  *port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  return holder;
}

G_END_DECLS
