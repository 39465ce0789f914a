/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-sink-suspect.c - finds a record at which the peer breaks while it takes others: halves, and
 * at last the successor first */
#include "worker/leatd-event.h"
#include "leatd-sink-private.h"

/* a fact: the id of a successor that was sent alone, which is its key at the peer */
#define FACT_ALONE "alone"

/* A peer that answers by faults now and then does so to good records, several times in a row, too.
 * How often it does is known of what it took in the end: so that only one good record of so many is
 * suspected, and at the most after so many faults. What is older than so many requests counts
 * half. */
#define SUSPECTED_OF_GOOD 1e-9
#define FAULTS_MAX        1000
#define REMEMBERED        256

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
  suspect->is_alone = suspect->is_proved = suspect->is_urgent = FALSE;
  g_clear_pointer (&suspect->answer, g_bytes_unref);
  g_clear_pointer (&suspect->reason, g_free);
  g_clear_pointer (&suspect->proof, g_free);
}

/**
 * leatd_sink_suspect_taken:
 *
 * All that was offered is taken, at once or after faults that were not its own.
 */
void
leatd_sink_suspect_taken (LeatdSinkWorker *self)
{
  LeatdSuspect *suspect = &self->suspect;

  suspect->good_faults += suspect->faults;
  suspect->good_takes++;
  while (suspect->good_faults + suspect->good_takes > REMEMBERED)
    {
      suspect->good_faults /= 2;
      suspect->good_takes /= 2;
    }
  leatd_sink_suspect_clear (self);
}

