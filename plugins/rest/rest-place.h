/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-place.h - a place in a template: what of a record stands there, and how */
#pragma once
#include "rest-filter.h"
G_BEGIN_DECLS

/**
 * RestScope:
 * @REST_SCOPE_NONE: it is always the same
 * @REST_SCOPE_ORIGIN: the same for all records of an origin
 * @REST_SCOPE_RECORD: each record has its own
 *
 * What the text of a template depends on.
 */
typedef enum {
  REST_SCOPE_NONE,
  REST_SCOPE_ORIGIN,
  REST_SCOPE_RECORD,
} RestScope;

/* what it is filled from; @prepared is JSON as a server spelled it, NULL: there is none */
typedef struct {
  const LeatRecord *record;
  const char       *prepared;
} RestTemplateInput;

/* used in one thread */
typedef struct _RestPlace RestPlace;

/* what stands between the braces */
RestPlace *rest_place_new         (const char *text, gsize length, RestSpelling spelling,
                                   GTimeZone *zone, GError **error);
void       rest_place_free        (RestPlace *self);
RestScope  rest_place_get_scope   (const RestPlace *self);
gboolean   rest_place_is_prepared (const RestPlace *self);
/* LEAT_ERROR_HELD: records of this kind have no such field or tag */
gboolean   rest_place_render      (RestPlace *self, const RestTemplateInput *input, GString *out,
                                   GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RestPlace, rest_place_free)
G_END_DECLS
