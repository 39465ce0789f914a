/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-plugins.c - leat plugins: what leatd has loaded, or would load, and the files beside it */
#include "look/answer.h"
#include "bus/bus-word.h"
#include "config/leatd-config-catalogue.h"
#include "config/leatd-describe.h"
#include "control/leatd-control.h"
#include "decode/leat-modules.h"
#include "leat-main.h"
#include "bus/plugin-list.h"
#include "look/terminal.h"

/* (transfer full) (nullable): what a leatd tells */
static char *
ask_daemon (LeatBusClient *client, GError **error)
{
  const LeatBusCall call = { .path = LEATD_BUS_PATH,
                             .interface = "Manager",
                             .method = "DescribePlugins" };
  g_autoptr (GVariant) answer = NULL;
  char *text = NULL;

  if (!leat_bus_client_open (client, error))
    return NULL;
  answer = leat_bus_client_call (client, &call, error);
  if (answer != NULL)
    g_variant_get (answer, "(s)", &text);
  return text;
}

static void
tell_faults (const GPtrArray *files)
{
  for (guint i = 0; i < files->len; i++)
    {
      const LeatdCatalogueEntry *file = files->pdata[i];
      g_autofree char *told = leat_faults_to_string (file->faults);

      g_printerr ("%s", told);
    }
}

static int
print_list (const char *description, const GPtrArray *files, gboolean json)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  LeatTerminal terminal;

  leat_terminal_look (&terminal);
  text = json ? leat_plugin_list_to_json (description, files, &error)
              : leat_plugin_list_to_text (description, files, terminal.width,
                                          terminal.unicode ? LEAT_TEXT_PLAIN : LEAT_TEXT_ASCII,
                                          &error);
  if (text == NULL)
    return leat_bus_word_fail (error);
  if (json)
    leat_answer_print (g_strchomp (text));
  else
    g_print ("%s", text);
  if (!json)
    tell_faults (files);
  return LEAT_EXIT_OK;
}

/* schema-path= of the key file goes before what is in the environment; FALSE: it is not there */
static gboolean
take_schema_path (const LeatModulesWishes *wishes)
{
  LeatdDaemonSettings settings = { NULL };
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autofree char *told = NULL;
  const gboolean right = wishes->config == NULL ||
                         leatd_config_peek_daemon (wishes->config, &settings, faults);

  leatd_config_prepend_schema_path ((const char *const *) settings.schema_path);
  leatd_config_prepend_schema_path ((const char *const *) wishes->schema_path);
  leatd_daemon_settings_clear (&settings);
  told = leat_faults_to_string (faults);
  g_printerr ("%s", told);
  return right;
}

/* @description: (nullable): of the daemon; else the modules tell theirs */
static int
list_all (const LeatModulesWishes *wishes, const char *description, gboolean json)
{
  g_autoptr (LeatdRegistry) registry = leat_modules_load (wishes->config, wishes->plugin_path);
  g_autoptr (GPtrArray) files = leatd_config_list_catalogue (registry);
  g_autofree char *hint = leat_modules_hint (wishes->plugin_path);
  g_autoptr (GError) error = NULL;
  g_autofree char *own = NULL;

  if (leatd_registry_get_modules (registry)->len == 0)
    g_printerr ("leat plugins: %s\n", hint);
  if (description == NULL)
    own = leatd_describe (registry, NULL, LEATD_DESCRIBE_JSON, &error);
  if (description == NULL && own == NULL)
    return leat_bus_word_fail (error);
  return print_list (description != NULL ? description : own, files, json);
}

int
leat_word_plugins (int argc, char **argv)
{
  gboolean json = FALSE;
  g_auto (LeatModulesWishes) wishes = { NULL };
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, "As a JSON array", NULL },
    LEAT_MODULES_ENTRIES (&wishes),
    G_OPTION_ENTRY_NULL,
  };
  const LeatBusWord word = {
    .parameters = "- list the plugins that leatd has, or would have, and presets and schemas",
    .description =
        "Of the leatd on the bus. If there is none, and neither --bus, --config nor --plugin-path\n"
        "is given, of the modules it would load, as with those two. leat describe PLUGIN tells\n"
        "more.\n"
        "\n"
        "Presets of framers (framer=NAME) and schemas (schema=NAME) are those in the folders of\n"
        "--schema-path, of schema-path= in --config, of LEAT_SCHEMA_PATH, and the installed ones,\n"
        "each judged as leat check does: what is wrong is told on stderr by file and line.",
    .entries = entries,
    .right = "plugins takes nothing behind it",
  };
  g_auto (LeatBusClient) client = { NULL };
  g_auto (GStrv) words = NULL;
  g_autofree char *description = NULL;
  g_autoptr (GError) error = NULL;
  gboolean only_daemon;

  if (!leat_bus_word_parse (&word, argv, &client, &words))
    return LEAT_EXIT_USAGE;
  only_daemon = client.bus != NULL;
  if (wishes.plugin_path == NULL && wishes.config == NULL)
    description = ask_daemon (&client, &error);
  if (description == NULL && only_daemon && error != NULL)
    return leat_bus_word_fail (error);
  return take_schema_path (&wishes) ? list_all (&wishes, description, json) : LEAT_EXIT_FAULTS;
}
