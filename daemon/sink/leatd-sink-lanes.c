/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-sink-lanes.c - instances of one sink, each with a thread, that make requests at the same
 * time */
#include "leatd-sink-private.h"

typedef struct {
  LeatdSinkInstance instance;
  LeatdLanes *lanes;
  GThread *thread;
  GCond cond;
  LeatdRequest *request; /* what it is at work on */
  gboolean is_open;      /* its thread's */
} Lane;

struct _LeatdLanes {
  LeatdSinkWorker *worker;
  GMutex mutex; /* of what follows, and of whether requests have landed */
  gboolean ends;
  guint n_lanes;
  Lane *lanes;
};

void
leatd_request_free (LeatdRequest *self)
{
  g_clear_error (&self->failure);
  leatd_said_clear (&self->said);
  g_free (self);
}

/**
 * leatd_lanes_new:
 * @worker: outlives them
 * @config: of @worker, or what is to be its; says how many
 *
 * Main thread.
 */
LeatdLanes *
leatd_lanes_new (LeatdSinkWorker *worker, const LeatdSinkConfig *config, GError **error)
{
  LeatdLanes *self = g_new0 (LeatdLanes, 1);
  const guint n_lanes = (guint) config->settings.requests;

  self->worker = worker;
  self->lanes = g_new0 (Lane, n_lanes);
  g_mutex_init (&self->mutex);
  while (self->n_lanes < n_lanes)
    {
      Lane *lane = &self->lanes[self->n_lanes++];

      g_cond_init (&lane->cond);
      lane->lanes = self;
      if (!leatd_sink_instance_make (&lane->instance, worker, config, TRUE, error))
        {
          leatd_lanes_free (self);
          return NULL;
        }
    }
  return self;
}

/* they are stopped; main thread */
void
leatd_lanes_free (LeatdLanes *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_lanes; i++)
    {
      leatd_sink_instance_clear (&self->lanes[i].instance);
      g_cond_clear (&self->lanes[i].cond);
    }
  g_mutex_clear (&self->mutex);
  g_free (self->lanes);
  g_free (self);
}

/* --- a lane's thread --- */

static LeatdRequest *
lane_await (Lane *self)
{
  LeatdRequest *request;

  g_mutex_lock (&self->lanes->mutex);
  while (self->request == NULL && !self->lanes->ends)
    g_cond_wait (&self->cond, &self->lanes->mutex);
  request = self->request;
  g_mutex_unlock (&self->lanes->mutex);
  return request;
}

static void
lane_close (Lane *self)
{
  if (self->is_open)
    leatd_sink_instance_close (&self->instance);
  self->is_open = FALSE;
}

/* all of its records, by as many calls as the sink needs */
static void
lane_write (Lane *self, LeatdRequest *request)
{
  while (request->taken < request->count && request->failure == NULL)
    {
      guint taken;

      leatd_sink_instance_write (&self->instance, request->portion->batch,
                                 request->from + request->taken, request->count - request->taken,
                                 &taken, &request->failure);
      request->taken += taken;
      request->partly = request->failure != NULL ? taken : 0;
    }
}

/* what is not lasting at the peer is not taken */
static void
lane_flush (Lane *self, LeatdRequest *request)
{
  g_autofree char *position = NULL;
  g_autoptr (GError) failure = NULL;
  guint64 safe;

  if (request->taken == 0 ||
      (leatd_sink_instance_flush (&self->instance, &safe, &position, &failure) &&
       safe >= request->taken))
    return;
  g_clear_error (&request->failure);
  request->failure = failure != NULL ? g_steal_pointer (&failure)
                                     : g_error_new (LEAT_ERROR, LEAT_ERROR_FAILED,
                                                    "flush made %" G_GUINT64_FORMAT
                                                    " of %u written records safe",
                                                    safe, request->taken);
  request->taken = request->partly = 0;
}

