/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-acknowledged.h - when every reader had had what, from which its keeping counts */
#pragma once
#include "buffer-places.h"
G_BEGIN_DECLS

/* of one life of the store; under its lock for writing. Not for each record: some thirty moments
 * over the time that is to be kept are noted, in the file, so that restarts change nothing. */
typedef struct _BufferAcknowledged BufferAcknowledged;

/* @keep: µs: so long what every reader has had stays */
BufferAcknowledged *buffer_acknowledged_new     (gint64 keep);
void                buffer_acknowledged_free    (BufferAcknowledged *self);

/* what earlier lives noted */
gboolean            buffer_acknowledged_load    (BufferAcknowledged *self,
                                                 BufferDatabase *database, GError **error);
/* inside a transaction, now and then: notes how far all readers are, if it is time for that */
gboolean            buffer_acknowledged_note    (BufferAcknowledged *self,
                                                 BufferDatabase *database,
                                                 const BufferMarks *marks, GError **error);
/* every reader had had all up to this id long enough ago */
guint64             buffer_acknowledged_get_end (const BufferAcknowledged *self,
                                                 const BufferMarks *marks);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BufferAcknowledged, buffer_acknowledged_free)
G_END_DECLS
