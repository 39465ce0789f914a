/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-modules.c - tells of modules: those that are left out, and whose they are */
#include "leatd-modules.h"
#include "plugin/leatd-guard.h"
#include "worker/leatd-event.h"

/**
 * leatd_tell_module_faults:
 * @faults: of the registry
 *
 * A module that is left out does not keep the rest from running. Main thread.
 */
void
leatd_tell_module_faults (const LeatFaults *faults)
{
  for (guint i = 0; i < leat_faults_get_n (faults); i++)
    {
      const LeatFault *fault = leat_faults_get (faults, i);
      g_autofree char *name = g_path_get_basename (fault->file);

      leatd_event (G_LOG_LEVEL_WARNING, name, "module", "%s: %s", fault->file, fault->text);
    }
}

static void
tell_third_party (const LeatdModule *module)
{
  const LeatPlugin *plugin = module->plugin;
  g_autofree char *name = g_path_get_basename (module->path);

  leatd_event (G_LOG_LEVEL_INFO, name, "third-party",
               "%s: third-party module %s %s, from %s, license %s, built for ABI %u.%u",
               module->path, plugin->name, plugin->version,
               plugin->origin != NULL ? plugin->origin : "an origin that it does not name",
               plugin->license, plugin->abi_major, plugin->abi_minor);
}

/**
 * leatd_tell_third_parties:
 *
 * What runs in this process beside Leat's own modules, and where it comes from, as it says itself.
 * Main thread.
 */
void
leatd_tell_third_parties (LeatdRegistry *registry)
{
  const GPtrArray *modules = leatd_registry_get_modules (registry);

  for (guint i = 0; i < modules->len; i++)
    if (!((const LeatdModule *) modules->pdata[i])->is_own)
      tell_third_party (modules->pdata[i]);
}

/**
 * leatd_name_who:
 * @module: (out) (transfer full): as leatd_module_name() has it; not set if there is none
 *
 * Any thread.
 *
 * Returns: (nullable): the instance whose code this thread runs, or whose thread it is
 */
const char *
leatd_name_who (char **module)
{
  const char *path;
  const char *instance = leatd_guard_name (&path);

  if (instance != NULL)
    *module = leatd_module_name (path);
  return instance;
}
