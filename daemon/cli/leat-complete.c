/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-complete.c - leat complete: what a shell may offer for a command line that is being typed */
#include "bus/bus-word.h"
#include "leat-main.h"
#include "status/status-watch.h"
#include <stdio.h>
#include <string.h>

static const char help[] =
    "Usage: leat complete WORD… - print what the last WORD may become, for a shell\n"
    "\n"
    "The words are those behind leat; the last one may be empty. Words and options are those of\n"
    "--help, names of sources and sinks those of the leatd on the bus. Where nothing is printed,\n"
    "a file may be meant. bash uses it by bash-completion/completions/leat, which is installed\n"
    "with leat.\n";

static void
offer (const char *candidate, const char *begin)
{
  if (g_str_has_prefix (candidate, begin))
    g_print ("%s\n", candidate);
}

static void
offer_all (const char *const *candidates, const char *begin)
{
  for (; *candidates != NULL; candidates++)
    offer (*candidates, begin);
}

static void
offer_words (const char *begin)
{
  for (const LeatWord *word = leat_words; word->name != NULL; word++)
    offer (word->name, begin);
}

/* a line of help: "  -w, --watch    Look every second" */
static void
offer_option (const char *line, const char *begin)
{
  const char *option = strstr (line, "--");
  g_autofree char *name = NULL;

  if (!g_str_has_prefix (line, "  ") || option == NULL ||
      strspn (line, " ") + strlen ("-x, ") < (gsize) (option - line))
    return;
  name = g_strndup (option, strcspn (option, " =,"));
  offer (name, begin);
}

/* its help is the only place where a word tells its options, so it is asked for it */
static void
offer_options (const LeatWord *word, const char *begin)
{
  char *command[] = { (char *) "/proc/self/exe", (char *) word->name, (char *) "--help", NULL };
  g_autofree char *output = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_spawn_sync (NULL, command, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &output, NULL,
                     NULL, NULL))
    return;
  lines = g_strsplit (output, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    offer_option (lines[i], begin);
}

/* (transfer full) (nullable): the bus that the command line has so far; bash parts it at "=" */
static char *
find_bus (char **words)
{
  for (; *words != NULL; words++)
    if (g_str_has_prefix (*words, "--bus="))
      return g_strdup (*words + strlen ("--bus="));
    else if (g_str_equal (*words, "--bus") && words[1] != NULL)
      return g_strdup (g_str_equal (words[1], "=") ? words[2] : words[1]);
  return NULL;
}

/* @takes: sources, sinks, or both; who cannot be asked has none */
static void
offer_components (LeatWordTakes takes, char **words, const char *begin)
{
  g_auto (LeatBusClient) client = { .bus = find_bus (words) };
  g_autoptr (LeatStatus) status = NULL;

  if (!leat_bus_client_open (&client, NULL))
    return;
  status = leat_status_read (&client, NULL);
  for (guint i = 0; status != NULL && i < status->parts->len; i++)
    {
      const LeatStatusPart *part = status->parts->pdata[i];

      if (takes & (part->is_sink ? LEAT_WORD_TAKES_SINKS : LEAT_WORD_TAKES_SOURCES))
        offer (part->name, begin);
    }
}

static const LeatWord *
find_word (const char *name)
{
  const LeatWord *word = leat_words;

  while (word->name != NULL && !g_str_equal (word->name, name))
    word++;
  return word->name != NULL ? word : NULL;
}

static gboolean
is_bus_value (char **words, guint last)
{
  return g_str_equal (words[last - 1], "--bus") ||
         (last >= 2 && g_str_equal (words[last - 1], "=") &&
          g_str_equal (words[last - 2], "--bus"));
}

/* behind a word; @words: with it */
static void
complete (char **words, guint last)
{
  static const char *const buses[] = { "system", "session", NULL };
  static const char *const levels[] = { "error", "warning", "info", "debug", NULL };
  const LeatWord *word = find_word (words[0]);

  if (g_str_equal (words[0], "help"))
    offer_words (words[last]);
  if (word == NULL)
    return;
  if (is_bus_value (words, last))
    offer_all (buses, words[last]);
  else if (words[last][0] == '-')
    offer_options (word, words[last]);
  else
    {
      if (word->takes & LEAT_WORD_TAKES_LEVEL)
        offer_all (levels, words[last]);
      if (word->takes & (LEAT_WORD_TAKES_SOURCES | LEAT_WORD_TAKES_SINKS))
        offer_components (word->takes, words, words[last]);
    }
}

int
leat_word_complete (int argc, char **argv)
{
  if (argc == 2 && g_str_equal (argv[1], "--help"))
    g_print ("%s", help);
  else if (argc == 2)
    offer_words (argv[1]);
  else if (argc > 2)
    complete (argv + 1, (guint) argc - 2);
  return LEAT_EXIT_OK;
}
