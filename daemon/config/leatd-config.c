/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-config.c - the key file, judged whole */
#include "config/leatd-config-private.h"
#include <string.h>

static LeatdConfig *
config_new (LeatdRegistry *registry)
{
  LeatdConfig *self = g_new0 (LeatdConfig, 1);

  self->references = 1;
  self->keyfile = leat_keyfile_new ();
  self->registry = registry != NULL ? leatd_registry_ref (registry) : NULL;
  self->sources = g_ptr_array_new_with_free_func (leatd_source_config_free);
  self->sinks = g_ptr_array_new_with_free_func (leatd_sink_config_free);
  self->left_out = g_ptr_array_new_with_free_func (g_free);
  leatd_config_init_framer_hosts (self);
  return self;
}

LeatdConfig *
leatd_config_ref (LeatdConfig *self)
{
  g_atomic_int_inc (&self->references);
  return self;
}

void
leatd_config_unref (LeatdConfig *self)
{
  if (!g_atomic_int_dec_and_test (&self->references))
    return;
  g_ptr_array_unref (self->sources);
  g_ptr_array_unref (self->sinks);
  g_ptr_array_unref (self->left_out);
  leatd_daemon_settings_clear (&self->daemon);
  leat_keyfile_free (self->keyfile);
  if (self->registry != NULL)
    leatd_registry_unref (self->registry);
  g_free (self);
}

void
leatd_daemon_settings_clear (LeatdDaemonSettings *settings)
{
  leat_options_clear (leatd_daemon_options, settings);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* conf.d/ beside the file, in the order of the names */
static void
config_load_fragments (LeatKeyfile *keyfile, const char *path, LeatFaults *faults)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *fragments = g_build_filename (folder, "conf.d", NULL);
  g_autoptr (GDir) directory = g_dir_open (fragments, 0, NULL);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    if (g_str_has_suffix (name, ".conf"))
      g_ptr_array_add (paths, g_build_filename (fragments, name, NULL));
  g_ptr_array_sort (paths, compare_names);
  for (guint i = 0; i < paths->len; i++)
    leat_keyfile_load (keyfile, g_ptr_array_index (paths, i), faults);
}

static void
config_fill_daemon (LeatKeyfile *keyfile, LeatdDaemonSettings *settings, LeatFaults *faults)
{
  const LeatGroup *group = leat_keyfile_find_group (keyfile, "daemon");
  const LeatOption *tables[] = { leatd_daemon_options, NULL };

  if (group == NULL)
    leat_options_preset (leatd_daemon_options, settings);
  else
    {
      leat_group_fill (group, leatd_daemon_options, settings, faults);
      leat_group_check_keys (group, tables, NULL, faults);
    }
  if (settings->gateway == NULL)
    settings->gateway = g_strdup (g_get_host_name ());
}

/**
 * leatd_config_peek_daemon:
 * @settings: (out caller-allocates): cleared by leatd_daemon_settings_clear(), also when %FALSE is returned
 *
 * Returns: %FALSE if the file cannot be read; what else is wrong with it is told by leatd_config_load()
 */
gboolean
leatd_config_peek_daemon (const char *path, LeatdDaemonSettings *settings, LeatFaults *faults)
{
  g_autoptr (LeatKeyfile) keyfile = leat_keyfile_new ();
  g_autoptr (LeatFaults) later = leat_faults_new ();

  *settings = (LeatdDaemonSettings) { 0 };
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      leat_keyfile_load (keyfile, path, faults);
      return FALSE;
    }
  leat_keyfile_load (keyfile, path, later);
  config_load_fragments (keyfile, path, later);
  config_fill_daemon (keyfile, settings, later);
  return TRUE;
}

static LeatdConfig *
config_judged (LeatdConfig *self, guint n_faults, LeatFaults *faults)
{
  config_fill_daemon (self->keyfile, &self->daemon, faults);
  leatd_config_judge (self, faults);
  if (leat_faults_get_n (faults) == n_faults)
    {
      leatd_config_drop_left_out (self);
      return self;
    }
  leatd_config_unref (self);
  return NULL;
}

/**
 * leatd_config_load:
 * @path: the key file; conf.d/ beside it is read behind it
 * @registry: the classes that are there
 * @faults: gets every fault of every file
 *
 * Returns: (transfer full) (nullable): %NULL if there was a fault
 */
LeatdConfig *
leatd_config_load (const char *path, LeatdRegistry *registry, LeatFaults *faults)
{
  LeatdConfig *self = config_new (registry);
  guint before = leat_faults_get_n (faults);

  leat_keyfile_load (self->keyfile, path, faults);
  config_load_fragments (self->keyfile, path, faults);
  return config_judged (self, before, faults);
}

/**
 * leatd_config_load_text:
 * @name: what faults call it
 * @text: as if it were the file
 */
LeatdConfig *
leatd_config_load_text (const char *name, const char *text, LeatdRegistry *registry, LeatFaults *faults)
{
  LeatdConfig *self = config_new (registry);
  guint before = leat_faults_get_n (faults);

  leat_keyfile_load_text (self->keyfile, name, text, -1, faults);
  return config_judged (self, before, faults);
}

LeatdRegistry *
leatd_config_get_registry (LeatdConfig *self)
{
  return self->registry;
}

const LeatdDaemonSettings *
leatd_config_get_daemon (LeatdConfig *self)
{
  return &self->daemon;
}

const GPtrArray *
leatd_config_get_sources (LeatdConfig *self)
{
  return self->sources;
}

const GPtrArray *
leatd_config_get_sinks (LeatdConfig *self)
{
  return self->sinks;
}
