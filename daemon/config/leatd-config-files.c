/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-config-files.c - finds schemas and presets of framers by their names */
#include <string.h>

#include "config/leatd-config-private.h"

const LeatdFileKind leatd_schema_files = { "records", ".schema" };
const LeatdFileKind leatd_preset_files = { "framers", ".framer" };

/* where schemas are searched, in order: the key file's folders, LEAT_SCHEMA_PATH, the installed one
 */
GStrv
leatd_config_list_folders (LeatdConfig *self)
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

/* of one folder, in the order of their names; (transfer full) */
static GPtrArray *
list_files (const LeatdFileKind *kind, const char *path)
{
  GPtrArray *files = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *folder = g_build_filename (path, kind->folder, NULL);
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    if (g_str_has_suffix (name, kind->suffix))
      g_ptr_array_add (files, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (files, compare_names);
  return files;
}

/* (transfer full): all that may be named, in the order in which they are searched */
GPtrArray *
leatd_config_find_files (LeatdConfig *self, const LeatdFileKind *kind)
{
  g_auto (GStrv) folders = leatd_config_list_folders (self);
  GPtrArray *all = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; folders[i] != NULL; i++)
    g_ptr_array_extend_and_steal (all, list_files (kind, folders[i]));
  return all;
}

/* (transfer full): by what name a file is found */
char *
leatd_file_name (const LeatdFileKind *kind, const char *path)
{
  char *name = g_path_get_basename (path);

  if (g_str_has_suffix (name, kind->suffix))
    name[strlen (name) - strlen (kind->suffix)] = '\0';
  return name;
}

/* the names of all that there are */
GStrv
leatd_config_list_names (LeatdConfig *self, const LeatdFileKind *kind)
{
  g_autoptr (GPtrArray) files = leatd_config_find_files (self, kind);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < files->len; i++)
    {
      g_autofree char *name = leatd_file_name (kind, files->pdata[i]);

      g_strv_builder_add (builder, name);
    }
  return g_strv_builder_end (builder);
}

/* (transfer full) (nullable): the first file of that name; @name: without a / */
char *
leatd_config_search (LeatdConfig *self, const LeatdFileKind *kind, const char *name)
{
  g_auto (GStrv) folders = leatd_config_list_folders (self);
  g_autofree char *file = g_strconcat (name, kind->suffix, NULL);

  for (guint i = 0; folders[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (folders[i], kind->folder, file, NULL);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&path);
    }
  return NULL;
}
