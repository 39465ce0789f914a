/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-sink-worker.c - the host's thread around a sink */
#include "worker/leatd-event.h"
#include "leatd-sink-private.h"

/* when the daemon stops, a sink goes on reading what its store has for so long at the most, µs */
#define DRAIN_TIME G_USEC_PER_SEC

gboolean
leatd_sink_settles (const LeatdSinkConfig *config)
{
  if (config->settings.settles == LEATD_SETTLES_AUTO)
    return (config->klass->flags & LEAT_SINK_LASTING) != 0;
  return config->settings.settles == LEATD_SETTLES_YES;
}

LeatdFeed *
leatd_sink_make_feed (LeatdSinkWorker *self, const LeatdSinkConfig *config)
{
  const LeatdFeedSetup setup = {
    .config = config,
    .state_dir = self->setup.state_dir,
    .rejects = self->setup.rejects,
    .stuck_watch = self->setup.stuck_watch,
    .state = &self->state,
    .context = self->setup.context,
    .bell = &self->bell,
  };

  return config->via != NULL ? leatd_reader_feed_new (&setup)
                             : leatd_queue_feed_new (&setup, leatd_sink_settles (config));
}

/* as its configuration says; the worker does not run, or is parked */
void
leatd_sink_take_settings (LeatdSinkWorker *self)
{
  const LeatdSinkSettings *settings = &self->config->settings;
  LeatdBackoff *const backoffs[] = { &self->backoff, &self->store_backoff, &self->again_backoff };

  for (guint i = 0; i < G_N_ELEMENTS (backoffs); i++)
    leatd_backoff_init (backoffs[i], settings->retry_first, settings->retry_longest);
  self->most = self->is_request ? (guint) settings->batch_records : 0;
  self->backlog.high = settings->backlog_mark;
  self->backlog.low = settings->backlog_mark / 2;
}

/* (transfer full) (nullable): %NULL: it makes one request at a time, or @made is %FALSE */
LeatdFlight *
leatd_sink_make_flight (LeatdSinkWorker *self, const LeatdSinkConfig *config, gboolean *made,
                        GError **error)
{
  LeatdFlight *flight = NULL;

  *made = config->settings.order != LEATD_ORDER_NONE;
  if (*made)
    return NULL;
  flight = leatd_flight_new (self, config, error);
  *made = flight != NULL;
  return flight;
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
  gboolean made;

  leatd_config_ref (config->config);
  self->setup = *setup;
  self->name = g_strdup (config->name);
  self->config = config;
  leatd_wish_init (&self->wish);
  self->readers = g_ptr_array_new ();
  g_mutex_init (&self->readers_mutex);
  self->is_request = (config->klass->flags & LEAT_SINK_REQUESTS) != 0;
  leatd_bell_init (&self->bell);
  leatd_state_init (&self->state, self->name);
  leatd_sink_take_settings (self);
  self->feed = leatd_sink_make_feed (self, config);
  made = leatd_sink_instance_make (&self->own, self, config, FALSE, error);
  if (made)
    self->flight = leatd_sink_make_flight (self, config, &made, error);
  if (!made)
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
  leatd_sink_worker_leave (self);
  for (guint i = 0; i < self->readers->len; i++)
    ((LeatdSinkWorker *) self->readers->pdata[i])->store = NULL;
  leatd_sink_give_up (self);
  g_clear_pointer (&self->flight, leatd_flight_free);
  leatd_sink_instance_clear (&self->own);
  self->feed->klass->free (self->feed);
  leatd_sink_suspect_clear (self);
  g_ptr_array_unref (self->readers);
  g_mutex_clear (&self->readers_mutex);
  g_free (self->position);
  leatd_state_clear (&self->state);
  leatd_bell_clear (&self->bell);
  leatd_wish_clear (&self->wish);
  leatd_config_unref (self->config->config);
  g_clear_pointer (&self->made_of, leatd_config_unref);
  g_strfreev (self->live);
  g_free (self->name);
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

GPtrArray *
leatd_sink_worker_list_readers (LeatdSinkWorker *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->readers_mutex);

  return g_ptr_array_copy (self->readers, NULL, NULL);
}

gint
leatd_sink_worker_flush (LeatdSinkWorker *self)
{
  const gint number = g_atomic_int_add (&self->flush_asked, 1) + 1;

  leatd_bell_ring (&self->bell, LEATD_BELL_KICK);
  self->feed->klass->wake (self->feed);
  return number;
}

gboolean
leatd_sink_worker_has_flushed (LeatdSinkWorker *self, gint number)
{
  return g_atomic_int_get (&self->flush_done) >= number;
}

/* its feed with the instance of its store; neither has begun, or the feed is closed */
void
leatd_sink_connect (LeatdSinkWorker *self)
{
  LeatSink *store = self->store->own.sink;
  const LeatStoreClass *klass = store->klass->store;

  leatd_reader_feed_connect (self->feed, store, sink_doubt, self->store);
  if (LEAT_CLASS_HAS (klass, expect)) /* its thread may be late: others go on meanwhile */
    klass->expect (store, self->name);
}

