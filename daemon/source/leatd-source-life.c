/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-source-life.c - the lives of a source in its thread: begin, serve, halt, wait, and again */
#include "worker/leatd-event.h"
#include "worker/leatd-kept.h"
#include "link/leatd-link-host.h"
#include "leatd-source-private.h"

/* a source that worked so long (µs) has worked: its next failure is its first again */
#define WORKED_AFTER (10 * G_USEC_PER_SEC)

/* whose thread it is */
static GPrivate this_worker = G_PRIVATE_INIT (NULL);

static gint
worker_poll (GPollFD *descriptors, guint n, gint timeout)
{
  LeatdSourceWorker *self = g_private_get (&this_worker);
  gint n_ready;

  if (self == NULL || !self->serving)
    return g_poll (descriptors, n, timeout);
  leatd_guard_leave (&self->guard);
  n_ready = g_poll (descriptors, n, timeout);
  leatd_source_before (self);
  leatd_guard_enter (&self->guard);
  return n_ready;
}

/* A plugin's own timers and descriptors are its code too: but for the time of the poll, the thread
 * is inside it, so that one that does not return is seen. */
static void
worker_iterate (LeatdSourceWorker *self)
{
  leatd_source_stand (self);
  self->serving = TRUE;
  leatd_guard_enter (&self->guard);
  g_main_context_iteration (self->context, TRUE);
  leatd_guard_leave (&self->guard);
  self->serving = FALSE;
}

void
leatd_source_found (gpointer worker)
{
  ((LeatdSourceWorker *) worker)->appeared = TRUE;
}

static gboolean
worker_begin (LeatdSourceWorker *self, GCancellable *cancellable, GError **error)
{
  const LeatSourceClass *klass = self->source->klass;
  const LeatdStateCode state = leatd_state_get (&self->state, NULL, NULL);
  gboolean begun;

  g_mutex_lock (&self->mutex);
  g_clear_error (&self->failure);
  self->failed = FALSE;
  g_mutex_unlock (&self->mutex);
  self->full = self->silent = self->appeared = self->halted = FALSE;
  g_clear_pointer (&self->held, g_free);
  self->goes_on = self->link != NULL && leatd_link_service_is_open (self->link);
  self->started = g_get_monotonic_time ();
  self->heard = FALSE;
  if (state != LEATD_STATE_ABSENT && state != LEATD_STATE_HELD) /* a new try is no news */
    leatd_state_set (&self->state, LEATD_STATE_CONNECTING, NULL);
  leatd_count (&self->counters[LEATD_SOURCE_CONNECTS], 1);
  if (LEAT_CLASS_HAS (klass, run))
    return TRUE;
  if (!LEAT_CLASS_HAS (klass, start))
    return leatd_link_service_open (self->link, cancellable, error) != NULL;
  leatd_source_before (self);
  leatd_guard_enter (&self->guard);
  begun = klass->start (self->source, cancellable, error);
  leatd_guard_leave (&self->guard);
  return begun;
}

static void
worker_resume (LeatdSourceWorker *self)
{
  if (!self->full || !g_atomic_int_compare_and_exchange (&self->room, 1, 0))
    return;
  if (leatd_source_host_await_room (self))
    return; /* another queue is full */
  self->full = FALSE;
  leatd_source_set_running (self);
  leatd_deadlines_seen (self->deadlines, g_get_monotonic_time ());
  if (self->link != NULL)
    leatd_link_service_resume (self->link);
  if (!LEAT_CLASS_HAS (self->source->klass, resume))
    return;
  leatd_source_before (self);
  leatd_guard_enter (&self->guard);
  self->source->klass->resume (self->source);
  leatd_guard_leave (&self->guard);
}

/* a life that begins while a queue is still full of the last one's: nothing is read yet */
static void
worker_hold (LeatdSourceWorker *self)
{
  if (self->link == NULL || self->full || !leatd_source_host_await_room (self))
    return;
  self->full = TRUE;
  leatd_state_set (&self->state, LEATD_STATE_WAITING, "a queue is full");
  leatd_link_service_hold (self->link);
}

