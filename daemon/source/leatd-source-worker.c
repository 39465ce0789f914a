/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-source-worker.c - the host's thread around a source */
#include "leatd-source-private.h"
#include "queue/leatd-hand-over.h"

/* what may wait for a junction */
#define JUNCTION_QUEUE_SIZE (16 * 1024 * 1024)
#define JUNCTION_QUEUE_RECORDS 200000

/**
 * leatd_source_parts_make:
 * @config: of @worker, or what is to be its
 * @makes_link: whether the link that it wants is made too
 *
 * Main thread, while the worker may run.
 */
gboolean
leatd_source_parts_make (LeatdSourceParts *self, LeatdSourceWorker *worker,
                         const LeatdSourceConfig *config, gboolean makes_link, GError **error)
{
  LeatdStreamSetup stream = {
    .config = config,
    .guard = &worker->guard,
    .counters = worker->counters,
    .rejects = worker->setup.rejects,
    .deliver = leatd_source_host_deliver,
    .taps = &worker->taps,
    .recorder = worker->recorder,
    .owner = worker,
  };
  LeatdLinkServiceSetup link = {
    .config = config,
    .ring = worker->ring,
    .guard = &worker->guard,
    .counters = worker->counters,
    .open_stream = leatd_source_open_stream,
    .before = leatd_source_before,
    .received = leatd_source_received,
    .found = leatd_source_found,
    .ended = leatd_source_ended,
    .recall = leatd_source_recall_place,
    .remember = leatd_source_remember_place,
    .is_leaving = leatd_source_is_leaving,
    .owner = worker,
  };

  leatd_config_ref (config->config);
  self->config = config;
  self->source = stream.source = leatd_config_new_source (config, worker, error);
  if (self->source == NULL || !leatd_config_join (config, self->source, NULL, error))
    return FALSE;
  self->stream = link.stream = leatd_stream_new (&stream, error);
  if (self->stream == NULL || config->link == NULL || !makes_link)
    return self->stream != NULL;
  self->link = leatd_link_service_new (&link, error);
  return self->link != NULL;
}

/* main thread */
void
leatd_source_parts_clear (LeatdSourceParts *self)
{
  g_clear_pointer (&self->link, leatd_link_service_free);
  g_clear_pointer (&self->stream, leatd_stream_free);
  g_clear_pointer (&self->source, leat_source_instance_free);
  if (self->config != NULL)
    leatd_config_unref (self->config->config);
  self->config = NULL;
}

static gboolean
worker_make_parts (LeatdSourceWorker *self, GError **error)
{
  LeatdSourceParts parts = { 0 };
  const gboolean made = leatd_source_parts_make (&parts, self, self->config, TRUE, error);

  self->source = parts.source;
  self->stream = parts.stream;
  self->link = parts.link;
  return made;
}

static void
worker_make_inlet (LeatdSourceWorker *self)
{
  self->junction = LEAT_CLASS_HAS (self->config->klass, records);
  if (!self->junction)
    return;
  leatd_inlet_init (&self->inlet, self->name, JUNCTION_QUEUE_SIZE, JUNCTION_QUEUE_RECORDS,
                    self->setup.context);
  self->inlet.settles = (self->config->klass->flags & LEAT_SOURCE_SETTLES) != 0;
  self->inlet.notify = leatd_source_notify;
  self->inlet.user_data = self;
}

static void
worker_make_ear (LeatdSourceWorker *self)
{
  if (LEAT_CLASS_HAS (self->config->klass, events))
    self->ear = leatd_ear_new (self->name, leatd_source_notify, self);
}

/**
 * leatd_source_worker_new:
 * @setup: copied; what it points to outlives the worker
 *
 * Makes the source, its link and its stream, and touches no device. Main thread.
 *
 * Returns: (transfer full) (nullable): a worker that has not begun
 */
