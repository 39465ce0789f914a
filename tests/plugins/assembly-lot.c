/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assembly-lot.c - tests parts that go out together: their batch, and what is kept of them */
#include "../daemon/scratch.h"
#include "assembly-inputs.h"
#include "assembly-lot.h"

static void
test_lot (void)
{
  const AssemblyOptions options = { .match = ASSEMBLY_MATCH_ORDER };
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = g_build_filename (folder, "sub", "x.parts", NULL);
  g_autoptr (AssemblyJournal) journal = assembly_journal_new (path);
  g_auto (AssemblyPlan) plan = { .inputs = NULL };
  g_auto (AssemblyMemory) memory = { .epoch = NULL };
  g_autoptr (AssemblyShape) shape = NULL;
  AssemblyRecord *records[2];
  AssemblyKept *stamp, *other;
  AssemblyLot *lot;
  LeatOrigin *origin;
  Inputs inputs;

  inputs_init (&inputs);
  g_assert_true (assembly_plan_init (&plan, &options, inputs.inputs, 2, NULL));
  shape = assembly_shape_new (&plan, NULL, NULL);
  origin = leat_origin_new ("part", "E", assembly_shape_get_schema (shape), "g", NULL);
  stamp = inputs_make_record (&inputs.inputs[0], 0, "17", 1);
  other = inputs_make_record (&inputs.inputs[1], 1, "x", 2);
  records[0] = &stamp->table;
  records[1] = &other->table;
  lot = assembly_lot_new (NULL, 2, 5);
  assembly_lot_add (lot, shape, origin, ASSEMBLY_COMPLETE, records, 1);
  g_assert_false (stamp->is_released); /* it is held */
  g_assert_true (other->is_released);
  records[1] = NULL;
  assembly_lot_add (lot, shape, origin, ASSEMBLY_UNUSED, records, 0);
  g_assert_true (stamp->is_released);
  g_assert_cmpuint (leat_batch_get_n_records (lot->batch), ==, 2);
  g_assert_cmpuint (leat_batch_get_record (lot->batch, 1)->sequence, ==, 6);

  assembly_journal_begin (journal, "E", "boot", 2, 6);
  assembly_lot_write (lot, journal);
  g_assert_true (assembly_journal_commit (journal, TRUE, NULL));
  assembly_lot_free (lot);
  g_assert_true (assembly_journal_load (journal, &memory, NULL));
  g_assert_cmpuint (g_hash_table_size (memory.records), ==, 2); /* the stamp stands there once */
  g_assert_cmpuint (memory.given.length, ==, 2);
  assembly_kept_unref (stamp);
  assembly_kept_unref (other);
  leat_origin_unref (origin);
  inputs_clear (&inputs);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lot", test_lot);
  return g_test_run ();
}
