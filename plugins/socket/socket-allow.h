/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* socket-allow.h - whose connections are taken: addresses and networks */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

typedef struct _SocketAllow SocketAllow;

/* @items: (nullable): ADDRESS or ADDRESS/PREFIX each; %NULL: everybody */
SocketAllow *socket_allow_new     (const char *const *items, GError **error);
void         socket_allow_free    (SocketAllow *self);
/* is everybody let in, whoever it is? */
gboolean     socket_allow_is_open (const SocketAllow *self);
gboolean     socket_allow_judge   (const SocketAllow *self, GInetAddress *address);

G_END_DECLS
