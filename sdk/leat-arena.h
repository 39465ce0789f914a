/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-arena.h - memory that grows and never moves, of chunks that a pool keeps */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

typedef struct _LeatChunk LeatChunk;

/* Chunks double from 1 KiB to 64 KiB, so that what is held is less than twice what is used, for a
 * lone record too: a queue that counts what its batches hold counts what they cost. In one
 * thread at a time; any thread may clear it. */
typedef struct {
  LeatChunk *chunks;   /* the newest first */
  guint8    *cursor;
  guint8    *end;      /* of the newest */
  guint8    *floor;    /* in the newest: rewind() goes no further back */
  gsize      held;
} LeatArena;

void     leat_arena_init   (LeatArena *self, gsize size);
void     leat_arena_clear  (LeatArena *self);
gpointer leat_arena_grow   (LeatArena *self, gsize size);
/* what was allocated from @start on and since keep() is free again, if it is in the newest chunk */
void     leat_arena_rewind (LeatArena *self, gpointer start);

/* @size bytes aligned to 8, not zeroed */
static inline gpointer
leat_arena_alloc (LeatArena *self, gsize size)
{
  guint8 *start = (guint8 *) (((guintptr) self->cursor + 7) & ~(guintptr) 7);

  if (G_UNLIKELY (size > (gsize) (self->end - start)))
    return leat_arena_grow (self, size);
  self->cursor = start + size;
  return start;
}

/* @size bytes for text */
static inline gpointer
leat_arena_alloc_bytes (LeatArena *self, gsize size)
{
  guint8 *start = self->cursor;

  if (G_UNLIKELY (size > (gsize) (self->end - start)))
    return leat_arena_grow (self, size);
  self->cursor = start + size;
  return start;
}

/* what is there now stays through any rewind() */
static inline void
leat_arena_keep (LeatArena *self)
{
  self->floor = self->cursor;
}

G_END_DECLS