/**
 * leatd_sink_worker_read_from:
 * @store: of the sink that its configuration names
 *
 * Main thread, before it begins, or while it is parked.
 */
void
leatd_sink_worker_read_from (LeatdSinkWorker *self, LeatdSinkWorker *store)
{
  if (self->store != store)
    {
      leatd_sink_worker_leave (self);
      self->store = store;
      g_mutex_lock (&store->readers_mutex);
      g_ptr_array_add (store->readers, self);
      g_mutex_unlock (&store->readers_mutex);
    }
  leatd_sink_connect (self);
}

/* its feed is closed, or was never open: it reads from no store any more */
void
leatd_sink_worker_leave (LeatdSinkWorker *self)
{
  LeatdSinkWorker *store = g_steal_pointer (&self->store);
  const LeatStoreClass *klass = store != NULL ? store->own.sink->klass->store : NULL;

  if (store == NULL)
    return;
  if (LEAT_CLASS_HAS (klass, dismiss))
    klass->dismiss (store->own.sink, self->name);
  g_mutex_lock (&store->readers_mutex);
  g_ptr_array_remove (store->readers, self);
  g_mutex_unlock (&store->readers_mutex);
}

void
leatd_sink_worker_start (LeatdSinkWorker *self)
{
  self->thread = g_thread_new (self->name, leatd_sink_thread, self);
}

/* whatever it waits for, it looks about */
void
leatd_sink_kick (LeatdSinkWorker *self)
{
  leatd_bell_ring (&self->bell, LEATD_BELL_KICK);
  self->feed->klass->wake (self->feed);
}

static void
sink_wish (LeatdSinkWorker *self, LeatdWishCode code)
{
  leatd_wish_make (&self->wish, code);
  leatd_sink_kick (self);
}

/* takes no more and lets go of its peer or its files, until resume(), restart() or drain(); its
 * state tells when */
void
leatd_sink_worker_pause (LeatdSinkWorker *self)
{
  sink_wish (self, LEATD_WISH_PAUSE);
}

void
leatd_sink_worker_resume (LeatdSinkWorker *self)
{
  if (leatd_wish_resume (&self->wish))
    leatd_sink_kick (self);
}

/* at once, whatever it waits for */
void
leatd_sink_worker_restart (LeatdSinkWorker *self)
{
  sink_wish (self, LEATD_WISH_RESTART);
}

/* before it is to drain: it goes for good, and has so long (µs) to empty its store too */
void
leatd_sink_worker_remove (LeatdSinkWorker *self, gint64 drain_time)
{
  self->is_removed = TRUE;
  self->drain_time = drain_time;
}

/* records that are not acknowledged; G_MAXUINT64: not known */
guint64
leatd_sink_worker_count_left (LeatdSinkWorker *self)
{
  return self->feed->klass->get_left (self->feed);
}

/* a pause ends here: what is not kept elsewhere goes out */
void
leatd_sink_worker_drain (LeatdSinkWorker *self)
{
  leatd_wish_resume (&self->wish);
  if (!leatd_sink_is_draining (self))
    self->drain_until = g_get_monotonic_time () + MAX (DRAIN_TIME, self->drain_time);
  g_atomic_int_set (&self->draining, 1);
  leatd_sink_kick (self);
}

void
leatd_sink_worker_cancel (LeatdSinkWorker *self)
{
  sink_wish (self, LEATD_WISH_STOP);
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

const LeatdSinkConfig *
leatd_sink_worker_get_config (LeatdSinkWorker *self)
{
  return self->config;
}

const char *
leatd_sink_worker_get_name (LeatdSinkWorker *self)
{
  return self->name;
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

void
leatd_sink_worker_watch_backlog (LeatdSinkWorker *self)
{
  const guint64 *counters;
  guint64 backlog;

  if (self->backlog.high == 0)
    return;
  counters = leatd_sink_worker_get_counters (self);
  backlog = leatd_counter_get (
      &counters[leatd_sink_worker_is_reader (self) ? LEATD_SINK_BACKLOG
                                                   : LEATD_SINK_QUEUE_RECORDS]);
  switch (leatd_mark_see (&self->backlog, (gint64) backlog))
    {
    case LEATD_MARK_PASSED:
      leatd_event (G_LOG_LEVEL_WARNING, self->name, "backlog",
                   "%" G_GUINT64_FORMAT " records wait for it, more than %" G_GINT64_FORMAT
                   " (backlog-mark=)",
                   backlog, self->backlog.high);
      break;
    case LEATD_MARK_LEFT:
      leatd_event (G_LOG_LEVEL_INFO, self->name, "backlog-end",
                   "%" G_GUINT64_FORMAT " records wait for it, less than half of backlog-mark=",
                   backlog);
      break;
    case LEATD_MARK_SAME:
      break;
    }
}

LeatdState *
leatd_sink_worker_get_state (LeatdSinkWorker *self)
{
  return &self->state;
}
