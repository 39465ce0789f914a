/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assembly-journal.c - tests the file of waiting parts: made, added to, made anew, refused */
#include "../daemon/scratch.h"
#include "assembly-inputs.h"
#include "assembly-journal.h"

static guint
count_records (AssemblyJournal *journal)
{
  g_auto (AssemblyMemory) memory = { .epoch = NULL };

  g_assert_true (assembly_journal_load (journal, &memory, NULL));
  return g_hash_table_size (memory.records);
}

static void
test_life (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = g_build_filename (folder, "a", "b", "x.parts", NULL);
  g_autoptr (AssemblyJournal) journal = assembly_journal_new (path);
  AssemblyKept *record, *other;
  Inputs inputs;
  gsize size;

  inputs_init (&inputs);
  record = inputs_make_record (&inputs.inputs[0], 0, "17", 1);
  other = inputs_make_record (&inputs.inputs[0], 0, "18", 2);
  g_assert_cmpuint (count_records (journal), ==, 0);
  assembly_journal_begin (journal, "E", "boot", 0, 0);
  g_assert_true (assembly_journal_commit (journal, TRUE, NULL));
  assembly_journal_add_record (journal, record);
  assembly_journal_add_record (journal, record); /* once */
  g_assert_cmpuint (count_records (journal), ==, 0);
  g_assert_true (assembly_journal_commit (journal, TRUE, NULL));
  g_assert_true (assembly_journal_is_empty (journal));
  g_assert_cmpuint (count_records (journal), ==, 1);
  assembly_journal_add_record (journal, other);
  g_assert_true (assembly_journal_commit (journal, FALSE, NULL));
  g_assert_cmpuint (count_records (journal), ==, 2);
  size = assembly_journal_get_size (journal);

  assembly_journal_begin (journal, "E", "boot", 2, 0);
  assembly_journal_add_record (journal, other);
  g_assert_cmpuint (count_records (journal), ==, 2);
  g_assert_true (assembly_journal_commit (journal, TRUE, NULL));
  g_assert_cmpuint (count_records (journal), ==, 1);
  g_assert_cmpuint (assembly_journal_get_size (journal), <, size);
  assembly_kept_unref (record);
  assembly_kept_unref (other);
  inputs_clear (&inputs);
}

static void
test_refused (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = g_build_filename (folder, "x.parts", NULL);
  g_autoptr (AssemblyJournal) journal = assembly_journal_new (path);
  g_auto (AssemblyMemory) memory = { .epoch = NULL };
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "something else", -1, NULL));
  g_assert_false (assembly_journal_load (journal, &memory, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "is no file of waiting parts"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journal/life", test_life);
  g_test_add_func ("/journal/refused", test_refused);
  return g_test_run ();
}
