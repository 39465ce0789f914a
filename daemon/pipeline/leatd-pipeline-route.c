/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-pipeline-route.c - the ways from each source to all sinks and junctions that want its
 * records
 */
#include "leatd-pipeline-private.h"

static void
route_to_sink (LeatdSourceWorker *source, LeatdSinkWorker *sink, LeatdOutlet *outlet)
{
  const LeatdSinkSettings *settings = &leatd_sink_worker_get_config (sink)->settings;
  LeatdInlet *inlet = leatd_sink_worker_get_inlet (sink);
  const gboolean block = settings->when_full == LEATD_WHEN_FULL_BLOCK ||
                         (settings->when_full == LEATD_WHEN_FULL_AUTO &&
                          leatd_source_worker_can_wait (source));

  if (inlet != NULL && leatd_globs_match ((const char *const *) settings->from,
                                          leatd_source_worker_get_name (source)))
    leatd_outlet_add (outlet, inlet, block);
}

static void
route_to_junction (LeatdSourceWorker *source, LeatdSourceWorker *junction, LeatdOutlet *outlet)
{
  const LeatdSourceSettings *settings = &leatd_source_worker_get_config (junction)->settings;
  LeatdInlet *inlet = leatd_source_worker_get_inlet (junction);

  if (inlet != NULL && junction != source &&
      leatd_globs_match ((const char *const *) settings->from,
                         leatd_source_worker_get_name (source)))
    leatd_outlet_add (outlet, inlet, leatd_source_worker_can_wait (source));
}

/**
 * leatd_pipeline_route_source:
 *
 * Its next batch goes to those that want it now; what it gave before stays where it is. Main
 * thread.
 */
void
leatd_pipeline_route_source (LeatdPipeline *self, LeatdSourceWorker *source)
{
  LeatdOutlet *outlet = leatd_outlet_new ();

  for (guint i = 0; i < self->sinks->len; i++)
    route_to_sink (source, g_ptr_array_index (self->sinks, i), outlet);
  for (guint i = 0; i < self->sources->len; i++)
    route_to_junction (source, g_ptr_array_index (self->sources, i), outlet);
  leatd_source_worker_reroute (source, outlet);
  leatd_outlet_free (outlet);
}

void
leatd_pipeline_route (LeatdPipeline *self)
{
  for (guint i = 0; i < self->sources->len; i++)
    leatd_pipeline_route_source (self, g_ptr_array_index (self->sources, i));
}
