/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-reload-answer.c - what has become of each source and sink by a reload */
#include "worker/leatd-event.h"
#include "leatd-reload-private.h"
#include "sink/leatd-sink-private.h"

const char *
leatd_reload_what_get_name (LeatdReloadWhat what)
{
  static const char *const names[] = {
    [LEATD_RELOAD_KEPT] = "kept",
    [LEATD_RELOAD_CHANGED] = "changed",
    [LEATD_RELOAD_CHANGED_IN_PLACE] = "changed in place",
    [LEATD_RELOAD_ADDED] = "added",
    [LEATD_RELOAD_REMOVED] = "removed",
    [LEATD_RELOAD_STUCK] = "stuck",
  };

  return names[what];
}

static void
reload_note_stuck (LeatdReload *self)
{
  const GPtrArray *sources = self->pipeline->leaving_sources;
  const GPtrArray *sinks = self->pipeline->leaving_sinks;

  for (guint i = 0; i < self->sources->len; i++)
    if (!leatd_source_renewal_is_applied (self->sources->pdata[i]))
      leatd_reload_note (self, FALSE,
                         leatd_source_worker_get_name (
                             leatd_source_renewal_get_worker (self->sources->pdata[i])),
                         LEATD_RELOAD_STUCK);
  for (guint i = 0; i < self->sinks->len; i++)
    if (!leatd_sink_renewal_is_applied (self->sinks->pdata[i]))
      leatd_reload_note (self, TRUE,
                         leatd_sink_worker_get_name (
                             leatd_sink_renewal_get_worker (self->sinks->pdata[i])),
                         LEATD_RELOAD_STUCK);
  for (guint i = 0; i < sources->len; i++)
    if (!leatd_source_worker_has_ended (sources->pdata[i]))
      leatd_reload_note (self, FALSE, leatd_source_worker_get_name (sources->pdata[i]),
                         LEATD_RELOAD_STUCK);
  for (guint i = 0; i < sinks->len; i++)
    if (!leatd_sink_worker_has_ended (sinks->pdata[i]))
      leatd_reload_note (self, TRUE, leatd_sink_worker_get_name (sinks->pdata[i]),
                         LEATD_RELOAD_STUCK);
}

/* of those that have gone */
static void
reload_count_left (LeatdReload *self)
{
  const GPtrArray *sinks = self->pipeline->leaving_sinks;

  for (guint i = 0; i < self->changes->len; i++)
    {
      LeatdReloadChange *change = g_ptr_array_index (self->changes, i);

      for (guint j = 0; j < sinks->len; j++)
        if (change->is_sink && change->what == LEATD_RELOAD_REMOVED &&
            g_str_equal (change->name, leatd_sink_worker_get_name (sinks->pdata[j])))
          change->left = leatd_sink_worker_count_left (sinks->pdata[j]);
    }
}

/* when all is done that can be */
void
leatd_reload_complete (LeatdReload *self)
{
  reload_note_stuck (self);
  reload_count_left (self);
}

void
leatd_reload_tell (LeatdReload *self)
{
  for (guint i = 0; i < self->changes->len; i++)
    {
      const LeatdReloadChange *change = g_ptr_array_index (self->changes, i);

      leatd_event (change->what == LEATD_RELOAD_STUCK  ? G_LOG_LEVEL_WARNING
                   : change->what == LEATD_RELOAD_KEPT ? G_LOG_LEVEL_DEBUG
                                                       : G_LOG_LEVEL_INFO,
                   change->name, "reload", "%s by a reload%s",
                   leatd_reload_what_get_name (change->what),
                   change->what == LEATD_RELOAD_STUCK
                       ? ": its plugin did not return in time; it is as it was, reload again"
                       : "");
    }
}
