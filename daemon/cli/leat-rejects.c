/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-rejects.c - leat rejects: what was no frame or no record, with its bytes and the reason */
#include "leat-words.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include "config/leatd-config.h"
#include "pipeline/leatd-reject-files.h"
#include "leat-rejects-view.h"

/* as the command line spells it, of which there is one */
static struct {
  char     *state_dir;
  char     *config;
  char     *source;
  char     *stage;
  char     *since;
  gboolean  json;
  gboolean  raw;
  char     *output;
  char     *before;
  gboolean  yes;
} asked;

static const GOptionEntry place_options[] = {
  { "state-dir", 0, 0, G_OPTION_ARG_FILENAME, &asked.state_dir, "State directory of leatd", "DIR" },
  { "config", 0, 0, G_OPTION_ARG_FILENAME, &asked.config, "Key file that names it", "FILE" },
  G_OPTION_ENTRY_NULL
};

#define FILTER_OPTIONS                                                                    \
  { "source", 0, 0, G_OPTION_ARG_STRING, &asked.source, "Of these sources only", "GLOB" }, \
  { "stage", 0, 0, G_OPTION_ARG_STRING, &asked.stage,                                      \
    "Refused there only: framer, schema, device or sink", "STAGE" },                       \
  { "since", 0, 0, G_OPTION_ARG_STRING, &asked.since, "That arrived then or later", "TIME" }

static const GOptionEntry list_options[] = {
  FILTER_OPTIONS,
  { "json", 0, 0, G_OPTION_ARG_NONE, &asked.json, "A line of JSON for each", NULL },
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

typedef struct {
  char     *directory;
  char      since[LEAT_VALUE_TEXT_MAX];
  char      before[LEAT_VALUE_TEXT_MAX];
  guint64   id;         /* the one to show; the first that clear leaves */
  guint64   n_found;
  guint64   n_broken;
  FILE     *out;
  glong     width;
} Rejects;

static gboolean
rejects_print (Rejects *self, gconstpointer data, gsize length)
{
  return fwrite (data, 1, length, self->out) == length;
}

static gboolean
rejects_fits (const Rejects *self, const LeatdRejectLine *line)
{
  return (asked.source == NULL || g_pattern_match_simple (asked.source, line->source)) &&
         (asked.stage == NULL || g_str_equal (asked.stage, line->stage)) &&
         strcmp (line->time, self->since) >= 0;
}

static void
on_broken (const char *where, const GError *error, gpointer user_data)
{
  Rejects *self = user_data;

  self->n_broken++;
  g_printerr ("%s: %s; passed over\n", where, error->message);
}

static gboolean
on_list (const LeatdRejectLine *line, const char *text, gsize length, gpointer user_data)
{
  Rejects *self = user_data;
  g_autoptr (GString) rows = NULL;

  if (!rejects_fits (self, line))
    return TRUE;

  self->n_found++;
  if (asked.json)
    return rejects_print (self, text, length);

  rows = g_string_new (NULL);
  if (self->n_found == 1)
    leat_rejects_view_append_heading (rows, self->width);
  leat_rejects_view_append_row (rows, line, self->width);
  return rejects_print (self, rows->str, rows->len);
}

static gboolean
on_show (const LeatdRejectLine *line, const char *text, gsize length, gpointer user_data)
{
  Rejects *self = user_data;
  g_autoptr (GString) whole = g_string_new (NULL);

  if (line->id != self->id)
    return line->id < self->id;

  self->n_found++;
  leat_rejects_view_append_whole (whole, line);
  rejects_print (self, whole->str, whole->len);
  return FALSE;
}

static gboolean
on_export (const LeatdRejectLine *line, const char *text, gsize length, gpointer user_data)
{
  Rejects *self = user_data;

  if (!rejects_fits (self, line))
    return TRUE;

  self->n_found++;
  if (!asked.raw)
    return rejects_print (self, text, length);
  return rejects_print (self, g_bytes_get_data (line->raw, NULL), g_bytes_get_size (line->raw));
}

/* finds the first that is to stay */
static gboolean
on_find_before (const LeatdRejectLine *line, const char *text, gsize length, gpointer user_data)
{
  Rejects *self = user_data;

  self->id = line->id;
  if (strcmp (line->time, self->before) >= 0)
    return FALSE;
  self->id++;
  return TRUE;
}

static gboolean
rejects_read (Rejects *self, guint64 from, LeatdRejectLineFunc func, GError **error)
{
  return leatd_reject_files_read (self->directory, from, func, on_broken, self, error);
}

static gboolean
rejects_list (Rejects *self, GError **error)
{
  struct winsize size;

  if (ioctl (fileno (self->out), TIOCGWINSZ, &size) == 0)
    self->width = size.ws_col;
  if (!rejects_read (self, 0, on_list, error))
    return FALSE;
  if (self->n_found == 0)
    g_printerr ("no rejects\n");
  return TRUE;
}

static gboolean
rejects_show (Rejects *self, GError **error)
{
  if (!rejects_read (self, self->id, on_show, error))
    return FALSE;
  if (self->n_found == 0)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_FAILED,
                 "%s: there is no reject %" G_GUINT64_FORMAT
                 "; leat rejects list shows those there are",
                 self->directory, self->id);
  return self->n_found > 0;
}

