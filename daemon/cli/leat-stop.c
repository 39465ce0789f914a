/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-stop.c - leat stop: leatd ends */
#include "look/answer.h"
#include "bus/bus-word.h"
#include "control/leatd-control.h"
#include "leat-main.h"

static void
print_json (gboolean drain)
{
  g_autoptr (JsonBuilder) builder = leat_answer_begin ();

  leat_answer_add_text (builder, "state", "stopping");
  leat_answer_add_flag (builder, "drain", drain);
  leat_answer_end (builder);
}

int
leat_word_stop (int argc, char **argv)
{
  gboolean now = FALSE;
  const GOptionEntry entries[] = {
    { "now", 0, 0, G_OPTION_ARG_NONE, &now,
      "Do not wait until queues are empty: what is not safe yet is left, and named in the log",
      NULL },
    G_OPTION_ENTRY_NULL,
  };
  const LeatBusWord word = {
    .parameters = "- end leatd, as SIGTERM does",
    .description =
        "Sources stop, queues drain within stop-timeout=, sinks flush. It has been told when this\n"
        "ends; systemd may start it anew: systemctl stop leatd ends the service.",
    .entries = entries,
    .right = "stop takes nothing behind it",
  };
  g_auto (LeatBusClient) client = { NULL };
  g_auto (GStrv) words = NULL;
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GError) error = NULL;
  LeatBusCall call = { .path = LEATD_BUS_PATH, .interface = "Manager", .method = "Stop" };
  int code;

  if (!leat_bus_word_begin (&word, argv, &client, &words, &code))
    return code;
  call.arguments = g_variant_new ("(b)", !now);
  answer = leat_bus_client_call (&client, &call, &error);
  if (answer == NULL)
    return leat_bus_word_fail (error);
  if (leat_answer_is_json ())
    print_json (!now);
  return LEAT_EXIT_OK;
}
