/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* group.c - tests how a group fills an instance, and what is said of its keys */
#include "leat-host.h"

#include <glib/gstdio.h>
#include <unistd.h>

typedef struct {
  char *url;
  gint64 count;
  int parity;
  char *password;
} Sample;

static const char *const parities[] = { "none", "even", "odd", NULL };

static const LeatOption table[] = {
  LEAT_OPTION_STRING (Sample, url, .key = "url", .flags = LEAT_OPTION_REQUIRED,
                      .summary = "Address that the records are posted to."),
  LEAT_OPTION_INT (Sample, count, .key = "count", .preset = "3", .minimum = 1, .maximum = 9,
                   .summary = "How many."),
  LEAT_OPTION_CHOICE (Sample, parity, .key = "parity", .preset = "even", .choices = parities,
                      .summary = "The parity."),
  LEAT_OPTION_STRING (Sample, password, .key = "password", .flags = LEAT_OPTION_SECRET,
                      .summary = "A secret."),
  LEAT_OPTION_END
};

static const LeatOption more[] = {
  LEAT_OPTION_INT (Sample, count, .key = "retry-first", .summary = "How many."),
  LEAT_OPTION_INT (Sample, count, .key = "retries", .flags = LEAT_OPTION_DEPRECATED,
                   .summary = "How many."),
  LEAT_OPTION_END
};

#define COMMENT "; a comment needs a line of its own\n"

/* the first line is [sink a] */
static const struct {
  const char *path;
  const char *text;
  const char *faults;
} cases[] = {
  { "/group/right", "url=http://h/\ncount=4\nparity=odd\ntag.x=1\nretry-first=5\nretries=1\n", "" },
  { "/group/missing", "count=4\n",
    "f:1: [sink a] url: is missing: Address that the records are posted to.\n" },
  { "/group/empty", "count=4\nurl=\n",
    "f:3: [sink a] url: is empty: Address that the records are posted to.\n" },
  { "/group/all-at-once", "parity=evn\n\ncount=0\ncuont=1\n",
    "f:1: [sink a] url: is missing: Address that the records are posted to.\n"
    "f:2: [sink a] parity: \"evn\" is not one of none, even, odd; did you mean even?\n"
    "f:4: [sink a] count: 0 is out of range, 1 to 9 is right\n"
    "f:5: [sink a] cuont: is not known here; did you mean count?\n" },
  { "/group/comment-behind", "url=x\ncount=4 # four\nparity=odd #odd\n",
    "f:3: [sink a] count: \"4 # four\" is no whole number; 1 to 9 is right" COMMENT
    "f:4: [sink a] parity: \"odd #odd\" is not one of none, even, odd; did you mean odd?" COMMENT },
  { "/group/hash-that-parses", "url=http://h/#here # there\n", "" },
  { "/group/unknown", "url=x\nsomething-else=1\n",
    "f:3: [sink a] something-else: is not known here\n" },
  { "/group/prefix-alone", "url=x\ntag.=1\ntag=1\n",
    "f:3: [sink a] tag.: is not known here; did you mean tag.KEY?\n"
    "f:4: [sink a] tag: is not known here; did you mean tag.KEY?\n" },
  { "/group/deprecated-not-offered", "url=x\nretrie=1\nretry-frist=5\n",
    "f:3: [sink a] retrie: is not known here\n"
    "f:4: [sink a] retry-frist: is not known here; did you mean retry-first?\n" },
  { "/group/secret-file-offered", "url=x\npasswordfile=1\n",
    "f:3: [sink a] passwordfile: is not known here; did you mean password-file?\n" },
  { "/group/secret-not-shown", "url=x\npassword=hush\\q\n",
    "f:3: [sink a] password: the backslash at byte 5 begins no escape; \\r \\n \\t \\s \\\\ \\; "
    "and \\xHH are right\n" },
  { "/group/secret-twice", "url=x\npassword=hush\npassword-file=/nowhere\n",
    "f:4: [sink a] password-file: stands beside password; keep one of the two\n" },
  { "/group/secret-missing-file", "url=x\npassword-file=/nowhere/at/all\n",
    "f:3: [sink a] password-file: cannot be read: Error opening file /nowhere/at/all: No such file "
    "or directory\n" },
  { "/group/secret-special-file", "url=x\npassword-file=/dev/null\n",
    "f:3: [sink a] password-file: cannot be read: it is no regular file\n" },
};

static const LeatOption *const tables[] = { table, more, NULL };
static const char *const prefixes[] = { "tag.", NULL };

static void
test_case (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autofree char *text = g_strconcat ("[sink a]\n", cases[i].text, NULL);
  g_autoptr (LeatKeyfile) keyfile = leat_keyfile_new ();
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autofree char *told = NULL;
  const LeatGroup *group;
  Sample sample = { 0 };
  gboolean filled;

  g_assert_true (leat_keyfile_load_text (keyfile, "f", text, -1, faults));
  group = leat_keyfile_find_group (keyfile, "sink a");
  filled = leat_group_fill (group, table, &sample, faults);
  g_assert_cmpint (filled, ==, leat_faults_get_n (faults) == 0);
  leat_group_check_keys (group, tables, prefixes, faults);
  told = leat_faults_to_string (faults);
  g_assert_cmpstr (told, ==, cases[i].faults);
  leat_options_clear (table, &sample);
}

