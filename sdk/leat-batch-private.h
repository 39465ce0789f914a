/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-batch-private.h - the inside of a batch, for those who fill it a million times a second */
#pragma once
#include "leat-arena.h"
#include "leat-batch-host.h"
#include "leat-time.h"
G_BEGIN_DECLS

/* one origin of a batch, with what a record of it looks like before its fields are set */
typedef struct _LeatBatchOrigin LeatBatchOrigin;
struct _LeatBatchOrigin {
  LeatBatchOrigin  *next;
  const LeatOrigin *origin;   /* a reference */
  guint             n_fields;
  LeatValue         blank[];
};

/* it stands in the first chunk of its own arena */
struct _LeatBatch {
  gint             n_refs;      /* atomic */
  gint             n_pending;   /* atomic: answers to come, the router's among them */
  gint             expected;    /* atomic: was a sink ever expected? */
  gint             refused;     /* atomic: did anyone answer that it is not safe? */
  LeatSettledFunc  settled;
  gpointer         user_data;

  gboolean         sealed;
  guint            n_records;
  guint            n_slots;
  LeatRecord     **records;     /* in the arena; only this list moves as it grows */
  LeatRecord      *last;
  LeatBatchOrigin *current;     /* of the last append() */
  LeatBatchOrigin *origins;
  LeatTimeMemo     time_memo;   /* while it is filled */
  LeatArena        arena;
};

/* the cells of the last record, for a decoder to write: as many as its origin's schema has fields
 * */
static inline LeatValue *
leat_batch_get_values (LeatBatch *self)
{
  return self->last->values;
}

/* room for what a cell points to, aligned to nothing; valid as long as the batch */
static inline gpointer
leat_batch_alloc_bytes (LeatBatch *self, gsize size)
{
  return leat_arena_alloc_bytes (&self->arena, size);
}

/* an INT, DECIMAL (@scale) or TIME */
static inline void
leat_value_set_integer (LeatValue *self, LeatType type, gint64 integer, guint8 scale)
{
  *self = (LeatValue) { .integer = integer, .type = (guint8) type, .scale = scale };
}

G_END_DECLS
