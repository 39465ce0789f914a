/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fake-proxy.h - a proxy that wants to know who sends */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/* Forwards requests for http: and makes tunnels for https: (CONNECT), on 127.0.0.1. Without
 * "Proxy-Authorization: Basic …" of the one who may it answers 407. Each connection has a thread.
 */
typedef struct _FakeProxy FakeProxy;

/* @who: "user:password" */
FakeProxy *fake_proxy_new           (const char *who);
void       fake_proxy_free          (FakeProxy *self);
guint      fake_proxy_get_port      (FakeProxy *self);
/* connections that got through, and requests that were refused */
guint      fake_proxy_count_through (FakeProxy *self);
guint      fake_proxy_count_refused (FakeProxy *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FakeProxy, fake_proxy_free)
G_END_DECLS
