/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* listen-socket.h - the descriptor that clients connect to */
#pragma once
#include "socket-address.h"
G_BEGIN_DECLS

/* of one that is to listen: non-blocking, and many may wait */
void     listen_socket_prepare  (GSocket *socket);
/* (transfer full) (nullable): bound and listening, non-blocking */
GSocket *listen_socket_new      (const SocketAddress *address, GError **error);
/* the same of a descriptor that somebody else listens on; @fd is taken only if it is returned */
GSocket *listen_socket_adopt    (const SocketAddress *address, int fd, GError **error);
GSocket *listen_socket_adopt_at (GSocketAddress *address, int fd, GError **error);
/* is it bound to just that? */
gboolean listen_socket_is_at    (int fd, GSocketAddress *wanted);

G_END_DECLS
