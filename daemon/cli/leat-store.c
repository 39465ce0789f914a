/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-store.c - leat store: what a store of the key file can be asked */
#include "look/answer.h"
#include "bus/bus-word.h"
#include "decode/leat-modules.h"
#include "leat-main.h"
#include "pipeline/leatd-store-words.h"
#include "look/progress.h"
#include "status/status-watch.h"
#include "bus/store-bus.h"
#include <stdio.h>
#include <unistd.h>

/* what a word has told, and how far it is */
typedef struct {
  GPtrArray    *lines;
  LeatProgress *progress;
  gboolean      is_export;
} Listening;

/* records are JSON as they come */
static void
on_line (const char *line, gpointer user_data)
{
  Listening *self = user_data;

  if (!self->is_export)
    {
      leat_progress_erase (self->progress);
      leat_answer_take_line (line, self->lines);
      return;
    }
  fputs (line, stdout);
  fputc ('\n', stdout);
}

static gboolean
on_progress (guint64 done, guint64 total, gpointer user_data)
{
  leat_progress_tell (((Listening *) user_data)->progress, done, total);
  return TRUE;
}

/* the one word whose lines are more than can be kept */
static gboolean
is_export (const char *name)
{
  return g_str_equal (name, "export");
}

static void
print_help (void)
{
  g_print (
      "Usage: leat store [OPTION…] WORD [ARGUMENT…]\n\n"
      "  --config FILE       Key file of leatd; its store is asked as a file\n"
      "  --bus BUS           Where that is: system, session, or the address of a bus\n"
      "  --name STORE        Which one, if it has several stores\n"
      "  --plugin-path DIR   Where modules are; may be given several times\n"
      "  --schema-path DIR   Where schemas are; may be given several times\n"
      "  --json              What WORD tells, or what is wrong, as a JSON object; export has\n"
      "                      a line for each record\n"
      "  --quiet             Do not show how far a long WORD is\n\n"
      "leat store help lists the words of the store. leatd may be running. Without --config\n"
      "it is asked itself: readers, size (bytes on the disk), limits (its options), replay\n"
      "READER --from TIME [--to TIME], forget READER --yes, check, and export [--source GLOB]\n"
      "[--from TIME] [--to TIME]; polkit decides who may. For other words its key file is\n"
      "taken.\n");
}

static void
print_words (const LeatdSinkConfig *store)
{
  const LeatStoreWord *word = leatd_store_words_get (store->klass);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  for (; word != NULL && word->name != NULL; word++)
    {
      g_autofree char *line = NULL;

      if (word->summary == NULL)
        continue;
      line = g_strdup_printf ("%s%s%s - %s", word->name, *word->arguments != '\0' ? " " : "",
                              word->arguments, word->summary);
      leat_answer_take_line (line, lines);
    }
  leat_answer_end_lines (lines);
}

static int
refuse_word (const LeatdSinkConfig *store, const char *name)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  const LeatStoreWord *word = leatd_store_words_get (store->klass);
  g_autoptr (GError) error = NULL;
  const char *nearest;

  if (leatd_store_words_find (store->klass, name) != NULL)
    {
      error = g_error_new (LEAT_ERROR, LEAT_ERROR_CONFIG, "%s is a word of leat rejects", name);
      return leat_answer_fail (error, LEAT_EXIT_USAGE);
    }
  for (; word != NULL && word->name != NULL; word++)
    if (word->summary != NULL)
      g_ptr_array_add (names, (gpointer) word->name);
  g_ptr_array_add (names, NULL);
  nearest = leat_nearest (name, (const char *const *) names->pdata);
  error = g_error_new (LEAT_ERROR, LEAT_ERROR_NOT_FOUND, "%s has no word %s; %s%s%s", store->name,
                       name, nearest != NULL ? "did you mean " : "leat store help lists them",
                       nearest != NULL ? nearest : "", nearest != NULL ? "?" : "");
  return leat_answer_fail (error, LEAT_EXIT_USAGE);
}

static int
run_word (const LeatdSinkConfig *store, char **words, gboolean quiet)
{
  const LeatStoreWord *word = leatd_store_words_find (store->klass, words[0]);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;
  Listening listening = { .lines = lines };
  const LeatdStoreListener listener = { on_line, on_progress, &listening };
  gboolean done;

  if (g_str_equal (words[0], "help"))
    {
      print_words (store);
      return LEAT_EXIT_OK;
    }
  if (word == NULL || word->summary == NULL)
    return refuse_word (store, words[0]);
  name = g_strdup_printf ("leat store %s", word->name);
  g_set_prgname (name);
  listening.is_export = is_export (word->name);
  /* records that run over the same terminal show by themselves how it goes */
  listening.progress = leat_progress_new (quiet || (listening.is_export && isatty (STDOUT_FILENO)));
  done = leatd_store_words_run (store, word, (const char *const *) words + 1, &listener, &error);
  leat_progress_free (listening.progress);
  if (!done)
    return leat_answer_fail (error, LEAT_EXIT_FAULTS);
  if (!listening.is_export)
    leat_answer_end_lines (lines);
  return LEAT_EXIT_OK;
}

/* (transfer full) (nullable): of the leatd that is running */
static char *
find_config (LeatBusClient *client, GError **failure)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LeatStatus) status = NULL;

  if (leat_bus_client_open (client, &error))
    status = leat_status_read (client, &error);
  if (status != NULL && status->config_files[0] != NULL)
    return g_strdup (status->config_files[0]);
  if (error == NULL)
    error = g_error_new_literal (LEAT_ERROR, LEAT_ERROR_FAILED, "leatd names none");
  g_propagate_prefixed_error (failure, g_steal_pointer (&error), "no --config FILE, and ");
  return NULL;
}

/* what is not known here belongs to the word */
int
leat_word_store (int argc, char **argv)
{
  g_auto (LeatModulesWishes) wishes = { NULL };
  g_auto (LeatBusClient) client = { NULL };
  g_auto (LeatStoreWish) wish = { NULL };
  gboolean json, quiet = FALSE;
  g_autofree char *name = NULL;
  g_auto (GStrv) words = g_strdupv (argv);
  const GOptionEntry entries[] = {
    LEAT_MODULES_ENTRIES (&wishes),
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, NULL, NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, NULL, NULL },
    { "quiet", 0, 0, G_OPTION_ARG_NONE, &quiet, NULL, NULL },
    LEAT_BUS_ENTRY (&client.bus),
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (LeatdConfig) config = NULL;
  g_autoptr (GError) error = NULL;
  const LeatdSinkConfig *store;

  if (argc > 1 && (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h")))
    {
      print_help ();
      return LEAT_EXIT_OK;
    }
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_ignore_unknown_options (context, TRUE);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse_strv (context, &words, &error) || words[1] == NULL)
    return leat_answer_misuse (error != NULL ? error->message : "a WORD is right");
  if (wishes.config == NULL && leat_store_wish_parse (&wish, words + 1))
    return leat_bus_client_open (&client, &error) ? leat_store_bus_run (&client, name, &wish, quiet)
                                                  : leat_bus_word_fail (error);
  if (wishes.config == NULL && (wishes.config = find_config (&client, &error)) == NULL)
    return leat_answer_fail (error, LEAT_EXIT_FAULTS);
  config = leat_modules_load_config (&wishes, TRUE);
  if (config == NULL)
    return leat_modules_fail (&wishes);
  store = leatd_store_words_choose (config, name, &error);
  if (store != NULL)
    return run_word (store, words + 1, quiet);
  g_prefix_error (&error, "%s: ", wishes.config);
  return leat_answer_fail (error, LEAT_EXIT_FAULTS);
}
