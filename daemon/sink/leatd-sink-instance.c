/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-sink-instance.c - one instance of a sink: calls into it, and what it may ask of its host */
#include "worker/leatd-event.h"
#include "leatd-sink-private.h"
#include "plugin/leatd-contract.h"

/* the facts of the sink itself, beside the host's */
#define OWN_FACT "sink:"

/* as much of an answer as is kept */
#define ANSWER_MAX 4096
/* between two words on how far it is */
#define PROGRESS_INTERVAL (5 * G_USEC_PER_SEC)

static void
host_retry_after (LeatSink *sink, gint64 microseconds)
{
  ((LeatdSinkInstance *) sink->host)->said.retry_after = microseconds;
}

static void
host_answer (LeatSink *sink, guint status, gconstpointer body, gsize length)
{
  LeatdSaid *said = &((LeatdSinkInstance *) sink->host)->said;

  said->status = status;
  g_clear_pointer (&said->answer, g_bytes_unref);
  if (body != NULL)
    said->answer = g_bytes_new (body, MIN (length, ANSWER_MAX));
}

static void
host_note (LeatSink *sink, const char *event, const char *text)
{
  LeatdSinkInstance *self = sink->host;

  leatd_event (G_LOG_LEVEL_MESSAGE, self->worker->name, event, "%s", text);
}

static void
host_warn (LeatSink *sink, const char *event, const char *text)
{
  LeatdSinkInstance *self = sink->host;

  leatd_event (G_LOG_LEVEL_WARNING, self->worker->name, event, "%s", text);
}

/* facts are the worker's thread's: where several instances are at work, they have none */
static gboolean
host_remember (LeatSink *sink, const char *key, const char *value, GError **error)
{
  LeatdSinkInstance *self = sink->host;
  LeatdFeed *feed = self->worker->feed;
  g_autofree char *own = g_strconcat (OWN_FACT, key, NULL);

  if (!self->has_thread)
    return feed->klass->remember (feed, own, value, error);
  g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_PLUGIN,
                       "with order=none its plugin cannot remember anything");
  return FALSE;
}

static char *
host_recall (LeatSink *sink, const char *key)
{
  LeatdSinkInstance *self = sink->host;
  LeatdFeed *feed = self->worker->feed;
  g_autofree char *own = g_strconcat (OWN_FACT, key, NULL);

  return self->has_thread ? NULL : feed->klass->recall (feed, own);
}

static const char *
host_get_state_dir (LeatSink *sink)
{
  return ((LeatdSinkInstance *) sink->host)->worker->setup.state_dir;
}

/* What takes so long, as a store that is mended, is seen in the log and in its state, and is not
 * taken for a plugin that is stuck. In the worker's thread, or in one that its plugin works in. */
static gboolean
host_progress (LeatSink *sink, guint64 done, guint64 total)
{
  LeatdSinkInstance *self = sink->host;
  LeatdState *state = &self->worker->state;
  const gint64 now = g_get_monotonic_time ();
  g_autofree char *text = NULL;

  leatd_guard_renew (&self->guard);
  if (total == 0 || now - self->progress_told < PROGRESS_INTERVAL)
    return TRUE;
  self->progress_told = now;
  text = g_strdup_printf ("it is mended; %" G_GUINT64_FORMAT " %% is done",
                          (guint64) (100.0 * (double) done / (double) total));
  leatd_event (G_LOG_LEVEL_MESSAGE, self->worker->name, "progress", "%s", text);
  if (leatd_state_get (state, NULL, NULL) == LEATD_STATE_CONNECTING)
    leatd_state_set_quietly (state, LEATD_STATE_CONNECTING, text);
  return TRUE;
}

static const char *
host_get_name (LeatSink *sink)
{
  return ((LeatdSinkInstance *) sink->host)->worker->name;
}

static gboolean
host_has_more (LeatSink *sink)
{
  LeatdFeed *feed = ((LeatdSinkInstance *) sink->host)->worker->feed;

  return feed->klass->has_more != NULL && feed->klass->has_more (feed);
}

/**
 * leatd_sink_instance_make:
 * @worker: whose it is; outlives it
 * @config: of @worker, or what is to be its
 * @has_thread: a thread of its own, beside the worker's
 *
 * Main thread.
 */
