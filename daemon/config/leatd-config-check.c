/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-config-check.c - judges a key file for a person: leat check, leatd --check */
#include "config/leatd-config-preset.h"

/**
 * leatd_config_load_modules:
 * @path: (nullable): a key file, for its plugin-path=; what else is wrong with it is told when it
 *   is loaded
 * @plugin_path: (nullable): folders that come first
 * @faults: modules that are no good; they matter no more than what they would bring
 *
 * Loads modules without a daemon's state directory: nothing is remembered of them.
 *
 * Returns: (transfer full)
 */
LeatdRegistry *
leatd_config_load_modules (const char *path, const char *const *plugin_path, LeatFaults *faults)
{
  LeatdDaemonSettings settings = { NULL };
  g_autoptr (LeatFaults) later = leat_faults_new ();
  g_auto (GStrv) folders = NULL;
  LeatdRegistry *registry;

  if (path != NULL)
    leatd_config_peek_daemon (path, &settings, later);
  folders = leatd_registry_search_path (plugin_path, (const char *const *) settings.plugin_path);
  registry = leatd_registry_new ((const char *const *) folders, NULL, faults);
  leatd_daemon_settings_clear (&settings);
  return registry;
}

static void
tell_right (const char *path, LeatdConfig *config)
{
  const guint n_sources = leatd_config_get_sources (config)->len;
  const guint n_sinks = leatd_config_get_sinks (config)->len;

  g_print ("%s: right: %u source%s, %u sink%s\n", path, n_sources, n_sources == 1 ? "" : "s",
           n_sinks, n_sinks == 1 ? "" : "s");
}

/**
 * leatd_config_check:
 * @path: a key file
 * @plugin_path: (nullable): folders of modules that come first
 *
 * Tells on standard output that it is right, or on standard error every fault of it and of the
 * modules. No device and no state is touched: a daemon may be running on it.
 *
 * Returns: whether it is right; one whose modules are bad and not wanted is
 */
gboolean
leatd_config_check (const char *path, const char *const *plugin_path)
{
  g_autoptr (LeatFaults) modules = leat_faults_new (), faults = leat_faults_new ();
  g_autoptr (LeatdRegistry) registry = leatd_config_load_modules (path, plugin_path, modules);
  g_autoptr (LeatdConfig) config = leatd_config_load (path, registry, faults);
  g_autofree char *bad = leat_faults_to_string (modules);
  g_autofree char *wrong = leat_faults_to_string (faults);

  g_printerr ("%s%s", bad, wrong);
  if (config != NULL)
    tell_right (path, config);
  return config != NULL && leat_faults_get_n (faults) == 0;
}

/**
 * leatd_config_check_preset:
 * @path: of a preset, NAME.framer
 * @plugin_path: (nullable): folders of modules that come first
 *
 * Tells on standard output that it is right, or on standard error every fault of it and of the
 * modules.
 *
 * Returns: whether it is right
 */
gboolean
leatd_config_check_preset (const char *path, const char *const *plugin_path)
{
  g_autoptr (LeatFaults) modules = leat_faults_new (), faults = leat_faults_new ();
  g_autoptr (LeatdRegistry) registry = leatd_config_load_modules (NULL, plugin_path, modules);
  g_autoptr (LeatdConfig) config = leatd_config_load_text (path, "", registry, faults);
  const LeatdPreset *preset = leatd_config_load_preset (config, path, faults);
  g_autofree char *bad = leat_faults_to_string (modules);
  g_autofree char *wrong = leat_faults_to_string (faults);

  g_printerr ("%s%s", bad, wrong);
  if (preset != NULL)
    g_print ("%s: right: %u example%s\n", path, preset->n_examples,
             preset->n_examples == 1 ? "" : "s");
  return preset != NULL;
}
