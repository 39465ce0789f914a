/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-store-keep.c - what is done in a store though nobody writes or reads */
#include "buffer-refusal.h"
#include "buffer-store-private.h"

/* as many rows go with one commit: a writer waits no longer than that takes */
#define SLICE_ROWS 1000
/* so long after open() all readers of the configuration are there */
#define GRACE (60 * LEAT_NSEC_PER_SEC)

static gboolean
drop_rejects (BufferStore *self, gboolean all, guint max_rows, gboolean *more, GError **error)
{
  guint n_dropped;

  if (!buffer_rejects_drop (self->rejects, buffer_writer_get_database (self->writer), all, max_rows,
                            &n_dropped, error))
    return FALSE;
  if (n_dropped == 0)
    return TRUE;
  *more = TRUE;
  buffer_limits_reset (self->limits);
  return TRUE;
}

void
buffer_store_tick (BufferStore *self)
{
  g_autofree char *told = NULL;

  self->now = buffer_clock_tick (self->clock, &told);
  if (told != NULL)
    leat_sink_warn (self->sink, "clock", "%s", told);
}

static gboolean
is_settled (const BufferStore *self)
{
  return self->now >= self->opened + GRACE;
}

/* the last id that has been kept for long enough */
static guint64
find_old (const BufferStore *self, const BufferMarks *marks)
{
  guint64 acknowledged = 0;

  if (marks->has_readers && self->settings.keep_acknowledged == 0)
    acknowledged = marks->by_all;
  else if (marks->has_readers)
    acknowledged = buffer_moments_get_over (self->acknowledged, self->now);
  return MAX (acknowledged, buffer_moments_get_over (self->arrived, self->now));
}

static gboolean
note_times (BufferStore *self, BufferDatabase *database, const BufferMarks *marks, GError **error)
{
  return (!marks->has_readers ||
          buffer_moments_note (self->acknowledged, database, self->now, marks->by_all, error)) &&
         buffer_moments_note (self->arrived, database, self->now, self->life.last_id, error) &&
         buffer_clock_save (self->clock, database, FALSE, error);
}

gboolean
buffer_store_make_room (BufferStore *self, guint max_rows, gboolean *more, GError **error)
{
  BufferDatabase *database = buffer_writer_get_database (self->writer);
  BufferMarks marks;
  guint n_deleted = 0;

  buffer_places_get_marks (self->places, is_settled (self), &marks);
  if (!buffer_writer_begin (self->writer, error) || !note_times (self, database, &marks, error) ||
      !buffer_limits_delete (self->limits, database, &marks, find_old (self, &marks), max_rows,
                             self->drops, &n_deleted, error))
    return FALSE;
  *more = n_deleted > 0;
  /* refused ones are all that is left: they go last */
  if (*more || buffer_limits_get_room (self->limits) != BUFFER_OVER)
    return TRUE;
  return drop_rejects (self, TRUE, max_rows, more, error);
}

/* those that were put by since the last time may not be in the file yet */
void
buffer_store_grant_rejects (BufferStore *self)
{
  const gint taken = self->rejects_granted - g_atomic_int_get (&self->rejects_room);

  self->rejects_granted = G_MAXINT;
  if (self->settings.limits.blocks)
    self->rejects_granted = MAX (buffer_rejects_get_room (self->rejects) - taken, 0);
  g_atomic_int_set (&self->rejects_room, self->rejects_granted);
}

gboolean
buffer_store_keep_rejects (BufferStore *self, guint max_rows, gboolean *more, GError **error)
{
  if (!buffer_rejects_count (self->rejects, buffer_writer_get_database (self->writer), error))
    return FALSE;
  buffer_store_grant_rejects (self);
  if (self->settings.limits.blocks || !buffer_rejects_is_over (self->rejects))
    return TRUE;
  return drop_rejects (self, FALSE, max_rows, more, error);
}

gboolean
buffer_store_can_reject (BufferStore *self, const LeatRefusal *refusal, GError **error)
{
  const gsize size = refusal->answer != NULL ? g_bytes_get_size (refusal->answer) : 0;

  /* a KiB for the record; what it really needs is counted once it is in the file */
  if (g_atomic_int_get (&self->rejects_room) > 0)
    {
      g_atomic_int_add (&self->rejects_room, -1 - (gint) (MIN (size, BUFFER_ANSWER_MAX) / 1024));
      return TRUE;
    }
  g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_BUSY,
                       "refused records are at their bound in the store; decide about them by leat "
                       "rejects retry or drop, or raise rejects-size=");
  return FALSE;
}

static void
tell_full (BufferStore *self)
{
  const gboolean full = self->settings.limits.blocks && buffer_rejects_is_over (self->rejects);

  if (full && !self->told_full)
    leat_sink_warn (self->sink, "rejects-full",
                    "refused records are at their bound: who refuses more waits, until leat "
                    "rejects retry or drop, or a larger rejects-size=");
  self->told_full = full;
}

