/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-rows.h - puts records into rows, many with one statement */
#pragma once
#include "buffer-streams.h"
G_BEGIN_DECLS

/* of one connection, in its thread */
typedef struct _BufferRows BufferRows;

BufferRows *buffer_rows_new    (BufferDatabase *database, GError **error);
void        buffer_rows_free   (BufferRows *self);

/* inside a transaction; the row gets the id */
gboolean    buffer_rows_append (BufferRows *self, const BufferStream *stream,
                                const LeatRecord *record, guint64 id, GError **error);
/* what was appended is in its rows */
gboolean    buffer_rows_end    (BufferRows *self, GError **error);
/* forgets what is not in its rows */
void        buffer_rows_reset  (BufferRows *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BufferRows, buffer_rows_free)
G_END_DECLS
