/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-store-write.c - records, places and facts go into the file, many with one commit */
#include "buffer-store-private.h"

void
buffer_store_publish (BufferStore *self)
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

/* what comes in while the store is over its limit goes out at the other end */
static gboolean
keep_size (BufferStore *self, GError **error)
{
  const guint n_added = buffer_writer_get_n_added (self->writer);
  gboolean more;

  return n_added == 0 || buffer_limits_get_room (self->limits) != BUFFER_OVER ||
         buffer_store_make_room (self, 2 * n_added + 100, &more, error);
}

static gboolean
write_and_commit (BufferStore *self, const BufferPlaceChanges *changes, GError **error)
{
  return buffer_writer_begin (self->writer, error) && keep_size (self, error) &&
         buffer_places_write_changes (changes, buffer_writer_get_database (self->writer), error) &&
         buffer_writer_commit (self->writer, error);
}

static gboolean
is_full (const GError *failure)
{
  return g_error_matches (failure, LEAT_ERROR, LEAT_ERROR_FULL);
}

/* Once what is kept in reserve is free, what is in the log goes into the file, and the log begins
 * anew in the room that it has, whenever it meets its end: that is enough for who drains the store.
 * New records do not take it. */
static void
use_reserve (BufferStore *self)
{
  if (buffer_reserve_give_up (self->reserve))
    {
      self->is_full = TRUE;
      buffer_writer_spare_room (self->writer, TRUE);
      leat_sink_warn (self->sink, "disk-full",
                      "%s: the disk is full; what is kept in reserve on it is given up so that "
                      "readers can go on: make room",
                      self->path);
    }
  if (self->is_full)
    buffer_writer_end_log (self->writer);
}

void
buffer_store_roll_back (BufferStore *self)
{
  buffer_writer_roll_back (self->writer);
  g_array_set_size (self->segments, 0);
  buffer_drops_settle (self->drops, FALSE);
  buffer_rejects_settle (self->rejects, FALSE);
  buffer_limits_reset (self->limits);
}

/* On a full disk what has no records in it may be tried again at once, and the connection is as
 * good as it was: the store stays open, for it is to be drained. */
gboolean
buffer_store_give_up (BufferStore *self, const GError *failure)
{
  const gboolean has_records = self->writer != NULL && buffer_writer_get_n_added (self->writer) > 0;

  if (buffer_error_is_damage (failure))
    buffer_store_suspect (self, "met by a commit");
  /* a disk that has failed may have changed what was sound */
  if (!is_full (failure))
    {
      self->is_checked = self->is_full = FALSE;
      self->is_doubtful = TRUE;
    }
  if (self->writer != NULL)
    buffer_store_roll_back (self);
  if (self->failure == NULL && (has_records || !is_full (failure)))
    self->failure = g_error_copy (failure);
  if (self->writer != NULL && is_full (failure))
    use_reserve (self);
  return FALSE;
}

static void
succeed (BufferStore *self, gboolean had_records)
{
  if (had_records && self->is_full)
    {
      self->is_full = FALSE;
      buffer_writer_spare_room (self->writer, FALSE);
    }
  if (!buffer_writer_is_doubtful (self->writer))
    self->is_doubtful = FALSE;
  buffer_drops_settle (self->drops, TRUE);
  buffer_rejects_settle (self->rejects, TRUE);
  buffer_store_publish (self);
}

gboolean
buffer_store_commit_locked (BufferStore *self, GError **error)
{
  const gboolean has_records = buffer_writer_get_n_added (self->writer) > 0;
  g_autoptr (GError) failure = NULL;
  BufferPlaceChanges *changes;
  gboolean committed = TRUE;

  buffer_listeners_claim_ahead (self->listeners, self->places, self->segments);
  changes = buffer_places_take_changes (self->places);
  if (changes->len > 0 || buffer_writer_is_begun (self->writer) ||
      buffer_writer_is_doubtful (self->writer))
    committed = write_and_commit (self, changes, &failure);
  buffer_places_settle (self->places, changes, committed);
  if (committed)
    {
      succeed (self, has_records);
      return TRUE;
    }
  buffer_store_give_up (self, failure);
  return buffer_is_done (&failure, error);
}

