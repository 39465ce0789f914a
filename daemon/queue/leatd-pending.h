/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-pending.h - the records that a sink holds and has not yet called safe */
#pragma once
#include "leat-host.h"
G_BEGIN_DECLS

/**
 * LeatdPortion:
 * @batch: some records
 * @ids: of each, as their store knows them; %NULL: they come from a queue
 * @again: they come from a reader's second place
 * @is_claimed: so is its end, as that of a request
 */
typedef struct {
  LeatBatch *batch;
  guint64   *ids;
  gboolean   again;
  gboolean   is_claimed;
} LeatdPortion;

LeatdPortion *leatd_portion_new  (LeatBatch *batch /* (transfer full) */,
                                  guint64 *ids /* (transfer full) */, gboolean again);
void          leatd_portion_free (LeatdPortion *self);

/**
 * LeatdPending:
 * @mutex: of @portions and @safe, against who looks at them from elsewhere
 * @portions: of #LeatdPortion, oldest first
 * @safe: records of the first portion that are done with
 * @next: the portion to be written next; %NULL: all are written
 * @next_record: the first record of it that is not written
 * @written: records that are written and not safe
 * @size: bytes of all portions
 *
 * From the oldest record that is not safe to the newest that was popped. Written ones may have to
 * be offered again, so all are kept until flush() calls them safe. In the sink's thread; zeroed, it
 * is empty.
 */
typedef struct {
  GMutex   mutex;
  GQueue   portions;
  guint    safe;
  GList   *next;
  guint    next_record;
  guint64  written;
  gsize    size;
} LeatdPending;

/* a portion that is done with; (transfer full) */
typedef void (*LeatdPendingFunc) (LeatdPortion *portion, gpointer user_data);

void          leatd_pending_add     (LeatdPending *self, LeatdPortion *portion);
LeatdPortion *leatd_pending_get     (const LeatdPending *self, guint *from, guint *count);
LeatdPortion *leatd_pending_find    (const LeatdPending *self, guint64 n_records, guint *index);
void          leatd_pending_advance (LeatdPending *self, guint n_records);
void          leatd_pending_rewind  (LeatdPending *self);
void          leatd_pending_settle  (LeatdPending *self, guint64 n_records, LeatdPendingFunc done,
                                     gpointer user_data);
/* any thread: each portion, and which of its records are not done with */
void          leatd_pending_each    (LeatdPending *self,
                                     void (*func) (const LeatdPortion *portion, guint from,
                                                   gpointer user_data),
                                     gpointer user_data);
guint64       leatd_pending_count   (const LeatdPending *self);
void          leatd_pending_clear   (LeatdPending *self, LeatdPendingFunc done,
                                     gpointer user_data);

G_END_DECLS
