/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-feed-queue.c - a sink's records as sources push them into its queue */
#include "leatd-feed.h"
#include "leatd-reader-position.h"

typedef struct {
  LeatdFeed feed;
  LeatdInlet inlet;
  LeatdFacts *facts;
  gboolean is_closing;
} QueueFeed;

static gboolean
queue_feed_open (LeatdFeed *feed, GError **error)
{
  QueueFeed *self = (QueueFeed *) feed;

  if (self->facts == NULL)
    self->facts = leatd_feed_open_facts (&feed->setup, error);
  return self->facts != NULL && leatd_reader_note_queue (self->facts, error);
}

static const char *
queue_feed_get_position (LeatdFeed *feed)
{
  return leatd_facts_get (((QueueFeed *) feed)->facts, LEATD_FACT_POSITION);
}

static LeatdPortion *
queue_feed_next (LeatdFeed *feed, gint64 until, GError **error)
{
  QueueFeed *self = (QueueFeed *) feed;
  LeatBatch *batch = until == 0 ? leatd_queue_try_pop (self->inlet.queue)
                                : leatd_queue_pop (self->inlet.queue, until);

  return batch != NULL ? leatd_portion_new (batch, NULL, FALSE) : NULL;
}

static LeatdPortion *
queue_feed_get_successor (LeatdFeed *feed)
{
  return queue_feed_next (feed, 0, NULL);
}

static gboolean
queue_feed_has_more (LeatdFeed *feed)
{
  return !leatd_queue_is_empty (((QueueFeed *) feed)->inlet.queue);
}

static void
queue_feed_gather (LeatdFeed *feed, gint64 until, guint64 n_records)
{
  leatd_queue_gather (((QueueFeed *) feed)->inlet.queue, until, n_records);
}

/* the source is told when the whole batch is released; the position must be lasting before */
static gboolean
queue_feed_acknowledge (LeatdFeed *feed, const LeatdPortion *portion, guint index,
                        const char *position, GError **error)
{
  QueueFeed *self = (QueueFeed *) feed;

  return position == NULL || leatd_facts_set (self->facts, LEATD_FACT_POSITION, position, error);
}

static gboolean
queue_feed_reject (LeatdFeed *feed, const LeatdPortion *portion, guint index,
                   const LeatRefusal *refusal, GError **error)
{
  const LeatRecord *record = leat_batch_get_record (portion->batch, index);
  g_autoptr (GString) json = g_string_new (NULL);
  LeatdReject reject = {
    .source = record->origin->source,
    .stage = "sink",
    .reason = refusal->reason,
    .status = refusal->status,
    .answer = refusal->answer,
    .arrival = { record->time, record->monotonic },
  };

  leat_json_append_record (json, record);
  reject.data = (const guint8 *) json->str;
  reject.length = json->len;
  leatd_rejects_put (feed->setup.rejects, &reject);
  return TRUE;
}

static void
queue_feed_release (LeatdFeed *feed, LeatdPortion *portion, gboolean safe, guint from)
{
  QueueFeed *self = (QueueFeed *) feed;

  if (!safe && !self->is_closing)
    leatd_drops_tell (self->inlet.drops, LEATD_LOSS_DROPPED);
  self->is_closing = !safe;
  if (!safe)
    leatd_drops_add (self->inlet.drops, portion->batch, from);
  if (self->inlet.settles)
    leat_batch_settle (portion->batch, safe);
  if (safe)
    leatd_queue_release (self->inlet.queue, portion->batch);
  leatd_portion_free (portion);
}

static gboolean
queue_feed_remember (LeatdFeed *feed, const char *key, const char *value, GError **error)
{
  return queue_feed_open (feed, error) &&
         leatd_facts_set (((QueueFeed *) feed)->facts, key, value, error);
}

static char *
queue_feed_recall (LeatdFeed *feed, const char *key)
{
  return queue_feed_open (feed, NULL)
             ? g_strdup (leatd_facts_get (((QueueFeed *) feed)->facts, key))
             : NULL;
}

static guint64
queue_feed_get_left (LeatdFeed *feed)
{
  return leatd_queue_get_records (((QueueFeed *) feed)->inlet.queue);
}

static void
queue_feed_count (LeatdFeed *feed)
{
  QueueFeed *self = (QueueFeed *) feed;

  leatd_counter_set (&feed->counters[LEATD_SINK_QUEUE_RECORDS],
                     leatd_queue_get_records (self->inlet.queue));
  leatd_counter_set (&feed->counters[LEATD_SINK_QUEUE_BYTES],
                     leatd_queue_get_size (self->inlet.queue));
}