static void
worker_serve (LeatdSourceWorker *self)
{
  leatd_source_begin_talk (self);
  if (!self->connecting)
    leatd_source_set_running (self);
  g_clear_pointer (&self->device_watch, leatd_device_watch_free);
  leatd_deadlines_set (self->deadlines, LEATD_DEADLINE_EXPECT, self->config->settings.expect_every);
  leatd_deadlines_set (self->deadlines, LEATD_DEADLINE_REOPEN, self->config->settings.idle_reopen);
  leatd_deadlines_start (self->deadlines, g_get_monotonic_time ());
  leatd_source_take_pending (self);
  worker_hold (self);
  /* first look, then wait: what came between two lives wakes nobody any more */
  while (!leatd_source_is_wanted (self) && !leatd_source_has_failed (self))
    {
      leatd_source_tell_settled (self);
      leatd_source_commands_serve (self);
      worker_resume (self);
      leatd_source_take_records (self);
      leatd_source_take_events (self);
      leatd_source_talk (self);
      worker_iterate (self);
    }
  leatd_source_end_talk (self);
  leatd_deadlines_stop (self->deadlines);
}

/* a vendor's library: it blocks, is cancelled, and is not watched for being stuck until then */
static void
worker_run (LeatdSourceWorker *self, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;

  leatd_state_set (&self->state, LEATD_STATE_RUNNING, NULL);
  if (self->source->klass->run (self->source, cancellable, &error))
    self->host.fail (self->source, NULL);
  else
    leatd_source_fail (self, g_steal_pointer (&error), "run()");
}

/* what has come but was not read yet is taken along: the next opening may find it gone */
static void
worker_read_rest (LeatdSourceWorker *self)
{
  if (self->link != NULL && leatd_link_loses_rest (self->config->link))
    leatd_link_service_read_rest (self->link);
}

static void
stream_cut (gpointer stream, gpointer user_data)
{
  leatd_stream_cut (stream);
  leatd_stream_deliver (stream);
}

static void
stream_shut (gpointer stream, gpointer user_data)
{
  stream_cut (stream, NULL);
  leatd_stream_shut (stream);
}

/* will it be stopped for good? A run() that was cancelled for a pause has not come to its end */
static gboolean
worker_is_at_end (LeatdSourceWorker *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return leatd_source_is_stopping (self) ||
         (self->failed && self->failure == NULL && !leatd_source_is_wanted (self));
}

/* what is not whole yet goes on in the next leatd, over the same link; how many bytes that are */
static gsize
worker_leave_pending (LeatdSourceWorker *self)
{
  LeatFraming *framing = leatd_stream_get_framing (self->stream);
  g_autoptr (GBytes) pending = NULL;
  LeatMoment moment;

  if (framing != NULL && self->link != NULL && leatd_link_service_is_kept (self->link))
    pending = leat_framing_copy_pending (framing, &moment);
  if (pending == NULL || !leatd_kept_put_pending (self->name, pending, moment))
    return 0;
  leat_framing_drop_pending (framing);
  leatd_event (G_LOG_LEVEL_INFO, self->name, "kept",
               "%" G_GSIZE_FORMAT " bytes of a frame that is not whole wait for the next leatd",
               g_bytes_get_size (pending));
  return g_bytes_get_size (pending);
}

/* It reads and gives no more. Then it hears of each batch that it gave, while its class still runs
 * and its link still takes what that answers: a peer that does not hear that its records are safe
 * sends them again. */
static void
worker_rest (LeatdSourceWorker *self)
{
  gsize left;

  if (leatd_source_worker_is_at_rest (self))
    return;
  leatd_source_take_last (self);
  if (self->link != NULL)
    leatd_link_service_hold (self->link);
  left = worker_leave_pending (self);
  stream_shut (self->stream, NULL);
  leatd_count (&self->counters[LEATD_SOURCE_PENDING_BYTES], left);
  g_ptr_array_foreach (self->streams, stream_shut, NULL);
  g_atomic_int_set (&self->at_rest, 1);
  self->setup.rested (self->setup.user_data);
  leatd_source_tell_settled (self);
  while (leatd_settlements_are_open (self->settlements) && g_atomic_int_get (&self->released) == 0)
    {
      leatd_source_commands_serve (self);
      worker_iterate (self);
      leatd_source_tell_settled (self);
    }
  leatd_source_before (self);
  leatd_guard_enter (&self->guard);
  g_clear_pointer (&self->settlements, leatd_settlements_close);
  leatd_guard_leave (&self->guard);
}

