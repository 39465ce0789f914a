/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-main.c - leat, the command line: finds the file of a word */
#include <locale.h>
#include <signal.h>

#include "look/answer.h"
#include "leat-main.h"
#include "plugin/leatd-registry.h"

#define FILES LEAT_WORD_TAKES_FILES
#define SOURCES LEAT_WORD_TAKES_SOURCES
#define COMPONENTS (LEAT_WORD_TAKES_SOURCES | LEAT_WORD_TAKES_SINKS)

const LeatWord leat_words[] = {
  { "check", "tell every fault of a key file, or of a schema, at once", leat_word_check, FILES },
  { "describe", "tell what may stand in a key file", leat_word_describe, FILES },
  { "plugins", "list the plugins that leatd has, or would have", leat_word_plugins, FILES },
  { "decode", "show what a source would make of the bytes of a file", leat_word_decode, FILES },
  { "new-schema", "propose a schema for what a recording holds", leat_word_new_schema, FILES },
  { "new-plugin", "make a plugin to begin with, from a template", leat_word_new_plugin, FILES },
  { "ports", "list serial ports, or show what one of them says", leat_word_ports, FILES },
  { "probe", "listen to a line, and propose a source for it", leat_word_probe, FILES },
  { "status", "tell what leatd, its sources and sinks are doing", leat_word_status, COMPONENTS },
  { "raw", "show the last bytes that a source has read", leat_word_raw, SOURCES },
  { "tap", "show what a source makes, live", leat_word_tap, SOURCES },
  { "events", "tell what has happened, or what happens", leat_word_events, COMPONENTS },
  { "pause", "let sources and sinks rest", leat_word_pause, COMPONENTS },
  { "resume", "let them go on", leat_word_resume, COMPONENTS },
  { "restart", "close and open them anew, at once", leat_word_restart, COMPONENTS },
  { "reload", "let leatd go on as its key file says now", leat_word_reload, FILES },
  { "send", "send bytes to the device of a source", leat_word_send, SOURCES },
  { "trigger", "let the device of a source measure now", leat_word_trigger, SOURCES },
  { "lines", "show or set the modem lines of a source", leat_word_lines, SOURCES },
  { "log-level", "let leatd say more or less", leat_word_log_level,
    COMPONENTS | LEAT_WORD_TAKES_LEVEL },
  { "stop", "end leatd", leat_word_stop, FILES },
  { "rejects", "what was no frame or no record, and why", leat_word_rejects, FILES },
  { "render", "show the request that a sink would make of a record", leat_word_render, FILES },
  { "store", "ask a store what it has, and what is to be done with it", leat_word_store, FILES },
  { "backup", "keep all that another machine needs to go on in one file", leat_word_backup, FILES },
  { "replay", "play a recording where its machine stood", leat_word_replay, FILES },
  { "restore", "put back what backup has kept", leat_word_restore, FILES },
  { "simulate", "be a vision machine, on a port or over TCP", leat_word_simulate, FILES },
  { "complete", "print what a shell may offer for a command line", leat_word_complete, FILES },
  { "version", "print the version and the ABI of plugins", leat_word_version, FILES },
  { NULL, NULL, NULL, FILES },
};

static gboolean
is_help (const char *word)
{
  return g_str_equal (word, "--help") || g_str_equal (word, "-h") || g_str_equal (word, "help");
}

int
leat_word_version (int argc, char **argv)
{
  if (argc == 2 && is_help (argv[1]))
    {
      g_print ("Usage: leat version [--json] - print the version and the ABI of plugins\n\n"
               "  --json      As a JSON object\n");
      return LEAT_EXIT_OK;
    }
  if (argc > (leat_answer_is_json () ? 2 : 1))
    return leat_answer_misuse ("version takes nothing behind it");
  if (leat_answer_is_json ())
    {
      g_autoptr (JsonBuilder) builder = leat_answer_begin ();

      leat_answer_add_text (builder, "version", LEATD_VERSION);
      leat_answer_add_number (builder, "abi_major", LEAT_ABI_MAJOR);
      leat_answer_add_number (builder, "abi_minor", LEAT_ABI_MINOR);
      leat_answer_end (builder);
      return LEAT_EXIT_OK;
    }
  g_print ("leat %s (plugin ABI %d.%d)\n", LEATD_VERSION, LEAT_ABI_MAJOR, LEAT_ABI_MINOR);
  return LEAT_EXIT_OK;
}

static int
print_help (void)
{
  g_print ("leat WORD …\n\n");
  for (const LeatWord *word = leat_words; word->name != NULL; word++)
    g_print ("  %-10s %s\n", word->name, word->summary);
  g_print ("\nleat WORD --help tells what a word takes.\n");
  return LEAT_EXIT_OK;
}

static int
refuse_word (const char *name)
{
  const char *names[G_N_ELEMENTS (leat_words)] = { NULL };
  g_autoptr (GError) error = NULL;
  const char *nearest;

  for (guint i = 0; leat_words[i].name != NULL; i++)
    names[i] = leat_words[i].name;
  nearest = leat_nearest (name, names);
  error = g_error_new (LEAT_ERROR, LEAT_ERROR_NOT_FOUND, "there is no word %s; %s%s%s", name,
                       nearest != NULL ? "did you mean " : "leat --help lists them",
                       nearest != NULL ? nearest : "", nearest != NULL ? "?" : "");
  return leat_answer_fail (error, LEAT_EXIT_USAGE);
}

int
main (int argc, char **argv)
{
  const char *name = argc > 1 ? argv[1] : NULL;

  setlocale (LC_ALL, "");
  signal (SIGPIPE, SIG_DFL); /* who pipes us into head has it end us, whatever started us ignores */
  g_set_prgname ("leat");
  leat_answer_look (argv);
  if (name == NULL)
    {
      g_printerr ("leat: a word is missing; leat --help lists them\n");
      return LEAT_EXIT_USAGE;
    }
  if (is_help (name) && argc == 2)
    return print_help ();
  if (is_help (name)) /* of a word: as the word itself spells it */
    {
      argv[1] = argv[2];
      argv[2] = (char *) "--help";
      name = argv[1];
    }
  if (g_str_equal (name, "--version"))
    name = "version";
  for (const LeatWord *word = leat_words; word->name != NULL; word++)
    if (g_str_equal (name, word->name))
      {
        g_autofree char *program = g_strconcat ("leat ", name, NULL);

        g_set_prgname (program); /* as --help spells it */
        return word->run (argc - 1, argv + 1);
      }
  return refuse_word (name);
}
