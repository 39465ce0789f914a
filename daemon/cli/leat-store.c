/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-store.c - leat store: what a store of the key file can be asked */
#include "leat-modules.h"
#include "leat-words.h"
#include "pipeline/leatd-store-words.h"
#include "status-watch.h"

static void
on_line (const char *line, gpointer user_data)
{
  g_print ("%s\n", line);
}

static void
print_help (void)
{
  g_print ("Usage: leat store [OPTION…] WORD [ARGUMENT…]\n\n"
           "  --config FILE       Key file of leatd (preset: that of the leatd on the bus)\n"
           "  --bus BUS           Where that is: system, session, or the address of a bus\n"
           "  --name STORE        Which one, if it has several stores\n"
           "  --plugin-path DIR   Where modules are; may be given several times\n"
           "  --schema-path DIR   Where schemas are; may be given several times\n\n"
           "leat store help lists the words of the store. leatd may be running.\n");
}

static void
print_words (const LeatdSinkConfig *store)
{
  const LeatStoreWord *word = store->klass->store->words;

  for (; word != NULL && word->name != NULL; word++)
    if (word->summary != NULL)
      g_print ("%s%s%s - %s\n", word->name, *word->arguments != '\0' ? " " : "", word->arguments,
               word->summary);
}

static int
refuse_word (const LeatdSinkConfig *store, const char *name)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  const LeatStoreWord *word = store->klass->store->words;
  const char *nearest;

  if (leatd_store_words_find (store->klass, name) != NULL)
    {
      g_printerr ("leat store: %s is a word of leat rejects\n", name);
      return LEAT_EXIT_USAGE;
    }
  for (; word != NULL && word->name != NULL; word++)
    if (word->summary != NULL)
      g_ptr_array_add (names, (gpointer) word->name);
  g_ptr_array_add (names, NULL);
  nearest = leat_nearest (name, (const char *const *) names->pdata);
  g_printerr ("leat store: %s has no word %s; %s%s\n", store->name, name,
              nearest != NULL ? "did you mean " : "leat store help lists them",
              nearest != NULL ? nearest : "");
  return LEAT_EXIT_USAGE;
}

static int
run_word (const LeatdSinkConfig *store, char **words)
{
  const LeatStoreWord *word = leatd_store_words_find (store->klass, words[0]);
  g_autoptr (GError) error = NULL;

  if (g_str_equal (words[0], "help"))
    {
      print_words (store);
      return LEAT_EXIT_OK;
    }
  if (word == NULL || word->summary == NULL)
    return refuse_word (store, words[0]);
  if (leatd_store_words_run (store, word, (const char *const *) words + 1, on_line, NULL, &error))
    return LEAT_EXIT_OK;
  g_printerr ("leat store %s: %s\n", word->name, error->message);
  return LEAT_EXIT_FAULTS;
}

/* (transfer full) (nullable): of the leatd that is running */
static char *
find_config (LeatBusClient *client)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LeatStatus) status = NULL;

  if (leat_bus_client_open (client, &error))
    status = leat_status_read (client, &error);
  if (status != NULL && status->config_files[0] != NULL)
    return g_strdup (status->config_files[0]);
  g_printerr ("leat store: no --config FILE, and %s\n",
              error != NULL ? error->message : "leatd names none");
  return NULL;
}

/* what is not known here belongs to the word */
int
leat_word_store (int argc, char **argv)
{
  g_auto (LeatModulesWishes) wishes = { NULL };
  g_auto (LeatBusClient) client = { NULL };
  g_autofree char *name = NULL;
  g_auto (GStrv) words = g_strdupv (argv);
  const GOptionEntry entries[] = {
    LEAT_MODULES_ENTRIES (&wishes),
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, NULL, NULL },
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
    {
      g_printerr ("leat store: %s; leat store --help tells more\n",
                  error != NULL ? error->message : "a WORD is right");
      return LEAT_EXIT_USAGE;
    }
  if (wishes.config == NULL && (wishes.config = find_config (&client)) == NULL)
    return LEAT_EXIT_FAULTS;
  config = leat_modules_load_config (&wishes, TRUE);
  if (config == NULL)
    return LEAT_EXIT_FAULTS;
  store = leatd_store_words_choose (config, name, &error);
  if (store != NULL)
    return run_word (store, words + 1);
  g_printerr ("leat store: %s: %s\n", wishes.config, error->message);
  return LEAT_EXIT_FAULTS;
}
