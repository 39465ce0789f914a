/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-config-names.c - the names of classes, for someone who has written a wrong one */
#include <string.h>

#include "config/leatd-config-private.h"

/* "source", and what the group is called in which such a class stands */
static const struct {
  const char *name;
  const char *place;
} kinds[] = {
  [LEATD_KIND_SOURCE] = { "source", "plugin= of a [source NAME]" },
  [LEATD_KIND_LINK] = { "link", "device= of a [source NAME]" },
  [LEATD_KIND_FRAMER] = { "framer", "framer= of a [source NAME] or type= of a [framer NAME]" },
  [LEATD_KIND_SINK] = { "sink", "plugin= of a [sink NAME]" },
};

static void
add_names (GPtrArray *names, const LeatPlugin *plugin, LeatdKind kind)
{
  for (guint i = 0; kind == LEATD_KIND_SOURCE && plugin->sources != NULL && plugin->sources[i]; i++)
    g_ptr_array_add (names, g_strdup (plugin->sources[i]->name));
  for (guint i = 0; kind == LEATD_KIND_FRAMER && plugin->framers != NULL && plugin->framers[i]; i++)
    g_ptr_array_add (names, g_strdup (plugin->framers[i]->name));
  for (guint i = 0; kind == LEATD_KIND_SINK && plugin->sinks != NULL && plugin->sinks[i]; i++)
    g_ptr_array_add (names, g_strdup (plugin->sinks[i]->name));
  for (guint i = 0; kind == LEATD_KIND_LINK && plugin->links != NULL && plugin->links[i]; i++)
    {
      g_auto (GStrv) schemes = g_strsplit (plugin->links[i]->schemes, " ", -1);

      for (guint k = 0; schemes[k] != NULL; k++)
        g_ptr_array_add (names, g_strdup (schemes[k]));
    }
}

static void
add_presets (LeatdConfig *self, GPtrArray *names)
{
  g_auto (GStrv) presets = leatd_config_list_names (self, &leatd_preset_files);

  for (guint i = 0; presets[i] != NULL; i++)
    g_ptr_array_add (names, g_strdup (presets[i]));
}

/* names of the classes of a kind, and where groups can be named those too; ends with NULL */
static GStrv
list_names (LeatdConfig *self, LeatdKind kind, gboolean groups)
{
  const GPtrArray *modules = leatd_registry_get_modules (self->registry);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < leat_keyfile_get_n_groups (self->keyfile) && groups; i++)
    {
      const LeatGroup *group = leat_keyfile_get_group (self->keyfile, i);

      if (g_str_has_prefix (group->name, "framer "))
        g_ptr_array_add (names, g_strdup (group->name + strlen ("framer ")));
    }
  for (guint i = 0; i < modules->len; i++)
    add_names (names, ((const LeatdModule *) g_ptr_array_index (modules, i))->plugin, kind);
  if (kind == LEATD_KIND_FRAMER)
    add_presets (self, names);
  g_ptr_array_add (names, NULL);
  return (GStrv) g_ptr_array_steal (names, NULL);
}

static gboolean
is_of_kind (LeatdRegistry *registry, LeatdKind kind, const char *name)
{
  switch (kind)
    {
    case LEATD_KIND_SOURCE:
      return leatd_registry_find_source (registry, name, NULL) != NULL;
    case LEATD_KIND_FRAMER:
      return leatd_registry_find_framer (registry, name, NULL) != NULL;
    case LEATD_KIND_SINK:
      return leatd_registry_find_sink (registry, name, NULL) != NULL;
    default:
      return FALSE;
    }
}

/**
 * leatd_config_fault_class:
 * @key: where @name stands
 * @kind: of the class that should have this name
 * @name: that no class has
 */
void
leatd_config_fault_class (LeatdConfig *self, const LeatGroup *group, const char *key,
                          LeatdKind kind, const char *name, LeatFaults *faults)
{
  const gboolean groups = kind == LEATD_KIND_FRAMER && !g_str_equal (key, "type");
  g_auto (GStrv) names = list_names (self, kind, groups);
  g_autofree char *all = g_strjoinv (", ", names);
  const char *nearest = leat_nearest (name, (const char *const *) names);

  for (LeatdKind other = LEATD_KIND_SOURCE; other <= LEATD_KIND_SINK; other++)
    if (other != kind && is_of_kind (self->registry, other, name))
      {
        leat_group_fault (group, key, faults, "%s is a %s; it stands in %s", name,
                          kinds[other].name, kinds[other].place);
        return;
      }
  if (nearest != NULL)
    leat_group_fault (group, key, faults, "there is no %s %s; did you mean %s?", kinds[kind].name,
                      name, nearest);
  else if (names[0] != NULL)
    leat_group_fault (group, key, faults, "there is no %s %s; there are %s", kinds[kind].name, name,
                      all);
  else
    leat_group_fault (group, key, faults,
                      "there is no %s %s, as no module brings any; plugin-path= in [daemon] or "
                      "--plugin-path name the folders of modules",
                      kinds[kind].name, name);
}
