/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-check.c - leat check: every fault of a key file, or of a schema, at once */
#include "look/answer.h"
#include "config/leatd-config-preset.h"
#include "decode/leat-modules.h"
#include "leat-main.h"

static const char description[] =
    "FILE is a key file, beside which conf.d/*.conf is read too, a schema (NAME.schema), whose\n"
    "examples are decoded, or a preset of a framer (NAME.framer), whose examples are searched for\n"
    "frames. No device is touched.\n"
    "\n"
    "Each fault is a line on standard error: FILE:LINE: [GROUP] KEY: what is wrong, and what\n"
    "would be right. With --json all is an object: file, right, faults (file, line, group, key,\n"
    "text), modules that are no good, and how many fields, examples, or sources and sinks there\n"
    "are.\n"
    "\n"
    "Exit code: 0: it is right; 1: it has faults, or cannot be read; 2: the command line is wrong.";

/* what every judgement begins with; what is counted comes behind it */
static void
begin_json (JsonBuilder *builder, const char *path, const LeatFaults *faults)
{
  leat_answer_add_text (builder, "file", path);
  leat_answer_add_flag (builder, "right", leat_faults_get_n (faults) == 0);
  leat_answer_add_faults (builder, "faults", faults);
}

static gboolean
check_schema (const char *path)
{
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (LeatSchema) schema = leat_schema_load_checked (path, faults);
  g_autoptr (JsonBuilder) builder = leat_answer_begin ();
  g_autofree char *told = NULL;
  const gboolean right = schema != NULL && leat_schema_try_examples (schema, faults);
  const guint n_fields = right ? leat_schema_get_n_fields (schema) : 0;

  if (leat_answer_is_json ())
    {
      begin_json (builder, path, faults);
      leat_answer_add_number (builder, "fields", n_fields);
      leat_answer_end (builder);
      return leat_faults_get_n (faults) == 0;
    }
  if (right)
    g_print ("%s: right: %u field%s\n", path, n_fields, n_fields == 1 ? "" : "s");
  told = leat_faults_to_string (faults);
  g_printerr ("%s", told);
  return leat_faults_get_n (faults) == 0;
}

/* as leatd_config_check() judges it */
static gboolean
check_config_json (const char *path, const char *const *plugin_path)
{
  g_autoptr (LeatFaults) modules = leat_faults_new (), faults = leat_faults_new ();
  g_autoptr (LeatdRegistry) registry = leatd_config_load_modules (path, plugin_path, modules);
  g_autoptr (LeatdConfig) config = leatd_config_load (path, registry, faults);
  g_autoptr (JsonBuilder) builder = leat_answer_begin ();

  begin_json (builder, path, faults);
  leat_answer_add_faults (builder, "modules", modules);
  if (config != NULL)
    {
      leat_answer_add_number (builder, "sources", leatd_config_get_sources (config)->len);
      leat_answer_add_number (builder, "sinks", leatd_config_get_sinks (config)->len);
    }
  leat_answer_end (builder);
  return config != NULL && leat_faults_get_n (faults) == 0;
}

static gboolean
check_config (const char *path, const char *const *plugin_path)
{
  return leat_answer_is_json () ? check_config_json (path, plugin_path)
                                : leatd_config_check (path, plugin_path);
}

/* as leatd_config_check_preset() judges it */
static gboolean
check_preset_json (const char *path, const char *const *plugin_path)
{
  g_autoptr (LeatFaults) modules = leat_faults_new (), faults = leat_faults_new ();
  g_autoptr (LeatdRegistry) registry = leatd_config_load_modules (NULL, plugin_path, modules);
  g_autoptr (LeatdConfig) config = leatd_config_load_text (path, "", registry, faults);
  const LeatdPreset *preset = leatd_config_load_preset (config, path, faults);
  g_autoptr (JsonBuilder) builder = leat_answer_begin ();

  begin_json (builder, path, faults);
  leat_answer_add_faults (builder, "modules", modules);
  leat_answer_add_number (builder, "examples", preset != NULL ? preset->n_examples : 0);
  leat_answer_end (builder);
  return preset != NULL;
}

static gboolean
check_preset (const char *path, const char *const *plugin_path)
{
  return leat_answer_is_json () ? check_preset_json (path, plugin_path)
                                : leatd_config_check_preset (path, plugin_path);
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
  g_option_context_add_main_entries (context, leat_answer_entries, NULL);
  g_option_context_set_description (context, description);
  if (!g_option_context_parse_strv (context, &words, &error) || g_strv_length (words) != 2)
    return leat_answer_misuse (error != NULL ? error->message : "one FILE is right");
  leatd_config_prepend_schema_path ((const char *const *) schema_path);
  if (g_str_has_suffix (words[1], ".schema"))
    right = check_schema (words[1]);
  else if (g_str_has_suffix (words[1], ".framer"))
    right = check_preset (words[1], (const char *const *) plugin_path);
  else
    right = check_config (words[1], (const char *const *) plugin_path);
  return right ? LEAT_EXIT_OK : LEAT_EXIT_FAULTS;
}
