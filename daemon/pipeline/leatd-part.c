/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-part.c - what a source and a sink have in common, for who asks and steers them */
#include "leatd-part.h"

LeatdPart
leatd_part_of_source (LeatdSourceWorker *source)
{
  return (LeatdPart) {
    .name = leatd_source_worker_get_name (source),
    .plugin = leatd_source_worker_get_config (source)->klass->name,
    .source = source,
    .state = leatd_source_worker_get_state (source),
    .counter_names = leatd_source_counter_names,
  };
}

LeatdPart
leatd_part_of_sink (LeatdSinkWorker *sink)
{
  return (LeatdPart) {
    .name = leatd_sink_worker_get_name (sink),
    .plugin = leatd_sink_worker_get_config (sink)->klass->name,
    .sink = sink,
    .state = leatd_sink_worker_get_state (sink),
    .counter_names = leatd_sink_counter_names,
  };
}

const guint64 *
leatd_part_get_counters (const LeatdPart *self)
{
  return self->source != NULL ? leatd_source_worker_get_counters (self->source)
                              : leatd_sink_worker_get_counters (self->sink);
}

void
leatd_part_pause (const LeatdPart *self)
{
  if (self->source != NULL)
    leatd_source_worker_pause (self->source);
  else
    leatd_sink_worker_pause (self->sink);
}

void
leatd_part_resume (const LeatdPart *self)
{
  if (self->source != NULL)
    leatd_source_worker_resume (self->source);
  else
    leatd_sink_worker_resume (self->sink);
}

void
leatd_part_restart (const LeatdPart *self)
{
  if (self->source != NULL)
    leatd_source_worker_restart (self->source);
  else
    leatd_sink_worker_restart (self->sink);
}
