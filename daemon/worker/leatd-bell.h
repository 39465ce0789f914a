/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-bell.h - ends the wait of one thread, from any other, for one of several reasons */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/**
 * LeatdBellReason:
 * @LEATD_BELL_KICK: the worker is to drain, or to end
 * @LEATD_BELL_STORE: there is more to read in the store, or it is open again
 */
typedef enum {
  LEATD_BELL_KICK  = 1 << 0,
  LEATD_BELL_STORE = 1 << 1,
} LeatdBellReason;

typedef struct {
  GMutex mutex;   /* of what follows */
  GCond  cond;
  guint  rung;    /* of LeatdBellReason: not yet heard */
} LeatdBell;

void  leatd_bell_init  (LeatdBell *self);
void  leatd_bell_clear (LeatdBell *self);
void  leatd_bell_ring  (LeatdBell *self, guint reasons);
guint leatd_bell_wait  (LeatdBell *self, guint reasons, gint64 until);

G_END_DECLS
