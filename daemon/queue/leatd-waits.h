/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-waits.h - several that wait for the word that one batch is safe */
#pragma once
#include "leat-host.h"
G_BEGIN_DECLS

typedef struct _LeatdWaits LeatdWaits;

/* *@self: NULL at first */
void leatd_waits_add  (LeatdWaits **self, LeatSettledFunc settled /* (nullable) */,
                       gpointer user_data, GDestroyNotify notify /* (nullable) */);
/* a LeatSettledFunc, for all of them in their order */
void leatd_waits_tell (gboolean safe, gpointer waits);
/* who was not told is told that it is not safe */
void leatd_waits_free (gpointer waits);

G_END_DECLS
