/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* main.c - tests how leat finds the file of a word, and what it says of words that are none */
#include "words.h"
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

static void
test_help (Words *words, gconstpointer data)
{
  static const char *const spellings[] = { "--help", "-h", "help" };

  for (guint i = 0; i < G_N_ELEMENTS (spellings); i++)
    {
      words_run (words, spellings[i]);
      g_assert_cmpint (words->code, ==, 0);
      g_assert_cmpstr (words->errors, ==, "");
      g_assert_true (g_str_has_prefix (words->output, "leat WORD …\n\n  check "));
      g_assert_nonnull (strstr (words->output, "\n  version "));
    }
}

/* each word that the help lists is there, and has help of its own that names it */
static void
test_each_word (Words *words, gconstpointer data)
{
  g_auto (GStrv) lines = NULL;
  guint n_words = 0;

  words_run (words, "--help");
  lines = g_strsplit (words->output, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *name = g_strndup (lines[i] + strspn (lines[i], " "),
                                         strcspn (lines[i] + strspn (lines[i], " "), " "));
      g_autofree char *command = g_strconcat (name, " --help", NULL);
      g_autofree char *other = g_strconcat ("help ", name, NULL);
      g_autofree char *called = g_strconcat ("leat ", name, NULL);

      if (!g_str_has_prefix (lines[i], "  "))
        continue;
      g_test_message ("%s", name);
      words_run (words, command);
      g_assert_cmpint (words->code, ==, 0);
      g_assert_nonnull (strstr (words->output, called));
      n_words++;

      words_run (words, other);
      g_assert_cmpint (words->code, ==, 0);
      g_assert_nonnull (strstr (words->output, called));
    }
  g_assert_cmpuint (n_words, >=, 7);
}

static void
test_version (Words *words, gconstpointer data)
{
  words_run (words, "version");
  g_assert_cmpint (words->code, ==, 0);
  g_assert_true (g_regex_match_simple ("^leat \\d+\\.\\d+\\.\\d+ \\(plugin ABI 1\\.0\\)\n$",
                                       words->output, 0, 0));
  words_run (words, "--version");
  g_assert_true (g_str_has_prefix (words->output, "leat "));
  words_run (words, "version x");
  words_expect (words, 2, "",
                "leat version: version takes nothing behind it; leat version --help tells more\n");
  words_run (words, "help weather");
  words_expect (words, 2, "", "leat: there is no word weather; leat --help lists them\n");
}

static void
test_wrong_words (Words *words, gconstpointer data)
{
  words_run (words, "");
  words_expect (words, 2, "", "leat: a word is missing; leat --help lists them\n");
  words_run (words, "chekc x");
  words_expect (words, 2, "", "leat: there is no word chekc; did you mean check?\n");
  words_run (words, "weather");
  words_expect (words, 2, "", "leat: there is no word weather; leat --help lists them\n");
}

/* of describe what only the command line shows; the rest is its own test */
static void
test_describe (Words *words, gconstpointer data)
{
  words_run (words, "describe fixture-machine");
  g_assert_cmpint (words->code, ==, 0);
  g_assert_true (
      g_str_has_prefix (words->output, "source fixture-machine, of the third-party module "));
  words_run (words, "describe fixture-machine --json");
  g_assert_true (g_str_has_prefix (words->output, "{\n"));
  words_run (words, "describe --markdown");
  g_assert_true (g_str_has_prefix (words->output, "## Groups\n\n### [daemon]\n"));
  words_run (words, "describe fixture-mashine");
  g_assert_cmpint (words->code, ==, 1);
  g_assert_true (g_str_has_prefix (
      words->errors, "leat describe: there is no fixture-mashine; did you mean fixture-machine?\n"
                     "leat describe: plugins were looked for in /"));
  words_run (words, "describe --json --markdown");
  g_assert_nonnull (strstr (words->output, "either --json or --markdown; leat describe --help"));
  g_assert_cmpint (words->code, ==, 2);
  words_run (words, "describe a b");
  words_expect (words, 2, "",
                "leat describe: one PLUGIN is enough; leat describe --help tells more\n");
}

/* as by a program that ignores SIGPIPE, which its children inherit */
static void
ignore_pipes (gpointer data)
{
  signal (SIGPIPE, SIG_IGN);
}

/* nobody reads any more: it ends, and says nothing */
static void
test_closed_pipe (Words *words, gconstpointer data)
{
  g_autoptr (GSubprocessLauncher)
      launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *errors = NULL;
  int ends[2];

  g_assert_cmpint (pipe2 (ends, O_CLOEXEC), ==, 0);
  close (ends[0]);
  g_subprocess_launcher_take_stdout_fd (launcher, ends[1]);
  g_subprocess_launcher_set_child_setup (launcher, ignore_pipes, NULL, NULL);
  process = g_subprocess_launcher_spawn (launcher, NULL, g_getenv ("LEAT_COMMAND"), "describe",
                                         NULL);
  g_assert_nonnull (process);
  g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &errors, NULL);
  g_assert_true (g_subprocess_get_if_signaled (process));
  g_assert_cmpint (g_subprocess_get_term_sig (process), ==, SIGPIPE);
  g_assert_cmpstr (errors, ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/main/" name, Words, NULL, words_set_up, func, words_tear_down)
  ADD ("help", test_help);
  ADD ("each-word", test_each_word);
  ADD ("version", test_version);
  ADD ("wrong-words", test_wrong_words);
  ADD ("describe", test_describe);
  ADD ("closed-pipe", test_closed_pipe);
  return g_test_run ();
}
