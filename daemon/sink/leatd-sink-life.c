/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-sink-life.c - the lives of a sink in its thread: open, write, flush, close, and again */
#include "worker/leatd-event.h"
#include "leatd-sink-private.h"

/* What is written is flushed when so much of it is there that it keeps others out of the queue,
 * when it has waited long enough, or (in sink_step()) when there is nothing more to write. */
static gboolean
sink_is_flush_due (LeatdSinkWorker *self)
{
  const LeatdSinkSettings *settings = &self->config->settings;

  if (self->pending.written == 0)
    return FALSE;
  return self->pending.written >= (guint64) settings->flush_records ||
         self->pending.written >= (guint64) settings->queue_records / 2 ||
         self->pending.size >= (gsize) settings->queue_size / 2 ||
         g_get_monotonic_time () >= self->flush_due;
}

/* A lone record is made lasting at once. Under load flushes keep a distance of what the last one
 * took, several times, so that they do not eat the time of the records. */
static gboolean
sink_may_flush (LeatdSinkWorker *self)
{
  return leatd_sink_is_draining (self) || g_get_monotonic_time () >= self->flush_earliest;
}

/* a request is done with as soon as it is answered: the next claim takes that along */
static gboolean
sink_flushes_each (LeatdSinkWorker *self)
{
  return self->is_request && (self->feed->klass->keeps || self->flight != NULL);
}

static gboolean
sink_is_flush_asked (LeatdSinkWorker *self)
{
  return g_atomic_int_get (&self->flush_asked) != g_atomic_int_get (&self->flush_done);
}

/* somebody waits for it; what is owed to its store is settled by the next step */
static gboolean
sink_flush_asked (LeatdSinkWorker *self, GError **error)
{
  const gint asked = g_atomic_int_get (&self->flush_asked);

  if (!leatd_sink_flush_all (self, error))
    return FALSE;
  if (self->pending.written == 0 && self->owed == 0)
    g_atomic_int_set (&self->flush_done, asked);
  return TRUE;
}

/* what is not taken yet is kept elsewhere, and the daemon stops: it goes out after the next
 * start */
static gboolean
sink_may_leave (LeatdSinkWorker *self)
{
  return leatd_sink_is_draining (self) && self->feed->klass->keeps &&
         ((self->trouble != LEATD_TROUBLE_NONE && self->drain_time == 0) ||
          g_get_monotonic_time () >= self->drain_until);
}

static gboolean
sink_is_cancelled (LeatdSinkWorker *self)
{
  return leatd_wish_get (&self->wish) == LEATD_WISH_STOP;
}

/* is its life to end, for good or not? */
static gboolean
sink_is_wanted (LeatdSinkWorker *self)
{
  return leatd_wish_is_there (&self->wish);
}

/* between two calls: the main thread has the worker's configuration */
static void
sink_stand (LeatdSinkWorker *self)
{
  const LeatSinkClass *klass = self->config->klass;
  g_auto (GStrv) keys = NULL;

  if (!leatd_wish_is_parking_amid (&self->wish))
    return;
  leatd_wish_stand_amid (&self->wish, self->setup.parked, self->setup.user_data);
  keys = g_steal_pointer (&self->live);
  if (keys == NULL)
    return;
  leatd_guard_enter (&self->own.guard);
  for (guint i = 0; keys[i] != NULL; i++)
    if (leatd_config_set_live (self->config->group, klass->options, self->own.sink, keys[i]) &&
        LEAT_CLASS_HAS (klass, changed))
      klass->changed (self->own.sink, keys[i]);
  leatd_guard_leave (&self->own.guard);
}

/* so many records are worth a write, before a flush takes them along */
#define GATHER_RECORDS 1000

/* It has written what is not safe yet, and may not flush before @until: what comes is written when
 * much of it is there, or with that flush. To wake the thread for each of many lone records would
 * cost more than all else that is done for them. */
static gboolean
sink_gathers (LeatdSinkWorker *self)
{
  return self->unflushed && self->feed->klass->gather != NULL &&
         (self->config->klass->flags & LEAT_SINK_LASTING) != 0;
}

static void
sink_gather (LeatdSinkWorker *self, gint64 until)
{
  const LeatdSinkSettings *settings = &self->config->settings;
  const guint64 most = (guint64) MIN (settings->flush_records, settings->queue_records / 2);

  /* a flush is not due yet: fewer than that are written */
  self->feed->klass->gather (self->feed, until, MIN (most - self->pending.written, GATHER_RECORDS));
}

/* nothing is to be done until something comes, or until what a flush did not make safe is due for
 * another */
