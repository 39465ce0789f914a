/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* keyfile.c - tests the reader of key files: as GKeyFile reads, and every fault with its line */
#include "leat-host.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* files that are right: whatever GKeyFile makes of them, so does our reader */
static const struct {
  const char *path;
  const char *text;
} valid[] = {
  { "/keyfile/same/empty", "" },
  { "/keyfile/same/blank-lines", "\n\n  \n\t\n" },
  { "/keyfile/same/comment", "# a comment\n  # another\n#\n" },
  { "/keyfile/same/group-alone", "[a]\n" },
  { "/keyfile/same/group-names", "[source camera0]\n[a b  c]\n[µ]\n[x=y]\n[ a ]\n[#]\n" },
  { "/keyfile/same/group-blanks", "  [a]  \t\nk=v\n" },
  { "/keyfile/same/group-again", "[a]\nk=1\n[b]\nk=2\n[a]\nl=3\n" },
  { "/keyfile/same/no-newline-at-end", "[a]\nk=v" },
  { "/keyfile/same/carriage-returns", "[a]\r\nk=v\r\n\r\n# c\r\nl=w\r\n" },
  { "/keyfile/same/blanks-around", "[a]\n  key  =  value  \n\tk2\t=\tv2\t\n" },
  { "/keyfile/same/blanks-inside", "[a]\nkey with blanks=value with  blanks\n" },
  { "/keyfile/same/empty-value", "[a]\nk=\nl=   \n" },
  { "/keyfile/same/equals-in-value", "[a]\nk==\nl=a=b=c\nurl=http://h/?a=b&c=d\n" },
  { "/keyfile/same/brackets-in-value", "[a]\nk=[x]\nl=a]b[\n" },
  { "/keyfile/same/hash-in-value", "[a]\nk=v # no comment\nl=#\n" },
  { "/keyfile/same/escapes-stay", "[a]\nk=\\r\\n\\x02\\s\\;\\\\\n" },
  { "/keyfile/same/list", "[a]\nk=a;b;c;\n" },
  { "/keyfile/same/utf-8", "[a]\nunit=µm °C 検査\n" },
  { "/keyfile/same/keys-with-signs", "[a]\ntag.station=x\na/b=1\na:b=2\n-=3\n.=4\n" },
  { "/keyfile/same/percent", "[a]\npath=/data/%Y-%m-%d/{source}.csv\n" },
  { "/keyfile/same/tab-in-value", "[a]\nk=a\tb\n" },
};

static void
compare_groups (const LeatGroup *group, GKeyFile *reference)
{
  gsize n_keys;
  g_auto (GStrv) keys = g_key_file_get_keys (reference, group->name, &n_keys, NULL);

  g_assert_nonnull (keys);
  g_assert_cmpuint (group->entries->len, ==, n_keys);
  for (gsize i = 0; i < n_keys; i++)
    {
      const LeatEntry *entry = g_ptr_array_index (group->entries, i);
      /* the one difference: blanks at the end of a value, which nobody sees, are not part of it */
      g_autofree char *value = g_strchomp (
          g_key_file_get_value (reference, group->name, keys[i], NULL));

      g_assert_cmpstr (entry->key, ==, keys[i]);
      g_assert_cmpstr (entry->value, ==, value);
      g_assert_cmpstr (leat_group_get (group, keys[i]), ==, value);
    }
}

static void
test_same_as_gkeyfile (gconstpointer data)
{
  const char *text = data;
  g_autoptr (GKeyFile) reference = g_key_file_new ();
  g_autoptr (LeatKeyfile) keyfile = leat_keyfile_new ();
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_auto (GStrv) names = NULL;
  g_autofree char *told = NULL;
  gsize n_groups;

  g_assert_true (g_key_file_load_from_data (reference, text, strlen (text), 0, NULL));
  g_assert_true (leat_keyfile_load_text (keyfile, "test.conf", text, -1, faults));
  told = leat_faults_to_string (faults);
  g_assert_cmpstr (told, ==, "");
  names = g_key_file_get_groups (reference, &n_groups);
  g_assert_cmpuint (leat_keyfile_get_n_groups (keyfile), ==, n_groups);
  for (gsize i = 0; i < n_groups; i++)
    {
      g_assert_cmpstr (leat_keyfile_get_group (keyfile, (guint) i)->name, ==, names[i]);
      compare_groups (leat_keyfile_get_group (keyfile, (guint) i), reference);
    }
}

