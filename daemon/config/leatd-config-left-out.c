/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-config-left-out.c - what cannot run as its module is left out, so that the rest can */
#include "config/leatd-config-private.h"
#include <string.h>

static gboolean
leave_out (LeatdConfig *config, const char *who, LeatdKind kind, const char *name)
{
  const char *module = config->registry != NULL && name != NULL
                           ? leatd_registry_find_left_out (config->registry, kind, name)
                           : NULL;

  if (module == NULL)
    return FALSE;
  if (who != NULL)
    g_ptr_array_add (config->left_out, g_strdup_printf ("%s: left out, as %s is", who, module));
  return TRUE;
}

/**
 * leatd_config_leaves_out:
 *
 * Is the module left out that brought a class of that name? A class that is there is not asked for.
 */
gboolean
leatd_config_leaves_out (LeatdConfig *self, LeatdKind kind, const char *name)
{
  return leave_out (self, NULL, kind, name);
}

/**
 * leatd_source_config_is_left_out:
 * @self: with its settings, and not yet a class
 *
 * Is the module of its class, link or framer left out? If so, that is noted.
 */
gboolean
leatd_source_config_is_left_out (LeatdSourceConfig *self)
{
  LeatdConfig *config = self->config;
  const char *device = self->settings.device;
  const LeatSourceClass *klass = leatd_registry_find_source (config->registry,
                                                             self->settings.plugin, NULL);
  g_autofree char *scheme = device != NULL ? leatd_device_scheme (device) : NULL;
  const char *framer = self->settings.framer != NULL ? self->settings.framer
                       : klass != NULL               ? klass->framer
                                                     : NULL;
  const char *type = framer != NULL ? leatd_config_find_framer_type (config, framer) : NULL;

  if (klass == NULL)
    return leave_out (config, self->name, LEATD_KIND_SOURCE, self->settings.plugin);
  if (scheme != NULL && leatd_registry_find_link (config->registry, scheme, NULL) == NULL &&
      leave_out (config, self->name, LEATD_KIND_LINK, scheme))
    return TRUE;
  return type != NULL && leatd_registry_find_framer (config->registry, type, NULL) == NULL &&
         leave_out (config, self->name, LEATD_KIND_FRAMER, type);
}

/**
 * leatd_sink_config_is_left_out:
 * @self: with its settings, and not yet a class
 *
 * Is the module of its class left out? If so, that is noted.
 */
gboolean
leatd_sink_config_is_left_out (LeatdSinkConfig *self)
{
  const char *plugin = self->settings.plugin;

  return leatd_registry_find_sink (self->config->registry, plugin, NULL) == NULL &&
         leave_out (self->config, self->name, LEATD_KIND_SINK, plugin);
}

/**
 * leatd_config_drop_left_out:
 *
 * Takes away the sources and sinks that have no class; for a configuration without faults these are
 * the ones left out.
 */
void
leatd_config_drop_left_out (LeatdConfig *self)
{
  for (guint i = self->sources->len; i-- > 0;)
    if (((LeatdSourceConfig *) self->sources->pdata[i])->klass == NULL)
      g_ptr_array_remove_index (self->sources, i);
  for (guint i = self->sinks->len; i-- > 0;)
    if (((LeatdSinkConfig *) self->sinks->pdata[i])->klass == NULL)
      g_ptr_array_remove_index (self->sinks, i);
  g_ptr_array_add (self->left_out, NULL);
}

/**
 * leatd_config_get_left_out:
 *
 * Returns: (transfer none) (array zero-terminated): a sentence for each source and sink that is
 * left out
 */
const char *const *
leatd_config_get_left_out (LeatdConfig *self)
{
  return (const char *const *) self->left_out->pdata;
}
