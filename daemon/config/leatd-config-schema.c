/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-config-schema.c - finds the file that schema= names, and loads it once */
#include <string.h>

#include "config/leatd-config-private.h"
#include "plugin/leatd-contract.h"

/**
 * leatd_config_find_schemas:
 *
 * Returns: (transfer full): the files of all schemas that schema= may name, in the order in which
 * they are searched: of two with the same name, the first is meant
 */
GPtrArray *
leatd_config_find_schemas (LeatdConfig *self)
{
  return leatd_config_find_files (self, &leatd_schema_files);
}

static void
fault_unknown (LeatdConfig *self, const LeatGroup *group, const char *name, LeatFaults *faults)
{
  g_auto (GStrv) folders = leatd_config_list_folders (self);
  g_auto (GStrv) names = leatd_config_list_names (self, &leatd_schema_files);
  g_autofree char *searched = g_strjoinv (":", folders);
  const char *nearest = leat_nearest (name, (const char *const *) names);

  if (nearest != NULL)
    leat_group_fault (group, "schema", faults, "there is no schema %s; did you mean %s?", name,
                      nearest);
  else
    leat_group_fault (
        group, "schema", faults,
        "there is no schema %s under records/ of %s; schema-path= in [daemon] names more "
        "folders, and what has a / in it is a path",
        name, searched);
}

/* its examples are part of it: a schema that decodes them otherwise than it says is wrong */
static LeatSchema *
load (LeatdConfig *self, char *path /* (transfer full) */, LeatFaults *faults)
{
  LeatSchema *schema = leat_schema_load_checked (path, faults);

  if (schema != NULL && !leat_schema_try_examples (schema, faults))
    g_clear_pointer (&schema, leat_schema_unref);
  g_hash_table_insert (self->schemas, path, schema);
  return schema;
}

/**
 * leatd_config_find_schema:
 * @group: where schema= stands, or would
 * @name: of a schema, or a path
 * @faults: says why there is none
 *
 * Returns: (transfer full) (nullable): the schema
 */
LeatSchema *
leatd_config_find_schema (LeatdConfig *self, const LeatGroup *group, const char *name,
                          LeatFaults *faults)
{
  const gboolean is_path = strchr (name, '/') != NULL;
  g_autofree char *path = is_path ? leat_group_find_path (group, "schema", name)
                                  : leatd_config_search (self, &leatd_schema_files, name);
  gpointer schema = NULL;

  if (*name == '\0')
    leat_group_fault (group, "schema", faults, "is empty; a name or a path is right");
  else if (path == NULL)
    fault_unknown (self, group, name, faults);
  else if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    leat_group_fault (group, "schema", faults, "there is no file %s", path);
  else if (!g_hash_table_lookup_extended (self->schemas, path, NULL, &schema))
    schema = load (self, g_steal_pointer (&path), faults);
  return schema != NULL ? leat_schema_ref (schema) : NULL;
}

static LeatSchema *
find_other (gpointer source, const char *name, GError **error)
{
  LeatdSourceConfig *self = source;
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  LeatSchema *schema = leatd_config_find_schema (self->config, self->group, name, faults);

  if (schema == NULL)
    leat_error_fail (error, LEAT_ERROR_CONFIG, "%s",
                     leat_faults_get_n (faults) > 0 ? leat_faults_get (faults, 0)->text
                                                    : "it is not sound, as was told");
  return schema;
}

/**
 * leatd_config_shape:
 * @self: of @source: its init() was called
 * @schema: (inout) (optional): becomes what its records look like
 *
 * Main thread.
 */
gboolean
leatd_config_shape (const LeatdSourceConfig *source, LeatSource *self, LeatSchema **schema,
                    GError **error)
{
  LeatSchema *made;

  if (!LEAT_CLASS_HAS (source->klass, shape) || source->named == NULL)
    return TRUE;
  made = source->klass->shape (self, source->named, find_other, (gpointer) source, error);
  if (!leatd_contract_judge (made != NULL, source->klass->name, "shape()", error))
    return FALSE;
  if (schema != NULL)
    {
      leat_schema_unref (*schema);
      *schema = leat_schema_ref (made);
    }
  leat_schema_unref (made);
  return TRUE;
}

/**
 * leatd_config_list_schemas:
 *
 * Returns: (transfer full): the files of the schemas and presets in use, in the order of their
 *   names; those that come with Leat are not listed
 */
GStrv
leatd_config_list_schemas (LeatdConfig *self)
{
  g_autoptr (GList)
      paths = g_list_sort (g_hash_table_get_keys (self->schemas), (GCompareFunc) strcmp);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (GList *item = paths; item != NULL; item = item->next)
    if (!g_str_has_prefix (item->data, LEATD_SCHEMA_DIR "/"))
      g_strv_builder_add (builder, item->data);
  leatd_config_list_presets (self, builder);
  return g_strv_builder_end (builder);
}
