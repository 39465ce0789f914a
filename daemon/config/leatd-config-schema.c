/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-config-schema.c - finds the file that schema= names, and loads it once */
#include <string.h>

#include "config/leatd-config-private.h"

#define SUFFIX ".schema"

/* where schemas are searched, in order: the key file's folders, LEAT_SCHEMA_PATH, the installed one
 */
static GStrv
list_folders (LeatdConfig *self)
{
  const char *path = g_getenv ("LEAT_SCHEMA_PATH");
  g_auto (GStrv) environment = g_strsplit (path != NULL ? path : "", ":", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (self->daemon.schema_path != NULL)
    g_strv_builder_addv (builder, (const char **) self->daemon.schema_path);
  for (guint i = 0; environment[i] != NULL; i++)
    if (*environment[i] != '\0')
      g_strv_builder_add (builder, environment[i]);
  g_strv_builder_add (builder, LEATD_SCHEMA_DIR);
  return g_strv_builder_end (builder);
}

/**
 * leatd_config_prepend_schema_path:
 * @folders: (nullable): as the command line has them
 */
void
leatd_config_prepend_schema_path (const char *const *folders)
{
  const char *there = g_getenv ("LEAT_SCHEMA_PATH");
  g_autofree char *given = folders != NULL ? g_strjoinv (":", (char **) folders) : NULL;
  g_autofree char *all = given != NULL ? g_strjoin (":", given, there, NULL) : NULL;

  if (all != NULL)
    g_setenv ("LEAT_SCHEMA_PATH", all, TRUE);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* of the folder's schemas, in the order of their names; (transfer full) */
static GPtrArray *
list_files (const char *path)
{
  GPtrArray *files = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *folder = g_build_filename (path, "records", NULL);
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    if (g_str_has_suffix (name, SUFFIX))
      g_ptr_array_add (files, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (files, compare_names);
  return files;
}

/* the names of all schemas that are there */
static GStrv
list_names (GStrv folders)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (; *folders != NULL; folders++)
    {
      g_autoptr (GPtrArray) files = list_files (*folders);

      for (guint i = 0; i < files->len; i++)
        {
          g_autofree char *name = g_path_get_basename (files->pdata[i]);

          name[strlen (name) - strlen (SUFFIX)] = '\0';
          g_strv_builder_add (builder, name);
        }
    }
  return g_strv_builder_end (builder);
}

/**
 * leatd_config_find_schemas:
 *
 * Returns: (transfer full): the files of all schemas that schema= may name, in the order in which
 * they are searched: of two with the same name, the first is meant
 */
GPtrArray *
leatd_config_find_schemas (LeatdConfig *self)
{
  g_auto (GStrv) folders = list_folders (self);
  GPtrArray *all = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; folders[i] != NULL; i++)
    g_ptr_array_extend_and_steal (all, list_files (folders[i]));
  return all;
}

static char *
search (GStrv folders, const char *name)
{
  g_autofree char *file = g_strconcat (name, SUFFIX, NULL);

  for (; *folders != NULL; folders++)
    {
      g_autofree char *path = g_build_filename (*folders, "records", file, NULL);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&path);
    }
  return NULL;
}

static void
fault_unknown (GStrv folders, const LeatGroup *group, const char *name, LeatFaults *faults)
{
  g_auto (GStrv) names = list_names (folders);
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
  g_auto (GStrv) folders = list_folders (self);
  g_autofree char *path = is_path ? leat_group_find_path (group, "schema", name)
                                  : search (folders, name);
  gpointer schema = NULL;

  if (*name == '\0')
    leat_group_fault (group, "schema", faults, "is empty; a name or a path is right");
  else if (path == NULL)
    fault_unknown (folders, group, name, faults);
  else if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    leat_group_fault (group, "schema", faults, "there is no file %s", path);
  else if (!g_hash_table_lookup_extended (self->schemas, path, NULL, &schema))
    schema = load (self, g_steal_pointer (&path), faults);
  return schema != NULL ? leat_schema_ref (schema) : NULL;
}

/**
 * leatd_config_list_schemas:
 *
 * Returns: (transfer full): the files of the schemas in use, in the order of their names; those
 *   that come with Leat are not listed
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
  return g_strv_builder_end (builder);
}
