/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-proxy.h - the way to a service: by a proxy, and who we are there */
#pragma once
#include <libsoup/soup.h>
G_BEGIN_DECLS

/* LEAT_ERROR_CONFIG: @proxy is neither "none" nor "system" nor an address */
gboolean   rest_proxy_check  (const char *proxy, GError **error);

/* of one session, and used in its thread */
typedef struct _RestProxy RestProxy;

/* sets the session's resolver, now and later on; @no_proxy: (nullable): what is reached without */
RestProxy *rest_proxy_new    (const char *proxy, const char *const *no_proxy, SoupSession *soup);
void       rest_proxy_free   (RestProxy *self);
/* before each request: asks the system, if that is wanted. LEAT_ERROR_HELD: what it says makes no
 * sense; LEAT_ERROR_DISCONNECTED: it cannot say */
gboolean   rest_proxy_follow (RestProxy *self, GUri *uri, GCancellable *cancellable,
                              GError **error);
/* says who we are in what goes to the proxy itself, and not past it or through it */
void       rest_proxy_sign   (RestProxy *self, GUri *uri, SoupMessageHeaders *headers);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RestProxy, rest_proxy_free)
G_END_DECLS