static void
test_fill (void)
{
  g_autoptr (LeatKeyfile) keyfile = leat_keyfile_new ();
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  Sample sample = { .parity = 2, .count = 8 };

  leat_keyfile_load_text (keyfile, "f", "[a]\nurl=a\\sb\nparity=bad\n[b]\nurl=x\ncount=4\n", -1,
                          faults);
  g_assert_false (leat_group_fill (leat_keyfile_get_group (keyfile, 0), table, &sample, faults));
  g_assert_cmpstr (sample.url, ==, "a b");
  g_assert_cmpint (sample.count, ==, 3);
  g_assert_cmpint (sample.parity, ==, 1);
  g_assert_null (sample.password);

  /* over what was there */
  g_assert_true (leat_group_fill (leat_keyfile_get_group (keyfile, 1), table, &sample, faults));
  g_assert_cmpstr (sample.url, ==, "x");
  g_assert_cmpint (sample.count, ==, 4);
  leat_options_clear (table, &sample);
}

static const struct {
  const char *path;
  const char *content;
  gssize length;
  const char *secret;
  const char *before, *after; /* of the path, in the fault */
} secrets[] = {
  { "/group/secret/line", "tops;cret\\q\nsecond\n", -1, "tops;cret\\q", NULL, NULL },
  { "/group/secret/crlf", "abc\r\n", -1, "abc", NULL, NULL },
  { "/group/secret/no-newline", "abc", -1, "abc", NULL, NULL },
  { "/group/secret/blanks", " a b ", -1, " a b ", NULL, NULL },
  { "/group/secret/empty", "", -1, NULL, "", " has an empty first line" },
  { "/group/secret/empty-line", "\nabc\n", -1, NULL, "", " has an empty first line" },
  { "/group/secret/not-utf-8", "\xff\xff\n", -1, NULL, "the first line of ", " is not UTF-8" },
  { "/group/secret/giant", NULL, 65537, NULL, "", " is longer than 64 KiB" },
};

static void
test_secret (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autofree char *path = NULL, *text = NULL, *told = NULL, *expected = NULL;
  g_autofree char *giant = g_strnfill (65537, 'x');
  const int fd = g_file_open_tmp ("leat-secret-XXXXXX", &path, NULL);
  g_autoptr (LeatKeyfile) keyfile = leat_keyfile_new ();
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  Sample sample = { 0 };

  close (fd);
  g_assert_true (g_file_set_contents (path, secrets[i].content != NULL ? secrets[i].content : giant,
                                      secrets[i].length, NULL));
  text = g_strdup_printf ("[a]\nurl=x\npassword-file=%s\n", path);
  leat_keyfile_load_text (keyfile, "f", text, -1, faults);
  leat_group_fill (leat_keyfile_get_group (keyfile, 0), table, &sample, faults);
  g_assert_cmpstr (sample.password, ==, secrets[i].secret);
  told = leat_faults_to_string (faults);
  if (secrets[i].before != NULL)
    expected = g_strdup_printf ("f:3: [a] password-file: %s%s%s\n", secrets[i].before, path,
                                secrets[i].after);
  g_assert_cmpstr (told, ==, expected != NULL ? expected : "");
  leat_options_clear (table, &sample);
  g_unlink (path);
}

typedef struct {
  char  *file;
  char **folders;
  char  *password;
} Paths;

static const LeatOption paths_table[] = {
  LEAT_OPTION_STRING (Paths, file, .key = "file", .preset = "preset", .flags = LEAT_OPTION_PATH,
                      .summary = "A file."),
  LEAT_OPTION_LIST (Paths, folders, .key = "folders", .flags = LEAT_OPTION_PATH,
                    .summary = "Folders."),
  LEAT_OPTION_STRING (Paths, password, .key = "password", .flags = LEAT_OPTION_SECRET,
                      .summary = "A secret."),
  LEAT_OPTION_END
};

static const struct {
  const char *path;
  const char *folder; /* of the key file */
  const char *said;
  const char *file;
  const char *folders;
} paths[] = {
  { "/group/path/relative", "/etc/leat", "file=a.crt\nfolders=b;../c\n", "/etc/leat/a.crt",
    "/etc/leat/b /etc/leat/../c" },
  { "/group/path/absolute", "/etc/leat", "file=/a\nfolders=/b;c\n", "/a", "/b /etc/leat/c" },
  { "/group/path/odd-folder", "/a\\b c", "file=d\\se\n", "/a\\b c/d e", "" },
  { "/group/path/preset", "/etc/leat", "", "preset", "" },
  { "/group/path/empty", "/etc/leat", "file=\n", "", "" },
  { "/group/path/no-folder", NULL, "file=a\nfolders=b\n", "a", "b" },
};

