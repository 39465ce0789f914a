/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-batch.c - many records in one arena: the unit that travels through the queue */
#include "leat-batch-private.h"
#include <string.h>

#define N_SLOTS_MIN      8
#define N_SLOTS_MAX      4096   /* of the first list; it grows */
#define RECORD_SIZE_HINT 192    /* five fields, one of them a short text, and a slot */

/**
 * leat_batch_new:
 * @capacity: how many records are expected; 0: not known. It grows as needed
 *
 * Makes an empty batch. It is filled in one thread, sealed and pushed by the host, and read by any.
 *
 * Returns: (transfer full): a new batch
 */
LeatBatch *
leat_batch_new (guint capacity)
{
  guint n_slots = CLAMP (capacity, N_SLOTS_MIN, N_SLOTS_MAX);
  LeatArena arena;
  LeatBatch *self;

  leat_arena_init (&arena, (gsize) MIN (capacity, N_SLOTS_MAX) * RECORD_SIZE_HINT);
  self = leat_arena_alloc (&arena, sizeof *self);
  *self = (LeatBatch) {
    .n_refs = 1,
    .n_pending = 1,
    .n_slots = n_slots,
    .records = leat_arena_alloc (&arena, n_slots * sizeof (LeatRecord *)),
  };
  leat_arena_keep (&arena);
  self->arena = arena;
  return self;
}

/**
 * leat_batch_ref:
 *
 * Any thread.
 *
 * Returns: (transfer full): the same batch
 */
LeatBatch *
leat_batch_ref (LeatBatch *self)
{
  g_atomic_int_inc (&self->n_refs);
  return self;
}

static void
tell_settled (LeatBatch *self, gboolean safe)
{
  LeatSettledFunc settled = g_steal_pointer (&self->settled);

  if (settled != NULL)
    settled (safe, self->user_data);
}

/**
 * leat_batch_unref:
 *
 * Any thread; the last one gives its memory back. Who was to be told that it is safe is told that
 * it is not, if someone has not answered.
 */
void
leat_batch_unref (LeatBatch *self)
{
  LeatArena arena;

  if (!g_atomic_int_dec_and_test (&self->n_refs))
    return;
  tell_settled (self, FALSE);
  for (LeatBatchOrigin *entry = self->origins; entry != NULL; entry = entry->next)
    leat_origin_unref (entry->origin);
  arena = self->arena;
  leat_arena_clear (&arena);
}

static LeatBatchOrigin *
add_origin (LeatBatch *self, const LeatOrigin *origin)
{
  guint n_fields = leat_schema_get_n_fields (origin->schema);
  gsize size = sizeof (LeatBatchOrigin) + n_fields * sizeof (LeatValue);
  LeatBatchOrigin *entry = leat_arena_alloc (&self->arena, size);

  entry->next = self->origins;
  entry->origin = leat_origin_ref (origin);
  entry->n_fields = n_fields;
  for (guint i = 0; i < n_fields; i++)
    entry->blank[i] = (LeatValue) {
      .type = (guint8) leat_schema_get_field (origin->schema, i)->type,
      .quality = LEAT_QUALITY_MISSING,
    };
  self->origins = entry;
  leat_arena_keep (&self->arena);
  return entry;
}

static LeatBatchOrigin *
find_origin (LeatBatch *self, const LeatOrigin *origin)
{
  for (LeatBatchOrigin *entry = self->origins; entry != NULL; entry = entry->next)
    if (entry->origin == origin)
      return entry;
  return NULL;
}

static void
add_slots (LeatBatch *self)
{
  guint n_slots = self->n_slots * 2;
  LeatRecord **records = leat_arena_alloc (&self->arena, n_slots * sizeof (LeatRecord *));

  memcpy (records, self->records, self->n_records * sizeof (LeatRecord *));
  self->records = records;
  self->n_slots = n_slots;
  leat_arena_keep (&self->arena);
}

/**
 * leat_batch_append:
 * @origin: (transfer none): where the record comes from
 * @arrival: of its first byte
 *
 * Begins a new record, whose fields are all missing; the leat_batch_set_…() functions fill it.
 */
void
leat_batch_append (LeatBatch *self, const LeatOrigin *origin, LeatMoment arrival)
{
  LeatRecord *record;
  gsize size;

  g_return_if_fail (!self->sealed);

  if (G_UNLIKELY (self->current == NULL || self->current->origin != origin))
    {
      LeatBatchOrigin *known = find_origin (self, origin);

      self->current = known != NULL ? known : add_origin (self, origin);
    }
  if (G_UNLIKELY (self->n_records == self->n_slots))
    add_slots (self);

  size = self->current->n_fields * sizeof (LeatValue);
  record = leat_arena_alloc (&self->arena, sizeof *record + size);
  *record = (LeatRecord) {
    .time = arrival.time,
    .monotonic = arrival.monotonic,
    .origin = self->current->origin,
  };
  memcpy (record->values, self->current->blank, size);
  self->records[self->n_records++] = record;
  self->last = record;
}