static void
queue_feed_wake (LeatdFeed *feed)
{
  leatd_queue_wake (((QueueFeed *) feed)->inlet.queue);
}

/* what is still in the queue when the worker ends is not safe: it is named, and its source is told
 * so */
static void
queue_feed_close (LeatdFeed *feed)
{
  QueueFeed *self = (QueueFeed *) feed;
  LeatdPortion *portion;

  while ((portion = queue_feed_next (feed, 0, NULL)) != NULL)
    queue_feed_release (feed, portion, FALSE, 0);
  leatd_drops_tell (self->inlet.drops, LEATD_LOSS_LEFT);
}

static void
queue_feed_free (LeatdFeed *feed)
{
  QueueFeed *self = (QueueFeed *) feed;

  leatd_inlet_clear (&self->inlet);
  g_clear_pointer (&self->facts, leatd_facts_free);
  g_free (self);
}

static const LeatdFeedClass queue_feed_class = {
  .keeps = FALSE,
  .open = queue_feed_open,
  .get_position = queue_feed_get_position,
  .next = queue_feed_next,
  .get_successor = queue_feed_get_successor,
  .has_more = queue_feed_has_more,
  .gather = queue_feed_gather,
  .acknowledge = queue_feed_acknowledge,
  .reject = queue_feed_reject,
  .release = queue_feed_release,
  .remember = queue_feed_remember,
  .recall = queue_feed_recall,
  .get_left = queue_feed_get_left,
  .count = queue_feed_count,
  .wake = queue_feed_wake,
  .close = queue_feed_close,
  .free = queue_feed_free,
};

/**
 * leatd_queue_feed_new:
 * @setup: copied; what it points to outlives the feed
 * @settles: a source's acknowledgement waits for the sink
 */
LeatdFeed *
leatd_queue_feed_new (const LeatdFeedSetup *setup, gboolean settles)
{
  const LeatdSinkSettings *settings = &setup->config->settings;
  QueueFeed *self = g_new0 (QueueFeed, 1);

  self->feed = (LeatdFeed) { &queue_feed_class, *setup, self->inlet.counters };
  leatd_inlet_init (&self->inlet, setup->config->name, settings->queue_size,
                    settings->queue_records, setup->context);
  self->inlet.settles = settles;
  return &self->feed;
}

/**
 * leatd_queue_feed_get_inlet:
 *
 * Returns: (transfer none) (nullable): the way into its queue; %NULL: it is no feed of that kind
 */
LeatdInlet *
leatd_queue_feed_get_inlet (LeatdFeed *self)
{
  return self->klass == &queue_feed_class ? &((QueueFeed *) self)->inlet : NULL;
}

/**
 * leatd_queue_feed_renew:
 * @config: of the same sink, which settles as before
 */
void
leatd_queue_feed_renew (LeatdFeed *feed, const LeatdSinkConfig *config)
{
  QueueFeed *self = (QueueFeed *) feed;

  feed->setup.config = config;
  leatd_queue_set_bounds (self->inlet.queue, (gsize) config->settings.queue_size,
                          (guint64) config->settings.queue_records);
}

static void
name_portion (const LeatdPortion *portion, guint from, gpointer drops)
{
  leatd_drops_add (drops, portion->batch, from);
}

/**
 * leatd_queue_feed_name_left:
 * @pending: what its sink holds
 *
 * The thread of the sink does not return, and the process ends without it: what it holds, and what
 * waits for it, is named now or never. Any thread.
 */
void
leatd_queue_feed_name_left (LeatdFeed *feed, LeatdPending *pending)
{
  QueueFeed *self = (QueueFeed *) feed;
  LeatBatch *batch;

  leatd_drops_tell (self->inlet.drops, LEATD_LOSS_DROPPED);
  leatd_pending_each (pending, name_portion, self->inlet.drops);
  while ((batch = leatd_queue_try_pop (self->inlet.queue)) != NULL)
    {
      leatd_drops_add (self->inlet.drops, batch, 0);
      leat_batch_unref (batch);
    }
  leatd_drops_tell (self->inlet.drops, LEATD_LOSS_LEFT);
}

/**
 * leatd_feed_open_facts:
 *
 * Returns: (transfer full) (nullable): the lasting facts of the sink
 */
LeatdFacts *
leatd_feed_open_facts (const LeatdFeedSetup *setup, GError **error)
{
  g_autofree char *file = g_strconcat (setup->config->name, ".facts", NULL);
  g_autofree char *path = g_build_filename (setup->state_dir, "sinks", file, NULL);

  return leatd_facts_open (path, error);
}
