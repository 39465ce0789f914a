/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* mark.c - tests that a mark is told of once each way, however a value goes to and fro */
#include "queue/leatd-mark.h"

static void
test_above (void)
{
  static const struct {
    gint64 value;
    LeatdMarkChange change;
  } steps[] = { { 0, LEATD_MARK_SAME },    { 100, LEATD_MARK_SAME }, { 101, LEATD_MARK_PASSED },
                { 5000, LEATD_MARK_SAME }, { 99, LEATD_MARK_SAME },  { 50, LEATD_MARK_SAME },
                { 101, LEATD_MARK_SAME },  { 49, LEATD_MARK_LEFT },  { 100, LEATD_MARK_SAME },
                { 101, LEATD_MARK_PASSED } };
  LeatdMark mark = { .high = 100, .low = 50 };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    g_assert_cmpint (leatd_mark_see (&mark, steps[i].value), ==, steps[i].change);
}

/* of what must not become too little, what is lacking is looked at */
static void
test_below (void)
{
  LeatdMark mark = { .high = -100, .low = -125 };

  g_assert_cmpint (leatd_mark_see (&mark, -100), ==, LEATD_MARK_SAME);
  g_assert_cmpint (leatd_mark_see (&mark, -99), ==, LEATD_MARK_PASSED);
  g_assert_cmpint (leatd_mark_see (&mark, -125), ==, LEATD_MARK_SAME);
  g_assert_cmpint (leatd_mark_see (&mark, -126), ==, LEATD_MARK_LEFT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mark/above", test_above);
  g_test_add_func ("/mark/below", test_below);
  return g_test_run ();
}
