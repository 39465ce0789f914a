/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* module.c - tests what of a .so is told when it is opened in this process */
#include "plugin/leatd-module.h"
#include "scratch.h"

typedef struct {
  const char *name;
  const char *text;
} Case;

static const Case cases[] = {
  { "no-symbol",
    "exports no leat_plugin_get(): it is no plugin of Leat; LEAT_PLUGIN_DEFINE() makes one" },
  { "null-descriptor", "leat_plugin_get() gave NULL" },
  { "missing-symbol", "cannot be loaded: undefined symbol: fixture_function_that_is_nowhere" },
  { "other-abi",
    "was built for ABI 2.0, this libleat has 1.0; build it with this libleat's headers" },
  { "not-there", "cannot be loaded: cannot open shared object file: No such file or directory" },
};

static void
test_module_refused (gconstpointer data)
{
  const Case *test = data;
  g_autofree char *name = g_strconcat (test->name, ".so", NULL);
  g_autofree char *path = g_build_filename (g_getenv ("LEAT_BAD_FIXTURES"), name, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (leatd_module_open (path, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_PLUGIN);
  g_assert_cmpstr (error->message, ==, test->text);
}

static void
test_module_not_elf (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = g_build_filename (folder, "text.so", NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, "This is a text, and no module at all; it only has the name of one.\n",
                       -1, NULL);
  g_assert_null (leatd_module_open (path, &error));
  g_assert_cmpstr (error->message, ==, "cannot be loaded: invalid ELF header");
}

static void
test_module_sound (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("LEAT_FIXTURES"), "fixture-source.so", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (LeatdModule) module = leatd_module_open (path, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (module->path, ==, path);
  g_assert_cmpstr (module->plugin->name, ==, "fixture-source");
  g_assert_cmpstr (module->plugin->sources[0]->name, ==, "fixture-source");
}

/* (transfer full): @name in the folders of Leat's own modules */
static char *
find_own (const char *name)
{
  g_auto (GStrv) folders = g_strsplit (g_getenv ("LEAT_PLUGINS"), ":", -1);

  for (gsize i = 0; folders[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (folders[i], name, NULL);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&path);
    }
  g_assert_not_reached ();
}

static void
test_module_own (void)
{
  g_autofree char *path = find_own ("leat-csv.so");
  g_autoptr (GError) error = NULL;
  g_autoptr (LeatdModule) module = leatd_module_open (path, &error);
  g_autofree char *told = NULL, *name = NULL;

  g_assert_no_error (error);
  g_assert_true (module->is_own);
  told = leatd_module_tell (module);
  g_assert_true (g_str_has_prefix (told, "csv "));
  g_assert_null (strchr (told, '('));
  name = leatd_module_name (path);
  g_assert_cmpstr (name, ==, "leat-csv.so");
}

static void
test_module_third_party (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("LEAT_FIXTURES"), "fixture-picky.so", NULL);
  g_autofree char *before = leatd_module_name (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (LeatdModule) module = leatd_module_open (path, &error);
  g_autofree char *told = NULL, *name = NULL;

  g_assert_no_error (error);
  g_assert_false (module->is_own);
  told = leatd_module_tell (module);
  g_assert_cmpstr (told, ==, "fixture-picky 1.0 (Example Machines)");
  name = leatd_module_name (path);
  g_assert_cmpstr (before, ==, "fixture-picky.so");
  g_assert_cmpstr (name, ==, "the third-party module fixture-picky.so");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/module/refused/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_module_refused);
    }
  g_test_add_func ("/module/own", test_module_own);
  g_test_add_func ("/module/third-party", test_module_third_party);
  g_test_add_func ("/module/refused/not-elf", test_module_not_elf);
  g_test_add_func ("/module/sound", test_module_sound);
  return g_test_run ();
}