/**
 * leat_batch_truncate:
 * @n_records: how many stay
 *
 * Takes back the last records: a frame that turned out to be none.
 */
void
leat_batch_truncate (LeatBatch *self, guint n_records)
{
  g_return_if_fail (!self->sealed);

  if (n_records >= self->n_records)
    return;
  leat_arena_rewind (&self->arena, self->records[n_records]);
  self->n_records = n_records;
  self->last = n_records > 0 ? self->records[n_records - 1] : NULL;
  self->current = self->last != NULL ? find_origin (self, self->last->origin) : NULL;
}

/**
 * leat_batch_get_n_records:
 *
 * Returns: the number of records
 */
guint
leat_batch_get_n_records (const LeatBatch *self)
{
  return self->n_records;
}

/**
 * leat_batch_get_record:
 * @index: counted from 0
 *
 * Returns: (transfer none): a record, valid as long as the batch
 */
const LeatRecord *
leat_batch_get_record (const LeatBatch *self, guint index)
{
  g_return_val_if_fail (index < self->n_records, NULL);

  return self->records[index];
}

/**
 * leat_batch_get_size:
 *
 * What a batch costs as long as someone holds it: used or not, less than twice what its records
 * need.
 *
 * Returns: bytes of memory
 */
gsize
leat_batch_get_size (const LeatBatch *self)
{
  return self->arena.held;
}

/**
 * leat_batch_seal:
 * @next_sequence: (inout): the number of the next record of the stream
 *
 * Numbers the records that have no number yet; nothing may be appended or changed behind it.
 */
void
leat_batch_seal (LeatBatch *self, guint64 *next_sequence)
{
  g_return_if_fail (!self->sealed);

  for (guint i = 0; i < self->n_records; i++)
    if (self->records[i]->sequence == 0)
      self->records[i]->sequence = (*next_sequence)++;
  self->sealed = TRUE;
}

/**
 * leat_batch_is_sealed:
 *
 * Returns: whether leat_batch_seal() was called: it was pushed
 */
gboolean
leat_batch_is_sealed (const LeatBatch *self)
{
  return self->sealed;
}

/**
 * leat_batch_mark:
 * @from: the first of the records that one frame made; to the last
 * @flags: #LeatRecordFlags to be added
 * @frame: (nullable): its bytes, copied once; %NULL: they are not kept
 * @length: of @frame
 */
void
leat_batch_mark (LeatBatch *self, guint from, guint flags, gconstpointer frame, gsize length)
{
  g_return_if_fail (!self->sealed);

  if (frame != NULL && from < self->n_records)
    leat_batch_set_frame (self, frame, length);
  for (guint i = from; i < self->n_records; i++)
    {
      self->records[i]->flags |= flags;
      if (frame == NULL)
        continue;
      self->records[i]->frame = self->last->frame;
      self->records[i]->frame_length = self->last->frame_length;
    }
}

/**
 * leat_batch_watch:
 * @settled: told once, in whatever thread answers last
 * @user_data: passed to @settled
 *
 * Who is to be told whether all is safe. Before the batch is pushed.
 */
void
leat_batch_watch (LeatBatch *self, LeatSettledFunc settled, gpointer user_data)
{
  self->settled = settled;
  self->user_data = user_data;
}

/**
 * leat_batch_expect:
 *
 * One more sink that settles will answer. Before the router has answered for itself.
 */
void
leat_batch_expect (LeatBatch *self)
{
  g_atomic_int_set (&self->expected, TRUE);
  g_atomic_int_inc (&self->n_pending);
}

/**
 * leat_batch_settle:
 * @safe: whether the batch is safe where the caller has put it; the router says %TRUE
 *
 * One answers: each sink that was expected, and at last the router, which was from the start. Any
 * thread that holds a reference. The last answer tells who watches: safe, if all said so and a
 * sink was among them.
 */
void
leat_batch_settle (LeatBatch *self, gboolean safe)
{
  g_return_if_fail (g_atomic_int_get (&self->n_pending) > 0);

  if (!safe)
    g_atomic_int_set (&self->refused, TRUE);
  if (g_atomic_int_dec_and_test (&self->n_pending))
    tell_settled (self, g_atomic_int_get (&self->expected) && !g_atomic_int_get (&self->refused));
}
