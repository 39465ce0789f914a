/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* backup.c - tests leat backup from the outside: what it keeps, and what it refuses */
#include <unistd.h>
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

#define SINK \
  "[sink mes]\nplugin=rest\nurl=https://mes.example/\nbody=template\n" \
  "template-file=../forms/film.json\ntls-ca=PEM/ca.crt\ntls-certificate=PEM/client.crt\n" \
  "tls-key=PEM/client.key\nuser=gate\npassword-file=../keys/mes\n" \
  "[sink other]\nplugin=rest\nurl=https://mes.example/\ntls-ca=PEM/ca.crt\n" \
  "tls-certificate=PEM/client.pem\n"

/* a machine with templates, certificates and secrets; @with: --secrets, or nothing */
static void
back_up_files (Words *words, const char *with)
{
  g_autofree char *config = words_replace (SINK, "PEM", g_getenv ("LEAT_CERTIFICATES"));
  g_autofree char *line = g_strdup_printf ("backup %s --config DIR/etc/leat.conf DIR/b.tar.zst",
                                           with);

  machine_write (words);
  words_write (words, "etc/conf.d/20-mes.conf", config);
  words_write (words, "etc/forms/film.json", "{\"num\":{fields.num}}\n");
  words_write (words, "etc/keys/mes", "everyday\n");
  words_run (words, line);
  g_assert_cmpstr (words->errors, ==, "");
  g_assert_cmpint (words->code, ==, 0);
}

static char *
make_restored (Words *words, const char *path)
{
  return g_build_filename (words->folder, "elsewhere", path, NULL);
}

static void
expect_restored (Words *words, const char *path, gboolean is_there)
{
  g_autofree char *expanded = words_replace (path, "PEM", g_getenv ("LEAT_CERTIFICATES"));
  g_autofree char *original = words_replace (expanded, "DIR", words->folder);
  g_autofree char *restored = make_restored (words, original);
  g_autofree char *before = NULL, *after = NULL;

  g_assert_cmpint (g_file_test (restored, G_FILE_TEST_EXISTS), ==, is_there);
  if (!is_there)
    return;
  g_assert_true (g_file_get_contents (original, &before, NULL, NULL));
  g_assert_true (g_file_get_contents (restored, &after, NULL, NULL));
  g_assert_cmpstr (after, ==, before);
}

static const char *const plain[] = { "DIR/etc/forms/film.json", "PEM/ca.crt", "PEM/client.crt" };
static const char *const secret[] = { "DIR/etc/keys/mes", "PEM/client.key", "PEM/client.pem" };

/* what options name goes along; what is secret is named, and goes along if that is wanted */
static void
test_files (Words *words, gconstpointer data)
{
  const char *with = data;
  const gboolean has_secrets = *with != '\0';

  back_up_files (words, with);
  g_assert_true (g_str_has_prefix (words->output, has_secrets ? "DIR/b.tar.zst: 12 files; "
                                                              : "DIR/b.tar.zst: 9 files; "));
  for (guint i = 0; i < G_N_ELEMENTS (secret); i++)
    {
      g_autofree char *path = words_replace (secret[i], "PEM", g_getenv ("LEAT_CERTIFICATES"));
      g_autofree char *line = g_strconcat ("\n", path, ": is secret and not in it; --secrets ",
                                           NULL);

      g_assert_cmpint (strstr (words->output, line) != NULL, ==, !has_secrets);
    }
  words_run (words, "restore --root DIR/elsewhere DIR/b.tar.zst");
  g_assert_cmpint (words->code, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    expect_restored (words, plain[i], TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (secret); i++)
    expect_restored (words, secret[i], has_secrets);
}

/* on a machine that has nothing yet, the key file is right at once; without the secrets it names
 * what is missing */
static void
test_works (Words *words, gconstpointer data)
{
  back_up_files (words, "--secrets");
  machine_remove_all (words);
  words_run (words, "check DIR/etc/leat.conf");
  g_assert_cmpint (words->code, ==, 1);
  words_run (words, "restore --yes DIR/b.tar.zst");
  g_assert_cmpint (words->code, ==, 0);
  words_run (words, "check DIR/etc/leat.conf");
  words_expect (words, 0, "DIR/etc/leat.conf: right: 1 source, 3 sinks\n", "");
}

/* folders are made as they were, for who had rights in them has them again */
static void
test_folders (Words *words, gconstpointer data)
{
  g_autofree char *state = g_build_filename (words->folder, "state", NULL);
  g_autofree char *sinks = g_build_filename (state, "sinks", NULL);
  struct stat status;

  machine_write (words);
  g_assert_cmpint (g_chmod (sinks, 0710), ==, 0);
  if (geteuid () == 0)
    g_assert_cmpint (chown (sinks, 1, 2), ==, 0);
  machine_back_up (words);
  machine_remove_all (words);
  words_run (words, "restore DIR/b.tar.zst");
  g_assert_cmpint (words->code, ==, 0);
  g_assert_cmpint (stat (sinks, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 07777, ==, 0710);
  g_assert_cmpuint (status.st_uid, ==, geteuid () == 0 ? 1 : geteuid ());
  if (geteuid () == 0)
    g_assert_cmpuint (status.st_gid, ==, 2);
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
  g_test_add ("/backup/files", Words, "", words_set_up, test_files, words_tear_down);
  g_test_add ("/backup/files-secret", Words, "--secrets", words_set_up, test_files,
              words_tear_down);
  TEST ("/backup/works", test_works);
  TEST ("/backup/folders", test_folders);
  machine_add_refusals (refusals, G_N_ELEMENTS (refusals));
  return g_test_run ();
}
