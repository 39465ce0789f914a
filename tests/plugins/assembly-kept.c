/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assembly-kept.c - tests that a kept record has all of the one it is of, and nothing of its batch
 */
#include "assembly-inputs.h"

static void
test_copy (void)
{
  AssemblyKept *record, *again;
  Inputs inputs;

  inputs_init (&inputs);
  record = inputs_make_record (&inputs.inputs[1], 1, "A-17", 3);
  g_assert_cmpstr (record->values[0].string, ==, "A-17");
  g_assert_cmpuint (record->n_text, ==, 5);
  g_assert_cmpuint (record->sequence, ==, 1843);
  g_assert_cmpint (record->time, ==, 1003);

  again = assembly_kept_alloc (record->origin, record->n_values, record->n_text);
  memcpy (again->values, record->values, sizeof (LeatValue) + record->n_text);
  g_assert_true (assembly_kept_mend (again));
  g_assert_cmpstr (again->values[0].string, ==, "A-17");
  g_assert_true (again->values[0].string != record->values[0].string);
  again->values[0].length = 5; /* one more than there is */
  g_assert_false (assembly_kept_mend (again));
  again->values[0].length = 3; /* one less: no NUL stands there */
  g_assert_false (assembly_kept_mend (again));
  assembly_kept_unref (assembly_kept_ref (again));
  assembly_kept_unref (again);
  assembly_kept_unref (record);
  inputs_clear (&inputs);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kept/copy", test_copy);
  return g_test_run ();
}
