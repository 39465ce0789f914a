/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-sink-suspect.c - finds a record at which the peer breaks while it takes others: halves, and
 * at last the successor first */
#include "worker/leatd-event.h"
#include "leatd-sink-private.h"

/* a fact: the id of a successor that was sent alone, which is its key at the peer */
#define FACT_ALONE "alone"

/* RFC 9110, 15.6: the server is aware that it has erred */
static gboolean
is_fault (guint status)
{
  return status >= 500 && status <= 599;
}

void
leatd_sink_suspect_begin (LeatdSinkWorker *self)
{
  g_autofree char *alone = self->feed->klass->recall (self->feed, FACT_ALONE);

  self->suspect.alone_id = alone != NULL ? g_ascii_strtoull (alone, NULL, 10) : 0;
}

/* what was suspected is taken, refused, or no more suspect than others */
void
leatd_sink_suspect_clear (LeatdSinkWorker *self)
{
  LeatdSuspect *suspect = &self->suspect;

  suspect->faults = 0;
  suspect->is_alone = suspect->is_proved = FALSE;
  g_clear_pointer (&suspect->answer, g_bytes_unref);
  g_clear_pointer (&suspect->reason, g_free);
}

/* the successor that was sent alone is past: it may be forgotten, or later */
static void
forget_alone (LeatdSinkWorker *self)
{
  if (self->feed->klass->remember (self->feed, FACT_ALONE, NULL, NULL))
    self->suspect.alone_id = 0;
}

/**
 * leatd_sink_suspect_bound:
 * @count: records from @from on that might be offered at once
 *
 * Returns: how many may be
 */
guint
leatd_sink_suspect_bound (LeatdSinkWorker *self, const LeatdPortion *portion, guint from,
                          guint count)
{
  const LeatdSuspect *suspect = &self->suspect;
  const guint64 *ids = portion->ids;

  if (ids == NULL)
    return count;
  if (portion->again)
    return suspect->again_first == ids[from] &&
                   suspect->again_faults >= (guint) self->config->settings.suspect_after
               ? 1
               : count;
  if (suspect->alone_id == 0 || ids[from + count - 1] < suspect->alone_id)
    return count;
  if (ids[from] > suspect->alone_id)
    {
      forget_alone (self);
      return count;
    }
  for (guint i = 1; i < count; i++)
    if (ids[from + i] >= suspect->alone_id)
      return ids[from] == suspect->alone_id ? 1 : i;
  return count;
}

/**
 * leatd_sink_suspect_fault:
 * @offered: records that were offered in vain; 0: some were taken
 * @reason: why
 *
 * Counts the peer's faults; when there are enough of them, less is offered, at last one record.
 */
void
leatd_sink_suspect_fault (LeatdSinkWorker *self, guint offered, const char *reason)
{
  LeatdSuspect *suspect = &self->suspect;
  const guint after = (guint) self->config->settings.suspect_after;

  if (after == 0 || offered == 0 || !is_fault (self->own.said.status))
    {
      leatd_sink_suspect_clear (self);
      return;
    }
  if (++suspect->faults < after)
    return;
  if (offered > 1)
    {
      self->offer = offered / 2;
      return;
    }
  suspect->is_alone = TRUE;
  suspect->status = self->own.said.status;
  g_clear_pointer (&suspect->answer, g_bytes_unref);
  suspect->answer = self->own.said.answer != NULL ? g_bytes_ref (self->own.said.answer) : NULL;
  g_free (suspect->reason);
  suspect->reason = g_strdup (reason);
}

/**
 * leatd_sink_suspect_again:
 * @from: the first record of the second place that was offered in vain
 * @offered: how many were
 *
 * Returns: whether that one alone had nothing but faults of the peer, while others were taken
 */
gboolean
leatd_sink_suspect_again (LeatdSinkWorker *self, const LeatdPortion *portion, guint from,
                          guint offered)
{
  LeatdSuspect *suspect = &self->suspect;
  const guint after = (guint) self->config->settings.suspect_after;

  if (after == 0 || offered == 0 || !is_fault (self->own.said.status))
    {
      suspect->again_faults = 0;
      return FALSE;
    }
  if (suspect->again_faults == 0 || suspect->again_first != portion->ids[from])
    {
      suspect->again_first = portion->ids[from];
      suspect->again_faults = 0;
      suspect->again_taken = self->taken;
    }
  suspect->again_faults++;
  return suspect->again_faults > after && offered == 1 && self->taken != suspect->again_taken;
}

/* the record behind the first that is not taken; read, if it was not yet */
static LeatdPortion *
find_successor (LeatdSinkWorker *self, guint *index)
{
  LeatdPortion *found = leatd_pending_find (&self->pending, 2, index);
  LeatdPortion *portion;

  if (found != NULL || self->suspect.is_proved)
    return found;
  portion = self->feed->klass->get_successor (self->feed);
  if (portion == NULL)
    return NULL;
  leatd_pending_add (&self->pending, portion);
  return leatd_pending_find (&self->pending, 2, index);
}