static void
test_path (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autofree char *name = paths[i].folder != NULL
                              ? g_build_filename (paths[i].folder, "leat.conf", NULL)
                              : g_strdup ("f");
  g_autofree char *text = g_strconcat ("[a]\n", paths[i].said, NULL);
  g_autofree char *folders = NULL;
  g_autoptr (LeatKeyfile) keyfile = leat_keyfile_new ();
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  Paths found = { NULL };

  leat_keyfile_load_text (keyfile, name, text, -1, faults);
  g_assert_true (
      leat_group_fill (leat_keyfile_get_group (keyfile, 0), paths_table, &found, faults));
  folders = found.folders != NULL ? g_strjoinv (" ", found.folders) : g_strdup ("");
  g_assert_cmpstr (found.file, ==, paths[i].file);
  g_assert_cmpstr (folders, ==, paths[i].folders);
  leat_options_clear (paths_table, &found);
}

/* a secret stands beside the key file, too */
static void
test_path_of_secret (void)
{
  g_autofree char *folder = g_dir_make_tmp ("leat-secret-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "password", NULL);
  g_autofree char *name = g_build_filename (folder, "leat.conf", NULL);
  g_autoptr (LeatKeyfile) keyfile = leat_keyfile_new ();
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  Paths found = { NULL };

  g_assert_true (g_file_set_contents (path, "hush\n", -1, NULL));
  leat_keyfile_load_text (keyfile, name, "[a]\npassword-file=password\n", -1, faults);
  g_assert_true (
      leat_group_fill (leat_keyfile_get_group (keyfile, 0), paths_table, &found, faults));
  g_assert_cmpstr (found.password, ==, "hush");
  leat_options_clear (paths_table, &found);
  g_unlink (path);
  g_rmdir (folder);
}

/* what the service manager keeps for us; a path is a path nevertheless */
static void
test_credential (void)
{
  g_autofree char *folder = g_dir_make_tmp ("leat-credentials-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "mes-password", NULL);
  char *texts[] = { g_strdup ("[a]\nurl=x\npassword-file=mes-password\n"),
                               g_strdup_printf ("[a]\nurl=x\npassword-file=%s\n", path),
                               g_strdup ("[a]\nurl=x\npassword-file=mes-token\n") };

  g_assert_true (g_file_set_contents (path, "hush\n", -1, NULL));
  g_setenv ("CREDENTIALS_DIRECTORY", folder, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (LeatKeyfile) keyfile = leat_keyfile_new ();
      g_autoptr (LeatFaults) faults = leat_faults_new ();
      Sample sample = { 0 };

      leat_keyfile_load_text (keyfile, "f", texts[i], -1, faults);
      leat_group_fill (leat_keyfile_get_group (keyfile, 0), table, &sample, faults);
      g_assert_cmpstr (sample.password, ==, i < 2 ? "hush" : NULL);
      g_assert_cmpuint (leat_faults_get_n (faults), ==, i < 2 ? 0 : 1);
      leat_options_clear (table, &sample);
      g_free (texts[i]);
    }
  g_unsetenv ("CREDENTIALS_DIRECTORY");
  g_unlink (path);
  g_rmdir (folder);
}

/* what a plugin's init() says stands on the line of the key it names */
static void
test_fault_error (void)
{
  static const char *const said[] = { "delimiter is empty",
                                      "delimiter: is empty",
                                      "nothing fits",
                                      "timeout: too long",
                                      "delimiters clash",
                                      ": odd",
                                      "" };
  g_autoptr (LeatKeyfile) keyfile = leat_keyfile_new ();
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autofree char *told = NULL;

  leat_keyfile_load_text (keyfile, "f", "[framer a]\ntype=delimiter\ndelimiter=\n", -1, faults);
  for (guint i = 0; i < G_N_ELEMENTS (said); i++)
    {
      g_autoptr (GError) error = g_error_new_literal (LEAT_ERROR, LEAT_ERROR_CONFIG, said[i]);

      leat_group_fault_error (leat_keyfile_get_group (keyfile, 0), error, faults);
    }
  told = leat_faults_to_string (faults);
  g_assert_cmpstr (told, ==,
                   "f:1: [framer a]: nothing fits\n"
                   "f:1: [framer a]: timeout: too long\n"
                   "f:1: [framer a]: delimiters clash\n"
                   "f:1: [framer a]: : odd\n"
                   "f:1: [framer a]: \n"
                   "f:3: [framer a] delimiter: is empty\n"
                   "f:3: [framer a] delimiter: is empty\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, GUINT_TO_POINTER (i), test_case);
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    g_test_add_data_func (secrets[i].path, GUINT_TO_POINTER (i), test_secret);
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    g_test_add_data_func (paths[i].path, GUINT_TO_POINTER (i), test_path);
  g_test_add_func ("/group/path/secret", test_path_of_secret);
  g_test_add_func ("/group/fill", test_fill);
  g_test_add_func ("/group/credential", test_credential);
  g_test_add_func ("/group/fault-error", test_fault_error);
  return g_test_run ();
}
