/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-reload.c - leat reload: leatd reads its key file anew, and goes on as that says */
#include "look/answer.h"
#include "bus/bus-word.h"
#include "control/leatd-control.h"
#include "leat-keyfile.h"
#include "leat-main.h"

/* a plugin that does not return is waited for, and a person may be asked for a password */
#define PATIENCE (60 * 60 * 1000)

/* as leatd has it, µs */
#define DRAIN_MAX (30 * 60 * 1e6)

static void
add_changes (JsonBuilder *builder, GVariant *changes)
{
  const char *kind, *name, *what;
  GVariantIter iter;

  json_builder_set_member_name (builder, "changes");
  json_builder_begin_array (builder);
  g_variant_iter_init (&iter, changes);
  while (g_variant_iter_next (&iter, "(&s&s&s)", &kind, &name, &what))
    {
      json_builder_begin_object (builder);
      leat_answer_add_text (builder, "kind", kind);
      leat_answer_add_text (builder, "name", name);
      leat_answer_add_text (builder, "what", what);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/* that it is not known how many is null */
static void
add_left (JsonBuilder *builder, GVariant *left)
{
  const char *name;
  guint64 n_records;
  GVariantIter iter;

  json_builder_set_member_name (builder, "left");
  json_builder_begin_object (builder);
  g_variant_iter_init (&iter, left);
  while (g_variant_iter_next (&iter, "(&st)", &name, &n_records))
    {
      json_builder_set_member_name (builder, name);
      if (n_records == G_MAXUINT64)
        json_builder_add_null_value (builder);
      else
        json_builder_add_int_value (builder, (gint64) n_records);
    }
  json_builder_end_object (builder);
}

static void
print_json (GVariant *changes, const LeatFaults *faults, GVariant *left)
{
  g_autoptr (JsonBuilder) builder = leat_answer_begin ();

  add_changes (builder, changes);
  add_left (builder, left);
  leat_answer_add_faults (builder, "faults", faults);
  leat_answer_end (builder);
}

/* (transfer full): as leat check finds them */
static LeatFaults *
read_faults (GVariant *faults)
{
  LeatFaults *told = leat_faults_new ();
  const char *file, *group, *key, *text;
  guint line;
  GVariantIter iter;

  g_variant_iter_init (&iter, faults);
  while (g_variant_iter_next (&iter, "(&su&s&s&s)", &file, &line, &group, &key, &text))
    leat_faults_add (told, file, line, *group != '\0' ? group : NULL, *key != '\0' ? key : NULL,
                     "%s", text);
  return told;
}

static void
print_faults (const LeatFaults *faults)
{
  g_autofree char *lines = leat_faults_to_string (faults);

  g_printerr ("%s", lines);
}

static void
print_changes (GVariant *changes)
{
  const char *kind, *name, *what;
  GVariantIter iter;
  guint n_kept = 0;

  g_variant_iter_init (&iter, changes);
  while (g_variant_iter_next (&iter, "(&s&s&s)", &kind, &name, &what))
    if (g_str_equal (what, "kept"))
      n_kept++;
    else
      g_print ("%s %s: %s%s\n", kind, name, what,
               g_str_equal (what, "stuck") ? ": its plugin did not return in time; it is as it was"
                                           : "");
  g_print ("%u kept\n", n_kept);
}

static void
print_left (GVariant *left)
{
  const char *name;
  guint64 n_records;
  GVariantIter iter;

  g_variant_iter_init (&iter, left);
  while (g_variant_iter_next (&iter, "(&st)", &name, &n_records))
    if (n_records == G_MAXUINT64)
      g_print ("sink %s: how many records it leaves is not known\n", name);
    else
      g_print ("sink %s: leaves %" G_GUINT64_FORMAT " records\n", name, n_records);
}

/* FALSE: it is told what is wrong */
static gboolean
read_drain (const char *text, gint64 *drain)
{
  const LeatOption option = { .key = "--drain",
                              .type = LEAT_OPTION_TYPE_DURATION,
                              .minimum = 0,
                              .maximum = DRAIN_MAX };
  g_autoptr (GError) error = NULL;

  if (text == NULL || leat_option_set (&option, drain, text, &error))
    return TRUE;
  leat_bus_word_fail (error);
  return FALSE;
}

static gboolean
has_stuck (GVariant *changes)
{
  const char *what;
  GVariantIter iter;

  g_variant_iter_init (&iter, changes);
  while (g_variant_iter_next (&iter, "(&s&s&s)", NULL, NULL, &what))
    if (g_str_equal (what, "stuck"))
      return TRUE;
  return FALSE;
}

static const char description[] =
    "The key file, and what is in conf.d beside it, is judged whole first: if anything is\n"
    "wrong, nothing changes, and every fault is told as leat check tells it. Then sources and\n"
    "sinks that are as before are not touched, those with other options go on with them, with\n"
    "their queue and their place in a store, and over the same open link if its options are\n"
    "the same; what is removed ends as it does when leatd stops, and what is new begins. No\n"
    "record is lost or repeated. SIGHUP does the same, and tells the log alone.\n"
    "\n"
    "Told is what became of each source and sink but those that were kept: changed; changed\n"
    "in place, without a new beginning, where only options changed that leat describe says\n"
    "may; added; removed; or stuck: its plugin did not return within stop-timeout=, and it\n"
    "goes on as it was; reload again. state-dir=, plugin-path=, stuck-after= and\n"
    "rejects-size= of [daemon], and new plugins, need a restart. With faults, and with a\n"
    "stuck one, the exit code is 1.\n"
    "\n"
    "What a store still has for a sink that is removed stays there, and comes if a sink of\n"
    "that name comes back before forgotten-keep= of the store is over; leat store forget lets\n"
    "it go. With --drain 1min such a sink is given that time, half an hour at the most, to\n"
    "send it, however often its server does not answer; what is left then is told.";

int
leat_word_reload (int argc, char **argv)
{
  gboolean json = FALSE;
  g_autofree char *drain_text = NULL;
  gint64 drain = 0;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, "What changed, or the faults, as one JSON object",
      NULL },
    { "drain", 0, 0, G_OPTION_ARG_STRING, &drain_text,
      "Time that sinks which are removed have to send all that waits for them", "TIME" },
    G_OPTION_ENTRY_NULL,
  };
  const LeatBusWord word = {
    .parameters = "- let leatd go on as its key file says now",
    .description = description,
    .entries = entries,
    .right = "reload takes nothing behind it",
  };
  LeatBusCall call = { .path = LEATD_BUS_PATH,
                       .interface = "Manager",
                       .method = "Reload",
                       .timeout = PATIENCE };
  g_auto (LeatBusClient) client = { NULL };
  g_auto (GStrv) words = NULL;
  g_autoptr (GVariant) answer = NULL, changes = NULL, told = NULL, left = NULL;
  g_autoptr (LeatFaults) faults = NULL;
  g_autoptr (GError) error = NULL;
  int code;

  if (!leat_bus_word_begin (&word, argv, &client, &words, &code))
    return code;
  if (!read_drain (drain_text, &drain))
    return LEAT_EXIT_USAGE;
  call.arguments = g_variant_new ("(t)", (guint64) drain);
  answer = leat_bus_client_call (&client, &call, &error);
  if (answer == NULL)
    return leat_bus_word_fail (error);
  changes = g_variant_get_child_value (answer, 0);
  told = g_variant_get_child_value (answer, 1);
  left = g_variant_get_child_value (answer, 2);
  faults = read_faults (told);
  if (json)
    print_json (changes, faults, left);
  else if (leat_faults_get_n (faults) > 0)
    print_faults (faults);
  else
    {
      print_changes (changes);
      print_left (left);
    }
  return leat_faults_get_n (faults) > 0 || has_stuck (changes) ? LEAT_EXIT_FAULTS : LEAT_EXIT_OK;
}
