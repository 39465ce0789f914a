/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-raw.c - leat raw: the last bytes that a source has read, as they came */
#include "look/answer.h"
#include "bus/bus-word.h"
#include "look/hex-dump.h"
#include "leat-main.h"
#include <stdio.h>

#define BYTES_PRESET 256
#define BYTES_MOST (1024 * 1024) /* that leatd keeps */

static void
print_dump (guint64 offset, GVariant *bytes)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gsize length;
  const guint8 *data = g_variant_get_fixed_array (bytes, &length, 1);

  leat_hex_dump_append (text, data, length, offset);
  g_string_append_printf (text, "%08" G_GINT64_MODIFIER "x\n", offset + length);
  g_print ("%s", text->str);
}

static void
print_bytes (guint64 offset, GVariant *bytes, gboolean binary)
{
  gsize length;
  const guint8 *data = g_variant_get_fixed_array (bytes, &length, 1);

  if (binary)
    fwrite (data, 1, length, stdout);
  else if (length == 0)
    g_printerr ("nothing was read yet\n");
  else
    print_dump (offset, bytes);
}

/* as leat tap --raw --json has them */
static void
print_json (const char *source, guint64 offset, GVariant *bytes)
{
  g_autoptr (JsonBuilder) builder = leat_answer_begin ();
  g_autofree char *base64 = NULL;
  gsize length;
  const guint8 *data = g_variant_get_fixed_array (bytes, &length, 1);

  base64 = g_base64_encode (data, length);
  leat_answer_add_text (builder, "source", source);
  leat_answer_add_number (builder, "offset", (gint64) offset);
  leat_answer_add_number (builder, "length", (gint64) length);
  leat_answer_add_text (builder, "raw", base64);
  leat_answer_end (builder);
}

static int
ask (LeatBusClient *client, const char *source, int n_bytes, gboolean binary)
{
  LeatBusCall call = { .interface = "Source",
                       .method = "LastBytes",
                       .arguments = g_variant_new ("(u)", (guint) n_bytes) };
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GVariant) bytes = NULL;
  g_autoptr (GError) error = NULL;
  guint64 offset;

  if (!leat_bus_word_ask (client, source, "source", &call, &answer, &error))
    return leat_bus_word_fail (error);
  g_variant_get (answer, "(t@ay)", &offset, &bytes);
  if (leat_answer_is_json ())
    print_json (source, offset, bytes);
  else
    print_bytes (offset, bytes, binary);
  return LEAT_EXIT_OK;
}

int
leat_word_raw (int argc, char **argv)
{
  int n_bytes = BYTES_PRESET;
  gboolean binary = FALSE, json = FALSE;
  const GOptionEntry entries[] = {
    { "bytes", 'n', 0, G_OPTION_ARG_INT, &n_bytes, "How many at most (preset: 256; 0: all)", "N" },
    { "binary", 0, 0, G_OPTION_ARG_NONE, &binary, "The bytes alone, for a file", NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json,
      "As a JSON object, the bytes in base64", NULL },
    G_OPTION_ENTRY_NULL,
  };
  const LeatBusWord word = {
    .parameters = "SOURCE - show the last bytes that were read, in hex and as text",
    .description =
        "As hexdump -C has them; the number of a row is its place among all bytes that the source\n"
        "has read since leatd began. leatd keeps the last 1 MiB. With --binary into a file they\n"
        "are what leat decode takes.",
    .entries = entries,
    .at_least = 1,
    .at_most = 1,
    .right = "a SOURCE is right",
  };
  g_auto (LeatBusClient) client = { NULL };
  g_auto (GStrv) words = NULL;
  g_autofree char *wrong = NULL;
  g_autoptr (GError) error = NULL;

  if (!leat_bus_word_parse (&word, argv, &client, &words))
    return LEAT_EXIT_USAGE;
  if (json && binary)
    wrong = g_strdup ("either --json or --binary is right");
  else if (n_bytes < 0 || n_bytes > BYTES_MOST)
    wrong = g_strdup_printf ("--bytes %d: 0 to %d is right", n_bytes, BYTES_MOST);
  if (wrong != NULL)
    return leat_answer_misuse (wrong);
  if (!leat_bus_client_open (&client, &error))
    return leat_bus_word_fail (error);
  return ask (&client, words[1], n_bytes, binary);
}
