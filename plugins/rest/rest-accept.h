/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-accept.h - whether an answer that accepts is the service's own
 *
 * What is in between - a portal that wants a password, a proxy's page - answers 200, too. */
#pragma once
#include "rest-exchange.h"
#include "rest-match.h"
G_BEGIN_DECLS

/**
 * RestAcceptSetup:
 * @types: (nullable): "application/json": what it must be; any, if none is given
 * @body: (nullable): as of a #RestMatch with more: what must be in it
 * @is_single: whether a request holds one record
 * @zone: of the filter time:
 *
 * What the options say.
 */
typedef struct {
  const char *const *types;
  const char *const *body;
  gboolean           is_single;
  GTimeZone         *zone;
} RestAcceptSetup;

/* used in one thread */
typedef struct _RestAccept RestAccept;

RestAccept *rest_accept_new  (const RestAcceptSetup *setup, GError **error);
void        rest_accept_free (RestAccept *self);

/* for which record explain() looks into bodies from now on. LEAT_ERROR_HELD */
gboolean    rest_accept_fill    (RestAccept *self, const RestTemplateInput *input, GError **error);
/* why it cannot be the service's own: "it is text/html, and …"; NULL: it may be. @is_step: it
 * answers something else than records, so its body is left alone */
char       *rest_accept_explain (const RestAccept *self, const RestAnswer *answer,
                                 gboolean is_step);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RestAccept, rest_accept_free)
G_END_DECLS
