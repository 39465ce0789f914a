/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-config.c - the key file, judged whole */
#include <errno.h>
#include <string.h>

#include "config/leatd-config-private.h"

static void
free_schema (gpointer schema)
{
  if (schema != NULL)
    leat_schema_unref (schema);
}

static LeatdConfig *
config_new (LeatdRegistry *registry)
{
  LeatdConfig *self = g_new0 (LeatdConfig, 1);

  self->references = 1;
  self->loaded = g_get_real_time ();
  self->keyfile = leat_keyfile_new ();
  self->registry = leatd_registry_ref (registry);
  self->sources = g_ptr_array_new_with_free_func (leatd_source_config_free);
  self->sinks = g_ptr_array_new_with_free_func (leatd_sink_config_free);
  self->left_out = g_ptr_array_new_with_free_func (g_free);
  self->schemas = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_schema);
  self->presets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify) leatd_preset_free);
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
  g_hash_table_unref (self->schemas);
  g_hash_table_unref (self->presets);
  leatd_daemon_settings_clear (&self->daemon);
  leat_keyfile_free (self->keyfile);
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

/* conf.d/ beside the file, in the order of the names; there need be none */
static GPtrArray *
list_fragments (const char *path, LeatFaults *faults)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *fragments = g_build_filename (folder, "conf.d", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) directory = g_dir_open (fragments, 0, &error);
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  if (directory == NULL && !g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    leat_faults_add (faults, fragments, 0, NULL, NULL, "cannot be read: %s", error->message);
  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    if (g_str_has_suffix (name, ".conf") && *name != '.')
      g_ptr_array_add (paths, g_build_filename (fragments, name, NULL));
  g_ptr_array_sort (paths, compare_names);
  return paths;
}

static void
load_fragments (LeatKeyfile *keyfile, const char *path, LeatFaults *faults)
{
  g_autoptr (GPtrArray) paths = list_fragments (path, faults);

  for (guint i = 0; i < paths->len; i++)
    leat_keyfile_load (keyfile, g_ptr_array_index (paths, i), faults);
}

/**
 * leatd_config_list_files:
 * @path: a key file
 *
 * Returns: (transfer full): what leatd_config_load() reads of it: the file, and those of conf.d/
 *   beside it
 */
GStrv
leatd_config_list_files (const char *path)
{
  g_autoptr (LeatFaults) later = leat_faults_new ();
  g_autoptr (GPtrArray) paths = list_fragments (path, later);

  g_ptr_array_insert (paths, 0, g_strdup (path));
  g_ptr_array_add (paths, NULL);
  return (GStrv) g_ptr_array_steal (paths, NULL);
}

/* log-levels=NAME:LEVEL;… */
static void
check_log_levels (const LeatGroup *group, char **entries, LeatFaults *faults)
{
  const LeatOption *option = leat_options_find (leatd_daemon_options, "log-level");
  g_autofree char *levels = leat_option_range (option);

  for (; entries != NULL && *entries != NULL; entries++)
    {
      const char *colon = strrchr (*entries, ':');

      if (colon == NULL || colon == *entries)
        leat_group_fault (group, "log-levels", faults, "\"%s\" is not NAME:LEVEL", *entries);
      else if (!g_strv_contains (option->choices, colon + 1))
        leat_group_fault (group, "log-levels", faults, "%s: the level is %s", *entries, levels);
    }
}

static void
check_folders (const LeatGroup *group, const char *key, char **folders, LeatFaults *faults)
{
  for (; folders != NULL && *folders != NULL; folders++)
    if (!g_file_test (*folders, G_FILE_TEST_IS_DIR))
      leat_group_fault (group, key, faults, "there is no folder %s", *folders);
}

static void
fill_daemon (LeatKeyfile *keyfile, LeatdDaemonSettings *settings, LeatFaults *faults)
{
  const LeatGroup *group = leat_keyfile_find_group (keyfile, "daemon");
  const LeatOption *tables[] = { leatd_daemon_options, NULL };

  if (group == NULL)
    leat_options_preset (leatd_daemon_options, settings);
  else
    {
      leat_group_fill (group, leatd_daemon_options, settings, faults);
      leat_group_check_keys (group, tables, NULL, faults);
      check_log_levels (group, settings->log_levels, faults);
      check_folders (group, "schema-path", settings->schema_path, faults);
    }
  if (settings->gateway == NULL)
    settings->gateway = g_strdup (g_get_host_name ());
}

/**
 * leatd_config_peek_daemon:
 * @path: the key file
 * @settings: (out caller-allocates): for leatd_daemon_settings_clear(), also after %FALSE
 * @faults: says why not
 *
 * Returns: %FALSE if the file cannot be read; what else is wrong with it is told by
 *   leatd_config_load()
 */
gboolean
leatd_config_peek_daemon (const char *path, LeatdDaemonSettings *settings, LeatFaults *faults)
{
  g_autoptr (LeatKeyfile) keyfile = leat_keyfile_new ();
  g_autoptr (LeatFaults) later = leat_faults_new ();

  *settings = (LeatdDaemonSettings) { 0 };
  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    {
      leat_keyfile_load (keyfile, path, faults);
      return FALSE;
    }
  leat_keyfile_load (keyfile, path, later);
  load_fragments (keyfile, path, later);
  fill_daemon (keyfile, settings, later);
  return TRUE;
}

static LeatdConfig *
judge (LeatdConfig *self, gboolean whole, guint n_faults, LeatFaults *faults)
{
  fill_daemon (self->keyfile, &self->daemon, faults);
  leatd_config_judge (self, faults);
  if (whole && leat_faults_get_n (faults) == n_faults)
    leatd_config_judge_ways (self, faults);
  if (leat_faults_get_n (faults) == n_faults)
    leatd_config_judge_requests (self, faults);
  if (leat_faults_get_n (faults) == n_faults)
    {
      leatd_config_drop_left_out (self);
      return self;
    }
  leatd_config_unref (self);
  return NULL;
}

static LeatdConfig *
load (const char *path, LeatdRegistry *registry, gboolean whole, LeatFaults *faults)
{
  LeatdConfig *self = config_new (registry);
  const guint before = leat_faults_get_n (faults);

  leat_keyfile_load (self->keyfile, path, faults);
  load_fragments (self->keyfile, path, faults);
  if (whole && leat_faults_get_n (faults) == before)
    leatd_config_judge_ends (self, path, faults);
  return judge (self, whole, before, faults);
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
  return load (path, registry, TRUE, faults);
}

/**
 * leatd_config_load_draft:
 * @path: as of leatd_config_load(), but it may have sources alone, or sinks alone
 * @registry: the classes that are there
 * @faults: gets every fault of every file
 *
 * Returns: (transfer full) (nullable): %NULL if there was a fault
 */
LeatdConfig *
leatd_config_load_draft (const char *path, LeatdRegistry *registry, LeatFaults *faults)
{
  return load (path, registry, FALSE, faults);
}

/**
 * leatd_config_load_text:
 * @name: what faults call it
 * @text: as if it were the file; it may have sources alone, or sinks alone
 * @registry: the classes that are there
 * @faults: gets every fault
 *
 * Returns: (transfer full) (nullable): %NULL if there was a fault
 */
LeatdConfig *
leatd_config_load_text (const char *name, const char *text, LeatdRegistry *registry,
                        LeatFaults *faults)
{
  LeatdConfig *self = config_new (registry);
  const guint before = leat_faults_get_n (faults);

  leat_keyfile_load_text (self->keyfile, name, text, -1, faults);
  return judge (self, FALSE, before, faults);
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
