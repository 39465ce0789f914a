/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-stuck-watch.h - sees that a plugin has not returned; costs nothing while nothing goes on */
#pragma once
#include "leatd-state.h"
#include "plugin/leatd-guard.h"
G_BEGIN_DECLS

/* A timer in the main context looks at the guards of all workers. It runs only while one of them
 * has lately called its plugin: an idle daemon is not woken. */
typedef struct _LeatdStuckWatch LeatdStuckWatch;

LeatdStuckWatch *leatd_stuck_watch_new  (gint64 stuck_after, GMainContext *context);
void             leatd_stuck_watch_free (LeatdStuckWatch *self);
void             leatd_stuck_watch_add  (LeatdStuckWatch *self, LeatdGuard *guard,
                                         LeatdState *state);
/* its worker goes */
void             leatd_stuck_watch_remove (LeatdStuckWatch *self, LeatdGuard *guard);
void             leatd_stuck_watch_arm  (LeatdStuckWatch *self);

G_END_DECLS
