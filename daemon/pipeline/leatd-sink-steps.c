/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-sink-steps.c - what a sink worker does with its sink: open, write, flush, and what each
 * failure means */
#include "pipeline/leatd-event.h"
#include "pipeline/leatd-sink-private.h"

/* the facts of a sink: this one is the host's, the sink's own begin with another prefix */
#define POSITION "position"
#define OWN_FACT "sink:"

/* while the daemon stops there is little time: a sink is tried again more often then */
#define DRAINING_WAIT (250 * 1000)

/**
 * leatd_sink_wait:
 *
 * Waits so long, or until the worker is told to drain or to end.
 */
void
leatd_sink_wait (LeatdSinkWorker *self, gint64 microseconds)
{
  gint64 until;

  if (g_atomic_int_get (&self->draining) != 0)
    microseconds = MIN (microseconds, DRAINING_WAIT);
  until = g_get_monotonic_time () + microseconds;
  g_mutex_lock (&self->mutex);
  while (!self->kicked && g_cond_wait_until (&self->cond, &self->mutex, until))
    ;
  self->kicked = FALSE;
  g_mutex_unlock (&self->mutex);
}

gboolean
leatd_sink_open_facts (LeatdSinkWorker *self, GError **error)
{
  g_autofree char *file = g_strconcat (self->config->name, ".facts", NULL);
  g_autofree char *path = g_build_filename (self->setup.state_dir, "sinks", file, NULL);

  if (self->facts == NULL)
    self->facts = leatd_facts_open (path, error);
  return self->facts != NULL;
}

static void
sink_enter (LeatdSinkWorker *self)
{
  leatd_stuck_watch_arm (self->setup.stuck_watch);
  leatd_guard_enter (&self->guard);
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

  if (!self->failing) /* a try after a failure is no news until it succeeds */
    leatd_state_set (&self->state, LEATD_STATE_CONNECTING, NULL);
  leatd_count (&self->inlet.counters[LEATD_SINK_OPENS], 1);
  if (!leatd_sink_open_facts (self, error))
    return FALSE;
  leatd_pending_rewind (&self->pending);
  self->unflushed = FALSE;
  sink_enter (self);
  opened = self->sink->klass->open (self->sink, leatd_facts_get (self->facts, POSITION),
                                    self->cancellable, error);
  leatd_guard_leave (&self->guard);
  return opened;
}

void
leatd_sink_close (LeatdSinkWorker *self)
{
  sink_enter (self);
  self->sink->klass->close (self->sink);
  leatd_guard_leave (&self->guard);
}

static void
sink_done (LeatBatch *batch, gpointer user_data)
{
  LeatdSinkWorker *self = user_data;

  if (self->inlet.settles)
    leat_batch_settle (batch, TRUE);
  leatd_queue_release (self->inlet.queue, batch);
  leat_batch_unref (batch);
}

/* the distance of flushes under load: so many times what the last one took, up to so many µs */
#define FLUSH_DISTANCE 4
#define FLUSH_DISTANCE_MAX (10 * 1000)

void
leatd_sink_set_running (LeatdSinkWorker *self)
{
  self->failing = FALSE;
  if (leatd_state_get (&self->state, NULL, NULL) != LEATD_STATE_RUNNING)
    leatd_state_set (&self->state, LEATD_STATE_RUNNING, NULL);
}

static void
sink_flushed (LeatdSinkWorker *self, gint64 begun, gint64 ended)
{
  self->unflushed = FALSE;
  self->flush_due = ended + self->config->settings.flush_interval;
  self->flush_earliest = ended + MIN (FLUSH_DISTANCE * (ended - begun), FLUSH_DISTANCE_MAX);
}

/**
 * leatd_sink_flush:
 *
 * Makes what is written lasting, keeps the position that goes with it, and only then acknowledges.
 */
gboolean
leatd_sink_flush (LeatdSinkWorker *self, GError **error)
{
  g_autofree char *position = NULL;
  guint64 safe = 0;
  gboolean flushed;
  gint64 begun = g_get_monotonic_time ();

  sink_enter (self);
  flushed = self->sink->klass->flush (self->sink, &safe, &position, self->cancellable, error);
  leatd_guard_leave (&self->guard);
  leatd_count (&self->inlet.counters[LEATD_SINK_FLUSHES], 1);
  if (!flushed)
    return FALSE;
  if (position != NULL && !leatd_facts_set (self->facts, POSITION, position, error))
    return FALSE;
  safe = MIN (safe, self->pending.written);
  leatd_count (&self->inlet.counters[LEATD_SINK_SAFE], safe);
  leatd_pending_settle (&self->pending, safe, sink_done, self);
  sink_flushed (self, begun, g_get_monotonic_time ());
  leatd_sink_set_running (self);
  leatd_backoff_reset (&self->backoff);
  return TRUE;
}

