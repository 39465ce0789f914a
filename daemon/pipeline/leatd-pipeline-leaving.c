/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-pipeline-leaving.c - sources and sinks that a reload has taken out, on their way to an end
 */
#include "leatd-pipeline-private.h"

/* do those that leave give no more? */
gboolean
leatd_pipeline_are_leaving_at_rest (LeatdPipeline *self)
{
  for (guint i = 0; i < self->leaving_sources->len; i++)
    if (!leatd_source_worker_is_at_rest (g_ptr_array_index (self->leaving_sources, i)))
      return FALSE;
  return TRUE;
}

/* have all of these ended? Either may be NULL */
gboolean
leatd_pipeline_have_left (const GPtrArray *sources, const GPtrArray *sinks)
{
  for (guint i = 0; sources != NULL && i < sources->len; i++)
    if (!leatd_source_worker_has_ended (g_ptr_array_index (sources, i)))
      return FALSE;
  for (guint i = 0; sinks != NULL && i < sinks->len; i++)
    if (!leatd_sink_worker_has_ended (g_ptr_array_index (sinks, i)))
      return FALSE;
  return TRUE;
}

/* does another one that leaves bring records to this junction? */
static gboolean
is_fed (LeatdPipeline *self, LeatdSourceWorker *worker)
{
  for (guint i = 0; i < self->leaving_sources->len; i++)
    {
      LeatdSourceWorker *other = g_ptr_array_index (self->leaving_sources, i);

      if (other != worker && !leatd_source_worker_is_at_rest (other) &&
          leatd_outlet_leads_to (leatd_source_worker_get_outlet (other),
                                 leatd_source_worker_get_inlet (worker)))
        return TRUE;
    }
  return FALSE;
}

/**
 * leatd_pipeline_look_at_leaving:
 *
 * Each stops when nobody gives it anything any more: a junction behind those that feed it, a sink
 * behind the sources, a store behind its readers. Nobody else leads to any of them. Main thread.
 */
void
leatd_pipeline_look_at_leaving (LeatdPipeline *self)
{
  const gboolean at_rest = leatd_pipeline_are_leaving_at_rest (self);

  for (guint i = 0; i < self->leaving_sources->len; i++)
    {
      LeatdSourceWorker *worker = g_ptr_array_index (self->leaving_sources, i);

      if (leatd_source_worker_get_inlet (worker) == NULL || !is_fed (self, worker))
        leatd_source_worker_stop (worker);
    }
  for (guint i = 0; i < self->leaving_sinks->len; i++)
    {
      LeatdSinkWorker *worker = g_ptr_array_index (self->leaving_sinks, i);

      if (leatd_sink_worker_has_ended (worker))
        leatd_sink_worker_leave (worker);
    }
  for (guint i = 0; i < self->leaving_sinks->len; i++)
    {
      LeatdSinkWorker *worker = g_ptr_array_index (self->leaving_sinks, i);

      if ((at_rest || leatd_sink_worker_is_reader (worker)) &&
          !leatd_sink_worker_is_read_from (worker))
        leatd_sink_worker_drain (worker);
    }
}

static gboolean
leads_to_any (LeatdPipeline *self, LeatdInlet *inlet)
{
  for (guint i = 0; inlet != NULL && i < self->leaving_sources->len; i++)
    if (leatd_outlet_leads_to (leatd_source_worker_get_outlet (
                                   g_ptr_array_index (self->leaving_sources, i)),
                               inlet))
      return TRUE;
  return FALSE;
}

/* those that have ended; what leads to another goes first */
void
leatd_pipeline_free_left (LeatdPipeline *self)
{
  for (guint i = self->leaving_sources->len; i > 0; i--)
    {
      LeatdSourceWorker *worker = g_ptr_array_index (self->leaving_sources, i - 1);

      if (leatd_source_worker_has_ended (worker) &&
          (leatd_source_worker_get_inlet (worker) == NULL ||
           !leads_to_any (self, leatd_source_worker_get_inlet (worker))))
        g_ptr_array_remove_index (self->leaving_sources, i - 1);
    }
  for (guint i = self->leaving_sinks->len; i > 0; i--)
    {
      LeatdSinkWorker *worker = g_ptr_array_index (self->leaving_sinks, i - 1);

      if (leatd_sink_worker_has_ended (worker) && !leatd_sink_worker_is_read_from (worker) &&
          !leads_to_any (self, leatd_sink_worker_get_inlet (worker)))
        g_ptr_array_remove_index (self->leaving_sinks, i - 1);
    }
}

static void
move_all (GPtrArray *from, GPtrArray *to)
{
  g_ptr_array_set_free_func (from, NULL);
  g_ptr_array_extend (to, from, NULL, NULL);
  g_ptr_array_set_size (from, 0);
}

/* the whole pipeline stops: they stop with it, and are named with it if they do not */
void
leatd_pipeline_take_back_leaving (LeatdPipeline *self)
{
  g_mutex_lock (&self->mutex);
  move_all (self->leaving_sources, self->sources);
  move_all (self->leaving_sinks, self->sinks);
  g_mutex_unlock (&self->mutex);
}
