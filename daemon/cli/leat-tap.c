/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-tap.c - leat tap: what a source makes, live */
#include "look/answer.h"
#include "bus/bus-word.h"
#include "leat-error.h"
#include "leat-main.h"
#include "bus/tap-line.h"
#include "look/terminal.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define MESSAGE_MAX (1024 * 1024) /* as Tap() says */

/* what is asked for, and how it is shown */
typedef struct {
  gboolean frames;
  gboolean raw;
  gboolean json;
  char *filter;
  int sample;
  LeatTextFlags flags;
} Tap;

static void
show_message (const Tap *self, char *message)
{
  char *rest = message;

  while (!self->json && *rest != '\0')
    {
      g_autoptr (GString) text = g_string_new (NULL);
      const char *line = strsep (&rest, "\n");

      leat_tap_line_append (text, line, self->flags);
      fputs (text->str, stdout);
      if (rest == NULL)
        break;
    }
  if (self->json)
    fputs (message, stdout);
  fflush (stdout);
}

/* until the source has come to its end, or leatd has */
static int
show_all (const Tap *self, int fd)
{
  g_autofree char *message = g_malloc (MESSAGE_MAX + 1);

  while (TRUE)
    {
      const gssize length = recv (fd, message, MESSAGE_MAX, 0);

      if (length < 0 && errno == EINTR)
        continue;
      if (length <= 0)
        break;
      message[length] = '\0';
      show_message (self, message);
    }
  g_printerr ("leat tap: the source has come to its end\n");
  return LEAT_EXIT_OK;
}

/* floating */
static GVariant *
get_options (const Tap *self)
{
  GVariantBuilder options;

  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  if (self->frames || self->raw)
    g_variant_builder_add (&options, "{sv}", "what",
                           g_variant_new_string (self->frames ? "frames" : "raw"));
  if (self->filter != NULL)
    g_variant_builder_add (&options, "{sv}", "filter", g_variant_new_string (self->filter));
  g_variant_builder_add (&options, "{sv}", "sample", g_variant_new_uint32 ((guint) self->sample));
  return g_variant_new ("(a{sv})", &options);
}

static int
run (const Tap *self, LeatBusClient *client, const char *source)
{
  g_autoptr (GUnixFDList) descriptors = NULL;
  LeatBusCall call = { .interface = "Source",
                       .method = "Tap",
                       .arguments = get_options (self),
                       .received = &descriptors };
  g_autoptr (GError) error = NULL;
  int fd, code;

  if (!leat_bus_word_ask (client, source, "source", &call, NULL, &error))
    return leat_bus_word_fail (error);
  fd = descriptors != NULL ? g_unix_fd_list_get (descriptors, 0, NULL) : -1;
  if (fd < 0)
    {
      error = g_error_new_literal (LEAT_ERROR, LEAT_ERROR_FAILED,
                                   "this bus passes no sockets on: only one on this machine does");
      return leat_bus_word_fail (error);
    }
  g_clear_object (&descriptors);
  code = show_all (self, fd);
  close (fd);
  return code;
}

static gboolean
check (const Tap *self)
{
  g_autofree char *wrong = NULL;

  if (self->frames && self->raw)
    wrong = g_strdup ("--frames or --raw is right");
  else if (self->sample < 1)
    wrong = g_strdup_printf ("--sample %d: 1 or more is right", self->sample);
  if (wrong != NULL)
    leat_answer_misuse (wrong);
  return wrong == NULL;
}

int
leat_word_tap (int argc, char **argv)
{
  Tap tap = { .sample = 1 };
  const GOptionEntry entries[] = {
    { "frames", 0, 0, G_OPTION_ARG_NONE, &tap.frames,
      "Frames as they came, and the noise between them, instead of records", NULL },
    { "raw", 0, 0, G_OPTION_ARG_NONE, &tap.raw, "Bytes as they are read, instead of records",
      NULL },
    { "filter", 0, 0, G_OPTION_ARG_STRING, &tap.filter, "Only records that meet the CONDITIONS",
      "CONDITIONS" },
    { "sample", 0, 0, G_OPTION_ARG_INT, &tap.sample, "Of so many, one (preset: 1)", "N" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &tap.json, "Each as a JSON object in a line", NULL },
    G_OPTION_ENTRY_NULL,
  };
  const LeatBusWord word = {
    .parameters = "SOURCE - show what a source makes, live",
    .description =
        "Ends with Ctrl-C, or when the source has come to its end. The source never waits for it:\n"
        "what there is no time for is not shown, and its number is told.\n"
        "\n"
        "CONDITIONS must all be met, with ; between: 'measure_1>1.9;machine=2'. There are\n"
        "FIELD=VALUE, !=, <, <=, > and >=, of numbers and texts; FIELD~GLOB with * and ?; FIELD\n"
        "and !FIELD: it has a value, or none. FIELD.quality is the word for its quality.",
    .entries = entries,
    .at_least = 1,
    .at_most = 1,
    .right = "a SOURCE is right",
  };
  g_auto (LeatBusClient) client = { NULL };
  g_auto (GStrv) words = NULL;
  g_autofree char *filter = NULL;
  g_autoptr (GError) error = NULL;
  LeatTerminal terminal;

  if (!leat_bus_word_parse (&word, argv, &client, &words))
    return LEAT_EXIT_USAGE;
  filter = tap.filter;
  if (!check (&tap))
    return LEAT_EXIT_USAGE;
  if (!leat_bus_client_open (&client, &error))
    return leat_bus_word_fail (error);
  leat_terminal_look (&terminal);
  tap.flags = terminal.unicode ? LEAT_TEXT_PLAIN : LEAT_TEXT_ASCII;
  return run (&tap, &client, words[1]);
}
