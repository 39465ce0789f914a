/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-config-plan.c - what framer=NAME means: a [framer NAME] group, a class, or a preset */
#include "config/leatd-config-preset.h"

static const LeatGroup *
find_group (LeatdConfig *config, const char *name)
{
  g_autofree char *group = g_strconcat ("framer ", name, NULL);

  return leat_keyfile_find_group (config->keyfile, group);
}

/* the entries that are the class's own, over those that are there */
static void
add_entries (LeatGroup *self, const LeatGroup *from)
{
  for (guint i = 0; i < from->entries->len; i++)
    {
      LeatEntry *entry = from->entries->pdata[i];

      if (g_strv_contains (leatd_reserved_keys (LEATD_KIND_FRAMER), entry->key))
        continue;
      g_ptr_array_remove (self->entries, g_hash_table_lookup (self->index, entry->key));
      g_ptr_array_add (self->entries, entry);
      g_hash_table_insert (self->index, entry->key, entry);
    }
}

/* @group: (nullable): its own options, which go before those of @preset (nullable) */
static LeatGroup *
merge (const LeatGroup *preset, const LeatGroup *group)
{
  const LeatGroup *first = group != NULL ? group : preset;
  LeatGroup *self = g_new0 (LeatGroup, 1);

  self->name = g_strdup (first->name);
  self->file = first->file;
  self->line = first->line;
  self->entries = g_ptr_array_new ();
  self->index = g_hash_table_new (g_str_hash, g_str_equal);
  if (preset != NULL)
    add_entries (self, preset);
  if (group != NULL)
    add_entries (self, group);
  return self;
}

void
leatd_framer_plan_clear (LeatdFramerPlan *self)
{
  g_clear_pointer (&self->group, leat_group_free);
}

/* a class with its presets is whole only if no key is required */
static gboolean
check_presets (const LeatFramerClass *klass, GError **error)
{
  const LeatOption *option = klass->options;

  for (; option != NULL && option->type != LEAT_OPTION_TYPE_NONE; option++)
    if ((option->flags & LEAT_OPTION_REQUIRED) != 0)
      {
        g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                     "%s needs %s=; a group [framer NAME] with type=%s has room for it",
                     klass->name, option->key, klass->name);
        return FALSE;
      }
  return TRUE;
}

void
leatd_framer_plan_preset (LeatdFramerPlan *self, LeatdConfig *config, const LeatdPreset *preset,
                          const LeatGroup *group)
{
  *self = (LeatdFramerPlan) { .klass = preset->klass, .group = merge (preset->group, group) };
  leatd_registry_find_framer (config->registry, preset->klass->name, &self->module);
}

static gboolean
plan_preset (LeatdFramerPlan *self, LeatdConfig *config, const char *name, const char *type,
             const LeatGroup *group, GError **error)
{
  const LeatdPreset *preset = leatd_config_find_preset (config, group, "type", type);

  if (preset == NULL)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                 "there is neither a sound group [framer %s] nor a framer %s", name, name);
  else if (!preset->sound || preset->klass == NULL)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                 "the preset %s has faults; leat check of its file tells them", type);
  else
    {
      leatd_framer_plan_preset (self, config, preset, group);
      return TRUE;
    }
  return FALSE;
}

/**
 * leatd_framer_plan_init:
 * @self: (out caller-allocates): for leatd_framer_plan_clear(), also after %FALSE
 * @name: of a [framer NAME] group, a class with its presets, or a preset
 *
 * What the group says goes before what the preset says, and that before what the class presets.
 */
gboolean
leatd_framer_plan_init (LeatdFramerPlan *self, LeatdConfig *config, const char *name,
                        GError **error)
{
  const LeatGroup *group = find_group (config, name);
  const char *type = group != NULL ? leat_group_get (group, "type") : name;

  *self = (LeatdFramerPlan) { NULL };
  if (type != NULL)
    self->klass = leatd_registry_find_framer (config->registry, type, &self->module);
  if (self->klass == NULL)
    return plan_preset (self, config, name, type != NULL ? type : "", group, error);
  if (group == NULL)
    return check_presets (self->klass, error);
  self->group = merge (NULL, group);
  return TRUE;
}

const char *
leatd_config_find_framer_type (LeatdConfig *self, const char *name)
{
  const LeatGroup *group = find_group (self, name);
  const char *type = group != NULL ? leat_group_get (group, "type") : name;
  const LeatdPreset *preset = NULL;

  if (type != NULL && leatd_registry_find_framer (self->registry, type, NULL) == NULL)
    preset = leatd_config_find_preset (self, group, "type", type);
  return preset != NULL ? preset->settings.type : type;
}

/**
 * leatd_config_find_framer_module:
 * @name: as framer= has it
 *
 * Main thread.
 *
 * Returns: (nullable) (transfer none): who brings its class; %NULL: there is none such
 */
const LeatdModule *
leatd_config_find_framer_module (LeatdConfig *self, const char *name)
{
  const char *type = leatd_config_find_framer_type (self, name);
  const LeatdModule *module = NULL;

  if (type != NULL)
    leatd_registry_find_framer (self->registry, type, &module);
  return module;
}

/* a group, or a preset that is in use: all those were asked for when the key file was judged */
gboolean
leatd_config_is_framer (LeatdConfig *config, const char *name)
{
  g_autofree char *group = g_strconcat ("framer ", name, NULL);

  return leat_keyfile_find_group (config->keyfile, group) != NULL ||
         g_hash_table_contains (config->presets, name);
}
