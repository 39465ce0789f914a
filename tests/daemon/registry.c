/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* registry.c - tests that a bad module is named and left out, and that the rest runs */
#include "plugin/leatd-registry.h"
#include "plugin/leatd-trial.h"
#include "good-modules.h"
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* @ in the text stands for the folder */
typedef struct {
  const char *name;
  const char *text;
} Case;

static const Case cases[] = {
  { "abort-at-load", "left out: it crashes when it is loaded (signal 6 SIGABRT)" TRY_AGAIN },
  { "crash-at-load", "left out: it crashes when it is loaded (signal 11 SIGSEGV)" TRY_AGAIN },
  { "crash-at-unload", "left out: it crashes when it is unloaded (signal 11 SIGSEGV)" TRY_AGAIN },
  { "wild-options", "left out: it crashes when it is loaded (signal 11 SIGSEGV)" TRY_AGAIN },
  { "exit-at-load", "left out: it ends the process when it is loaded (exit code 0)" TRY_AGAIN },
  { "hang-at-load", "left out: it does not come back from being loaded within 2 s" TRY_AGAIN },
  { "no-symbol",
    "exports no leat_plugin_get(): it is no plugin of Leat; LEAT_PLUGIN_DEFINE() makes one" },
  { "null-descriptor", "leat_plugin_get() gave NULL" },
  { "missing-symbol", "cannot be loaded: undefined symbol: fixture_function_that_is_nowhere" },
  { "other-abi", "was built for ABI 2.0, this libleat has 1.0; "
                 "build it with this libleat's headers" },
  { "newer-minor",
    "was built for ABI 1.1, this libleat has 1.0; build it with this libleat's headers" },
  { "short-struct",
    "struct_size of its LeatPlugin is 16, 80 is right; LEAT_PLUGIN_DEFINE() sets it" },
  { "bad-class-name",
    "source Bad Class: a name is lower-case letters, digits and dashes, 40 at the most" },
  { "bad-class-size", "source bad-class: struct_size is 8, 104 is the least" },
  { "bad-class-instance", "source bad-class: instance_size is 4, 16 to 16777216 is right" },
  { "bad-class-start", "source bad-class: neither start nor run is set; one is right" },
  { "bad-class-schemes", "source bad-class: scheme \"Serial\" is no name" },
  { "bad-options-key",
    "source bad-options: option Baud_Rate: a key is lower-case letters, digits and single dashes, "
    "40 at the most" },
  { "bad-options-type", "source bad-options: option number: type 99 is not known" },
  { "bad-options-preset",
    "source bad-options: option number: its preset: \"many\" is no whole number" },
  { "bad-options-range",
    "source bad-options: option number: its preset: 9 is out of range, 1 to 8 is right" },
  { "bad-options-offset",
    "source bad-options: option number: its member lies outside the instance of 24 bytes" },
  { "bad-options-host", "source bad-options: option number: its member lies in the host's part" },
  { "bad-options-summary",
    "source bad-options: option number: its summary must be one sentence that ends in a "
    "full stop" },
  { "bad-options-choices", "source bad-options: option number: is a choice without choices" },
  { "duplicate-class", "brings the source fixture-source, as @/fixture-source.so does already; "
                       "remove one of the two" },
  { "clashing-keys",
    "its source clashing-keys and the link fixture of @/fixture-file.so both have an option chunk, "
    "and they share a group; one must be renamed" },
  { "clashing-link",
    "its link there and its source clashing-link both have an option number, and they share a "
    "group; one must be renamed" },
  { "host-key", "its source host-key has an option max-frame, which is the host's own key; "
                "it must be renamed" },
};

static void
test_registry_refused (gconstpointer data)
{
  const Case *test = data;
  gboolean hangs = strcmp (test->name, "hang-at-load") == 0;
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *name = g_strconcat (test->name, ".so", NULL);
  g_autofree char *as = g_strconcat ("zz-", name, NULL);
  g_autofree char *path = scratch_copy_module (folder, "LEAT_BAD_FIXTURES", name, as);
  g_auto (GStrv) pieces = g_strsplit (test->text, "@", -1);
  g_autofree char *text = g_strjoinv (folder, pieces);
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (LeatdRegistry) registry = NULL;

  put_good (folder);
  leatd_trial_set_time_limit (hangs ? 2 * G_USEC_PER_SEC : 30 * G_USEC_PER_SEC);
  registry = load (folder, NULL, faults);
  g_assert_cmpuint (leat_faults_get_n (faults), ==, 1);
  assert_fault (faults, 0, path, text);
  assert_good_is_there (registry);
}

