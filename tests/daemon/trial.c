/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* trial.c - tests what becomes of a module that is loaded in a child process */
#include "plugin/leatd-trial.h"
#include "scratch.h"
#include <string.h>
#include <sys/wait.h>

typedef struct {
  const char *variable;
  const char *name;
  LeatdVerdict verdict;
  const char *reason;
} Case;

static const Case cases[] = {
  { "LEAT_FIXTURES", "fixture-source", LEATD_VERDICT_SOUND, NULL },
  { "LEAT_BAD_FIXTURES", "no-symbol", LEATD_VERDICT_REFUSED,
    "exports no leat_plugin_get(): it is no plugin of Leat; LEAT_PLUGIN_DEFINE() makes one" },
  { "LEAT_BAD_FIXTURES", "crash-at-load", LEATD_VERDICT_DEADLY,
    "crashes when it is loaded (signal 11 SIGSEGV)" },
  { "LEAT_BAD_FIXTURES", "crash-at-unload", LEATD_VERDICT_DEADLY,
    "crashes when it is unloaded (signal 11 SIGSEGV)" },
  { "LEAT_BAD_FIXTURES", "abort-at-load", LEATD_VERDICT_DEADLY,
    "crashes when it is loaded (signal 6 SIGABRT)" },
  { "LEAT_BAD_FIXTURES", "wild-options", LEATD_VERDICT_DEADLY,
    "crashes when it is loaded (signal 11 SIGSEGV)" },
  { "LEAT_BAD_FIXTURES", "exit-at-load", LEATD_VERDICT_DEADLY,
    "ends the process when it is loaded (exit code 0)" },
  { "LEAT_BAD_FIXTURES", "hang-at-load", LEATD_VERDICT_DEADLY,
    "does not come back from being loaded within 0.5 s" },
};

static void
test_trial_run (gconstpointer data)
{
  const Case *test = data;
  g_autofree char *name = g_strconcat (test->name, ".so", NULL);
  g_autofree char *path = g_build_filename (g_getenv (test->variable), name, NULL);
  g_autofree char *reason = NULL;
  gint64 before = g_get_monotonic_time ();

  leatd_trial_set_time_limit (strcmp (test->name, "hang-at-load") == 0 ? G_USEC_PER_SEC / 2
                                                                       : 30 * G_USEC_PER_SEC);
  g_assert_cmpint (leatd_trial_run (path, &reason), ==, test->verdict);
  g_assert_cmpstr (reason, ==, test->reason);
  g_assert_cmpint (g_get_monotonic_time () - before, <, 20 * G_USEC_PER_SEC);
  /* no child is left behind */
  g_assert_cmpint (waitpid (-1, NULL, WNOHANG), ==, -1);
}

static void
test_trial_no_helper (void)
{
  g_autofree char *helper = g_strdup (g_getenv ("LEATD_PROBE"));
  g_autofree char *reason = NULL;

  g_setenv ("LEATD_PROBE", "/nonexistent/leat-probe", TRUE);
  g_assert_cmpint (leatd_trial_run ("/nonexistent/a.so", &reason), ==, LEATD_VERDICT_NONE);
  g_assert_cmpstr (reason, ==, "/nonexistent/leat-probe: No such file or directory");
  if (helper != NULL)
    g_setenv ("LEATD_PROBE", helper, TRUE);
  else
    g_unsetenv ("LEATD_PROBE");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  scratch_let_children_crash ();
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/trial/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_trial_run);
    }
  g_test_add_func ("/trial/no-helper", test_trial_no_helper);
  return g_test_run ();
}
