/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-send.c - leat send, trigger: something for the device of a source */
#include "look/answer.h"
#include "bus/bus-word.h"
#include "leat-host.h"
#include "leat-main.h"
#include "bus/send-bytes.h"

#define REPLY_TIME 5000 /* ms that the bus has beside the device */
#define TIMEOUT_MOST 3600

/* text as it is, bytes so that no terminal takes them for commands, and what else there is */
static void
print_answer (GVariant *answer)
{
  g_autofree char *text = NULL;
  gsize length;

  if (g_variant_is_of_type (answer, G_VARIANT_TYPE_STRING))
    text = leat_escape_do (g_variant_get_string (answer, NULL),
                           strlen (g_variant_get_string (answer, NULL)));
  else if (g_variant_is_of_type (answer, G_VARIANT_TYPE_BYTESTRING))
    {
      gconstpointer data = g_variant_get_fixed_array (answer, &length, 1);

      text = leat_escape_do (data, length);
    }
  else
    text = g_variant_print (answer, FALSE);
  if (*text != '\0')
    g_print ("%s\n", text);
}

static void
print_json (const char *source, GVariant *answer)
{
  g_autoptr (JsonBuilder) builder = leat_answer_begin ();
  g_autofree char *base64 = NULL;
  gsize length;

  leat_answer_add_text (builder, "source", source);
  if (g_variant_is_of_type (answer, G_VARIANT_TYPE_BYTESTRING))
    {
      const guint8 *data = g_variant_get_fixed_array (answer, &length, 1);

      base64 = g_base64_encode (data, length);
      leat_answer_add_text (builder, "bytes", base64);
    }
  else
    {
      json_builder_set_member_name (builder, "answer");
      json_builder_add_value (builder, json_gvariant_serialize (answer));
    }
  leat_answer_end (builder);
}

/* @argument: taken if it floats */
static int
command (LeatBusClient *client, const char *source, const char *name, GVariant *argument,
         int seconds)
{
  const guint timeout = (guint) seconds * 1000;
  LeatBusCall call = { .interface = "Source",
                       .method = "Command",
                       .arguments = g_variant_new ("(svu)", name, argument, timeout),
                       .timeout = timeout + REPLY_TIME };
  g_autoptr (GVariant) told = NULL;
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GError) error = NULL;

  if (!leat_bus_word_ask (client, source, "source", &call, &told, &error))
    return leat_bus_word_fail (error);
  g_variant_get (told, "(v)", &answer);
  if (leat_answer_is_json ())
    print_json (source, answer);
  else
    print_answer (answer);
  return LEAT_EXIT_OK;
}

static gboolean
check_timeout (int seconds)
{
  g_autofree char *wrong = NULL;

  if (seconds > 0 && seconds <= TIMEOUT_MOST)
    return TRUE;
  wrong = g_strdup_printf ("--timeout %d: 1 to %d seconds are right", seconds, TIMEOUT_MOST);
  leat_answer_misuse (wrong);
  return FALSE;
}

#define TIMEOUT_ENTRY(seconds) \
  { "timeout", 0, 0, G_OPTION_ARG_INT, (seconds), "To wait for the answer (preset: 10)", "SECONDS" }

int
leat_word_send (int argc, char **argv)
{
  int seconds = 10;
  gboolean answer = FALSE;
  g_autofree char *name = NULL;
  g_autofree char *hex = NULL;
  g_autofree char *file = NULL;
  const GOptionEntry entries[] = {
    { "hex", 0, 0, G_OPTION_ARG_STRING, &hex, "Bytes in hex instead of TEXT: \"02 41 03\"", "HEX" },
    { "file", 0, 0, G_OPTION_ARG_FILENAME, &file, "The bytes of a file instead of TEXT", "FILE" },
    { "command", 0, 0, G_OPTION_ARG_STRING, &name,
      "What command= of the source has under this name, instead of TEXT", "NAME" },
    { "answer", 0, 0, G_OPTION_ARG_NONE, &answer, "Print what the device says next", NULL },
    TIMEOUT_ENTRY (&seconds),
    G_OPTION_ENTRY_NULL,
  };
  const LeatBusWord word = {
    .parameters = "SOURCE [TEXT] - send bytes to the device of a source",
    .description =
        "TEXT may have the escapes of a key file: \\r \\n \\t \\\\ \\xHH; nothing is added to it.\n"
        "The source needs allow-commands=yes in its group; with allow-commands=named it takes\n"
        "--command alone. What its plugin answers is printed, and what the device does where\n"
        "command-answer= awaits it.\n"
        "A source that polls sends it in its turn between two polls. With --answer the device's\n"
        "next frame is printed, which it has poll-timeout= for.",
    .entries = entries,
    .at_least = 1,
    .at_most = 2,
    .right = "a SOURCE and a TEXT are right",
  };
  g_auto (LeatBusClient) client = { NULL };
  g_auto (GStrv) words = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  if (!leat_bus_word_parse (&word, argv, &client, &words) || !check_timeout (seconds))
    return LEAT_EXIT_USAGE;
  if (name != NULL && (words[2] != NULL || hex != NULL || file != NULL || answer))
    return leat_answer_misuse ("--command NAME says what is sent, and what is awaited");
  bytes = name == NULL ? leat_send_bytes_read (words[2], hex, file, &error) : NULL;
  if (error != NULL)
    return leat_answer_fail (error, LEAT_EXIT_USAGE);
  if (!leat_bus_client_open (&client, &error))
    return leat_bus_word_fail (error);
  if (name != NULL)
    return command (&client, words[1], "named", g_variant_new_string (name), seconds);
  return command (&client, words[1], answer ? "ask" : "send",
                  g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, bytes, TRUE), seconds);
}

int
leat_word_trigger (int argc, char **argv)
{
  int seconds = 10;
  const GOptionEntry entries[] = { TIMEOUT_ENTRY (&seconds), G_OPTION_ENTRY_NULL };
  const LeatBusWord word = {
    .parameters = "SOURCE [ARGUMENT] - let the device of a source measure now",
    .description =
        "ARGUMENT is the plugin's own. The source needs allow-commands=yes in its group. What its\n"
        "plugin answers is printed.",
    .entries = entries,
    .at_least = 1,
    .at_most = 2,
    .right = "a SOURCE is right",
  };
  g_auto (LeatBusClient) client = { NULL };
  g_auto (GStrv) words = NULL;
  g_autoptr (GError) error = NULL;

  if (!leat_bus_word_parse (&word, argv, &client, &words) || !check_timeout (seconds))
    return LEAT_EXIT_USAGE;
  if (!leat_bus_client_open (&client, &error))
    return leat_bus_word_fail (error);
  return command (&client, words[1], "trigger",
                  g_variant_new_string (words[2] != NULL ? words[2] : ""), seconds);
}
