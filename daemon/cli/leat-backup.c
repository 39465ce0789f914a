/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-backup.c - leat backup: configuration, schemas, stores, places and rejects in one file */
#include <string.h>

#include "look/answer.h"
#include "backup/backup-archive.h"
#include "backup/backup-files.h"
#include "backup/backup-stores.h"
#include "decode/leat-modules.h"
#include "leat-main.h"
#include "leatd-replace.h"

static const char description[] =
    "Writes into ARCHIVE what another machine needs to go on: the key file and conf.d/, the\n"
    "schemas, templates and certificates it names, every store with its readers' places, the\n"
    "sinks' positions and facts, the rejects. leatd may be running. Private keys, and secrets\n"
    "in files of their own, are named and left out unless --secrets is given; those in the key\n"
    "file go along, and the archive is for its owner alone. The CSV files that were written are\n"
    "not in it.\n"
    "\n"
    "Exit code: 0: it is written; 1: it is not; 2: the command line is wrong.";

/* of the state directory, what belongs to the pipeline and not to this machine */
static const char *const state_folders[] = { "rejects", "sinks", "sources" };

typedef struct {
  LeatArchive *archive;
  guint n_files;
  gboolean with_secrets;
  LeatBackupFiles *named; /* by options */
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

static gboolean
backup_add_named (Backup *self, GError **error)
{
  for (guint i = 0; i < self->named->plain->len; i++)
    if (!backup_add (self, self->named->plain->pdata[i], error))
      return FALSE;
  for (guint i = 0; self->with_secrets && i < self->named->secret->len; i++)
    if (!backup_add (self, self->named->secret->pdata[i], error))
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
         backup_add_all (self, schemas, error) && backup_add_named (self, error) &&
         /* the store first: what a sink has done since is done again, not forgotten */
         leat_backup_stores (config, archive, &self->n_files, error) &&
         backup_add_state (self, leatd_config_get_daemon (config)->state_dir, error) &&
         leat_archive_finish (archive, error);
}

/* modules belong to a machine's kind of processor and to its libraries */
static void
tell_plugins (LeatdConfig *config)
{
  char **folders = leatd_config_get_daemon (config)->plugin_path;

  for (guint i = 0; folders != NULL && folders[i] != NULL; i++)
    g_print ("%s: its plugins are not in it; install them there\n", folders[i]);
}

static void
tell_left_out (const Backup *self)
{
  for (guint i = 0; !self->with_secrets && i < self->named->secret->len; i++)
    g_print ("%s: is secret and not in it; --secrets takes it along\n",
             (const char *) self->named->secret->pdata[i]);
  for (guint i = 0; i < self->named->missing->len; i++)
    g_print ("%s: is not here, and not in it\n", (const char *) self->named->missing->pdata[i]);
}

static void
print_text (const Backup *self, const char *path, LeatdConfig *config)
{
  g_print ("%s: %u files; leat restore brings them back\n", path, self->n_files);
  tell_left_out (self);
  tell_plugins (config);
}

static void
add_paths (JsonBuilder *builder, const char *member, const GPtrArray *paths)
{
  json_builder_set_member_name (builder, member);
  json_builder_begin_array (builder);
  for (guint i = 0; i < paths->len; i++)
    json_builder_add_string_value (builder, paths->pdata[i]);
  json_builder_end_array (builder);
}

static void
print_json (const Backup *self, const char *path, LeatdConfig *config)
{
  static GPtrArray none = { NULL, 0 };
  g_autoptr (JsonBuilder) builder = leat_answer_begin ();

  leat_answer_add_text (builder, "archive", path);
  leat_answer_add_number (builder, "files", self->n_files);
  add_paths (builder, "left_out", self->with_secrets ? &none : self->named->secret);
  add_paths (builder, "missing", self->named->missing);
  leat_answer_add_texts (builder, "plugin_path",
                         (const char *const *) leatd_config_get_daemon (config)->plugin_path);
  leat_answer_end (builder);
}

static int
backup (const LeatModulesWishes *wishes, const char *path, gboolean with_secrets)
{
  g_autoptr (LeatdConfig) config = NULL;
  g_autoptr (LeatBackupFiles) named = NULL;
  g_autoptr (GError) error = NULL;
  Backup self = { .with_secrets = with_secrets };

  if (!leatd_replace_finish (wishes->config, &error))
    return leat_answer_fail (error, LEAT_EXIT_FAULTS);
  config = leat_modules_load_config (wishes, FALSE);
  if (config == NULL)
    return leat_modules_fail (wishes);
  self.named = named = leat_backup_find_files (config);
  if (!backup_write (&self, wishes->config, config, path, &error))
    return leat_answer_fail (error, LEAT_EXIT_FAULTS);
  if (leat_answer_is_json ())
    print_json (&self, path, config);
  else
    print_text (&self, path, config);
  return LEAT_EXIT_OK;
}

int
leat_word_backup (int argc, char **argv)
{
  g_auto (LeatModulesWishes) wishes = { NULL };
  g_auto (GStrv) words = g_strdupv (argv);
  gboolean with_secrets = FALSE;
  const GOptionEntry entries[] = {
    LEAT_MODULES_ENTRIES (&wishes),
    { "secrets", 0, 0, G_OPTION_ARG_NONE, &with_secrets, "With private keys and secrets", NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext)
      context = g_option_context_new ("ARCHIVE - all that is needed to go on");
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_add_main_entries (context, leat_answer_entries, NULL);
  g_option_context_set_description (context, description);
  if (!g_option_context_parse_strv (context, &words, &error) || g_strv_length (words) != 2 ||
      wishes.config == NULL)
    return leat_answer_misuse (error != NULL ? error->message
                                             : "--config FILE and one ARCHIVE are right");
  return backup (&wishes, words[1], with_secrets);
}
