/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assembly-drift.c - tests that partners who move apart are told of before they lose each other */
#include "assembly-drift.h"

static AssemblyDriftNews
feed (AssemblyDrift *drift, gint64 behind, guint *source)
{
  static const AssemblyRules rules = { .match = ASSEMBLY_MATCH_KEY, .n_sources = 2, .apart = 1000 };
  AssemblyRecord a = { .moment = 5000 }, b = { .moment = 5000 + behind };
  AssemblyRecord *records[] = { &a, &b };

  return assembly_drift_feed (drift, &rules, records, source);
}

static void
test_drift (void)
{
  AssemblyDrift drift = { { 0 }, { FALSE } };
  guint source = 9, n_far = 0, n_near = 0;

  g_assert_cmpint (feed (&drift, 900, &source), ==, ASSEMBLY_DRIFT_NONE); /* one is no drift */
  for (guint i = 0; i < 100; i++)
    n_far += feed (&drift, 800, &source) == ASSEMBLY_DRIFT_FAR && source == 1;
  g_assert_cmpuint (n_far, ==, 1);
  for (guint i = 0; i < 100; i++)
    n_near += feed (&drift, 10, &source) == ASSEMBLY_DRIFT_NEAR && source == 1;
  g_assert_cmpuint (n_near, ==, 1);
  g_assert_cmpint (drift.behind[0], ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drift", test_drift);
  return g_test_run ();
}