LeatdSourceWorker *
leatd_source_worker_new (const LeatdSourceWorkerSetup *setup, GError **error)
{
  const LeatdSourceConfig *config = setup->config;
  LeatdSourceWorker *self = g_new0 (LeatdSourceWorker, 1);

  self->setup = *setup;
  self->name = g_strdup (config->name);
  self->config = config;
  self->context = g_main_context_new ();
  leatd_wish_init (&self->wish);
  self->guard = (LeatdGuard) { .module = config->module->path, .instance = self->name };
  self->outlet = leatd_outlet_new ();
  self->ring = leatd_ring_new (RING_SIZE);
  leatd_taps_init (&self->taps, config->name);
  if (config->link != NULL)
    {
      self->recorder = leatd_recorder_new (self->name, self->counters);
      leatd_recorder_configure (self->recorder, &config->settings, setup->state_dir);
    }
  self->streams = g_ptr_array_new_with_free_func ((GDestroyNotify) leatd_stream_free);
  self->left = g_ptr_array_new_with_free_func ((GDestroyNotify) leatd_stream_free);
  self->deadlines = leatd_deadlines_new (leatd_source_deadline, self);
  self->settlements = leatd_settlements_new (self->context);
  self->commands = g_async_queue_new ();
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  leatd_state_init (&self->state, self->name);
  leatd_backoff_init (&self->backoff, config->settings.retry_first, config->settings.retry_longest);
  leatd_source_host_init (self);
  worker_make_inlet (self);
  worker_make_ear (self);
  leatd_stuck_watch_add (setup->stuck_watch, &self->guard, &self->state);

  if (!worker_make_parts (self, error))
    g_clear_pointer (&self, leatd_source_worker_free);
  return self;
}

/* the thread has ended, or never began */
void
leatd_source_worker_free (LeatdSourceWorker *self)
{
  LeatdSourceParts parts;

  if (self == NULL)
    return;
  parts = (LeatdSourceParts) { self->config, self->source, self->stream, self->link };
  g_clear_pointer (&self->thread, g_thread_join);
  leatd_stuck_watch_remove (self->setup.stuck_watch, &self->guard);
  g_clear_pointer (&self->ear, leatd_ear_free);
  leatd_source_commands_close (self);
  g_clear_pointer (&self->settlements, leatd_settlements_close);
  g_clear_pointer (&self->given, leat_batch_unref);
  g_clear_pointer (&self->streams, g_ptr_array_unref);
  g_clear_pointer (&self->left, g_ptr_array_unref);
  leatd_source_parts_clear (&parts);
  leatd_source_forget_commands (self);
  g_clear_pointer (&self->made_of, leatd_config_unref);
  g_strfreev (self->live);
  g_clear_pointer (&self->device_watch, leatd_device_watch_free);
  g_clear_pointer (&self->deadlines, leatd_deadlines_free);
  g_clear_pointer (&self->talk, leatd_talk_free);
  g_clear_pointer (&self->facts, leatd_facts_free);
  g_clear_pointer (&self->outlet, leatd_outlet_free);
  leatd_inlet_clear (&self->inlet);
  leatd_state_clear (&self->state);
  leatd_ring_free (self->ring);
  leatd_taps_clear (&self->taps);
  leatd_recorder_free (self->recorder);
  g_async_queue_unref (self->commands);
  g_clear_error (&self->failure);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  leatd_wish_clear (&self->wish);
  g_main_context_unref (self->context);
  g_free (self->held);
  g_free (self->name);
  g_free (self);
}

void
leatd_source_worker_start (LeatdSourceWorker *self)
{
  self->thread = g_thread_new (self->name, leatd_source_thread, self);
}

static void
worker_wish (LeatdSourceWorker *self, LeatdWishCode code)
{
  leatd_wish_make (&self->wish, code);
  g_main_context_wakeup (self->context);
  g_mutex_lock (&self->mutex);
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}

/* stops reading and lets go of its device, until resume(), restart() or stop(); its state tells
 * when */
void
leatd_source_worker_pause (LeatdSourceWorker *self)
{
  worker_wish (self, LEATD_WISH_PAUSE);
}

void
leatd_source_worker_resume (LeatdSourceWorker *self)
{
  if (leatd_wish_resume (&self->wish))
    g_main_context_wakeup (self->context);
}

