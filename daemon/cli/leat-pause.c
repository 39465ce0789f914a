/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-pause.c - leat pause, resume, restart: a source or sink rests, goes on, or begins anew */
#include "look/answer.h"
#include "bus/bus-word.h"
#include "leat-main.h"

/* ms; longer than leatd waits for a plugin to come to rest, and for a person's password */
#define TIMEOUT (5 * 60 * 1000)

static void
add_component (JsonBuilder *builder, const char *name, const GError *error)
{
  json_builder_begin_object (builder);
  leat_answer_add_text (builder, "name", name);
  leat_answer_add_error (builder, error);
  json_builder_end_object (builder);
}

/* each of them, though one of them fails */
static int
steer (const LeatBusWord *word, const char *method, char **argv)
{
  g_auto (LeatBusClient) client = { NULL };
  g_auto (GStrv) words = NULL;
  g_autoptr (JsonBuilder) builder = NULL;
  int code = LEAT_EXIT_OK;

  if (!leat_bus_word_begin (word, argv, &client, &words, &code))
    return code;
  code = LEAT_EXIT_OK;
  builder = leat_answer_begin ();
  json_builder_set_member_name (builder, "components");
  json_builder_begin_array (builder);
  for (gsize i = 1; words[i] != NULL; i++)
    {
      LeatBusCall call = { .interface = "Component", .method = method, .timeout = TIMEOUT };
      g_autoptr (GError) error = NULL;

      if (!leat_bus_word_ask (&client, words[i], NULL, &call, NULL, &error))
        code = leat_answer_is_json () ? LEAT_EXIT_FAULTS : leat_bus_word_fail (error);
      add_component (builder, words[i], error);
    }
  json_builder_end_array (builder);
  if (leat_answer_is_json ())
    leat_answer_end (builder);
  return code;
}

int
leat_word_pause (int argc, char **argv)
{
  static const LeatBusWord word = {
    .parameters = "NAME… - let sources and sinks rest, until leat resume",
    .description =
        "A source lets go of its device, so that another program may have it; what the device\n"
        "says meanwhile is not heard. A sink lets go of its peer or its files: its store keeps\n"
        "what comes, or its queue fills. Ends when they have come to rest. They rest until leat\n"
        "resume, leat restart, or the end of leatd.",
    .at_least = 1,
    .at_most = G_MAXUINT,
    .right = "NAMEs of sources or sinks are right",
  };

  return steer (&word, "Pause", argv);
}

int
leat_word_resume (int argc, char **argv)
{
  static const LeatBusWord word = {
    .parameters = "NAME… - let sources and sinks go on that were paused",
    .description = "leat status tells how it goes on.",
    .at_least = 1,
    .at_most = G_MAXUINT,
    .right = "NAMEs of sources or sinks are right",
  };

  return steer (&word, "Resume", argv);
}

int
leat_word_restart (int argc, char **argv)
{
  static const LeatBusWord word = {
    .parameters = "NAME… - close and open sources and sinks anew, at once",
    .description =
        "After a pause, or to try at once what is tried again later. Nothing that was read or is\n"
        "queued is lost. leat status tells how it goes.",
    .at_least = 1,
    .at_most = G_MAXUINT,
    .right = "NAMEs of sources or sinks are right",
  };

  return steer (&word, "Restart", argv);
}
