/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-modules.c - the modules that a word of the command line works with */
#include "leat-modules.h"

#include "config/leatd-config.h"

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
