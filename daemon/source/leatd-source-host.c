/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-source-host.c - what a source may ask of its host: leat_source_*() and leat_stream_*() end
 * here */
#include "worker/leatd-event.h"
#include "leatd-source-private.h"

static LeatLink *
host_open_link (LeatSource *source, GCancellable *cancellable, GError **error)
{
  LeatdSourceWorker *self = source->host;

  if (self->link == NULL)
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_PLUGIN,
                   "%s: opens a link, but its class names no schemes", self->config->klass->name);
      return NULL;
    }
  return leatd_link_service_open (self->link, cancellable, error);
}

/**
 * leatd_source_open_stream:
 * @peer: (nullable): who is at the other end
 *
 * Returns: (transfer full) (nullable): a stream for the source as it is now
 */
LeatdStream *
leatd_source_open_stream (gpointer worker, const char *peer, GError **error)
{
  LeatdSourceWorker *self = worker;
  LeatdStreamSetup setup = {
    .config = self->config,
    .source = self->source,
    .guard = &self->guard,
    .counters = self->counters,
    .rejects = self->setup.rejects,
    .deliver = leatd_source_host_deliver,
    .misused = leatd_source_tell_breach,
    .taps = &self->taps,
    .recorder = self->recorder,
    .peer = peer,
    .owner = self,
  };

  return leatd_stream_new (&setup, error);
}

static LeatStream *
host_open_stream (LeatSource *source, const char *peer)
{
  LeatdSourceWorker *self = source->host;
  g_autoptr (GError) error = NULL;
  LeatdStream *stream = leatd_source_open_stream (self, peer, &error);

  if (stream == NULL) /* the same framer was made for the first stream: never seen */
    {
      self->host.fail (source, g_steal_pointer (&error));
      return NULL;
    }
  g_ptr_array_add (self->streams, stream);
  leatd_event (G_LOG_LEVEL_DEBUG, self->name, "stream", "a stream for %s",
               peer != NULL ? peer : "the source");
  return (LeatStream *) stream;
}

static gboolean
host_write (LeatSource *source, GBytes *bytes, GError **error)
{
  LeatdSourceWorker *self = source->host;

  if (self->link == NULL)
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_PLUGIN, "%s: has no link to write to",
                   self->config->klass->name);
      return FALSE;
    }
  return leatd_link_service_write (self->link, bytes, error);
}

/* in the thread of the sink that made room */
static void
on_room (gpointer user_data)
{
  LeatdSourceWorker *self = user_data;

  g_atomic_int_set (&self->room, 1);
  g_main_context_wakeup (self->context);
  g_mutex_lock (&self->mutex);
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}

/* its ways out are others: whether there is room is to be asked anew. Any thread */
void
leatd_source_host_look_for_room (LeatdSourceWorker *self)
{
  on_room (self);
}

/* FALSE: there is room now; otherwise the thread is woken when there is */
gboolean
leatd_source_host_await_room (LeatdSourceWorker *self)
{
  return leatd_outlet_await_room (self->outlet, on_room, self);
}

/* run() blocks: so does its push */
static LeatPush
host_wait_for_room (LeatdSourceWorker *self)
{
  leatd_state_set (&self->state, LEATD_STATE_WAITING, "a queue is full");
  while (leatd_source_host_await_room (self))
    {
      g_mutex_lock (&self->mutex);
      while (g_atomic_int_get (&self->room) == 0 && !leatd_source_is_wanted (self))
        g_cond_wait (&self->cond, &self->mutex);
      g_atomic_int_set (&self->room, 0);
      g_mutex_unlock (&self->mutex);
      leatd_outlet_forget_room (self->outlet, self);
      if (leatd_source_is_wanted (self))
        break;
    }
  leatd_state_set (&self->state, LEATD_STATE_RUNNING, NULL);
  return LEAT_PUSH_ROOM;
}

/* until the worker sees that there is room, and resumes */
static void
host_hold_back (LeatdSourceWorker *self)
{
  if (self->full)
    return;
  self->full = TRUE;
  leatd_state_set (&self->state, LEATD_STATE_WAITING, "a queue is full");
  if (!leatd_source_host_await_room (self))
    on_room (self);
}

/* nobody will ever answer for an empty batch: there is nothing in it to lose */
static LeatPush
host_settle_empty (LeatBatch *batch, LeatSettledFunc settled, gpointer user_data,
                   GDestroyNotify notify)
{
  leat_batch_unref (batch);
  leatd_settled_at_once (TRUE, settled, user_data, notify);
  return LEAT_PUSH_ROOM;
}

/**
 * leatd_source_host_deliver:
 * @batch: (transfer full): sealed
 *
 * Pushes the batch to every sink that wants it. The source's thread.
 */
