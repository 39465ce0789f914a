/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-modules.c - the modules, and the key file, that a word of the command line works with */
#include "leat-modules.h"
#include "answer.h"

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
