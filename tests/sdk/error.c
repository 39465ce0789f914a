/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* error.c - tests the error domain */
#include "leat-error.h"

static void
test_error_quark (void)
{
  g_assert_cmpstr (g_quark_to_string (LEAT_ERROR), ==, "leat-error-quark");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/error/quark", test_error_quark);
  return g_test_run ();
}
