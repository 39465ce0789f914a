/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-drops.h - names what did not get out, by its ranges of sequences */
#pragma once
#include "leat-host.h"
G_BEGIN_DECLS

/* why: a queue was full, or the daemon stopped */
typedef enum {
  LEATD_LOSS_DROPPED,
  LEATD_LOSS_LEFT,
} LeatdLoss;

/* Ranges that touch become one; once a second, and at the end, all that there are become events.
 * Any thread. */
typedef struct _LeatdDrops LeatdDrops;

LeatdDrops *leatd_drops_new  (const char *sink, GMainContext *context);
void        leatd_drops_free (LeatdDrops *self);
void        leatd_drops_add  (LeatdDrops *self, const LeatBatch *batch, guint from);
void        leatd_drops_tell (LeatdDrops *self, LeatdLoss loss);

G_END_DECLS
