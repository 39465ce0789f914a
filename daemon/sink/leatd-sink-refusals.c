/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-sink-refusals.c - what a sink did not take: held, refused for ever, or tried again */
#include "worker/leatd-event.h"
#include "leatd-sink-private.h"

/* a fact: as many were refused in a row as may be; a restart must not refuse more */
#define FACT_REFUSING "refusing"

static gboolean
is_held (const GError *failure)
{
  return g_error_matches (failure, LEAT_ERROR, LEAT_ERROR_HELD);
}

static void
remember_refusing (LeatdSinkWorker *self, gboolean refusing)
{
  g_autoptr (GError) error = NULL;

  if (!self->feed->klass->remember (self->feed, FACT_REFUSING, refusing ? "yes" : NULL, &error))
    leatd_event (G_LOG_LEVEL_WARNING, self->name, "fact", "%s", error->message);
}

void
leatd_sink_rejects_begin (LeatdSinkWorker *self)
{
  g_autofree char *refusing = self->feed->klass->recall (self->feed, FACT_REFUSING);

  if (refusing != NULL)
    self->rejects = (guint) self->config->settings.hold_after;
}

static void
count_reject (LeatdSinkWorker *self)
{
  self->rejects++;
  if (self->rejects == (guint) self->config->settings.hold_after)
    remember_refusing (self, TRUE);
}

static gboolean
refuses_everything (LeatdSinkWorker *self)
{
  const guint most = (guint) self->config->settings.hold_after;

  return most > 0 && self->rejects >= most;
}

/* something was taken: whoever refuses is not broken */
void
leatd_sink_rejects_end (LeatdSinkWorker *self)
{
  if (refuses_everything (self))
    remember_refusing (self, FALSE);
  self->rejects = 0;
}

/* --- refused for ever --- */

static void
tell_reject (LeatdSinkWorker *self, const LeatRecord *record, const char *reason)
{
  leatd_count (&self->feed->counters[LEATD_SINK_REJECTS], 1);
  leatd_event_about (G_LOG_LEVEL_WARNING, self->name, record->origin->source, "reject",
                     "refused %s/%s/%" G_GUINT64_FORMAT ": %s", record->origin->source,
                     record->origin->epoch, record->sequence, reason);
}

/**
 * leatd_sink_put_by:
 *
 * A record is put by, with what the peer said of it.
 *
 * Returns: %FALSE: the store cannot take it now
 */
gboolean
leatd_sink_put_by (LeatdSinkWorker *self, const LeatdPortion *portion, guint index,
                   const char *reason)
{
  const LeatRefusal refusal = {
    .struct_size = sizeof refusal,
    .reason = reason,
    .status = self->own.said.status,
    .answer = self->own.said.answer,
  };
  g_autoptr (GError) failure = NULL;

  if (!self->feed->klass->reject (self->feed, portion, index, &refusal, &failure))
    {
      leatd_sink_await_store (self, failure);
      return FALSE;
    }
  tell_reject (self, leat_batch_get_record (portion->batch, index), reason);
  count_reject (self);
  return TRUE;
}

/**
 * leatd_sink_reject:
 * @index: of the record to be written next
 *
 * The records before it are made safe first: acknowledgements go in order. If the store cannot take
 * it now, it is offered, and refused, once more.
 */
gboolean
leatd_sink_reject (LeatdSinkWorker *self, const LeatdPortion *portion, guint index,
                   const char *reason, GError **error)
{
  if (!leatd_sink_flush_all (self, error))
    return FALSE;
  if (self->pending.written > 0 || !leatd_sink_put_by (self, portion, index, reason))
    return TRUE;
  self->offer = 0;
  leatd_sink_suspect_clear (self);
  leatd_pending_advance (&self->pending, 1);
  self->owed = 1;
  return leatd_sink_settle (self, error);
}

/* what comes from the second place does not keep the live one waiting: it is read again later */
static void
put_back (LeatdSinkWorker *self)
{
  self->offer = 0;
  self->own.said.retry_after = 0;
  leatd_sink_release_all (self);
  leatd_reader_feed_put_back (self->feed, leatd_backoff_next_full (&self->again_backoff));
}

