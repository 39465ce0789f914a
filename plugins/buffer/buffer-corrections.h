/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-corrections.h - which records leat store redecode has corrected before */
#pragma once
#include "buffer-streams.h"
G_BEGIN_DECLS

/* The tag that names what a record corrects: with its sequence, SOURCE/EPOCH/SEQUENCE is the id of
 * the record as it came. A correction of a correction names that one too. */
#define BUFFER_TAG_CORRECTS "corrects"

/* those that a file has at that moment, of one connection */
typedef struct _BufferCorrections BufferCorrections;

BufferCorrections *buffer_corrections_new  (BufferDatabase *database, BufferStreams *streams,
                                            GError **error);
void               buffer_corrections_free (BufferCorrections *self);

/* (transfer full): SOURCE/EPOCH of the record as it came: of a correction that of what it
 * corrects */
char              *buffer_corrections_name (const LeatOrigin *origin);
/* A record and its corrections have one turn together: that of the first that is taken.
 * *@is_turn: this one is it. *@newest (transfer full) (nullable): its newest correction; NULL: it
 * has none */
gboolean           buffer_corrections_take (BufferCorrections *self, const LeatRecord *record,
                                            gboolean *is_turn, LeatBatch **newest,
                                            GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BufferCorrections, buffer_corrections_free)
G_END_DECLS
