/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-tls.h - whom a session trusts, and who it says it is */
#pragma once
#include <libsoup/soup.h>
#include "../tls/tls-trust.h"
G_BEGIN_DECLS

typedef struct _RestTls RestTls;

/* reads the files */
RestTls      *rest_tls_new          (const TlsSetup *setup, GError **error);
void          rest_tls_free         (RestTls *self);
/* (nullable) */
GTlsDatabase *rest_tls_get_database (RestTls *self);
/* before a message is sent; @cancellable ends it if the key is another one */
void          rest_tls_watch        (RestTls *self, SoupMessage *message,
                                     GCancellable *cancellable);
/* (nullable): what is wrong with the server that was met last */
const char   *rest_tls_explain      (const RestTls *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RestTls, rest_tls_free)
G_END_DECLS
