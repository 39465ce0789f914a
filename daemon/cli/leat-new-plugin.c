/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-new-plugin.c - leat new-plugin: a plugin to begin with, from the template of its kind */
#include "look/answer.h"
#include "leat-main.h"
#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#define TEMPLATES "/org/leat/template/"

static const char description[] =
    "Makes a folder with a plugin that builds against the installed SDK, has its own tests, is\n"
    "tried by leat-harness, and does something: change it from there. Its README says how it\n"
    "goes on.\n"
    "\n"
    "  leat new-plugin gauge --framer\n"
    "  cd gauge && meson setup build && meson test -C build\n"
    "\n"
    "NAME is that of the module, the class and the folder: lower-case letters, digits and dashes.\n"
    "\n"
    "Exit code: 0; 1: the folder is there already, or cannot be written; 2: the command line is\n"
    "wrong.";

typedef struct {
  gboolean source;
  gboolean framer;
  gboolean sink;
  char **words; /* NAME [FOLDER] */
  const char *kind;
  char *folder;
} Wishes;

static void
wishes_clear (Wishes *self)
{
  g_strfreev (self->words);
  g_free (self->folder);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wishes, wishes_clear)

static gboolean
is_name (const char *text)
{
  return g_regex_match_simple ("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", text, 0, 0) && strlen (text) <= 40;
}

static gboolean
wishes_judge (Wishes *self, GError **error)
{
  const guint n_words = self->words != NULL ? g_strv_length (self->words) : 0;

  if (self->source + self->framer + self->sink != 1)
    return leat_error_fail (error, LEAT_ERROR_CONFIG,
                            "say what it is to be: --source, --framer or --sink");
  if (n_words < 1 || n_words > 2)
    return leat_error_fail (error, LEAT_ERROR_CONFIG, "NAME is needed, and perhaps FOLDER");
  if (!is_name (self->words[0]))
    return leat_error_fail (error, LEAT_ERROR_CONFIG,
                            "\"%s\" is no name for a plugin: lower-case letters, digits and "
                            "single dashes, a letter first, 40 at the most",
                            self->words[0]);
  self->kind = self->source ? "source" : self->framer ? "framer" : "sink";
  self->folder = g_strdup (self->words[n_words - 1]);
  return TRUE;
}

static gboolean
wishes_read (Wishes *self, int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "source", 0, 0, G_OPTION_ARG_NONE, &self->source, "It brings a source", NULL },
    { "framer", 0, 0, G_OPTION_ARG_NONE, &self->framer, "It brings a framer", NULL },
    { "sink", 0, 0, G_OPTION_ARG_NONE, &self->sink, "It brings a sink", NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &self->words, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("NAME [FOLDER]");

  g_option_context_set_summary (context, "Makes a plugin to begin with.");
  g_option_context_set_description (context, description);
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_add_main_entries (context, leat_answer_entries, NULL);
  return g_option_context_parse (context, &argc, &argv, error) && wishes_judge (self, error);
}

/* my-gauge as an identifier: my_gauge */
static char *
to_lower (const char *name)
{
  return g_strdelimit (g_strdup (name), "-", '_');
}

/* and as a type: MyGauge */
static char *
to_camel (const char *name)
{
  GString *camel = g_string_new (NULL);

  for (const char *at = name; *at != '\0'; at++)
    if (*at != '-')
      g_string_append_c (camel, at == name || at[-1] == '-' ? g_ascii_toupper (*at) : *at);
  return g_string_free (camel, FALSE);
}

/* the template's plugin is called gadget */
static GString *
rename_gadget (const char *text, const char *name)
{
  g_autofree char *lower = to_lower (name);
  g_autofree char *upper = g_ascii_strup (lower, -1);
  g_autofree char *camel = to_camel (name);
  const char *const pairs[][2] = { { "@gadget", lower }, { "GADGET", upper }, { "Gadget", camel } };
  g_autoptr (GRegex) identifier = g_regex_new ("gadget(?=_)|(?<=_)gadget", 0, 0, NULL);
  g_autofree char *marked = g_regex_replace_literal (identifier, text, -1, 0, "@gadget", 0, NULL);
  GString *renamed = g_string_new (marked);

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    g_string_replace (renamed, pairs[i][0], pairs[i][1], 0);
  g_string_replace (renamed, "gadget", name, 0);
  return renamed;
}

static gboolean
copy_file (const Wishes *wishes, const char *file, GError **error)
{
  g_autofree char *resource = g_strconcat (TEMPLATES, wishes->kind, "/", file, NULL);
  g_autoptr (GBytes) bytes = g_resources_lookup_data (resource, 0, error);
  g_autoptr (GString) name = rename_gadget (file, wishes->words[0]);
  g_autofree char *path = g_build_filename (wishes->folder, name->str, NULL);
  g_autofree char *plain = NULL;
  g_autoptr (GString) text = NULL;

  if (bytes == NULL)
    return FALSE;
  plain = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  text = rename_gadget (plain, wishes->words[0]);
  if (g_file_set_contents_full (path, text->str, (gssize) text->len, G_FILE_SET_CONTENTS_NONE, 0644,
                                error))
    return TRUE;
  g_prefix_error (error, "%s: ", path);
  return FALSE;
}

static gboolean
make_folder (const char *path, GError **error)
{
  if (g_mkdir (path, 0755) == 0)
    return TRUE;
  if (errno == EEXIST)
    return leat_error_fail (error, LEAT_ERROR_FAILED,
                            "%s: is there already, and may be somebody's work; name another FOLDER",
                            path);
  return leat_error_fail (error, LEAT_ERROR_FAILED, "%s: %s", path, g_strerror (errno));
}

static gboolean
copy_template (const Wishes *wishes, GError **error)
{
  g_autofree char *resource = g_strconcat (TEMPLATES, wishes->kind, NULL);
  g_auto (GStrv) files = g_resources_enumerate_children (resource, 0, error);

  if (files == NULL || !make_folder (wishes->folder, error))
    return FALSE;
  for (guint i = 0; files[i] != NULL; i++)
    if (!copy_file (wishes, files[i], error))
      return FALSE;
  return TRUE;
}

static void
tell (const Wishes *wishes)
{
  if (leat_answer_is_json ())
    {
      g_autoptr (JsonBuilder) builder = leat_answer_begin ();

      leat_answer_add_text (builder, "folder", wishes->folder);
      leat_answer_add_text (builder, "name", wishes->words[0]);
      leat_answer_add_text (builder, "kind", wishes->kind);
      leat_answer_end (builder);
      return;
    }
  g_print ("%s: a %s to begin with; %s/README.md says how it goes on\n", wishes->folder,
           wishes->kind, wishes->folder);
}

int
leat_word_new_plugin (int argc, char **argv)
{
  g_auto (Wishes) wishes = { 0 };
  g_autoptr (GError) error = NULL;

  if (!wishes_read (&wishes, argc, argv, &error))
    return leat_answer_misuse (error->message);
  if (!copy_template (&wishes, &error))
    return leat_answer_fail (error, LEAT_EXIT_FAULTS);
  tell (&wishes);
  return LEAT_EXIT_OK;
}
