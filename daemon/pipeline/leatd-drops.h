/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-drops.h - names what a full queue has dropped, by its ranges of sequences */
#pragma once
#include "leat-host.h"
G_BEGIN_DECLS

/* Ranges that touch become one; once a second, and at the end, all that there are become events.
 * Any thread. */
typedef struct _LeatdDrops LeatdDrops;

LeatdDrops *leatd_drops_new  (const char *sink, GMainContext *context);
void        leatd_drops_free (LeatdDrops *self);
void        leatd_drops_add  (LeatdDrops *self, const LeatBatch *batch);
void        leatd_drops_tell (LeatdDrops *self);

G_END_DECLS
