/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-describe.c - what may stand in a key file: finds what is to be described */
#include <string.h>

#include "config/leatd-describe-private.h"
#include "config/leatd-settings.h"
#include "leat-schema-host.h"

const char *const leatd_topic_titles[] = {
  [LEATD_TOPIC_HOST] = "Groups", [LEATD_TOPIC_SOURCE] = "Sources",
  [LEATD_TOPIC_LINK] = "Links",  [LEATD_TOPIC_FRAMER] = "Framers",
  [LEATD_TOPIC_SINK] = "Sinks",  [LEATD_TOPIC_SCHEMA] = "Schema files",
  [LEATD_TOPIC_FORMAT] = "Formats of schema files",
  [LEATD_TOPIC_PRESET] = "Presets of framers",
};

const char *const leatd_topic_kinds[] = {
  [LEATD_TOPIC_HOST] = "group",    [LEATD_TOPIC_SOURCE] = "source", [LEATD_TOPIC_LINK] = "link",
  [LEATD_TOPIC_FRAMER] = "framer", [LEATD_TOPIC_SINK] = "sink",     [LEATD_TOPIC_SCHEMA] = "schema",
  [LEATD_TOPIC_FORMAT] = "format", [LEATD_TOPIC_PRESET] = "preset",
};

static void
add_topic (GPtrArray *topics, LeatdTopicKind kind, const char *name, const char *summary,
           const LeatOption *options, const LeatdModule *module, const LeatSourceClass *source)
{
  const LeatdTopic topic = { kind, name, summary, options, module, source, NULL };

  g_ptr_array_add (topics, g_memdup2 (&topic, sizeof topic));
}

static void
add_host (GPtrArray *topics)
{
  add_topic (topics, LEATD_TOPIC_HOST, "daemon", "What concerns the daemon as a whole.",
             leatd_daemon_options, NULL, NULL);
  add_topic (topics, LEATD_TOPIC_HOST, "source",
             "What every source may have, beside the keys of its class and its link, and tag.KEY=.",
             leatd_source_options, NULL, NULL);
  add_topic (topics, LEATD_TOPIC_HOST, "sink",
             "What every sink may have, beside the keys of its class.", leatd_sink_options, NULL,
             NULL);
  add_topic (topics, LEATD_TOPIC_HOST, "framer",
             "What every framer has, beside the keys of its class.", leatd_framer_options, NULL,
             NULL);
}

