/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-pipeline-components.c - shows a source what all sources and sinks do, and have counted */
#include "leatd-part.h"
#include "leatd-pipeline-private.h"

G_STATIC_ASSERT ((int) LEATD_SOURCE_N_COUNTERS >= (int) LEATD_SINK_N_COUNTERS);

static void
part_show (const LeatdPart *part, LeatComponentFunc func, gpointer user_data)
{
  const guint64 *counters = leatd_part_get_counters (part);
  gint64 values[LEATD_SOURCE_N_COUNTERS];
  LeatComponent component = {
    .struct_size = sizeof component,
    .name = part->name,
    .is_sink = part->sink != NULL,
    .plugin = part->plugin,
    .counter_names = part->counter_names,
    .counters = values,
  };

  component.state = leatd_state_get_name (leatd_state_get (part->state, NULL, &component.since));
  for (guint i = 0; part->counter_names[i] != NULL; i++)
    values[i] = (gint64) leatd_counter_get (&counters[i]);
  func (&component, user_data);
}

/**
 * leatd_pipeline_each_component:
 *
 * Any thread: which sources and sinks there are does not change meanwhile.
 */
void
leatd_pipeline_each_component (LeatdPipeline *self, LeatComponentFunc func, gpointer user_data)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  for (guint i = 0; i < self->sources->len; i++)
    {
      const LeatdPart part = leatd_part_of_source (g_ptr_array_index (self->sources, i));

      part_show (&part, func, user_data);
    }
  for (guint i = 0; i < self->sinks->len; i++)
    {
      const LeatdPart part = leatd_part_of_sink (g_ptr_array_index (self->sinks, i));

      part_show (&part, func, user_data);
    }
}
