/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-queue.h - the way of batches from sources to one sink, bounded in bytes and records */
#pragma once
#include "leat-host.h"
G_BEGIN_DECLS

/* A GAsyncQueue of whole batches with credits. A batch takes its credit when it is pushed and gives
 * it back when the consumer releases it, so that what waits in the queue and what the consumer
 * holds, not yet safe, are bounded together. The queue itself never refuses: a full one is told to
 * who pushes, who then stops (block) or sheds (drop-oldest). Any thread pushes, one thread pops. */
typedef struct _LeatdQueue LeatdQueue;

/* called in the consumer's thread when there is room again, once */
typedef void (*LeatdRoomFunc) (gpointer user_data);

/* a batch that has given way; (transfer full) */
typedef void (*LeatdShedFunc) (LeatBatch *batch, gpointer user_data);

LeatdQueue *leatd_queue_new         (gsize max_size, guint64 max_records);
void        leatd_queue_free        (LeatdQueue *self);
void        leatd_queue_set_bounds  (LeatdQueue *self, gsize max_size, guint64 max_records);

void        leatd_queue_push        (LeatdQueue *self, LeatBatch *batch /* (transfer full) */);
gboolean    leatd_queue_is_full     (LeatdQueue *self);
gboolean    leatd_queue_await_room  (LeatdQueue *self, LeatdRoomFunc func, gpointer user_data);
void        leatd_queue_forget_room (LeatdQueue *self, gpointer user_data);
void        leatd_queue_shed        (LeatdQueue *self, LeatdShedFunc func, gpointer user_data);

LeatBatch  *leatd_queue_pop         (LeatdQueue *self, gint64 until);
LeatBatch  *leatd_queue_try_pop     (LeatdQueue *self);
void        leatd_queue_gather      (LeatdQueue *self, gint64 until, guint64 n_records);
gboolean    leatd_queue_is_empty    (LeatdQueue *self);
void        leatd_queue_release     (LeatdQueue *self, const LeatBatch *batch);
void        leatd_queue_wake        (LeatdQueue *self);

guint64     leatd_queue_get_size    (LeatdQueue *self);
guint64     leatd_queue_get_records (LeatdQueue *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatdQueue, leatd_queue_free)
G_END_DECLS
