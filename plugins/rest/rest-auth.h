/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-auth.h - who sends: basic, bearer, a key of one's own, or OAuth 2 */
#pragma once
#include "rest-session.h"
G_BEGIN_DECLS

/**
 * RestAuthSetup:
 * @user: (nullable): basic (RFC 7617), with @password
 * @password: (nullable): its secret
 * @token: (nullable): bearer (RFC 6750)
 * @api_key: (nullable): a secret in @api_key_header
 * @api_key_header: its header
 * @oauth2_url: (nullable): where tokens are given (RFC 6749, 4.4), to @oauth2_client with
 *   @oauth2_secret, for @oauth2_scope
 * @oauth2_client: (nullable): who we are there
 * @oauth2_secret: (nullable): its secret
 * @oauth2_scope: (nullable): what for
 *
 * What the options say: one of the four, or none.
 */
typedef struct {
  const char *user;
  const char *password;
  const char *token;
  const char *api_key;
  const char *api_key_header;
  const char *oauth2_url;
  const char *oauth2_client;
  const char *oauth2_secret;
  const char *oauth2_scope;
} RestAuthSetup;

/* used in one thread */
typedef struct _RestAuth RestAuth;

RestAuth   *rest_auth_new        (const RestAuthSetup *setup, GError **error);
void        rest_auth_free       (RestAuth *self);
/* NULL: nobody says who sends */
const char *rest_auth_get_header (const RestAuth *self);
/* the one that fetches a token, with its secret; NULL: none does */
const RestRequest *rest_auth_get_token_request (const RestAuth *self);
/* what stands in it, until it is called again; fetches a token if there is none, or it is old */
gboolean    rest_auth_get_value  (RestAuth *self, RestSession *session, const char **value,
                                  GCancellable *cancellable, GError **error);
/* the service does not know it: whether another try with a new token makes sense */
gboolean    rest_auth_renew      (RestAuth *self);
/* takes secrets out of what is shown to people */
void        rest_auth_hide       (const RestAuth *self, GString *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RestAuth, rest_auth_free)
G_END_DECLS
