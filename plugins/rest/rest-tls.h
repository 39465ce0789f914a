/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-tls.h - whom a session trusts, and who it says it is */
#pragma once
#include <libsoup/soup.h>
#include "leat.h"
G_BEGIN_DECLS

/**
 * RestTlsSetup:
 * @ca: (nullable): a file of certificates; %NULL: those of the system
 * @certificate: (nullable): a file: who we are
 * @key: (nullable): a file with its key; %NULL: it is in the same one
 * @password: (nullable): of @certificate, a PKCS #12 file then, with its key
 * @pins: (nullable): sha256//BASE64: keys that are trusted, whoever signed them
 *
 * What the options say.
 */
typedef struct {
  const char        *ca;
  const char        *certificate;
  const char        *key;
  const char        *password;
  const char *const *pins;
} RestTlsSetup;

typedef struct _RestTls RestTls;

/* reads the files */
RestTls      *rest_tls_new          (const RestTlsSetup *setup, GError **error);
void          rest_tls_free         (RestTls *self);
/* (nullable) */
GTlsDatabase *rest_tls_get_database (RestTls *self);
/* before a message is sent; @cancellable ends it if the key is another one */
void          rest_tls_watch        (RestTls *self, SoupMessage *message,
                                     GCancellable *cancellable);
/* (transfer full) (nullable): what is wrong with the server that was met last */
char         *rest_tls_explain      (const RestTls *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RestTls, rest_tls_free)
G_END_DECLS
