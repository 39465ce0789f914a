/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-pipeline-stop.c - how a pipeline comes to rest: sources, junctions, stores, who reads from
 * them, sinks, and who does not return */
#include "leatd-pipeline-private.h"

/* of stop-timeout=: so much at the most is kept for those that must be cancelled, µs */
#define CANCEL_TIMEOUT (2 * G_USEC_PER_SEC)

/* do the plain sources, or those that live on others, give no more? */
static gboolean
pipeline_is_at_rest (LeatdPipeline *self, gboolean junctions)
{
  for (guint i = 0; i < self->sources->len; i++)
    {
      LeatdSourceWorker *worker = g_ptr_array_index (self->sources, i);

      if (leatd_source_worker_lives_on_others (worker) == junctions &&
          !leatd_source_worker_is_at_rest (worker))
        return FALSE;
    }
  return TRUE;
}

static gboolean
pipeline_sources_have_ended (LeatdPipeline *self)
{
  for (guint i = 0; i < self->sources->len; i++)
    if (!leatd_source_worker_has_ended (g_ptr_array_index (self->sources, i)))
      return FALSE;
  return TRUE;
}

static gboolean
pipeline_sinks_have_ended (LeatdPipeline *self, gboolean only_readers)
{
  for (guint i = 0; i < self->sinks->len; i++)
    {
      LeatdSinkWorker *worker = g_ptr_array_index (self->sinks, i);

      if ((!only_readers || leatd_sink_worker_is_reader (worker)) &&
          !leatd_sink_worker_has_ended (worker))
        return FALSE;
    }
  return TRUE;
}

static gboolean
pipeline_sinks_are_idle (LeatdPipeline *self, gboolean readers)
{
  for (guint i = 0; i < self->sinks->len; i++)
    {
      LeatdSinkWorker *worker = g_ptr_array_index (self->sinks, i);

      if (leatd_sink_worker_is_reader (worker) == readers && !leatd_sink_worker_is_idle (worker))
        return FALSE;
    }
  return TRUE;
}

/* the stores first: what one of them has committed since is in a reader's backlog then */
static gboolean
pipeline_is_idle (LeatdPipeline *self)
{
  return pipeline_sinks_are_idle (self, FALSE) && pipeline_sinks_are_idle (self, TRUE);
}

/* has every store committed what was in its queue? */
static gboolean
pipeline_stores_are_idle (LeatdPipeline *self)
{
  for (guint i = 0; i < self->sinks->len; i++)
    {
      LeatdSinkWorker *worker = g_ptr_array_index (self->sinks, i);

      if (leatd_sink_worker_is_read_from (worker) && !leatd_sink_worker_is_idle (worker) &&
          !leatd_sink_worker_has_ended (worker))
        return FALSE;
    }
  return TRUE;
}

static void
pipeline_stop_sources (LeatdPipeline *self, gboolean junctions)
{
  for (guint i = 0; i < self->sources->len; i++)
    {
      LeatdSourceWorker *worker = g_ptr_array_index (self->sources, i);

      if (leatd_source_worker_lives_on_others (worker) == junctions)
        leatd_source_worker_stop (worker);
    }
}

/* does a source that is not at rest yet bring records to this junction? */
static gboolean
pipeline_is_fed (LeatdPipeline *self, LeatdSourceWorker *worker, LeatdInlet *inlet)
{
  for (guint i = 0; i < self->sources->len; i++)
    {
      LeatdSourceWorker *other = g_ptr_array_index (self->sources, i);

      if (other != worker && !leatd_source_worker_is_at_rest (other) &&
          leatd_outlet_leads_to (leatd_source_worker_get_outlet (other), inlet))
        return TRUE;
    }
  return FALSE;
}

/* Is there a plain source that one that hears of events has to hear of? Of its end too, unless
 * @is_hurried: a source may wait with that for what a sink makes safe at its own end. */
static gboolean
pipeline_is_heard (LeatdPipeline *self, gboolean is_hurried)
{
  for (guint i = 0; i < self->sources->len; i++)
    {
      LeatdSourceWorker *other = g_ptr_array_index (self->sources, i);

      if (!leatd_source_worker_lives_on_others (other) &&
          !(is_hurried ? leatd_source_worker_is_at_rest (other)
                       : leatd_source_worker_has_ended (other)))
        return TRUE;
    }
  return FALSE;
}

/* Those that no other junction feeds any more; the configuration has no circles. A junction knows
 * no end of its own: it is at its end when it has taken all that it was given, too. */
