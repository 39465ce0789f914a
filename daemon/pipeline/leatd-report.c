/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-report.c - all counters of a pipeline as JSON, and the balance of each part as a sentence
 */
#include "worker/leatd-event.h"
#include "leatd-pipeline-private.h"
#include <json-glib/json-glib.h>

static void
report_state (JsonBuilder *builder, LeatdState *state)
{
  g_autofree char *reason = NULL;
  LeatdStateCode code = leatd_state_get (state, &reason, NULL);

  json_builder_set_member_name (builder, "state");
  json_builder_add_string_value (builder, leatd_state_get_name (code));
  if (reason == NULL)
    return;
  json_builder_set_member_name (builder, "reason");
  json_builder_add_string_value (builder, reason);
}

static void
report_counters (JsonBuilder *builder, const char *const *names, const guint64 *counters)
{
  for (guint i = 0; names[i] != NULL; i++)
    {
      json_builder_set_member_name (builder, names[i]);
      json_builder_add_int_value (builder, (gint64) leatd_counter_get (&counters[i]));
    }
}

static void
report_sources (JsonBuilder *builder, LeatdPipeline *pipeline)
{
  json_builder_set_member_name (builder, "sources");
  json_builder_begin_object (builder);
  for (guint i = 0; i < pipeline->sources->len; i++)
    {
      LeatdSourceWorker *worker = g_ptr_array_index (pipeline->sources, i);

      json_builder_set_member_name (builder, leatd_source_worker_get_name (worker));
      json_builder_begin_object (builder);
      report_state (builder, leatd_source_worker_get_state (worker));
      report_counters (builder, leatd_source_counter_names,
                       leatd_source_worker_get_counters (worker));
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
}

static void
report_sinks (JsonBuilder *builder, LeatdPipeline *pipeline)
{
  json_builder_set_member_name (builder, "sinks");
  json_builder_begin_object (builder);
  for (guint i = 0; i < pipeline->sinks->len; i++)
    {
      LeatdSinkWorker *worker = g_ptr_array_index (pipeline->sinks, i);

      json_builder_set_member_name (builder, leatd_sink_worker_get_name (worker));
      json_builder_begin_object (builder);
      report_state (builder, leatd_sink_worker_get_state (worker));
      report_counters (builder, leatd_sink_counter_names, leatd_sink_worker_get_counters (worker));
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
}

static void
report_rejects (JsonBuilder *builder, LeatdPipeline *pipeline)
{
  static const char *const names[] = { "kept", "lost", "dropped", "dropped_bytes", NULL };
  LeatdRejectsCounts counts;

  leatd_rejects_get_counts (pipeline->rejects, &counts);
  json_builder_set_member_name (builder, "rejects");
  json_builder_begin_object (builder);
  report_counters (builder, names,
                   (const guint64[]) { counts.kept, counts.lost, counts.dropped,
                                       counts.dropped_bytes });
  json_builder_end_object (builder);
}

/**
 * leatd_pipeline_to_json:
 *
 * Main thread.
 *
 * Returns: (transfer full): all counters and states at this moment
 */
char *
leatd_pipeline_to_json (LeatdPipeline *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  report_sources (builder, self);
  report_sinks (builder, self);
  report_rejects (builder, self);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static void
tell_source (LeatdSourceWorker *worker)
{
  const guint64 *counters = leatd_source_worker_get_counters (worker);

  leatd_event (G_LOG_LEVEL_INFO, leatd_source_worker_get_name (worker), "balance",
               "in all %" G_GUINT64_FORMAT " bytes read: %" G_GUINT64_FORMAT
               " in %" G_GUINT64_FORMAT " records, %" G_GUINT64_FORMAT " in %" G_GUINT64_FORMAT
               " rejects, %" G_GUINT64_FORMAT " of the device's grammar, %" G_GUINT64_FORMAT
               " skipped, %" G_GUINT64_FORMAT " pending",
               leatd_counter_get (&counters[LEATD_SOURCE_BYTES]),
               leatd_counter_get (&counters[LEATD_SOURCE_RECORD_BYTES]),
               leatd_counter_get (&counters[LEATD_SOURCE_RECORDS]),
               leatd_counter_get (&counters[LEATD_SOURCE_REJECT_BYTES]),
               leatd_counter_get (&counters[LEATD_SOURCE_REJECTS]),
               leatd_counter_get (&counters[LEATD_SOURCE_TAKEN_BYTES]),
               leatd_counter_get (&counters[LEATD_SOURCE_SKIPPED_BYTES]),
               leatd_counter_get (&counters[LEATD_SOURCE_PENDING_BYTES]));
}

static void
tell_sink (LeatdSinkWorker *worker)
{
  const guint64 *counters = leatd_sink_worker_get_counters (worker);

  leatd_event (G_LOG_LEVEL_INFO, leatd_sink_worker_get_name (worker), "balance",
               "in all %" G_GUINT64_FORMAT " records: %" G_GUINT64_FORMAT
               " safe, %" G_GUINT64_FORMAT " refused, %" G_GUINT64_FORMAT
               " dropped, %" G_GUINT64_FORMAT " left",
               leatd_counter_get (&counters[LEATD_SINK_RECORDS]),
               leatd_counter_get (&counters[LEATD_SINK_SAFE]),
               leatd_counter_get (&counters[LEATD_SINK_REJECTS]),
               leatd_counter_get (&counters[LEATD_SINK_DROPS]),
               leatd_counter_get (&counters[LEATD_SINK_QUEUE_RECORDS]));
}

/**
 * leatd_pipeline_tell_balance:
 *
 * Tells people where every byte and every record went, a line for each source and sink. Main
 * thread.
 */
void
leatd_pipeline_tell_balance (LeatdPipeline *self)
{
  for (guint i = 0; i < self->sources->len; i++)
    tell_source (g_ptr_array_index (self->sources, i));
  for (guint i = 0; i < self->sinks->len; i++)
    tell_sink (g_ptr_array_index (self->sinks, i));
}
