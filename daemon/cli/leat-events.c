/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-events.c - leat events: what has happened in a leatd, and what happens */
#include "look/answer.h"
#include "bus/bus-word.h"
#include "bus/event-line.h"
#include "bus/event-watch.h"
#include "leat-error.h"
#include "leat-main.h"
#include "look/terminal.h"
#include <stdio.h>

/* how events are shown, and which */
typedef struct {
  LeatEventWants wants;
  LeatTextFlags flags;
  gboolean json;
  GMainLoop *loop; /* --follow */
} Show;

static void
show_event (const Show *self, GVariant *event)
{
  g_autoptr (GString) line = g_string_new (NULL);

  if (!leat_event_is_wanted (event, &self->wants))
    return;
  if (self->json)
    leat_event_append_json (line, event);
  else
    leat_event_append_text (line, event, self->flags);
  fwrite (line->str, 1, line->len, stdout);
}

static int
show_kept (const Show *self, LeatBusClient *client)
{
  const LeatBusCall call = leat_event_watch_call (0);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = leat_bus_client_call (client, &call, &error);
  g_autoptr (GVariant) events = NULL;

  if (answer == NULL)
    return leat_bus_word_fail (error);
  events = g_variant_get_child_value (answer, 0);
  for (gsize i = 0; i < g_variant_n_children (events); i++)
    {
      g_autoptr (GVariant) event = g_variant_get_child_value (events, i);

      show_event (self, event);
    }
  return LEAT_EXIT_OK;
}

static void
on_event (GVariant *event, const GError *error, gpointer user_data)
{
  Show *self = user_data;

  if (event != NULL)
    show_event (self, event);
  fflush (stdout);
  if (error == NULL)
    return;
  leat_bus_word_fail (error);
  if (!g_error_matches (error, LEAT_ERROR, LEAT_ERROR_NOT_FOUND))
    g_main_loop_quit (self->loop);
}

/* until somebody ends it, or the bus is gone */
static int
follow (Show *self, LeatBusClient *client)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (LeatEventWatch) watch = NULL;

  self->loop = loop;
  watch = leat_event_watch_new (client, on_event, self);
  g_main_loop_run (loop);
  return LEAT_EXIT_FAULTS;
}

int
leat_word_events (int argc, char **argv)
{
  gboolean is_followed = FALSE;
  g_autofree char *level = NULL;
  Show show = { .wants = { .level = LEAT_LEVEL_INFO } };
  const GOptionEntry entries[] = {
    { "follow", 'f', 0, G_OPTION_ARG_NONE, &is_followed, "Go on with what happens from now on",
      NULL },
    { "level", 0, 0, G_OPTION_ARG_STRING, &level,
      "The least urgent: error, warning, info or debug (preset: info)", "LEVEL" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &show.json, "Each as a JSON object in a line", NULL },
    G_OPTION_ENTRY_NULL,
  };
  const LeatBusWord word = {
    .parameters = "[NAME…] - tell what has happened",
    .description =
        "With NAME only what happened to that source or sink, or to leatd, or is about its\n"
        "records. leatd keeps the last 1,000 events of its life; the log has more. --follow ends\n"
        "with Ctrl-C, and waits for a leatd that goes away.",
    .entries = entries,
    .at_most = G_MAXUINT,
  };
  g_auto (LeatBusClient) client = { NULL };
  g_auto (GStrv) words = NULL;
  LeatTerminal terminal;
  int code;

  if (!leat_bus_word_begin (&word, argv, &client, &words, &code))
    return code;
  if (level != NULL && !leat_level_from_name (level, &show.wants.level))
    {
      g_autofree char *wrong =
          g_strdup_printf ("--level %s: error, warning, info or debug is right", level);

      return leat_answer_misuse (wrong);
    }
  leat_terminal_look (&terminal);
  show.flags = terminal.unicode ? LEAT_TEXT_PLAIN : LEAT_TEXT_ASCII;
  show.wants.names = (const char *const *) words + 1;
  return is_followed ? follow (&show, &client) : show_kept (&show, &client);
}