static void
pipeline_stop_junctions (LeatdPipeline *self, gboolean only_empty)
{
  for (guint i = 0; i < self->sources->len; i++)
    {
      LeatdSourceWorker *worker = g_ptr_array_index (self->sources, i);
      LeatdInlet *inlet = leatd_source_worker_get_inlet (worker);

      if (!leatd_source_worker_lives_on_others (worker) ||
          (inlet != NULL ? pipeline_is_fed (self, worker, inlet)
                         : pipeline_is_heard (self, !only_empty)))
        continue;
      if (!only_empty || inlet == NULL || leatd_queue_get_records (inlet->queue) == 0)
        leatd_source_worker_stop (worker);
    }
}

/* every source has come to its end by itself, and all that they gave is out */
static gboolean
pipeline_is_done (LeatdPipeline *self)
{
  pipeline_stop_junctions (self, TRUE);
  return pipeline_sources_have_ended (self) && pipeline_is_idle (self);
}

static void
pipeline_clear_deadline (LeatdPipeline *self)
{
  if (self->deadline != NULL)
    g_source_destroy (self->deadline);
  g_clear_pointer (&self->deadline, g_source_unref);
}

static void
pipeline_finish (LeatdPipeline *self)
{
  g_auto (GStrv) left = NULL;
  gboolean stuck;
  LeatdStoppedFunc stopped = g_steal_pointer (&self->stopped);

  left = leatd_pipeline_name_left (self, &stuck);
  leatd_rejects_stop (self->rejects); /* the balance that follows has all of them */
  pipeline_clear_deadline (self);
  self->phase = LEATD_PHASE_STOPPED;
  stopped (stuck, (const char *const *) left, self->stopped_data);
}

static gboolean on_deadline (gpointer user_data);

static void
pipeline_set_deadline (LeatdPipeline *self, gint64 microseconds)
{
  pipeline_clear_deadline (self);
  self->deadline = g_timeout_source_new ((guint) (MAX (microseconds, 0) / 1000));
  g_source_set_callback (self->deadline, on_deadline, self, NULL);
  g_source_attach (self->deadline, self->context);
}

/* the time that stop-timeout= leaves for those that do not return when they are cancelled */
static gint64
pipeline_get_cancel_time (LeatdPipeline *self)
{
  return MIN (CANCEL_TIMEOUT, leatd_config_get_daemon (self->config)->stop_timeout / 4);
}

/* the time that is left for all sinks to come to rest */
static gint64
pipeline_get_sink_time (LeatdPipeline *self)
{
  return self->stop_until - g_get_monotonic_time () - pipeline_get_cancel_time (self);
}

typedef void (*SinkFunc) (LeatdSinkWorker *worker);

static void
pipeline_each_sink (LeatdPipeline *self, gboolean stores, gboolean readers, SinkFunc func)
{
  for (guint i = 0; i < self->sinks->len; i++)
    {
      LeatdSinkWorker *worker = g_ptr_array_index (self->sinks, i);

      if (leatd_sink_worker_is_read_from (worker) == stores &&
          leatd_sink_worker_is_reader (worker) == readers)
        func (worker);
    }
}

static void
pipeline_enter (LeatdPipeline *self, LeatdPhase phase)
{
  self->phase = phase;
  switch (phase)
    {
    case LEATD_PHASE_SOURCES:
      pipeline_stop_sources (self, FALSE);
      break;
    case LEATD_PHASE_JUNCTIONS:
      pipeline_stop_junctions (self, FALSE);
      break;
    case LEATD_PHASE_STORES:
      pipeline_each_sink (self, TRUE, FALSE, leatd_sink_worker_resume);
      pipeline_each_sink (self, FALSE, FALSE, leatd_sink_worker_drain);
      pipeline_set_deadline (self, pipeline_get_sink_time (self) / 2);
      break;
    case LEATD_PHASE_READERS:
      pipeline_each_sink (self, FALSE, TRUE, leatd_sink_worker_drain);
      pipeline_set_deadline (self, pipeline_get_sink_time (self) / 2);
      break;
    case LEATD_PHASE_LATE:
      pipeline_each_sink (self, FALSE, TRUE, leatd_sink_worker_cancel);
      pipeline_set_deadline (self, pipeline_get_cancel_time (self) / 2);
      break;
    case LEATD_PHASE_SINKS:
      pipeline_each_sink (self, TRUE, FALSE, leatd_sink_worker_drain);
      pipeline_set_deadline (self, pipeline_get_sink_time (self));
      break;
    case LEATD_PHASE_CANCEL:
      for (guint i = 0; i < self->sinks->len; i++)
        leatd_sink_worker_cancel (g_ptr_array_index (self->sinks, i));
      for (guint i = 0; i < self->sources->len; i++)
        leatd_source_worker_release (g_ptr_array_index (self->sources, i));
      pipeline_set_deadline (self, pipeline_get_cancel_time (self));
      break;
    case LEATD_PHASE_RUNNING:
    case LEATD_PHASE_STOPPED:
      break;
    }
}

