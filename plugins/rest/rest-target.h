/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-target.h - where a request goes: method, address and headers, filled from a record */
#pragma once
#include "rest-exchange.h"
#include "rest-template.h"
G_BEGIN_DECLS

/**
 * RestTargetSetup:
 * @method_key: the option that @method is from
 * @method: POST
 * @url_key: the option that @url is from
 * @url: a template
 * @headers_key: the option that @headers is from
 * @headers: (nullable): "Name: template"
 * @zone: of the filter time:
 * @has_prepared: whether there is a {prepared.id}
 *
 * What a target is made of.
 */
typedef struct {
  const char        *method_key;
  const char        *method;
  const char        *url_key;
  const char        *url;
  const char        *headers_key;
  const char *const *headers;
  GTimeZone         *zone;
  gboolean           has_prepared;
} RestTargetSetup;

/* used in one thread */
typedef struct _RestTarget RestTarget;

RestTarget *rest_target_new     (const RestTargetSetup *setup, GError **error);
void        rest_target_free    (RestTarget *self);
/* whether it needs what prepare-url= gave */
gboolean    rest_target_has_prepared (const RestTarget *self);
/* the option that has anything else in it that is not always the same, or NULL */
const char *rest_target_needs_record (const RestTarget *self);
/* sets method, uri and headers of @request, valid until it is filled again. LEAT_ERROR_HELD */
gboolean    rest_target_fill    (RestTarget *self, const RestTemplateInput *input,
                                 RestRequest *request, GError **error);
/* two more headers of the request that was filled, unless they were set: what it is known by, and
 * who sends; names and values live as long as it. NULL: none */
void        rest_target_name    (RestTarget *self, const char *header, const char *key);
void        rest_target_sign    (RestTarget *self, const char *header, const char *value);
/* how many records from @from on go where the first one goes */
guint       rest_target_count   (RestTarget *self, const LeatBatch *batch, guint from, guint count);

gboolean    rest_is_token       (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RestTarget, rest_target_free)
G_END_DECLS
