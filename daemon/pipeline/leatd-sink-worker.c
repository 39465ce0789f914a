/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-sink-worker.c - the host's thread around a sink */
#include "pipeline/leatd-event.h"
#include "pipeline/leatd-sink-private.h"

/* when the daemon stops, a sink goes on reading what its store has for so long at the most, µs */
#define DRAIN_TIME G_USEC_PER_SEC

static gboolean
sink_settles (const LeatdSinkConfig *config)
{
  if (config->settings.settles == LEATD_SETTLES_AUTO)
    return (config->klass->flags & LEAT_SINK_LASTING) != 0;
  return config->settings.settles == LEATD_SETTLES_YES;
}

static void
sink_make_feed (LeatdSinkWorker *self)
{
  const LeatdFeedSetup setup = {
    .config = self->config,
    .state_dir = self->setup.state_dir,
    .rejects = self->setup.rejects,
    .stuck_watch = self->setup.stuck_watch,
    .state = &self->state,
    .context = self->setup.context,
    .bell = &self->bell,
  };

  self->feed = self->config->via != NULL
                   ? leatd_reader_feed_new (&setup)
                   : leatd_queue_feed_new (&setup, sink_settles (self->config));
}

static void
sink_init_backoffs (LeatdSinkWorker *self)
{
  const LeatdSinkSettings *settings = &self->config->settings;
  LeatdBackoff *const backoffs[] = { &self->backoff, &self->store_backoff, &self->again_backoff };

  for (guint i = 0; i < G_N_ELEMENTS (backoffs); i++)
    leatd_backoff_init (backoffs[i], settings->retry_first, settings->retry_longest);
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
  self->readers = g_ptr_array_new ();
  self->is_request = (config->klass->flags & LEAT_SINK_REQUESTS) != 0;
  self->most = self->is_request ? (guint) config->settings.batch_records : 0;
  leatd_bell_init (&self->bell);
  leatd_state_init (&self->state, config->name);
  sink_init_backoffs (self);
  sink_make_feed (self);
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
  self->feed->klass->free (self->feed);
  leatd_sink_suspect_clear (self);
  g_clear_pointer (&self->answer, g_bytes_unref);
  g_ptr_array_unref (self->readers);
  g_free (self->position);
  leatd_state_clear (&self->state);
  leatd_bell_clear (&self->bell);
  g_object_unref (self->cancellable);
  g_free (self);
}

/* any thread: a reader saw the store fail; a flush is to show how it is, though nothing is
 * written */
static void
sink_doubt (gpointer data)
{
  LeatdSinkWorker *self = data;

  g_atomic_int_set (&self->doubted, 1);
  self->feed->klass->wake (self->feed);
}

/**
 * leatd_sink_worker_read_from:
 * @store: of the sink that its configuration names
 *
 * Main thread, before both begin.
 */
void
leatd_sink_worker_read_from (LeatdSinkWorker *self, LeatdSinkWorker *store)
{
  g_ptr_array_add (store->readers, self);
  leatd_reader_feed_connect (self->feed, store->sink, sink_doubt, store);
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
  return leatd_sink_is_draining (self) || g_get_monotonic_time () >= self->flush_earliest;
}

/* a request is done with as soon as it is answered: the next one's claim takes that along */
static gboolean
sink_flushes_each (LeatdSinkWorker *self)
{
  return self->is_request && self->feed->klass->keeps;
}

/* what is not taken yet is kept elsewhere, and the daemon stops: it goes out after the next
 * start */
