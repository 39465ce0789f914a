/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-harness.c - tries a module as no user should: does it keep the contract? */
#include "harness.h"
#include <errno.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DESCRIPTION                                                                                \
  "Each line of the answer (TAP) is one thing that was tried, in a process of its own: a crash "  \
  "there is one line. What needs an option, a device or a service is skipped unless a key file "  \
  "has it: a group [source X], [framer X] or [sink X] with plugin= or type= of the class."

typedef struct {
  char *config;
  char *schema;
  char *stream;
  char *only;
  gboolean list;
  int rounds;
  int seed;
} Arguments;

/* leat-harness exec COMMAND */
static gboolean
is_program (char **argv)
{
  return g_strcmp0 (argv[1], "exec") == 0;
}

static gboolean
parse_arguments (Arguments *self, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "config", 'c', 0, G_OPTION_ARG_FILENAME, &self->config,
      "Key file with a group for each class that needs options", "FILE" },
    { "schema", 's', 0, G_OPTION_ARG_FILENAME, &self->schema,
      "Schema of the records that sinks are given (preset: a field of every type)", "FILE" },
    { "stream", 'b', 0, G_OPTION_ARG_FILENAME, &self->stream,
      "Bytes as the device sends them, for framers and sources", "FILE" },
    { "only", 'o', 0, G_OPTION_ARG_STRING, &self->only, "Only what fits this, such as */cuts",
      "GLOB" },
    { "list", 'l', 0, G_OPTION_ARG_NONE, &self->list, "Only list what would be tried", NULL },
    { "rounds", 'r', 0, G_OPTION_ARG_INT, &self->rounds, "How often what is repeated is repeated",
      "100" },
    { "seed", 0, 0, G_OPTION_ARG_INT, &self->seed, "Of what is drawn by lot", "1" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("MODULE.so | exec COMMAND");

  g_option_context_set_strict_posix (context,
                                     g_strv_contains ((const char *const *) *argv, "exec"));
  g_option_context_set_summary (context, "Tries whether a module of Leat keeps its contract.");
  g_option_context_set_description (context, DESCRIPTION);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (*argc < 2 || (*argc > 2 && !is_program (*argv)) || (*argc == 2 && is_program (*argv)))
    return leat_error_fail (error, LEAT_ERROR_CONFIG,
                            "one module is wanted, or a program: leat-harness MODULE.so, "
                            "leat-harness exec COMMAND ARGUMENT...");
  if (self->rounds < 1)
    return leat_error_fail (error, LEAT_ERROR_CONFIG, "--rounds: 1 is the least");
  return TRUE;
}

static const LeatPlugin *
open_module (const char *path, GError **error)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  GModule *module = g_module_open (absolute, G_MODULE_BIND_LOCAL);
  LeatPluginGetFunc get_plugin = NULL;

  if (module == NULL)
    {
      leat_error_fail (error, LEAT_ERROR_PLUGIN, "%s", g_module_error ());
      return NULL;
    }
  g_module_make_resident (module);
  if (!g_module_symbol (module, LEAT_PLUGIN_SYMBOL, (gpointer *) &get_plugin) || get_plugin == NULL)
    {
      leat_error_fail (error, LEAT_ERROR_PLUGIN,
                       "%s: exports no " LEAT_PLUGIN_SYMBOL "(); LEAT_PLUGIN_DEFINE() makes one",
                       path);
      return NULL;
    }
  if (leat_plugin_check (get_plugin (), error))
    return get_plugin ();
  g_prefix_error (error, "%s: ", path);
  return NULL;
}

static gboolean
load_keyfile (Harness *self, const char *path, GError **error)
{
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autofree char *text = NULL;

  if (path == NULL)
    return TRUE;
  self->keyfile = leat_keyfile_new ();
  leat_keyfile_load (self->keyfile, path, faults);
  if (leat_faults_get_n (faults) == 0)
    return TRUE;
  text = leat_faults_to_string (faults);
  return leat_error_fail (error, LEAT_ERROR_CONFIG, "%s", g_strchomp (text));
}

static gboolean
load (Harness *self, const Arguments *arguments, char **argv, GError **error)
{
  char *bytes;
  gsize length;

  if (is_program (argv))
    self->command = argv + 2;
  else
    self->plugin = open_module (argv[1], error);
  if ((self->plugin == NULL && self->command == NULL) ||
      !load_keyfile (self, arguments->config, error))
    return FALSE;
  self->schema = arguments->schema != NULL ? leat_schema_load (arguments->schema, error)
                                           : harness_schema_new ();
  if (self->schema == NULL)
    return FALSE;
  if (arguments->stream != NULL)
    {
      if (!g_file_get_contents (arguments->stream, &bytes, &length, error))
        return FALSE;
      self->stream = g_bytes_new_take (bytes, length);
    }
  self->rounds = arguments->rounds;
  self->seed = arguments->seed;
  self->directory = g_dir_make_tmp ("leat-harness-XXXXXX", error);
  return self->directory != NULL;
}

static void
remove_all (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *below = g_build_filename (path, name, NULL);

      remove_all (below);
    }
  g_remove (path);
}

static void
harness_clear (Harness *self)
{
  if (self->directory != NULL)
    remove_all (self->directory);
  g_free (self->directory);
  g_clear_pointer (&self->keyfile, leat_keyfile_free);
  g_clear_pointer (&self->schema, leat_schema_unref);
  g_clear_pointer (&self->stream, g_bytes_unref);
}

static void
keep_only (GPtrArray *checks, const char *glob)
{
  for (guint i = checks->len; i-- > 0 && glob != NULL;)
    if (!g_pattern_match_simple (glob, ((HarnessCheck *) checks->pdata[i])->name))
      g_ptr_array_remove_index (checks, i);
}

static gboolean
work (const Harness *harness, const Arguments *arguments)
{
  g_autoptr (GPtrArray) checks = harness->command != NULL ? harness_list_program (harness)
                                                          : harness_list (harness);

  keep_only (checks, arguments->only);
  if (!arguments->list)
    return harness_run (checks);
  for (guint i = 0; i < checks->len; i++)
    printf ("%s\n", ((HarnessCheck *) checks->pdata[i])->name);
  return TRUE;
}

int
main (int argc, char **argv)
{
  Arguments arguments = { .rounds = 100, .seed = 1 };
  Harness harness = { 0 };
  g_autoptr (GError) error = NULL;
  gboolean fine;

  setlocale (LC_ALL, "");
  fine = parse_arguments (&arguments, &argc, &argv, &error) &&
         load (&harness, &arguments, argv, &error);
  if (fine)
    fine = work (&harness, &arguments);
  else
    fprintf (stderr, "leat-harness: %s\n", error->message);
  harness_clear (&harness);
  g_free (arguments.config);
  g_free (arguments.schema);
  g_free (arguments.stream);
  g_free (arguments.only);
  return fine ? EXIT_SUCCESS : EXIT_FAILURE;
}
