/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* plugin-list.c - the plugins of a description, and presets and schemas, one a line */
#include "plugin-list.h"
#include "config/leatd-config-catalogue.h"
#include "leat-error.h"
#include <json-glib/json-glib.h>

#define KIND_WIDTH 6
#define NAME_WIDTH 19
#define SUMMARY_LEAST 53
#define WHOSE_WIDTH 16 /* where there is anything of a third party */

/* what a module brings; other topics are of the host */
static const char *const kinds[] = { "source", "link", "framer", "sink", NULL };

static gboolean
is_description (JsonNode *root)
{
  JsonObject *object = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root)
                                                                     : NULL;
  JsonNode *topics = object != NULL ? json_object_get_member (object, "topics") : NULL;
  JsonArray *array = topics != NULL && JSON_NODE_HOLDS_ARRAY (topics) ? json_node_get_array (topics)
                                                                      : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    if (!JSON_NODE_HOLDS_OBJECT (json_array_get_element (array, i)))
      return FALSE;
  return array != NULL;
}

static void
copy_text (JsonObject *to, JsonObject *from, const char *member)
{
  json_object_set_string_member (to, member,
                                 json_object_get_string_member_with_default (from, member, ""));
}

/* a module that says nothing of where it comes from is known by its name */
static void
add_module (JsonObject *plugin, JsonObject *topic)
{
  copy_text (plugin, topic, "module");
  copy_text (plugin, topic, "version");
  copy_text (plugin, topic, "origin");
  json_object_set_boolean_member (plugin, "third_party",
                                  json_object_get_boolean_member_with_default (topic, "third_party",
                                                                               FALSE));
}

static JsonArray *
list_faults (const LeatFaults *faults)
{
  JsonArray *array = json_array_new ();
  const LeatFault *fault;

  for (guint i = 0; (fault = leat_faults_get (faults, i)) != NULL; i++)
    {
      JsonObject *object = json_object_new ();

      json_object_set_int_member (object, "line", fault->line);
      json_object_set_string_member (object, "group", fault->group != NULL ? fault->group : "");
      json_object_set_string_member (object, "key", fault->key != NULL ? fault->key : "");
      json_object_set_string_member (object, "text", fault->text);
      json_array_add_object_element (array, object);
    }
  return array;
}

static void
add_file (JsonArray *plugins, const LeatdCatalogueEntry *file)
{
  const gboolean right = leat_faults_get_n (file->faults) == 0;
  const char *summary = file->summary != NULL ? file->summary : "";
  g_autofree char *path = g_filename_display_name (file->path);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "kind", file->kind);
  json_object_set_string_member (object, "name", file->name);
  json_object_set_string_member (object, "summary", right ? summary : "has faults");
  json_object_set_string_member (object, "file", path);
  json_object_set_array_member (object, "faults", list_faults (file->faults));
  json_array_add_object_element (plugins, object);
}

/* (transfer full) (nullable): an array of {kind, name, summary, module, version, origin,
 * third_party}; a file has no module, but a path and faults */
static JsonNode *
read_plugins (const char *description, const GPtrArray *files, GError **error)
{
  g_autoptr (JsonNode) root = json_from_string (description, error);
  g_autoptr (JsonArray) plugins = json_array_new ();
  JsonNode *list;
  JsonArray *topics;

  if (!is_description (root))
    {
      if (error != NULL && *error == NULL)
        g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_FAILED, "this describes no plugins");
      return NULL;
    }
  topics = json_object_get_array_member (json_node_get_object (root), "topics");
  for (guint i = 0; i < json_array_get_length (topics); i++)
    {
      JsonObject *topic = json_array_get_object_element (topics, i);
      JsonObject *plugin;

      if (!g_strv_contains (kinds, json_object_get_string_member_with_default (topic, "kind", "")))
        continue;
      plugin = json_object_new ();
      copy_text (plugin, topic, "kind");
      copy_text (plugin, topic, "name");
      copy_text (plugin, topic, "summary");
      add_module (plugin, topic);
      json_array_add_object_element (plugins, plugin);
    }
  for (guint i = 0; i < files->len; i++)
    add_file (plugins, files->pdata[i]);
  list = json_node_new (JSON_NODE_ARRAY);
  json_node_set_array (list, plugins);
  return list;
}

char *
leat_plugin_list_to_json (const char *description, const GPtrArray *files, GError **error)
{
  g_autoptr (JsonNode) plugins = read_plugins (description, files, error);
  g_autofree char *text = plugins != NULL ? json_to_string (plugins, TRUE) : NULL;

  return text != NULL ? g_strconcat (text, "\n", NULL) : NULL;
}

static gboolean
is_third_party (JsonObject *plugin)
{
  return json_object_get_boolean_member_with_default (plugin, "third_party", FALSE);
}

static gboolean
has_third_party (JsonArray *plugins)
{
  for (guint i = 0; i < json_array_get_length (plugins); i++)
    if (is_third_party (json_array_get_object_element (plugins, i)))
      return TRUE;
  return FALSE;
}

/* one that does not say where it comes from is known by its name */
static const char *
get_third_party (JsonObject *plugin)
{
  const char *origin = json_object_get_string_member_with_default (plugin, "origin", "");

  if (!is_third_party (plugin))
    return "";
  return *origin != '\0' ? origin : json_object_get_string_member (plugin, "module");
}

/* @whose: (nullable): there is no such column */
static void
append_row (GString *text, const char *kind, const char *name, const char *whose,
            const char *summary, glong width, LeatTextFlags flags)
{
  leat_text_row_append (text, kind, KIND_WIDTH, flags);
  leat_text_row_append (text, name, NAME_WIDTH, flags);
  if (whose != NULL)
    leat_text_row_append (text, whose, WHOSE_WIDTH, flags);
  leat_text_row_append (text, summary, width, flags);
  leat_text_row_end (text);
}

char *
leat_plugin_list_to_text (const char *description, const GPtrArray *files, glong width,
                          LeatTextFlags flags, GError **error)
{
  g_autoptr (JsonNode) root = read_plugins (description, files, error);
  JsonArray *plugins = root != NULL ? json_node_get_array (root) : NULL;
  const gboolean whose = plugins != NULL && has_third_party (plugins);
  const glong taken = KIND_WIDTH + NAME_WIDTH + 2 + (whose ? WHOSE_WIDTH + 1 : 0);
  const glong summary = MAX (width - taken, SUMMARY_LEAST - (whose ? WHOSE_WIDTH + 1 : 0));
  GString *text;

  if (plugins == NULL)
    return NULL;
  text = g_string_new (NULL);
  append_row (text, "KIND", "NAME", whose ? "THIRD PARTY" : NULL, "WHAT IT DOES", summary, flags);
  for (guint i = 0; i < json_array_get_length (plugins); i++)
    {
      JsonObject *plugin = json_array_get_object_element (plugins, i);

      append_row (text, json_object_get_string_member (plugin, "kind"),
                  json_object_get_string_member (plugin, "name"),
                  whose ? get_third_party (plugin) : NULL,
                  json_object_get_string_member (plugin, "summary"), summary, flags);
    }
  return g_string_free (text, FALSE);
}