/* faults in a row after which what was offered is suspect */
static guint
get_patience (LeatdSinkWorker *self)
{
  const LeatdSuspect *suspect = &self->suspect;
  const guint after = (guint) self->config->settings.suspect_after;
  const guint n_answers = suspect->good_faults + suspect->good_takes;
  const double share = (suspect->good_faults + 1.0) / (n_answers + 2.0);
  double chance = 1;
  guint patience = 0;

  if (suspect->good_faults == 0)
    return after;
  while (chance > SUSPECTED_OF_GOOD && patience < FAULTS_MAX)
    {
      chance *= share;
      patience++;
    }
  return MAX (after, patience);
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

/* what the peer said of the suspect last */
static void
note_answer (LeatdSinkWorker *self, const char *reason)
{
  LeatdSuspect *suspect = &self->suspect;

  suspect->status = self->own.said.status;
  g_clear_pointer (&suspect->answer, g_bytes_unref);
  suspect->answer = self->own.said.answer != NULL ? g_bytes_ref (self->own.said.answer) : NULL;
  g_free (suspect->reason);
  suspect->reason = g_strdup (reason);
}

/**
 * leatd_sink_suspect_fault:
 * @offered: records that were offered in vain; 0: some were taken
 * @reason: why
 *
 * Counts the peer's faults; when there are enough of them, less is offered, at last one record. Its
 * successor is tried at once: not when the peer may have been mended meanwhile.
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
  if (++suspect->faults < get_patience (self))
    return;
  if (offered > 1)
    {
      self->offer = offered / 2;
      return;
    }
  suspect->is_alone = TRUE;
  note_answer (self, reason);
  suspect->is_urgent = leatd_sink_suspect_is_due (self);
}

/**
 * leatd_sink_suspect_is_urgent:
 *
 * Returns: whether the next try is not to wait; once
 */
gboolean
leatd_sink_suspect_is_urgent (LeatdSinkWorker *self)
{
  const gboolean is_urgent = self->suspect.is_urgent;

  self->suspect.is_urgent = FALSE;
  return is_urgent;
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
  return suspect->again_faults > get_patience (self) && offered == 1 &&
         self->taken != suspect->again_taken;
}

/* the first record behind the suspect that is not taken */
static LeatdPortion *
look_behind (LeatdSinkWorker *self, guint *index)
{
  return self->flight != NULL ? leatd_flight_find_untaken (self->flight, self, index)
                              : leatd_pending_find (&self->pending, 2, index);
}

/* the same; read, if it was not yet */
static LeatdPortion *
find_successor (LeatdSinkWorker *self, guint *index)
{
  LeatdPortion *found = look_behind (self, index);
  LeatdPortion *portion;

  if (found != NULL)
    return found;
  portion = self->feed->klass->get_successor (self->feed);
  if (portion == NULL)
    return NULL;
  leatd_pending_add (&self->pending, portion);
  return look_behind (self, index);
}

/**
 * leatd_sink_suspect_is_due:
 *
 * Returns: whether a successor is to be tried, and there is one; or the suspect once more behind it
 */
gboolean
leatd_sink_suspect_is_due (LeatdSinkWorker *self)
{
  guint index;

  return self->suspect.is_alone && self->pending.written == 0 &&
         (self->suspect.is_proved || find_successor (self, &index) != NULL);
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

/* the one exception from order */
static void
tell_exception (LeatdSinkWorker *self, gboolean is_refused)
{
  guint from, count;
  const LeatdPortion *portion = leatd_pending_get (&self->pending, &from, &count);
  const LeatRecord *record = leat_batch_get_record (portion->batch, from);
  g_autofree char *id = leat_record_make_id (record);

  leatd_event_about (G_LOG_LEVEL_WARNING, self->name, record->origin->source, "order",
                     "%s is %s: it was answered by %u, %u times in a row, while its successor %s "
                     "was taken",
                     id, is_refused ? "passed over" : "taken late", self->suspect.status,
                     self->suspect.faults, self->suspect.proof);
}

/* the suspect is refused or taken, its successor is taken: with several requests at once that is
 * acknowledged in its turn */
static gboolean
settle_suspect (LeatdSinkWorker *self, gboolean is_refused, GError **error)
{
  const guint n_done = self->flight != NULL ? 1 : 2;

  tell_exception (self, is_refused);
  leatd_sink_suspect_clear (self);
  leatd_sink_is_well (self);
  self->offer = 0;
  for (guint i = 0; i < n_done; i++)
    leatd_pending_advance (&self->pending, 1);
  self->owed = n_done;
  return leatd_sink_settle (self, error);
}

static gboolean
pass_over (LeatdSinkWorker *self, GError **error)
{
  const LeatdSuspect *suspect = &self->suspect;
  guint from, count;
  const LeatdPortion *portion = leatd_pending_get (&self->pending, &from, &count);

  self->own.said.status = suspect->status;
  g_clear_pointer (&self->own.said.answer, g_bytes_unref);
  self->own.said.answer = suspect->answer != NULL ? g_bytes_ref (suspect->answer) : NULL;
  return !leatd_sink_put_by (self, portion, from, suspect->reason) ||
         settle_suspect (self, TRUE, error);
}

static void
count_taken (LeatdSinkWorker *self)
{
  self->taken++;
  leatd_count (&self->feed->counters[LEATD_SINK_WRITTEN], 1);
  leatd_count (&self->feed->counters[LEATD_SINK_SAFE], 1);
  leatd_sink_rejects_end (self);
}

/* @failure: (transfer full): of the suspect, behind its successor */
static gboolean
confirm_failed (LeatdSinkWorker *self, GError *failure, GError **error)
{
  g_autoptr (GError) own = failure;

  if (is_fault (self->own.said.status) || g_error_matches (own, LEAT_ERROR, LEAT_ERROR_REJECTED))
    {
      note_answer (self, own->message);
      return pass_over (self, error);
    }
  leatd_count (&self->feed->counters[LEATD_SINK_RETRIES], 1);
  return leatd_sink_try_later (self, g_steal_pointer (&own), error);
}

/* Was it the peer's trouble after all, which has passed? Then the suspect is taken now: one place
 * late is better than refused. */
static gboolean
confirm (LeatdSinkWorker *self, GError **error)
{
  GError *failure = NULL;
  guint from, count, taken;
  guint64 safe;
  LeatdPortion *portion = leatd_pending_get (&self->pending, &from, &count);

  if (!leatd_sink_claim (self, portion, from))
    return TRUE;
  if (!leatd_sink_instance_write (&self->own, portion->batch, from, 1, &taken, &failure))
    return confirm_failed (self, failure, error);
  if (!leatd_sink_call_flush (self, &safe, error))
    return FALSE;
  count_taken (self);
  self->suspect.good_faults += self->suspect.faults;
  return settle_suspect (self, FALSE, error);
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
 * Tries the successor of a record that alone is answered by faults: if it is taken, and the record
 * behind it is not, the record is refused. That is the one exception from order, and it is told.
 *
 * Returns: %FALSE: the sink is to be opened anew
 */
gboolean
leatd_sink_suspect_probe (LeatdSinkWorker *self, GError **error)
{
  GError *failure = NULL;
  guint index, taken;
  guint64 safe;
  LeatdPortion *next;

  if (self->suspect.is_proved)
    return confirm (self, error);
  next = find_successor (self, &index);
  if (leatd_sink_claims (self) && !remember_alone (self, next->ids[index]))
    return TRUE;
  if (!leatd_sink_instance_write (&self->own, next->batch, index, 1, &taken, &failure))
    return probe_failed (self, next, index, failure, error);
  if (!leatd_sink_call_flush (self, &safe, error))
    return FALSE;
  self->suspect.proof = leat_record_make_id (leat_batch_get_record (next->batch, index));
  self->suspect.is_proved = TRUE;
  if (self->flight != NULL)
    leatd_flight_add_taken (self->flight, self);
  else
    count_taken (self);
  return TRUE;
}
