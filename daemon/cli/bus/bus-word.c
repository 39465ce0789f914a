/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bus-word.c - what the words that ask a leatd have in common: a command line, a bus, faults */
#include "bus-word.h"
#include "look/answer.h"
#include "leat-error.h"
#include "leat-main.h"
#include "status/status-watch.h"

static const char more[] =
    "BUS is where leatd was started: leatd --bus=session, leat --bus=session. $LEAT_BUS holds for\n"
    "every word that has no --bus. Root and the user of leatd may all; polkit decides for others\n"
    "on the system bus.\n"
    "\n"
    "Exit code: 0; 1: it could not be done: no bus, no leatd on it, no such name, not allowed, or\n"
    "leatd's own reason; 2: the command line is wrong.";

/* those that tell more of it in their help have one of their own */
static gboolean
has_json (const GOptionEntry *entry)
{
  while (entry != NULL && entry->long_name != NULL && !g_str_equal (entry->long_name, "json"))
    entry++;
  return entry != NULL && entry->long_name != NULL;
}

/**
 * leat_bus_word_parse:
 * @self: what the word takes
 * @argv: as the word got it
 * @client: (out): where it asks; not open yet
 * @words: (out) (transfer full): the word itself, and those behind it that are no options
 *
 * Reads the command line. Help ends the process here, as GOption does.
 *
 * Returns: %FALSE if it is wrong, which was told
 */
gboolean
leat_bus_word_parse (const LeatBusWord *self, char **argv, LeatBusClient *client, char ***words)
{
  const GOptionEntry common[] = { LEAT_BUS_ENTRY (&client->bus), G_OPTION_ENTRY_NULL };
  g_autoptr (GOptionContext) context = g_option_context_new (self->parameters);
  g_autofree char *description = g_strdup_printf ("%s%s%s", self->description,
                                                  *self->description != '\0' ? "\n\n" : "", more);
  g_autoptr (GError) error = NULL;
  guint n_words;

  *words = g_strdupv (argv);
  if (self->entries != NULL)
    g_option_context_add_main_entries (context, self->entries, NULL);
  if (!has_json (self->entries))
    g_option_context_add_main_entries (context, leat_answer_entries, NULL);
  g_option_context_add_main_entries (context, common, NULL);
  g_option_context_set_description (context, description);
  if (!g_option_context_parse_strv (context, words, &error))
    {
      leat_answer_misuse (error->message);
      return FALSE;
    }
  n_words = g_strv_length (*words) - 1;
  if (n_words >= self->at_least && n_words <= self->at_most)
    return TRUE;
  leat_answer_misuse (self->right);
  return FALSE;
}

int
leat_bus_word_fail (const GError *error)
{
  const gboolean is_usage = g_error_matches (error, LEAT_ERROR, LEAT_ERROR_CONFIG) &&
                            g_str_has_prefix (error->message, "--");

  return leat_answer_fail (error, is_usage ? LEAT_EXIT_USAGE : LEAT_EXIT_FAULTS);
}

gboolean
leat_bus_word_begin (const LeatBusWord *self, char **argv, LeatBusClient *client, char ***words,
                     int *code)
{
  g_autoptr (GError) error = NULL;

  *code = LEAT_EXIT_USAGE;
  if (!leat_bus_word_parse (self, argv, client, words))
    return FALSE;
  if (leat_bus_client_open (client, &error))
    return TRUE;
  *code = leat_bus_word_fail (error);
  return FALSE;
}

/**
 * leat_bus_word_ask:
 * @client: an open one
 * @name: of a source or sink
 * @kind: (nullable): "source", "sink", or either
 * @call: what to ask of it; its path is filled in
 * @answer: (out) (optional) (transfer full): a tuple
 * @error: return location for what is wrong, behind the name
 *
 * Returns: %FALSE if there is none of that name, or it failed
 */
gboolean
leat_bus_word_ask (LeatBusClient *client, const char *name, const char *kind, LeatBusCall *call,
                   GVariant **answer, GError **error)
{
  g_autoptr (GVariant) arguments = call->arguments != NULL ? g_variant_ref_sink (call->arguments)
                                                           : NULL;
  g_autoptr (LeatStatus) status = leat_status_read (client, error);
  const LeatStatusPart *part = status != NULL ? leat_status_find (status, name, kind, error) : NULL;
  g_autofree char *prefix = g_strconcat (name, ":", NULL);
  g_autoptr (GVariant) told = NULL;

  if (part == NULL)
    return FALSE;
  call->path = part->path;
  told = leat_bus_client_call (client, call, error);
  call->path = NULL;
  if (told == NULL && error != NULL && !g_str_has_prefix ((*error)->message, prefix))
    g_prefix_error (error, "%s ", prefix);
  if (told == NULL)
    return FALSE;
  if (answer != NULL)
    *answer = g_steal_pointer (&told);
  return TRUE;
}
