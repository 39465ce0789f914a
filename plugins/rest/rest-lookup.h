/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-lookup.h - whether a record is in what a service says it has */
#pragma once
#include "rest-exchange.h"
#include "rest-template.h"
G_BEGIN_DECLS

/**
 * RestLookupSetup:
 * @pointer: to the list in the answer
 * @match: (nullable): "/num={fields.num}": what all must be the same in one element; none: that it
 *   answers at all says that the record is there
 * @zone: of the filter time:
 *
 * What the options say.
 */
typedef struct {
  const char        *pointer;
  const char *const *match;
  GTimeZone         *zone;
} RestLookupSetup;

/* used in one thread */
typedef struct _RestLookup RestLookup;

RestLookup *rest_lookup_new  (const RestLookupSetup *setup, GError **error);
void        rest_lookup_free (RestLookup *self);
/* whether a 404 says that it is not there */
gboolean    rest_lookup_is_plain (const RestLookup *self);
/* of an answer that was accepted, or is a 404. LEAT_ERROR_HELD: it says neither */
gboolean    rest_lookup_find (RestLookup *self, const RestAnswer *answer,
                              const RestTemplateInput *input, gboolean *is_there, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RestLookup, rest_lookup_free)
G_END_DECLS
