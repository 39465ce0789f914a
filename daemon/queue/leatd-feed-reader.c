/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-feed-reader.c - a sink's records as a reader of a store gives them */
#include "leat-clock.h"
#include "worker/leatd-event.h"
#include "leatd-feed.h"
#include "leatd-reader-position.h"

enum { LIVE, AGAIN, N_PLACES };

typedef struct {
  LeatdFeed feed;
  guint64 counters[LEATD_SINK_N_COUNTERS];
  LeatSink *store;
  LeatdGuard guard; /* of the store */
  LeatdFacts *facts;
  LeatdPlace places[N_PLACES];
  LeatdPlace *last; /* of which the last portion came */
  gboolean is_open;
  LeatdReaderPosition position;
  gint64 linger_until; /* monotonic µs; 0: not lingering */
  gint64 again_from;   /* monotonic µs: the second place is opened again then; 0: it is open */
  guint64 left;        /* atomic; when it was closed */
} ReaderFeed;

/* --- its life --- */

static gboolean
reader_feed_open (LeatdFeed *feed, GError **error)
{
  ReaderFeed *self = (ReaderFeed *) feed;

  if (self->is_open)
    return TRUE;
  if (self->facts == NULL)
    self->facts = leatd_feed_open_facts (&feed->setup, error);
  if (self->facts == NULL)
    return FALSE;
  for (guint i = 0; i < N_PLACES; i++)
    if (!leatd_place_open (&self->places[i], self->store, error))
      return FALSE;
  self->is_open = leatd_reader_position_take (&self->position, self->places, N_PLACES, self->facts,
                                              error) &&
                  leatd_reader_note_store (self->facts, &self->places[LIVE],
                                           feed->setup.config->via->name, error);
  return self->is_open;
}

/* records that are not acknowledged; G_MAXUINT64: not known */
static guint64
reader_feed_get_left (LeatdFeed *feed)
{
  ReaderFeed *self = (ReaderFeed *) feed;
  guint64 left = 0;

  for (guint i = 0; i < N_PLACES; i++)
    {
      guint64 records;
      gint64 oldest;

      if (!leatd_place_get_backlog (&self->places[i], &records, &oldest))
        return __atomic_load_n (&self->left, __ATOMIC_RELAXED);
      left += records;
    }
  return left;
}

static guint64
count_given (ReaderFeed *self)
{
  guint64 given = 0;

  for (guint i = 0; i < N_PLACES; i++)
    given += (guint64) g_atomic_int_get (&self->places[i].given);
  return given;
}

static void
reader_feed_count (LeatdFeed *feed)
{
  ReaderFeed *self = (ReaderFeed *) feed;
  guint64 live, again;
  gint64 oldest, oldest_again;
  gboolean known = leatd_place_get_backlog (&self->places[LIVE], &live, &oldest);

  leatd_counter_set (&self->counters[LEATD_SINK_QUEUE_RECORDS], count_given (self));
  if (!known)
    return;
  leatd_place_get_backlog (&self->places[AGAIN], &again, &oldest_again);
  leatd_counter_set (&self->counters[LEATD_SINK_BACKLOG], live);
  leatd_counter_set (&self->counters[LEATD_SINK_BACKLOG_AGAIN], again);
  leatd_counter_set (&self->counters[LEATD_SINK_OLDEST_AGE],
                     oldest > 0 ? (guint64) MAX (leat_clock_now ().time - oldest, 0) : 0);
}

static void
reader_feed_close (LeatdFeed *feed)
{
  ReaderFeed *self = (ReaderFeed *) feed;
  g_autoptr (GError) error = NULL;

  reader_feed_count (feed); /* the last that is known */
  __atomic_store_n (&self->left, reader_feed_get_left (feed), __ATOMIC_RELAXED);
  for (guint i = 0; i < N_PLACES; i++)
    leatd_place_close (&self->places[i]);
  if (self->is_open && !leatd_reader_position_leave (&self->position, self->facts, &error))
    leatd_event (G_LOG_LEVEL_WARNING, feed->setup.config->name, "position", "%s", error->message);
  self->is_open = FALSE;
}

static void
reader_feed_free (LeatdFeed *feed)
{
  ReaderFeed *self = (ReaderFeed *) feed;

  leatd_stuck_watch_remove (feed->setup.stuck_watch, &self->guard);
  for (guint i = 0; i < N_PLACES; i++)
    leatd_place_clear (&self->places[i]);
  g_clear_pointer (&self->facts, leatd_facts_free);
  leatd_reader_position_clear (&self->position);
  g_free (self);
}

static const char *
reader_feed_get_position (LeatdFeed *feed)
{
  return ((ReaderFeed *) feed)->position.text;
}

/* --- reading --- */

