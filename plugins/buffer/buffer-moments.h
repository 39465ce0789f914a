/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-moments.h - when what had come so far, from which its keeping counts */
#pragma once
#include "buffer-database.h"
G_BEGIN_DECLS

/* as the file has it */
typedef enum {
  BUFFER_ACKNOWLEDGED,   /* every reader had had it */
  BUFFER_ARRIVED,        /* it was in the file */
} BufferKind;

/* of one life of the store; under its lock for writing. Not for each record: some thirty moments
 * over the time that is to be kept are noted, in the file, so that restarts change nothing. */
typedef struct _BufferMoments BufferMoments;

/* @keep: µs: so long it stays; 0: nothing is noted */
BufferMoments *buffer_moments_new      (BufferKind kind, gint64 keep);
void           buffer_moments_free     (BufferMoments *self);

/* what earlier lives noted */
gboolean       buffer_moments_load     (BufferMoments *self, BufferDatabase *database,
                                        GError **error);
/* inside a transaction, now and then: notes that it is so up to that id, if it is time for that;
 * @now: by the store's clock */
gboolean       buffer_moments_note     (BufferMoments *self, BufferDatabase *database, gint64 now,
                                        guint64 up_to, GError **error);
/* the last id of which it was so long enough ago; 0: there is none */
guint64        buffer_moments_get_over (const BufferMoments *self, gint64 now);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BufferMoments, buffer_moments_free)
G_END_DECLS
