/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-lines.c - leat lines: the modem lines of a source's port */
#include "look/answer.h"
#include "bus/bus-word.h"
#include "leat-main.h"
#include <string.h>

/* "rts=on dtr=off" as an object: {"rts":true,"dtr":false} */
static void
print_json (const char *lines)
{
  g_auto (GStrv) words = g_strsplit (lines, " ", -1);
  g_autoptr (JsonBuilder) builder = leat_answer_begin ();

  for (gsize i = 0; words[i] != NULL; i++)
    {
      const char *equals = strchr (words[i], '=');

      if (equals == NULL)
        continue;
      words[i][equals - words[i]] = '\0';
      leat_answer_add_flag (builder, words[i], g_str_equal (equals + 1, "on"));
    }
  leat_answer_end (builder);
}

int
leat_word_lines (int argc, char **argv)
{
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, "As a JSON object", NULL },
    G_OPTION_ENTRY_NULL,
  };
  const LeatBusWord word = {
    .parameters = "SOURCE [LINE=on|off…] - show or set the modem lines of a source",
    .description =
        "rts and dtr can be set; cts, dsr, dcd and ri are the device's. What is set holds until\n"
        "the port is opened anew. The source needs allow-commands=yes in its group.",
    .entries = entries,
    .at_least = 1,
    .at_most = 3,
    .right = "a SOURCE is right, and lines such as rts=off",
  };
  g_auto (LeatBusClient) client = { NULL };
  g_auto (GStrv) words = NULL;
  g_autofree char *wanted = NULL;
  g_autoptr (GVariant) told = NULL;
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GError) error = NULL;
  LeatBusCall call = { .interface = "Source", .method = "Command" };
  int code;

  if (!leat_bus_word_begin (&word, argv, &client, &words, &code))
    return code;
  wanted = g_strjoinv (" ", words + 2);
  call.arguments = g_variant_new ("(svu)", words[2] != NULL ? "set-lines" : "get-lines",
                                  g_variant_new_string (wanted), 0);
  if (!leat_bus_word_ask (&client, words[1], "source", &call, &told, &error))
    return leat_bus_word_fail (error);
  g_variant_get (told, "(v)", &answer);
  if (json && g_variant_is_of_type (answer, G_VARIANT_TYPE_STRING))
    print_json (g_variant_get_string (answer, NULL));
  else if (g_variant_is_of_type (answer, G_VARIANT_TYPE_STRING))
    g_print ("%s\n", g_variant_get_string (answer, NULL));
  return LEAT_EXIT_OK;
}