static gboolean
rejects_export (Rejects *self, GError **error)
{
  if (asked.output != NULL)
    self->out = fopen (asked.output, "we");
  if (self->out != NULL)
    return rejects_read (self, 0, on_export, error);
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_FAILED, "%s: cannot be written: %s", asked.output,
               g_strerror (errno));
  return FALSE;
}

static gboolean
rejects_clear (Rejects *self, GError **error)
{
  guint64 n_cleared;
  gboolean good;

  if (self->before[0] != '\0' && !rejects_read (self, 0, on_find_before, error))
    return FALSE;
  good = leatd_reject_files_clear (self->directory, self->id, &n_cleared, error);
  g_print ("%" G_GUINT64_FORMAT " reject%s cleared\n", n_cleared, n_cleared == 1 ? "" : "s");
  return good;
}

static gboolean
parse_id (const char *text, guint64 *id)
{
  return g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT64, id, NULL);
}

static gboolean
rejects_check_filter (Rejects *self, const char *argument, GError **error)
{
  static const char *const stages[] = { "framer", "schema", "device", "sink", NULL };

  if (asked.stage != NULL && !g_strv_contains (stages, asked.stage))
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                   "--stage: there is no stage %s; framer, schema, device and sink are right",
                   asked.stage);
      return FALSE;
    }
  if (asked.since == NULL || leat_rejects_view_parse_time (asked.since, self->since, error))
    return TRUE;
  g_prefix_error (error, "--since: ");
  return FALSE;
}

static gboolean
rejects_check_show (Rejects *self, const char *argument, GError **error)
{
  if (argument != NULL && parse_id (argument, &self->id))
    return TRUE;
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
               "%s%san id is needed; leat rejects list shows them in its first column",
               argument != NULL ? argument : "", argument != NULL ? ": " : "");
  return FALSE;
}

static gboolean
rejects_check_clear (Rejects *self, const char *argument, GError **error)
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

/* a word behind the word */
typedef struct {
  const char         *name;
  const char         *summary;
  const GOptionEntry *options;
  int                 n_arguments;
  gboolean          (*check) (Rejects *self, const char *argument, GError **error);
  gboolean          (*run)   (Rejects *self, GError **error);
} Verb;

static const Verb verbs[] = {
  { "list", "- show rejects in a table", list_options, 0, rejects_check_filter, rejects_list },
  { "show", "ID - show all of one reject, its bytes in hex", show_options, 1, rejects_check_show,
    rejects_show },
  { "export", "- copy rejects, as JSON lines or as the bytes they are", export_options, 0,
    rejects_check_filter, rejects_export },
  { "clear", "- delete rejects; leatd may run meanwhile", clear_options, 0, rejects_check_clear,
    rejects_clear },
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
  g_print ("\nleat rejects WORD --help tells what a word takes.\n");
}

static gboolean
rejects_parse (Rejects *self, const Verb *verb, int argc, char **argv, GError **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (verb->summary);

  g_option_context_add_main_entries (context, place_options, NULL);
  g_option_context_add_main_entries (context, verb->options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, error))
    return FALSE;
  if (argc - 1 > verb->n_arguments)
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "%s: nothing more is taken here",
                   argv[verb->n_arguments + 1]);
      return FALSE;
    }
  return verb->check (self, argc > 1 ? argv[1] : NULL, error);
}

/* NULL: the key file that was named cannot be read */
static char *
find_state_dir (GError **error)
{
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  LeatdDaemonSettings settings = { 0 };
  char *state_dir = NULL;

  if (asked.state_dir != NULL || asked.config == NULL)
    return g_strdup (asked.state_dir != NULL ? asked.state_dir : LEATD_STATE_DIR);

  if (leatd_config_peek_daemon (asked.config, &settings, faults))
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
rejects_run (Rejects *self, const Verb *verb, GError **error)
{
  gboolean good = rejects_find (self, error) && verb->run (self, error);
  const gboolean is_file = self->out != NULL && self->out != stdout;
  gboolean written = TRUE;

  if (self->out != NULL)
    written = fflush (self->out) == 0 && !ferror (self->out);
  if (good && !written)
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_FAILED, "%s: not all of it could be written",
                   is_file ? asked.output : "standard output");
      good = FALSE;
    }
  if (is_file)
    fclose (self->out);
  g_free (self->directory);
  return good;
}

int
leat_word_rejects (int argc, char **argv)
{
  const Verb *verb = find_verb (argc > 1 ? argv[1] : NULL);
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;
  Rejects self = { .out = stdout };

  if (argc > 1 && (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h")))
    {
      print_help ();
      return LEAT_EXIT_OK;
    }
  if (verb == NULL)
    {
      g_printerr ("leat rejects: list, show, export or clear is needed%s%s\n",
                  argc > 1 ? ", not " : "", argc > 1 ? argv[1] : "");
      return LEAT_EXIT_USAGE;
    }

  name = g_strconcat ("leat rejects ", verb->name, NULL);
  g_set_prgname (name);
  if (!rejects_parse (&self, verb, argc - 1, argv + 1, &error))
    {
      g_printerr ("%s: %s\n", name, error->message);
      return LEAT_EXIT_USAGE;
    }
  if (!rejects_run (&self, verb, &error))
    {
      g_printerr ("%s: %s\n", name, error->message);
      return LEAT_EXIT_FAULTS;
    }
  return self.n_broken > 0 ? LEAT_EXIT_FAULTS : LEAT_EXIT_OK;
}
