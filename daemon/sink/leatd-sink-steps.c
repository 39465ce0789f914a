/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-sink-steps.c - what a sink worker does with its sink: open, write, flush, acknowledge */
#include "worker/leatd-event.h"
#include "leatd-sink-private.h"

/* who reads from it need not wait any longer */
static void
tell_readers (LeatdSinkWorker *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->readers_mutex);

  for (guint i = 0; i < self->readers->len; i++)
    leatd_bell_ring (&((LeatdSinkWorker *) self->readers->pdata[i])->bell, LEATD_BELL_STORE);
}

/**
 * leatd_sink_open:
 *
 * Opens the sink at its last safe position: what is pending is to be written again.
 */
gboolean
leatd_sink_open (LeatdSinkWorker *self, GError **error)
{
  gboolean opened;

  if (self->trouble == LEATD_TROUBLE_NONE) /* a try after a failure is no news until it succeeds */
    leatd_state_set (&self->state, LEATD_STATE_CONNECTING, NULL);
  leatd_count (&self->feed->counters[LEATD_SINK_OPENS], 1);
  leatd_pending_rewind (&self->pending);
  self->unflushed = FALSE;
  opened = leatd_sink_instance_open (&self->own, self->feed->klass->get_position (self->feed),
                                     error);
  if (opened)
    tell_readers (self);
  return opened;
}

void
leatd_sink_close (LeatdSinkWorker *self)
{
  leatd_sink_instance_close (&self->own);
}

/* --- flush and acknowledge --- */

/* the distance of flushes under load: so many times what the last one took, up to so many µs */
#define FLUSH_DISTANCE 4
#define FLUSH_DISTANCE_MAX (10 * 1000)

/**
 * leatd_sink_call_flush:
 * @safe: (out): of the written records, oldest first, these are lasting now
 *
 * Makes what is written lasting; the position that goes with it is kept for the acknowledgement.
 */
gboolean
leatd_sink_call_flush (LeatdSinkWorker *self, guint64 *safe, GError **error)
{
  g_autofree char *position = NULL;

  if (!leatd_sink_instance_flush (&self->own, safe, &position, error))
    return FALSE;
  if (position != NULL)
    {
      g_free (self->position);
      self->position = g_steal_pointer (&position);
    }
  return TRUE;
}

static void
sink_done (LeatdPortion *portion, gpointer user_data)
{
  LeatdSinkWorker *self = user_data;

  self->feed->klass->release (self->feed, portion, TRUE, 0);
}

/**
 * leatd_sink_settle:
 *
 * Acknowledges what was called safe, and the position with it. What a store cannot take now stays
 * owed: it is not written again.
 */
