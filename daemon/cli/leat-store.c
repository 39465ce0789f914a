/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-store.c - leat store: what a store of the key file can be asked */
#include <string.h>

#include "config/leatd-config.h"
#include "leat-modules.h"
#include "leat-words.h"
#include "store-words.h"

/* as the command line spells it */
typedef struct {
  char *config;
  char **plugin_path;
  char **schema_path;
  char *name;
} Wishes;

static void
wishes_clear (Wishes *self)
{
  g_free (self->config);
  g_free (self->name);
  g_strfreev (self->plugin_path);
  g_strfreev (self->schema_path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wishes, wishes_clear)

static void
on_line (const char *line, gpointer user_data)
{
  g_print ("%s\n", line);
}

static void
print_help (void)
{
  g_print ("Usage: leat store --config FILE [OPTION…] WORD [ARGUMENT…]\n\n"
           "  --config FILE       Key file of leatd\n"
           "  --name STORE        Which one, if it has several stores\n"
           "  --plugin-path DIR   Where modules are; may be given several times\n"
           "  --schema-path DIR   Where schemas are; may be given several times\n\n"
           "leat store --config FILE help lists the words of its store. leatd may be running.\n");
}

static void
print_words (const LeatdSinkConfig *store)
{
  const LeatStoreWord *word = store->klass->store->words;

  for (; word != NULL && word->name != NULL; word++)
    g_print ("%s%s%s - %s\n", word->name, *word->arguments != '\0' ? " " : "", word->arguments,
             word->summary);
}

/* one that can be read back; the only one, or the one of that name */
static const LeatdSinkConfig *
find_store (LeatdConfig *config, const char *name, GError **error)
{
  const GPtrArray *sinks = leatd_config_get_sinks (config);
  const LeatdSinkConfig *found = NULL;
  guint n_found = 0;

  for (guint i = 0; i < sinks->len; i++)
    {
      const LeatdSinkConfig *sink = g_ptr_array_index (sinks, i);

      if (!leatd_sink_config_is_store (sink) || (name != NULL && !g_str_equal (sink->name, name)))
        continue;
      found = sink;
      n_found++;
    }
  if (n_found == 1)
    return found;
  if (name != NULL)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "there is no store %s", name);
  else if (n_found == 0)
    g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "the key file has no store");
  else
    g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                         "the key file has several stores; --name says which is meant");
  return NULL;
}

static int
refuse_word (const LeatdSinkConfig *store, const char *name)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  const LeatStoreWord *word = store->klass->store->words;
  const char *nearest;

  for (; word != NULL && word->name != NULL; word++)
    g_ptr_array_add (names, (gpointer) word->name);
  g_ptr_array_add (names, NULL);
  nearest = leat_nearest (name, (const char *const *) names->pdata);
  g_printerr ("leat store: %s has no word %s; %s%s\n", store->name, name,
              nearest != NULL ? "did you mean " : "leat store --config FILE help lists them",
              nearest != NULL ? nearest : "");
  return LEAT_EXIT_USAGE;
}

static int
run_word (const LeatdSinkConfig *store, char **words)
{
  const LeatStoreWord *word = leat_store_words_find (store->klass, words[0]);
  g_autoptr (GError) error = NULL;

  if (g_str_equal (words[0], "help"))
    {
      print_words (store);
      return LEAT_EXIT_OK;
    }
  if (word == NULL)
    return refuse_word (store, words[0]);
  if (leat_store_words_run (store, word, (const char *const *) words + 1, on_line, NULL, &error))
    return LEAT_EXIT_OK;
  g_printerr ("leat store %s: %s\n", word->name, error->message);
  return LEAT_EXIT_FAULTS;
}

static int
run (const Wishes *wishes, char **words)
{
  LeatdRegistry *registry = leat_modules_load (wishes->config, wishes->plugin_path);
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (LeatdConfig) config = leatd_config_load_draft (wishes->config, registry, faults);
  g_autofree char *told = leat_faults_to_string (faults);
  g_autoptr (GError) error = NULL;
  const LeatdSinkConfig *store;

  leatd_registry_unref (registry);
  g_printerr ("%s", told);
  if (config == NULL)
    return LEAT_EXIT_FAULTS;
  store = find_store (config, wishes->name, &error);
  if (store != NULL)
    return run_word (store, words);
  g_printerr ("leat store: %s: %s\n", wishes->config, error->message);
  return LEAT_EXIT_FAULTS;
}

/* what is not known here belongs to the word */
int
leat_word_store (int argc, char **argv)
{
  g_auto (Wishes) wishes = { NULL };
  g_auto (GStrv) words = g_strdupv (argv);
  const GOptionEntry entries[] = {
    { "config", 0, 0, G_OPTION_ARG_FILENAME, &wishes.config, NULL, NULL },
    { "name", 0, 0, G_OPTION_ARG_STRING, &wishes.name, NULL, NULL },
    { "plugin-path", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &wishes.plugin_path, NULL, NULL },
    { "schema-path", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &wishes.schema_path, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  if (argc > 1 && (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h")))
    {
      print_help ();
      return LEAT_EXIT_OK;
    }
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_ignore_unknown_options (context, TRUE);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse_strv (context, &words, &error) || wishes.config == NULL ||
      words[1] == NULL)
    {
      g_printerr ("leat store: %s; leat store --help tells more\n",
                  error != NULL ? error->message : "--config FILE and a WORD are right");
      return LEAT_EXIT_USAGE;
    }
  leatd_config_prepend_schema_path ((const char *const *) wishes.schema_path);
  return run (&wishes, words + 1);
}
