/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-router.c - brings a source's batches into the queue of every sink and junction that wants
 * them */
#include "leatd-router.h"

typedef struct {
  LeatdInlet *inlet;
  gboolean block; /* hold the source back when full; otherwise the oldest gives way */
} Route;

struct _LeatdOutlet {
  GMutex mutex;   /* of what follows: once a batch */
  GArray *routes; /* of Route */
};

/**
 * leatd_inlet_init:
 * @name: of the sink or junction
 * @max_size: bytes, and
 * @max_records: records that its queue may hold
 * @context: where its drops are told
 */
void
leatd_inlet_init (LeatdInlet *self, const char *name, gint64 max_size, gint64 max_records,
                  GMainContext *context)
{
  self->queue = leatd_queue_new ((gsize) max_size, (guint64) max_records);
  self->drops = leatd_drops_new (name, context);
}

void
leatd_inlet_clear (LeatdInlet *self)
{
  g_clear_pointer (&self->queue, leatd_queue_free);
  g_clear_pointer (&self->drops, leatd_drops_free);
}

LeatdOutlet *
leatd_outlet_new (void)
{
  LeatdOutlet *self = g_new0 (LeatdOutlet, 1);

  self->routes = g_array_new (FALSE, FALSE, sizeof (Route));
  g_mutex_init (&self->mutex);
  return self;
}

void
leatd_outlet_free (LeatdOutlet *self)
{
  g_array_unref (self->routes);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/**
 * leatd_outlet_add:
 * @inlet: (transfer none): outlives the outlet, or is taken out by leatd_outlet_move()
 * @block: whether a full queue holds the source back
 */
void
leatd_outlet_add (LeatdOutlet *self, LeatdInlet *inlet, gboolean block)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_array_append_val (self->routes, ((Route) { inlet, block }));
}

/**
 * leatd_outlet_move:
 * @other: its inlets are this one's from now on, and the other way round
 * @user_data: of who may wait for room here
 *
 * Between two batches: each goes whole to the ones or to the others. When it returns, the former
 * inlets get no more, and tell @user_data of room no longer. Main thread.
 */
void
leatd_outlet_move (LeatdOutlet *self, LeatdOutlet *other, gpointer user_data)
{
  GArray *former;

  g_mutex_lock (&self->mutex);
  former = self->routes;
  self->routes = other->routes;
  other->routes = former;
  g_mutex_unlock (&self->mutex);
  leatd_outlet_forget_room (other, user_data);
}

/* is it one of the inlets that were added? */
gboolean
leatd_outlet_leads_to (LeatdOutlet *self, const LeatdInlet *inlet)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  for (guint i = 0; i < self->routes->len; i++)
    if (g_array_index (self->routes, Route, i).inlet == inlet)
      return TRUE;
  return FALSE;
}

static void
inlet_drop (LeatBatch *batch, gpointer user_data)
{
  LeatdInlet *self = user_data;

  leatd_count (&self->counters[LEATD_SINK_DROPS], leat_batch_get_n_records (batch));
  leatd_count (&self->counters[LEATD_SINK_DROPPED_BATCHES], 1);
  leatd_drops_add (self->drops, batch, 0);
  if (self->settles)
    leat_batch_settle (batch, FALSE);
  leat_batch_unref (batch);
}

static void
inlet_push (LeatdInlet *self, LeatBatch *batch, gboolean block)
{
  if (!block)
    leatd_queue_shed (self->queue, inlet_drop, self);
  leatd_count (&self->counters[LEATD_SINK_RECORDS], leat_batch_get_n_records (batch));
  leatd_count (&self->counters[LEATD_SINK_BATCHES], 1);
  leatd_queue_push (self->queue, leat_batch_ref (batch));
  if (self->notify != NULL)
    self->notify (self->user_data);
}

/**
 * leatd_outlet_push:
 * @batch: (transfer full): sealed
 *
 * The source's thread. The batch is taken by every inlet, however full it is.
 *
 * Returns: %FALSE if one that blocks is full now: push no more until leatd_outlet_await_room()
 */
gboolean
leatd_outlet_push (LeatdOutlet *self, LeatBatch *batch)
{
  gboolean room = TRUE;

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->routes->len; i++)
    if (g_array_index (self->routes, Route, i).inlet->settles)
      leat_batch_expect (batch);
  for (guint i = 0; i < self->routes->len; i++)
    {
      Route *route = &g_array_index (self->routes, Route, i);

      inlet_push (route->inlet, batch, route->block);
      if (route->block && leatd_queue_is_full (route->inlet->queue))
        room = FALSE;
    }
  g_mutex_unlock (&self->mutex);
  leat_batch_settle (batch, TRUE);
  leat_batch_unref (batch);
  return room;
}

/**
 * leatd_outlet_await_room:
 * @func: called when one of the full queues has room; ask again then, for there may be another
 *
 * Returns: %FALSE if all that block have room now
 */
gboolean
leatd_outlet_await_room (LeatdOutlet *self, LeatdRoomFunc func, gpointer user_data)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  for (guint i = 0; i < self->routes->len; i++)
    {
      Route *route = &g_array_index (self->routes, Route, i);

      if (route->block && leatd_queue_await_room (route->inlet->queue, func, user_data))
        return TRUE;
    }
  return FALSE;
}

/* when it returns, the function that waited is not running and will not be called */
void
leatd_outlet_forget_room (LeatdOutlet *self, gpointer user_data)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  for (guint i = 0; i < self->routes->len; i++)
    leatd_queue_forget_room (g_array_index (self->routes, Route, i).inlet->queue, user_data);
}
