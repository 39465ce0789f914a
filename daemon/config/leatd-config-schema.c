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

/* (transfer full) (nullable): what its class makes of a schema */
static LeatSchema *
shape (const LeatdSourceConfig *self, LeatSource *source, LeatSchema *schema,
       LeatFindSchemaFunc find, GError **error)
{
  LeatSchema *made = self->klass->shape (source, schema, find, (gpointer) self, error);

  leatd_contract_judge (made != NULL, self->klass->name, "shape()", error);
  return made;
}

static gboolean
is_shaped (const LeatdSourceConfig *self)
{
  return LEAT_CLASS_HAS (self->klass, shape) && self->named != NULL;
}

/**
 * leatd_config_shape:
 * @self: of @source, whose key file is right: its init() was called
 *
 * Main thread.
 */
gboolean
leatd_config_shape (const LeatdSourceConfig *source, LeatSource *self, GError **error)
{
  g_autoptr (LeatSchema) made = NULL;

  if (!is_shaped (source))
    return TRUE;
  made = shape (source, self, source->named, find_other, error);
  return made != NULL;
}

/* LeatFindSchemaFunc */
static LeatSchema *
find_and_note (gpointer data, const char *name, GError **error)
{
  LeatdSourceConfig *self = data;
  LeatSchema *schema = find_other (self, name, error);

  if (schema != NULL)
    g_ptr_array_add (self->others, leat_schema_ref (schema));
  return schema;
}

/**
 * leatd_config_shape_trial:
 * @trial: of @self, that is asked and never runs: its init() was called
 *
 * Finds what its records look like: those of schema=, and those of each other schema that its class
 * finds in shape(). Main thread.
 */
gboolean
leatd_config_shape_trial (LeatdSourceConfig *self, LeatSource *trial, GError **error)
{
  LeatSchema *made;

  if (!is_shaped (self))
    return TRUE;
  g_clear_pointer (&self->others, g_ptr_array_unref);
  self->others = g_ptr_array_new_with_free_func ((GDestroyNotify) leat_schema_unref);
  made = shape (self, trial, self->named, find_and_note, error);
  if (made == NULL)
    return FALSE;
  leat_schema_unref (self->schema);
  self->schema = made;
  for (guint i = 0; i < self->others->len; i++)
    {
      made = shape (self, trial, self->others->pdata[i], find_other, error);
      if (made == NULL)
        return FALSE;
      leat_schema_unref (self->others->pdata[i]);
      self->others->pdata[i] = made;
    }
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
