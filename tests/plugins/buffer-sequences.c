/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-sequences.c - tests that a record which the file had before is known, and no other */
#include "buffer-file.h"
#include "buffer-sequences.h"

static gboolean
see (BufferSequences *self, LeatOrigin *origin, guint64 sequence)
{
  g_autoptr (LeatBatch) batch = buffer_worker_batch (origin, 1, &sequence);
  g_autoptr (GError) error = NULL;
  gboolean known;

  buffer_sequences_see (self, leat_batch_get_record (batch, 0), &known, &error);
  g_assert_no_error (error);
  return known;
}

static void
test_lives (void)
{
  BufferFile file;
  LeatOrigin *origin = buffer_worker_origin ("log", "E");
  LeatOrigin *same = buffer_worker_origin ("log", "E");
  LeatOrigin *other = buffer_worker_origin ("log", "F");
  BufferSequences *sequences;

  buffer_file_init (&file);
  sequences = buffer_sequences_new (file.database);
  for (guint64 i = 1; i <= 3; i++)
    g_assert_false (see (sequences, origin, i));
  g_assert_true (buffer_sequences_write (sequences, NULL));
  g_assert_false (see (sequences, origin, 3)); /* of this life: its worker knows what it offers */
  g_assert_false (see (sequences, origin, 4));
  buffer_sequences_reset (sequences);
  buffer_sequences_free (sequences);

  sequences = buffer_sequences_new (file.database);
  g_assert_true (see (sequences, same, 2));
  g_assert_true (see (sequences, same, 3));
  g_assert_false (see (sequences, same, 4));
  g_assert_false (see (sequences, other, 1));
  buffer_sequences_free (sequences);
  leat_origin_unref (origin);
  leat_origin_unref (same);
  leat_origin_unref (other);
  buffer_file_clear (&file);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/buffer-sequences/lives", test_lives);
  return g_test_run ();
}
