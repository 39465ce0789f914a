/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-store-words.h - asks a store of the key file one of its words, without opening it */
#pragma once
#include "config/leatd-config.h"
G_BEGIN_DECLS

/* the only store of a key file, or the one of that name */
const LeatdSinkConfig *leatd_store_words_choose (LeatdConfig *config, const char *name,
                                                GError **error);
/* NULL: it has none; ends with one without a name */
const LeatStoreWord   *leatd_store_words_get    (const LeatSinkClass *klass);
/* NULL: the class has no such word */
const LeatStoreWord   *leatd_store_words_find   (const LeatSinkClass *klass, const char *name);
/**
 * LeatdStoreListener:
 * @print: a line of what it has to say
 * @progress: (nullable): how far it is; of 0: that is not known. %FALSE: nobody waits for it any
 *   more, and it is to end
 * @user_data: for both
 *
 * Who listens to a word.
 */
typedef struct {
  LeatStorePrint print;
  gboolean     (*progress) (guint64 done, guint64 total, gpointer user_data);
  gpointer       user_data;
} LeatdStoreListener;

/* @arguments: as typed behind the word; end with NULL. What the store notes goes to stderr */
gboolean               leatd_store_words_run    (const LeatdSinkConfig *store,
                                                const LeatStoreWord *word,
                                                const char *const *arguments,
                                                const LeatdStoreListener *listener,
                                                GError **error);
/* *@path: (transfer full): where it is, as its word `files` says; NULL: nowhere yet */
gboolean               leatd_store_words_find_file (const LeatdSinkConfig *store, char **path,
                                                   GError **error);
/* bytes on the disk; 0: there is none yet, or it does not say */
guint64                leatd_store_words_get_size (const LeatdSinkConfig *store);

G_END_DECLS