/* the records behind which a refused one stands must be safe before it is passed over:
 * acknowledgements go in order */
static gboolean
sink_flush_all (LeatdSinkWorker *self, GError **error)
{
  while (self->pending.written > 0)
    {
      guint64 before = self->pending.written;

      if (!leatd_sink_flush (self, error))
        return FALSE;
      if (self->pending.written == before)
        {
          g_set_error (error, LEAT_ERROR, LEAT_ERROR_FAILED,
                       "flush made none of %" G_GUINT64_FORMAT " written records safe", before);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
sink_reject (LeatdSinkWorker *self, LeatBatch *batch, guint index, const char *reason,
             GError **error)
{
  const LeatRecord *record = leat_batch_get_record (batch, index);
  g_autoptr (GString) json = g_string_new (NULL);
  LeatdReject reject = {
    .source = record->origin->source,
    .stage = "sink",
    .reason = reason,
    .arrival = { record->time, record->monotonic },
  };

  if (!sink_flush_all (self, error))
    return FALSE;
  leat_json_append_record (json, record);
  reject.data = (const guint8 *) json->str;
  reject.length = json->len;
  leatd_rejects_put (self->setup.rejects, &reject);
  leatd_count (&self->inlet.counters[LEATD_SINK_REJECTS], 1);
  leatd_event (G_LOG_LEVEL_WARNING, self->config->name, "reject",
               "refused %s/%s/%" G_GUINT64_FORMAT ": %s", record->origin->source,
               record->origin->epoch, record->sequence, reason);
  self->offer = 0;
  leatd_pending_advance (&self->pending, 1);
  leatd_pending_settle (&self->pending, 1, sink_done, self);
  return TRUE;
}

/* not this record's fault, or not now: the same is offered again */
static void
sink_hold (LeatdSinkWorker *self, const GError *failure)
{
  gint64 wait = self->retry_after > 0 ? self->retry_after : leatd_backoff_next (&self->backoff);

  self->retry_after = 0;
  if (g_error_matches (failure, LEAT_ERROR, LEAT_ERROR_HELD))
    leatd_state_set (&self->state, LEATD_STATE_HELD, "%s", failure->message);
  else
    leatd_state_set (&self->state, LEATD_STATE_WAITING, "%s", failure->message);
  leatd_sink_wait (self, wait);
}

static gboolean
sink_judge_failure (LeatdSinkWorker *self, LeatBatch *batch, guint from, guint offered, guint taken,
                    GError *failure, GError **error)
{
  if (g_error_matches (failure, LEAT_ERROR, LEAT_ERROR_REJECTED))
    {
      g_autoptr (GError) refusal = failure;

      if (offered == 1 || taken > 0)
        return sink_reject (self, batch, from + taken, refusal->message, error);
      self->offer = offered / 2;
      return TRUE;
    }
  if (g_error_matches (failure, LEAT_ERROR, LEAT_ERROR_HELD) ||
      g_error_matches (failure, LEAT_ERROR, LEAT_ERROR_BUSY))
    {
      sink_hold (self, failure);
      g_error_free (failure);
      return TRUE;
    }
  g_propagate_error (error, failure);
  return FALSE;
}

static void
sink_took (LeatdSinkWorker *self, guint n_records)
{
  if (n_records == 0)
    return;
  leatd_count (&self->inlet.counters[LEATD_SINK_WRITTEN], n_records);
  if (self->pending.written == 0)
    self->flush_due = g_get_monotonic_time () + self->config->settings.flush_interval;
  leatd_pending_advance (&self->pending, n_records);
  self->unflushed = TRUE;
  if (self->pending.next_record == 0)
    self->offer = 0;
}

/**
 * leatd_sink_write:
 *
 * Offers the rest of the next batch, or a part of it while a refused record is looked for by
 * halves.
 */
gboolean
leatd_sink_write (LeatdSinkWorker *self, GError **error)
{
  GError *failure = NULL;
  guint from, count, taken = 0;
  LeatBatch *batch = leatd_pending_get (&self->pending, &from, &count);
  gboolean written;

  if (self->offer > 0)
    count = MIN (count, self->offer);
  sink_enter (self);
  written = self->sink->klass->write (self->sink, batch, from, count, &taken, self->cancellable,
                                      &failure);
  leatd_guard_leave (&self->guard);

  taken = MIN (taken, count);
  sink_took (self, taken);
  if (!written && (failure == NULL ||
                   (taken == count && g_error_matches (failure, LEAT_ERROR, LEAT_ERROR_REJECTED))))
    {
      g_clear_error (&failure);
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_PLUGIN,
                   "%s: write() failed and named no error, or no record that is refused",
                   self->config->klass->name);
      return FALSE;
    }
  if (!written)
    return sink_judge_failure (self, batch, from, count, taken, failure, error);
  if (taken == 0)
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_PLUGIN,
                   "%s: write() took none of %u records and named no error",
                   self->config->klass->name, count);
      return FALSE;
    }
  if (!self->failing)
    leatd_sink_set_running (self);
  return TRUE;
}

