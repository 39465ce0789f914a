/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* probation.c - tests what is remembered of modules: over real starts and real crashes */
#include "plugin/leatd-guard.h"
#include "good-modules.h"
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void
hide_helper (void)
{
  g_setenv ("LEATD_PROBE", "/nonexistent/leat-probe", TRUE);
}

/* it is found without being named, too */
static void
show_helper (void)
{
  g_unsetenv ("LEATD_PROBE");
}

/* a module that crashes at load is tried once, until it is another file */
static void
test_probation_remembers (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_auto (Scratch) state_dir = scratch_new ();
  g_autofree char *known = g_build_filename (state_dir, "modules", NULL);
  g_autofree char *source = g_build_filename (folder, "fixture-source.so", NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  put_good (folder);
  g_free (scratch_copy_module (folder, "LEAT_BAD_FIXTURES", "crash-at-load.so", "zz.so"));
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (LeatFaults) faults = leat_faults_new ();
      g_autoptr (LeatdRegistry) registry = load (folder, state_dir, faults);

      g_assert_cmpuint (leat_faults_get_n (faults), ==, 1);
      g_assert_cmpstr (leat_faults_get (faults, 0)->text, ==,
                       "left out: it crashes when it is loaded (signal 11 SIGSEGV)" TRY_AGAIN);
      assert_good_is_there (registry);
      /* without the helper nothing can be tried: what follows is from memory */
      hide_helper ();
      g_file_get_contents (known, i == 0 ? &before : &after, NULL, NULL);
    }
  show_helper ();
  g_assert_nonnull (strstr (before, "sound=true"));
  g_assert_cmpuint (strlen (before), ==, strlen (after));
  g_free (scratch_copy_module (folder, "LEAT_FIXTURES", "fixture-source.so", "zz.so"));
  g_assert_cmpint (g_remove (source), ==, 0);
  {
    g_autoptr (LeatFaults) faults = leat_faults_new ();
    g_autoptr (LeatdRegistry) registry = load (folder, state_dir, faults);

    g_assert_cmpuint (leat_faults_get_n (faults), ==, 0);
    assert_good_is_there (registry);
  }
}

static void
test_probation_no_helper (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = g_build_filename (folder, good[0], NULL);
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (LeatdRegistry) registry = NULL;

  put_good (folder);
  hide_helper ();
  registry = load (folder, NULL, faults);
  show_helper ();
  g_assert_cmpuint (leat_faults_get_n (faults), ==, 1);
  assert_fault (
      faults, 0, path,
      "could not be tried in a child process: /nonexistent/leat-probe: No such file or directory; "
      "new modules are loaded untried");
  assert_good_is_there (registry);
}

static LeatStream *
no_stream (LeatSource *source, const char *peer)
{
  return NULL;
}

/* a start of the daemon in small: modules, faults, a source that crashes; what it found is in @said
 */
static void
start_and_crash (const char *folder, const char *state_dir, const char *said)
{
  static const LeatSourceHost host = { .open_stream = no_stream };
  g_autofree char *crashes = g_build_filename (state_dir, "crashes", NULL);
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autofree char *text = NULL;
  LeatdRegistry *registry;
  const LeatdModule *module;
  const LeatSourceClass *klass;
  LeatdGuard guard = { .instance = "camera0" };
  LeatSource *source;

  if (!leatd_guard_install (crashes, NULL) || !freopen ("/dev/null", "w", stderr))
    _exit (99);
  registry = load (folder, state_dir, faults);
  text = leat_faults_to_string (faults);
  g_file_set_contents (said, text, -1, NULL);
  klass = leatd_registry_find_source (registry, "fixture-source", &module);
  if (klass == NULL)
    _exit (0);

  guard.module = module->path;
  source = leat_source_instance_new (klass);
  source->host = (gpointer) &host;
  leat_option_set (leat_options_find (klass->options, "misbehave"), source, "crash", NULL);
  leat_source_instance_init (source, NULL);
  leatd_guard_enter (&guard);
  klass->start (source, NULL, NULL);
  _exit (98);
}