/* FALSE: it is not open, or fails */
static gboolean
check_open (BufferStore *self, GError **error)
{
  buffer_store_heal (self);
  if (self->failure != NULL)
    g_propagate_error (error, g_error_copy (self->failure));
  else if (self->writer == NULL)
    g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_BUSY, "the store is not open");
  else
    return TRUE;
  return FALSE;
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
      gboolean known;

      if (self->repeats != NULL && buffer_repeats_take (&self->repeats, record))
        {
          begin = i + 1;
          continue;
        }
      if (!buffer_writer_knows (self->writer, record, &known, error))
        return FALSE;
      if (known)
        {
          add_segment (self, batch, begin, i);
          begin = i + 1;
          continue;
        }
      if (!buffer_writer_add (self->writer, record, error))
        return FALSE;
      if (buffer_writer_get_n_added (self->writer) < self->settings.commit_records)
        continue;
      add_segment (self, batch, begin, i + 1);
      begin = i + 1;
      if (!buffer_store_commit_locked (self, error))
        return FALSE;
    }
  add_segment (self, batch, begin, end);
  return TRUE;
}

static gboolean
is_blocked (BufferStore *self, GError **error)
{
  gboolean blocked;

  g_mutex_lock (&self->writing);
  blocked = self->limits != NULL && buffer_limits_get_room (self->limits) == BUFFER_BLOCKED;
  g_mutex_unlock (&self->writing);
  if (blocked)
    g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_BUSY,
                         "the store is at its limit: readers have not had what is there; raise "
                         "max-size=, or set at-limit=drop-oldest");
  return blocked;
}

/* what was given up is for those who drain it */
static gboolean
has_reserve (BufferStore *self, GError **error)
{
  if (!self->is_full || buffer_reserve_keep (self->reserve))
    return TRUE;
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_BUSY,
               "%s: no room; make room on the disk, or raise max-size=", self->path);
  return FALSE;
}

/* While the disk is full records are taken only with their commit: without one nothing of them is
 * there, and the store need not be closed for that. */
static gboolean
try_records (BufferStore *self, LeatBatch *batch, guint from, guint end, GError **error)
{
  const gboolean was_full = self->is_full;
  g_autoptr (GError) failure = NULL;

  if (!check_open (self, error) || !has_reserve (self, error))
    return FALSE;
  if (add_records (self, batch, from, end, &failure) &&
      (!was_full || buffer_store_commit_locked (self, &failure)))
    return TRUE;
  buffer_store_give_up (self, failure);
  self->is_full |= is_full (failure);
  if (was_full && self->is_full && self->n_unsafe == 0 && buffer_store_load_repeats (self, NULL))
    {
      g_clear_error (&self->failure);
      failure->code = LEAT_ERROR_BUSY;
    }
  return buffer_is_done (&failure, error);
}

/* of the next transaction */
void
buffer_store_set_commit_records (BufferStore *self, guint commit_records)
{
  self->settings.commit_records = commit_records;
}

gboolean
buffer_store_write (BufferStore *self, LeatBatch *batch, guint from, guint count, guint *taken,
                    GError **error)
{
  gboolean written;

  *taken = 0;
  if (is_blocked (self, error))
    return FALSE;
  g_mutex_lock (&self->writing);
  written = try_records (self, batch, from, from + count, error);
  if (written)
    {
      self->n_unsafe += count;
      *taken = count;
    }
  g_mutex_unlock (&self->writing);
  buffer_listeners_wake (self->listeners);
  return written;
}

gboolean
buffer_store_flush (BufferStore *self, guint64 *safe, GError **error)
{
  gboolean flushed;

  g_mutex_lock (&self->writing);
  buffer_store_watch_file (self);
  flushed = check_open (self, error) && buffer_store_commit_locked (self, error);
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
  committed = check_open (self, error) && buffer_store_commit_locked (self, error);
  g_mutex_unlock (&self->writing);
  buffer_listeners_wake (self->listeners);
  return committed;
}

void
buffer_store_fail (BufferStore *self, const GError *failure)
{
  g_mutex_lock (&self->writing);
  buffer_store_suspect (self, "met by a reader");
  if (self->failure == NULL)
    self->failure = g_error_copy (failure);
  g_mutex_unlock (&self->writing);
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

  g_mutex_lock (&self->writing);
  if (check_open (self, &failure))
    {
      if (write_fact (self, reader, key, value, &failure))
        buffer_store_commit_locked (self, &failure);
      else
        buffer_store_give_up (self, failure);
    }
  g_mutex_unlock (&self->writing);
  buffer_listeners_wake (self->listeners);
  return buffer_is_done (&failure, error);
}
