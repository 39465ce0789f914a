/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* error.c - tests the error domain */
#include "leat-error.h"

static void
test_error_quark (void)
{
  g_assert_cmpstr (g_quark_to_string (LEAT_ERROR), ==, "leat-error-quark");
}

static void
test_error_join (void)
{
  g_autoptr (GError) all = NULL;

  leat_error_join (&all, NULL);
  g_assert_no_error (all);
  leat_error_join (&all, g_error_new (LEAT_ERROR, LEAT_ERROR_CONFIG, "one: is bad"));
  leat_error_join (&all, NULL);
  leat_error_join (&all, g_error_new (LEAT_ERROR, LEAT_ERROR_FAILED, "two: is worse"));
  g_assert_error (all, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_cmpstr (all->message, ==, "one: is bad\ntwo: is worse");
}

static void
test_error_fail (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (leat_error_fail (NULL, LEAT_ERROR_CONFIG, "nobody asks"));
  g_assert_false (leat_error_fail (&error, LEAT_ERROR_BUSY, "%s: %d wait", "queue", 7));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_BUSY);
  g_assert_cmpstr (error->message, ==, "queue: 7 wait");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/error/quark", test_error_quark);
  g_test_add_func ("/error/join", test_error_join);
  g_test_add_func ("/error/fail", test_error_fail);
  return g_test_run ();
}
