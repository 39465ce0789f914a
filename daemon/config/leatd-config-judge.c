/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-config-judge.c - makes sources and sinks of the groups, and says of each fault where it stands */
#include "config/leatd-config-private.h"
#include <string.h>

static const char *const kinds[] = { "daemon", "source", "sink", "framer", NULL };

void
leatd_source_config_free (gpointer data)
{
  LeatdSourceConfig *self = data;

  leat_options_clear (leatd_source_options, &self->settings);
  g_clear_pointer (&self->schema, leat_schema_unref);
  g_strfreev (self->tags);
  g_free (self->name);
  g_free (self);
}

void
leatd_sink_config_free (gpointer data)
{
  LeatdSinkConfig *self = data;

  leat_options_clear (leatd_sink_options, &self->settings);
  g_free (self->name);
  g_free (self);
}

/* --- names --- */

/* the names of the classes of a kind that the modules bring */
#define COLLECT(registry, builder, member)                                                      \
  for (guint i = 0; i < leatd_registry_get_modules (registry)->len; i++)                        \
    {                                                                                           \
      const LeatdModule *module = g_ptr_array_index (leatd_registry_get_modules (registry), i); \
                                                                                                \
      for (guint k = 0; module->plugin->member != NULL && module->plugin->member[k] != NULL; k++) \
        g_strv_builder_add (builder, module->plugin->member[k]->name);                          \
    }

static GStrv
source_names (LeatdRegistry *registry)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  COLLECT (registry, builder, sources)
  return g_strv_builder_end (builder);
}

static GStrv
sink_names (LeatdRegistry *registry)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  COLLECT (registry, builder, sinks)
  return g_strv_builder_end (builder);
}

static GStrv
framer_names (LeatdRegistry *registry)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  COLLECT (registry, builder, framers)
  return g_strv_builder_end (builder);
}

/* "there is no source plugin pv20; did you mean pv200?" or the list of those that are there */
static void
fault_unknown (const LeatGroup *group, const char *key, const char *kind, const char *name, GStrv known,
               LeatFaults *faults)
{
  const char *nearest = leat_nearest (name, (const char *const *) known);
  g_autofree char *all = g_strjoinv (", ", known);

  if (nearest != NULL)
    leat_group_fault (group, key, faults, "there is no %s %s; did you mean %s?", kind, name, nearest);
  else if (*all != '\0')
    leat_group_fault (group, key, faults, "there is no %s %s; there are %s", kind, name, all);
  else
    leat_group_fault (group, key, faults, "there is no %s %s: no module brings one; plugin-path= in [daemon] or "
                      "--plugin-path name the folders of modules", kind, name);
}

static gboolean
is_name (const char *name)
{
  gsize length = strlen (name);

  return length >= 1 && length <= 64 && g_ascii_isalnum (name[0]) &&
         strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789_-") == length;
}

/* the name behind the kind of "source camera0"; NULL with a fault */
static const char *
group_name (const LeatGroup *group, LeatFaults *faults)
{
  const char *blank = strchr (group->name, ' ');

  if (blank != NULL && is_name (blank + 1))
    return blank + 1;
  leat_group_fault (group, NULL, faults, "a name of a-z, 0-9, - and _ follows the %.*s: [%.*s NAME]",
                    (int) strcspn (group->name, " "), group->name, (int) strcspn (group->name, " "), group->name);
  return NULL;
}

/* --- sources --- */

static void
source_read_tags (LeatdSourceConfig *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < self->group->entries->len; i++)
    {
      const LeatEntry *entry = g_ptr_array_index (self->group->entries, i);

      if (!g_str_has_prefix (entry->key, "tag."))
        continue;
      g_strv_builder_add (builder, entry->key + strlen ("tag."));
      g_strv_builder_add (builder, entry->value);
    }
  self->tags = g_strv_builder_end (builder);
}