static void
add_schema (GPtrArray *topics)
{
  static const struct {
    const char *group;
    const char *summary;
  } groups[] = {
    { "schema", "What a schema file says of its frames and records as a whole." },
    { "field", "One field of the records; they stand in the order of the file." },
    { "example", "A frame and what must come of it: FIELD=value, quality.FIELD=word." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    add_topic (topics, LEATD_TOPIC_SCHEMA, groups[i].group, groups[i].summary,
               leat_schema_find_options (groups[i].group), NULL, NULL);
}

/* a format may have keys in two kinds of groups: a topic each */
static void
add_formats (GPtrArray *topics)
{
  static const char *const groups[] = { "schema", "field" };
  const char *summary = NULL, *name;

  for (guint i = 0; (name = leat_schema_list_format (i, &summary)) != NULL; i++)
    for (guint k = 0; k < G_N_ELEMENTS (groups); k++)
      {
        const LeatdTopic topic = {
          LEATD_TOPIC_FORMAT, name, summary, leat_schema_format_options (i, groups[k]),
          NULL,               NULL, groups[k],
        };

        if (topic.options != NULL)
          g_ptr_array_add (topics, g_memdup2 (&topic, sizeof topic));
      }
}

static void
add_presets (GPtrArray *topics)
{
  static const LeatdTopic parts[] = {
    { LEATD_TOPIC_PRESET, "preset",
      "What a preset, framers/NAME.framer below schema-path=, says beside the keys of its class.",
      leatd_preset_options, NULL, NULL, "framer" },
    { LEATD_TOPIC_PRESET, "preset",
      "Bytes, and what must be found in them: frame.1, frame.2, ... are the payloads of the "
      "frames, reject.1, ... the noise.",
      leatd_preset_example_options, NULL, NULL, "example" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    g_ptr_array_add (topics, g_memdup2 (&parts[i], sizeof parts[i]));
}

static void
add_classes (GPtrArray *topics, const LeatdModule *module, LeatdTopicKind kind)
{
  const LeatPlugin *plugin = module->plugin;
  const LeatSourceClass *const *sources = kind == LEATD_TOPIC_SOURCE ? plugin->sources : NULL;
  const LeatLinkClass *const *links = kind == LEATD_TOPIC_LINK ? plugin->links : NULL;
  const LeatFramerClass *const *framers = kind == LEATD_TOPIC_FRAMER ? plugin->framers : NULL;
  const LeatSinkClass *const *sinks = kind == LEATD_TOPIC_SINK ? plugin->sinks : NULL;

  for (; sources != NULL && *sources != NULL; sources++)
    add_topic (topics, kind, (*sources)->name, (*sources)->summary, (*sources)->options, module,
               *sources);
  for (; links != NULL && *links != NULL; links++)
    add_topic (topics, kind, (*links)->schemes, (*links)->summary, (*links)->options, module, NULL);
  for (; framers != NULL && *framers != NULL; framers++)
    add_topic (topics, kind, (*framers)->name, (*framers)->summary, (*framers)->options, module,
               NULL);
  for (; sinks != NULL && *sinks != NULL; sinks++)
    add_topic (topics, kind, (*sinks)->name, (*sinks)->summary, (*sinks)->options, module, NULL);
}

/* all that there is, by kind */
static GPtrArray *
list_topics (LeatdRegistry *registry)
{
  const GPtrArray *modules = leatd_registry_get_modules (registry);
  GPtrArray *topics = g_ptr_array_new_with_free_func (g_free);

  add_host (topics);
  for (LeatdTopicKind kind = LEATD_TOPIC_SOURCE; kind <= LEATD_TOPIC_SINK; kind++)
    for (guint i = 0; i < modules->len; i++)
      add_classes (topics, g_ptr_array_index (modules, i), kind);
  add_schema (topics);
  add_formats (topics);
  add_presets (topics);
  return topics;
}

/* its own name, one of its schemes, its module's name, or "schema" for all of a schema file */
static gboolean
is_meant (const LeatdTopic *self, const char *name)
{
  g_auto (GStrv) names = g_strsplit (self->name, " ", -1);

  return g_strv_contains ((const char *const *) names, name) ||
         ((self->kind == LEATD_TOPIC_SCHEMA || self->kind == LEATD_TOPIC_FORMAT) &&
          g_str_equal (name, leatd_topic_kinds[LEATD_TOPIC_SCHEMA])) ||
         (self->module != NULL && g_str_equal (self->module->plugin->name, name));
}

static void
set_unknown (const GPtrArray *topics, const char *name, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;
  const char *nearest;

  for (guint i = 0; i < topics->len; i++)
    {
      const LeatdTopic *topic = g_ptr_array_index (topics, i);
      g_auto (GStrv) own = g_strsplit (topic->name, " ", -1);

      g_strv_builder_addv (builder, (const char **) own);
      if (topic->module != NULL)
        g_strv_builder_add (builder, topic->module->plugin->name);
    }
  names = g_strv_builder_end (builder);
  nearest = leat_nearest (name, (const char *const *) names);
  if (nearest != NULL)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "there is no %s; did you mean %s?", name,
                 nearest);
  else
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                 "there is no %s; leat describe lists what there is", name);
}

static char *
spell_schema_place (const char *group)
{
  return g_str_equal (group, "schema")    ? g_strdup ("[schema]")
         : g_str_equal (group, "example") ? g_strdup ("[example N]")
                                          : g_strdup_printf ("[%s NAME]", group);
}

char *
leatd_topic_place (const LeatdTopic *self)
{
  switch (self->kind)
    {
    case LEATD_TOPIC_HOST:
      return g_str_equal (self->name, "daemon") ? g_strdup ("[daemon]")
                                                : g_strdup_printf ("[%s NAME]", self->name);
    case LEATD_TOPIC_LINK:
      return g_strdup ("[source NAME]");
    case LEATD_TOPIC_SCHEMA:
      return spell_schema_place (self->name);
    case LEATD_TOPIC_PRESET:
      return g_strdup (g_str_equal (self->group, "framer") ? "[framer]" : "[example N]");
    case LEATD_TOPIC_FORMAT:
      return spell_schema_place (self->group);
    default:
      return g_strdup_printf ("[%s NAME]", leatd_topic_kinds[self->kind]);
    }
}

char *
leatd_option_nature (const LeatOption *option)
{
  g_autofree char *range = leat_option_range (option);
  g_autoptr (GString) text = g_string_new (leat_option_type_name (option->type));

  if (option->type == LEAT_OPTION_TYPE_CHOICE)
    g_string_assign (text, range);
  else if (range != NULL && option->type != LEAT_OPTION_TYPE_BOOL)
    g_string_append_printf (text, ", %s", range);
  if ((option->flags & LEAT_OPTION_REQUIRED) != 0)
    g_string_append (text, "; required");
  if ((option->flags & LEAT_OPTION_SECRET) != 0)
    g_string_append_printf (text, "; secret, %s-file= reads it from a file", option->key);
  if ((option->flags & LEAT_OPTION_PATH) != 0)
    g_string_append (text, "; relative paths are meant from the key file");
  if ((option->flags & LEAT_OPTION_LIVE) != 0)
    g_string_append (text, "; may change while it runs");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

const char *
leatd_field_role (const LeatField *field)
{
  const LeatOption *option = leat_schema_find_options ("field");

  if (field->role == LEAT_ROLE_NONE)
    return NULL;
  while (!g_str_equal (option->key, "role"))
    option++;
  return option->choices[field->role];
}

char *
leatd_field_nature (const LeatField *field)
{
  const char *role = leatd_field_role (field);

  return g_strconcat (leat_type_get_name (field->type), field->unit != NULL ? ", in " : "",
                      field->unit != NULL ? field->unit : "", role != NULL ? ", role " : "", role,
                      NULL);
}

/**
 * leatd_describe:
 * @registry: the modules that there are
 * @name: (nullable): what to describe; %NULL: everything
 * @form: how
 * @error: return location for a #GError
 *
 * Main thread.
 *
 * Returns: (transfer full) (nullable): the description, which ends with a line feed
 */
char *
leatd_describe (LeatdRegistry *registry, const char *name, LeatdDescribeForm form, GError **error)
{
  static char *(*const writers[]) (const GPtrArray *topics) = {
    [LEATD_DESCRIBE_TEXT] = leatd_describe_text,
    [LEATD_DESCRIBE_JSON] = leatd_describe_json,
    [LEATD_DESCRIBE_MARKDOWN] = leatd_describe_markdown,
  };
  g_autoptr (GPtrArray) topics = list_topics (registry);
  g_autoptr (GPtrArray) meant = g_ptr_array_new ();

  if (name == NULL && form == LEATD_DESCRIBE_TEXT)
    return leatd_describe_list (topics);
  for (guint i = 0; i < topics->len; i++)
    if (name == NULL || is_meant (g_ptr_array_index (topics, i), name))
      g_ptr_array_add (meant, g_ptr_array_index (topics, i));
  if (meant->len > 0)
    return writers[form](meant);
  set_unknown (topics, name, error);
  return NULL;
}
