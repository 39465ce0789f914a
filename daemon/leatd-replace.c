/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-replace.c - many files that take the place of others all at once, whatever happens */
#include "leatd-replace.h"
#include "worker/leatd-disk.h"
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define SUFFIX ".leat-new"
#define LIST   ".leat-restore"

static char *
get_list (const char *first)
{
  g_autofree char *folder = g_path_get_dirname (first);

  return g_build_filename (folder, LIST, NULL);
}

char *
leatd_replace_get_new (const char *target)
{
  g_autofree char *folder = g_path_get_dirname (target);
  g_autofree char *name = g_path_get_basename (target);
  g_autofree char *hidden = g_strconcat (".", name, SUFFIX, NULL);

  return g_build_filename (folder, hidden, NULL);
}

static GPtrArray *
list_folders (const char *const *targets)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *folders = g_ptr_array_new_with_free_func (g_free);

  for (; *targets != NULL; targets++)
    {
      g_autofree char *folder = g_path_get_dirname (*targets);

      if (g_hash_table_contains (seen, folder))
        continue;
      g_ptr_array_add (folders, folder);
      g_hash_table_add (seen, g_steal_pointer (&folder));
    }
  return folders;
}

static gboolean
sync_folders (const char *const *targets, GError **error)
{
  g_autoptr (GPtrArray) folders = list_folders (targets);

  for (guint i = 0; i < folders->len; i++)
    if (!leatd_disk_sync_directory (folders->pdata[i], error))
      return FALSE;
  return TRUE;
}

static void
tidy_folder (const char *folder)
{
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    if (*name == '.' && g_str_has_suffix (name, SUFFIX))
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);

        g_unlink (path);
      }
}

void
leatd_replace_tidy (const char *const *targets)
{
  g_autoptr (GPtrArray) folders = list_folders (targets);

  for (guint i = 0; i < folders->len; i++)
    tidy_folder (folders->pdata[i]);
}

/* a store's journal would be taken for one of the file that comes in its place */
static void
remove_journals (const char *target)
{
  static const char *const suffixes[] = { "-wal", "-shm", "-journal" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *journal = g_strconcat (target, suffixes[i], NULL);

      g_unlink (journal);
    }
}

/* again and again, until each is in its place: a new file that is not there any more is that */
static gboolean
put_in_place (const char *target, GError **error)
{
  g_autofree char *new_file = leatd_replace_get_new (target);

  if (g_access (new_file, F_OK) != 0 && errno == ENOENT)
    return TRUE;
  remove_journals (target);
  return g_rename (new_file, target) == 0 || leatd_disk_fail (target, "replace", error);
}

static gboolean
put_all_in_place (const char *list, const char *const *targets, GError **error)
{
  for (guint i = 0; targets[i] != NULL; i++)
    if (!put_in_place (targets[i], error))
      return FALSE;
  if (!sync_folders (targets, error))
    return FALSE;
  return g_unlink (list) == 0 || errno == ENOENT || leatd_disk_fail (list, "remove", error);
}

/* paths, each with a NUL behind it: they may hold any other byte */
static gboolean
write_list (const char *path, const char *const *targets, GError **error)
{
  g_autofree char *part = g_strconcat (path, SUFFIX, NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  int fd = open (part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  gboolean is_written;

  for (guint i = 0; targets[i] != NULL; i++)
    g_string_append_len (text, targets[i], (gssize) strlen (targets[i]) + 1);
  if (fd < 0)
    return leatd_disk_fail (part, "write", error);
  is_written = leatd_disk_write (fd, part, text->str, text->len, 0, error) &&
               leatd_disk_sync (fd, part, error);
  close (fd);
  if (!is_written)
    return FALSE;
  return g_rename (part, path) == 0 || leatd_disk_fail (path, "write", error);
}

gboolean
leatd_replace_commit (const char *const *targets, GError **error)
{
  g_autofree char *list = NULL;
  g_autofree char *folder = NULL;

  if (targets[0] == NULL)
    return TRUE;
  list = get_list (targets[0]);
  folder = g_path_get_dirname (list);
  return sync_folders (targets, error) && write_list (list, targets, error) &&
         leatd_disk_sync_directory (folder, error) && put_all_in_place (list, targets, error);
}

static GStrv
read_list (const char *text, gsize length)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (gsize at = 0; at < length; at += strlen (text + at) + 1)
    g_strv_builder_add (builder, text + at);
  return g_strv_builder_end (builder);
}

gboolean
leatd_replace_finish (const char *first, GError **error)
{
  g_autofree char *list = get_list (first);
  g_autofree char *text = NULL;
  g_auto (GStrv) targets = NULL;
  gsize length;

  if (!g_file_test (list, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!g_file_get_contents (list, &text, &length, error))
    return FALSE;
  targets = read_list (text, length);
  if (put_all_in_place (list, (const char *const *) targets, error))
    return TRUE;
  g_prefix_error (error, "%s: leat restore was interrupted; run it once more, as root: ", list);
  return FALSE;
}
