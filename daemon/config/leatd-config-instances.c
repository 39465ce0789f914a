/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-config-instances.c - sources, links, framers and sinks as the key file wants them */
#include "config/leatd-config-private.h"
#include "plugin/leatd-contract.h"
#include "plugin/leatd-guard.h"

/* What the group says was judged when it was loaded: a fault now is a secret's file that has gone,
 * or a class with its presets that needs more than these. */
static gboolean
fill (const LeatGroup *group, const LeatOption *table, gpointer instance, GError **error)
{
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  const LeatFault *first;

  if (group == NULL || leat_group_fill (group, table, instance, faults))
    return TRUE;
  first = leat_faults_get (faults, 0);
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "%s: %s", first->key, first->text);
  return FALSE;
}

/**
 * leatd_config_new_source:
 * @host: the instance's `host`; begins with a LeatSourceHost
 *
 * Main thread.
 */
LeatSource *
leatd_config_new_source (const LeatdSourceConfig *source, gpointer host, GError **error)
{
  LeatdGuard guard = { .module = source->module->path, .instance = source->name };
  LeatSource *self = leat_source_instance_new (source->klass);

  self->host = host;
  leatd_guard_enter (&guard);
  if (!fill (source->group, source->klass->options, self, error) ||
      !leatd_contract_judge (leat_source_instance_init (self, error), source->klass->name, "init()",
                             error) ||
      !leatd_config_shape (source, self, error))
    g_clear_pointer (&self, leat_source_instance_free);
  leatd_guard_leave (&guard);
  return self;
}

/**
 * leatd_config_new_link:
 * @host: the instance's `host`; begins with a LeatLinkHost
 *
 * The link that the source's device= names. Main thread.
 */
LeatLink *
leatd_config_new_link (const LeatdSourceConfig *source, gpointer host, GError **error)
{
  LeatdGuard guard = { .module = source->link_module->path, .instance = source->name };
  LeatLink *self = leat_link_instance_new (source->link);

  self->host = host;
  leatd_guard_enter (&guard);
  if (!fill (source->group, source->link->options, self, error) ||
      !leatd_contract_judge (leat_link_instance_init (self, error), source->link->schemes, "init()",
                             error))
    g_clear_pointer (&self, leat_link_instance_free);
  leatd_guard_leave (&guard);
  return self;
}

/**
 * leatd_config_new_sink:
 * @host: the instance's `host`; begins with a LeatSinkHost
 *
 * Main thread.
 */
LeatSink *
leatd_config_new_sink (const LeatdSinkConfig *sink, gpointer host, GError **error)
{
  LeatdGuard guard = { .module = sink->module->path, .instance = sink->name };
  LeatSink *self = leat_sink_instance_new (sink->klass);

  self->host = host;
  leatd_guard_enter (&guard);
  if (!fill (sink->group, sink->klass->options, self, error) ||
      !leatd_contract_judge (leat_sink_instance_init (self, error), sink->klass->name, "init()",
                             error))
    g_clear_pointer (&self, leat_sink_instance_free);
  leatd_guard_leave (&guard);
  return self;
}

/**
 * leatd_config_set_live:
 * @group: judged: its values are sound
 *
 * In the instance's thread, between two calls.
 */
gboolean
leatd_config_set_live (const LeatGroup *group, const LeatOption *table, gpointer instance,
                       const char *key)
{
  const LeatOption *option = leat_options_find (table, key);
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  LeatOption one[] = { { 0 }, LEAT_OPTION_END };

  if (option == NULL)
    return FALSE;
  one[0] = *option;
  leat_options_clear (one, instance); /* it may be left out now */
  leat_group_fill (group, one, instance, faults);
  return TRUE;
}

static LeatFramer *
make_framer (LeatdConfig *self, const LeatdFramerPlan *plan, const char *name, guint depth,
             GError **error)
{
  LeatdGuard guard = { .module = plan->module->path, .instance = name };
  LeatFramer *framer = leat_framer_instance_new (plan->klass);

  framer->host = &self->framer_hosts[depth];
  leatd_guard_enter (&guard);
  if (!fill (plan->group, plan->klass->options, framer, error) ||
      !leatd_contract_judge (leat_framer_instance_init (framer, error), plan->klass->name, "init()",
                             error))
    g_clear_pointer (&framer, leat_framer_free);
  leatd_guard_leave (&guard);
  return framer;
}

static LeatFramer *
new_framer (LeatdConfig *self, const char *name, guint depth, GError **error)
{
  g_auto (LeatdFramerPlan) plan = { NULL };

  if (!leatd_framer_plan_init (&plan, self, name, error))
    return NULL;
  if (depth < FRAMER_DEPTH)
    return make_framer (self, &plan, name, depth, error);
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
               "framer %s: framers inside framers go deeper than %d", name, FRAMER_DEPTH);
  return NULL;
}

/* as its file has it; for who judges it */
LeatFramer *
leatd_config_new_preset (LeatdConfig *self, const LeatdPreset *preset, GError **error)
{
  g_auto (LeatdFramerPlan) plan = { NULL };

  leatd_framer_plan_preset (&plan, self, preset, NULL);
  return make_framer (self, &plan, "preset", 0, error);
}

static LeatFramer *
framer_resolve (LeatFramer *parent, const char *name, GError **error)
{
  LeatdFramerHost *host = parent->host;

  return new_framer (host->config, name, host->depth + 1, error);
}

void
leatd_config_init_framer_hosts (LeatdConfig *self)
{
  for (guint i = 0; i < FRAMER_DEPTH; i++)
    self->framer_hosts[i] = (LeatdFramerHost) { { .resolve = framer_resolve }, self, i };
}

/**
 * leatd_config_new_framer:
 * @name: of a [framer NAME] group, of a class with its presets, or of a preset
 *
 * Main thread. The configuration outlives the framer.
 */
LeatFramer *
leatd_config_new_framer (LeatdConfig *self, const char *name, GError **error)
{
  return new_framer (self, name, 0, error);
}