static const struct {
  const char *path;
  const char *text;
  gssize length; /* 0: up to the NUL */
  const char *faults;
} wrong[] = {
  { "/keyfile/wrong/twice", "[a]\nk=1\n\nk=2\nk=3\n", 0,
    "f:4: [a] k: is given twice; it stands in line 2 already, keep one of the two\n"
    "f:5: [a] k: is given twice; it stands in line 2 already, keep one of the two\n" },
  { "/keyfile/wrong/twice-in-a-group-again", "[a]\nk=1\n[b]\n[a]\nk=2\n", 0,
    "f:5: [a] k: is given twice; it stands in line 2 already, keep one of the two\n" },
  { "/keyfile/wrong/outside", "k=1\nl=2\n[a]\nm=3\n", 0,
    "f:1: k: stands before the first [group]\n" },
  { "/keyfile/wrong/no-equals", "[a]\nbaud-rate 9600\n", 0,
    "f:2: [a]: \"baud-rate 9600\" has no =; key=value, [group] or # comment is right\n" },
  { "/keyfile/wrong/no-equals-outside", "hello\n", 0,
    "f:1: \"hello\" has no =; key=value, [group] or # comment is right\n" },
  { "/keyfile/wrong/no-key", "[a]\n=5\n", 0, "f:2: [a]: \"=5\" has no key before its =\n" },
  { "/keyfile/wrong/semicolon-comment", "[a]\n; note\n;k=v\n// k=v\n", 0,
    "f:2: [a]: \"; note\" is no key=value; a comment begins with #\n"
    "f:3: [a]: \";k\" is no key; a comment begins with #\n"
    "f:4: [a]: \"// k\" is no key; a comment begins with #\n" },
  { "/keyfile/wrong/bracket-key", "[a]\nk[de]=v\n", 0,
    "f:2: [a]: \"k[de]\" is no key: [, ] and tabs have no place in one\n" },
  { "/keyfile/wrong/open-group", "[a\nk=1\n[b]\nl=2\n", 0, "f:1: \"[a\" has no ] at its end\n" },
  { "/keyfile/wrong/empty-group", "[]\nk=1\n", 0, "f:1: a group has no name between [ and ]\n" },
  { "/keyfile/wrong/group-in-group", "[a[b]\n", 0,
    "f:1: the group name \"a[b\" has a [ or a tab in it\n" },
  { "/keyfile/wrong/tab-in-group", "[a\tb]\n", 0,
    "f:1: the group name \"a b\" has a [ or a tab in it\n" },
  { "/keyfile/wrong/behind-group", "[a] # first\n", 0,
    "f:1: \" # first\" stands behind the ] of a group; a comment needs a line of its own\n" },
  { "/keyfile/wrong/latin-1", "[a]\nunit=\xb5m\n", 0,
    "f:2: [a]: is not UTF-8: 0xb5 at byte 6; save the file as UTF-8\n" },
  { "/keyfile/wrong/latin-1-comment",
    "[a]\n# gr\xf6\xdf"
    "er\nk=v\n",
    0, "f:2: [a]: is not UTF-8: 0xf6 at byte 5; save the file as UTF-8\n" },
  { "/keyfile/wrong/nul", "[a]\nk=a\0b\n", 10,
    "f:2: [a]: has a NUL at byte 4; a key file is text\n" },
  { "/keyfile/wrong/control", "[a]\ndelimiter=\x02\n", 0,
    "f:2: [a]: has the control character 0x02 at byte 11; in a value it is spelled \\x02\n" },
  { "/keyfile/wrong/carriage-return-inside", "[a]\nk=1\rl=2\n", 0,
    "f:2: [a]: has the control character 0x0d at byte 4; in a value it is spelled \\x0d\n" },
  { "/keyfile/wrong/byte-order-mark", "\xef\xbb\xbf[a]\nk=1\nk=2\n", 0,
    "f:1: begins with a byte order mark; save the file as UTF-8 without one\n"
    "f:3: [a] k: is given twice; it stands in line 2 already, keep one of the two\n" },
  { "/keyfile/wrong/utf-16", "\xff\xfe[\0a\0]\0", 8, "f:1: is UTF-16; save the file as UTF-8\n" },
  { "/keyfile/wrong/all-at-once", "x=1\n[a\nk=1\n[b]\nk\nk=1\nk=2\n", 0,
    "f:1: x: stands before the first [group]\n"
    "f:2: \"[a\" has no ] at its end\n"
    "f:5: [b]: \"k\" has no =; key=value, [group] or # comment is right\n"
    "f:7: [b] k: is given twice; it stands in line 6 already, keep one of the two\n" },
};

