/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-config-requests.c - whether the requests of a sink fit the records that it would get: a
 * template that names a field which they have not is found before anything runs */
#include "config/leatd-config-private.h"
#include "plugin/leatd-contract.h"

/* of records that nobody has sent */
#define NO_EPOCH "00000000000000000000"

/* something that a field of its type may be */
static void
set_field (LeatBatch *batch, guint index, const LeatField *field, LeatMoment arrival)
{
  switch (field->type)
    {
    case LEAT_TYPE_BOOL: leat_batch_set_bool (batch, index, TRUE); break;
    case LEAT_TYPE_INT: leat_batch_set_int (batch, index, 1); break;
    case LEAT_TYPE_DECIMAL: leat_batch_set_decimal (batch, index, 10, 1); break;
    case LEAT_TYPE_DOUBLE: leat_batch_set_double (batch, index, 1); break;
    case LEAT_TYPE_TIME: leat_batch_set_time (batch, index, arrival.time); break;
    case LEAT_TYPE_STRING: leat_batch_set_string (batch, index, "x", 1); break;
    case LEAT_TYPE_BYTES: leat_batch_set_bytes (batch, index, "x", 1); break;
    }
}

/* a record as the source will give them */
static LeatBatch *
make_record (const LeatdSourceConfig *source)
{
  const LeatMoment arrival = leat_clock_now ();
  LeatOrigin *origin = leat_origin_new (source->name, NO_EPOCH, source->schema,
                                        source->config->daemon.gateway,
                                        (const char *const *) source->tags);
  LeatBatch *batch = leat_batch_new (1);

  leat_batch_append (batch, origin, arrival);
  for (guint i = 0; i < leat_schema_get_n_fields (source->schema); i++)
    set_field (batch, i, leat_schema_get_field (source->schema, i), arrival);
  leat_batch_set_sequence (batch, 1);
  leat_origin_unref (origin);
  return batch;
}

static void
judge_source (const LeatdSinkConfig *sink, LeatSink *trial, const LeatdSourceConfig *source,
              LeatFaults *faults)
{
  g_autoptr (LeatBatch) batch = make_record (source);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  guint taken;

  if (!leatd_contract_judge (sink->klass->render (trial, batch, 0, 1, &taken, text, &error),
                             sink->klass->name, "render()", &error))
    leat_group_fault_error (sink->group, error, faults);
}

static void
judge_sink (LeatdConfig *self, const LeatdSinkConfig *sink, LeatFaults *faults)
{
  LeatSink *trial = leatd_config_new_sink (sink, NULL, NULL);

  for (guint i = 0; trial != NULL && i < self->sources->len; i++)
    {
      const LeatdSourceConfig *source = self->sources->pdata[i];

      if (source->schema != NULL &&
          leatd_globs_match ((const char *const *) sink->settings.from, source->name))
        judge_source (sink, trial, source, faults);
    }
  g_clear_pointer (&trial, leat_sink_instance_free);
}

/**
 * leatd_config_judge_requests:
 * @self: judged, without a fault
 *
 * Of sources whose schema is known; those that make records of their own kind are not.
 */
void
leatd_config_judge_requests (LeatdConfig *self, LeatFaults *faults)
{
  for (guint i = 0; i < self->sinks->len; i++)
    {
      const LeatdSinkConfig *sink = self->sinks->pdata[i];

      if (sink->klass != NULL && LEAT_CLASS_HAS (sink->klass, render))
        judge_sink (self, sink, faults);
    }
}
