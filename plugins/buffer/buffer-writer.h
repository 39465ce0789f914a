/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-writer.h - the one connection that writes, and its open transaction */
#pragma once
#include "buffer-places.h"
#include "buffer-rows.h"
G_BEGIN_DECLS

/* in one thread at a time: under the store's lock for writing */
typedef struct _BufferWriter BufferWriter;

/* *@told: (nullable) what was done to the file, for people */
BufferWriter   *buffer_writer_new           (const char *path, gboolean is_relaxed,
                                             BufferStreams *streams, char **told, GError **error);
/* commits that waited for the disk are asked about: @fd is of a file beside the store's, of one
 * byte or more */
void            buffer_writer_set_witness   (BufferWriter *self, int fd);
/* The disk is full, or is so no more. As long as it is, the log is kept small, and free() leaves it
 * with the room that it has: a new one might find none. */
void            buffer_writer_spare_room    (BufferWriter *self, gboolean is_full);
/* what the log has goes into the file, and it begins anew, in the room that it has */
void            buffer_writer_end_log       (BufferWriter *self);
/* what is not committed is gone */
void            buffer_writer_free          (BufferWriter *self);
BufferDatabase *buffer_writer_get_database  (BufferWriter *self);
/* the id that the next record will have */
guint64         buffer_writer_get_next_id   (BufferWriter *self);

/* ids begin behind @last from now on */
gboolean        buffer_writer_raise_ids     (BufferWriter *self, guint64 last, GError **error);

/* What the file's log has may be in the kernel's memory alone: the next begin() writes it into the
 * file first, and fails if that cannot be made lasting. */
void            buffer_writer_doubt         (BufferWriter *self);
gboolean        buffer_writer_is_doubtful   (const BufferWriter *self);

/* into the open transaction, which begins with that. FALSE: roll back */
gboolean        buffer_writer_add           (BufferWriter *self, const LeatRecord *record,
                                             GError **error);
/* *@known: the file had it before this life of its writer; to be asked before it is added, once */
gboolean        buffer_writer_knows (BufferWriter *self, const LeatRecord *record, gboolean *known,
                                     GError **error);
gboolean        buffer_writer_begin         (BufferWriter *self, GError **error);
gboolean        buffer_writer_is_begun      (const BufferWriter *self);
/* so many records are in it */
guint           buffer_writer_get_n_added   (const BufferWriter *self);
gboolean        buffer_writer_commit        (BufferWriter *self, GError **error);
void            buffer_writer_roll_back     (BufferWriter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BufferWriter, buffer_writer_free)
G_END_DECLS
