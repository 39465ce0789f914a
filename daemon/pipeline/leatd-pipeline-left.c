/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-pipeline-left.c - what a pipeline leaves behind when it stops: records, and who does not
 * return */
#include "worker/leatd-event.h"
#include "leatd-pipeline-private.h"

static void
name_stuck (GStrvBuilder *left, const char *name, LeatdState *state)
{
  g_autofree char *reason = NULL;
  g_autofree char *line = NULL;

  leatd_state_get (state, &reason, NULL);
  line = g_strdup_printf ("%s: its plugin did not return%s%s", name,
                          reason != NULL ? "; the last: " : "", reason != NULL ? reason : "");
  leatd_event (G_LOG_LEVEL_WARNING, "leatd", "left", "%s", line);
  g_strv_builder_add (left, line);
}

/* The records that it still holds. Their ranges are warnings of its own; what its full queue has
 * dropped is told now, for who does not return is left behind. */
static void
name_records (GStrvBuilder *left, const char *name, const LeatdInlet *inlet)
{
  guint64 records = leatd_queue_get_records (inlet->queue);
  g_autofree char *line = NULL;

  leatd_drops_tell (inlet->drops, LEATD_LOSS_DROPPED);
  if (records == 0)
    return;
  line = g_strdup_printf ("%s: %" G_GUINT64_FORMAT
                          " records did not get out in time; stop-timeout= gives more",
                          name, records);
  leatd_event (G_LOG_LEVEL_INFO, "leatd", "left", "%s", line);
  g_strv_builder_add (left, line);
}

/**
 * leatd_pipeline_name_left:
 * @stuck: (out): whether a worker's thread has not ended
 *
 * Main thread, at the end of a stop.
 *
 * Returns: (transfer full): a line for each worker that leaves records behind, and for each that
 *   does not return
 */
GStrv
leatd_pipeline_name_left (LeatdPipeline *self, gboolean *stuck)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  *stuck = FALSE;
  for (guint i = 0; i < self->sources->len; i++)
    {
      LeatdSourceWorker *worker = g_ptr_array_index (self->sources, i);
      const char *name = leatd_source_worker_get_name (worker);

      if (leatd_source_worker_get_inlet (worker) != NULL)
        name_records (builder, name, leatd_source_worker_get_inlet (worker));
      if (leatd_source_worker_has_ended (worker))
        continue;
      *stuck = TRUE;
      name_stuck (builder, name, leatd_source_worker_get_state (worker));
    }
  for (guint i = 0; i < self->sinks->len; i++)
    {
      LeatdSinkWorker *worker = g_ptr_array_index (self->sinks, i);

      if (leatd_sink_worker_get_inlet (worker) != NULL)
        name_records (builder, leatd_sink_worker_get_name (worker),
                      leatd_sink_worker_get_inlet (worker));
      if (leatd_sink_worker_has_ended (worker))
        continue;
      *stuck = TRUE;
      leatd_sink_worker_name_left (worker);
      name_stuck (builder, leatd_sink_worker_get_name (worker),
                  leatd_sink_worker_get_state (worker));
    }
  return g_strv_builder_end (builder);
}
