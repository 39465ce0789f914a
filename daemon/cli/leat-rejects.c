/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-rejects.c - leat rejects: what was no frame or no record, and what a service refused, with
 * the reason */
#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>
#include "look/answer.h"
#include "rejects/leat-rejects-view.h"
#include "leat-main.h"
#include "rejects/rejects-files.h"
#include "rejects/rejects-stores.h"

/* as the command line spells it, of which there is one */
static struct {
  LeatModulesWishes modules;
  char             *state_dir;
  char             *source;
  char             *stage;
  char             *since;
  gboolean          json;
  gboolean          raw;
  char             *output;
  char             *before;
  gboolean          yes;
  gboolean          all;
} asked;

static const GOptionEntry place_options[] = {
  { "state-dir", 0, 0, G_OPTION_ARG_FILENAME, &asked.state_dir, "State directory of leatd", "DIR" },
  LEAT_MODULES_ENTRIES (&asked.modules),
  { "json", 0, 0, G_OPTION_ARG_NONE, &asked.json,
    "A line of JSON for each, or for what was done", NULL },
  G_OPTION_ENTRY_NULL
};

#define FILTER_OPTIONS                                                                    \
  { "source", 0, 0, G_OPTION_ARG_STRING, &asked.source, "Of these sources only", "GLOB" }, \
  { "stage", 0, 0, G_OPTION_ARG_STRING, &asked.stage,                                      \
    "Refused there only: framer, schema, device or sink", "STAGE" },                       \
  { "since", 0, 0, G_OPTION_ARG_STRING, &asked.since, "That arrived then or later", "TIME" }

static const GOptionEntry list_options[] = {
  FILTER_OPTIONS,
  G_OPTION_ENTRY_NULL
};

static const GOptionEntry show_options[] = { G_OPTION_ENTRY_NULL };

static const GOptionEntry export_options[] = {
  FILTER_OPTIONS,
  { "raw", 0, 0, G_OPTION_ARG_NONE, &asked.raw, "Their bytes, one behind the other", NULL },
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &asked.output, "Into a file", "FILE" },
  G_OPTION_ENTRY_NULL
};

static const GOptionEntry clear_options[] = {
  { "before", 0, 0, G_OPTION_ARG_STRING, &asked.before,
    "Only those below an id, or up to the first that arrived at a time or later", "ID|TIME" },
  { "yes", 0, 0, G_OPTION_ARG_NONE, &asked.yes, "They may be gone for good", NULL },
  G_OPTION_ENTRY_NULL
};

static const GOptionEntry settle_options[] = {
  { "all", 0, 0, G_OPTION_ARG_NONE, &asked.all, "All of this sink", NULL },
  G_OPTION_ENTRY_NULL
};

typedef struct Verb Verb;

typedef struct {
  const Verb       *verb;
  const char      **arguments;   /* behind the verb */
  guint             n_arguments;
  char             *directory;
  char              before[LEAT_VALUE_TEXT_MAX];
  guint64           id;          /* the one to show; the first that clear leaves */
  LeatRejectsWishes wishes;
} Rejects;

/* a word behind the word */
struct Verb {
  const char         *name;
  const char         *summary;
  const GOptionEntry *options;
  guint               n_arguments;
  gboolean            needs_files;
  gboolean          (*check) (Rejects *self, GError **error);
  gboolean          (*run)   (Rejects *self, GError **error);
};

/* what the services of its sinks have refused is told too, where the key file is known */
static gboolean
list_refused (Rejects *self, GError **error)
{
  g_autoptr (LeatdConfig) config = NULL;

  if (asked.modules.config == NULL || (asked.stage != NULL && !g_str_equal (asked.stage, "sink")))
    return TRUE;
  config = leat_modules_load_config (&asked.modules, TRUE);
  if (config != NULL)
    return leat_rejects_stores_list (config, &self->wishes, error);
  self->wishes.n_broken++;
  return TRUE;
}

static gboolean
rejects_list (Rejects *self, GError **error)
{
  struct winsize size;

  if (ioctl (fileno (self->wishes.out), TIOCGWINSZ, &size) == 0)
    self->wishes.width = size.ws_col;
  if (!leat_rejects_files_list (self->directory, &self->wishes, error) ||
      !list_refused (self, error))
    return FALSE;
  if (self->wishes.n_found == 0 && !asked.json)
    g_printerr ("no rejects\n");
  return TRUE;
}

/* the key file, for what is in its stores */
static LeatdConfig *
load_config (GError **error)
{
  LeatdConfig *config = leat_modules_load_config (&asked.modules, TRUE);

  if (config == NULL)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "%s: has faults", asked.modules.config);
  return config;
}