/* "serial" of "/dev/ttyS0", "tcp" of "tcp://…"; NULL: neither a path nor a scheme */
char *
leatd_device_scheme (const char *device)
{
  const char *colon = strstr (device, ":");

  if (*device == '/')
    return g_strdup ("serial");
  return colon != NULL ? g_strndup (device, (gsize) (colon - device)) : NULL;
}

static void
source_find_link (LeatdSourceConfig *self, LeatFaults *faults)
{
  const char *device = self->settings.device;
  g_autofree char *scheme = device != NULL ? leatd_device_scheme (device) : NULL;
  g_auto (GStrv) schemes = NULL;

  if (self->klass->schemes == NULL)
    {
      if (device != NULL)
        leat_group_fault (self->group, "device", faults, "%s takes no device", self->klass->name);
      return;
    }
  schemes = g_strsplit (self->klass->schemes, " ", -1);
  if (device == NULL)
    leat_group_fault (self->group, "device", faults, "is missing: %s needs one", self->klass->name);
  else if (scheme == NULL)
    leat_group_fault (self->group, "device", faults, "%s is neither a path nor SCHEME://…", device);
  else if (!g_strv_contains ((const char *const *) schemes, scheme))
    leat_group_fault (self->group, "device", faults, "%s cannot be on %s: %s takes %s", device, scheme,
                      self->klass->name, self->klass->schemes);
  else if ((self->link = leatd_registry_find_link (self->config->registry, scheme, NULL)) == NULL)
    leat_group_fault (self->group, "device", faults, "no module brings a link for %s", scheme);
}

static void
fault_clash (const LeatdSourceConfig *self, const LeatOption *table, const LeatOption *other, const char *who,
             LeatFaults *faults)
{
  const char *key = table != NULL && other != NULL ? leat_options_clash (table, other) : NULL;

  if (key != NULL)
    leat_group_fault (self->group, "plugin", faults, "%s cannot be used: its key %s is also %s", self->klass->name,
                      key, who);
}

static void
source_check_keys (LeatdSourceConfig *self, LeatFaults *faults)
{
  const LeatOption *link_options = self->link != NULL ? self->link->options : NULL;
  const LeatOption *tables[4] = { leatd_source_options };
  static const char *const prefixes[] = { "tag.", NULL };
  guint n = 1;

  if (self->klass->options != NULL)
    tables[n++] = self->klass->options;
  if (link_options != NULL)
    tables[n++] = link_options;
  fault_clash (self, self->klass->options, leatd_source_options, "the host's", faults);
  fault_clash (self, link_options, leatd_source_options, "the host's", faults);
  fault_clash (self, self->klass->options, link_options, "its link's", faults);
  leat_group_check_keys (self->group, tables, prefixes, faults);
}

static void
source_find_framer (LeatdSourceConfig *self, LeatFaults *faults)
{
  const char *name = self->settings.framer;
  g_autofree char *group = name != NULL ? g_strconcat ("framer ", name, NULL) : NULL;

  if (name == NULL && self->link != NULL)
    leat_group_fault (self->group, "framer", faults, "is missing: what comes over a link has no frames of its own; "
                      "framer=delimiter ends them at line feeds");
  if (name != NULL && leat_keyfile_find_group (self->config->keyfile, group) == NULL &&
      leatd_registry_find_framer (self->config->registry, name, NULL) == NULL)
    {
      g_auto (GStrv) known = framer_names (self->config->registry);

      fault_unknown (self->group, "framer", "group [framer …] or framer", name, known, faults);
    }
}

/* what init() says of options that are sound one by one */
static void
source_try (LeatdSourceConfig *self, LeatFaults *faults)
{
  g_autoptr (GError) error = NULL;
  LeatSource *source = leatd_config_new_source (self, NULL, &error);
  LeatLink *link = NULL;

  if (source == NULL)
    leat_group_fault_error (self->group, error, faults);
  g_clear_error (&error);
  if (self->link != NULL && (link = leatd_config_new_link (self, NULL, &error)) == NULL)
    leat_group_fault_error (self->group, error, faults);
  g_clear_pointer (&source, leat_source_instance_free);
  g_clear_pointer (&link, leat_link_instance_free);
}

