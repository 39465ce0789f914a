/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* modules.c - tests which modules a word of the command line works with */
#include "words.h"

/* the folder of --plugin-path comes before that of the key file; a bad module is told, no more */
static void
test_paths (Words *words, gconstpointer data)
{
  g_autofree char *given = g_build_filename (words->folder, "given", NULL);
  g_autofree char *configured = g_build_filename (words->folder, "configured", NULL);
  g_autofree char *text = g_strdup_printf ("[daemon]\nplugin-path=%s\n[source a]\n"
                                           "plugin=fixture-source\n[sink b]\n"
                                           "plugin=fixture-picky\n",
                                           configured);

  g_assert_cmpint (g_mkdir (given, 0700), ==, 0);
  g_assert_cmpint (g_mkdir (configured, 0700), ==, 0);
  g_free (scratch_copy_module (given, "LEAT_FIXTURES", "fixture-picky.so", "fixture-picky.so"));
  g_free (scratch_copy_module (given, "LEAT_BAD_FIXTURES", "no-symbol.so", "no-symbol.so"));
  g_free (
      scratch_copy_module (configured, "LEAT_FIXTURES", "fixture-source.so", "fixture-source.so"));
  words_write (words, "leat.conf", text);
  g_setenv ("LEAT_FIXTURES", "", TRUE);
  g_setenv ("LEAT_PLUGINS", "", TRUE);
  words_run (words, "check DIR/leat.conf --plugin-path DIR/given");
  g_assert_cmpint (words->code, ==, 0);
  g_assert_cmpstr (words->output, ==, "DIR/leat.conf: right: 1 source, 1 sink\n");
  g_assert_true (g_str_has_prefix (words->errors, "DIR/given/no-symbol.so: "));
  g_assert_true (strchr (words->errors, '\n') == words->errors + strlen (words->errors) - 1);

  words_run (words, "describe fixture-source --plugin-path DIR/given");
  g_assert_true (g_str_has_suffix (
      words->errors,
      "\nleat describe: there is no fixture-source; leat describe lists what there is\n"
      "leat describe: plugins were looked for in DIR/given; --plugin-path DIR names another "
      "folder\n"));
  g_assert_cmpint (words->code, ==, 1);
}

/* a newcomer who has built it and not installed it: what there is, and where the rest may be */
static void
test_none (Words *words, gconstpointer data)
{
  g_setenv ("LEAT_FIXTURES", "", TRUE);
  g_setenv ("LEAT_PLUGINS", "", TRUE);
  words_run (words, "describe");
  g_assert_cmpint (words->code, ==, 0);
  g_assert_nonnull (strstr (words->output, "Groups\n  daemon "));
  g_assert_true (g_str_has_prefix (words->errors,
                                   "leat describe: plugins were looked for in no folder (installed "
                                   "ones are in /"));
  words_run (words, "describe --plugin-path DIR");
  words_expect (words, 0, words->output,
                "leat describe: plugins were looked for in DIR; --plugin-path DIR names another "
                "folder\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/modules/paths", Words, NULL, words_set_up, test_paths, words_tear_down);
  g_test_add ("/modules/none", Words, NULL, words_set_up, test_none, words_tear_down);
  return g_test_run ();
}