/* It is to park, and its next life may be another instance's: this one hears of each batch that it
 * gave before, in a life that is over or in its stop(), too. If that takes too long, what is open
 * is not safe, as at its end. */
static void
worker_settle (LeatdSourceWorker *self)
{
  if (!leatd_wish_is_parking (&self->wish) || !leatd_settlements_are_open (self->settlements))
    return;
  if (self->link != NULL)
    leatd_link_service_hold (self->link);
  while (leatd_settlements_are_open (self->settlements) && leatd_wish_is_parking (&self->wish) &&
         !leatd_source_is_stopping (self) && g_atomic_int_get (&self->released) == 0)
    {
      leatd_source_commands_serve (self);
      worker_iterate (self);
      leatd_source_tell_settled (self);
    }
  if (g_atomic_int_get (&self->released) == 0)
    return;
  leatd_source_before (self);
  leatd_guard_enter (&self->guard);
  leatd_settlements_close (self->settlements);
  leatd_guard_leave (&self->guard);
  self->settlements = leatd_settlements_new (self->context);
}

/* does its link stay open for the next life, with what waits for more in its stream? */
static gboolean
worker_keeps_link (LeatdSourceWorker *self)
{
  return g_atomic_int_get (&self->keeps_link) != 0 && self->link != NULL &&
         leatd_link_service_is_shared (self->link) && leatd_wish_is_parking (&self->wish) &&
         !leatd_source_is_stopping (self) && !leatd_source_has_failed (self);
}

static void
worker_let_go (LeatdSourceWorker *self)
{
  if (self->link != NULL)
    leatd_link_service_close (self->link);
  stream_cut (self->stream, NULL);
}

static void
worker_halt (LeatdSourceWorker *self)
{
  const LeatSourceClass *klass = self->source->klass;
  const gboolean keeps_link = worker_keeps_link (self);

  if (keeps_link)
    leatd_link_service_hold (self->link);
  else
    worker_read_rest (self);
  leatd_source_take_records (self);
  leatd_source_take_events (self);
  if (worker_is_at_end (self))
    worker_rest (self);
  worker_settle (self);
  self->begun = FALSE;
  leatd_source_before (self);
  leatd_guard_enter (&self->guard);
  if (LEAT_CLASS_HAS (klass, stop))
    klass->stop (self->source);
  self->halted = TRUE;
  if (!keeps_link)
    worker_let_go (self);
  g_ptr_array_foreach (self->streams, stream_cut, NULL);
  leatd_guard_leave (&self->guard);
  leatd_source_leave_streams (self);
  leatd_outlet_forget_room (self->outlet, self);
  g_atomic_int_set (&self->room, 0);
}