static void
fill_class (const LeatGroup *group, const LeatOption *table, gsize size, LeatFaults *faults)
{
  g_autofree gpointer scratch = g_malloc0 (size);

  if (table == NULL)
    return;
  leat_group_fill (group, table, scratch, faults);
  leat_options_clear (table, scratch);
}

static void
source_judge_class (LeatdSourceConfig *self, LeatFaults *faults)
{
  guint before = leat_faults_get_n (faults);

  if (self->settings.framer == NULL)
    self->settings.framer = g_strdup (self->klass->framer);
  if (self->settings.schema == NULL)
    self->settings.schema = g_strdup (self->klass->schema);
  source_find_link (self, faults);
  source_check_keys (self, faults);
  source_find_framer (self, faults);
  if (self->settings.schema != NULL)
    self->schema = leatd_config_find_schema (self->config, self->group, self->settings.schema, faults);
  fill_class (self->group, self->klass->options, self->klass->instance_size, faults);
  if (self->link != NULL)
    fill_class (self->group, self->link->options, self->link->instance_size, faults);
  if (leat_faults_get_n (faults) == before)
    source_try (self, faults);
}

static void
judge_source (LeatdConfig *config, const LeatGroup *group, LeatFaults *faults)
{
  const char *name = group_name (group, faults);
  LeatdSourceConfig *self;

  if (name == NULL)
    return;
  self = g_new0 (LeatdSourceConfig, 1);
  self->config = config;
  self->name = g_strdup (name);
  self->group = group;
  g_ptr_array_add (config->sources, self);
  leat_group_fill (group, leatd_source_options, &self->settings, faults);
  source_read_tags (self);
  if (self->settings.plugin == NULL || leatd_source_config_is_left_out (self))
    return;
  self->klass = leatd_registry_find_source (config->registry, self->settings.plugin, &self->module);
  if (self->klass != NULL)
    source_judge_class (self, faults);
  else
    {
      g_auto (GStrv) known = source_names (config->registry);

      fault_unknown (group, "plugin", "source plugin", self->settings.plugin, known, faults);
    }
}

/* --- sinks --- */

static void
sink_judge_class (LeatdSinkConfig *self, LeatFaults *faults)
{
  const LeatOption *tables[] = { leatd_sink_options, self->klass->options, NULL };
  const char *clash = self->klass->options != NULL ? leat_options_clash (self->klass->options, leatd_sink_options) : NULL;
  guint before = leat_faults_get_n (faults);
  g_autoptr (GError) error = NULL;
  LeatSink *sink;

  if (clash != NULL)
    leat_group_fault (self->group, "plugin", faults, "%s cannot be used: its key %s is also the host's",
                      self->klass->name, clash);
  leat_group_check_keys (self->group, tables, NULL, faults);
  fill_class (self->group, self->klass->options, self->klass->instance_size, faults);
  if (leat_faults_get_n (faults) != before)
    return;
  sink = leatd_config_new_sink (self, NULL, &error);
  if (sink == NULL)
    leat_group_fault_error (self->group, error, faults);
  else
    leat_sink_instance_free (sink);
}

static void
judge_sink (LeatdConfig *config, const LeatGroup *group, LeatFaults *faults)
{
  const char *name = group_name (group, faults);
  LeatdSinkConfig *self;

  if (name == NULL)
    return;
  self = g_new0 (LeatdSinkConfig, 1);
  self->config = config;
  self->name = g_strdup (name);
  self->group = group;
  g_ptr_array_add (config->sinks, self);
  leat_group_fill (group, leatd_sink_options, &self->settings, faults);
  if (self->settings.plugin == NULL || leatd_sink_config_is_left_out (self))
    return;
  self->klass = leatd_registry_find_sink (config->registry, self->settings.plugin, &self->module);
  if (self->klass != NULL)
    sink_judge_class (self, faults);
  else
    {
      g_auto (GStrv) known = sink_names (config->registry);

      fault_unknown (group, "plugin", "sink plugin", self->settings.plugin, known, faults);
    }
}

