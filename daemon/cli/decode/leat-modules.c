/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-modules.c - the modules, and the key file, that a word of the command line works with */
#include "leat-modules.h"
#include "look/answer.h"
#include <string.h>

void
leat_modules_wishes_clear (LeatModulesWishes *self)
{
  g_free (self->config);
  g_strfreev (self->plugin_path);
  g_strfreev (self->schema_path);
}

LeatdRegistry *
leat_modules_load (const char *config, char **plugin_path)
{
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  LeatdRegistry *registry = leatd_config_load_modules (config, (const char *const *) plugin_path,
                                                       faults);
  g_autofree char *told = leat_faults_to_string (faults);

  g_printerr ("%s", told);
  return registry;
}

LeatdConfig *
leat_modules_load_config (const LeatModulesWishes *wishes, gboolean draft)
{
  g_autoptr (LeatdRegistry) registry = leat_modules_load (wishes->config, wishes->plugin_path);
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autofree char *told = NULL;
  LeatdConfig *config;

  leatd_config_prepend_schema_path ((const char *const *) wishes->schema_path);
  config = draft ? leatd_config_load_draft (wishes->config, registry, faults)
                 : leatd_config_load (wishes->config, registry, faults);
  told = leat_faults_to_string (faults);
  g_printerr ("%s", told);
  return config;
}

int
leat_modules_fail (const LeatModulesWishes *wishes)
{
  g_autoptr (GError) error = NULL;

  if (!leat_answer_is_json ())
    return LEAT_EXIT_FAULTS;
  error = g_error_new (LEAT_ERROR, LEAT_ERROR_CONFIG,
                       "%s: has faults; leat check --json %s tells them", wishes->config,
                       wishes->config);
  return leat_answer_fail (error, LEAT_EXIT_FAULTS);
}

char *
leat_modules_hint (char **plugin_path)
{
  g_auto (GStrv) folders = leatd_registry_search_path ((const char *const *) plugin_path, NULL);
  g_autofree char *list = g_strjoinv (", ", folders);

  if (*folders == NULL)
    return g_strdup_printf ("plugins were looked for in no folder (installed ones are in %s); "
                            "--plugin-path DIR names one",
                            leatd_registry_get_installed ());
  return g_strdup_printf ("plugins were looked for in %s; --plugin-path DIR names another folder",
                          list);
}

/* (transfer full): /dev/ttyUSB0 is a serial line's, tcp://10.0.0.7:8500 another link's */
static char *
get_scheme (const char *device)
{
  const char *colon = strstr (device, "://");

  return colon != NULL ? g_strndup (device, (gsize) (colon - device)) : g_strdup ("serial");
}

static void
set_unknown (const char *device, const char *scheme, GError **error)
{
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
               "%s: no plugin has a link for %s; --plugin-path=DIR says where plugins are", device,
               scheme);
}

const LeatLinkClass *
leat_modules_find_link (LeatdRegistry *registry, const char *device, GError **error)
{
  g_autofree char *scheme = get_scheme (device);
  const LeatLinkClass *klass = leatd_registry_find_link (registry, scheme, NULL);

  if (klass == NULL)
    set_unknown (device, scheme, error);
  return klass;
}

/* a source that has frames of its own, or no use for a framer, is not for any machine */
static const char *
find_reader_of (const LeatPlugin *plugin, const char *scheme)
{
  for (guint i = 0; plugin->sources != NULL && plugin->sources[i] != NULL; i++)
    {
      const LeatSourceClass *source = plugin->sources[i];
      g_auto (GStrv) schemes = g_strsplit (source->schemes != NULL ? source->schemes : "", " ", -1);

      if (source->framer == NULL && source->schema == NULL &&
          g_strv_contains ((const char *const *) schemes, scheme))
        return source->name;
    }
  return NULL;
}

const char *
leat_modules_find_reader (LeatdRegistry *registry, const char *device, GError **error)
{
  g_autofree char *scheme = get_scheme (device != NULL ? device : "/");
  const GPtrArray *modules = leatd_registry_get_modules (registry);
  const LeatdModule *own = NULL;
  const char *name = NULL;

  if (leatd_registry_find_link (registry, scheme, &own) != NULL)
    name = find_reader_of (own->plugin, scheme);
  for (guint i = 0; name == NULL && i < modules->len; i++)
    name = find_reader_of (((const LeatdModule *) modules->pdata[i])->plugin, scheme);
  if (name == NULL)
    set_unknown (device != NULL ? device : "a recording", scheme, error);
  return name;
}