static void
assert_faults (LeatFaults *faults, const char *expected)
{
  g_autofree char *told = leat_faults_to_string (faults);

  g_assert_cmpstr (told, ==, expected);
}

static void
test_wrong (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autoptr (LeatKeyfile) keyfile = leat_keyfile_new ();
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  const gssize length = wrong[i].length != 0 ? wrong[i].length : (gssize) strlen (wrong[i].text);

  g_assert_false (leat_keyfile_load_text (keyfile, "f", wrong[i].text, length, faults));
  assert_faults (faults, wrong[i].faults);
}

/* what is right in a file with faults is there nevertheless, with its lines */
static void
test_goes_on (void)
{
  g_autoptr (LeatKeyfile) keyfile = leat_keyfile_new ();
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  const LeatGroup *group;

  leat_keyfile_load_text (keyfile, "f", "\n[a\nlost=1\n[b]\nk=1\nbad\nk=2\nl=3\n", -1, faults);
  g_assert_cmpuint (leat_faults_get_n (faults), ==, 3);
  g_assert_cmpuint (leat_keyfile_get_n_groups (keyfile), ==, 1);
  group = leat_keyfile_find_group (keyfile, "b");
  g_assert_cmpuint (group->line, ==, 4);
  g_assert_cmpuint (group->entries->len, ==, 2);
  g_assert_cmpstr (leat_group_get (group, "k"), ==, "1");
  g_assert_cmpuint (leat_group_find (group, "l")->line, ==, 8);
  g_assert_null (leat_group_find (group, "lost"));
  g_assert_null (leat_group_get (group, "lost"));
  g_assert_null (leat_keyfile_find_group (keyfile, "a"));
}

/* a later file's key takes the place of an earlier one's, and says where it stands */
static void
test_several_files (void)
{
  g_autoptr (LeatKeyfile) keyfile = leat_keyfile_new ();
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  const LeatGroup *group;

  g_assert_true (leat_keyfile_load_text (keyfile, "1.conf", "[a]\nk=1\nl=1\n[b]\n", -1, faults));
  g_assert_true (leat_keyfile_load_text (keyfile, "2.conf", "[c]\n\n[a]\nk=2\nm=2\n", -1, faults));
  group = leat_keyfile_find_group (keyfile, "a");
  g_assert_cmpstr (group->file, ==, "1.conf");
  g_assert_cmpuint (group->line, ==, 1);
  g_assert_cmpuint (group->entries->len, ==, 3);
  g_assert_cmpstr (leat_group_get (group, "k"), ==, "2");
  g_assert_cmpstr (leat_group_find (group, "k")->file, ==, "2.conf");
  g_assert_cmpuint (leat_group_find (group, "k")->line, ==, 4);
  g_assert_cmpstr (leat_group_find (group, "l")->file, ==, "1.conf");
  g_assert_cmpuint (leat_keyfile_get_n_groups (keyfile), ==, 3);
  g_assert_cmpstr (leat_keyfile_get_group (keyfile, 2)->name, ==, "c");

  g_assert_false (leat_keyfile_load_text (keyfile, "3.conf", "[a]\nk=3\nk=4\n", -1, faults));
  assert_faults (
      faults,
      "3.conf:3: [a] k: is given twice; it stands in line 2 already, keep one of the two\n");
}

static void
test_long_line (void)
{
  g_autoptr (LeatKeyfile) keyfile = leat_keyfile_new ();
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autofree char *fill = g_strnfill (64 * 1024 - 2, 'x');
  g_autofree char *right = g_strdup_printf ("[a]\nk=%s\n", fill);
  g_autofree char *too_long = g_strdup_printf ("[a]\nk=%sx\nl=1\n", fill);

  g_assert_true (leat_keyfile_load_text (keyfile, "right", right, -1, faults));
  g_assert_false (leat_keyfile_load_text (keyfile, "f", too_long, -1, faults));
  assert_faults (faults, "f:2: [a]: is 65537 bytes long; 65536 are allowed\n");
  g_assert_cmpstr (leat_group_get (leat_keyfile_find_group (keyfile, "a"), "l"), ==, "1");
}

