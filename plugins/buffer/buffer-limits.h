/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-limits.h - how much the store may hold, and what goes when it is more */
#pragma once
#include "buffer-drops.h"
#include "buffer-places.h"
G_BEGIN_DECLS

/**
 * BufferLimitSettings:
 * @max_size: bytes; 0: none
 * @min_free: bytes that the disk must have left for the file to grow
 * @rejects_size: bytes of them that refused records may hold; 0: half of @max_size
 * @blocks: at the limit nothing is taken any more; else the oldest go
 */
typedef struct {
  gint64   max_size;
  gint64   min_free;
  gint64   rejects_size;
  gboolean blocks;
} BufferLimitSettings;

typedef enum {
  BUFFER_ROOM,        /* there is room */
  BUFFER_OVER,        /* something is to be deleted */
  BUFFER_BLOCKED,     /* nothing may be deleted, and nothing may come */
} BufferRoom;

/* of one life of the store; under its lock for writing */
typedef struct _BufferLimits BufferLimits;

BufferLimits *buffer_limits_new    (const BufferLimitSettings *settings);
void          buffer_limits_free   (BufferLimits *self);

/* what the file may not outgrow, whatever else fails */
gboolean      buffer_limits_apply  (BufferLimits *self, BufferDatabase *database, GError **error);
/* Inside a transaction: deletes up to @max_rows rows that are over a limit, or that every reader
 * has had, up to the id @old. *@n_deleted: so many; 0: none is, or none may go. What someone has
 * not had is counted in @drops */
gboolean      buffer_limits_delete (BufferLimits *self, BufferDatabase *database,
                                    const BufferMarks *marks, guint64 old, guint max_rows,
                                    BufferDrops *drops, guint *n_deleted, GError **error);
/* never more than half of the store; 0: as much as the disk */
gint64        buffer_limits_get_rejects_size (const BufferLimits *self);
/* as of the last delete() */
BufferRoom    buffer_limits_get_room (const BufferLimits *self);
/* somebody else has changed the file: what was pinned may not be so any more */
void          buffer_limits_reset  (BufferLimits *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BufferLimits, buffer_limits_free)
G_END_DECLS
