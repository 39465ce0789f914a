/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-option-private.h - what the files of options share; not installed */
#pragma once
#include "leat-option-host.h"
G_BEGIN_DECLS

/**
 * LeatUnit:
 * @name: "ms"
 * @factor: how many of the member's unit it is
 */
typedef struct {
  const char *name;
  gint64      factor;
} LeatUnit;

/* tables end with %NULL, the smallest unit first */
extern const LeatUnit leat_size_units[];
extern const LeatUnit leat_duration_units[];

/**
 * LeatOptionTraits:
 * @name: of the type, for people
 * @size: of the member
 * @alignment: of the member
 * @set: gives the member the value that the key file spells; frees the old one
 * @clear: frees what the member holds; %NULL: nothing
 */
typedef struct {
  const char *name;
  gsize       size;
  gsize       alignment;
  gboolean  (*set)   (const LeatOption *self, gpointer member, const char *value, GError **error);
  void      (*clear) (gpointer member);
} LeatOptionTraits;

#define LEAT_NAME_MAX 40

gboolean                leat_is_name           (const char *text);   /* NULL is none */
gboolean                leat_is_sentence       (const char *text);   /* NULL is none */
gboolean                leat_draft_is_field_name (const char *name);
gboolean                leat_quantity_parse    (const char *text, const LeatUnit *units,
                                                gint64 *quantity);
char                   *leat_quantity_write    (gint64 quantity, const LeatUnit *units);
const LeatOptionTraits *leat_traits_find (LeatOptionType type);   /* NULL: no such type */

G_END_DECLS
