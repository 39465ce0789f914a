/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-repeats.h - records that are offered again although the file has them */
#pragma once
#include "buffer-database.h"
G_BEGIN_DECLS

/* What a reader's claim, or a full transaction, has committed before flush() could call it safe, or
 * what a commit that failed has left behind, stands in the file when the worker offers it again. */
typedef struct _BufferRepeats BufferRepeats;

/* all from that id on */
BufferRepeats *buffer_repeats_new  (BufferDatabase *database, guint64 first_id, GError **error);
void           buffer_repeats_free (BufferRepeats *self);
/* TRUE: it is the next of them. Sets *self to NULL at the end, or when another record comes */
gboolean       buffer_repeats_take (BufferRepeats **self, const LeatRecord *record);

G_END_DECLS
