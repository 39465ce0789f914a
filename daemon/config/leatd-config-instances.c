/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-config-instances.c - sources, links, framers and sinks as the key file wants them */
#include "config/leatd-config-private.h"

/* The group was judged when it was loaded: a fault now is a class whose init() says otherwise than before. */
static gboolean
fill (const LeatGroup *group, const LeatOption *table, gpointer instance, GError **error)
{
  g_autoptr (LeatFaults) faults = leat_faults_new ();

  if (table == NULL || group == NULL || leat_group_fill (group, table, instance, faults))
    return TRUE;
  g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_CONFIG, leat_faults_get (faults, 0)->text);
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
  LeatSource *self = leat_source_instance_new (source->klass);

  self->host = host;
  if (!fill (source->group, source->klass->options, self, error) || !leat_source_instance_init (self, error))
    g_clear_pointer (&self, leat_source_instance_free);
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
  LeatLink *self = leat_link_instance_new (source->link);

  self->host = host;
  if (!fill (source->group, source->link->options, self, error) || !leat_link_instance_init (self, error))
    g_clear_pointer (&self, leat_link_instance_free);
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
  LeatSink *self = leat_sink_instance_new (sink->klass);

  self->host = host;
  if (!fill (sink->group, sink->klass->options, self, error) || !leat_sink_instance_init (self, error))
    g_clear_pointer (&self, leat_sink_instance_free);
  return self;
}

static LeatFramer *
new_framer (LeatdConfig *self, const char *name, guint depth, GError **error)
{
  g_autofree char *group_name = g_strconcat ("framer ", name, NULL);
  const LeatGroup *group = leat_keyfile_find_group (self->keyfile, group_name);
  const char *type = group != NULL ? leat_group_get (group, "type") : name;
  const LeatFramerClass *klass = type != NULL ? leatd_registry_find_framer (self->registry, type, NULL) : NULL;
  LeatFramer *framer;

  if (klass == NULL)
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "there is neither a group [framer %s] nor a framer class %s",
                   name, name);
      return NULL;
    }
  if (depth >= FRAMER_DEPTH)
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "framer %s: framers inside framers go deeper than %d",
                   name, FRAMER_DEPTH);
      return NULL;
    }
  framer = leat_framer_instance_new (klass);
  framer->host = &self->framer_hosts[depth];
  if (!fill (group, klass->options, framer, error) || !leat_framer_instance_init (framer, error))
    g_clear_pointer (&framer, leat_framer_free);
  return framer;
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
 * @name: of a [framer NAME] group, or of a class with its presets
 *
 * Main thread. The configuration outlives the framer.
 */
LeatFramer *
leatd_config_new_framer (LeatdConfig *self, const char *name, GError **error)
{
  return new_framer (self, name, 0, error);
}
