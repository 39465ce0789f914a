/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-store.c - what the sink's thread and the readers' threads of one store share */
#include "buffer-store.h"
#include "buffer-repeats.h"
#include "buffer-writer.h"

/* Two locks. `writing` is held while something is written and made lasting, so long as that takes;
 * `state` for moments, never while the file is touched: reads and acknowledgements never wait for a
 * commit. */
struct _BufferStore {
  LeatSink        *sink;
  BufferSettings   settings;
  BufferStreams   *streams;
  BufferPlaces    *places;
  BufferListeners *listeners;

  GMutex           writing;
  BufferWriter    *writer;         /* NULL: not open */
  GError          *failure;        /* a commit that a reader asked for failed: the sink must hear */
  guint64          n_unsafe;       /* taken, and not yet told to be safe */
  guint64          first_unsafe;   /* id of the first of them; 0: before the first open() */
  BufferRepeats   *repeats;        /* of them, those that were committed: they come again */
  GArray          *segments;       /* of BufferSegment: in the open transaction */

  GMutex           state;
  gboolean         is_open;
  char            *path;
  BufferLife       life;
};

BufferStore *
buffer_store_new (LeatSink *sink, const BufferSettings *settings)
{
  BufferStore *self = g_new0 (BufferStore, 1);

  self->sink = sink;
  self->settings = *settings;
  self->streams = buffer_streams_new ();
  self->places = buffer_places_new ();
  self->listeners = buffer_listeners_new ();
  self->segments = buffer_segments_new ();
  g_mutex_init (&self->writing);
  g_mutex_init (&self->state);
  return self;
}

void
buffer_store_free (BufferStore *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->repeats, buffer_repeats_free);
  g_clear_error (&self->failure);
  buffer_listeners_free (self->listeners);
  g_array_unref (self->segments);
  buffer_places_free (self->places);
  buffer_streams_free (self->streams);
  g_mutex_clear (&self->writing);
  g_mutex_clear (&self->state);
  g_free (self->path);
  g_free (self);
}

void
buffer_store_note (BufferStore *self, const char *event, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  leat_sink_note (self->sink, event, "%s", text);
}

BufferPlaces *
buffer_store_get_places (BufferStore *self)
{
  return self->places;
}

BufferListeners *
buffer_store_get_listeners (BufferStore *self)
{
  return self->listeners;
}

BufferStreams *
buffer_store_get_streams (BufferStore *self)
{
  return self->streams;
}

gboolean
buffer_store_get_life (BufferStore *self, BufferLife *life, GError **error)
{
  gboolean is_open;

  g_mutex_lock (&self->state);
  is_open = self->is_open;
  *life = self->life;
  g_mutex_unlock (&self->state);
  if (!is_open)
    g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_BUSY, "the store is not open");
  return is_open;
}

BufferDatabase *
buffer_store_connect (BufferStore *self, GError **error)
{
  g_autofree char *path = NULL;

  g_mutex_lock (&self->state);
  path = g_strdup (self->path);
  g_mutex_unlock (&self->state);
  return buffer_database_open_reading (path, error);
}

/* --- under the lock for writing --- */

static void
publish (BufferStore *self)
{
  const guint64 last_id = buffer_writer_get_next_id (self->writer) - 1;

  g_mutex_lock (&self->state);
  if (last_id != self->life.last_id)
    buffer_listeners_stir (self->listeners);
  self->life.last_id = last_id;
  g_mutex_unlock (&self->state);

  buffer_listeners_offer (self->listeners, self->segments, last_id);
  g_array_set_size (self->segments, 0);
}

static gboolean
write_and_commit (BufferStore *self, const BufferPlaceChanges *changes, GError **error)
{
  return buffer_writer_begin (self->writer, error) &&
         buffer_places_write_changes (changes, buffer_writer_get_database (self->writer), error) &&
         buffer_writer_commit (self->writer, error);
}

/* what is uncommitted is lost to the file; the worker offers it again after the next open() */
static gboolean
give_up (BufferStore *self, const GError *failure)
{
  buffer_writer_roll_back (self->writer);
  g_array_set_size (self->segments, 0);
  if (self->failure == NULL)
    self->failure = g_error_copy (failure);
  return FALSE;
}

static gboolean
commit (BufferStore *self, GError **error)
{
  g_autoptr (GError) failure = NULL;
  BufferPlaceChanges *changes;
  gboolean committed = TRUE;

  buffer_listeners_claim_ahead (self->listeners, self->places, self->segments);
  changes = buffer_places_take_changes (self->places);
  if (changes->len > 0 || buffer_writer_is_begun (self->writer))
    committed = write_and_commit (self, changes, &failure);
  buffer_places_settle (self->places, changes, committed);
  if (committed)
    {
      publish (self);
      return TRUE;
    }
  give_up (self, failure);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* a failure that the sink's own thread has not heard of yet, or that it is not open */
static gboolean
check_open (BufferStore *self, GError **error)
{
  if (self->writer == NULL)
    g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_BUSY, "the store is not open");
  else if (self->failure != NULL)
    g_propagate_error (error, g_error_copy (self->failure));
  else
    return TRUE;
  return FALSE;
}

static gboolean
open_file (BufferStore *self, const char *path, GError **error)
{
  g_autofree char *told = NULL;
  BufferDatabase *database;

  buffer_streams_clear (self->streams);
  self->writer = buffer_writer_new (path, self->settings.is_relaxed, self->streams, &told, error);
  if (self->writer == NULL)
    return FALSE;
  if (told != NULL)
    leat_sink_note (self->sink, "migrated", "%s %s", path, told);
  database = buffer_writer_get_database (self->writer);
  if (self->first_unsafe > 0)
    self->repeats = buffer_repeats_new (database, self->first_unsafe, error);
  if ((self->first_unsafe > 0 && self->repeats == NULL) ||
      !buffer_places_load (self->places, database, error))
    {
      g_clear_pointer (&self->writer, buffer_writer_free);
      return FALSE;
    }
  self->n_unsafe = 0;
  if (self->first_unsafe == 0)
    self->first_unsafe = buffer_writer_get_next_id (self->writer);
  return TRUE;
}

