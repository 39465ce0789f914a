/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-settlements.h - brings the word that a batch is safe back to the thread of its source */
#pragma once
#include "leat-host.h"
G_BEGIN_DECLS

typedef struct _LeatdSettlements LeatdSettlements;

LeatdSettlements *leatd_settlements_new   (GMainContext *context);
void              leatd_settlements_watch (LeatdSettlements *self, LeatBatch *batch,
                                           LeatSettledFunc settled, gpointer user_data,
                                           GDestroyNotify notify);
void              leatd_settlements_tell  (LeatdSettlements *self);
gboolean          leatd_settlements_have_answers (LeatdSettlements *self);
gboolean          leatd_settlements_are_open     (LeatdSettlements *self);
void              leatd_settlements_close (LeatdSettlements *self);

/* told at once, and freed: nobody will answer for it */
void              leatd_settled_at_once   (gboolean safe, LeatSettledFunc settled /* (nullable) */,
                                           gpointer user_data,
                                           GDestroyNotify notify /* (nullable) */);

G_END_DECLS
