/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-plugins.c - leat plugins: what leatd has loaded, or would load */
#include "answer.h"
#include "bus-word.h"
#include "config/leatd-describe.h"
#include "control/leatd-control.h"
#include "leat-modules.h"
#include "leat-words.h"
#include "plugin-list.h"
#include "terminal.h"

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

/* likewise, what the modules would tell it */
static char *
ask_modules (char **plugin_path, GError **error)
{
  g_autoptr (LeatdRegistry) registry = leat_modules_load (NULL, plugin_path);
  g_autofree char *hint = leat_modules_hint (plugin_path);

  if (leatd_registry_get_modules (registry)->len == 0)
    g_printerr ("leat plugins: %s\n", hint);
  return leatd_describe (registry, NULL, LEATD_DESCRIBE_JSON, error);
}

static int
print_list (const char *description, gboolean json, GError **error)
{
  g_autofree char *text = NULL;
  LeatTerminal terminal;

  leat_terminal_look (&terminal);
  text = json ? leat_plugin_list_to_json (description, error)
              : leat_plugin_list_to_text (description, terminal.width,
                                          terminal.unicode ? LEAT_TEXT_PLAIN : LEAT_TEXT_ASCII,
                                          error);
  if (text == NULL)
    return leat_bus_word_fail (*error);
  if (json)
    leat_answer_print (g_strchomp (text));
  else
    g_print ("%s", text);
  return LEAT_EXIT_OK;
}

int
leat_word_plugins (int argc, char **argv)
{
  gboolean json = FALSE;
  g_auto (GStrv) plugin_path = NULL;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, "As a JSON array", NULL },
    LEAT_MODULES_PLUGIN_ENTRY (&plugin_path),
    G_OPTION_ENTRY_NULL,
  };
  const LeatBusWord word = {
    .parameters = "- list the plugins that leatd has, or would have",
    .description =
        "Of the leatd on the bus. If there is none, and neither --bus nor --plugin-path is given,\n"
        "of the modules it would load, as with --plugin-path. leat describe PLUGIN tells more.",
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
  if (plugin_path == NULL)
    description = ask_daemon (&client, &error);
  if (description == NULL && !only_daemon)
    {
      g_clear_error (&error);
      description = ask_modules (plugin_path, &error);
    }
  return description != NULL ? print_list (description, json, &error) : leat_bus_word_fail (error);
}
