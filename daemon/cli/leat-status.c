/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-status.c - leat status: what leatd, its sources and sinks are doing */
#include "look/answer.h"
#include "bus/bus-word.h"
#include "leat-main.h"
#include "status/status-json.h"
#include "status/status-screen.h"
#include "status/status-table.h"
#include "status/status-watch.h"
#include "look/terminal.h"

#define LOOK_APART G_USEC_PER_SEC /* of the two that a rate is made of */
#define NOTES 8                   /* lines below a row */

static const char description[] =
    "Without NAME all sources and sinks; source/NAME where a sink has the same name. RECORDS are\n"
    "those that came, SAFE those that are written for good, since leatd began; RATE is of the\n"
    "second that is looked on, with --watch of the last ten. QUEUE is what is in a sink's\n"
    "hands, BACKLOG what is not safe yet, in its queue or in its store. Below a row stand the\n"
    "reason of its state, what was lost or marked, and what was wrong last.\n"
    "\n"
    "States: running; connecting, waiting (for a queue or store), paused; absent (tried again),\n"
    "silent, held (settings or rights at the peer must be mended), stuck (its plugin does not\n"
    "return), failed; ended.\n"
    "\n"
    "--watch ends with q or Ctrl-C, and waits for a leatd that goes away. Where stdout is no\n"
    "terminal it prints the table, or with --json an object in a line, every second. NO_COLOR is\n"
    "heeded.\n"
    "\n"
    "Exit code: 1 as well if one of those shown is absent, silent, held, stuck or failed.";

static LeatExit
get_code (const LeatStatus *status)
{
  for (guint i = 0; i < status->parts->len; i++)
    if (leat_status_concern (((LeatStatusPart *) status->parts->pdata[i])->state) ==
        LEAT_STATUS_TROUBLE)
      return LEAT_EXIT_FAULTS;
  return LEAT_EXIT_OK;
}

/* (nullable): of those that were named */
static LeatStatus *
read_some (LeatBusClient *client, char **names, GError **error)
{
  g_autoptr (LeatStatus) status = leat_status_read (client, error);

  if (status == NULL || !leat_status_keep (status, (const char *const *) names, error))
    return NULL;
  return g_steal_pointer (&status);
}

static void
print_table (const LeatStatus *status, LeatStatusRates *rates)
{
  g_autoptr (GString) text = g_string_new (NULL);
  LeatStatusLook look = { .seconds = 1, .notes = NOTES };

  leat_status_screen_look (&look);
  leat_status_table_append_heading (text, status, &look);
  g_string_append_c (text, '\n');
  leat_status_table_append (text, status, rates, &look);
  g_print ("%s", text->str);
}

static int
show_table (LeatBusClient *client, char **names)
{
  g_autoptr (LeatStatusRates) rates = leat_status_rates_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (LeatStatus) before = read_some (client, names, &error);
  g_autoptr (LeatStatus) status = NULL;

  if (before == NULL)
    return leat_bus_word_fail (error);
  leat_status_rates_add (rates, before, g_get_monotonic_time ());
  g_usleep (LOOK_APART);
  status = read_some (client, names, &error);
  if (status == NULL)
    return leat_bus_word_fail (error);
  leat_status_rates_add (rates, status, g_get_monotonic_time ());
  print_table (status, rates);
  return get_code (status);
}

static int
show_json (LeatBusClient *client, char **names)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LeatStatus) status = read_some (client, names, &error);
  g_autofree char *json = NULL;

  if (status == NULL)
    return leat_bus_word_fail (error);
  json = leat_status_to_json (status, TRUE);
  leat_answer_print (json);
  return get_code (status);
}

int
leat_word_status (int argc, char **argv)
{
  gboolean watch = FALSE, json = FALSE;
  const GOptionEntry entries[] = {
    { "watch", 'w', 0, G_OPTION_ARG_NONE, &watch, "Look every second, and show how rates go",
      NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, "As JSON, with all counters", NULL },
    G_OPTION_ENTRY_NULL,
  };
  const LeatBusWord word = {
    .parameters = "[NAME…] - tell what leatd, its sources and sinks are doing",
    .description = description,
    .entries = entries,
    .at_most = G_MAXUINT,
  };
  g_auto (LeatBusClient) client = { NULL };
  g_auto (GStrv) words = NULL;
  g_autoptr (GError) error = NULL;

  if (!leat_bus_word_parse (&word, argv, &client, &words))
    return LEAT_EXIT_USAGE;
  if (watch)
    return leat_status_screen_run (&client, words + 1, json);
  if (!leat_bus_client_open (&client, &error))
    return leat_bus_word_fail (error);
  return json ? show_json (&client, words + 1) : show_table (&client, words + 1);
}