/* at once, whatever it waits for */
void
leatd_source_worker_restart (LeatdSourceWorker *self)
{
  worker_wish (self, LEATD_WISH_RESTART);
}

/**
 * leatd_source_worker_stop:
 *
 * Asks the source to stop. It reads and gives no more (rested() tells), hears of each batch it gave
 * as that settles, until leatd_source_worker_release(), and comes to its end (ended() tells).
 */
void
leatd_source_worker_stop (LeatdSourceWorker *self)
{
  worker_wish (self, LEATD_WISH_STOP);
}

void
leatd_source_worker_release (LeatdSourceWorker *self)
{
  g_atomic_int_set (&self->released, 1);
  g_main_context_wakeup (self->context);
}

void
leatd_source_worker_reroute (LeatdSourceWorker *self, LeatdOutlet *to)
{
  leatd_outlet_move (self->outlet, to, self);
  leatd_source_host_look_for_room (self); /* who waited for a former way's hears of it no more */
}

/**
 * leatd_source_worker_command:
 * @command: (transfer full): answered once, in the source's thread; at once, in this one, when that
 *   has ended
 */
void
leatd_source_worker_command (LeatdSourceWorker *self, LeatCommand *command)
{
  gboolean deaf;

  LEATD_HAND_OVER (command);
  g_async_queue_lock (self->commands);
  deaf = g_atomic_int_get (&self->deaf) != 0;
  if (!deaf)
    g_async_queue_push_unlocked (self->commands, command);
  g_async_queue_unlock (self->commands);
  if (deaf)
    leat_command_fail (command, g_error_new (LEAT_ERROR, LEAT_ERROR_DISCONNECTED, "%s: has ended",
                                             self->name));
  else
    g_main_context_wakeup (self->context);
}

/**
 * leatd_source_worker_open_tap:
 * @wishes: what is to be seen
 * @fd: (out): the reader's end
 * @error: return location for LEAT_ERROR_CONFIG, LEAT_ERROR_BUSY, LEAT_ERROR_DISCONNECTED
 *
 * Shows somebody what the source makes from now on. Main thread.
 */
gboolean
leatd_source_worker_open_tap (LeatdSourceWorker *self, const LeatdTapWishes *wishes, int *fd,
                              GError **error)
{
  return leatd_taps_open (&self->taps, wishes, self->config->schema, fd, error);
}

/* loses nothing while it is held back: a file, a child process, a replay */
gboolean
leatd_source_worker_can_wait (LeatdSourceWorker *self)
{
  if (self->config->link != NULL)
    return (self->config->link->flags & LEAT_LINK_CAN_WAIT) != 0;
  return (self->config->klass->flags & LEAT_SOURCE_CAN_WAIT) != 0;
}

gboolean
leatd_source_worker_lives_on_others (LeatdSourceWorker *self)
{
  return self->junction || self->ear != NULL;
}

LeatdOutlet *
leatd_source_worker_get_outlet (LeatdSourceWorker *self)
{
  return self->outlet;
}

LeatdInlet *
leatd_source_worker_get_inlet (LeatdSourceWorker *self)
{
  return self->junction ? &self->inlet : NULL;
}

const LeatdSourceConfig *
leatd_source_worker_get_config (LeatdSourceWorker *self)
{
  return self->config;
}

const char *
leatd_source_worker_get_name (LeatdSourceWorker *self)
{
  return self->name;
}

gboolean
leatd_source_worker_is_at_rest (LeatdSourceWorker *self)
{
  return g_atomic_int_get (&self->at_rest) != 0;
}

gboolean
leatd_source_worker_has_ended (LeatdSourceWorker *self)
{
  return g_atomic_int_get (&self->ended) != 0;
}

const guint64 *
leatd_source_worker_get_counters (LeatdSourceWorker *self)
{
  return self->counters;
}

LeatdState *
leatd_source_worker_get_state (LeatdSourceWorker *self)
{
  return &self->state;
}

LeatdRing *
leatd_source_worker_get_ring (LeatdSourceWorker *self)
{
  return self->ring;
}
