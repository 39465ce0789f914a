/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-store-words.h - asks a store of the key file one of its words, without opening it */
#pragma once
#include "config/leatd-config.h"
G_BEGIN_DECLS

/* the only store of a key file, or the one of that name */
const LeatdSinkConfig *leatd_store_words_choose (LeatdConfig *config, const char *name,
                                                GError **error);
/* NULL: the class has no such word */
const LeatStoreWord   *leatd_store_words_find   (const LeatSinkClass *klass, const char *name);
/* @arguments: as typed behind the word; end with NULL. What the store notes goes to stderr */
gboolean               leatd_store_words_run    (const LeatdSinkConfig *store,
                                                const LeatStoreWord *word,
                                                const char *const *arguments,
                                                LeatStorePrint print, gpointer user_data,
                                                GError **error);
/* *@path: (transfer full): where it is, as its word `files` says; NULL: nowhere yet */
gboolean               leatd_store_words_find_file (const LeatdSinkConfig *store, char **path,
                                                   GError **error);

G_END_DECLS
