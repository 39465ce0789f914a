/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-pending.h - the records that a sink holds and has not yet called safe */
#pragma once
#include "leat-host.h"
G_BEGIN_DECLS

/**
 * LeatdPending:
 * @batches: of #LeatBatch, oldest first
 * @safe: records of the first batch that are done with
 * @next: the batch to be written next; %NULL: all are written
 * @next_record: the first record of it that is not written
 * @written: records that are written and not safe
 * @size: bytes of all batches
 *
 * From the oldest record that is not safe to the newest that was popped. Written ones may have to
 * be offered again, so all are kept until flush() calls them safe. In the sink's thread.
 */
typedef struct {
  GQueue   batches;
  guint    safe;
  GList   *next;
  guint    next_record;
  guint64  written;
  gsize    size;
} LeatdPending;

/* a batch that is done with; (transfer full) */
typedef void (*LeatdPendingFunc) (LeatBatch *batch, gpointer user_data);

void       leatd_pending_add     (LeatdPending *self, LeatBatch *batch /* (transfer full) */);
LeatBatch *leatd_pending_get     (const LeatdPending *self, guint *from, guint *count);
void       leatd_pending_advance (LeatdPending *self, guint n_records);
void       leatd_pending_rewind  (LeatdPending *self);
void       leatd_pending_settle  (LeatdPending *self, guint64 n_records, LeatdPendingFunc done,
                                  gpointer user_data);
guint64    leatd_pending_count   (const LeatdPending *self);
void       leatd_pending_clear   (LeatdPending *self, LeatdPendingFunc done, gpointer user_data);

G_END_DECLS