gboolean
leatd_sink_settle (LeatdSinkWorker *self, GError **error)
{
  g_autoptr (GError) failure = NULL;
  guint index = 0;
  const LeatdPortion *portion = self->owed > 0
                                    ? leatd_pending_find (&self->pending, self->owed, &index)
                                    : NULL;

  if (self->feed->klass->acknowledge (self->feed, portion, index, self->position, &failure))
    {
      leatd_backoff_reset (&self->store_backoff);
      g_clear_pointer (&self->position, g_free);
      if (self->feed->klass->keeps)
        leatd_count (&self->feed->counters[LEATD_SINK_ACKED], self->owed);
      leatd_pending_settle (&self->pending, self->owed, sink_done, self);
      self->owed = 0;
      return TRUE;
    }
  if (self->feed->klass->keeps)
    {
      leatd_sink_await_store (self, failure);
      return TRUE;
    }
  self->owed = 0;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/**
 * leatd_sink_flush:
 *
 * Makes what is written lasting, and only then acknowledges.
 */
gboolean
leatd_sink_flush (LeatdSinkWorker *self, GError **error)
{
  guint64 safe;
  gint64 begun = g_get_monotonic_time ();
  gint64 ended;

  if (!leatd_sink_call_flush (self, &safe, error))
    return FALSE;
  if (safe > self->pending.written)
    leatd_sink_instance_breach (&self->own,
                                "flush() calls %" G_GUINT64_FORMAT
                                " records safe, of %" G_GUINT64_FORMAT " that were taken",
                                safe, self->pending.written);
  safe = MIN (safe, self->pending.written);
  self->owed = safe;
  if (!leatd_sink_settle (self, error))
    return FALSE;
  leatd_count (&self->feed->counters[LEATD_SINK_SAFE], safe);
  ended = g_get_monotonic_time ();
  self->unflushed = FALSE;
  self->flush_due = ended + self->config->settings.flush_interval;
  /* others wait for what a store commits, and what comes meanwhile is its next transaction */
  self->flush_earliest = leatd_sink_config_is_store (self->config)
                             ? ended
                             : ended + MIN (FLUSH_DISTANCE * (ended - begun), FLUSH_DISTANCE_MAX);
  leatd_sink_is_well (self);
  return TRUE;
}

/**
 * leatd_sink_flush_all:
 *
 * The records behind which a refused one stands must be safe before it is passed over. If their
 * store cannot take the acknowledgement now, some stay written.
 */
gboolean
leatd_sink_flush_all (LeatdSinkWorker *self, GError **error)
{
  while (self->pending.written > 0 && self->owed == 0)
    {
      guint64 before = self->pending.written;

      if (!leatd_sink_flush (self, error))
        return FALSE;
      if (self->pending.written == before && self->owed == 0)
        {
          g_set_error (error, LEAT_ERROR, LEAT_ERROR_FAILED,
                       "flush made none of %" G_GUINT64_FORMAT " written records safe", before);
          return FALSE;
        }
    }
  return TRUE;
}

/* --- write --- */

/* the next so many records are taken */
void
leatd_sink_count_taken (LeatdSinkWorker *self, guint n_records)
{
  self->taken += n_records;
  leatd_count (&self->feed->counters[LEATD_SINK_WRITTEN], n_records);
  leatd_sink_rejects_end (self);
  leatd_pending_advance (&self->pending, n_records);
  if (self->pending.next_record == 0)
    self->offer = 0;
  if (self->offer == 0) /* no half of what broke it was taken, but all that was offered */
    leatd_sink_suspect_taken (self);
}

static void
sink_took (LeatdSinkWorker *self, guint n_records)
{
  if (n_records == 0)
    return;
  if (self->pending.written == 0)
    self->flush_due = g_get_monotonic_time () + self->config->settings.flush_interval;
  leatd_sink_count_taken (self, n_records);
  self->unflushed = TRUE;
}

/**
 * leatd_sink_write:
 *
 * Offers the rest of the next portion, or a part of it: as much as a request may hold, less while a
 * refused record is looked for by halves.
 */
gboolean
leatd_sink_write (LeatdSinkWorker *self, GError **error)
{
  GError *failure = NULL;
  guint from, count, taken;
  LeatdPortion *portion;

  if (leatd_sink_suspect_is_due (self))
    return leatd_sink_suspect_probe (self, error);
  portion = leatd_pending_get (&self->pending, &from, &count);
  if (self->most > 0)
    count = MIN (count, self->most);
  if (self->offer > 0)
    count = MIN (count, self->offer);
  count = leatd_sink_suspect_bound (self, portion, from, count);
  if (self->flight != NULL)
    count = leatd_flight_bound (self->flight, portion, from, count);
  if (!leatd_sink_claim (self, portion, from + count - 1))
    return TRUE;

  if (leatd_sink_instance_write (&self->own, portion->batch, from, count, &taken, &failure))
    {
      sink_took (self, taken);
      if (self->is_request || self->trouble == LEATD_TROUBLE_NONE)
        leatd_sink_is_well (self);
      return TRUE;
    }
  sink_took (self, taken);
  return leatd_sink_judge (self, portion, from, count, taken, failure, error);
}

/* --- the end --- */

typedef struct {
  LeatdFeed *feed;
  guint from; /* of the first portion, these are out */
} Release;

static void
release_unsafe (LeatdPortion *portion, gpointer user_data)
{
  Release *release = user_data;

  release->feed->klass->release (release->feed, portion, FALSE, release->from);
  release->from = 0;
}

/* what is pending is not safe, and is given up */
void
leatd_sink_release_all (LeatdSinkWorker *self)
{
  Release release = { self->feed, self->pending.safe };

  if (self->flight != NULL)
    leatd_flight_forget (self->flight);
  leatd_pending_clear (&self->pending, release_unsafe, &release);
}

/* the last: what its feed keeps is kept, what it does not is named, and its source is told */
void
leatd_sink_give_up (LeatdSinkWorker *self)
{
  leatd_sink_release_all (self);
  self->feed->klass->close (self->feed);
}
