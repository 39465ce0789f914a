/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-pages.h - rows of the file become batches again, a stretch at a time */
#pragma once
#include "buffer-streams.h"
G_BEGIN_DECLS

/**
 * BufferStretch:
 * @behind: from the id behind this one on
 * @up_to: to this one
 * @max_records: no more than these
 * @max_bytes: no more than this, but for one record
 *
 * What is to be read.
 */
typedef struct {
  guint64 behind;
  guint64 up_to;
  guint   max_records;
  gsize   max_bytes;
} BufferStretch;

/* of one reader and one connection, in its thread */
typedef struct _BufferPages BufferPages;

/* @database outlives it. @again: the name of a reader, whose table of again is read; NULL: the
 * rows are. @sources: globs */
BufferPages *buffer_pages_new  (BufferDatabase *database, BufferStreams *streams,
                                const char *const *sources, const char *again, GError **error);
void         buffer_pages_free (BufferPages *self);

/* (transfer full) (nullable): records of the stretch. stretch.behind moves on with what was looked
 * at. NULL without error: nothing in it is wanted, as far as it was looked at; *@at_end: to its
 * end. No snapshot is held afterwards. */
LeatBatch   *buffer_pages_read (BufferPages *self, BufferStretch *stretch, GArray *ids,
                                gboolean *at_end, GError **error);
/* rows that could not be read back since it was asked last */
guint64      buffer_pages_take_n_damaged (BufferPages *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BufferPages, buffer_pages_free)
G_END_DECLS