static void
test_registry_not_elf (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = g_build_filename (folder, "a.so", NULL);
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (LeatdRegistry) registry = NULL;

  put_good (folder);
  g_file_set_contents (path,
                       "no module at all, but long enough to have an ELF header in front of it\n",
                       -1, NULL);
  registry = load (folder, NULL, faults);
  g_assert_cmpuint (leat_faults_get_n (faults), ==, 1);
  assert_fault (faults, 0, path, "cannot be loaded: invalid ELF header");
  assert_good_is_there (registry);
}

/* a folder, a FIFO, hidden files and other names are passed over; a dangling link is named */
static void
test_registry_other_files (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *directory = g_build_filename (folder, "directory.so", NULL);
  g_autofree char *fifo = g_build_filename (folder, "fifo.so", NULL);
  g_autofree char *dangling = g_build_filename (folder, "link.so", NULL);
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (LeatdRegistry) registry = NULL;

  put_good (folder);
  g_free (scratch_copy_module (folder, "LEAT_BAD_FIXTURES", "no-symbol.so", ".hidden.so"));
  g_free (scratch_copy_module (folder, "LEAT_BAD_FIXTURES", "no-symbol.so", "x.so.dpkg-new"));
  g_assert_cmpint (g_mkdir (directory, 0700), ==, 0);
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  g_assert_cmpint (symlink ("/nonexistent/x.so", dangling), ==, 0);
  registry = load (folder, NULL, faults);
  g_assert_cmpuint (leat_faults_get_n (faults), ==, 1);
  assert_fault (faults, 0, dangling, "cannot be loaded: No such file or directory");
  assert_good_is_there (registry);
}

/* the same file by another name is the same module */
static void
test_registry_link (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *target = g_build_filename (folder, "zz.so", NULL);
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (LeatdRegistry) registry = NULL;
  const char *const twice[] = { folder, folder, NULL };

  put_good (folder);
  g_assert_cmpint (symlink ("fixture-source.so", target), ==, 0);
  registry = leatd_registry_new (twice, NULL, faults);
  g_assert_cmpuint (leat_faults_get_n (faults), ==, 0);
  assert_good_is_there (registry);
}

static void
test_registry_no_folder (void)
{
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (LeatdRegistry) registry = load ("/nonexistent/plugins", NULL, faults);

  g_assert_cmpuint (leat_faults_get_n (faults), ==, 1);
  assert_fault (faults, 0, "/nonexistent/plugins",
                "no modules can be looked for here: No such file or directory");
  g_assert_cmpuint (leatd_registry_get_modules (registry)->len, ==, 0);
  g_assert_null (leatd_registry_find_sink (registry, "fixture-sink", NULL));
}

/* hang-at-load apart, which only takes its time */
static void
test_registry_many (void)
{
  guint n_bad = 0;
  g_auto (Scratch) folder = scratch_new ();
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (LeatdRegistry) registry = NULL;

  leatd_trial_set_time_limit (30 * G_USEC_PER_SEC);
  put_good (folder);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strconcat (cases[i].name, ".so", NULL);
      g_autofree char *as = g_strconcat ("zz-", name, NULL);

      if (strcmp (cases[i].name, "hang-at-load") == 0)
        continue;
      g_free (scratch_copy_module (folder, "LEAT_BAD_FIXTURES", name, as));
      n_bad++;
    }
  registry = load (folder, NULL, faults);
  g_assert_cmpuint (n_bad, ==, G_N_ELEMENTS (cases) - 1);
  g_assert_cmpuint (leat_faults_get_n (faults), ==, n_bad);
  assert_good_is_there (registry);
}

static void
test_registry_search_path (void)
{
  const char *const given[] = { "/a", "", "/b", NULL };
  const char *const configured[] = { "/c", NULL };
  g_auto (GStrv) all = NULL;
  g_auto (GStrv) none = NULL;
  g_autofree char *joined = NULL;

  g_setenv ("LEAT_PLUGIN_PATH", "/d:/e", TRUE);
  all = leatd_registry_search_path (given, configured);
  joined = g_strjoinv (" ", all);
  g_assert_cmpstr (joined, ==, "/a /b /c /d /e");
  g_setenv ("LEAT_PLUGIN_PATH", "", TRUE);
  none = leatd_registry_search_path (NULL, NULL);
  g_assert_cmpuint (g_strv_length (none), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  scratch_let_children_crash ();
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/registry/refused/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_registry_refused);
    }
  g_test_add_func ("/registry/refused/not-elf", test_registry_not_elf);
  g_test_add_func ("/registry/refused/many", test_registry_many);
  g_test_add_func ("/registry/other-files", test_registry_other_files);
  g_test_add_func ("/registry/link", test_registry_link);
  g_test_add_func ("/registry/no-folder", test_registry_no_folder);
  g_test_add_func ("/registry/search-path", test_registry_search_path);
  return g_test_run ();
}