static gboolean
sink_may_leave (LeatdSinkWorker *self)
{
  return leatd_sink_is_draining (self) && self->feed->klass->keeps &&
         (self->trouble != LEATD_TROUBLE_NONE || g_get_monotonic_time () >= self->drain_until);
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

static Step
sink_step (LeatdSinkWorker *self, GError **error)
{
  const gboolean leaves = sink_may_leave (self);
  guint from, count;

  if (leaves && (self->owed > 0 || !self->unflushed))
    return STEP_DRAINED;
  if (self->owed > 0)
    return leatd_sink_settle (self, error) ? STEP_DONE : STEP_FAILED;
  if (sink_is_flush_due (self) || (self->unflushed && (leaves || sink_flushes_each (self))) ||
      g_atomic_int_compare_and_exchange (&self->doubted, 1, 0))
    return leatd_sink_flush (self, error) ? STEP_DONE : STEP_FAILED;
  if (leatd_pending_get (&self->pending, &from, &count) != NULL)
    return leatd_sink_write (self, error) ? STEP_DONE : STEP_FAILED;
  sink_take_more (self, FALSE);
  if (leatd_pending_get (&self->pending, &from, &count) != NULL)
    return STEP_DONE;
  if (self->unflushed && sink_may_flush (self))
    return leatd_sink_flush (self, error) ? STEP_DONE : STEP_FAILED;
  if (self->pending.written == 0 && leatd_sink_is_draining (self))
    return STEP_DRAINED;
  sink_take_more (self, TRUE);
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
  leatd_count (&self->feed->counters[LEATD_SINK_FAILURES], 1);
  leatd_sink_is_troubled (self, LEATD_TROUBLE_OFFLINE, LEATD_STATE_ABSENT,
                          failure != NULL ? failure->message : "it failed and named no error");
  if (!sink_may_leave (self))
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
         (self->feed->klass->keeps || leatd_sink_worker_is_idle (self));
}

/* one life of the sink, from open() to close(); TRUE: it is to have another */
static gboolean
sink_live (LeatdSinkWorker *self)
{
  g_autoptr (GError) failure = NULL;
  Step step = STEP_DONE;

  if (sink_has_done (self))
    return FALSE;
  if (!sink_open (self))
    return !sink_is_cancelled (self);
  /* one that has failed is not running before a flush says so: a full disk can be opened */
  if (self->trouble == LEATD_TROUBLE_NONE || leatd_sink_worker_is_idle (self))
    leatd_sink_is_well (self);
  while (step == STEP_DONE && !sink_is_cancelled (self))
    step = sink_step (self, &failure);
  leatd_sink_close (self);
  if (step == STEP_FAILED)
    sink_fail (self, failure);
  return step == STEP_FAILED && !sink_is_cancelled (self);
}

/* what its store keeps for it is no loss */
static void
sink_tell_backlog (LeatdSinkWorker *self)
{
  guint64 left = self->feed->klass->get_left (self->feed);

  if (left > 0 && left < G_MAXUINT64)
    leatd_event (G_LOG_LEVEL_INFO, self->config->name, "backlog",
                 "%" G_GUINT64_FORMAT " records wait in store %s and go out after the next start",
                 left, self->config->via->name);
}

static gpointer
sink_thread (gpointer data)
{
  LeatdSinkWorker *self = data;

  leatd_guard_own (&self->guard);
  while (sink_live (self))
    ;
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

void
leatd_sink_worker_start (LeatdSinkWorker *self)
{
  self->thread = g_thread_new (self->config->name, sink_thread, self);
}

static void
sink_kick (LeatdSinkWorker *self)
{
  leatd_bell_ring (&self->bell, LEATD_BELL_KICK);
  self->feed->klass->wake (self->feed);
}

void
leatd_sink_worker_drain (LeatdSinkWorker *self)
{
  self->drain_until = g_get_monotonic_time () + DRAIN_TIME;
  g_atomic_int_set (&self->draining, 1);
  sink_kick (self);
}

void
leatd_sink_worker_cancel (LeatdSinkWorker *self)
{
  g_cancellable_cancel (self->cancellable);
  sink_kick (self);
}

void
leatd_sink_worker_name_left (LeatdSinkWorker *self)
{
  if (!self->feed->klass->keeps)
    leatd_queue_feed_name_left (self->feed, &self->pending);
}

LeatdInlet *
leatd_sink_worker_get_inlet (LeatdSinkWorker *self)
{
  return leatd_queue_feed_get_inlet (self->feed);
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

/* nothing is in its queue, its store or its hands that is not safe */
gboolean
leatd_sink_worker_is_idle (LeatdSinkWorker *self)
{
  return self->feed->klass->get_left (self->feed) == 0;
}

gboolean
leatd_sink_worker_is_reader (LeatdSinkWorker *self)
{
  return self->config->via != NULL;
}

gboolean
leatd_sink_worker_is_read_from (LeatdSinkWorker *self)
{
  return self->readers->len > 0;
}

/**
 * leatd_sink_worker_get_counters:
 *
 * Returns: (transfer none): of #LeatdSinkCounter, with what waits now. Main thread.
 */
const guint64 *
leatd_sink_worker_get_counters (LeatdSinkWorker *self)
{
  self->feed->klass->count (self->feed);
  return self->feed->counters;
}

LeatdState *
leatd_sink_worker_get_state (LeatdSinkWorker *self)
{
  return &self->state;
}
