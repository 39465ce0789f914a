/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-drops.c - names what did not get out, by its ranges of sequences */
#include "leatd-drops.h"
#include "worker/leatd-event.h"

/* sequences first..last of one epoch */
typedef struct {
  const LeatOrigin *origin;
  guint64 first;
  guint64 last;
} Range;

struct _LeatdDrops {
  char *sink;
  GMainContext *context;
  GMutex mutex;   /* of what follows */
  GArray *ranges; /* of Range */
  GSource *timer; /* runs while there are ranges to tell of */
};

static void
range_clear (gpointer range)
{
  leat_origin_unref (((Range *) range)->origin);
}

/**
 * leatd_drops_new:
 * @sink: whose queue it is
 * @context: where the events are made
 *
 * Returns: (transfer full): an empty ledger
 */
LeatdDrops *
leatd_drops_new (const char *sink, GMainContext *context)
{
  LeatdDrops *self = g_new0 (LeatdDrops, 1);

  self->sink = g_strdup (sink);
  self->context = g_main_context_ref (context);
  self->ranges = g_array_new (FALSE, FALSE, sizeof (Range));
  g_array_set_clear_func (self->ranges, range_clear);
  g_mutex_init (&self->mutex);
  return self;
}

/* tells of what is left */
void
leatd_drops_free (LeatdDrops *self)
{
  leatd_drops_tell (self, LEATD_LOSS_DROPPED);
  g_array_unref (self->ranges);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->mutex);
  g_free (self->sink);
  g_free (self);
}

static void
drops_add_record (LeatdDrops *self, const LeatRecord *record)
{
  for (guint i = self->ranges->len; i > 0; i--)
    {
      Range *range = &g_array_index (self->ranges, Range, i - 1);

      if (range->origin->epoch != record->origin->epoch &&
          g_strcmp0 (range->origin->epoch, record->origin->epoch) != 0)
        continue;
      if (range->last + 1 != record->sequence)
        break;
      range->last = record->sequence;
      return;
    }
  g_array_append_val (self->ranges, ((Range) { leat_origin_ref (record->origin), record->sequence,
                                               record->sequence }));
}

static gboolean
on_timer (gpointer user_data)
{
  leatd_drops_tell (user_data, LEATD_LOSS_DROPPED);
  return G_SOURCE_REMOVE;
}

static void
drops_start_timer (LeatdDrops *self)
{
  self->timer = g_timeout_source_new_seconds (1);
  g_source_set_callback (self->timer, on_timer, self, NULL);
  g_source_attach (self->timer, self->context);
}

/**
 * leatd_drops_add:
 * @batch: did not get out,
 * @from: from that record on
 *
 * Any thread.
 */
void
leatd_drops_add (LeatdDrops *self, const LeatBatch *batch, guint from)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  guint n_records = leat_batch_get_n_records (batch);

  for (guint i = from; i < n_records; i++)
    drops_add_record (self, leat_batch_get_record (batch, i));
  if (self->timer == NULL)
    drops_start_timer (self);
}

/* an event, what it says, and the way out */
static const struct {
  const char *event;
  const char *what;
  const char *way_out;
} losses[] = {
  [LEATD_LOSS_DROPPED] = { "drop", "queue full: dropped",
                           "when-full=block keeps them where the source can wait, queue-size= "
                           "bridges longer stalls" },
  [LEATD_LOSS_LEFT] = { "left", "not out in time: left", "stop-timeout= gives more of it" },
};

/**
 * leatd_drops_tell:
 *
 * Makes one event of each range, and forgets them.
 */
void
leatd_drops_tell (LeatdDrops *self, LeatdLoss loss)
{
  g_autoptr (GArray) ranges = NULL;

  g_mutex_lock (&self->mutex);
  ranges = g_steal_pointer (&self->ranges);
  self->ranges = g_array_new (FALSE, FALSE, sizeof (Range));
  g_array_set_clear_func (self->ranges, range_clear);
  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
  g_mutex_unlock (&self->mutex);

  for (guint i = 0; i < ranges->len; i++)
    {
      Range *range = &g_array_index (ranges, Range, i);

      leatd_event_about (G_LOG_LEVEL_WARNING, self->sink, range->origin->source, losses[loss].event,
                         "%s %" G_GUINT64_FORMAT " records, %s/%s/%" G_GUINT64_FORMAT
                         "-%" G_GUINT64_FORMAT "; %s",
                         losses[loss].what, range->last - range->first + 1, range->origin->source,
                         range->origin->epoch, range->first, range->last, losses[loss].way_out);
    }
}
