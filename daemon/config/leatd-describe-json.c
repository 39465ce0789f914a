/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-describe-json.c - what may stand in a key file, for programs */
#include <json-glib/json-glib.h>

#include "config/leatd-describe-private.h"

static void
add_text (JsonBuilder *builder, const char *name, const char *value)
{
  if (value == NULL)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_flag (JsonBuilder *builder, const char *name, gboolean value)
{
  if (!value)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, TRUE);
}

static void
add_list (JsonBuilder *builder, const char *name, const char *const *values)
{
  if (values == NULL)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (; *values != NULL; values++)
    json_builder_add_string_value (builder, *values);
  json_builder_end_array (builder);
}

/* in the unit of the value: bytes, microseconds */
static void
add_limit (JsonBuilder *builder, const LeatOption *option, const char *name, double limit)
{
  if (limit >= LEAT_OPTION_NO_MAXIMUM)
    return;
  json_builder_set_member_name (builder, name);
  if (option->type == LEAT_OPTION_TYPE_DOUBLE)
    json_builder_add_double_value (builder, limit);
  else
    json_builder_add_int_value (builder, (gint64) limit);
}

/* as the SDK spells the types; leat_option_type_name() is for people */
static const char *const types[] = {
  [LEAT_OPTION_TYPE_BOOL] = "bool",         [LEAT_OPTION_TYPE_INT] = "int",
  [LEAT_OPTION_TYPE_DOUBLE] = "double",     [LEAT_OPTION_TYPE_SIZE] = "size",
  [LEAT_OPTION_TYPE_DURATION] = "duration", [LEAT_OPTION_TYPE_CHOICE] = "choice",
  [LEAT_OPTION_TYPE_STRING] = "string",     [LEAT_OPTION_TYPE_BYTES] = "bytes",
  [LEAT_OPTION_TYPE_LIST] = "list",         [LEAT_OPTION_TYPE_BYTES_LIST] = "bytes-list",
};

static void
add_option (JsonBuilder *builder, const LeatOption *option)
{
  json_builder_begin_object (builder);
  add_text (builder, "key", option->key);
  add_text (builder, "type", types[option->type]);
  add_text (builder, "preset", option->preset);
  add_text (builder, "summary", option->summary);
  add_list (builder, "choices", option->choices);
  if (option->minimum != 0 || option->maximum != 0)
    {
      add_limit (builder, option, "minimum", option->minimum);
      add_limit (builder, option, "maximum", option->maximum);
    }
  add_flag (builder, "required", (option->flags & LEAT_OPTION_REQUIRED) != 0);
  add_flag (builder, "secret", (option->flags & LEAT_OPTION_SECRET) != 0);
  add_flag (builder, "path", (option->flags & LEAT_OPTION_PATH) != 0);
  add_flag (builder, "live", (option->flags & LEAT_OPTION_LIVE) != 0);
  add_flag (builder, "deprecated", (option->flags & LEAT_OPTION_DEPRECATED) != 0);
  json_builder_end_object (builder);
}

static void
add_field (JsonBuilder *builder, const LeatField *field)
{
  json_builder_begin_object (builder);
  add_text (builder, "name", field->name);
  add_text (builder, "type", leat_type_get_name (field->type));
  add_text (builder, "role", leatd_field_role (field));
  add_text (builder, "unit", field->unit);
  add_text (builder, "summary", field->summary);
  json_builder_end_object (builder);
}

/* the kinds of records that it makes itself */
static void
add_records (JsonBuilder *builder, const LeatRecordTable *const *tables)
{
  json_builder_set_member_name (builder, "records");
  json_builder_begin_array (builder);
  for (; *tables != NULL; tables++)
    {
      json_builder_begin_object (builder);
      add_text (builder, "name", (*tables)->name);
      add_text (builder, "summary", (*tables)->summary);
      json_builder_set_member_name (builder, "fields");
      json_builder_begin_array (builder);
      for (guint i = 0; i < (*tables)->n_fields; i++)
        add_field (builder, &(*tables)->fields[i]);
      json_builder_end_array (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_module (JsonBuilder *builder, const LeatdModule *module)
{
  add_text (builder, "module", module->plugin->name);
  add_text (builder, "version", module->plugin->version);
  add_text (builder, "license", module->plugin->license);
  add_text (builder, "origin", module->plugin->origin);
  add_flag (builder, "third_party", !module->is_own);
}

static void
add_topic (JsonBuilder *builder, const LeatdTopic *topic)
{
  const LeatOption *option = topic->options;
  const LeatSourceClass *source = topic->source;
  const char *schemes = source != NULL                    ? source->schemes
                        : topic->kind == LEATD_TOPIC_LINK ? topic->name
                                                          : NULL;
  g_auto (GStrv) list = schemes != NULL ? g_strsplit (schemes, " ", -1) : NULL;
  g_autofree char *place = leatd_topic_place (topic);

  json_builder_begin_object (builder);
  add_text (builder, "kind", leatd_topic_kinds[topic->kind]);
  add_text (builder, "name", topic->name);
  add_text (builder, "group", place);
  add_text (builder, "summary", topic->summary);
  add_list (builder, "schemes", (const char *const *) list);
  add_text (builder, "framer", source != NULL ? source->framer : NULL);
  add_text (builder, "schema", source != NULL ? source->schema : NULL);
  add_flag (builder, "junction", source != NULL && LEAT_CLASS_HAS (source, records));
  if (topic->module != NULL)
    add_module (builder, topic->module);
  json_builder_set_member_name (builder, "options");
  json_builder_begin_array (builder);
  for (; option != NULL && option->type != LEAT_OPTION_TYPE_NONE; option++)
    add_option (builder, option);
  json_builder_end_array (builder);
  if (source != NULL && LEAT_CLASS_HAS (source, makes))
    add_records (builder, source->makes);
  json_builder_end_object (builder);
}

/* {"leat":"0.1.0","topics":[{"kind":"source","name":"pv200",…,"options":[{"key":…},…]},…]};
 * schemas/json/describe.json says it all */
char *
leatd_describe_json (const GPtrArray *topics)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;

  json_builder_begin_object (builder);
  add_text (builder, "leat", LEATD_VERSION);
  json_builder_set_member_name (builder, "topics");
  json_builder_begin_array (builder);
  for (guint i = 0; i < topics->len; i++)
    add_topic (builder, g_ptr_array_index (topics, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, TRUE);
  return g_strconcat (text, "\n", NULL);
}
