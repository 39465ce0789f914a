/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-match.h - what must be in the JSON, or in the text, that a service answers */
#pragma once
#include "rest-template.h"
G_BEGIN_DECLS

/**
 * RestMatchSetup:
 * @key: the option that @list is from
 * @list: (nullable): "/num={fields.num}": what a JSON pointer leads to
 * @takes_more: also "/num": whatever it leads to; and "OK": any other text is sought in the whole
 * @zone: of the filter time:
 *
 * What an option says.
 */
typedef struct {
  const char        *key;
  const char *const *list;
  gboolean           takes_more;
  GTimeZone         *zone;
} RestMatchSetup;

/* used in one thread */
typedef struct _RestMatch RestMatch;

RestMatch  *rest_match_new          (const RestMatchSetup *setup, GError **error);
void        rest_match_free         (RestMatch *self);
/* nothing is sought */
gboolean    rest_match_is_empty     (const RestMatch *self);
gboolean    rest_match_needs_record (const RestMatch *self);
/* for which record find_missing() seeks from now on. LEAT_ERROR_HELD */
gboolean    rest_match_fill         (RestMatch *self, const RestTemplateInput *input,
                                     GError **error);
/* the first item of the list that is not in @text, or NULL: all are */
const char *rest_match_find_missing (const RestMatch *self, const char *text, gsize length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RestMatch, rest_match_free)
G_END_DECLS
