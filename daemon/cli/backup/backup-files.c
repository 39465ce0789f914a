/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* backup-files.c - the files that options of a key file name: templates, certificates, secrets */
#include "backup-files.h"
#include <string.h>

/* as much of a file as says what it is */
#define LOOK_MAX (256 * 1024)

/* how a certificate with its key begins that is no text: PKCS #12 (RFC 7292), a DER sequence */
#define DER_SEQUENCE 0x30

static GPtrArray *
new_list (void)
{
  return g_ptr_array_new_with_free_func (g_free);
}

static void
add (GPtrArray *list, const char *path)
{
  g_autofree char *whole = g_canonicalize_filename (path, NULL);

  if (!g_ptr_array_find_with_equal_func (list, whole, g_str_equal, NULL))
    g_ptr_array_add (list, g_steal_pointer (&whole));
}

/* whoever has it can say that he is us */
static gboolean
holds_key (const char *path)
{
  g_autofree char *text = g_malloc (LOOK_MAX);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, NULL);
  gsize length = 0;

  /* what cannot be read is told when it is to be copied */
  if (stream == NULL)
    return FALSE;
  g_input_stream_read_all (G_INPUT_STREAM (stream), text, LOOK_MAX, &length, NULL, NULL);
  return (length > 0 && text[0] == DER_SEQUENCE && memchr (text, '\0', length) != NULL) ||
         memmem (text, length, "PRIVATE KEY-----", strlen ("PRIVATE KEY-----")) != NULL;
}

/* folders are searched, and hold what belongs to the machine */
static void
add_path (LeatBackupFiles *self, const char *path)
{
  if (path == NULL || *path == '\0' || g_file_test (path, G_FILE_TEST_IS_DIR))
    return;
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    add (self->missing, path);
  else
    add (holds_key (path) ? self->secret : self->plain, path);
}

static void
add_paths (LeatBackupFiles *self, const LeatOption *option, gpointer instance)
{
  gpointer member = G_STRUCT_MEMBER_P (instance, option->offset);
  char **paths = option->type == LEAT_OPTION_TYPE_LIST ? *(char ***) member : NULL;

  if (option->type == LEAT_OPTION_TYPE_STRING)
    add_path (self, *(char **) member);
  for (; paths != NULL && *paths != NULL; paths++)
    add_path (self, *paths);
}

/* a name that is no file here is that of a credential, which the service manager gives */
static void
add_secret (LeatBackupFiles *self, const LeatGroup *group, const LeatOption *option)
{
  g_autofree char *key = g_strconcat (option->key, "-file", NULL);
  const char *value = leat_group_get (group, key);
  g_autofree char *path = value != NULL ? leat_group_find_path (group, key, value) : NULL;

  if (path != NULL)
    add (g_file_test (path, G_FILE_TEST_EXISTS) ? self->secret : self->missing, path);
}

static void
add_options (LeatBackupFiles *self, const LeatGroup *group, const LeatOption *table,
             gsize instance_size)
{
  g_autoptr (LeatFaults) judged = leat_faults_new ();
  g_autofree char *instance = g_malloc0 (instance_size);

  leat_group_fill (group, table, instance, judged);
  for (const LeatOption *option = table; option != NULL && option->type != LEAT_OPTION_TYPE_NONE;
       option++)
    if ((option->flags & LEAT_OPTION_PATH) != 0)
      add_paths (self, option, instance);
    else if ((option->flags & LEAT_OPTION_SECRET) != 0)
      add_secret (self, group, option);
  leat_options_clear (table, instance);
}

/**
 * leat_backup_find_files:
 * @config: without a fault
 *
 * Returns: (transfer full): what the options of its sources and sinks name
 */
LeatBackupFiles *
leat_backup_find_files (LeatdConfig *config)
{
  const GPtrArray *sources = leatd_config_get_sources (config);
  const GPtrArray *sinks = leatd_config_get_sinks (config);
  LeatBackupFiles *self = g_new0 (LeatBackupFiles, 1);

  self->plain = new_list ();
  self->secret = new_list ();
  self->missing = new_list ();
  for (guint i = 0; i < sources->len; i++)
    {
      const LeatdSourceConfig *source = sources->pdata[i];

      add_options (self, source->group, source->klass->options, source->klass->instance_size);
      if (source->link != NULL)
        add_options (self, source->group, source->link->options, source->link->instance_size);
    }
  for (guint i = 0; i < sinks->len; i++)
    {
      const LeatdSinkConfig *sink = sinks->pdata[i];

      add_options (self, sink->group, sink->klass->options, sink->klass->instance_size);
    }
  return self;
}

void
leat_backup_files_free (LeatBackupFiles *self)
{
  g_ptr_array_unref (self->plain);
  g_ptr_array_unref (self->secret);
  g_ptr_array_unref (self->missing);
  g_free (self);
}
