/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-config-schema.c - finds the file that schema= names, and loads it */
#include "config/leatd-config-private.h"
#include <string.h>

/* all folders in which schemas are searched, in order: the key file's, LEAT_SCHEMA_PATH, the installed one */
static GStrv
schema_folders (LeatdConfig *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) environment = g_strsplit (g_getenv ("LEAT_SCHEMA_PATH") != NULL ? g_getenv ("LEAT_SCHEMA_PATH") : "",
                                           ":", -1);

  if (self->daemon.schema_path != NULL)
    g_strv_builder_addv (builder, (const char **) self->daemon.schema_path);
  for (guint i = 0; environment[i] != NULL; i++)
    if (*environment[i] != '\0')
      g_strv_builder_add (builder, environment[i]);
  g_strv_builder_add (builder, LEATD_SCHEMA_DIR);
  return g_strv_builder_end (builder);
}

static char *
schema_path (GStrv folders, const char *name)
{
  g_autofree char *file = g_strconcat (name, ".schema", NULL);

  if (strchr (name, '/') != NULL)
    return g_strdup (name);
  for (guint i = 0; folders[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (folders[i], "records", file, NULL);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&path);
    }
  return NULL;
}

LeatSchema *
leatd_config_find_schema (LeatdConfig *self, const LeatGroup *group, const char *name, LeatFaults *faults)
{
  g_auto (GStrv) folders = schema_folders (self);
  g_autofree char *path = schema_path (folders, name);
  g_autofree char *searched = NULL;

  if (path != NULL)
    return leat_schema_load_checked (path, faults);
  searched = g_strjoinv (":", folders);
  leat_group_fault (group, "schema", faults, "there is no records/%s.schema in %s; schema-path= in [daemon] "
                    "names more folders, a name with a / is a path", name, searched);
  return NULL;
}
