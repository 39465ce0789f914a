/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* level.c - tests the names of the levels of events */
#include "leat-level.h"

static void
test_levels (void)
{
  static const char *const names[] = { "error", "warning", "info", "debug" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      LeatLevel level;

      g_assert_cmpstr (leat_level_get_name ((LeatLevel) i), ==, names[i]);
      g_assert_true (leat_level_from_name (names[i], &level));
      g_assert_cmpint (level, ==, i);
    }
}

static void
test_no_level (void)
{
  LeatLevel level = LEAT_LEVEL_DEBUG;

  g_assert_false (leat_level_from_name ("notice", &level));
  g_assert_false (leat_level_from_name ("", &level));
  g_assert_cmpint (level, ==, LEAT_LEVEL_DEBUG);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/level/levels", test_levels);
  g_test_add_func ("/level/no-level", test_no_level);
  return g_test_run ();
}
