/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* backup-stores.c - a copy of each store of a key file, for an archive
 *
 * A store is asked by its words: `files` says where it is, `backup FILE` makes a copy that is whole
 * also while a daemon writes to it. */
#include "backup-stores.h"
#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>
#include "pipeline/leatd-store-words.h"

/* between a store's name and the process that makes the copy */
#define MARK ".backup-"

static void
ignore_line (const char *line, gpointer user_data)
{
}

/* a backup that was killed could not take its copy away */
static void
tidy (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *prefix = g_strconcat (name, MARK, NULL);
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  const char *found;

  while (directory != NULL && (found = g_dir_read_name (directory)) != NULL)
    if (g_str_has_prefix (found, prefix) &&
        kill ((pid_t) g_ascii_strtoll (found + strlen (prefix), NULL, 10), 0) != 0 &&
        errno == ESRCH)
      {
        g_autofree char *copy = g_build_filename (folder, found, NULL);

        g_unlink (copy);
      }
}

/* beside the store: there is room for it, or there is none for the store either */
static gboolean
backup_store (const LeatdSinkConfig *store, const LeatStoreWord *word, const char *path,
              LeatArchive *archive, GError **error)
{
  g_autofree char *copy = g_strdup_printf ("%s" MARK "%d", path, (int) getpid ());
  const char *const arguments[] = { copy, NULL };
  const LeatdStoreListener listener = { .print = ignore_line };
  g_autofree char *place = g_canonicalize_filename (path, NULL);
  gboolean added;

  tidy (path);
  added = leatd_store_words_run (store, word, arguments, &listener, error) &&
          leat_archive_add (archive, copy, place, error);
  g_unlink (copy);
  return added;
}

gboolean
leat_backup_stores (LeatdConfig *config, LeatArchive *archive, guint *n_files, GError **error)
{
  const GPtrArray *sinks = leatd_config_get_sinks (config);

  for (guint i = 0; i < sinks->len; i++)
    {
      const LeatdSinkConfig *store = sinks->pdata[i];
      const LeatStoreWord *word = leatd_store_words_find (store->klass, "backup");
      g_autofree char *path = NULL;

      if (word == NULL)
        continue;
      if (!leatd_store_words_find_file (store, &path, error))
        return FALSE;
      if (path == NULL)
        continue;
      if (!backup_store (store, word, path, archive, error))
        {
          g_prefix_error (error, "%s: ", store->name);
          return FALSE;
        }
      *n_files += 1;
    }
  return TRUE;
}