/* less than a whole batch may wait for more: TRUE while it does */
static gboolean
is_lingering (ReaderFeed *self)
{
  const LeatdSinkSettings *settings = &self->feed.setup.config->settings;
  const gint64 now = g_get_monotonic_time ();
  guint64 records;

  if (settings->linger == 0)
    return FALSE;
  records = leatd_place_count_waiting (&self->places[LIVE]);
  if (self->linger_until == 0 && records > 0)
    self->linger_until = now + settings->linger;
  if (records > 0 && (records >= (guint64) settings->batch_records || now >= self->linger_until))
    {
      self->linger_until = 0;
      return FALSE;
    }
  return records > 0;
}

static gboolean
may_read (ReaderFeed *self, LeatdPlace *place)
{
  return place->reader != NULL && g_atomic_int_get (&place->more) != 0 &&
         (place->setup.again || !is_lingering (self));
}

/* The places take turns, and what one gave is acknowledged before the other gives: so a position
 * always stands for one of them, and the order of neither is disturbed. */
static LeatdPlace *
choose_place (ReaderFeed *self)
{
  LeatdPlace *other = self->last == &self->places[LIVE] ? &self->places[AGAIN]
                                                        : &self->places[LIVE];

  if (may_read (self, other))
    return other;
  return may_read (self, self->last) ? self->last : NULL;
}

static gboolean
reopen_again (ReaderFeed *self, GError **error)
{
  if (self->again_from == 0 || g_get_monotonic_time () < self->again_from)
    return TRUE;
  if (!leatd_place_open (&self->places[AGAIN], self->store, error))
    return FALSE;
  self->again_from = 0;
  return TRUE;
}

static LeatdPortion *
read_place (ReaderFeed *self, LeatdPlace *place, GError **error)
{
  const LeatdSinkSettings *settings = &self->feed.setup.config->settings;
  LeatdPortion *portion = leatd_place_read (place, (guint) settings->batch_records,
                                            (gsize) settings->batch_size, error);

  if (portion == NULL)
    return NULL;
  self->last = place;
  leatd_count (&self->counters[LEATD_SINK_RECORDS], leat_batch_get_n_records (portion->batch));
  leatd_count (&self->counters[LEATD_SINK_BATCHES], 1);
  return portion;
}

static LeatdPortion *
reader_feed_get_successor (LeatdFeed *feed)
{
  ReaderFeed *self = (ReaderFeed *) feed;

  return read_place (self, self->last, NULL);
}

static LeatdPortion *
try_next (ReaderFeed *self, GError **error)
{
  LeatdPlace *place;

  if (!reopen_again (self, error))
    return NULL;
  while ((place = choose_place (self)) != NULL)
    {
      g_autoptr (GError) failure = NULL;
      LeatdPortion *portion;

      if (place != self->last && count_given (self) > 0)
        return NULL;
      portion = read_place (self, place, &failure);
      if (portion != NULL)
        return portion;
      if (failure != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return NULL;
        }
    }
  return NULL;
}

/* a claim of less than a whole one would part what might still come together */
static LeatdPortion *
reader_feed_next_whole (LeatdFeed *feed)
{
  ReaderFeed *self = (ReaderFeed *) feed;

  return leatd_place_count_waiting (self->last) >=
                 (guint64) feed->setup.config->settings.batch_records
             ? try_next (self, NULL)
             : NULL;
}

static gint64
sooner (gint64 until, gint64 other)
{
  return other > 0 && (until < 0 || other < until) ? other : until;
}

static LeatdPortion *
reader_feed_next (LeatdFeed *feed, gint64 until, GError **error)
{
  ReaderFeed *self = (ReaderFeed *) feed;

  while (TRUE)
    {
      g_autoptr (GError) failure = NULL;
      LeatdPortion *portion = try_next (self, &failure);
      gint64 wait_until = sooner (sooner (until, self->linger_until), self->again_from);
      guint heard;

      if (failure != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return NULL;
        }
      if (portion != NULL || until == 0)
        return portion;
      heard = leatd_bell_wait (feed->setup.bell, LEATD_BELL_KICK | LEATD_BELL_STORE, wait_until);
      if ((heard & LEATD_BELL_KICK) != 0 || (heard == 0 && wait_until == until))
        return NULL;
    }
}

/* --- what becomes of it --- */

static LeatdPlace *
get_place (ReaderFeed *self, const LeatdPortion *portion)
{
  return &self->places[portion->again ? AGAIN : LIVE];
}

static gboolean
reader_feed_claim (LeatdFeed *feed, const LeatdPortion *portion, const guint64 *ends, guint n_ends,
                   GError **error)
{
  return leatd_place_claim (get_place ((ReaderFeed *) feed, portion), ends, n_ends, error);
}

