/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-store.c - what the sink's thread and the readers' threads of one store share */
#include "buffer-store.h"
#include "buffer-repeats.h"
#include "buffer-writer.h"

/* Two locks. `writing` is held while something is written and made lasting, so long as that takes;
 * `state` for moments, never while the file is touched: reads and acknowledgements never wait for a
 * commit. `listening` is held while readers are woken. Taken in that order. */
struct _BufferStore {
  LeatSink      *sink;
  BufferSettings settings;
  BufferStreams *streams;
  BufferPlaces  *places;

  GMutex         writing;
  BufferWriter  *writer;         /* NULL: not open */
  GError        *failure;        /* a commit that a reader asked for failed: the sink's next call */
  guint64        n_unsafe;       /* taken, and not yet told to be safe */
  guint64        first_unsafe;   /* id of the first of them; 0: before the first open() */
  BufferRepeats *repeats;        /* of them, those that were committed: they are offered again */

  GMutex         state;
  gboolean       is_open;
  char          *path;
  BufferLife     life;

  gint           has_news;       /* atomic: readers are to be woken */
  GMutex         listening;
  GPtrArray     *listeners;
};

BufferStore *
buffer_store_new (LeatSink *sink, const BufferSettings *settings)
{
  BufferStore *self = g_new0 (BufferStore, 1);

  self->sink = sink;
  self->settings = *settings;
  self->streams = buffer_streams_new ();
  self->places = buffer_places_new ();
  self->listeners = g_ptr_array_new ();
  g_mutex_init (&self->writing);
  g_mutex_init (&self->state);
  g_mutex_init (&self->listening);
  return self;
}

void
buffer_store_free (BufferStore *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->repeats, buffer_repeats_free);
  g_clear_error (&self->failure);
  g_ptr_array_unref (self->listeners);
  buffer_places_free (self->places);
  buffer_streams_free (self->streams);
  g_mutex_clear (&self->writing);
  g_mutex_clear (&self->state);
  g_mutex_clear (&self->listening);
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

void
buffer_store_add_listener (BufferStore *self, BufferListener *listener)
{
  g_mutex_lock (&self->listening);
  g_ptr_array_add (self->listeners, listener);
  g_mutex_unlock (&self->listening);
}

void
buffer_store_remove_listener (BufferStore *self, BufferListener *listener)
{
  g_mutex_lock (&self->listening);
  g_ptr_array_remove (self->listeners, listener);
  g_mutex_unlock (&self->listening);
}

/* once for each piece of news, by whichever thread comes first */
static void
wake_listeners (BufferStore *self)
{
  if (!g_atomic_int_compare_and_exchange (&self->has_news, TRUE, FALSE))
    return;
  g_mutex_lock (&self->listening);
  for (guint i = 0; i < self->listeners->len; i++)
    {
      BufferListener *listener = g_ptr_array_index (self->listeners, i);

      if (g_atomic_int_compare_and_exchange (&listener->is_waiting, TRUE, FALSE))
        listener->wake (listener->user_data);
    }
  g_mutex_unlock (&self->listening);
}

/* --- under the lock for writing --- */

static void
publish (BufferStore *self)
{
  const guint64 last_id = buffer_writer_get_next_id (self->writer) - 1;

  g_mutex_lock (&self->state);
  if (last_id != self->life.last_id)
    g_atomic_int_set (&self->has_news, TRUE);
  self->life.last_id = last_id;
  g_mutex_unlock (&self->state);
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
  if (self->failure == NULL)
    self->failure = g_error_copy (failure);
  return FALSE;
}

static gboolean
commit (BufferStore *self, GError **error)
{
  g_autoptr (GError) failure = NULL;
  BufferPlaceChanges *changes = buffer_places_take_changes (self->places);
  gboolean committed = TRUE;

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
      g_atomic_int_set (&self->has_news, TRUE);
      g_mutex_unlock (&self->state);
    }
  g_mutex_unlock (&self->writing);
  wake_listeners (self);
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
  commit (self, NULL);
  g_clear_pointer (&self->writer, buffer_writer_free);
  g_clear_pointer (&self->repeats, buffer_repeats_free);
  g_mutex_unlock (&self->writing);
}

static gboolean
add_records (BufferStore *self, LeatBatch *batch, guint from, guint count, GError **error)
{
  for (guint i = 0; i < count; i++)
    {
      const LeatRecord *record = leat_batch_get_record (batch, from + i);

      if (self->repeats != NULL && buffer_repeats_take (&self->repeats, record))
        continue;
      if (!buffer_writer_add (self->writer, record, error))
        return FALSE;
      if (buffer_writer_get_n_added (self->writer) >= self->settings.commit_records &&
          !commit (self, error))
        return FALSE;
    }
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
  if (!check_open (self, &failure) || !add_records (self, batch, from, count, &failure))
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
  wake_listeners (self);
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
  wake_listeners (self);
  return flushed;
}

gboolean
buffer_store_commit (BufferStore *self, GError **error)
{
  gboolean committed;

  g_mutex_lock (&self->writing);
  committed = check_open (self, error) && commit (self, error);
  g_mutex_unlock (&self->writing);
  wake_listeners (self);
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
  wake_listeners (self);
  return good;
}
