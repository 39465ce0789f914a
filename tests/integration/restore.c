/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* restore.c - tests leat restore from the outside: what it replaces, and what it refuses */
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include "machine-files.h"

/* nothing is overwritten by accident, and nothing is half restored */
static void
test_there_already (Words *words, gconstpointer data)
{
  g_autofree char *schema = NULL, *facts = NULL, *journal = NULL;

  machine_back_up (words);
  machine_remove_all (words);
  words_write (words, "schemas/x.schema", "newer");
  words_write (words, "state/sinks/k.facts-wal", "of another store");
  words_run (words, "restore DIR/b.tar.zst");
  words_expect (words, 1, "",
                "leat restore: DIR/schemas/x.schema: is there already\n"
                "leat restore: nothing was written; --yes replaces them, --root DIR puts all "
                "elsewhere\n");
  schema = machine_read (words, "schemas/x.schema");
  facts = machine_read (words, "state/sinks/k.facts");
  g_assert_cmpstr (schema, ==, "newer");
  g_assert_null (facts);

  words_run (words, "restore --yes DIR/b.tar.zst");
  g_assert_cmpint (words->code, ==, 0);
  machine_expect (words, "/");
  journal = machine_read (words, "state/sinks/k.facts-wal");
  g_assert_null (journal);
}

static void
test_at_work (Words *words, gconstpointer data)
{
  g_autofree char *path = g_build_filename (words->folder, "state", "lock", NULL);
  int fd;

  machine_back_up (words);
  fd = open (path, O_RDWR | O_CLOEXEC);
  g_assert_cmpint (flock (fd, LOCK_EX | LOCK_NB), ==, 0); /* as leatd does */
  words_run (words, "restore --yes DIR/b.tar.zst");
  words_expect (words, 1, "", "leat restore: DIR/state: leatd is at work there; stop it first\n");
  close (fd);
  words_run (words, "restore --yes DIR/b.tar.zst");
  g_assert_cmpint (words->code, ==, 0);
}

static void
test_damaged (Words *words, gconstpointer data)
{
  g_autofree char *path = g_build_filename (words->folder, "b.tar.zst", NULL);
  g_autofree char *whole = NULL;
  gsize length;

  machine_back_up (words);
  machine_remove_all (words);
  g_assert_true (g_file_get_contents (path, &whole, &length, NULL));
  for (gsize cut = 0; cut < length; cut += 37)
    {
      g_autofree char *facts = NULL;

      g_assert_true (g_file_set_contents (path, whole, (gssize) cut, NULL));
      words_run (words, "restore DIR/b.tar.zst");
      g_assert_cmpint (words->code, ==, 1);
      g_assert_true (g_str_has_prefix (words->errors, "leat restore: DIR/b.tar.zst: "));
      facts = machine_read (words, "etc/leat.conf");
      g_assert_null (facts);
    }
}

/* a tar file that would write elsewhere */
static void
test_foreign (Words *words, gconstpointer data)
{
  g_autofree char *archive = g_build_filename (words->folder, "foreign.tar", NULL);
  const char *const arguments[] = { "tar", "-C", words->folder, "-cf", archive, "etc", NULL };
  g_autoptr (GSubprocess) process = NULL;

  machine_write (words);
  process = g_subprocess_newv (arguments, G_SUBPROCESS_FLAGS_NONE, NULL);
  g_assert_true (g_subprocess_wait_check (process, NULL, NULL));
  words_run (words, "restore --yes --root DIR/elsewhere DIR/foreign.tar");
  words_expect (words, 1, "",
                "leat restore: DIR/foreign.tar: holds etc/, and is no archive that leat backup "
                "made\n");
}

static const Refusal refusals[] = {
  { "/restore/usage", "restore", 2,
    "leat restore: one ARCHIVE is right; leat restore --help tells more\n" },
  { "/restore/none", "restore DIR/none.tar.zst", 1,
    "leat restore: DIR/none.tar.zst: cannot be read: Failed to open 'DIR/none.tar.zst'\n" },
  { "/restore/no-archive", "restore DIR/etc/leat.conf", 1,
    "leat restore: DIR/etc/leat.conf: cannot be read: Unrecognized archive format\n" },
};

#define TEST(path, function) g_test_add (path, Words, NULL, words_set_up, function, words_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  TEST ("/restore/there-already", test_there_already);
  TEST ("/restore/at-work", test_at_work);
  TEST ("/restore/damaged", test_damaged);
  TEST ("/restore/foreign", test_foreign);
  machine_add_refusals (refusals, G_N_ELEMENTS (refusals));
  return g_test_run ();
}
