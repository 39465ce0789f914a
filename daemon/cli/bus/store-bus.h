/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* store-bus.h - what a store can be asked by the leatd that has it */
#pragma once
#include "bus-client.h"
G_BEGIN_DECLS

/**
 * LeatStoreWish:
 * @word: "replay"
 * @reader: (nullable): of replay and forget
 * @from: (nullable): --from
 * @to: (nullable): --to
 * @source: (nullable): --source
 * @yes: --yes
 *
 * A word, and what stands behind it.
 */
typedef struct {
  char    *word;
  char    *reader;
  char    *from;
  char    *to;
  char    *source;
  gboolean yes;
} LeatStoreWish;

/* FALSE: there is no method for it, or none that takes what stands there; the file is asked then */
gboolean leat_store_wish_parse (LeatStoreWish *self, char **words);
void     leat_store_wish_clear (LeatStoreWish *self);

/* @client: an open one; @name: (nullable): of the store; gives a LeatExit */
int      leat_store_bus_run    (LeatBusClient *client, const char *name,
                                const LeatStoreWish *wish, gboolean quiet);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LeatStoreWish, leat_store_wish_clear)
G_END_DECLS