static LeatdPortion *
sink_rest (LeatdSinkWorker *self, GError **error)
{
  gint64 due = self->unflushed ? self->flush_earliest : self->flush_due;
  gint64 until = self->pending.written > 0 ? due : -1;

  if (leatd_sink_worker_is_idle (self))
    self->setup.idle (self->setup.user_data);
  if (self->trouble == LEATD_TROUBLE_NONE) /* a store that it waited for is back */
    leatd_sink_is_well (self);
  /* what was to wake it may have been taken out of its queue by the look that found nothing */
  if (sink_is_wanted (self) || leatd_wish_is_parking_amid (&self->wish) ||
      g_atomic_int_get (&self->doubted) != 0 || sink_is_flush_asked (self))
    return NULL;
  if (until > 0 && sink_gathers (self))
    {
      sink_gather (self, until);
      until = 0;
    }
  return self->feed->klass->next (self->feed, until, error);
}

static void
sink_take_more (LeatdSinkWorker *self, gboolean rest)
{
  g_autoptr (GError) failure = NULL;
  LeatdPortion *portion = rest ? sink_rest (self, &failure)
                               : self->feed->klass->next (self->feed, 0, &failure);

  if (portion != NULL)
    leatd_pending_add (&self->pending, portion);
  else if (failure != NULL)
    leatd_sink_await_store (self, failure);
}

static LeatdStep
sink_step (LeatdSinkWorker *self, GError **error)
{
  const gboolean leaves = sink_may_leave (self);
  LeatdStep step = LEATD_STEP_NONE;
  guint from, count;

  if (leaves && (self->owed > 0 || !self->unflushed) &&
      (self->flight == NULL || !leatd_flight_is_busy (self->flight, self)))
    return LEATD_STEP_DRAINED;
  if (self->owed > 0)
    return leatd_sink_settle (self, error) ? LEATD_STEP_DONE : LEATD_STEP_FAILED;
  if (sink_is_flush_asked (self))
    return sink_flush_asked (self, error) ? LEATD_STEP_DONE : LEATD_STEP_FAILED;
  if (sink_is_flush_due (self) || (self->unflushed && (leaves || sink_flushes_each (self))) ||
      g_atomic_int_compare_and_exchange (&self->doubted, 1, 0))
    return leatd_sink_flush (self, error) ? LEATD_STEP_DONE : LEATD_STEP_FAILED;
  if (self->flight != NULL)
    step = leatd_flight_step (self->flight, self, leaves, error);
  if (step != LEATD_STEP_NONE)
    return step;
  if (leatd_pending_get (&self->pending, &from, &count) != NULL)
    return leatd_sink_write (self, error) ? LEATD_STEP_DONE : LEATD_STEP_FAILED;
  sink_take_more (self, FALSE);
  if (leatd_pending_get (&self->pending, &from, &count) != NULL)
    return LEATD_STEP_DONE;
  if (self->unflushed && sink_may_flush (self))
    return leatd_sink_flush (self, error) ? LEATD_STEP_DONE : LEATD_STEP_FAILED;
  if (self->pending.written == 0 && leatd_sink_is_draining (self))
    return LEATD_STEP_DRAINED;
  sink_take_more (self, TRUE);
  return LEATD_STEP_DONE;
}

static void
sink_fail (LeatdSinkWorker *self, const GError *failure)
{
  if (sink_is_wanted (self)) /* it was cancelled */
    return;
  leatd_count (&self->feed->counters[LEATD_SINK_FAILURES], 1);
  leatd_sink_is_troubled (self, LEATD_TROUBLE_OFFLINE, LEATD_STATE_ABSENT,
                          failure != NULL ? failure->message : "it failed and named no error");
  if (!sink_may_leave (self) && !leatd_wish_is_parking_amid (&self->wish))
    leatd_sink_wait (self, leatd_sink_get_wait (self));
}

/* what it knew before the last restart */
static void
sink_begin (LeatdSinkWorker *self)
{
  if (self->has_begun)
    return;
  self->has_begun = TRUE;
  leatd_sink_rejects_begin (self);
  leatd_sink_suspect_begin (self);
}

/* FALSE: there is nothing to be opened for yet */
static gboolean
sink_open (LeatdSinkWorker *self)
{
  g_autoptr (GError) failure = NULL;

  if (!self->feed->klass->open (self->feed, &failure))
    {
      if (self->feed->klass->keeps)
        leatd_sink_await_store (self, failure);
      else
        sink_fail (self, failure);
      return FALSE;
    }
  sink_begin (self);
  if (leatd_sink_open (self, &failure))
    return TRUE;
  sink_fail (self, failure);
  return FALSE;
}

