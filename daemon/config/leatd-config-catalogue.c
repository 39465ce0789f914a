/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-config-catalogue.c - the presets and schemas that a key file may name, each judged */
#include "config/leatd-config-catalogue.h"
#include "config/leatd-config-preset.h"
#include "leat-schema-host.h"

static void
catalogue_entry_free (gpointer data)
{
  LeatdCatalogueEntry *self = data;

  g_free (self->name);
  g_free (self->summary);
  g_free (self->path);
  leat_faults_free (self->faults);
  g_free (self);
}

static void
judge_preset (LeatdCatalogueEntry *self, LeatdConfig *config)
{
  const LeatdPreset *preset = leatd_config_load_preset (config, self->path, self->faults);

  if (preset != NULL)
    self->summary = g_strdup (preset->settings.summary);
}

static void
judge_schema (LeatdCatalogueEntry *self)
{
  g_autoptr (LeatSchema) schema = leat_schema_load_checked (self->path, self->faults);

  if (schema != NULL && leat_schema_try_examples (schema, self->faults))
    self->summary = g_strdup (leat_schema_get_summary (schema));
}

/* of files with one name the first, which is the one that is meant */
static void
add_files (GPtrArray *entries, LeatdConfig *config, const LeatdFileKind *kind)
{
  g_autoptr (GPtrArray) files = leatd_config_find_files (config, kind);
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < files->len; i++)
    {
      g_autofree char *name = leatd_file_name (kind, files->pdata[i]);
      LeatdCatalogueEntry *entry;

      if (!g_hash_table_add (known, g_strdup (name)))
        continue;
      entry = g_new0 (LeatdCatalogueEntry, 1);
      entry->kind = kind == &leatd_preset_files ? "preset" : "schema";
      entry->name = g_steal_pointer (&name);
      entry->path = g_strdup (files->pdata[i]);
      entry->faults = leat_faults_new ();
      g_ptr_array_add (entries, entry);
      if (kind == &leatd_preset_files)
        judge_preset (entry, config);
      else
        judge_schema (entry);
    }
}

/**
 * leatd_config_list_catalogue:
 * @registry: the classes that presets name
 *
 * Looks into the folders of --schema-path, of LEAT_SCHEMA_PATH and into the installed one. What is
 * wrong with a file stands with it, and concerns no other. Main thread.
 *
 * Returns: (transfer full): of LeatdCatalogueEntry
 */
GPtrArray *
leatd_config_list_catalogue (LeatdRegistry *registry)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func (catalogue_entry_free);
  g_autoptr (LeatFaults) none = leat_faults_new ();
  g_autoptr (LeatdConfig) config = leatd_config_load_text ("(catalogue)", "", registry, none);

  add_files (entries, config, &leatd_preset_files);
  add_files (entries, config, &leatd_schema_files);
  return entries;
}