static gboolean
on_retry (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

/* between two lives: the device is another's */
static void
worker_pause (LeatdSourceWorker *self)
{
  worker_let_go (self);
  leatd_state_set (&self->state, LEATD_STATE_PAUSED, NULL);
  while (leatd_wish_get (&self->wish) == LEATD_WISH_PAUSE && !leatd_wish_is_parking (&self->wish))
    {
      leatd_source_tell_settled (self);
      leatd_source_commands_serve (self);
      worker_iterate (self);
    }
  leatd_backoff_reset (&self->backoff);
}

/* was it at work, before it failed? What breaks (a program that crashes, and prints its name each
 * time) has to last for that */
static gboolean
worker_has_worked (LeatdSourceWorker *self, const GError *failure)
{
  return g_get_monotonic_time () - self->started > WORKED_AFTER ||
         (self->heard && !g_error_matches (failure, LEAT_ERROR, LEAT_ERROR_FAILED));
}

static void
worker_wait (LeatdSourceWorker *self, const GError *failure)
{
  g_autoptr (GSource) timer = NULL;
  gboolean due = FALSE;
  const char *device = leatd_device_get_path (self->config->settings.device);

  if (worker_has_worked (self, failure))
    leatd_backoff_reset (&self->backoff);
  leatd_count (&self->counters[LEATD_SOURCE_FAILURES], 1);
  leatd_state_set (&self->state,
                   g_error_matches (failure, LEAT_ERROR, LEAT_ERROR_HELD) ? LEATD_STATE_HELD
                                                                          : LEATD_STATE_ABSENT,
                   "%s", failure->message);
  if (self->device_watch == NULL && self->link != NULL && g_path_is_absolute (device))
    self->device_watch = leatd_device_watch_new (device, leatd_source_found, self);

  timer = g_timeout_source_new ((guint) (leatd_backoff_next (&self->backoff) / 1000));
  g_source_set_callback (timer, on_retry, &due, NULL);
  g_source_attach (timer, self->context);
  while (!leatd_source_is_wanted (self) && !due && !self->appeared)
    {
      leatd_source_tell_settled (self);
      leatd_source_commands_serve (self);
      worker_iterate (self);
    }
  g_source_destroy (timer);
  if (self->appeared || leatd_source_is_wanted (self))
    leatd_backoff_reset (&self->backoff);
}

/* between two lives, which may be of two instances: the main thread has all that is the worker's */
static void
worker_park (LeatdSourceWorker *self)
{
  worker_settle (self);
  if (g_atomic_int_get (&self->keeps_link) == 0)
    worker_let_go (self); /* one that parked before this may have kept it */
  leatd_wish_stand_still (&self->wish, self->setup.parked, self->setup.user_data);
  g_atomic_int_set (&self->released, 0);
  leatd_backoff_reset (&self->backoff);
}

/* one life of the source, from start() to stop(); TRUE: it is to have another */
static gboolean
worker_live (LeatdSourceWorker *self)
{
  g_autoptr (GError) failure = NULL;
  GCancellable *cancellable = leatd_wish_begin (&self->wish);

  if (cancellable == NULL)
    {
      if (leatd_wish_is_parking (&self->wish))
        worker_park (self);
      else
        worker_pause (self);
      if (!leatd_source_is_stopping (self) || !leatd_source_is_owed_a_life (self))
        return !leatd_source_is_stopping (self);
    }
  if (worker_begin (self, cancellable, &failure))
    {
      self->begun = TRUE;
      if (LEAT_CLASS_HAS (self->source->klass, run))
        worker_run (self, cancellable);
      else
        worker_serve (self);
    }
  else
    leatd_source_fail (self, g_steal_pointer (&failure), "start()");
  worker_halt (self);
  if (leatd_source_worker_is_at_rest (self))
    return FALSE;
  g_mutex_lock (&self->mutex);
  failure = g_steal_pointer (&self->failure);
  g_mutex_unlock (&self->mutex);
  if (!leatd_source_is_wanted (self))
    worker_wait (self, failure);
  return !leatd_source_is_stopping (self);
}

gpointer
leatd_source_thread (gpointer data)
{
  LeatdSourceWorker *self = data;

  self->own_thread = g_thread_self ();
  leatd_guard_own (&self->guard);
  g_private_set (&this_worker, self);
  g_main_context_set_poll_func (self->context, worker_poll);
  g_main_context_push_thread_default (self->context);
  while (worker_live (self))
    ;
  worker_rest (self); /* stopped between two lives */
  worker_let_go (self);
  leatd_source_commands_close (self);
  leatd_taps_close (&self->taps);
  g_clear_pointer (&self->device_watch, leatd_device_watch_free);
  leatd_state_set (&self->state, LEATD_STATE_ENDED, NULL);
  g_main_context_pop_thread_default (self->context);
  g_atomic_int_set (&self->ended, 1);
  self->setup.ended (self->setup.user_data);
  return NULL;
}
