/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-fresh.c - batches that have just been committed, for a reader that has all others */
#include "buffer-fresh.h"

/* what may lie there for one reader */
#define SIZE_MAX_LYING (16 * 1024 * 1024)

struct _BufferFresh {
  BufferWants        wants;

  GMutex             mutex;
  GQueue             segments;   /* of BufferSegment */
  gsize              size;
  gboolean           is_joined;
  guint64            last_id;    /* of the last commit that was offered */
};

void
buffer_segment_clear (gpointer data)
{
  leat_batch_unref (((BufferSegment *) data)->batch);
}

GArray *
buffer_segments_new (void)
{
  GArray *segments = g_array_new (FALSE, FALSE, sizeof (BufferSegment));

  g_array_set_clear_func (segments, buffer_segment_clear);
  return segments;
}

static void
segment_free (gpointer data)
{
  buffer_segment_clear (data);
  g_free (data);
}

BufferFresh *
buffer_fresh_new (const char *const *sources)
{
  BufferFresh *self = g_new0 (BufferFresh, 1);

  self->wants = buffer_wants_new (sources);
  g_mutex_init (&self->mutex);
  return self;
}

void
buffer_fresh_free (BufferFresh *self)
{
  if (self == NULL)
    return;
  g_queue_clear_full (&self->segments, segment_free);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static void
push_segment (BufferFresh *self, const BufferSegment *segment)
{
  BufferSegment *copy = g_memdup2 (segment, sizeof *segment);

  leat_batch_ref (copy->batch);
  g_queue_push_tail (&self->segments, copy);
  self->size += leat_batch_get_size (copy->batch);
}

/* a gap: somebody else has put rows between; or it does not come to fetch them */
static gboolean
can_follow (const BufferFresh *self, const GArray *segments)
{
  return self->size <= SIZE_MAX_LYING &&
         g_array_index (segments, BufferSegment, 0).first_id == self->last_id + 1;
}

void
buffer_fresh_offer (BufferFresh *self, const GArray *segments, guint64 last_id)
{
  g_mutex_lock (&self->mutex);
  if (self->is_joined && last_id > self->last_id)
    self->is_joined = segments->len > 0 && can_follow (self, segments);
  if (self->is_joined && last_id > self->last_id)
    for (guint i = 0; i < segments->len; i++)
      push_segment (self, &g_array_index (segments, BufferSegment, i));
  self->last_id = MAX (self->last_id, last_id);
  g_mutex_unlock (&self->mutex);
}

gboolean
buffer_fresh_join (BufferFresh *self, guint64 behind)
{
  gboolean joined;

  g_mutex_lock (&self->mutex);
  if (!self->is_joined && g_queue_is_empty (&self->segments))
    {
      self->is_joined = behind >= self->last_id;
      self->last_id = MAX (self->last_id, behind);
    }
  joined = self->is_joined;
  g_mutex_unlock (&self->mutex);
  return joined;
}

void
buffer_fresh_leave (BufferFresh *self)
{
  g_mutex_lock (&self->mutex);
  self->is_joined = FALSE;
  g_queue_clear_full (&self->segments, segment_free);
  self->size = 0;
  self->last_id = 0;
  g_mutex_unlock (&self->mutex);
}

gboolean
buffer_fresh_is_joined (BufferFresh *self)
{
  gboolean joined;

  g_mutex_lock (&self->mutex);
  joined = self->is_joined;
  g_mutex_unlock (&self->mutex);
  return joined;
}

/* what is taken together: whole segments, or a part of one */
typedef struct {
  LeatBatch *batch;      /* NULL: nothing yet */
  GArray    *ids;
  guint      max_records;
  gsize      max_bytes;
} Taking;

static gboolean
wants_whole (const BufferFresh *self, const BufferSegment *segment)
{
  const guint n_records = leat_batch_get_n_records (segment->batch);

  if (segment->from != 0 || segment->count != n_records)
    return FALSE;
  for (guint i = 0; i < n_records && !self->wants.is_all; i++)
    if (!buffer_wants_record (&self->wants, leat_batch_get_record (segment->batch, i)))
      return FALSE;
  return TRUE;
}

static gboolean
is_full (const Taking *taking)
{
  return taking->ids->len >= taking->max_records ||
         (taking->ids->len > 0 && leat_batch_get_size (taking->batch) >= taking->max_bytes);
}

static void
drop_head (BufferFresh *self)
{
  BufferSegment *segment = g_queue_pop_head (&self->segments);

  self->size -= leat_batch_get_size (segment->batch);
  segment_free (segment);
}

/* the batch itself, if it is all that lies there or would not go with what comes behind it */
static gboolean
take_whole (BufferFresh *self, Taking *taking, guint64 *behind)
{
  const BufferSegment *segment = g_queue_peek_head (&self->segments);
  const BufferSegment *next = g_queue_peek_nth (&self->segments, 1);

  if (segment->count > taking->max_records || segment->first_id != *behind + 1 ||
      leat_batch_get_size (segment->batch) > taking->max_bytes ||
      (next != NULL && segment->count + next->count <= taking->max_records) ||
      !wants_whole (self, segment))
    return FALSE;
  taking->batch = leat_batch_ref (segment->batch);
  for (guint i = 0; i < segment->count; i++)
    {
      ++*behind;
      g_array_append_val (taking->ids, *behind);
    }
  drop_head (self);
  return TRUE;
}

static void
take_record (BufferFresh *self, Taking *taking, BufferSegment *segment, guint64 *behind)
{
  const LeatRecord *record = leat_batch_get_record (segment->batch, segment->from);
  const guint64 id = segment->first_id;

  segment->from++;
  segment->first_id++;
  segment->count--;
  if (id <= *behind)
    return;
  *behind = id;
  if (!buffer_wants_record (&self->wants, record))
    return;
  if (taking->batch == NULL)
    taking->batch = leat_batch_new (MIN (taking->max_records, 1024));
  leat_batch_append_copy (taking->batch, record);
  g_array_append_val (taking->ids, id);
}

static void
take_pieces (BufferFresh *self, Taking *taking, guint64 *behind)
{
  BufferSegment *segment;

  while (!is_full (taking) && (segment = g_queue_peek_head (&self->segments)) != NULL)
    {
      while (segment->count > 0 && !is_full (taking))
        take_record (self, taking, segment, behind);
      if (segment->count == 0)
        drop_head (self);
    }
}

LeatBatch *
buffer_fresh_take (BufferFresh *self, guint max_records, gsize max_bytes, GArray *ids,
                   guint64 *behind)
{
  Taking taking = { .ids = ids, .max_records = max_records, .max_bytes = max_bytes };

  g_mutex_lock (&self->mutex);
  if (!g_queue_is_empty (&self->segments) && !take_whole (self, &taking, behind))
    take_pieces (self, &taking, behind);
  g_mutex_unlock (&self->mutex);
  return taking.batch;
}

guint64
buffer_fresh_foretell (BufferFresh *self, const GArray *segments, guint max_records,
                       gsize max_bytes)
{
  guint n_records = 0;
  gsize size = 0;
  guint64 end = 0;
  gboolean waits;

  g_mutex_lock (&self->mutex);
  waits = self->is_joined && self->wants.is_all && g_queue_is_empty (&self->segments);
  g_mutex_unlock (&self->mutex);
  for (guint i = 0; i < segments->len && waits; i++)
    {
      const BufferSegment *segment = &g_array_index (segments, BufferSegment, i);

      n_records += segment->count;
      size += leat_batch_get_size (segment->batch);
      end = segment->first_id + segment->count - 1;
    }
  return n_records <= max_records && size <= max_bytes ? end : 0;
}
