/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-backup.c - leat backup: configuration, schemas, stores, places and rejects in one file */
#include <string.h>

#include "backup-archive.h"
#include "backup-stores.h"
#include "leat-modules.h"
#include "leat-words.h"

static const char description[] =
    "Writes into ARCHIVE what another machine needs to go on: the key file and conf.d/, the\n"
    "schemas it names, every store with its readers' places, the sinks' positions and facts, the\n"
    "rejects. leatd may be running. Secrets that the key file names by a path are not in it, nor\n"
    "are the CSV files that were written.\n"
    "\n"
    "Exit code: 0: it is written; 1: it is not; 2: the command line is wrong.";

/* of the state directory, what belongs to the pipeline and not to this machine */
static const char *const state_folders[] = { "rejects", "sinks", "sources" };

typedef struct {
  LeatArchive *archive;
  guint n_files;
} Backup;

static gboolean
backup_add (Backup *self, const char *from, GError **error)
{
  g_autofree char *path = g_canonicalize_filename (from, NULL);

  if (!leat_archive_add (self->archive, from, path, error))
    return FALSE;
  self->n_files++;
  return TRUE;
}

static gboolean
backup_add_all (Backup *self, GStrv paths, GError **error)
{
  for (; *paths != NULL; paths++)
    if (!backup_add (self, *paths, error))
      return FALSE;
  return TRUE;
}

/* those that leatd takes away meanwhile are not missed */
static gboolean
backup_add_folder (Backup *self, const char *folder, GError **error)
{
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (GError) failure = NULL;

      if (!g_file_test (path, G_FILE_TEST_IS_REGULAR) || backup_add (self, path, &failure) ||
          g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
        continue;
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  return TRUE;
}

static gboolean
backup_add_state (Backup *self, const char *state_dir, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (state_folders); i++)
    {
      g_autofree char *folder = g_build_filename (state_dir, state_folders[i], NULL);

      if (!backup_add_folder (self, folder, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
backup_write (Backup *self, const char *config_path, LeatdConfig *config, const char *path,
              GError **error)
{
  g_auto (GStrv) files = leatd_config_list_files (config_path);
  g_auto (GStrv) schemas = leatd_config_list_schemas (config);
  g_autoptr (LeatArchive) archive = self->archive = leat_archive_new (path, error);

  return archive != NULL && backup_add_all (self, files, error) &&
         backup_add_all (self, schemas, error) &&
         /* the store first: what a sink has done since is done again, not forgotten */
         leat_backup_stores (config, archive, &self->n_files, error) &&
         backup_add_state (self, leatd_config_get_daemon (config)->state_dir, error) &&
         leat_archive_finish (archive, error);
}

static int
backup (const LeatModulesWishes *wishes, const char *path)
{
  g_autoptr (LeatdConfig) config = leat_modules_load_config (wishes, FALSE);
  g_autoptr (GError) error = NULL;
  Backup self = { NULL };

  if (config == NULL)
    return LEAT_EXIT_FAULTS;
  if (!backup_write (&self, wishes->config, config, path, &error))
    {
      g_printerr ("leat backup: %s\n", error->message);
      return LEAT_EXIT_FAULTS;
    }
  g_print ("%s: %u files; leat restore brings them back\n", path, self.n_files);
  return LEAT_EXIT_OK;
}

int
leat_word_backup (int argc, char **argv)
{
  g_auto (LeatModulesWishes) wishes = { NULL };
  g_auto (GStrv) words = g_strdupv (argv);
  const GOptionEntry entries[] = { LEAT_MODULES_ENTRIES (&wishes), G_OPTION_ENTRY_NULL };
  g_autoptr (GOptionContext)
      context = g_option_context_new ("ARCHIVE - all that is needed to go on");
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_description (context, description);
  if (!g_option_context_parse_strv (context, &words, &error) || g_strv_length (words) != 2 ||
      wishes.config == NULL)
    {
      g_printerr ("leat backup: %s; leat backup --help tells more\n",
                  error != NULL ? error->message : "--config FILE and one ARCHIVE are right");
      return LEAT_EXIT_USAGE;
    }
  return backup (&wishes, words[1]);
}
