/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-config-sink.c - judges a [sink NAME] group */
#include "config/leatd-config-private.h"
#include "plugin/leatd-contract.h"

void
leatd_sink_config_free (gpointer data)
{
  LeatdSinkConfig *self = data;

  leat_options_clear (leatd_sink_options, &self->settings);
  g_free (self->name);
  g_free (self);
}

/* a request that is known to hold fewer needs no claim of its end, and no search in it for the
 * record that is refused */
static void
judge_extent (LeatdSinkConfig *self, LeatSink *sink, LeatFaults *faults)
{
  const guint extent = LEAT_CLASS_HAS (self->klass, get_extent) ? self->klass->get_extent (sink)
                                                                : 0;

  if (extent == 0 || self->settings.batch_records <= extent)
    return;
  if (leat_group_find (self->group, "batch-records") != NULL)
    leat_group_fault (self->group, "batch-records", faults,
                      "a request of this sink holds %u record%s, as its other keys are; leave it "
                      "out, or change what a request holds",
                      extent, extent == 1 ? "" : "s");
  self->settings.batch_records = extent;
}

/* whether several requests may be made at once: the host's to ask, the class's to know */
static void
judge_order (LeatdSinkConfig *self, LeatSink *sink, LeatFaults *faults)
{
  const LeatSinkClass *klass = self->klass;
  g_autoptr (GError) error = NULL;

  if (self->settings.order == LEATD_ORDER_SOURCE)
    {
      if (leat_group_find (self->group, "requests") != NULL)
        leat_group_fault (self->group, "requests", faults,
                          "with order=source one request is made at a time; order=none is for "
                          "several");
      return;
    }
  if ((klass->flags & LEAT_SINK_REQUESTS) == 0)
    leat_group_fault (self->group, "order", faults, "%s makes no requests; leave order= out",
                      klass->name);
  else if (!LEAT_CLASS_HAS (klass, overlap))
    leat_group_fault (self->group, "order", faults,
                      "%s cannot make several requests at once; leave order= out", klass->name);
  else if (!leatd_contract_judge (klass->overlap (sink, &error), klass->name, "overlap()", &error))
    leat_group_fault_error (self->group, error, faults);
}

static void
judge_class (LeatdSinkConfig *self, LeatFaults *faults)
{
  const LeatOption *tables[] = { leatd_sink_options, self->klass->options, NULL };
  const guint before = leat_faults_get_n (faults);
  g_autoptr (GError) error = NULL;
  LeatSink *sink;

  leat_group_check_keys (self->group, tables, NULL, faults);
  leatd_config_try_options (self->group, self->klass->options, self->klass->instance_size, faults);
  if (leat_faults_get_n (faults) != before)
    return;
  sink = leatd_config_new_sink (self, NULL, &error);
  if (sink == NULL)
    leat_group_fault_error (self->group, error, faults);
  else
    {
      judge_extent (self, sink, faults);
      judge_order (self, sink, faults);
    }
  leat_sink_instance_free (sink);
}

void
leatd_config_judge_sink (LeatdConfig *config, const LeatGroup *group, const char *name,
                         LeatFaults *faults)
{
  LeatdSinkConfig *self = g_new0 (LeatdSinkConfig, 1);

  self->config = config;
  self->name = g_strdup (name);
  self->group = group;
  g_ptr_array_add (config->sinks, self);
  leat_group_fill (group, leatd_sink_options, &self->settings, faults);
  leatd_config_check_retry (group, self->settings.retry_first, self->settings.retry_longest,
                            faults);
  if (self->settings.plugin == NULL || leatd_sink_config_is_left_out (self))
    return;
  self->klass = leatd_registry_find_sink (config->registry, self->settings.plugin, &self->module);
  if (self->klass != NULL)
    judge_class (self, faults);
  else
    leatd_config_fault_class (config, group, "plugin", LEATD_KIND_SINK, self->settings.plugin,
                              faults);
}
