/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* socket-connect.h - connects to who listens, within a time, perhaps in TLS */
#pragma once
#include "../tls/tls-trust.h"
#include "socket-address.h"
G_BEGIN_DECLS

GSocketConnection *socket_connect (const SocketAddress *address, gint64 timeout,
                                   const TlsTrust *trust, GCancellable *cancellable,
                                   GError **error);

G_END_DECLS
