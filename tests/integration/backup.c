/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* backup.c - tests leat backup from the outside: what it keeps, and what it refuses */
#include "machine-files.h"

static void
test_round_trip (Words *words, gconstpointer data)
{
  g_autofree char *lock = g_build_filename (words->folder, "state", "lock", NULL);
  g_autofree char *archive = g_build_filename (words->folder, "b.tar.zst", NULL);
  struct stat status;

  machine_back_up (words);
  g_assert_cmpint (stat (archive, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600); /* a key file may hold a password */
  machine_remove_all (words);
  words_run (words, "restore DIR/b.tar.zst");
  g_assert_cmpint (words->code, ==, 0);
  g_assert_cmpstr (words->errors, ==, "");
  g_assert_nonnull (strstr (words->output, "DIR/state/sinks/k.facts\n"));
  machine_expect (words, "/");
  g_assert_false (g_file_test (lock, G_FILE_TEST_EXISTS));
}

static void
test_root (Words *words, gconstpointer data)
{
  g_autofree char *root = g_build_filename (words->folder, "elsewhere", NULL);

  machine_back_up (words);
  words_run (words, "restore --root DIR/elsewhere DIR/b.tar.zst");
  g_assert_cmpint (words->code, ==, 0);
  machine_expect (words, root);
}

static const Refusal refusals[] = {
  { "/backup/usage/config", "backup DIR/b.tar.zst", 2,
    "leat backup: --config FILE and one ARCHIVE are right; leat backup --help tells more\n" },
  { "/backup/usage/archive", "backup --config DIR/etc/leat.conf", 2,
    "leat backup: --config FILE and one ARCHIVE are right; leat backup --help tells more\n" },
  { "/backup/usage/option", "backup --conf x", 2,
    "leat backup: Unknown option --conf; leat backup --help tells more\n" },
  { "/backup/no-config", "backup --config DIR/none.conf DIR/b.tar.zst", 1,
    "DIR/none.conf: cannot be read: No such file or directory\n" },
  { "/backup/there-already", "backup --config DIR/etc/leat.conf DIR/etc/leat.conf", 1,
    "leat backup: DIR/etc/leat.conf: is there already; name another file, or remove it\n" },
  { "/backup/no-folder", "backup --config DIR/etc/leat.conf DIR/none/b.tar.zst", 1,
    "leat backup: DIR/none/b.tar.zst.part: cannot be written: No such file or directory\n" },
};

#define TEST(path, function) g_test_add (path, Words, NULL, words_set_up, function, words_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  TEST ("/backup/round-trip", test_round_trip);
  TEST ("/backup/root", test_root);
  machine_add_refusals (refusals, G_N_ELEMENTS (refusals));
  return g_test_run ();
}
