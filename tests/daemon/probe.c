/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* probe.c - tests the helper that loads one module: what it answers, and to whom */
#include "scratch.h"
#include <string.h>

/* what leat-probe writes to stdout when it is given these arguments */
static char *
probe (const char *first, const char *second, int *code)
{
  g_autofree char *program = g_strdup (g_getenv ("LEATD_PROBE"));
  const char *const arguments[] = { program, first, second, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess)
      child = g_subprocess_newv (arguments,
                                 G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                                 &error);
  char *said = NULL;

  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (child, NULL, NULL, &said, NULL, &error);
  g_assert_no_error (error);
  *code = g_subprocess_get_if_exited (child) ? g_subprocess_get_exit_status (child) : -1;
  return said;
}

static void
test_probe_sound (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("LEAT_FIXTURES"), "fixture-sink.so", NULL);
  int code;
  g_autofree char *said = probe (path, NULL, &code);

  g_assert_cmpstr (said, ==, "sound");
}

static void
test_probe_refused (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("LEAT_BAD_FIXTURES"), "null-descriptor.so",
                                            NULL);
  int code;
  g_autofree char *said = probe (path, NULL, &code);

  g_assert_cmpstr (said, ==, "refused: leat_plugin_get() gave NULL");
}

/* what the module itself prints does not get into the answer */
static void
test_probe_lie (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("LEAT_BAD_FIXTURES"), "exit-at-load.so",
                                            NULL);
  int code;
  g_autofree char *said = probe (path, NULL, &code);

  g_assert_cmpstr (said, ==, "");
  g_assert_cmpint (code, ==, 0);
}

static void
test_probe_usage (void)
{
  int none, two;
  g_autofree char *said_none = probe (NULL, NULL, &none);
  g_autofree char *said_two = probe ("a.so", "b.so", &two);

  g_assert_cmpstr (said_none, ==, "");
  g_assert_cmpstr (said_two, ==, "");
  g_assert_cmpint (none, ==, 2);
  g_assert_cmpint (two, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probe/sound", test_probe_sound);
  g_test_add_func ("/probe/refused", test_probe_refused);
  g_test_add_func ("/probe/lie", test_probe_lie);
  g_test_add_func ("/probe/usage", test_probe_usage);
  return g_test_run ();
}
