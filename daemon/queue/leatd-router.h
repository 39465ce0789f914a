/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-router.h - brings a source's batches to every sink and junction that wants them */
#pragma once
#include "config/leatd-config.h"
#include "worker/leatd-counters.h"
#include "leatd-drops.h"
#include "leatd-queue.h"
G_BEGIN_DECLS

/**
 * LeatdInlet:
 * @queue: what waits for it
 * @drops: names what had to give way
 * @settles: its answer is needed for a batch to be settled
 * @counters: of #LeatdSinkCounter
 * @notify: (nullable): called behind each push, for a consumer that waits in a main context
 *
 * The way into a sink or junction. Owned by it, and alive until all sources have stopped.
 */
typedef struct {
  LeatdQueue *queue;
  LeatdDrops *drops;
  gboolean    settles;
  guint64     counters[LEATD_SINK_N_COUNTERS];
  void      (*notify) (gpointer user_data);
  gpointer    user_data;
} LeatdInlet;

void leatd_inlet_init  (LeatdInlet *self, const char *name, gint64 max_size, gint64 max_records,
                        GMainContext *context);
void leatd_inlet_clear (LeatdInlet *self);

/* The way out of a source: the inlets that want its batches. Filled before the source starts, then
 * used by its thread; which inlets they are may change between two batches. */
typedef struct _LeatdOutlet LeatdOutlet;

LeatdOutlet *leatd_outlet_new         (void);
void         leatd_outlet_free        (LeatdOutlet *self);
void         leatd_outlet_add         (LeatdOutlet *self, LeatdInlet *inlet, gboolean block);
void         leatd_outlet_move        (LeatdOutlet *self, LeatdOutlet *other, gpointer user_data);
gboolean     leatd_outlet_leads_to    (LeatdOutlet *self, const LeatdInlet *inlet);
gboolean     leatd_outlet_push        (LeatdOutlet *self, LeatBatch *batch /* (transfer full) */);
gboolean     leatd_outlet_await_room  (LeatdOutlet *self, LeatdRoomFunc func, gpointer user_data);
void         leatd_outlet_forget_room (LeatdOutlet *self, gpointer user_data);

G_END_DECLS
