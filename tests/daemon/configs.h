/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* configs.h - the registry that tests of the configuration use: fixtures and our own plugins */
#pragma once
#include "config/leatd-config.h"
G_BEGIN_DECLS

/* loaded once: modules are resident */
static inline LeatdRegistry *
test_registry (void)
{
  static LeatdRegistry *registry;

  if (registry == NULL)
    {
      g_autofree char *paths =
          g_strconcat (g_getenv ("LEAT_FIXTURES"), ":", g_getenv ("LEAT_PLUGINS"), NULL);
      g_auto (GStrv) folders = g_strsplit (paths, ":", -1);
      g_autoptr (LeatFaults) faults = leat_faults_new ();

      registry = leatd_registry_new ((const char *const *) folders, NULL, faults);
    }
  return registry;
}

/* "f" is the name of the text in faults */
static inline LeatdConfig *
test_config (const char *text, LeatFaults *faults)
{
  return leatd_config_load_text ("f", text, test_registry (), faults);
}

G_END_DECLS
