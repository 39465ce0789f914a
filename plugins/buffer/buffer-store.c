/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-store.c - what the sink's thread and the readers' threads of one store share */
#include <unistd.h>
#include "buffer-migrations.h"
#include "buffer-presence.h"
#include "buffer-salvage.h"
#include "buffer-store-private.h"

/* a file that fails is opened again so often at the most */
#define HEAL_INTERVAL (500 * 1000)   /* µs */

BufferStore *
buffer_store_new (LeatSink *sink, const BufferSettings *settings)
{
  BufferStore *self = g_new0 (BufferStore, 1);

  self->sink = sink;
  self->owned = -1;
  self->settings = *settings;
  self->streams = buffer_streams_new ();
  self->places = buffer_places_new ();
  self->listeners = buffer_listeners_new ();
  self->reserve = buffer_reserve_new ();
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
  g_free (self->damage);
  buffer_listeners_free (self->listeners);
  g_array_unref (self->segments);
  buffer_reserve_free (self->reserve);
  buffer_places_free (self->places);
  buffer_streams_free (self->streams);
  g_mutex_clear (&self->writing);
  g_mutex_clear (&self->state);
  g_free (self->mount);
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

LeatSink *
buffer_store_get_sink (BufferStore *self)
{
  return self->sink;
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

char *
buffer_store_get_path (BufferStore *self)
{
  char *path;

  g_mutex_lock (&self->state);
  path = g_strdup (self->path);
  g_mutex_unlock (&self->state);
  return path;
}

BufferDatabase *
buffer_store_connect (BufferStore *self, GError **error)
{
  g_autofree char *path = buffer_store_get_path (self);

  return buffer_database_open_reading (path, error);
}

void
buffer_store_suspect (BufferStore *self, const char *damage)
{
  if (self->damage != NULL)
    return;
  self->damage = g_strdup (damage);
  g_strdelimit (self->damage, "\n", ';');
}

/* what was in the file is there again, as far as it can be */
static gboolean
mend_file (BufferStore *self, const char *path, GError **error)
{
  g_autofree char *told = NULL;
  gint64 check_first = self->settings.check_first;
  gboolean is_whole;

  if (self->is_checked)
    check_first = -1;
  if (!buffer_salvage_mend (path, self->damage, check_first, self->sink, &is_whole, &told, error))
    return FALSE;
  if (told != NULL)
    leat_sink_warn (self->sink, "salvaged", "%s %s", path, told);
  self->is_checked |= is_whole;
  g_clear_pointer (&self->damage, g_free);
  return TRUE;
}

/* the file has gone back to an earlier state under readers that were further: what comes now gets
 * ids that they have not had yet */
static gboolean
raise_ids (BufferStore *self, GError **error)
{
  const guint64 highest = buffer_places_get_highest (self->places);
  const guint64 last = buffer_writer_get_next_id (self->writer) - 1;

  if (highest <= last)
    return TRUE;
  leat_sink_warn (self->sink, "records-gone",
                  "records up to id %" G_GUINT64_FORMAT " had been read, and the file ends with "
                  "%" G_GUINT64_FORMAT,
                  highest, last);
  return buffer_writer_raise_ids (self->writer, highest, error);
}

static void
close_file (BufferStore *self)
{
  g_mutex_lock (&self->state);
  self->is_open = FALSE;
  g_mutex_unlock (&self->state);
  buffer_store_end_check (self);
  g_array_set_size (self->segments, 0);
  g_clear_pointer (&self->writer, buffer_writer_free);
  g_clear_pointer (&self->limits, buffer_limits_free);
  buffer_reserve_close (self->reserve);
  g_clear_pointer (&self->clock, buffer_clock_free);
  g_clear_pointer (&self->acknowledged, buffer_moments_free);
  g_clear_pointer (&self->arrived, buffer_moments_free);
  g_clear_pointer (&self->drops, buffer_drops_free);
  g_clear_pointer (&self->rejects, buffer_rejects_free);
  g_clear_pointer (&self->repeats, buffer_repeats_free);
}

gboolean
buffer_store_load_repeats (BufferStore *self, GError **error)
{
  g_clear_pointer (&self->repeats, buffer_repeats_free);
  if (self->first_unsafe > 0)
    self->repeats = buffer_repeats_new (buffer_writer_get_database (self->writer),
                                        self->first_unsafe, error);
  return self->first_unsafe == 0 || self->repeats != NULL;
}

static gboolean
load_times (BufferStore *self, BufferDatabase *database, GError **error)
{
  g_autofree char *told = NULL;

  self->clock = buffer_clock_new ();
  self->acknowledged = buffer_moments_new (BUFFER_ACKNOWLEDGED, self->settings.keep_acknowledged);
  self->arrived = buffer_moments_new (BUFFER_ARRIVED, self->settings.max_age);
  if (!buffer_clock_load (self->clock, database, &told, error) ||
      !buffer_moments_load (self->acknowledged, database, error) ||
      !buffer_moments_load (self->arrived, database, error))
    return FALSE;
  if (told != NULL)
    leat_sink_note (self->sink, "clock", "%s", told);
  buffer_store_tick (self);
  self->opened = self->now;
  return TRUE;
}

/* nothing is taken meanwhile */
static void
tell_older (BufferStore *self, const char *path)
{
  gint64 size;

  if (buffer_migrations_is_older (path, &size))
    leat_sink_note (self->sink, "migrating",
                    "%s is of an older version: a copy of its %" G_GINT64_FORMAT
                    " MiB is made, and it is brought up to date, before it takes records",
                    path, size / (1024 * 1024) + 1);
}

static gboolean
try_open (BufferStore *self, const char *path, GError **error)
{
  g_autofree char *told = NULL;
  const gboolean was_there = buffer_store_has_file (path);
  BufferDatabase *database;

  if (!mend_file (self, path, error))
    return FALSE;
  tell_older (self, path);
  buffer_streams_clear (self->streams);
  self->writer = buffer_writer_new (path, self->settings.is_relaxed, self->streams, &told, error);
  if (self->writer == NULL)
    return FALSE;
  if (told != NULL)
    leat_sink_note (self->sink, "migrated", "%s %s", path, told);
  if (!self->settings.is_relaxed)
    buffer_writer_set_witness (self->writer, self->owned);
  buffer_store_begin_watch (self);
  buffer_writer_spare_room (self->writer, self->is_full);
  /* It may be open again because the disk has failed. One that was only full has refused a write,
   * and lost none: to renew the log would take room that it has not. But a doubt from before stays,
   * and then nothing is called safe until there is room. */
  self->is_doubtful |= self->first_unsafe > 0 && !self->is_full;
  if (self->is_doubtful)
    buffer_writer_doubt (self->writer);
  buffer_reserve_open (self->reserve, path);
  if (!self->is_full) /* before anything is in the log */
    buffer_reserve_keep (self->reserve);
  database = buffer_writer_get_database (self->writer);
  self->limits = buffer_limits_new (&self->settings.limits);
  self->rejects = buffer_rejects_new (buffer_limits_get_rejects_size (self->limits));
  if (!buffer_store_load_repeats (self, error) ||
      !buffer_limits_apply (self->limits, database, error) || !load_times (self, database, error) ||
      !buffer_rejects_count (self->rejects, database, error) ||
      !buffer_database_get (database, "PRAGMA data_version", &self->data_version, error) ||
      !buffer_places_load (self->places, database, error) || !raise_ids (self, error))
    {
      close_file (self);
      return FALSE;
    }
  buffer_store_tell_lost (self, was_there);
  buffer_store_grant_rejects (self);
  self->drops = buffer_drops_new ();
  self->told_blocked = self->told_full = FALSE;
  self->n_unsafe = 0;
  if (self->first_unsafe == 0)
    self->first_unsafe = buffer_writer_get_next_id (self->writer);
  return TRUE;
}

/* damage that no look has shown is mended when it is met */
static gboolean
open_file (BufferStore *self, const char *path, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (try_open (self, path, &failure))
    return TRUE;
  if (self->damage != NULL || !buffer_error_is_damage (failure))
    return buffer_is_done (&failure, error);
  buffer_store_suspect (self, "met when it was opened");
  return try_open (self, path, error);
}

/* What a failed disk shows of the last commits may be gone with the kernel's memory: it is written
 * anew before anybody has it, and may have other ids then. */
static guint64
find_last_id (BufferStore *self)
{
  const guint64 next_id = buffer_writer_get_next_id (self->writer);

  return (buffer_writer_is_doubtful (self->writer) ? MIN (self->first_unsafe, next_id) : next_id) -
         1;
}

/* readers have a file again */
static void
begin_life (BufferStore *self)
{
  g_clear_error (&self->failure);
  g_mutex_lock (&self->state);
  self->life.number++;
  self->life.last_id = find_last_id (self);
  self->is_open = TRUE;
  buffer_listeners_stir (self->listeners);
  g_mutex_unlock (&self->state);
  buffer_store_begin_check (self);
}

static void
set_keeper (BufferStore *self, BufferKeeper *keeper)
{
  BufferKeeper *before;

  g_mutex_lock (&self->state);
  before = self->keeper;
  self->keeper = keeper;
  g_mutex_unlock (&self->state);
  g_clear_pointer (&before, buffer_keeper_free);
}

static void
let_go (BufferStore *self)
{
  if (self->owned >= 0)
    close (self->owned);
  self->owned = -1;
}

gboolean
buffer_store_open (BufferStore *self, const char *path, GError **error)
{
  gboolean opened;

  g_mutex_lock (&self->writing);
  g_mutex_lock (&self->state);
  g_free (self->path);
  self->path = g_strdup (path);
  g_mutex_unlock (&self->state);
  buffer_store_recall_place (self);
  opened = buffer_store_is_mounted (self, error) &&
           buffer_presence_own (path, &self->owned, error) && open_file (self, path, error);
  if (opened)
    {
      buffer_store_keep_place (self);
      begin_life (self);
    }
  else
    let_go (self);
  g_mutex_unlock (&self->writing);
  if (opened)
    set_keeper (self, buffer_keeper_new (buffer_store_keep, buffer_store_keep_up, self));
  buffer_listeners_wake (self->listeners);
  return opened;
}

void
buffer_store_heal (BufferStore *self)
{
  g_autoptr (GError) error = NULL;
  const gint64 now = g_get_monotonic_time ();

  if (self->failure == NULL || self->n_unsafe > 0 || now < self->heal_earliest)
    return;
  self->heal_earliest = now + HEAL_INTERVAL;
  /* the connection is as good as it was */
  if (self->writer != NULL && g_error_matches (self->failure, LEAT_ERROR, LEAT_ERROR_FULL) &&
      buffer_store_load_repeats (self, NULL))
    {
      g_clear_error (&self->failure);
      return;
    }
  close_file (self);
  if (buffer_store_is_mounted (self, &error) && open_file (self, self->path, &error))
    begin_life (self);
}

/* what was written and not flushed goes back; what readers acknowledged does not */
void
buffer_store_close (BufferStore *self)
{
  set_keeper (self, NULL);
  g_mutex_lock (&self->writing);
  if (self->writer != NULL)
    {
      buffer_store_roll_back (self);
      buffer_store_tick (self);
      if (self->failure == NULL && buffer_writer_begin (self->writer, NULL))
        buffer_clock_save (self->clock, buffer_writer_get_database (self->writer), TRUE, NULL);
      buffer_store_commit_locked (self, NULL);
      buffer_store_tell_drops (self);
      buffer_store_look_at_file (self);
    }
  close_file (self);
  g_clear_error (&self->failure); /* a reader that is still there opens it no more to mend it */
  let_go (self);
  g_mutex_unlock (&self->writing);
}
