/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-source-told.c - what a source's thread is told: bytes, an end, silence, records of others,
 * events */
#include "leatd-source-private.h"

gboolean
leatd_source_is_stopping (LeatdSourceWorker *self)
{
  return leatd_wish_get (&self->wish) == LEATD_WISH_STOP;
}

/* is its life to end, for good or not? */
gboolean
leatd_source_is_wanted (LeatdSourceWorker *self)
{
  return leatd_wish_is_there (&self->wish);
}

gboolean
leatd_source_has_failed (LeatdSourceWorker *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->failed;
}

/* --- what the link tells --- */

void
leatd_source_before (gpointer owner)
{
  leatd_stuck_watch_arm (((LeatdSourceWorker *) owner)->setup.stuck_watch);
}

void
leatd_source_set_running (LeatdSourceWorker *self)
{
  if (self->held != NULL)
    leatd_state_set (&self->state, LEATD_STATE_HELD, "%s", self->held);
  else
    leatd_state_set (&self->state, LEATD_STATE_RUNNING, NULL);
}

/* something came, from the link or from the source itself: it is not silent */
void
leatd_source_seen (LeatdSourceWorker *self)
{
  if (self->silent)
    leatd_source_set_running (self);
  self->silent = FALSE;
  leatd_deadlines_seen (self->deadlines, g_get_monotonic_time ());
}

/* what waits for more does not wait for ever */
void
leatd_source_watch_pending (LeatdSourceWorker *self)
{
  leatd_deadlines_await (self->deadlines,
                         !leatd_stream_is_placed (self->stream) &&
                             leatd_stream_get_pending (self->stream) > 0,
                         leatd_stream_get_silence (self->stream),
                         self->config->settings.frame_timeout);
}

/* of the instance before: its bytes go on in this one's stream */
void
leatd_source_take_pending (LeatdSourceWorker *self)
{
  LeatPush push;

  leatd_source_watch_pending (self);
  if (leatd_stream_get_pending (self->stream) == 0)
    return;
  leatd_source_before (self);
  leatd_guard_enter (&self->guard);
  push = leatd_stream_deliver (self->stream);
  leatd_guard_leave (&self->guard);
  leatd_source_watch_pending (self);
  if (push == LEAT_PUSH_FULL && self->link != NULL)
    leatd_link_service_hold (self->link);
}

void
leatd_source_received (gpointer owner)
{
  LeatdSourceWorker *self = owner;

  if (!self->connecting) /* one that is refused each time says something each time */
    self->heard = TRUE;
  leatd_source_watch_pending (self);
  if (self->talk_timer != NULL)
    leatd_talk_seen (self->talk);
  leatd_source_seen (self);
}

void
leatd_source_ended (gpointer owner, GError *error)
{
  LeatdSourceWorker *self = owner;

  if (error == NULL && (self->config->link->flags & LEAT_LINK_CAN_WAIT) == 0)
    error = g_error_new (LEAT_ERROR, LEAT_ERROR_DISCONNECTED, "%s: closed by the other end",
                         self->config->settings.device);
  self->host.fail (self->source, error);
}

/* where a link goes on that can be read again */
char *
leatd_source_recall_place (gpointer worker)
{
  LeatdSourceWorker *self = worker;

  return self->host.recall (self->source, "place");
}

gboolean
leatd_source_remember_place (gpointer worker, const char *place, GError **error)
{
  LeatdSourceWorker *self = worker;

  return self->host.remember (self->source, "place", place, error);
}

gboolean
leatd_source_is_leaving (gpointer worker)
{
  return leatd_source_is_wanted (worker);
}

/* a plugin that fails without an error has not come to its end */
void
leatd_source_fail (LeatdSourceWorker *self, GError *error, const char *call)
{
  if (error == NULL)
    error = g_error_new (LEAT_ERROR, LEAT_ERROR_PLUGIN, "%s: %s failed and named no error",
                         self->config->klass->name, call);
  self->host.fail (self->source, error);
}

/* --- silence --- */

void
leatd_source_deadline (LeatdDeadline which, gpointer user_data)
{
  LeatdSourceWorker *self = user_data;
  gint64 expect = self->config->settings.expect_every;
  gint64 reopen = self->config->settings.idle_reopen;

  if (self->full) /* it is not the machine that is silent: nobody listens */
    return;
  switch (which)
    {
    case LEATD_DEADLINE_SILENCE:
    case LEATD_DEADLINE_FRAME:
      leatd_stream_end (self->stream,
                        which == LEATD_DEADLINE_SILENCE ? LEAT_END_SILENCE : LEAT_END_LIMIT,
                        leat_clock_now ());
      leatd_stream_deliver (self->stream);
      break;
    case LEATD_DEADLINE_EXPECT:
      self->silent = TRUE;
      leatd_state_set (&self->state, LEATD_STATE_SILENT,
                       "nothing came for %" G_GINT64_FORMAT " ms (expect-every=)", expect / 1000);
      break;
    case LEATD_DEADLINE_REOPEN:
      self->host.fail (self->source, g_error_new (LEAT_ERROR, LEAT_ERROR_DISCONNECTED,
                                                  "%s: nothing came for %" G_GINT64_FORMAT
                                                  " ms: opened again (idle-reopen=)",
                                                  self->config->settings.device, reopen / 1000));
      break;
    case LEATD_N_DEADLINES:
      break;
    }
}