LeatPush
leatd_source_host_deliver (gpointer worker, LeatBatch *batch, LeatSettledFunc settled,
                           gpointer user_data, GDestroyNotify notify)
{
  LeatdSourceWorker *self = worker;
  guint n_records = leat_batch_get_n_records (batch);
  gboolean room;
  LeatPush push;

  if (n_records == 0)
    return host_settle_empty (batch, settled, user_data, notify);
  leatd_count (&self->counters[LEATD_SOURCE_RECORDS], n_records);
  leatd_count (&self->counters[LEATD_SOURCE_BATCHES], 1);
  if (settled != NULL)
    leatd_settlements_watch (self->settlements, batch, settled, user_data, notify);
  if (self->link == NULL)
    leatd_source_seen (self);
  if (leatd_taps_want (&self->taps, LEATD_TAP_RECORDS))
    leatd_taps_give_batch (&self->taps, batch);
  room = leatd_outlet_push (self->outlet, batch);
  if (LEAT_CLASS_HAS (self->source->klass, run))
    {
      push = room ? LEAT_PUSH_ROOM : host_wait_for_room (self);
      leatd_settlements_tell (self->settlements); /* nobody else does while run() blocks */
      return push;
    }
  if (room)
    return LEAT_PUSH_ROOM;
  host_hold_back (self);
  return LEAT_PUSH_FULL;
}

/* numbers belong to an epoch: a batch that the source made goes on where the stream of its epoch
 * stands */
static guint64 *
host_find_sequence (LeatdSourceWorker *self, const LeatOrigin *origin)
{
  guint64 *sequence = leatd_stream_get_sequence (self->stream, origin);

  for (guint i = 0; i < self->streams->len && sequence == NULL; i++)
    sequence = leatd_stream_get_sequence (g_ptr_array_index (self->streams, i), origin);
  if (sequence == NULL && self->link != NULL)
    sequence = leatd_link_service_get_sequence (self->link, origin);
  return sequence != NULL ? sequence : &self->next_sequence;
}

static LeatPush
host_push_batch (LeatSource *source, LeatBatch *batch, LeatSettledFunc settled, gpointer user_data,
                 GDestroyNotify notify)
{
  LeatdSourceWorker *self = source->host;

  if (!leatd_source_may_push (self, batch))
    {
      leat_batch_unref (batch);
      leatd_settled_at_once (FALSE, settled, user_data, notify);
      return LEAT_PUSH_STOP;
    }
  if (leatd_source_config_is_replay (self->config))
    leat_batch_mark (batch, 0, LEAT_RECORD_TEST, NULL, 0);
  if (leat_batch_get_n_records (batch) > 0)
    leat_batch_seal (batch, host_find_sequence (self, leat_batch_get_record (batch, 0)->origin));
  return leatd_source_host_deliver (self, batch, settled, user_data, notify);
}

/* any thread */
static void
host_fail (LeatSource *source, GError *error)
{
  LeatdSourceWorker *self = source->host;

  g_mutex_lock (&self->mutex);
  if (!self->failed)
    self->failure = g_steal_pointer (&error);
  self->failed = TRUE;
  g_mutex_unlock (&self->mutex);
  g_clear_error (&error);
  g_main_context_wakeup (self->context);
}

static void
host_note (LeatSource *source, const char *event, const char *text)
{
  LeatdSourceWorker *self = source->host;

  leatd_event (G_LOG_LEVEL_MESSAGE, self->name, event, "%s", text);
}

/* it is told when the thread serves: until then start() may still fail */
static void
host_hold (LeatSource *source, const char *reason)
{
  LeatdSourceWorker *self = source->host;

  if (g_strcmp0 (self->held, reason) == 0)
    return;
  g_free (self->held);
  self->held = g_strdup (reason);
  if (self->begun && !self->full && !self->silent && !self->connecting)
    leatd_source_set_running (self);
}

static LeatdFacts *
host_get_facts (LeatdSourceWorker *self, GError **error)
{
  g_autofree char *file = g_strconcat (self->name, ".facts", NULL);
  g_autofree char *path = g_build_filename (self->setup.state_dir, "sources", file, NULL);

  if (self->facts == NULL)
    self->facts = leatd_facts_open (path, error);
  return self->facts;
}

static char *
host_recall (LeatSource *source, const char *key)
{
  LeatdSourceWorker *self = source->host;
  g_autoptr (GError) error = NULL;
  LeatdFacts *facts = host_get_facts (self, &error);

  if (facts == NULL)
    leatd_event (G_LOG_LEVEL_WARNING, self->name, "facts", "%s", error->message);
  return facts != NULL ? g_strdup (leatd_facts_get (facts, key)) : NULL;
}

static gboolean
host_remember (LeatSource *source, const char *key, const char *value, GError **error)
{
  LeatdFacts *facts = host_get_facts (source->host, error);

  return facts != NULL && leatd_facts_set (facts, key, value, error);
}

static void
host_each_component (LeatSource *source, LeatComponentFunc func, gpointer user_data)
{
  LeatdSourceWorker *self = source->host;

  self->setup.each_component (self->setup.user_data, func, user_data);
}

static const char *
host_get_state_dir (LeatSource *source)
{
  return ((LeatdSourceWorker *) source->host)->setup.state_dir;
}

/* fills in what the source calls */
void
leatd_source_host_init (LeatdSourceWorker *self)
{
  self->next_sequence = 1;
  self->host = (LeatSourceHost) {
    .open_link = host_open_link,
    .open_stream = host_open_stream,
    .write = host_write,
    .push_batch = host_push_batch,
    .fail = host_fail,
    .note = host_note,
    .recall = host_recall,
    .remember = host_remember,
    .each_component = host_each_component,
    .get_state_dir = host_get_state_dir,
    .hold = host_hold,
  };
}
