/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-renewal-sink.c - a sink that goes on with other options, in the same worker */
#include "leatd-renewal-sink.h"
#include "config/leatd-config-diff.h"
#include "sink/leatd-sink-private.h"
#include <string.h>

typedef enum {
  RENEWAL_NEW,
  RENEWAL_BEGUN,
  RENEWAL_APPLIED,
} RenewalPhase;

struct _LeatdSinkRenewal {
  LeatdSinkWorker *worker;
  RenewalPhase phase;
  char **live;          /* keys that may change in place, if no others do; NULL: some do */
  LeatdConfig *made_of; /* what those that were are made of; NULL: their configuration */

  /* those to come, then those that were */
  const LeatdSinkConfig *config;
  LeatSink *sink;
  LeatdFlight *flight; /* NULL: one request at a time */
  LeatdFeed *feed;     /* NULL: it has a queue, which stays */
};

/**
 * leatd_sink_renewal_new:
 * @worker: runs, or not; outlives it
 * @config: of the same name and class, with the same kind of feed, that settles as before
 *
 * Makes the sink anew, and opens nothing.
 *
 * Returns: (transfer full) (nullable): nothing is changed yet
 */
LeatdSinkRenewal *
leatd_sink_renewal_new (LeatdSinkWorker *worker, const LeatdSinkConfig *config, GError **error)
{
  g_autoptr (LeatdSinkRenewal) self = g_new0 (LeatdSinkRenewal, 1);
  gboolean made;

  self->worker = worker;
  leatd_config_ref (config->config);
  self->config = config;
  self->live = leatd_sink_config_list_live (worker->config, config);
  self->sink = leatd_config_new_sink (config, &worker->own, error);
  if (self->sink == NULL)
    return NULL;
  self->flight = leatd_sink_make_flight (worker, config, &made, error);
  if (made && config->via != NULL)
    self->feed = leatd_sink_make_feed (worker, config);
  return made ? g_steal_pointer (&self) : NULL;
}

void
leatd_sink_renewal_free (LeatdSinkRenewal *self)
{
  if (self->phase == RENEWAL_BEGUN)
    leatd_wish_unpark (&self->worker->wish);
  g_clear_pointer (&self->flight, leatd_flight_free);
  g_clear_pointer (&self->sink, leat_sink_instance_free);
  if (self->feed != NULL)
    self->feed->klass->free (self->feed);
  leatd_config_unref (self->config->config);
  g_clear_pointer (&self->made_of, leatd_config_unref);
  g_strfreev (self->live);
  g_free (self);
}

LeatdSinkWorker *
leatd_sink_renewal_get_worker (LeatdSinkRenewal *self)
{
  return self->worker;
}

const LeatdSinkConfig *
leatd_sink_renewal_get_config (LeatdSinkRenewal *self)
{
  return self->phase != RENEWAL_APPLIED ? self->config : self->worker->config;
}

gboolean
leatd_sink_renewal_is_in_place (LeatdSinkRenewal *self)
{
  return self->live != NULL;
}

void
leatd_sink_renewal_make_anew (LeatdSinkRenewal *self)
{
  g_clear_pointer (&self->live, g_strfreev);
}

void
leatd_sink_renewal_begin (LeatdSinkRenewal *self)
{
  if (self->phase != RENEWAL_NEW)
    return;
  self->phase = RENEWAL_BEGUN;
  if (self->live != NULL)
    leatd_wish_park_amid (&self->worker->wish);
  else
    leatd_wish_park (&self->worker->wish);
  leatd_sink_kick (self->worker);
}

/* a store that is read from lives on in any case: its readers are not parked */
void
leatd_sink_renewal_hurry (LeatdSinkRenewal *self)
{
  if (self->phase != RENEWAL_BEGUN || leatd_sink_renewal_is_ready (self))
    return;
  if (self->live != NULL && !leatd_sink_worker_is_read_from (self->worker))
    {
      leatd_sink_renewal_make_anew (self);
      leatd_wish_park (&self->worker->wish);
    }
  leatd_wish_hurry (&self->worker->wish);
  leatd_sink_kick (self->worker);
}

gboolean
leatd_sink_renewal_is_ready (LeatdSinkRenewal *self)
{
  return self->phase == RENEWAL_BEGUN && leatd_wish_is_parked (&self->worker->wish);
}

gboolean
leatd_sink_renewal_is_applied (LeatdSinkRenewal *self)
{
  return self->phase == RENEWAL_APPLIED;
}

static void
renewal_swap_feed (LeatdSinkRenewal *self)
{
  LeatdFeed *former = self->worker->feed;

  if (self->feed == NULL)
    {
      leatd_queue_feed_renew (former, self->worker->config);
      return;
    }
  memcpy (self->feed->counters, former->counters, LEATD_SINK_N_COUNTERS * sizeof (guint64));
  self->worker->feed = self->feed;
  self->feed = former;
}

static void
renewal_swap (LeatdSinkRenewal *self)
{
  LeatdSinkWorker *worker = self->worker;
  const LeatdSinkConfig *config = worker->config;
  LeatSink *sink = worker->own.sink;
  LeatdFlight *flight = worker->flight;

  if (flight != NULL && self->flight != NULL)
    leatd_flight_take_over (self->flight, flight);
  worker->config = self->config;
  worker->own.sink = self->sink;
  worker->flight = self->flight;
  self->config = config;
  self->sink = sink;
  self->flight = flight;
  renewal_swap_feed (self);
  leatd_sink_take_settings (worker);
}

/* its instance and its feed go on, and with them what they were made of */
static void
renewal_set_live (LeatdSinkRenewal *self)
{
  LeatdSinkWorker *worker = self->worker;
  const LeatdSinkConfig *former = worker->config;

  if (worker->made_of == NULL)
    worker->made_of = leatd_config_ref (former->config);
  worker->config = self->config;
  worker->live = g_strdupv (self->live);
  self->config = former;
  leatd_sink_take_settings (worker);
}

static void
renewal_make_anew (LeatdSinkRenewal *self, LeatdSinkWorker *store)
{
  LeatdSinkWorker *worker = self->worker;

  renewal_swap (self);
  self->made_of = g_steal_pointer (&worker->made_of);
  if (store != NULL)
    leatd_sink_worker_read_from (worker, store);
  for (guint i = 0; i < worker->readers->len; i++)
    leatd_sink_connect (g_ptr_array_index (worker->readers, i));
}

void
leatd_sink_renewal_apply (LeatdSinkRenewal *self, LeatdSinkWorker *store)
{
  LeatdSinkWorker *worker = self->worker;

  if (self->live != NULL)
    renewal_set_live (self);
  else
    renewal_make_anew (self, store);
  self->phase = RENEWAL_APPLIED;
  leatd_wish_unpark (&worker->wish);
}