static gboolean
rejects_show (Rejects *self, GError **error)
{
  g_autoptr (LeatdConfig) config = NULL;

  if (self->n_arguments == 1)
    return leat_rejects_files_show (self->directory, self->id, &self->wishes, error);
  config = load_config (error);
  return config != NULL && leat_rejects_stores_show (config, self->arguments[0], self->arguments[1],
                                                     &self->wishes, error);
}

static gboolean
rejects_export (Rejects *self, GError **error)
{
  self->wishes.raw = asked.raw;
  if (asked.output != NULL)
    self->wishes.out = fopen (asked.output, "we");
  if (self->wishes.out != NULL)
    return leat_rejects_files_export (self->directory, &self->wishes, error);
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_FAILED, "%s: cannot be written: %s", asked.output,
               g_strerror (errno));
  return FALSE;
}

static gboolean
rejects_clear (Rejects *self, GError **error)
{
  guint64 n_cleared;
  const gboolean good = leat_rejects_files_clear (self->directory, self->id, self->before,
                                                  &n_cleared, error);

  if (asked.json && good)
    {
      g_autoptr (JsonBuilder) builder = leat_answer_begin ();

      leat_answer_add_number (builder, "cleared", (gint64) n_cleared);
      leat_answer_end (builder);
    }
  else if (!asked.json)
    g_print ("%" G_GUINT64_FORMAT " reject%s cleared\n", n_cleared, n_cleared == 1 ? "" : "s");
  return good;
}

static gboolean
rejects_settle (Rejects *self, GError **error)
{
  g_autoptr (LeatdConfig) config = load_config (error);
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();

  for (guint i = 0; i < self->n_arguments; i++)
    g_ptr_array_add (arguments, (gpointer) self->arguments[i]);
  if (asked.all)
    g_ptr_array_add (arguments, (gpointer) "--all");
  g_ptr_array_add (arguments, NULL);
  return config != NULL &&
         leat_rejects_stores_settle (config, self->verb->name,
                                     (const char *const *) arguments->pdata, error);
}

static gboolean
parse_id (const char *text, guint64 *id)
{
  return g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT64, id, NULL);
}

static gboolean
rejects_check_filter (Rejects *self, GError **error)
{
  static const char *const stages[] = { "framer", "schema", "device", "sink", NULL };

  if (asked.stage != NULL && !g_strv_contains (stages, asked.stage))
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                   "--stage: there is no stage %s; framer, schema, device and sink are right",
                   asked.stage);
      return FALSE;
    }
  self->wishes.source = asked.source;
  self->wishes.stage = asked.stage;
  if (asked.since == NULL || leat_rejects_view_parse_time (asked.since, self->wishes.since, error))
    return TRUE;
  g_prefix_error (error, "--since: ");
  return FALSE;
}

static gboolean
check_config (GError **error)
{
  if (asked.modules.config != NULL)
    return TRUE;
  g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                       "--config FILE is needed: it says where the store is");
  return FALSE;
}

static gboolean
rejects_check_show (Rejects *self, GError **error)
{
  const char *argument = self->n_arguments > 0 ? self->arguments[0] : NULL;

  if (self->n_arguments == 2)
    return check_config (error);
  if (argument != NULL && parse_id (argument, &self->id))
    return TRUE;
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
               "%s%san id is needed; leat rejects list shows them in its first column",
               argument != NULL ? argument : "", argument != NULL ? ": " : "");
  return FALSE;
}

static gboolean
rejects_check_clear (Rejects *self, GError **error)
{
  self->id = G_MAXUINT64;
  if (asked.before != NULL && !parse_id (asked.before, &self->id) &&
      !leat_rejects_view_parse_time (asked.before, self->before, error))
    {
      g_prefix_error (error, "--before: ");
      return FALSE;
    }
  if (asked.yes)
    return TRUE;
  g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                       "they will be gone for good: say --yes if that is meant; leat rejects "
                       "export keeps a copy");
  return FALSE;
}

static gboolean
rejects_check_settle (Rejects *self, GError **error)
{
  if (self->n_arguments > 0 && asked.all == (self->n_arguments == 1))
    return check_config (error);
  g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                       "a sink is needed, and ids of its refused records, or --all");
  return FALSE;
}

