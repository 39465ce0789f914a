/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-restore.c - leat restore: puts back what leat backup has kept */
#include "look/answer.h"
#include "backup/backup-archive.h"
#include "leat-error.h"
#include "leat-main.h"
#include "leatd-replace.h"
#include "leatd-state-dir.h"

static const char description[] =
    "Puts each file of ARCHIVE where it was; --root puts a folder in front of all paths. What is\n"
    "there already is not replaced unless --yes is given, and then nothing is written. leatd must\n"
    "not be running. All files come to their places at once: a restore that is interrupted has\n"
    "changed nothing, or is finished by the next leat restore or leatd that comes there.\n"
    "\n"
    "Exit code: 0: all of it is back; 1: it is not; 2: the command line is wrong.";

/* a line for each; NULL: none is */
static GError *
find_those_there (char **paths)
{
  GError *there = NULL;

  for (; *paths != NULL; paths++)
    if (g_file_test (*paths, G_FILE_TEST_EXISTS))
      leat_error_join (&there,
                       g_error_new (LEAT_ERROR, LEAT_ERROR_FAILED, "%s: is there already", *paths));
  return there;
}

/* of the folders above @path */
static char *
find_folder_in_use (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  while (!leatd_state_dir_is_in_use (folder))
    {
      g_autofree char *below = g_steal_pointer (&folder);

      folder = g_path_get_dirname (below);
      if (g_str_equal (folder, below))
        return NULL;
    }
  return g_steal_pointer (&folder);
}

/* a daemon would go on with what it has in memory, and write it over what was restored */
static gboolean
check_stopped (char **paths, GError **error)
{
  for (; *paths != NULL; paths++)
    {
      g_autofree char *folder = find_folder_in_use (*paths);

      if (folder != NULL)
        {
          g_set_error (error, LEAT_ERROR, LEAT_ERROR_BUSY,
                       "%s: leatd is at work there; stop it first", folder);
          return FALSE;
        }
    }
  return TRUE;
}

/* what is there already is not touched without a word */
static gboolean
check_free (char **paths, gboolean replace, GError **error)
{
  GError *there = replace ? NULL : find_those_there (paths);

  if (there == NULL)
    return TRUE;
  leat_error_join (&there, g_error_new_literal (LEAT_ERROR, LEAT_ERROR_FAILED,
                                                "nothing was written; --yes replaces them, --root "
                                                "DIR puts all elsewhere"));
  g_propagate_error (error, there);
  return FALSE;
}

static gboolean
write_all (const char *path, const char *root, gboolean replace, char **paths, GError **error)
{
  return check_stopped (paths, error) &&
         (paths[0] == NULL || leatd_replace_finish (paths[0], error)) &&
         check_free (paths, replace, error) && leat_archive_restore (path, root, error);
}

static void
print_json (char **paths)
{
  g_autoptr (JsonBuilder) builder = leat_answer_begin ();

  leat_answer_add_texts (builder, "files", (const char *const *) paths);
  leat_answer_end (builder);
}

static int
restore (const char *path, const char *root, gboolean replace)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) paths = leat_archive_list (path, root, &error);

  if (paths == NULL || !write_all (path, root, replace, paths, &error))
    return leat_answer_fail (error, LEAT_EXIT_FAULTS);
  if (leat_answer_is_json ())
    print_json (paths);
  else
    for (char **written = paths; *written != NULL; written++)
      g_print ("%s\n", *written);
  return LEAT_EXIT_OK;
}

int
leat_word_restore (int argc, char **argv)
{
  g_autofree char *root = NULL;
  gboolean replace = FALSE;
  g_auto (GStrv) words = g_strdupv (argv);
  const GOptionEntry entries[] = {
    { "root", 0, 0, G_OPTION_ARG_FILENAME, &root, "Folder in front of all paths", "DIR" },
    { "yes", 0, 0, G_OPTION_ARG_NONE, &replace, "Replace what is there", NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("ARCHIVE - put back what it holds");
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_add_main_entries (context, leat_answer_entries, NULL);
  g_option_context_set_description (context, description);
  if (!g_option_context_parse_strv (context, &words, &error) || g_strv_length (words) != 2)
    return leat_answer_misuse (error != NULL ? error->message : "one ARCHIVE is right");
  return restore (words[1], root != NULL ? root : "/", replace);
}