/**
 * leatd_sink_suspect_is_due:
 *
 * Returns: whether a successor is to be tried, and there is one
 */
gboolean
leatd_sink_suspect_is_due (LeatdSinkWorker *self)
{
  guint index;

  return self->suspect.is_alone && self->pending.written == 0 &&
         find_successor (self, &index) != NULL;
}

static gboolean
remember_alone (LeatdSinkWorker *self, guint64 id)
{
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, id);
  g_autoptr (GError) failure = NULL;

  if (!self->feed->klass->remember (self->feed, FACT_ALONE, text, &failure))
    {
      leatd_sink_await_store (self, failure);
      return FALSE;
    }
  self->suspect.alone_id = id;
  return TRUE;
}

static void
tell_exception (LeatdSinkWorker *self, const LeatRecord *record, const LeatRecord *successor)
{
  leatd_event_about (G_LOG_LEVEL_WARNING, self->name, record->origin->source, "order",
                     "%s/%s/%" G_GUINT64_FORMAT
                     " is passed over: it was answered by %u, %u times in a "
                     "row, while its successor %s/%s/%" G_GUINT64_FORMAT " was taken",
                     record->origin->source, record->origin->epoch, record->sequence,
                     self->suspect.status, self->suspect.faults, successor->origin->source,
                     successor->origin->epoch, successor->sequence);
}

/* the suspect is refused, its successor is taken, now or long since: @n_done of both are done with
 */
static gboolean
pass_over (LeatdSinkWorker *self, const LeatdPortion *next, guint index, guint n_done,
           GError **error)
{
  LeatdSuspect *suspect = &self->suspect;
  guint from, count;
  const LeatdPortion *portion = leatd_pending_get (&self->pending, &from, &count);

  self->own.said.status = suspect->status;
  g_clear_pointer (&self->own.said.answer, g_bytes_unref);
  self->own.said.answer = suspect->answer != NULL ? g_bytes_ref (suspect->answer) : NULL;
  if (!leatd_sink_put_by (self, portion, from, suspect->reason))
    return TRUE;
  tell_exception (self, leat_batch_get_record (portion->batch, from),
                  leat_batch_get_record (next->batch, index));
  leatd_sink_suspect_clear (self);
  leatd_sink_is_well (self);
  self->offer = 0;
  for (guint i = 0; i < n_done; i++)
    leatd_pending_advance (&self->pending, 1);
  self->owed = n_done;
  return leatd_sink_settle (self, error);
}

static gboolean
probe_failed (LeatdSinkWorker *self, const LeatdPortion *next, guint index, GError *failure,
              GError **error)
{
  guint from, count;
  const LeatdPortion *portion = leatd_pending_get (&self->pending, &from, &count);

  /* a peer that judges others is at work: the suspect is its own fault */
  if (g_error_matches (failure, LEAT_ERROR, LEAT_ERROR_REJECTED))
    {
      g_autofree char *reason = g_strdup (self->suspect.reason);

      g_error_free (failure);
      return leatd_sink_reject (self, portion, from, reason, error);
    }
  leatd_sink_suspect_clear (self);
  self->offer = 0;
  return leatd_sink_judge (self, next, index, 1, 0, failure, error);
}

/**
 * leatd_sink_suspect_probe:
 *
 * Tries the successor of a record that alone is answered by faults: if it is taken, the record is
 * refused. That is the one exception from order, and it is told.
 *
 * Returns: %FALSE: the sink is to be opened anew
 */
gboolean
leatd_sink_suspect_probe (LeatdSinkWorker *self, GError **error)
{
  GError *failure = NULL;
  guint index, taken;
  guint64 safe;
  LeatdPortion *next = find_successor (self, &index);

  if (self->suspect.is_proved)
    return pass_over (self, next, index, 2, error);
  if (self->flight != NULL && leatd_flight_has_taken (self->flight, next, index))
    return pass_over (self, next, index, 1, error);
  if (leatd_sink_claims (self) && !remember_alone (self, next->ids[index]))
    return TRUE;
  if (!leatd_sink_instance_write (&self->own, next->batch, index, 1, &taken, &failure))
    return probe_failed (self, next, index, failure, error);
  if (!leatd_sink_call_flush (self, &safe, error))
    return FALSE;
  self->suspect.is_proved = TRUE;
  self->taken++;
  leatd_count (&self->feed->counters[LEATD_SINK_WRITTEN], 1);
  leatd_count (&self->feed->counters[LEATD_SINK_SAFE], 1);
  leatd_sink_rejects_end (self);
  return pass_over (self, next, index, 2, error);
}
