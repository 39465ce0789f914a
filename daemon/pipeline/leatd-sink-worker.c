/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-sink-worker.c - the host's thread around a sink */
#include "pipeline/leatd-event.h"
#include "pipeline/leatd-sink-private.h"

static gboolean
sink_settles (const LeatdSinkConfig *config)
{
  if (config->settings.settles == LEATD_SETTLES_AUTO)
    return (config->klass->flags & LEAT_SINK_LASTING) != 0;
  return config->settings.settles == LEATD_SETTLES_YES;
}

/**
 * leatd_sink_worker_new:
 * @setup: copied; what it points to outlives the worker
 *
 * Makes the sink, and opens nothing. Main thread.
 *
 * Returns: (transfer full) (nullable): a worker that has not begun
 */
LeatdSinkWorker *
leatd_sink_worker_new (const LeatdSinkWorkerSetup *setup, GError **error)
{
  const LeatdSinkConfig *config = setup->config;
  LeatdSinkWorker *self = g_new0 (LeatdSinkWorker, 1);

  self->setup = *setup;
  self->config = config;
  self->cancellable = g_cancellable_new ();
  self->guard = (LeatdGuard) { .module = config->module->path, .instance = config->name };
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  leatd_state_init (&self->state, config->name);
  leatd_backoff_init (&self->backoff, config->settings.retry_first, config->settings.retry_longest);
  leatd_inlet_init (&self->inlet, config->name, config->settings.queue_size,
                    config->settings.queue_records, setup->context);
  self->inlet.settles = sink_settles (config);
  leatd_sink_host_init (self);
  leatd_stuck_watch_add (setup->stuck_watch, &self->guard, &self->state);

  self->sink = leatd_config_new_sink (config, self, error);
  if (self->sink == NULL)
    g_clear_pointer (&self, leatd_sink_worker_free);
  return self;
}

/* the thread has ended, or never began */
void
leatd_sink_worker_free (LeatdSinkWorker *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->thread, g_thread_join);
  leatd_sink_give_up (self);
  g_clear_pointer (&self->sink, leat_sink_instance_free);
  g_clear_pointer (&self->facts, leatd_facts_free);
  g_clear_pointer (&self->answer, g_bytes_unref);
  leatd_inlet_clear (&self->inlet);
  leatd_state_clear (&self->state);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_object_unref (self->cancellable);
  g_free (self);
}

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

typedef enum {
  STEP_DONE,    /* go on */
  STEP_FAILED,  /* close, wait, open */
  STEP_DRAINED, /* nothing is left, and nothing more comes */
} Step;

/* A lone record is made lasting at once. Under load flushes keep a distance of what the last one
 * took, several times, so that they do not eat the time of the records. */
static gboolean
sink_may_flush (LeatdSinkWorker *self)
{
  return g_atomic_int_get (&self->draining) != 0 || g_get_monotonic_time () >= self->flush_earliest;
}

/* nothing is to be done until something comes, or until what a flush did not make safe is due for
 * another */
static void
sink_rest (LeatdSinkWorker *self)
{
  gint64 due = self->unflushed ? self->flush_earliest : self->flush_due;
  gint64 until = self->pending.written > 0 ? due : -1;
  LeatBatch *batch;

  if (leatd_queue_get_records (self->inlet.queue) == 0)
    self->setup.idle (self->setup.user_data);
  if ((batch = leatd_queue_pop (self->inlet.queue, until)) != NULL)
    leatd_pending_add (&self->pending, batch);
}

static Step
sink_step (LeatdSinkWorker *self, GError **error)
{
  guint from, count;
  LeatBatch *batch;

  if (sink_is_flush_due (self))
    return leatd_sink_flush (self, error) ? STEP_DONE : STEP_FAILED;
  if (leatd_pending_get (&self->pending, &from, &count) != NULL)
    return leatd_sink_write (self, error) ? STEP_DONE : STEP_FAILED;
  if ((batch = leatd_queue_try_pop (self->inlet.queue)) != NULL)
    {
      leatd_pending_add (&self->pending, batch);
      return STEP_DONE;
    }
  if (self->unflushed && sink_may_flush (self))
    return leatd_sink_flush (self, error) ? STEP_DONE : STEP_FAILED;
  if (self->pending.written == 0 && g_atomic_int_get (&self->draining) != 0)
    return STEP_DRAINED;
  sink_rest (self);
  return STEP_DONE;
}

