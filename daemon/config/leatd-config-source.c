/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-config-source.c - judges a [source NAME] group: class, link, framer, schema, tags */
#include <string.h>

#include "config/leatd-config-private.h"
#include "plugin/leatd-contract.h"

#define TAG_PREFIX "tag."

void
leatd_source_config_free (gpointer data)
{
  LeatdSourceConfig *self = data;

  leat_options_clear (leatd_source_options, &self->settings);
  g_clear_pointer (&self->schema, leat_schema_unref);
  g_clear_pointer (&self->named, leat_schema_unref);
  g_clear_pointer (&self->others, g_ptr_array_unref);
  g_clear_pointer (&self->talk, leatd_talk_plan_unref);
  g_strfreev (self->tags);
  g_free (self->name);
  g_free (self);
}

static gboolean
is_tag (const char *name)
{
  return *name != '\0' && strlen (name) <= 64 &&
         name[strspn (name, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "-_.")] == '\0';
}

/* as any other text option, escapes undone; NULL after a fault */
static char *
read_tag_value (LeatdSourceConfig *self, const LeatEntry *entry, LeatFaults *faults)
{
  static const LeatOption option = { .key = "tag", .type = LEAT_OPTION_TYPE_STRING };
  g_autoptr (GError) error = NULL;
  char *value = NULL;

  if (!leat_option_set (&option, &value, entry->value, &error))
    leat_group_fault (self->group, entry->key, faults, "%s", error->message + strlen ("tag: "));
  return value;
}

static void
read_tags (LeatdSourceConfig *self, LeatFaults *faults)
{
  g_autoptr (GPtrArray) tags = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < self->group->entries->len; i++)
    {
      const LeatEntry *entry = g_ptr_array_index (self->group->entries, i);
      const char *name = entry->key + strlen (TAG_PREFIX);
      char *value;

      if (!g_str_has_prefix (entry->key, TAG_PREFIX) || *name == '\0')
        continue;
      if (!is_tag (name))
        leat_group_fault (self->group, entry->key, faults,
                          "\"%s\" is no name of a tag; letters, digits, -, _ and . are right",
                          name);
      else if ((value = read_tag_value (self, entry, faults)) != NULL)
        {
          g_ptr_array_add (tags, g_strdup (name));
          g_ptr_array_add (tags, value);
        }
    }
  g_ptr_array_add (tags, NULL);
  self->tags = (char **) g_ptr_array_steal (tags, NULL);
}

char *
leatd_device_scheme (const char *device)
{
  const char *colon = strchr (device, ':');

  if (*device == '/')
    return g_strdup ("serial");
  if (g_str_equal (device, "-"))
    return g_strdup ("file");
  return colon != NULL && colon > device ? g_strndup (device, (gsize) (colon - device)) : NULL;
}

static void
find_link (LeatdSourceConfig *self, const char *scheme, LeatFaults *faults)
{
  g_auto (GStrv) schemes = g_strsplit (self->klass->schemes, " ", -1);
  const char *nearest = leat_nearest (scheme, (const char *const *) schemes);

  self->link = leatd_registry_find_link (self->config->registry, scheme, &self->link_module);
  if (g_strv_contains ((const char *const *) schemes, scheme) ||
      leatd_source_config_is_replay (self))
    {
      if (self->link == NULL)
        leatd_config_fault_class (self->config, self->group, "device", LEATD_KIND_LINK, scheme,
                                  faults);
      return;
    }
  if (nearest != NULL)
    leat_group_fault (self->group, "device", faults, "%s does not read from %s; did you mean %s?",
                      self->klass->name, scheme, nearest);
  else
    leat_group_fault (self->group, "device", faults, "%s does not read from %s; it does from %s",
                      self->klass->name, scheme, self->klass->schemes);
  self->link = NULL;
}

/* a path is a line's, unless the class reads from none */
static char *
find_scheme (LeatdSourceConfig *self)
{
  const char *device = self->settings.device;
  g_auto (GStrv)
      schemes = g_strsplit (self->klass->schemes != NULL ? self->klass->schemes : "", " ", -1);
  g_autofree char *scheme = device != NULL ? leatd_device_scheme (device) : NULL;

  if (device == NULL || *device != '/' || schemes[0] == NULL ||
      g_strv_contains ((const char *const *) schemes, scheme))
    return g_steal_pointer (&scheme);
  return g_strdup (schemes[0]);
}

static void
judge_device (LeatdSourceConfig *self, LeatFaults *faults)
{
  const char *device = self->settings.device;
  g_autofree char *scheme = find_scheme (self);

  if (self->klass->schemes == NULL)
    {
      if (device != NULL)
        leat_group_fault (self->group, "device", faults, "%s has no device", self->klass->name);
    }
  else if (device == NULL)
    leat_group_fault (self->group, "device", faults, "is missing; %s reads from %s",
                      self->klass->name, self->klass->schemes);
  else if (scheme == NULL)
    leat_group_fault (self->group, "device", faults,
                      "\"%s\" is neither a path nor SCHEME://…; %s reads from %s", device,
                      self->klass->name, self->klass->schemes);
  else
    find_link (self, scheme, faults);
}

