/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-main.c - leat, the command line: finds the file of a word */
#include <locale.h>

#include "leat-words.h"
#include "plugin/leatd-registry.h"

typedef struct {
  const char *name;
  const char *summary;
  int (*run) (int argc, char **argv);
} Word;

/* in the order of the help */
static const Word words[] = {
  { "check", "tell every fault of a key file, or of a schema, at once", leat_word_check },
  { "describe", "tell what may stand in a key file", leat_word_describe },
  { "decode", "show what a source would make of the bytes of a file", leat_word_decode },
  { "ports", "list serial ports, or show what one of them says", leat_word_ports },
  { "rejects", "what was no frame or no record, and why", leat_word_rejects },
  { "render", "show the request that a sink would make of a record", leat_word_render },
  { "simulate", "be a machine on a pseudo-terminal", leat_word_simulate },
  { "backup", "keep all that another machine needs to go on in one file", leat_word_backup },
  { "store", "ask a store what it has, and what is to be done with it", leat_word_store },
  { "restore", "put back what backup has kept", leat_word_restore },
  { "version", "print the version and the ABI of plugins", leat_word_version },
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
      g_print ("Usage: leat version - print the version and the ABI of plugins\n");
      return LEAT_EXIT_OK;
    }
  if (argc > 1)
    {
      g_printerr ("leat: version takes nothing behind it\n");
      return LEAT_EXIT_USAGE;
    }
  g_print ("leat %s (plugin ABI %d.%d)\n", LEATD_VERSION, LEAT_ABI_MAJOR, LEAT_ABI_MINOR);
  return LEAT_EXIT_OK;
}

static int
print_help (void)
{
  g_print ("leat WORD …\n\n");
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    g_print ("  %-10s %s\n", words[i].name, words[i].summary);
  g_print ("\nleat WORD --help tells what a word takes.\n");
  return LEAT_EXIT_OK;
}

static int
refuse_word (const char *name)
{
  const char *names[G_N_ELEMENTS (words) + 1] = { NULL };
  const char *nearest;

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    names[i] = words[i].name;
  nearest = leat_nearest (name, names);
  if (nearest != NULL)
    g_printerr ("leat: there is no word %s; did you mean %s?\n", name, nearest);
  else
    g_printerr ("leat: there is no word %s; leat --help lists them\n", name);
  return LEAT_EXIT_USAGE;
}

int
main (int argc, char **argv)
{
  const char *name = argc > 1 ? argv[1] : NULL;

  setlocale (LC_ALL, "");
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
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (name, words[i].name))
      {
        g_autofree char *program = g_strconcat ("leat ", name, NULL);

        g_set_prgname (program); /* as --help spells it */
        return words[i].run (argc - 1, argv + 1);
      }
  return refuse_word (name);
}