static gboolean
sink_is_cancelled (LeatdSinkWorker *self)
{
  return g_cancellable_is_cancelled (self->cancellable);
}

static void
sink_fail (LeatdSinkWorker *self, const GError *failure)
{
  if (sink_is_cancelled (self))
    return;
  self->failing = TRUE;
  leatd_count (&self->inlet.counters[LEATD_SINK_FAILURES], 1);
  leatd_state_set (&self->state, LEATD_STATE_ABSENT, "%s",
                   failure != NULL ? failure->message : "it failed and named no error");
  leatd_sink_wait (self, leatd_backoff_next (&self->backoff));
}

/* one life of the sink, from open() to close(); TRUE: it is to have another */
static gboolean
sink_live (LeatdSinkWorker *self)
{
  g_autoptr (GError) failure = NULL;
  Step step = STEP_DONE;

  if (leatd_queue_get_records (self->inlet.queue) == 0 && g_atomic_int_get (&self->draining) != 0)
    return FALSE;
  if (!leatd_sink_open (self, &failure))
    {
      sink_fail (self, failure);
      return !sink_is_cancelled (self);
    }
  /* one that has failed is not running before a flush says so: a full disk can be opened */
  if (!self->failing || leatd_queue_get_records (self->inlet.queue) == 0)
    leatd_sink_set_running (self);
  while (step == STEP_DONE && !sink_is_cancelled (self))
    step = sink_step (self, &failure);
  leatd_sink_close (self);
  if (step == STEP_FAILED)
    sink_fail (self, failure);
  return step == STEP_FAILED && !sink_is_cancelled (self);
}

static gpointer
sink_thread (gpointer data)
{
  LeatdSinkWorker *self = data;

  leatd_guard_own (&self->guard);
  while (sink_live (self))
    ;
  leatd_state_set (&self->state, LEATD_STATE_ENDED, NULL);
  g_atomic_int_set (&self->ended, 1);
  self->setup.ended (self->setup.user_data);
  return NULL;
}

void
leatd_sink_worker_start (LeatdSinkWorker *self)
{
  self->thread = g_thread_new (self->config->name, sink_thread, self);
}

static void
sink_kick (LeatdSinkWorker *self)
{
  g_mutex_lock (&self->mutex);
  self->kicked = TRUE;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
  leatd_queue_wake (self->inlet.queue);
}

void
leatd_sink_worker_drain (LeatdSinkWorker *self)
{
  g_atomic_int_set (&self->draining, 1);
  sink_kick (self);
}

void
leatd_sink_worker_cancel (LeatdSinkWorker *self)
{
  g_cancellable_cancel (self->cancellable);
  sink_kick (self);
}

LeatdInlet *
leatd_sink_worker_get_inlet (LeatdSinkWorker *self)
{
  return &self->inlet;
}

const char *
leatd_sink_worker_get_name (LeatdSinkWorker *self)
{
  return self->config->name;
}

gboolean
leatd_sink_worker_has_ended (LeatdSinkWorker *self)
{
  return g_atomic_int_get (&self->ended) != 0;
}

/* nothing is in its queue or in its hands that is not safe */
gboolean
leatd_sink_worker_is_idle (LeatdSinkWorker *self)
{
  return leatd_queue_get_records (self->inlet.queue) == 0;
}

/**
 * leatd_sink_worker_get_counters:
 *
 * Returns: (transfer none): of #LeatdSinkCounter, with what is in the queue now
 */
const guint64 *
leatd_sink_worker_get_counters (LeatdSinkWorker *self)
{
  leatd_counter_set (&self->inlet.counters[LEATD_SINK_QUEUE_RECORDS],
                     leatd_queue_get_records (self->inlet.queue));
  leatd_counter_set (&self->inlet.counters[LEATD_SINK_QUEUE_BYTES],
                     leatd_queue_get_size (self->inlet.queue));
  return self->inlet.counters;
}

LeatdState *
leatd_sink_worker_get_state (LeatdSinkWorker *self)
{
  return &self->state;
}
