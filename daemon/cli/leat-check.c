/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-check.c - leat check: every fault of a key file, or of a schema, at once */
#include "config/leatd-config.h"
#include "leat-modules.h"
#include "leat-words.h"

static const char description[] =
    "FILE is a key file, beside which conf.d/*.conf is read too, or a schema (NAME.schema), whose\n"
    "examples are decoded. No device is touched.\n"
    "\n"
    "Each fault is a line on standard error: FILE:LINE: [GROUP] KEY: what is wrong, and what\n"
    "would be right.\n"
    "\n"
    "Exit code: 0: it is right; 1: it has faults, or cannot be read; 2: the command line is wrong.";

static const char *
plural (guint n)
{
  return n == 1 ? "" : "s";
}

static void
check_schema (const char *path, LeatFaults *faults)
{
  g_autoptr (LeatSchema) schema = leat_schema_load_checked (path, faults);

  if (schema != NULL && leat_schema_try_examples (schema, faults))
    g_print ("%s: right: %u field%s\n", path, leat_schema_get_n_fields (schema),
             plural (leat_schema_get_n_fields (schema)));
}

static void
check_config (const char *path, char **plugin_path, LeatFaults *faults)
{
  LeatdRegistry *registry = leat_modules_load (path, plugin_path);
  g_autoptr (LeatdConfig) config = leatd_config_load (path, registry, faults);

  leatd_registry_unref (registry);
  if (config != NULL)
    {
      const guint n_sources = leatd_config_get_sources (config)->len;
      const guint n_sinks = leatd_config_get_sinks (config)->len;

      g_print ("%s: right: %u source%s, %u sink%s\n", path, n_sources, plural (n_sources), n_sinks,
               plural (n_sinks));
    }
}

int
leat_word_check (int argc, char **argv)
{
  g_auto (GStrv) plugin_path = NULL, schema_path = NULL, words = g_strdupv (argv);
  const GOptionEntry entries[] = { { "plugin-path", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &plugin_path,
                                     "Where modules are; may be given several times", "DIR" },
                                   { "schema-path", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &schema_path,
                                     "Where schemas are; may be given several times", "DIR" },
                                   G_OPTION_ENTRY_NULL };
  g_autoptr (GOptionContext) context = g_option_context_new ("FILE - tell every fault of a file");
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *told = NULL;

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
    check_schema (words[1], faults);
  else
    check_config (words[1], plugin_path, faults);
  told = leat_faults_to_string (faults);
  g_printerr ("%s", told);
  return leat_faults_get_n (faults) == 0 ? LEAT_EXIT_OK : LEAT_EXIT_FAULTS;
}
