/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* backup-stores.c - a copy of each store of a key file, for an archive
 *
 * A store is asked by its words: `files` says where it is, `backup FILE` makes a copy that is whole
 * also while a daemon writes to it. */
#include "backup-stores.h"
#include <glib/gstdio.h>
#include <unistd.h>
#include "store-words.h"

static void
ignore_line (const char *line, gpointer user_data)
{
}

/* beside the store: there is room for it, or there is none for the store either */
static gboolean
backup_store (const LeatdSinkConfig *store, const LeatStoreWord *word, const char *path,
              LeatArchive *archive, GError **error)
{
  g_autofree char *copy = g_strdup_printf ("%s.backup-%d", path, (int) getpid ());
  const char *const arguments[] = { copy, NULL };
  g_autofree char *place = g_canonicalize_filename (path, NULL);
  const gboolean added = leat_store_words_run (store, word, arguments, ignore_line, NULL, error) &&
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
      const LeatStoreWord *word = leat_store_words_find (store->klass, "backup");
      g_autofree char *path = NULL;

      if (word == NULL)
        continue;
      if (!leat_store_words_find_file (store, &path, error))
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