static void
sink_give_up_batch (LeatBatch *batch, gpointer user_data)
{
  LeatdSinkWorker *self = user_data;

  leatd_drops_add (self->inlet.drops, batch, self->given_up);
  self->given_up = 0;
  if (self->inlet.settles)
    leat_batch_settle (batch, FALSE);
  leat_batch_unref (batch);
}

/* what is still pending when the worker ends is not safe: it is named, and its source is told so */
void
leatd_sink_give_up (LeatdSinkWorker *self)
{
  LeatBatch *batch;

  if (self->inlet.queue == NULL)
    return;
  leatd_drops_tell (self->inlet.drops, LEATD_LOSS_DROPPED);
  self->given_up = self->pending.safe; /* of the first batch, these are out */
  leatd_pending_clear (&self->pending, sink_give_up_batch, self);
  self->given_up = 0;
  while ((batch = leatd_queue_try_pop (self->inlet.queue)) != NULL)
    sink_give_up_batch (batch, self);
  leatd_drops_tell (self->inlet.drops, LEATD_LOSS_LEFT);
}

/* --- what a sink may ask of its host --- */

static void
host_retry_after (LeatSink *sink, gint64 microseconds)
{
  ((LeatdSinkWorker *) sink->host)->retry_after = microseconds;
}

/* as much of an answer as is kept */
#define ANSWER_MAX 4096

static void
host_answer (LeatSink *sink, guint status, gconstpointer body, gsize length)
{
  LeatdSinkWorker *self = sink->host;

  self->answer_status = status;
  g_clear_pointer (&self->answer, g_bytes_unref);
  if (body != NULL)
    self->answer = g_bytes_new (body, MIN (length, ANSWER_MAX));
}

static void
host_note (LeatSink *sink, const char *event, const char *text)
{
  LeatdSinkWorker *self = sink->host;

  leatd_event (G_LOG_LEVEL_MESSAGE, self->config->name, event, "%s", text);
}

static gboolean
host_remember (LeatSink *sink, const char *key, const char *value, GError **error)
{
  LeatdSinkWorker *self = sink->host;
  g_autofree char *own = g_strconcat (OWN_FACT, key, NULL);

  return leatd_sink_open_facts (self, error) && leatd_facts_set (self->facts, own, value, error);
}

static char *
host_recall (LeatSink *sink, const char *key)
{
  LeatdSinkWorker *self = sink->host;
  g_autofree char *own = g_strconcat (OWN_FACT, key, NULL);

  return leatd_sink_open_facts (self, NULL) ? g_strdup (leatd_facts_get (self->facts, own)) : NULL;
}

static const char *
host_get_state_dir (LeatSink *sink)
{
  return ((LeatdSinkWorker *) sink->host)->setup.state_dir;
}

void
leatd_sink_host_init (LeatdSinkWorker *self)
{
  self->host = (LeatSinkHost) {
    .retry_after = host_retry_after,
    .answer = host_answer,
    .note = host_note,
    .remember = host_remember,
    .recall = host_recall,
    .get_state_dir = host_get_state_dir,
  };
}
