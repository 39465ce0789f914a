/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-sequences.h - how far each stream has come, so that what comes a second time is known */
#pragma once
#include "buffer-database.h"
G_BEGIN_DECLS

/* A source that can read its machine again (a file) does so after a crash, from a place that it
 * kept: its records come with the ids that they had. What the file had at the beginning of this
 * life is told by the last sequence of each epoch, which is written with the commit of its records,
 * and outlives them. */
typedef struct _BufferSequences BufferSequences;

BufferSequences *buffer_sequences_new   (BufferDatabase *database);
void             buffer_sequences_free  (BufferSequences *self);
/* *@known: the file had it before this life; otherwise it is counted as added */
gboolean         buffer_sequences_see   (BufferSequences *self, const LeatRecord *record,
                                         gboolean *known, GError **error);
/* inside the transaction that adds them */
gboolean         buffer_sequences_write (BufferSequences *self, GError **error);
/* it was rolled back */
void             buffer_sequences_reset (BufferSequences *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BufferSequences, buffer_sequences_free)
G_END_DECLS