static gboolean
reader_feed_acknowledge (LeatdFeed *feed, const LeatdPortion *portion, guint index,
                         const char *position, GError **error)
{
  ReaderFeed *self = (ReaderFeed *) feed;
  LeatdPlace *place = portion != NULL ? get_place (self, portion) : self->last;
  guint64 up_to = portion != NULL ? portion->ids[index] : place->acknowledged;
  g_autofree char *numbered = NULL;

  if (portion == NULL && (position == NULL || g_strcmp0 (position, self->position.text) == 0))
    return TRUE;
  leatd_reader_position_set (&self->position, position);
  numbered = leatd_reader_position_number (&self->position);
  return leatd_place_acknowledge (place, up_to, numbered, error);
}

static gboolean
reader_feed_reject (LeatdFeed *feed, const LeatdPortion *portion, guint index,
                    const LeatRefusal *refusal, GError **error)
{
  return leatd_place_reject (get_place ((ReaderFeed *) feed, portion), portion->ids[index], refusal,
                             error);
}

static void
reader_feed_release (LeatdFeed *feed, LeatdPortion *portion, gboolean safe, guint from)
{
  ReaderFeed *self = (ReaderFeed *) feed;
  guint n_records = leat_batch_get_n_records (portion->batch);

  g_atomic_int_add (&get_place (self, portion)->given, -(gint) n_records);
  if (!safe) /* it will come again */
    leatd_count (&self->counters[LEATD_SINK_RECORDS], -(guint64) (n_records - from));
  leatd_portion_free (portion);
}

/**
 * leatd_reader_feed_put_back:
 * @wait: µs
 *
 * The second place is left: what it gave and was released as not safe is read again, but not before
 * @wait is over.
 */
void
leatd_reader_feed_put_back (LeatdFeed *feed, gint64 wait)
{
  ReaderFeed *self = (ReaderFeed *) feed;

  leatd_place_close (&self->places[AGAIN]);
  self->again_from = g_get_monotonic_time () + wait;
}

/* what a sink remembered while it had a queue is known with a store too */
static gboolean
reader_feed_remember (LeatdFeed *feed, const char *key, const char *value, GError **error)
{
  ReaderFeed *self = (ReaderFeed *) feed;

  return leatd_place_remember (&self->places[LIVE], key, value, error) &&
         (leatd_facts_get (self->facts, key) == NULL ||
          leatd_facts_set (self->facts, key, NULL, error));
}

static char *
reader_feed_recall (LeatdFeed *feed, const char *key)
{
  ReaderFeed *self = (ReaderFeed *) feed;
  char *value = leatd_place_recall (&self->places[LIVE], key);

  return value != NULL ? value : g_strdup (leatd_facts_get (self->facts, key));
}

/* the bell ends its waits */
static void
reader_feed_wake (LeatdFeed *feed)
{
}

static const LeatdFeedClass reader_feed_class = {
  .keeps = TRUE,
  .open = reader_feed_open,
  .get_position = reader_feed_get_position,
  .next = reader_feed_next,
  .get_successor = reader_feed_get_successor,
  .next_whole = reader_feed_next_whole,
  .claim = reader_feed_claim,
  .acknowledge = reader_feed_acknowledge,
  .reject = reader_feed_reject,
  .release = reader_feed_release,
  .remember = reader_feed_remember,
  .recall = reader_feed_recall,
  .get_left = reader_feed_get_left,
  .count = reader_feed_count,
  .wake = reader_feed_wake,
  .close = reader_feed_close,
  .free = reader_feed_free,
};

/**
 * leatd_reader_feed_new:
 * @setup: copied; what it points to outlives the feed; its sink has a store
 */
LeatdFeed *
leatd_reader_feed_new (const LeatdFeedSetup *setup)
{
  const LeatdSinkConfig *store = setup->config->via;
  ReaderFeed *self = g_new0 (ReaderFeed, 1);

  self->feed = (LeatdFeed) { &reader_feed_class, *setup, self->counters };
  self->guard = (LeatdGuard) { .module = store->module->path, .instance = store->name };
  leatd_stuck_watch_add (setup->stuck_watch, &self->guard, setup->state);
  for (guint i = 0; i < N_PLACES; i++)
    leatd_place_init (&self->places[i],
                      &(LeatdPlaceSetup) {
                          .name = setup->config->name,
                          .from = (const char *const *) setup->config->settings.from,
                          .again = i == AGAIN,
                          .bell = setup->bell,
                          .guard = &self->guard,
                          .stuck_watch = setup->stuck_watch,
                      });
  self->last = &self->places[AGAIN];
  self->left = G_MAXUINT64;
  return &self->feed;
}

/**
 * leatd_reader_feed_connect:
 * @store: the instance that it reads from; outlives close()
 * @doubt: (nullable): called in the sink's thread when the store failed
 *
 * Before the worker begins.
 */
void
leatd_reader_feed_connect (LeatdFeed *feed, LeatSink *store, void (*doubt) (gpointer user_data),
                           gpointer user_data)
{
  ReaderFeed *self = (ReaderFeed *) feed;

  self->store = store;
  for (guint i = 0; i < N_PLACES; i++)
    {
      self->places[i].doubt = doubt;
      self->places[i].doubt_data = user_data;
    }
}
