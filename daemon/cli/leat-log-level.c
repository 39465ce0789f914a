/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-log-level.c - leat log-level: how much a source, a sink or leatd says */
#include "look/answer.h"
#include "bus/bus-word.h"
#include "control/leatd-control.h"
#include "leat-main.h"
#include "status/status-watch.h"

/* the daemon knows as well, but not which name is meant */
static gboolean
check_component (LeatBusClient *client, const char *name, GError **error)
{
  g_autoptr (LeatStatus) status = leat_status_read (client, error);

  return status != NULL && leat_status_find (status, name, NULL, error) != NULL;
}

static void
print_json (const char *component, const char *level)
{
  g_autoptr (JsonBuilder) builder = leat_answer_begin ();

  leat_answer_add_text (builder, "component", component);
  leat_answer_add_text (builder, "level", level);
  leat_answer_end (builder);
}

int
leat_word_log_level (int argc, char **argv)
{
  static const LeatBusWord word = {
    .parameters = "[COMPONENT] LEVEL - let leatd say more or less, until it ends",
    .description =
        "COMPONENT is a source, a sink, or leatd for the daemon itself; without it all are meant\n"
        "that have no level of their own. LEVEL is error, warning, info or debug.",
    .at_least = 1,
    .at_most = 2,
    .right = "a LEVEL is right, behind the name of a source or sink if it is for that one",
  };
  g_auto (LeatBusClient) client = { NULL };
  g_auto (GStrv) words = NULL;
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GError) error = NULL;
  LeatBusCall call = { .path = LEATD_BUS_PATH, .interface = "Manager", .method = "SetLogLevel" };
  int code;

  if (!leat_bus_word_begin (&word, argv, &client, &words, &code))
    return code;
  if (words[2] != NULL && !g_str_equal (words[1], "leatd") &&
      !check_component (&client, words[1], &error))
    return leat_bus_word_fail (error);
  call.arguments = words[2] != NULL ? g_variant_new ("(ss)", words[1], words[2])
                                    : g_variant_new ("(ss)", "", words[1]);
  answer = leat_bus_client_call (&client, &call, &error);
  if (answer == NULL)
    return leat_bus_word_fail (error);
  if (leat_answer_is_json ())
    print_json (words[2] != NULL ? words[1] : NULL, words[2] != NULL ? words[2] : words[1]);
  return LEAT_EXIT_OK;
}
