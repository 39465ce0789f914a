/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-option-host.h - what the host does with a table of options: judge, fill, describe */
#pragma once
#include "leat-option.h"
G_BEGIN_DECLS
#pragma GCC visibility push(default)

/* is the table itself sound: kebab-case, unique keys, presets that parse and are in range,
 * sentences, inside the instance */
gboolean          leat_options_check    (const LeatOption *table, gsize instance_size,
                                         GError **error);
/* do two tables share a key? the key, or NULL */
const char       *leat_options_clash    (const LeatOption *table, const LeatOption *other);
const LeatOption *leat_options_find     (const LeatOption *table, const char *key);

/* every member gets its preset; a member without one stays 0 or NULL */
void              leat_options_preset   (const LeatOption *table, gpointer instance);
/* one member gets @value as the key file spells it: LEAT_ERROR_CONFIG says what is wrong and what
 * would be right */
gboolean          leat_option_set       (const LeatOption *self, gpointer instance,
                                         const char *value, GError **error);
/* frees what the members hold */
void              leat_options_clear    (const LeatOption *table, gpointer instance);

const char       *leat_option_type_name (LeatOptionType type);
/* "1 to 8", "none, even or odd"; NULL: anything */
char             *leat_option_range     (const LeatOption *self);

/* \r \n \t \s \\ \; \xHH; LEAT_ERROR_CONFIG names the place of a wrong one */
GBytes           *leat_escape_undo      (const char *text, gsize length, GError **error);
char             *leat_escape_do        (gconstpointer data, gsize length);
/* the candidate nearest to @word by spelling, if near enough to be meant; NULL if not */
const char       *leat_nearest          (const char *word, const char *const *candidates);

#pragma GCC visibility pop
G_END_DECLS