static void
hold_refusing (LeatdSinkWorker *self, const char *reason)
{
  g_autofree char *text = g_strdup_printf ("%u records in a row were refused, the last of them: %s",
                                           self->rejects, reason);

  self->offer = 1;
  leatd_count (&self->feed->counters[LEATD_SINK_RETRIES], 1);
  leatd_sink_is_troubled (self, LEATD_TROUBLE_HELD, LEATD_STATE_HELD, text);
  leatd_sink_wait (self, leatd_sink_get_wait (self));
}

static gboolean
judge_rejected (LeatdSinkWorker *self, const LeatdPortion *portion, guint from, guint offered,
                guint taken, const GError *refusal, GError **error)
{
  if (offered > 1 && taken == 0)
    {
      self->offer = offered / 2;
      return TRUE;
    }
  if (!refuses_everything (self))
    {
      leatd_sink_is_well (self); /* who judges is there */
      return leatd_sink_reject (self, portion, from + taken, refusal->message, error);
    }
  if (portion->again && self->pending.written == 0)
    put_back (self);
  else
    hold_refusing (self, refusal->message);
  return TRUE;
}

/* --- held, or tried again --- */

/* a peer that names the delay is there, once */
static LeatdTrouble
get_trouble (LeatdSinkWorker *self, const GError *failure)
{
  if (is_held (failure))
    return LEATD_TROUBLE_HELD;
  return self->own.said.retry_after > 0 && self->trouble == LEATD_TROUBLE_NONE
             ? LEATD_TROUBLE_PUT_OFF
             : LEATD_TROUBLE_OFFLINE;
}

/* the same is offered again, after a while */
static void
offer_again (LeatdSinkWorker *self, const GError *failure)
{
  LeatdTrouble trouble = get_trouble (self, failure);

  leatd_sink_is_troubled (self, trouble,
                          trouble == LEATD_TROUBLE_HELD ? LEATD_STATE_HELD : LEATD_STATE_WAITING,
                          failure->message);
  leatd_sink_wait (self, leatd_sink_get_wait (self));
}

/**
 * leatd_sink_try_later:
 * @failure: (transfer full): no refusal
 *
 * Returns: %FALSE: the sink is to be opened anew; else it has waited
 */
gboolean
leatd_sink_try_later (LeatdSinkWorker *self, GError *failure, GError **error)
{
  if (!is_held (failure) && !g_error_matches (failure, LEAT_ERROR, LEAT_ERROR_BUSY))
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  offer_again (self, failure);
  g_error_free (failure);
  return TRUE;
}

static gboolean
judge_again (LeatdSinkWorker *self, const LeatdPortion *portion, guint from, guint offered,
             GError *failure, GError **error)
{
  g_autofree char *reason = g_strdup (failure->message);

  if (leatd_sink_suspect_again (self, portion, from, offered))
    {
      g_error_free (failure);
      return leatd_sink_reject (self, portion, from, reason, error);
    }
  put_back (self);
  if (is_held (failure) || g_error_matches (failure, LEAT_ERROR, LEAT_ERROR_BUSY))
    {
      g_error_free (failure);
      return TRUE;
    }
  g_propagate_error (error, failure);
  return FALSE;
}

/**
 * leatd_sink_judge:
 * @from: the first record that was offered
 * @offered: how many were
 * @taken: of them
 * @failure: (transfer full): why not all
 *
 * Returns: %FALSE: the sink is to be opened anew
 */
gboolean
leatd_sink_judge (LeatdSinkWorker *self, const LeatdPortion *portion, guint from, guint offered,
                  guint taken, GError *failure, GError **error)
{
  if (g_error_matches (failure, LEAT_ERROR, LEAT_ERROR_REJECTED))
    {
      g_autoptr (GError) refusal = failure;

      return judge_rejected (self, portion, from, offered, taken, refusal, error);
    }
  leatd_count (&self->feed->counters[LEATD_SINK_RETRIES], 1);
  if (portion->again && self->is_request && self->pending.written == 0)
    return judge_again (self, portion, from + taken, offered - taken, failure, error);
  leatd_sink_suspect_fault (self, taken == 0 ? offered : 0, failure->message);
  return leatd_sink_try_later (self, failure, error);
}