gboolean
leatd_sink_instance_make (LeatdSinkInstance *self, LeatdSinkWorker *worker,
                          const LeatdSinkConfig *config, gboolean has_thread, GError **error)
{
  self->host = (LeatSinkHost) {
    .retry_after = host_retry_after,
    .answer = host_answer,
    .note = host_note,
    .warn = host_warn,
    .remember = host_remember,
    .recall = host_recall,
    .get_state_dir = host_get_state_dir,
    .progress = host_progress,
    .get_name = host_get_name,
    .has_more = host_has_more,
  };
  self->worker = worker;
  self->has_thread = has_thread;
  self->guard = (LeatdGuard) { .module = config->module->path, .instance = worker->name };
  leatd_stuck_watch_add (worker->setup.stuck_watch, &self->guard, &worker->state);
  self->sink = leatd_config_new_sink (config, self, error);
  return self->sink != NULL;
}

/* main thread */
void
leatd_sink_instance_clear (LeatdSinkInstance *self)
{
  leatd_stuck_watch_remove (self->worker->setup.stuck_watch, &self->guard);
  g_clear_pointer (&self->sink, leat_sink_instance_free);
  leatd_said_clear (&self->said);
}

void
leatd_said_clear (LeatdSaid *self)
{
  self->retry_after = 0;
  self->status = 0;
  g_clear_pointer (&self->answer, g_bytes_unref);
}

/**
 * leatd_sink_instance_breach:
 *
 * Says what the plugin did that its contract does not allow: once in the life of an instance, as it
 * may do so with each call.
 */
void
leatd_sink_instance_breach (LeatdSinkInstance *self, const char *format, ...)
{
  g_autofree char *module = leatd_module_name (self->guard.module);
  g_autofree char *text = NULL;
  va_list arguments;

  if (self->breach_told)
    return;
  self->breach_told = TRUE;
  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  leatd_event (G_LOG_LEVEL_WARNING, self->worker->name, "plugin", "%s breaks its contract: %s",
               module, text);
}

static void
instance_enter (LeatdSinkInstance *self)
{
  leatd_stuck_watch_arm (self->worker->setup.stuck_watch);
  leatd_guard_enter (&self->guard);
}

gboolean
leatd_sink_instance_open (LeatdSinkInstance *self, const char *position, GError **error)
{
  gboolean opened;

  instance_enter (self);
  opened = self->sink->klass->open (self->sink, position, self->worker->cancellable, error);
  leatd_guard_leave (&self->guard);
  return leatd_contract_judge (opened, self->sink->klass->name, "open()", error);
}

void
leatd_sink_instance_close (LeatdSinkInstance *self)
{
  instance_enter (self);
  self->sink->klass->close (self->sink);
  leatd_guard_leave (&self->guard);
}

/**
 * leatd_sink_instance_write:
 * @taken: (out): how many were; not more than @count
 * @error: always set if not all that could be taken were
 */
gboolean
leatd_sink_instance_write (LeatdSinkInstance *self, LeatBatch *batch, guint from, guint count,
                           guint *taken, GError **error)
{
  const LeatSinkClass *klass = self->sink->klass;
  GError *failure = NULL;
  gboolean written;

  *taken = 0;
  self->said.status = 0;
  g_clear_pointer (&self->said.answer, g_bytes_unref);
  instance_enter (self);
  written = klass->write (self->sink, batch, from, count, taken, self->worker->cancellable,
                          &failure);
  leatd_guard_leave (&self->guard);
  if (*taken > count)
    leatd_sink_instance_breach (self, "write() took %u records of %u", *taken, count);
  if (written && failure != NULL)
    leatd_sink_instance_breach (self, "write() gave TRUE and set an error: %s", failure->message);
  *taken = MIN (*taken, count);
  if (!written && failure != NULL &&
      !(*taken == count && g_error_matches (failure, LEAT_ERROR, LEAT_ERROR_REJECTED)))
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  g_clear_error (&failure);
  if (!written)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_PLUGIN,
                 "%s: write() failed and named no error, or no record that is refused",
                 klass->name);
  else if (*taken == 0)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_PLUGIN,
                 "%s: write() took none of %u records and named no error", klass->name, count);
  return written && *taken > 0;
}

/**
 * leatd_sink_instance_flush:
 * @safe: (out): of the written records, oldest first, these are lasting now
 * @position: (out) (transfer full) (nullable): what goes with that
 */
gboolean
leatd_sink_instance_flush (LeatdSinkInstance *self, guint64 *safe, char **position, GError **error)
{
  gboolean flushed;

  *safe = 0;
  instance_enter (self);
  flushed = self->sink->klass->flush (self->sink, safe, position, self->worker->cancellable, error);
  leatd_guard_leave (&self->guard);
  leatd_count (&self->worker->feed->counters[LEATD_SINK_FLUSHES], 1);
  return leatd_contract_judge (flushed, self->sink->klass->name, "flush()", error);
}
