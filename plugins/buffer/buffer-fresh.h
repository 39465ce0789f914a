/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-fresh.h - batches that have just been committed, for a reader that has all others */
#pragma once
#include "buffer-wants.h"
G_BEGIN_DECLS

/**
 * BufferSegment:
 * @batch: a reference
 * @from: its first record that was committed
 * @count: how many from there on
 * @first_id: of the first of them; the others follow it
 *
 * What one write() has put into the file.
 */
typedef struct {
  LeatBatch *batch;
  guint      from;
  guint      count;
  guint64    first_id;
} BufferSegment;

void    buffer_segment_clear (gpointer self);
GArray *buffer_segments_new  (void);

/* A reader that has caught up joins, and is handed what is committed from then on; one that lets
 * too much lie is left behind, and reads the file again. Any thread, but for join() and take(): the
 * reader's. */
typedef struct _BufferFresh BufferFresh;

/* @sources: globs, or NULL */
BufferFresh *buffer_fresh_new          (const char *const *sources);
void         buffer_fresh_free         (BufferFresh *self);

/* @segments of one commit, after which @last_id is the last */
void         buffer_fresh_offer        (BufferFresh *self, const GArray *segments, guint64 last_id);
/* it has had all up to @behind; FALSE: there is more in the file */
gboolean     buffer_fresh_join         (BufferFresh *self, guint64 behind);
void         buffer_fresh_leave        (BufferFresh *self);
gboolean     buffer_fresh_is_joined    (BufferFresh *self);
/* (transfer full) (nullable): the next ones; *@behind moves on */
LeatBatch   *buffer_fresh_take         (BufferFresh *self, guint max_records, gsize max_bytes,
                                        GArray *ids, guint64 *behind);
/* The id at which its next take() will end, if it waits with nothing lying there, and these are
 * committed; 0: that cannot be told */
guint64      buffer_fresh_foretell     (BufferFresh *self, const GArray *segments,
                                        guint max_records, gsize max_bytes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BufferFresh, buffer_fresh_free)
G_END_DECLS
