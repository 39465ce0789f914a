/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* store-export.h - records of a store, as the leatd that has it writes them */
#pragma once
#include "store-bus.h"
G_BEGIN_DECLS

/* @path: of the store's object. All of them to stdout, a line each; FALSE: not all */
gboolean leat_store_export (LeatBusClient *client, const char *path, const LeatStoreWish *wish,
                            gboolean quiet, GError **error);

G_END_DECLS