static gboolean
pipeline_phase_is_over (LeatdPipeline *self)
{
  switch (self->phase)
    {
    case LEATD_PHASE_SOURCES:
      return pipeline_is_at_rest (self, FALSE);
    case LEATD_PHASE_JUNCTIONS:
      return pipeline_is_at_rest (self, TRUE);
    case LEATD_PHASE_STORES:
      pipeline_each_sink (self, TRUE, FALSE, leatd_sink_worker_resume);
      return pipeline_stores_are_idle (self);
    case LEATD_PHASE_READERS:
    case LEATD_PHASE_LATE:
      return pipeline_sinks_have_ended (self, TRUE);
    case LEATD_PHASE_SINKS:
      return pipeline_sinks_have_ended (self, FALSE);
    case LEATD_PHASE_CANCEL:
      return pipeline_sinks_have_ended (self, FALSE) && pipeline_sources_have_ended (self);
    case LEATD_PHASE_RUNNING:
    case LEATD_PHASE_STOPPED:
      break;
    }
  return FALSE;
}

/* Sources that do not return have half of the time, stores and then their readers half of what is
 * left, the sinks all that is left; a last part of it is for those that must be cancelled. A
 * request that takes longer is cancelled before its store closes. */
static gboolean
on_deadline (gpointer user_data)
{
  LeatdPipeline *self = user_data;

  if (self->phase == LEATD_PHASE_SOURCES || self->phase == LEATD_PHASE_JUNCTIONS)
    {
      pipeline_stop_sources (self, TRUE);
      self->phase = LEATD_PHASE_JUNCTIONS;
    }
  if (self->phase >= LEATD_PHASE_CANCEL)
    pipeline_finish (self);
  else
    {
      pipeline_enter (self, self->phase + 1);
      leatd_pipeline_look (self);
    }
  return G_SOURCE_REMOVE;
}

/* main thread: has what is waited for come about? */
gboolean
leatd_pipeline_look (gpointer user_data)
{
  LeatdPipeline *self = user_data;

  if (self->reload != NULL)
    leatd_reload_look (self->reload);
  else
    {
      leatd_pipeline_look_at_leaving (self);
      leatd_pipeline_free_left (self);
    }
  if (self->phase == LEATD_PHASE_RUNNING && self->reload == NULL && self->done != NULL &&
      pipeline_is_done (self))
    {
      void (*done) (gpointer) = self->done;

      self->done = NULL;
      done (self->done_data);
    }
  if (self->phase == LEATD_PHASE_JUNCTIONS)
    pipeline_stop_junctions (self, FALSE);
  while (pipeline_phase_is_over (self))
    {
      if (self->phase >= LEATD_PHASE_SINKS)
        {
          if (pipeline_sources_have_ended (self))
            pipeline_finish (self);
          else
            pipeline_enter (self, LEATD_PHASE_CANCEL);
          return G_SOURCE_REMOVE;
        }
      pipeline_enter (self, self->phase + 1);
    }
  return G_SOURCE_REMOVE;
}

/**
 * leatd_pipeline_stop:
 * @stopped: called once, with what was left behind
 *
 * Sources, junctions and sinks come to rest within stop-timeout=. Main thread, once.
 */
void
leatd_pipeline_stop (LeatdPipeline *self, LeatdStoppedFunc stopped, gpointer user_data)
{
  gint64 timeout = leatd_config_get_daemon (self->config)->stop_timeout;

  if (self->reload != NULL)
    leatd_reload_give_up (self->reload);
  leatd_pipeline_take_back_leaving (self);
  self->stopped = stopped;
  self->stopped_data = user_data;
  self->stop_until = g_get_monotonic_time () + timeout;
  g_atomic_int_set (&self->stopping, 1);
  pipeline_set_deadline (self, timeout / 2);
  pipeline_enter (self, LEATD_PHASE_SOURCES);
  leatd_pipeline_look (self);
}

void
leatd_pipeline_hurry (LeatdPipeline *self)
{
  if (self->phase == LEATD_PHASE_RUNNING || self->phase >= LEATD_PHASE_CANCEL)
    return;
  pipeline_stop_sources (self, TRUE);
  pipeline_enter (self, LEATD_PHASE_CANCEL);
  leatd_pipeline_look (self);
}