/* --- what sinks answer --- */

/* the source's thread */
void
leatd_source_tell_settled (LeatdSourceWorker *self)
{
  if (!leatd_settlements_have_answers (self->settlements))
    return;
  leatd_source_before (self);
  leatd_guard_enter (&self->guard);
  leatd_settlements_tell (self->settlements);
  leatd_guard_leave (&self->guard);
}

/* --- a junction's records --- */

/* the thread of the source that pushed */
void
leatd_source_notify (gpointer user_data)
{
  g_main_context_wakeup (((LeatdSourceWorker *) user_data)->context);
}

/* the one that was not taken in the last life comes first */
static LeatBatch *
worker_next_given (LeatdSourceWorker *self)
{
  if (self->given != NULL)
    return g_steal_pointer (&self->given);
  return leatd_queue_try_pop (self->inlet.queue);
}

/* a junction: gives it what other sources have for it; the source's thread */
void
leatd_source_take_records (LeatdSourceWorker *self)
{
  LeatBatch *batch;

  while (self->junction && self->begun && (!self->full || leatd_source_is_stopping (self)) &&
         !leatd_source_has_failed (self) && (batch = worker_next_given (self)) != NULL)
    {
      g_autoptr (GError) error = NULL;
      gboolean taken;

      leatd_source_before (self);
      leatd_guard_enter (&self->guard);
      self->giving = TRUE;
      taken = self->source->klass->records (self->source, batch, &error);
      self->giving = FALSE;
      leatd_guard_leave (&self->guard);
      if (!taken)
        {
          self->given = batch;
          leatd_source_fail (self, g_steal_pointer (&error), "records()");
          return;
        }
      leatd_count (&self->inlet.counters[LEATD_SINK_SAFE], leat_batch_get_n_records (batch));
      leatd_queue_release (self->inlet.queue, batch);
      leat_batch_unref (batch);
      if (leatd_queue_get_records (self->inlet.queue) == 0)
        self->setup.idle (self->setup.user_data);
    }
}

/* a junction is given nothing any more: what it holds goes out; the source's thread */
void
leatd_source_take_last (LeatdSourceWorker *self)
{
  if (!self->begun || leatd_source_has_failed (self) ||
      !LEAT_CLASS_HAS (self->source->klass, ending))
    return;
  leatd_source_before (self);
  leatd_guard_enter (&self->guard);
  self->giving = TRUE;
  self->source->klass->ending (self->source);
  self->giving = FALSE;
  leatd_guard_leave (&self->guard);
}

/* --- events --- */

/* The source's thread. Those of its own end have to be heard too: they may be pushed while it is
 * stopped. */
void
leatd_source_take_events (LeatdSourceWorker *self)
{
  g_autoptr (GPtrArray) events = NULL;
  guint64 missed;

  if (self->ear == NULL || !self->begun || (self->full && !leatd_source_is_stopping (self)) ||
      leatd_source_has_failed (self))
    return;
  events = leatd_ear_take (self->ear, &missed);
  if (events == NULL)
    return;
  leatd_source_before (self);
  leatd_guard_enter (&self->guard);
  self->giving = TRUE;
  self->source->klass->events (self->source, (const LeatEvent *const *) events->pdata, events->len,
                               missed);
  self->giving = FALSE;
  leatd_guard_leave (&self->guard);
}

/* it is stopped while it is paused, or before its first life: it takes what it was given until
 * then, or has heard */
gboolean
leatd_source_is_owed_a_life (LeatdSourceWorker *self)
{
  return self->junction ? leatd_queue_get_records (self->inlet.queue) > 0
                        : self->ear != NULL && leatd_ear_has_heard (self->ear);
}

/* options that change while the instance lives */
static void
source_set_live (LeatdSourceWorker *self, const char *const *keys)
{
  const LeatdSourceSettings *settings = &self->config->settings;
  const LeatSourceClass *klass = self->source->klass;

  leatd_source_before (self);
  leatd_guard_enter (&self->guard);
  for (; *keys != NULL; keys++)
    if (leatd_config_set_live (self->config->group, klass->options, self->source, *keys) &&
        LEAT_CLASS_HAS (klass, changed))
      klass->changed (self->source, *keys);
  leatd_guard_leave (&self->guard);
  if (self->link != NULL)
    leatd_link_service_tell_changes (self->link);
  leatd_deadlines_set (self->deadlines, LEATD_DEADLINE_EXPECT, settings->expect_every);
  leatd_deadlines_set (self->deadlines, LEATD_DEADLINE_REOPEN, settings->idle_reopen);
}

/* between two batches: the main thread has the worker's configuration */
void
leatd_source_stand (LeatdSourceWorker *self)
{
  g_auto (GStrv) keys = NULL;

  if (!leatd_wish_is_parking_amid (&self->wish))
    return;
  leatd_wish_stand_amid (&self->wish, self->setup.parked, self->setup.user_data);
  keys = g_steal_pointer (&self->live);
  if (keys != NULL && self->talk_timer != NULL)
    leatd_talk_set_config (self->talk, self->config);
  if (keys != NULL)
    source_set_live (self, (const char *const *) keys);
}
