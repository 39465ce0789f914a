/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* socket-address.h - SCHEME://HOST:PORT as device= spells it */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

/**
 * SocketAddress:
 * @host: a name, an IPv4 address, or an IPv6 address without its brackets
 * @port: 1 to 65535
 *
 * Where something listens.
 */
typedef struct {
  char   *host;
  guint16 port;
} SocketAddress;

gboolean socket_address_parse (SocketAddress *self, const char *device, GError **error);
void     socket_address_clear (SocketAddress *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SocketAddress, socket_address_clear)
G_END_DECLS
