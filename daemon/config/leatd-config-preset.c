/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-config-preset.c - finds the preset that framer= or type= names, and loads it once */
#include "config/leatd-config-preset.h"
#include <string.h>

#define GROUP "framer"
#define EXAMPLE "example "

void
leatd_preset_free (LeatdPreset *self)
{
  leat_options_clear (leatd_preset_options, &self->settings);
  leat_keyfile_free (self->keyfile);
  leat_faults_free (self->faults);
  g_free (self);
}

static void
judge_other_groups (LeatdPreset *self)
{
  for (guint i = 0; i < leat_keyfile_get_n_groups (self->keyfile); i++)
    {
      const LeatGroup *group = leat_keyfile_get_group (self->keyfile, i);

      if (g_str_has_prefix (group->name, EXAMPLE))
        self->n_examples++;
      else if (!g_str_equal (group->name, GROUP))
        leat_group_fault (group, NULL, self->faults, "a preset has [framer] and [example N]");
    }
}

/* what the class says of the options, one by one and together */
static void
judge_class (LeatdPreset *self, LeatdConfig *config)
{
  const LeatOption *tables[] = { leatd_preset_options, self->klass->options, NULL };
  g_autoptr (GError) error = NULL;
  LeatFramer *framer;

  leat_group_check_keys (self->group, tables, NULL, self->faults);
  leatd_config_try_options (self->group, self->klass->options, self->klass->instance_size,
                            self->faults);
  if (leat_faults_get_n (self->faults) > 0)
    return;
  framer = leatd_config_new_preset (config, self, &error);
  if (framer == NULL)
    leat_group_fault_error (self->group, error, self->faults);
  leat_framer_free (framer);
}

static void
judge (LeatdPreset *self, LeatdConfig *config)
{
  leat_group_fill (self->group, leatd_preset_options, &self->settings, self->faults);
  if (self->settings.type == NULL)
    return;
  self->klass = leatd_registry_find_framer (config->registry, self->settings.type, NULL);
  if (self->klass != NULL)
    judge_class (self, config);
  else if (!leatd_config_leaves_out (config, LEATD_KIND_FRAMER, self->settings.type))
    leatd_config_fault_class (config, self->group, "type", LEATD_KIND_FRAMER, self->settings.type,
                              self->faults);
}

/* It is known from the beginning, and sound until the contrary is found: framers that are made of
 * each other without end are found by how deep they go. */
static LeatdPreset *
load (LeatdConfig *config, const char *name, const char *path)
{
  LeatdPreset *self = g_new0 (LeatdPreset, 1);

  self->keyfile = leat_keyfile_new ();
  self->faults = leat_faults_new ();
  self->sound = TRUE;
  g_hash_table_insert (config->presets, g_strdup (name), self);
  leat_keyfile_load (self->keyfile, path, self->faults);
  self->group = leat_keyfile_find_group (self->keyfile, GROUP);
  if (self->group != NULL)
    judge (self, config);
  else if (leat_faults_get_n (self->faults) == 0)
    leat_faults_add (self->faults, path, 0, NULL, NULL,
                     "has no group [framer]: it names the class and its options");
  judge_other_groups (self);
  if (leat_faults_get_n (self->faults) == 0 && self->klass != NULL)
    leatd_preset_try_examples (self, config);
  self->sound = leat_faults_get_n (self->faults) == 0 && self->klass != NULL;
  return self;
}

static char *
find_file (LeatdConfig *self, const LeatGroup *group, const char *key, const char *name)
{
  g_autofree char *path = NULL;

  if (strchr (name, '/') == NULL)
    return leatd_config_search (self, &leatd_preset_files, name);
  path = group != NULL ? leat_group_find_path (group, key, name) : NULL;
  return path != NULL && g_file_test (path, G_FILE_TEST_IS_REGULAR) ? g_steal_pointer (&path)
                                                                    : NULL;
}

/**
 * leatd_config_find_preset:
 * @group: (nullable): where it is named
 * @key: of @group
 * @name: of a preset, or, in a group, a path: what has a / in it
 *
 * Its examples are part of it: one that finds other frames than it says is not sound. What was
 * found once is not looked for again: threads may ask for it.
 *
 * Returns: (transfer none) (nullable): the preset, sound or not; %NULL: there is no such file
 */
LeatdPreset *
leatd_config_find_preset (LeatdConfig *self, const LeatGroup *group, const char *key,
                          const char *name)
{
  const gboolean is_path = group != NULL && strchr (name, '/') != NULL;
  g_autofree char *place = is_path ? leat_group_find_path (group, key, name) : g_strdup (name);
  LeatdPreset *preset = g_hash_table_lookup (self->presets, place);
  g_autofree char *path = preset == NULL ? find_file (self, group, key, name) : NULL;

  return path != NULL ? load (self, place, path) : preset;
}

/**
 * leatd_config_load_preset:
 * @path: its file
 * @faults: every fault of it
 *
 * Returns: (transfer none) (nullable): %NULL if it is not sound
 */
const LeatdPreset *
leatd_config_load_preset (LeatdConfig *self, const char *path, LeatFaults *faults)
{
  LeatdPreset *preset = load (self, path, path);

  leatd_preset_tell (preset, faults);
  return preset->sound ? preset : NULL;
}

/**
 * leatd_preset_tell:
 *
 * Its faults go to @faults, if they have not been told before.
 */
void
leatd_preset_tell (LeatdPreset *self, LeatFaults *faults)
{
  for (guint i = 0; leat_faults_get (self->faults, i) != NULL; i++)
    {
      const LeatFault *fault = leat_faults_get (self->faults, i);

      leat_faults_add (faults, fault->file, fault->line, fault->group, fault->key, "%s",
                       fault->text);
    }
  g_clear_pointer (&self->faults, leat_faults_free);
  self->faults = leat_faults_new ();
}

gboolean
leatd_preset_is_sound (const LeatdPreset *self)
{
  return self->sound;
}

void
leatd_config_list_presets (LeatdConfig *self, GStrvBuilder *builder)
{
  g_autoptr (GList)
      names = g_list_sort (g_hash_table_get_keys (self->presets), (GCompareFunc) strcmp);

  for (GList *item = names; item != NULL; item = item->next)
    {
      const LeatdPreset *preset = g_hash_table_lookup (self->presets, item->data);
      const char *path = preset->group != NULL ? preset->group->file : NULL;

      if (path != NULL && !g_str_has_prefix (path, LEATD_SCHEMA_DIR "/"))
        g_strv_builder_add (builder, path);
    }
}