/* garbage of any length: bounded faults, and the time grows with the length, not faster */
static void
test_large_file (void)
{
  const gsize limit = 16 * 1024 * 1024;
  g_autoptr (LeatKeyfile) keyfile = leat_keyfile_new ();
  g_autoptr (LeatFaults) faults = leat_faults_new (), too_long = leat_faults_new ();
  g_autofree char *text = g_malloc (limit + 1);

  for (gsize i = 0; i < limit; i++)
    text[i] = i % 3 == 2 ? '\n' : 'x';
  g_assert_false (leat_keyfile_load_text (keyfile, "f", text, (gssize) limit, faults));
  g_assert_cmpuint (leat_faults_get_n (faults), ==, (limit + 2) / 3);
  g_assert_nonnull (leat_faults_get (faults, LEAT_FAULTS_MAX - 1));
  g_assert_null (leat_faults_get (faults, LEAT_FAULTS_MAX));
  g_assert_false (leat_keyfile_load_text (keyfile, "f", text, (gssize) limit + 1, too_long));
  assert_faults (too_long, "f: is longer than 16 MiB\n");
}

static void
test_many_keys (void)
{
  g_autoptr (LeatKeyfile) keyfile = leat_keyfile_new ();
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (GString) text = g_string_new ("[a]\n");

  for (guint i = 0; i < 200000; i++)
    g_string_append_printf (text, "k%u=%u\n", i, i);
  g_assert_true (leat_keyfile_load_text (keyfile, "f", text->str, (gssize) text->len, faults));
  g_assert_cmpstr (leat_group_get (leat_keyfile_get_group (keyfile, 0), "k199999"), ==, "199999");
}

static void
test_files (void)
{
  g_autofree char *directory = g_dir_make_tmp ("leat-keyfile-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (directory, "a.conf", NULL);
  g_autofree char *fifo = g_build_filename (directory, "fifo", NULL);
  g_autofree char *missing = g_build_filename (directory, "missing.conf", NULL);
  g_autofree char *expected = NULL;
  g_autoptr (LeatKeyfile) keyfile = leat_keyfile_new ();
  g_autoptr (LeatFaults) faults = leat_faults_new ();

  g_assert_true (g_file_set_contents (path, "[a]\nk=v\n", -1, NULL));
  g_assert_true (leat_keyfile_load (keyfile, path, faults));
  g_assert_cmpstr (leat_group_get (leat_keyfile_get_group (keyfile, 0), "k"), ==, "v");
  g_assert_cmpstr (leat_keyfile_get_group (keyfile, 0)->file, ==, path);

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  g_assert_false (leat_keyfile_load (keyfile, missing, faults));
  g_assert_false (leat_keyfile_load (keyfile, directory, faults));
  g_assert_false (leat_keyfile_load (keyfile, fifo, faults));
  g_assert_false (leat_keyfile_load (keyfile, "/dev/zero", faults));
  expected = g_strdup_printf ("/dev/zero: cannot be read: it is no regular file\n"
                              "%s: cannot be read: Is a directory\n"
                              "%s: cannot be read: it is no regular file\n"
                              "%s: cannot be read: No such file or directory\n",
                              directory, fifo, missing);
  assert_faults (faults, expected);
  g_unlink (path);
  g_unlink (fifo);
  g_rmdir (directory);
}

static void
test_sparse_giant (void)
{
  g_autofree char *path = NULL, *expected = NULL;
  const int fd = g_file_open_tmp ("leat-keyfile-XXXXXX", &path, NULL);
  g_autoptr (LeatKeyfile) keyfile = leat_keyfile_new ();
  g_autoptr (LeatFaults) faults = leat_faults_new ();

  g_assert_cmpint (ftruncate (fd, (off_t) 1 << 36), ==, 0);
  close (fd);
  g_assert_false (leat_keyfile_load (keyfile, path, faults));
  expected = g_strdup_printf ("%s: is longer than 16 MiB\n", path);
  assert_faults (faults, expected);
  g_unlink (path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (valid); i++)
    g_test_add_data_func (valid[i].path, valid[i].text, test_same_as_gkeyfile);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_test_add_data_func (wrong[i].path, GUINT_TO_POINTER (i), test_wrong);
  g_test_add_func ("/keyfile/goes-on", test_goes_on);
  g_test_add_func ("/keyfile/several-files", test_several_files);
  g_test_add_func ("/keyfile/long-line", test_long_line);
  g_test_add_func ("/keyfile/large-file", test_large_file);
  g_test_add_func ("/keyfile/many-keys", test_many_keys);
  g_test_add_func ("/keyfile/files", test_files);
  g_test_add_func ("/keyfile/sparse-giant", test_sparse_giant);
  return g_test_run ();
}
