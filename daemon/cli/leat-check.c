/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-check.c - leat check: every fault of a key file, or of a schema, at once */
#include "leat-modules.h"
#include "leat-words.h"

static const char description[] =
    "FILE is a key file, beside which conf.d/*.conf is read too, a schema (NAME.schema), whose\n"
    "examples are decoded, or a preset of a framer (NAME.framer), whose examples are searched for\n"
    "frames. No device is touched.\n"
    "\n"
    "Each fault is a line on standard error: FILE:LINE: [GROUP] KEY: what is wrong, and what\n"
    "would be right.\n"
    "\n"
    "Exit code: 0: it is right; 1: it has faults, or cannot be read; 2: the command line is wrong.";

static gboolean
check_schema (const char *path)
{
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (LeatSchema) schema = leat_schema_load_checked (path, faults);
  g_autofree char *told = NULL;
  guint n_fields = 0;

  if (schema != NULL && leat_schema_try_examples (schema, faults))
    {
      n_fields = leat_schema_get_n_fields (schema);
      g_print ("%s: right: %u field%s\n", path, n_fields, n_fields == 1 ? "" : "s");
    }
  told = leat_faults_to_string (faults);
  g_printerr ("%s", told);
  return leat_faults_get_n (faults) == 0;
}

int
leat_word_check (int argc, char **argv)
{
  g_auto (GStrv) plugin_path = NULL, schema_path = NULL, words = g_strdupv (argv);
  const GOptionEntry entries[] = { LEAT_MODULES_PATH_ENTRIES (&plugin_path, &schema_path),
                                   G_OPTION_ENTRY_NULL };
  g_autoptr (GOptionContext) context = g_option_context_new ("FILE - tell every fault of a file");
  g_autoptr (GError) error = NULL;
  gboolean right;

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_description (context, description);
  if (!g_option_context_parse_strv (context, &words, &error) || g_strv_length (words) != 2)
    {
      g_printerr ("leat check: %s; leat check --help tells more\n",
                  error != NULL ? error->message : "one FILE is right");
      return LEAT_EXIT_USAGE;
    }
  leatd_config_prepend_schema_path ((const char *const *) schema_path);
  if (g_str_has_suffix (words[1], ".schema"))
    right = check_schema (words[1]);
  else if (g_str_has_suffix (words[1], ".framer"))
    right = leatd_config_check_preset (words[1], (const char *const *) plugin_path);
  else
    right = leatd_config_check (words[1], (const char *const *) plugin_path);
  return right ? LEAT_EXIT_OK : LEAT_EXIT_FAULTS;
}
