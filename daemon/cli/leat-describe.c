/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-describe.c - leat describe: what may stand in a key file, as the option tables have it */
#include "config/leatd-describe.h"

#include "look/answer.h"
#include "decode/leat-modules.h"
#include "leat-main.h"

static const char description[] =
    "PLUGIN is a class, a scheme of device=, a module, daemon, source, sink or framer for the\n"
    "host's own keys in groups of this kind, schema for those of a schema file, or preset for\n"
    "those of a preset of a framer. Without PLUGIN all that there is is listed; with --json or\n"
    "--markdown it is described.\n"
    "\n"
    "Exit code: 0; 1: there is no such PLUGIN; 2: the command line is wrong.";

static int
describe (LeatdRegistry *registry, char **plugin_path, const char *name, LeatdDescribeForm form)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *hint = leat_modules_hint (plugin_path);
  g_autofree char *text = leatd_describe (registry, name, form, &error);

  if (text == NULL)
    {
      leat_error_join (&error, g_error_new_literal (LEAT_ERROR, LEAT_ERROR_FAILED, hint));
      return leat_answer_fail (error, LEAT_EXIT_FAULTS);
    }
  if (form == LEATD_DESCRIBE_JSON)
    leat_answer_print (g_strchomp (text));
  else
    g_print ("%s", text);
  if (leatd_registry_get_modules (registry)->len == 0)
    g_printerr ("leat describe: %s\n", hint);
  return LEAT_EXIT_OK;
}

int
leat_word_describe (int argc, char **argv)
{
  gboolean json = FALSE, markdown = FALSE;
  g_auto (GStrv) plugin_path = NULL, words = g_strdupv (argv);
  const GOptionEntry entries[] = { { "json", 0, 0, G_OPTION_ARG_NONE, &json, "As JSON", NULL },
                                   { "markdown", 0, 0, G_OPTION_ARG_NONE, &markdown, "As Markdown",
                                     NULL },
                                   LEAT_MODULES_PLUGIN_ENTRY (&plugin_path),
                                   G_OPTION_ENTRY_NULL };
  g_autoptr (GOptionContext) context = g_option_context_new (
      "[PLUGIN] - tell what may stand in a key file and a schema file");
  g_autoptr (LeatdRegistry) registry = NULL;
  g_autoptr (GError) error = NULL;
  const char *wrong = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_description (context, description);
  if (!g_option_context_parse_strv (context, &words, &error))
    wrong = error->message;
  else if (json && markdown)
    wrong = "either --json or --markdown";
  else if (g_strv_length (words) > 2)
    wrong = "one PLUGIN is enough";
  if (wrong != NULL)
    return leat_answer_misuse (wrong);
  registry = leat_modules_load (NULL, plugin_path);
  return describe (registry, plugin_path, words[1],
                   json       ? LEATD_DESCRIBE_JSON
                   : markdown ? LEATD_DESCRIBE_MARKDOWN
                              : LEATD_DESCRIBE_TEXT);
}