/* --- framers --- */

static void
judge_framer (LeatdConfig *config, const LeatGroup *group, LeatFaults *faults)
{
  LeatdFramerSettings settings = { 0 };
  const char *name = group_name (group, faults);
  const LeatFramerClass *klass;
  const LeatOption *tables[3] = { leatd_framer_options };
  guint before = leat_faults_get_n (faults);
  g_autoptr (GError) error = NULL;
  LeatFramer *framer;

  leat_group_fill (group, leatd_framer_options, &settings, faults);
  klass = settings.type != NULL ? leatd_registry_find_framer (config->registry, settings.type, NULL) : NULL;
  if (klass == NULL && settings.type != NULL &&
      leatd_config_leaves_out (config, LEATD_KIND_FRAMER, settings.type))
    {
      leat_options_clear (leatd_framer_options, &settings);
      return;
    }
  if (klass != NULL)
    {
      tables[1] = klass->options;
      leat_group_check_keys (group, tables, NULL, faults);
      fill_class (group, klass->options, klass->instance_size, faults);
    }
  else if (settings.type != NULL)
    {
      g_auto (GStrv) known = framer_names (config->registry);

      fault_unknown (group, "type", "framer", settings.type, known, faults);
    }
  leat_options_clear (leatd_framer_options, &settings);
  if (name == NULL || leat_faults_get_n (faults) != before)
    return;
  framer = leatd_config_new_framer (config, name, &error);
  if (framer == NULL)
    leat_group_fault_error (group, error, faults);
  else
    leat_framer_free (framer);
}

static void
judge_group (LeatdConfig *config, const LeatGroup *group, LeatFaults *faults)
{
  g_autofree char *kind = g_strndup (group->name, strcspn (group->name, " "));
  const char *nearest;

  if (g_str_equal (kind, "source"))
    judge_source (config, group, faults);
  else if (g_str_equal (kind, "sink"))
    judge_sink (config, group, faults);
  else if (g_str_equal (kind, "framer"))
    judge_framer (config, group, faults);
  else if (!g_str_equal (group->name, "daemon"))
    {
      nearest = leat_nearest (kind, kinds);
      leat_group_fault (group, NULL, faults, "is no group that is known: [daemon], [source NAME], [sink NAME] and "
                        "[framer NAME] are%s%s%s", nearest != NULL ? "; did you mean " : "",
                        nearest != NULL ? nearest : "", nearest != NULL ? "?" : "");
    }
}

/* does a glob of from= fit a source at all? */
static void
check_from (LeatdConfig *config, const LeatGroup *group, char **from, LeatFaults *faults)
{
  for (guint i = 0; from != NULL && from[i] != NULL; i++)
    {
      gboolean fits = g_str_equal (from[i], "*");

      for (guint k = 0; k < config->sources->len && !fits; k++)
        fits = g_pattern_match_simple (from[i], ((LeatdSourceConfig *) g_ptr_array_index (config->sources, k))->name);
      if (!fits)
        leat_group_fault (group, "from", faults, "%s fits no source", from[i]);
    }
}

void
leatd_config_judge (LeatdConfig *self, LeatFaults *faults)
{
  for (guint i = 0; i < leat_keyfile_get_n_groups (self->keyfile); i++)
    judge_group (self, leat_keyfile_get_group (self->keyfile, i), faults);
  for (guint i = 0; i < self->sources->len; i++)
    {
      LeatdSourceConfig *source = g_ptr_array_index (self->sources, i);

      check_from (self, source->group, source->settings.from, faults);
    }
  for (guint i = 0; i < self->sinks->len; i++)
    {
      LeatdSinkConfig *sink = g_ptr_array_index (self->sinks, i);

      check_from (self, sink->group, sink->settings.from, faults);
    }
}
