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

G_END_DECLS