void
buffer_store_tell_drops (BufferStore *self)
{
  g_autofree char *text = buffer_drops_tell (self->drops);
  g_autofree char *refused = buffer_rejects_tell (self->rejects);
  const gboolean blocked = buffer_limits_get_room (self->limits) == BUFFER_BLOCKED;

  if (text != NULL)
    {
      leat_sink_warn (self->sink, "dropped", "to make room: %s; not every reader has had them",
                      text);
      buffer_listeners_recount (self->listeners);
    }
  if (refused != NULL)
    leat_sink_warn (self->sink, "rejects-dropped",
                    "refused records were let go, for they are at their bound: %s", refused);
  tell_full (self);
  if (blocked && !self->told_blocked)
    leat_sink_warn (self->sink, "full",
                    "at its limit; nothing is taken until readers have had what "
                    "is there, or max-size= is raised");
  else if (!blocked && self->told_blocked)
    buffer_store_note (self, "room", "there is room again");
  self->told_blocked = blocked;
}

static void
tell_absent (BufferStore *self)
{
  g_autofree char *names = NULL;

  if (!is_settled (self))
    return;
  names = buffer_places_tell_absent (self->places);
  if (names != NULL)
    leat_sink_warn (self->sink, "forgotten-readers",
                    "%s: no sink of that name reads any more; what it has not had is kept for "
                    "forgotten-keep=, or until leat store forget",
                    names);
}

/* who has been away for too long holds up nobody any more */
static gboolean
forget_absent (BufferStore *self, char **told, GError **error)
{
  BufferDatabase *database = buffer_writer_get_database (self->writer);

  *told = NULL;
  if (!is_settled (self))
    return TRUE;
  return buffer_places_note_absent (self->places, database, self->now, error) &&
         buffer_places_expire (self->places, database, self->now, self->settings.forgotten_keep,
                               told, error);
}

/* they hold nothing any more */
static gboolean
tell_forgotten (BufferStore *self, const char *gone, GError **error)
{
  leat_sink_warn (self->sink, "readers-forgotten",
                  "gone for longer than forgotten-keep=, and forgotten: %s", gone);
  buffer_limits_reset (self->limits);
  buffer_rejects_reset (self->rejects);
  return buffer_places_forget (self->places, buffer_writer_get_database (self->writer), error);
}

/* a word of leat store, or a person with sqlite3, has changed something */
static gboolean
look_at_others (BufferStore *self, GError **error)
{
  BufferDatabase *database = buffer_writer_get_database (self->writer);
  gint64 version;

  if (!buffer_database_get (database, "PRAGMA data_version", &version, error))
    return FALSE;
  if (version == self->data_version)
    return TRUE;
  self->data_version = version;
  buffer_limits_reset (self->limits);
  buffer_rejects_reset (self->rejects);
  buffer_listeners_recount (self->listeners);
  buffer_listeners_stir (self->listeners);
  return buffer_places_forget (self->places, database, error);
}

static gboolean
keep (BufferStore *self, gboolean *more, GError **error)
{
  g_autofree char *gone = NULL;

  if (!look_at_others (self, error) || !forget_absent (self, &gone, error) ||
      !buffer_store_make_room (self, SLICE_ROWS, more, error) ||
      !buffer_store_keep_rejects (self, SLICE_ROWS, more, error) ||
      !buffer_store_commit_locked (self, error))
    return FALSE;
  return gone == NULL || tell_forgotten (self, gone, error);
}

gboolean
buffer_store_keep (gpointer data)
{
  BufferStore *self = data;
  g_autoptr (GError) failure = NULL;
  gboolean more = FALSE;

  g_mutex_lock (&self->writing);
  buffer_store_look_at_check (self);
  buffer_store_watch_file (self);
  buffer_store_heal (self);
  if (self->writer != NULL)
    buffer_store_tick (self);
  if (self->writer != NULL && !self->is_full)
    buffer_reserve_keep (self->reserve);
  /* somebody else may be writing for long: there is time */
  if (self->failure == NULL && self->writer != NULL && buffer_writer_begin (self->writer, NULL) &&
      !keep (self, &more, &failure))
    buffer_store_give_up (self, failure);
  if (self->writer != NULL)
    {
      buffer_store_tell_drops (self);
      tell_absent (self);
    }
  g_mutex_unlock (&self->writing);
  buffer_listeners_wake (self->listeners);
  return more && failure == NULL;
}

void
buffer_store_keep_up (gpointer data)
{
  buffer_store_commit (data, NULL);
}

void
buffer_store_hasten (BufferStore *self)
{
  g_mutex_lock (&self->state);
  if (self->keeper != NULL)
    buffer_keeper_hasten (self->keeper);
  g_mutex_unlock (&self->state);
}