/* Host, class and link share one namespace; that their keys do not clash was seen when their
 * modules were loaded. Where it is not known which link is meant, the keys of all are; and where a
 * recording stands in its place, as device= alone is to be another then. */
static void
check_keys (LeatdSourceConfig *self, LeatFaults *faults)
{
  static const char *const prefixes[] = { TAG_PREFIX, NULL };
  g_auto (GStrv)
      schemes = g_strsplit (self->klass->schemes != NULL ? self->klass->schemes : "", " ", -1);
  g_autoptr (GPtrArray) tables = g_ptr_array_new ();

  g_ptr_array_add (tables, (gpointer) leatd_source_options);
  if (self->klass->options != NULL)
    g_ptr_array_add (tables, (gpointer) self->klass->options);
  for (guint i = 0; schemes[i] != NULL; i++)
    {
      const LeatLinkClass *link = leatd_registry_find_link (self->config->registry, schemes[i],
                                                            NULL);

      if (link != NULL && link->options != NULL &&
          (self->link == NULL || self->link == link || leatd_source_config_is_replay (self)))
        g_ptr_array_add (tables, (gpointer) link->options);
    }
  g_ptr_array_add (tables, NULL);
  leat_group_check_keys (self->group, (const LeatOption *const *) tables->pdata, prefixes, faults);
}

static void
judge_framer (LeatdSourceConfig *self, LeatFaults *faults)
{
  const char *name = self->settings.framer;

  if (name != NULL)
    leatd_config_judge_framer_name (self->config, self->group, name, faults);
  else if (self->link != NULL)
    leat_group_fault (self->group, "framer", faults,
                      "is missing; what comes over a link has no frames of its own, "
                      "leat describe lists the framers");
}

static void
judge_from (LeatdSourceConfig *self, LeatFaults *faults)
{
  const gboolean junction = LEAT_CLASS_HAS (self->klass, records);

  if (!junction && self->settings.from != NULL)
    leat_group_fault (self->group, "from", faults,
                      "%s takes no records of other sources; only a junction does",
                      self->klass->name);
  if (junction && self->settings.from == NULL)
    leat_group_fault (self->group, "from", faults,
                      "is missing; %s takes records of other sources, from=* those of all",
                      self->klass->name);
}

/* what init() says of options that are sound one by one */
static void
try_instances (LeatdSourceConfig *self, LeatFaults *faults)
{
  g_autoptr (GError) error = NULL;
  LeatSource *source = leatd_config_new_source (self, NULL, &error);
  LeatLink *link = NULL;

  if (source == NULL || !leatd_config_shape_trial (self, source, &error))
    leat_group_fault_error (self->group, error, faults);
  leat_source_instance_free (source);
  g_clear_error (&error);
  if (self->link == NULL)
    return;
  link = leatd_config_new_link (self, NULL, &error);
  if (link == NULL)
    leat_group_fault_error (self->group, error, faults);
  else if (LEAT_CLASS_HAS (link->klass, judge_device) &&
           !leatd_contract_judge (link->klass->judge_device (link, self->settings.device, &error),
                                  link->klass->schemes, "judge_device()", &error))
    leat_group_fault (self->group, "device", faults, "%s", error->message);
  leat_link_instance_free (link);
}

static void
judge_class (LeatdSourceConfig *self, LeatFaults *faults)
{
  const guint before = leat_faults_get_n (faults);

  if (self->settings.framer == NULL)
    self->settings.framer = g_strdup (self->klass->framer);
  if (self->settings.schema == NULL)
    self->settings.schema = g_strdup (self->klass->schema);
  judge_device (self, faults);
  judge_from (self, faults);
  judge_framer (self, faults);
  leatd_config_judge_talk (self, faults);
  if (self->settings.schema != NULL)
    self->schema = leatd_config_find_schema (self->config, self->group, self->settings.schema,
                                             faults);
  self->named = self->schema != NULL ? leat_schema_ref (self->schema) : NULL;
  check_keys (self, faults);
  leatd_config_try_options (self->group, self->klass->options, self->klass->instance_size, faults);
  if (self->link != NULL)
    leatd_config_try_options (self->group, self->link->options, self->link->instance_size, faults);
  if (leat_faults_get_n (faults) == before)
    try_instances (self, faults);
}

void
leatd_config_judge_source (LeatdConfig *config, const LeatGroup *group, const char *name,
                           LeatFaults *faults)
{
  LeatdSourceConfig *self = g_new0 (LeatdSourceConfig, 1);

  self->config = config;
  self->name = g_strdup (name);
  self->group = group;
  g_ptr_array_add (config->sources, self);
  leat_group_fill (group, leatd_source_options, &self->settings, faults);
  leatd_config_check_retry (group, self->settings.retry_first, self->settings.retry_longest,
                            faults);
  read_tags (self, faults);
  if (self->settings.plugin == NULL || leatd_source_config_is_left_out (self))
    return;
  self->klass = leatd_registry_find_source (config->registry, self->settings.plugin, &self->module);
  if (self->klass != NULL)
    judge_class (self, faults);
  else
    leatd_config_fault_class (config, group, "plugin", LEATD_KIND_SOURCE, self->settings.plugin,
                              faults);
}