gboolean
buffer_store_open (BufferStore *self, const char *path, GError **error)
{
  gboolean opened;

  g_mutex_lock (&self->writing);
  g_clear_error (&self->failure);
  opened = open_file (self, path, error);
  if (opened)
    {
      g_mutex_lock (&self->state);
      g_free (self->path);
      self->path = g_strdup (path);
      self->life.number++;
      self->life.last_id = buffer_writer_get_next_id (self->writer) - 1;
      self->is_open = TRUE;
      buffer_listeners_stir (self->listeners);
      g_mutex_unlock (&self->state);
    }
  g_mutex_unlock (&self->writing);
  buffer_listeners_wake (self->listeners);
  return opened;
}

/* what was written and not flushed goes back; what readers acknowledged does not */
void
buffer_store_close (BufferStore *self)
{
  g_mutex_lock (&self->state);
  self->is_open = FALSE;
  g_mutex_unlock (&self->state);

  g_mutex_lock (&self->writing);
  buffer_writer_roll_back (self->writer);
  g_array_set_size (self->segments, 0);
  commit (self, NULL);
  g_clear_pointer (&self->writer, buffer_writer_free);
  g_clear_pointer (&self->repeats, buffer_repeats_free);
  g_mutex_unlock (&self->writing);
}

static void
add_segment (BufferStore *self, LeatBatch *batch, guint from, guint end)
{
  const BufferSegment segment = {
    .batch = batch,
    .from = from,
    .count = end - from,
    .first_id = buffer_writer_get_next_id (self->writer) - (end - from),
  };

  if (end == from)
    return;
  leat_batch_ref (batch);
  g_array_append_val (self->segments, segment);
}

static gboolean
add_records (BufferStore *self, LeatBatch *batch, guint from, guint end, GError **error)
{
  guint begin = from; /* of a segment */

  for (guint i = from; i < end; i++)
    {
      const LeatRecord *record = leat_batch_get_record (batch, i);

      if (self->repeats != NULL && buffer_repeats_take (&self->repeats, record))
        {
          begin = i + 1;
          continue;
        }
      if (!buffer_writer_add (self->writer, record, error))
        return FALSE;
      if (buffer_writer_get_n_added (self->writer) < self->settings.commit_records)
        continue;
      add_segment (self, batch, begin, i + 1);
      begin = i + 1;
      if (!commit (self, error))
        return FALSE;
    }
  add_segment (self, batch, begin, end);
  return TRUE;
}

gboolean
buffer_store_write (BufferStore *self, LeatBatch *batch, guint from, guint count, guint *taken,
                    GError **error)
{
  g_autoptr (GError) failure = NULL;
  gboolean written;

  *taken = 0;
  g_mutex_lock (&self->writing);
  if (!check_open (self, &failure) || !add_records (self, batch, from, from + count, &failure))
    {
      give_up (self, failure);
      written = FALSE;
    }
  else
    {
      self->n_unsafe += count;
      *taken = count;
      written = TRUE;
    }
  g_mutex_unlock (&self->writing);
  if (!written)
    g_propagate_error (error, g_steal_pointer (&failure));
  buffer_listeners_wake (self->listeners);
  return written;
}

gboolean
buffer_store_flush (BufferStore *self, guint64 *safe, GError **error)
{
  gboolean flushed;

  g_mutex_lock (&self->writing);
  flushed = check_open (self, error) && commit (self, error);
  if (flushed)
    {
      *safe = self->n_unsafe;
      self->n_unsafe = 0;
      self->first_unsafe = buffer_writer_get_next_id (self->writer);
    }
  g_mutex_unlock (&self->writing);
  buffer_listeners_wake (self->listeners);
  return flushed;
}

gboolean
buffer_store_commit (BufferStore *self, GError **error)
{
  gboolean committed;

  g_mutex_lock (&self->writing);
  committed = check_open (self, error) && commit (self, error);
  g_mutex_unlock (&self->writing);
  buffer_listeners_wake (self->listeners);
  return committed;
}

static gboolean
write_fact (BufferStore *self, const char *reader, const char *key, const char *value,
            GError **error)
{
  BufferDatabase *database = buffer_writer_get_database (self->writer);

  if (!buffer_writer_begin (self->writer, error))
    return FALSE;
  if (value == NULL)
    return buffer_database_do (database, error, "DELETE FROM facts WHERE reader = ? AND key = ?",
                               "ss", reader, key);
  return buffer_database_do (database, error,
                             "INSERT INTO facts (reader, key, value) VALUES (?1, ?2, ?3)"
                             " ON CONFLICT (reader, key) DO UPDATE SET value = ?3",
                             "sss", reader, key, value);
}

gboolean
buffer_store_remember (BufferStore *self, const char *reader, const char *key, const char *value,
                       GError **error)
{
  g_autoptr (GError) failure = NULL;
  gboolean good;

  g_mutex_lock (&self->writing);
  good = check_open (self, &failure);
  if (good && !write_fact (self, reader, key, value, &failure))
    good = give_up (self, failure);
  else if (good)
    good = commit (self, &failure);
  g_mutex_unlock (&self->writing);
  if (!good)
    g_propagate_error (error, g_steal_pointer (&failure));
  buffer_listeners_wake (self->listeners);
  return good;
}