static const Verb verbs[] = {
  { "list", "- show rejects in a table", list_options, 0, TRUE, rejects_check_filter,
    rejects_list },
  { "show", "ID|SINK ID - show all of one reject, or of a record that the sink's service refused",
    show_options, 2, TRUE, rejects_check_show, rejects_show },
  { "export", "- copy rejects, as JSON lines or as the bytes they are", export_options, 0, TRUE,
    rejects_check_filter, rejects_export },
  { "clear", "- delete rejects; leatd may run meanwhile", clear_options, 0, TRUE,
    rejects_check_clear, rejects_clear },
  { "retry", "SINK ID…|--all - offer records once more that the sink's service refused",
    settle_options, G_MAXUINT, FALSE, rejects_check_settle, rejects_settle },
  { "drop", "SINK ID…|--all - let go of records that the sink's service refused", settle_options,
    G_MAXUINT, FALSE, rejects_check_settle, rejects_settle },
};

static const Verb *
find_verb (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (g_strcmp0 (name, verbs[i].name) == 0)
      return &verbs[i];
  return NULL;
}

static void
print_help (void)
{
  g_print ("Usage: leat rejects WORD [OPTION…]\n\n");
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    g_print ("  %-7s %s\n", verbs[i].name, verbs[i].summary);
  g_print ("\nleat rejects WORD --help tells what a word takes. What was no frame or no record is\n"
           "in files beside leatd's state; what a service refused is in the store that its sink\n"
           "reads from, and needs --config FILE.\n");
}

static gboolean
rejects_parse (Rejects *self, int *argc, char ***argv, GError **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (self->verb->summary);

  g_option_context_add_main_entries (context, place_options, NULL);
  g_option_context_add_main_entries (context, self->verb->options, NULL);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  self->arguments = (const char **) *argv + 1;
  self->n_arguments = (guint) *argc - 1;
  if (self->n_arguments > self->verb->n_arguments)
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "%s: nothing more is taken here",
                   self->arguments[self->verb->n_arguments]);
      return FALSE;
    }
  return self->verb->check (self, error);
}

/* NULL: the key file that was named cannot be read */
static char *
find_state_dir (GError **error)
{
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  LeatdDaemonSettings settings = { 0 };
  char *state_dir = NULL;

  if (asked.state_dir != NULL || asked.modules.config == NULL)
    return g_strdup (asked.state_dir != NULL ? asked.state_dir : LEATD_STATE_DIR);

  if (leatd_config_peek_daemon (asked.modules.config, &settings, faults))
    {
      state_dir = g_strdup (settings.state_dir);
    }
  else
    {
      g_autofree char *text = leat_faults_to_string (faults);

      g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_CONFIG, g_strchomp (text));
    }
  leatd_daemon_settings_clear (&settings);
  return state_dir;
}

static gboolean
rejects_find (Rejects *self, GError **error)
{
  g_autofree char *state_dir = find_state_dir (error);

  if (state_dir == NULL)
    return FALSE;

  self->directory = g_build_filename (state_dir, "rejects", NULL);
  if (g_file_test (self->directory, G_FILE_TEST_IS_DIR))
    return TRUE;
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_FAILED,
               "%s: is no directory; --config or --state-dir tells where leatd keeps its state",
               self->directory);
  return FALSE;
}

static gboolean
rejects_run (Rejects *self, GError **error)
{
  gboolean good = (!self->verb->needs_files || rejects_find (self, error)) &&
                  self->verb->run (self, error);
  FILE *out = self->wishes.out;
  const gboolean is_file = out != NULL && out != stdout;
  gboolean written = TRUE;

  if (out != NULL)
    written = fflush (out) == 0 && !ferror (out);
  if (good && !written)
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_FAILED, "%s: not all of it could be written",
                   is_file ? asked.output : "standard output");
      good = FALSE;
    }
  if (is_file)
    fclose (out);
  g_free (self->directory);
  return good;
}

int
leat_word_rejects (int argc, char **argv)
{
  Rejects self = { .verb = find_verb (argc > 1 ? argv[1] : NULL), .wishes = { .out = stdout } };
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;

  if (argc > 1 && (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h")))
    {
      print_help ();
      return LEAT_EXIT_OK;
    }
  if (self.verb == NULL)
    {
      error = g_error_new (LEAT_ERROR, LEAT_ERROR_CONFIG,
                           "list, show, export, clear, retry or drop is needed%s%s",
                           argc > 1 ? ", not " : "", argc > 1 ? argv[1] : "");
      return leat_answer_fail (error, LEAT_EXIT_USAGE);
    }

  name = g_strconcat ("leat rejects ", self.verb->name, NULL);
  g_set_prgname (name);
  argc--;
  argv++;
  if (!rejects_parse (&self, &argc, &argv, &error))
    return leat_answer_fail (error, LEAT_EXIT_USAGE);
  self.wishes.json = asked.json;
  if (!rejects_run (&self, &error))
    return leat_answer_fail (error, LEAT_EXIT_FAULTS);
  return self.wishes.n_broken > 0 ? LEAT_EXIT_FAULTS : LEAT_EXIT_OK;
}
