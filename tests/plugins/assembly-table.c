/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assembly-table.c - tests the table of parts that wait: its bound, its clock, its state */
#include "assembly-script.h"

static const ScriptCase cases[] = {
  { "/table/crowded", { .most_waiting = 2 }, "a1 a2 a3 b3",
    "crowded(a1,-) crowded(a2,-) complete(a3,b3)" },
  { "/table/crowded-keeps-order", { .most_waiting = 3 }, "a1 a2 b2 a3 b3 end",
    "crowded(a1,-) complete(a2,b2) complete(a3,b3)" },
  { "/table/crowded-order", { .match = ASSEMBLY_MATCH_ORDER, .most_waiting = 1 }, "a1 a2 b8",
    "crowded(a1,-) complete(a2,b8)" },
};

static void
test_due (void)
{
  const AssemblyRules rules = {
    .n_sources = 2,
    .timeout = 10 * SCRIPT_SECOND,
    .most_waiting = 10,
  };
  Script script;

  script_init (&script, &rules);
  g_assert_cmpint (assembly_table_get_due (script.table), ==, -1);
  script_run (&script, "a1@3 b2@5");
  g_assert_cmpint (assembly_table_get_due (script.table), ==, 13 * SCRIPT_SECOND);
  g_assert_cmpuint (assembly_table_get_n_waiting (script.table), ==, 2);
  script_run (&script, "look@13");
  g_assert_cmpint (assembly_table_get_due (script.table), ==, 15 * SCRIPT_SECOND);
  script_run (&script, "a2@14");
  g_assert_cmpint (assembly_table_get_due (script.table), ==, -1);
  g_assert_cmpuint (assembly_table_get_n_waiting (script.table), ==, 0);
  g_assert_cmpstr (script.given->str, ==, "timeout(a1,-) complete(a2,b2)");
  script_clear (&script);
}

static void
count (AssemblyRecord *record, gpointer user_data)
{
  *(guint *) user_data += 1;
}

/* a table after a restart goes on where the first one stood */
static void
test_lanes (void)
{
  const AssemblyRules rules = {
    .n_sources = 2,
    .counters = TRUE,
    .timeout = 10 * SCRIPT_SECOND,
    .most_waiting = 10,
  };
  AssemblyLaneState state;
  Script script, next;
  guint n = 0;

  script_init (&script, &rules);
  script_run (&script, "a5 b5 a0 a1 b6");
  state = assembly_table_get_lane (script.table, 0);
  g_assert_true (state.has_last);
  g_assert_cmpint (state.last, ==, 1);
  g_assert_cmpuint (state.epoch, ==, 2);
  assembly_table_each (script.table, count, &n);
  g_assert_cmpuint (n, ==, 2);

  script_init (&next, &rules);
  assembly_table_set_lane (next.table, 0, &state, 0);
  state = assembly_table_get_lane (script.table, 1);
  assembly_table_set_lane (next.table, 1, &state, 0);
  script_run (&next, "b0 a2 b2");
  g_assert_cmpstr (next.given->str, ==, "passed(-,b0) complete(a2,b2)");
  script_clear (&script);
  script_clear (&next);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  script_add_tests (cases, G_N_ELEMENTS (cases));
  g_test_add_func ("/table/due", test_due);
  g_test_add_func ("/table/lanes", test_lanes);
  return g_test_run ();
}
