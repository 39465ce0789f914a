/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-backlog.c - what a reader has still to have: how many, and how old the oldest is */
#include "buffer-backlog.h"

/* one that is in the reader's hands */
typedef struct {
  guint64 id;
  gint64  time;
} Held;

struct _BufferBacklog {
  BufferWants        wants;

  GMutex             mutex;
  guint64            records;     /* not in its hands yet */
  guint64            counted;     /* they were counted up to this id */
  guint64            count_end;   /* the file is being counted up to this id … */
  guint64            added;       /* … and so many were committed behind it meanwhile */
  GArray            *held;        /* of Held */
  guint              first_held;  /* those before are done with */
  gint64             oldest;      /* as far as is known */
};

BufferBacklog *
buffer_backlog_new (const char *const *sources)
{
  BufferBacklog *self = g_new0 (BufferBacklog, 1);

  self->wants = buffer_wants_new (sources);
  self->held = g_array_new (FALSE, FALSE, sizeof (Held));
  g_mutex_init (&self->mutex);
  return self;
}

void
buffer_backlog_free (BufferBacklog *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->held);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/* ids follow each other, but for rows that were lost to damage: cheap, and as good as counted */
static gboolean
count_all (BufferDatabase *database, guint64 acknowledged, guint64 last_id, guint64 *records,
           GError **error)
{
  gint64 first;

  if (!buffer_database_get (database, "SELECT coalesce (min (id), 0) FROM rows", &first, error))
    return FALSE;
  acknowledged = MAX (acknowledged, first > 0 ? (guint64) first - 1 : last_id);
  *records = last_id > acknowledged ? last_id - acknowledged : 0;
  return TRUE;
}

static gboolean
count_wanted (BufferBacklog *self, BufferDatabase *database, guint64 acknowledged, guint64 last_id,
              guint64 *records, GError **error)
{
  g_autoptr (sqlite3_stmt) row = buffer_database_query (
      database, error,
      "SELECT source, n FROM (SELECT stream, count(*) AS n FROM rows WHERE id > ? AND id <= ?"
      " GROUP BY stream) JOIN streams ON streams.id = stream",
      "ii", (gint64) acknowledged, (gint64) last_id);
  g_autoptr (GError) failure = NULL;

  if (row == NULL)
    return FALSE;
  *records = 0;
  while (buffer_database_step (database, row, &failure))
    if (buffer_wants_source (&self->wants, (const char *) sqlite3_column_text (row, 0)))
      *records += (guint64) sqlite3_column_int64 (row, 1);
  return buffer_is_done (&failure, error);
}

static gboolean
count_again (BufferDatabase *database, const char *again, guint64 acknowledged, guint64 *records,
             GError **error)
{
  g_autoptr (sqlite3_stmt)
      row = buffer_database_query (database, error,
                                   "SELECT count(*) FROM again WHERE reader = ? AND id > ?", "si",
                                   again, (gint64) acknowledged);

  if (row == NULL || !buffer_database_step (database, row, error))
    return FALSE;
  *records = (guint64) sqlite3_column_int64 (row, 0);
  return TRUE;
}

void
buffer_backlog_reset (BufferBacklog *self)
{
  g_mutex_lock (&self->mutex);
  self->counted = 0;
  g_mutex_unlock (&self->mutex);
}

gboolean
buffer_backlog_count (BufferBacklog *self, BufferDatabase *database, const char *again,
                      guint64 acknowledged, guint64 last_id, GError **error)
{
  guint64 records = 0;
  gboolean counted;

  /* what is committed while it counts is not overlooked, nor counted twice */
  g_mutex_lock (&self->mutex);
  last_id = MAX (last_id, self->counted);
  self->count_end = last_id;
  self->added = 0;
  g_mutex_unlock (&self->mutex);
  if (again != NULL)
    counted = count_again (database, again, acknowledged, &records, error);
  else if (self->wants.is_all)
    counted = count_all (database, acknowledged, last_id, &records, error);
  else
    counted = count_wanted (self, database, acknowledged, last_id, &records, error);
  if (!counted)
    return FALSE;
  g_mutex_lock (&self->mutex);
  self->records = records + self->added;
  self->counted = MAX (self->counted, last_id);
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

/* how many of a segment are behind an id, and wanted */
static guint
count_segment (const BufferBacklog *self, const BufferSegment *segment, guint64 id)
{
  guint n = 0;

  if (self->wants.is_all && segment->first_id > id)
    return segment->count;
  for (guint i = 0; i < segment->count; i++)
    {
      const LeatRecord *record = leat_batch_get_record (segment->batch, segment->from + i);

      if (segment->first_id + i > id && buffer_wants_record (&self->wants, record))
        n++;
    }
  return n;
}

void
buffer_backlog_add (BufferBacklog *self, const GArray *segments)
{
  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < segments->len; i++)
    {
      const BufferSegment *segment = &g_array_index (segments, BufferSegment, i);
      const guint64 end = segment->first_id + segment->count - 1;

      self->records += count_segment (self, segment, self->counted);
      self->added += count_segment (self, segment, self->count_end);
      self->counted = MAX (self->counted, end);
    }
  g_mutex_unlock (&self->mutex);
}

void
buffer_backlog_deliver (BufferBacklog *self, const LeatBatch *batch, const GArray *ids)
{
  g_mutex_lock (&self->mutex);
  if (self->first_held == self->held->len)
    {
      g_array_set_size (self->held, 0);
      self->first_held = 0;
    }
  for (guint i = 0; i < ids->len; i++)
    {
      const Held held = { g_array_index (ids, guint64, i), leat_batch_get_record (batch, i)->time };

      g_array_append_val (self->held, held);
    }
  self->records -= MIN (self->records, ids->len);
  self->oldest = g_array_index (self->held, Held, self->first_held).time;
  g_mutex_unlock (&self->mutex);
}

void
buffer_backlog_settle (BufferBacklog *self, guint64 up_to)
{
  g_mutex_lock (&self->mutex);
  while (self->first_held < self->held->len &&
         g_array_index (self->held, Held, self->first_held).id <= up_to)
    self->oldest = g_array_index (self->held, Held, self->first_held++).time;
  if (self->first_held < self->held->len)
    self->oldest = g_array_index (self->held, Held, self->first_held).time;
  g_mutex_unlock (&self->mutex);
}

void
buffer_backlog_end (BufferBacklog *self, guint64 behind)
{
  g_mutex_lock (&self->mutex);
  if (self->counted <= behind)
    self->records = 0;
  g_mutex_unlock (&self->mutex);
}

guint64
buffer_backlog_get_uncounted (BufferBacklog *self, guint64 acknowledged, guint64 last_id)
{
  guint64 known;

  g_mutex_lock (&self->mutex);
  known = MAX (self->counted, acknowledged);
  g_mutex_unlock (&self->mutex);
  return last_id > known ? last_id - known : 0;
}

/* between a settled batch and the next one that is read, the last one's time is near enough */
void
buffer_backlog_get (BufferBacklog *self, guint64 *records, gint64 *oldest)
{
  g_mutex_lock (&self->mutex);
  *records = self->records + self->held->len - self->first_held;
  *oldest = *records > 0 ? self->oldest : 0;
  g_mutex_unlock (&self->mutex);
}
