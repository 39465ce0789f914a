/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assembly-memory.c - tests that a journal that was cut anywhere is read up to there */
#include "../daemon/scratch.h"
#include "assembly-inputs.h"
#include "assembly-journal.h"

/* two groups: two records; then a part of them, its end, and a third record */
static char *
write_journal (const char *path, gsize *length, gsize *first)
{
  g_autoptr (AssemblyJournal) journal = assembly_journal_new (path);
  const AssemblyLaneState lane = { TRUE, 17, 2 };
  AssemblyKept *kept[3];
  AssemblyRecord *records[2];
  Inputs inputs;
  char *data;

  inputs_init (&inputs);
  kept[0] = inputs_make_record (&inputs.inputs[0], 0, "17", 1);
  kept[1] = inputs_make_record (&inputs.inputs[1], 1, "17", 2);
  kept[2] = inputs_make_record (&inputs.inputs[1], 1, "18", 3);
  records[0] = &kept[0]->table;
  records[1] = &kept[1]->table;
  assembly_journal_begin (journal, "EPOCH", "boot", 0, 40);
  assembly_journal_add_record (journal, kept[0]);
  assembly_journal_add_record (journal, kept[1]);
  assembly_journal_add_lane (journal, "camera-0", &lane);
  g_assert_true (assembly_journal_commit (journal, TRUE, NULL));
  *first = assembly_journal_get_size (journal);
  assembly_journal_add_part (journal, 41, 1, ASSEMBLY_COMPLETE, records, 2, 0);
  assembly_journal_add_settled (journal, 41, 41);
  assembly_journal_add_record (journal, kept[2]);
  g_assert_true (assembly_journal_commit (journal, TRUE, NULL));
  for (guint i = 0; i < 3; i++)
    assembly_kept_unref (kept[i]);
  inputs_clear (&inputs);
  g_assert_true (g_file_get_contents (path, &data, length, NULL));
  return data;
}

static void
test_cut (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = g_build_filename (folder, "x.parts", NULL);
  gsize length, first;
  g_autofree char *data = write_journal (path, &length, &first);

  for (gsize i = 0; i <= length; i++)
    {
      g_auto (AssemblyMemory) memory;
      const gboolean whole = i == length;
      gboolean is_journal;

      assembly_memory_init (&memory);
      is_journal = assembly_memory_read (&memory, (const guint8 *) data, i);
      g_assert_cmpint (is_journal, ==, i >= first);
      if (!is_journal)
        continue;
      {
        g_autoptr (GPtrArray) waiting = assembly_memory_list_waiting (&memory);

        g_assert_cmpuint (waiting->len, ==, whole ? 1 : 2);
        g_assert_cmpuint (((AssemblyKept *) waiting->pdata[0])->table.number, ==, whole ? 3 : 1);
      }
      g_assert_cmpuint (memory.given.length, ==, 0);
      g_assert_cmpuint (memory.last_sequence, ==, whole ? 41 : 40);
      g_assert_cmpuint (memory.last_number, ==, whole ? 3 : 2);
      g_assert_cmpuint (memory.length, ==, whole ? length : first);
      g_assert_cmpuint (memory.left, ==, whole ? 0 : i - first);
      g_assert_cmpstr (memory.epoch, ==, "EPOCH");
    }
}

/* any byte of the last group that is otherwise makes it one that was not written */
static void
test_flipped (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = g_build_filename (folder, "x.parts", NULL);
  gsize length, first;
  g_autofree char *data = write_journal (path, &length, &first);

  for (gsize i = first; i < length; i++)
    {
      g_auto (AssemblyMemory) memory;

      assembly_memory_init (&memory);
      data[i] ^= 0x10;
      g_assert_true (assembly_memory_read (&memory, (const guint8 *) data, length));
      g_assert_cmpuint (memory.length, ==, first);
      g_assert_cmpuint (memory.left, ==, length - first);
      data[i] ^= 0x10;
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/memory/cut", test_cut);
  g_test_add_func ("/memory/flipped", test_flipped);
  return g_test_run ();
}