/* (transfer full): what the start said; *crashed: did it come as far as the crash? */
static char *
start_in_child (const char *folder, const char *state_dir, gboolean *crashed)
{
  g_autofree char *said = g_build_filename (state_dir, "said", NULL);
  char *text = NULL;
  int status;
  pid_t child = fork ();

  if (child == 0)
    {
      const struct rlimit none = { 0, 0 };

      setrlimit (RLIMIT_CORE, &none);
      start_and_crash (folder, state_dir, said);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_false (WIFEXITED (status) && WEXITSTATUS (status) >= 98);
  *crashed = !(WIFEXITED (status) && WEXITSTATUS (status) == 0);
  g_file_get_contents (said, &text, NULL, NULL);
  g_assert_nonnull (text);
  return text;
}

static void
assert_start (const char *folder, const char *state_dir, gboolean is_to_crash, const char *pattern)
{
  gboolean crashed;
  g_autofree char *said = start_in_child (folder, state_dir, &crashed);
  g_autofree char *full = *pattern == '\0'
                              ? g_strdup ("^$")
                              : g_strconcat ("^", folder, "/fixture-source\\.so: ", pattern, "\n$",
                                             NULL);

  if (!g_regex_match_simple (full, said, G_REGEX_DEFAULT, G_REGEX_MATCH_DEFAULT))
    g_error ("said: %s\nnot: %s", said, full);
  g_assert_cmpint (crashed, ==, is_to_crash);
}

#define STORY "at 20\\d\\d-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d \\(signal 11 SIGSEGV, in camera0\\)"

static void
test_probation_crashes (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_auto (Scratch) state_dir = scratch_new ();
  g_autofree char *module = scratch_copy_module (folder, "LEAT_FIXTURES", "fixture-source.so",
                                                 "fixture-source.so");
  const struct timespec another_time[] = { { 1, 0 }, { 1, 0 } };

  assert_start (folder, state_dir, TRUE, "");
  assert_start (folder, state_dir, TRUE,
                "this third-party module took the daemon down " STORY
                "; that is 1 of 3 times, then it is left out");
  assert_start (folder, state_dir, TRUE,
                "this third-party module took the daemon down " STORY
                "; that is 2 of 3 times, then it is left out");
  for (guint i = 0; i < 2; i++)
    assert_start (folder, state_dir, FALSE,
                  "left out: this third-party module took the daemon down 3 times, last " STORY
                      TRY_AGAIN);
  g_assert_cmpint (utimensat (AT_FDCWD, module, another_time, 0), ==, 0);
  assert_start (folder, state_dir, TRUE, "");
}

static void
test_probation_forgives (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_auto (Scratch) state_dir = scratch_new ();
  g_autofree char *module = scratch_copy_module (folder, "LEAT_FIXTURES", "fixture-source.so",
                                                 "fixture-source.so");
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (LeatdRegistry) registry = NULL;

  assert_start (folder, state_dir, TRUE, "");
  assert_start (folder, state_dir, TRUE,
                "this third-party module took the daemon down " STORY
                "; that is 1 of 3 times, then it is left out");
  registry = load (folder, state_dir, faults);
  g_assert_cmpuint (leat_faults_get_n (faults), ==, 1);
  leatd_registry_forgive (registry, faults);
  g_assert_cmpuint (leat_faults_get_n (faults), ==, 1);
  assert_start (folder, state_dir, TRUE, "");
  assert_start (folder, state_dir, TRUE,
                "this third-party module took the daemon down " STORY
                "; that is 1 of 3 times, then it is left out");
}

/* a state directory that is none: everything still runs, and it is said what will not */
static void
test_probation_unwritable (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_auto (Scratch) state_dir = scratch_new ();
  g_autofree char *none = g_build_filename (state_dir, "none", NULL);
  g_autofree char *known = g_build_filename (none, "modules", NULL);
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (LeatdRegistry) registry = NULL;

  put_good (folder);
  registry = load (folder, none, faults);
  assert_good_is_there (registry);
  g_assert_cmpuint (leat_faults_get_n (faults), ==, 1);
  g_assert_cmpstr (leat_faults_get (faults, 0)->file, ==, known);
  g_assert_true (g_str_has_prefix (leat_faults_get (faults, 0)->text, "cannot be written: "));
  g_assert_true (g_str_has_suffix (leat_faults_get (faults, 0)->text, "; crashes are not counted"));
}

static void
test_probation_broken (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_auto (Scratch) state_dir = scratch_new ();
  g_autofree char *known = g_build_filename (state_dir, "modules", NULL);
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (LeatFaults) later = leat_faults_new ();

  put_good (folder);
  g_file_set_contents (known, "no key file", -1, NULL);
  leatd_registry_unref (load (folder, state_dir, faults));
  g_assert_cmpuint (leat_faults_get_n (faults), ==, 1);
  assert_fault (faults, 0, known,
                "cannot be read: Key file contains line “no key file” which is not a "
                "key-value pair, group, or comment; every module is tried anew");
  leatd_registry_unref (load (folder, state_dir, later));
  g_assert_cmpuint (leat_faults_get_n (later), ==, 0);
}

/* what another version of the daemon found is not believed */
static void
test_probation_version (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_auto (Scratch) state_dir = scratch_new ();
  g_autofree char *known = g_build_filename (state_dir, "modules", NULL);
  g_autofree char *path = scratch_copy_module (folder, "LEAT_FIXTURES", good[0], good[0]);
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autofree char *text = NULL;
  g_auto (GStrv) pieces = NULL;
  g_autofree char *older = NULL;

  leatd_registry_unref (load (folder, state_dir, faults));
  g_file_get_contents (known, &text, NULL, NULL);
  pieces = g_strsplit (text, "sound=true", -1);
  g_assert_cmpuint (g_strv_length (pieces), ==, 2);
  g_clear_pointer (&text, g_free);
  text = g_strjoinv ("deadly=is said to be", pieces);
  g_file_set_contents (known, text, -1, NULL);
  leatd_registry_unref (load (folder, state_dir, faults));
  g_assert_cmpuint (leat_faults_get_n (faults), ==, 1);
  assert_fault (faults, 0, path, "left out: it is said to be" TRY_AGAIN);

  g_strfreev (g_steal_pointer (&pieces));
  pieces = g_strsplit (text, "version=", -1);
  older = g_strjoinv ("version=0.0.", pieces);
  g_file_set_contents (known, older, -1, NULL);
  leatd_registry_unref (load (folder, state_dir, faults));
  g_assert_cmpuint (leat_faults_get_n (faults), ==, 1);
}

static void
test_probation_no_plugin (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_auto (Scratch) state_dir = scratch_new ();
  g_autofree char *crashes = g_build_filename (state_dir, "crashes", NULL);
  g_autoptr (GDateTime) then = g_date_time_new_from_unix_local (86400);
  g_autofree char *when = g_date_time_format (then, "%Y-%m-%d %H:%M:%S");
  g_autofree char *expected =
      g_strdup_printf ("the daemon crashed at %s (signal 6 SIGABRT), in no plugin", when);
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  struct stat status;

  g_file_set_contents (crashes, "86400000000000 6 - -\n", -1, NULL);
  leatd_registry_unref (load (folder, state_dir, faults));
  g_assert_cmpuint (leat_faults_get_n (faults), ==, 1);
  assert_fault (faults, 0, crashes, expected);
  g_assert_cmpint (stat (crashes, &status), ==, 0);
  g_assert_cmpint (status.st_size, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  scratch_let_children_crash ();
  g_test_add_func ("/probation/remembers", test_probation_remembers);
  g_test_add_func ("/probation/no-helper", test_probation_no_helper);
  g_test_add_func ("/probation/crashes", test_probation_crashes);
  g_test_add_func ("/probation/forgives", test_probation_forgives);
  g_test_add_func ("/probation/unwritable", test_probation_unwritable);
  g_test_add_func ("/probation/broken", test_probation_broken);
  g_test_add_func ("/probation/version", test_probation_version);
  g_test_add_func ("/probation/no-plugin", test_probation_no_plugin);
  return g_test_run ();
}
