/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* websocket-loop.h - a main context that is served by another one */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

typedef struct _WebsocketLoop WebsocketLoop;

/* serves @inner from the thread's main context, which is polled for what @inner waits for; in the
 * thread of both from now on */
WebsocketLoop *websocket_loop_new      (GMainContext *inner);
void           websocket_loop_free     (WebsocketLoop *self);
/* while it is held nothing of @inner happens: neither reading nor writing, and no timer */
void           websocket_loop_set_held (WebsocketLoop *self, gboolean is_held);

G_END_DECLS
