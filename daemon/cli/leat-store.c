/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-store.c - leat store: what a store of the key file can be asked */
#include "answer.h"
#include "leat-modules.h"
#include "leat-words.h"
#include "pipeline/leatd-store-words.h"
#include "status-watch.h"
#include <stdio.h>

/* records are JSON as they come */
static void
on_record (const char *line, gpointer user_data)
{
  fputs (line, stdout);
  fputc ('\n', stdout);
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
  g_print ("Usage: leat store [OPTION…] WORD [ARGUMENT…]\n\n"
           "  --config FILE       Key file of leatd (preset: that of the leatd on the bus)\n"
           "  --bus BUS           Where that is: system, session, or the address of a bus\n"
           "  --name STORE        Which one, if it has several stores\n"
           "  --plugin-path DIR   Where modules are; may be given several times\n"
           "  --schema-path DIR   Where schemas are; may be given several times\n"
           "  --json              What WORD tells, or what is wrong, as a JSON object; export has\n"
           "                      a line for each record\n\n"
           "leat store help lists the words of the store. leatd may be running.\n");
}

static void
print_words (const LeatdSinkConfig *store)
{
  const LeatStoreWord *word = store->klass->store->words;
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
  const LeatStoreWord *word = store->klass->store->words;
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
run_word (const LeatdSinkConfig *store, char **words)
{
  const LeatStoreWord *word = leatd_store_words_find (store->klass, words[0]);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;

  if (g_str_equal (words[0], "help"))
    {
      print_words (store);
      return LEAT_EXIT_OK;
    }
  if (word == NULL || word->summary == NULL)
    return refuse_word (store, words[0]);
  name = g_strdup_printf ("leat store %s", word->name);
  g_set_prgname (name);
  if (!leatd_store_words_run (store, word, (const char *const *) words + 1,
                              is_export (word->name) ? on_record : leat_answer_take_line, lines,
                              &error))
    return leat_answer_fail (error, LEAT_EXIT_FAULTS);
  if (!is_export (word->name))
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
  gboolean json;
  g_autofree char *name = NULL;
  g_auto (GStrv) words = g_strdupv (argv);
  const GOptionEntry entries[] = {
    LEAT_MODULES_ENTRIES (&wishes),
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, NULL, NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, NULL, NULL },
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
  if (wishes.config == NULL && (wishes.config = find_config (&client, &error)) == NULL)
    return leat_answer_fail (error, LEAT_EXIT_FAULTS);
  config = leat_modules_load_config (&wishes, TRUE);
  if (config == NULL)
    return leat_modules_fail (&wishes);
  store = leatd_store_words_choose (config, name, &error);
  if (store != NULL)
    return run_word (store, words + 1);
  g_prefix_error (&error, "%s: ", wishes.config);
  return leat_answer_fail (error, LEAT_EXIT_FAULTS);
}