/* those after which write() may be called again */
static gboolean
stays_open (const GError *failure)
{
  return failure == NULL || g_error_matches (failure, LEAT_ERROR, LEAT_ERROR_REJECTED) ||
         g_error_matches (failure, LEAT_ERROR, LEAT_ERROR_HELD) ||
         g_error_matches (failure, LEAT_ERROR, LEAT_ERROR_BUSY);
}

static void
lane_send (Lane *self, LeatdRequest *request)
{
  if (!self->is_open)
    self->is_open = leatd_sink_instance_open (&self->instance, NULL, &request->failure);
  if (self->is_open)
    {
      lane_write (self, request);
      lane_flush (self, request);
    }
  else if (request->failure == NULL)
    request->failure = g_error_new_literal (LEAT_ERROR, LEAT_ERROR_PLUGIN,
                                            "open() failed and named no error");
  request->said = self->instance.said;
  self->instance.said = (LeatdSaid) { 0 };
  if (!stays_open (request->failure))
    lane_close (self);
}

static void
lane_land (Lane *self, LeatdRequest *request)
{
  LeatdSinkWorker *worker = self->lanes->worker;

  g_mutex_lock (&self->lanes->mutex);
  self->request = NULL;
  request->has_landed = TRUE;
  g_mutex_unlock (&self->lanes->mutex);
  leatd_bell_ring (&worker->bell, LEATD_BELL_KICK);
  if (g_atomic_int_get (&worker->waits_in_feed) != 0)
    worker->feed->klass->wake (worker->feed);
}

static gpointer
lane_thread (gpointer data)
{
  Lane *self = data;
  LeatdRequest *request;

  leatd_guard_own (&self->instance.guard);
  while ((request = lane_await (self)) != NULL)
    {
      lane_send (self, request);
      lane_land (self, request);
    }
  lane_close (self);
  return NULL;
}

/* --- the worker's thread --- */

void
leatd_lanes_start (LeatdLanes *self)
{
  self->ends = FALSE;
  for (guint i = 0; i < self->n_lanes; i++)
    self->lanes[i].thread = g_thread_new (self->worker->name, lane_thread, &self->lanes[i]);
}

/* when they have landed what they were given */
void
leatd_lanes_stop (LeatdLanes *self)
{
  g_mutex_lock (&self->mutex);
  self->ends = TRUE;
  for (guint i = 0; i < self->n_lanes; i++)
    g_cond_signal (&self->lanes[i].cond);
  g_mutex_unlock (&self->mutex);
  for (guint i = 0; i < self->n_lanes; i++)
    g_clear_pointer (&self->lanes[i].thread, g_thread_join);
}

guint
leatd_lanes_get_n (const LeatdLanes *self)
{
  return self->n_lanes;
}

/**
 * leatd_lanes_count_idle:
 *
 * Returns: how many requests may be given
 */
guint
leatd_lanes_count_idle (LeatdLanes *self)
{
  guint n_idle = 0;

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->n_lanes; i++)
    n_idle += self->lanes[i].request == NULL;
  g_mutex_unlock (&self->mutex);
  return n_idle;
}

/**
 * leatd_lanes_give:
 * @request: (transfer none): not touched before it has landed; the worker is kicked then
 *
 * There is an idle one: the first is taken, so that a few have all the work while a few are enough.
 */
void
leatd_lanes_give (LeatdLanes *self, LeatdRequest *request)
{
  Lane *lane = self->lanes;

  g_mutex_lock (&self->mutex);
  while (lane->request != NULL)
    lane++;
  lane->request = request;
  g_cond_signal (&lane->cond);
  g_mutex_unlock (&self->mutex);
}

gboolean
leatd_lanes_have_landed (LeatdLanes *self, const LeatdRequest *request)
{
  gboolean has_landed;

  g_mutex_lock (&self->mutex);
  has_landed = request->has_landed;
  g_mutex_unlock (&self->mutex);
  return has_landed;
}
