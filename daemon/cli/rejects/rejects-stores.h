/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rejects-stores.h - records that the services of sinks refused, in the stores of a key file */
#pragma once
#include "rejects-wishes.h"
G_BEGIN_DECLS

gboolean leat_rejects_stores_list   (LeatdConfig *config, LeatRejectsWishes *wishes,
                                     GError **error);
/* @name: the store's id of the record, or SOURCE/EPOCH/SEQUENCE */
gboolean leat_rejects_stores_show   (LeatdConfig *config, const char *sink, const char *name,
                                     LeatRejectsWishes *wishes, GError **error);
/* @word: retry or drop; @arguments: a sink, and what else the word takes. What the store says goes
 * to stdout */
gboolean leat_rejects_stores_settle (LeatdConfig *config, const char *word,
                                     const char *const *arguments, GError **error);

G_END_DECLS
