/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* config-left-out.c - tests that what needs a module that is left out goes with it, and the rest
 * stays */
#include "config/leatd-config.h"
#include "good-modules.h"

/* replaces a module that was there by one that crashes at load: a package that went wrong */
static LeatdRegistry *
load_without (const char *folder, const char *state_dir, const char *module)
{
  g_autoptr (LeatFaults) faults = leat_faults_new ();

  put_good (folder);
  leatd_registry_unref (load (folder, state_dir, faults));
  g_assert_cmpuint (leat_faults_get_n (faults), ==, 0);
  g_free (scratch_copy_module (folder, "LEAT_BAD_FIXTURES", "crash-at-load.so", module));
  return load (folder, state_dir, faults);
}

#define SINK "[sink all]\nplugin=fixture-sink\npath=/b\n"

/* what is left of a configuration: names of sources and sinks, and why the others are not there, @
 * for the folder */
static void
assert_left (LeatdRegistry *registry, const char *folder, const char *text, const char *names,
             const char *left_out)
{
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (LeatdConfig) config = leatd_config_load_text ("test.conf", text, registry, faults);
  g_autofree char *all_faults = leat_faults_to_string (faults);
  g_autoptr (GString) found = g_string_new (NULL);
  g_autofree char *sentences = NULL;
  g_auto (GStrv) pieces = g_strsplit (left_out, "@", -1);
  g_autofree char *expected = g_strjoinv (folder, pieces);

  g_assert_cmpstr (all_faults, ==, "");
  for (guint i = 0; i < leatd_config_get_sources (config)->len; i++)
    g_string_append_printf (found, "%s ",
                            ((LeatdSourceConfig *) leatd_config_get_sources (config)->pdata[i])
                                ->name);
  for (guint i = 0; i < leatd_config_get_sinks (config)->len; i++)
    g_string_append_printf (found, "%s ",
                            ((LeatdSinkConfig *) leatd_config_get_sinks (config)->pdata[i])->name);
  g_assert_cmpstr (found->str, ==, names);
  sentences = g_strjoinv ("; ", (char **) leatd_config_get_left_out (config));
  g_assert_cmpstr (sentences, ==, expected);
}

static void
test_left_out_source (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_auto (Scratch) state_dir = scratch_new ();
  g_autoptr (LeatdRegistry) registry = load_without (folder, state_dir, "fixture-source.so");
  g_autofree char *path = g_build_filename (folder, "fixture-source.so", NULL);

  g_assert_cmpstr (leatd_registry_find_left_out (registry, LEATD_KIND_SOURCE, "fixture-source"), ==,
                   path);
  g_assert_null (leatd_registry_find_left_out (registry, LEATD_KIND_SOURCE, "fixture-reader"));
  g_assert_null (leatd_registry_find_left_out (registry, LEATD_KIND_SINK, "fixture-source"));
  /* globs that only it fits are no fault */
  assert_left (registry, folder,
               "[source made]\nplugin=fixture-source\n"
               "[source joined]\nplugin=fixture-junction\nfrom=made\n"
               "[sink all]\nplugin=fixture-sink\npath=/b\nfrom=made;joined\n",
               "joined all ", "made: left out, as @/fixture-source.so is");
}

static void
test_left_out_sinks (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_auto (Scratch) state_dir = scratch_new ();
  g_autoptr (LeatdRegistry) registry = load_without (folder, state_dir, "fixture-sink.so");

  assert_left (registry, folder,
               "[source made]\nplugin=fixture-source\n" SINK
               "[sink more]\nplugin=fixture-lasting\npath=/b\n",
               "made ",
               "all: left out, as @/fixture-sink.so is; more: left out, as @/fixture-sink.so is");
}

/* the class is there, its link is not */
static void
test_left_out_link (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_auto (Scratch) state_dir = scratch_new ();
  g_autoptr (LeatdRegistry) registry = load_without (folder, state_dir, "fixture-file.so");

  assert_left (registry, folder,
               "[source lines]\nplugin=fixture-line-reader\ndevice=fixture:///a\n"
               "[source made]\nplugin=fixture-source\n" SINK,
               "made all ", "lines: left out, as @/fixture-file.so is");
}

/* a framer by a preset, whose examples cannot be tried then */
static void
test_left_out_preset (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_auto (Scratch) state_dir = scratch_new ();
  g_autoptr (LeatdRegistry) registry = load_without (folder, state_dir, "fixture-framer.so");
  g_autofree char *path = g_build_filename (folder, "x.framer", NULL);
  g_autofree char *text =
      g_strdup_printf (SINK
                       "[source one]\nplugin=fixture-reader\ndevice=fixture:///a\nframer=line\n"
                       "[framer line]\ntype=%s\nlimit=7\n",
                       path);

  g_assert_true (g_file_set_contents (path,
                                      "[framer]\ntype=fixture-line\nsummary=Lines.\n"
                                      "[example 1]\nbytes=a\n",
                                      -1, NULL));
  assert_left (registry, folder, text, "all ", "one: left out, as @/fixture-framer.so is");
}

/* a framer by its class, and by a group */
static void
test_left_out_framer (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_auto (Scratch) state_dir = scratch_new ();
  g_autoptr (LeatdRegistry) registry = load_without (folder, state_dir, "fixture-framer.so");

  assert_left (
      registry, folder,
      "[source one]\nplugin=fixture-reader\ndevice=fixture:///a\nframer=fixture-line\n"
      "[source two]\nplugin=fixture-reader\ndevice=fixture:///a\nframer=line\n"
      "[framer line]\ntype=fixture-line\n"
      "[source made]\nplugin=fixture-source\n" SINK,
      "made all ",
      "one: left out, as @/fixture-framer.so is; two: left out, as @/fixture-framer.so is");
}

/* a name that nothing ever brought is a fault, and so is one whose module is gone */
static void
test_left_out_unknown (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_auto (Scratch) state_dir = scratch_new ();
  g_autoptr (LeatdRegistry) registry = load_without (folder, state_dir, "fixture-source.so");
  g_autofree char *path = g_build_filename (folder, "fixture-source.so", NULL);
  g_autoptr (LeatdRegistry) without = NULL;
  g_autoptr (LeatFaults) faults = leat_faults_new ();

  g_assert_null (leatd_config_load_text ("test.conf", "[source a]\nplugin=fixture-sauce\n" SINK,
                                         registry, faults));
  g_assert_cmpuint (leat_faults_get_n (faults), ==, 1);
  g_assert_cmpint (g_remove (path), ==, 0);
  without = load (folder, state_dir, faults);
  g_assert_null (leatd_config_load_text ("test.conf", "[source a]\nplugin=fixture-source\n" SINK,
                                         without, faults));
  g_assert_cmpuint (leat_faults_get_n (faults), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  scratch_let_children_crash ();
  g_test_add_func ("/config-left-out/source", test_left_out_source);
  g_test_add_func ("/config-left-out/sinks", test_left_out_sinks);
  g_test_add_func ("/config-left-out/link", test_left_out_link);
  g_test_add_func ("/config-left-out/framer", test_left_out_framer);
  g_test_add_func ("/config-left-out/preset", test_left_out_preset);
  g_test_add_func ("/config-left-out/unknown", test_left_out_unknown);
  return g_test_run ();
}