static gboolean
sink_has_done (LeatdSinkWorker *self)
{
  return leatd_sink_is_draining (self) &&
         (leatd_sink_worker_is_idle (self) ||
          (self->feed->klass->keeps && (self->drain_time == 0 || sink_may_leave (self))));
}

/* between two lives: what comes waits in its queue or its store */
static void
sink_pause (LeatdSinkWorker *self)
{
  leatd_state_set (&self->state, LEATD_STATE_PAUSED, NULL);
  while (leatd_wish_get (&self->wish) == LEATD_WISH_PAUSE && !leatd_wish_is_parking (&self->wish))
    {
      sink_stand (self);
      leatd_bell_wait (&self->bell, LEATD_BELL_KICK, -1);
    }
  if (!sink_is_cancelled (self))
    leatd_state_set (&self->state, LEATD_STATE_CONNECTING, NULL);
}

/* Between two lives, which may be of two instances: the main thread has all that is the worker's. A
 * reader leaves its store meanwhile, which may be another one then: what is not acknowledged comes
 * again, in the same requests. */
static void
sink_park (LeatdSinkWorker *self)
{
  if (self->flight != NULL)
    leatd_flight_stop (self->flight);
  if (self->feed->klass->keeps)
    {
      leatd_sink_give_up (self);
      self->owed = 0;
      g_clear_pointer (&self->position, g_free);
    }
  leatd_wish_stand_still (&self->wish, self->setup.parked, self->setup.user_data);
  if (self->flight != NULL)
    leatd_flight_start (self->flight);
}

/* what was written is not to be written again behind a pause or a restart */
static void
sink_come_to_rest (LeatdSinkWorker *self)
{
  g_autoptr (GError) failure = NULL;

  self->cancellable = leatd_wish_grant (&self->wish);
  if (self->cancellable != NULL && !leatd_sink_flush_all (self, &failure))
    leatd_event (G_LOG_LEVEL_INFO, self->name, "flush",
                 "what was written is written again, for it could not be made safe: %s",
                 failure->message);
}

/* one life of the sink, from open() to close(); TRUE: it is to have another */
static gboolean
sink_live (LeatdSinkWorker *self)
{
  g_autoptr (GError) failure = NULL;
  LeatdStep step = LEATD_STEP_DONE;

  if (sink_has_done (self))
    return FALSE;
  sink_stand (self);
  self->cancellable = leatd_wish_begin (&self->wish);
  if (self->cancellable == NULL)
    {
      if (leatd_wish_is_parking (&self->wish))
        sink_park (self);
      else
        sink_pause (self);
      return !sink_is_cancelled (self);
    }
  if (!sink_open (self))
    return !sink_is_cancelled (self);
  /* one that has failed is not running before a flush says so: a full disk can be opened */
  if (self->trouble == LEATD_TROUBLE_NONE || leatd_sink_worker_is_idle (self))
    leatd_sink_is_well (self);
  while (step == LEATD_STEP_DONE && !sink_is_wanted (self))
    {
      sink_stand (self);
      step = sink_step (self, &failure);
    }
  if (self->flight != NULL)
    leatd_flight_land (self->flight, self);
  if (step == LEATD_STEP_DONE || g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    sink_come_to_rest (self);
  leatd_sink_close (self);
  if (step == LEATD_STEP_FAILED)
    sink_fail (self, failure);
  return step != LEATD_STEP_DRAINED && !sink_is_cancelled (self);
}

/* what its store keeps for it is no loss */
static void
sink_tell_backlog (LeatdSinkWorker *self)
{
  guint64 left = self->feed->klass->get_left (self->feed);

  if (left > 0 && left < G_MAXUINT64)
    leatd_event (G_LOG_LEVEL_INFO, self->name, "backlog",
                 "%" G_GUINT64_FORMAT " records wait in store %s %s", left, self->config->via->name,
                 self->is_removed ? "for a sink of this name; leat store forget lets them go"
                                  : "and go out after the next start");
}

gpointer
leatd_sink_thread (gpointer data)
{
  LeatdSinkWorker *self = data;

  leatd_guard_own (&self->own.guard);
  if (self->flight != NULL)
    leatd_flight_start (self->flight);
  while (sink_live (self))
    ;
  if (self->flight != NULL)
    leatd_flight_stop (self->flight);
  if (self->feed->klass->keeps)
    {
      leatd_sink_give_up (self);
      sink_tell_backlog (self);
    }
  leatd_state_set (&self->state, LEATD_STATE_ENDED, NULL);
  g_atomic_int_set (&self->ended, 1);
  self->setup.ended (self->setup.user_data);
  return NULL;
}
