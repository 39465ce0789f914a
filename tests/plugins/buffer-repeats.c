/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-repeats.c - tests that a record which the file has is recognized, and no other */
#include "buffer-file.h"
#include "buffer-repeats.h"

static const LeatRecord *
get (const LeatBatch *batch, guint index)
{
  return leat_batch_get_record (batch, index);
}

static BufferRepeats *
open_repeats (const char *path, guint64 first_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BufferDatabase) database = buffer_database_open_reading (path, &error);
  BufferRepeats *repeats = buffer_repeats_new (database, first_id, &error);

  g_assert_no_error (error);
  return repeats;
}

static void
test_take (void)
{
  BufferWorker worker;
  LeatOrigin *origin = buffer_worker_origin ("camera0", "E");
  LeatOrigin *other = buffer_worker_origin ("camera0", "F");
  guint64 next = 1, same = 3;
  LeatBatch *batch = buffer_worker_batch (origin, 5, &next);
  g_autoptr (LeatBatch) stranger = buffer_worker_batch (other, 1, &same);
  g_autofree char *path = NULL;
  BufferRepeats *repeats;

  buffer_worker_init (&worker, NULL);
  path = buffer_worker_path (&worker, "buffer.db");
  g_assert_true (buffer_worker_open (&worker, NULL));
  buffer_worker_put (&worker, leat_batch_ref (batch));

  repeats = open_repeats (path, 2);
  g_assert_true (buffer_repeats_take (&repeats, get (batch, 1)));
  g_assert_false (buffer_repeats_take (&repeats, get (stranger, 0)));
  g_assert_null (repeats);

  repeats = open_repeats (path, 4);
  g_assert_true (buffer_repeats_take (&repeats, get (batch, 3)));
  g_assert_true (buffer_repeats_take (&repeats, get (batch, 4)));
  g_assert_false (buffer_repeats_take (&repeats, get (batch, 4)));
  g_assert_null (repeats);

  leat_batch_unref (batch);
  leat_origin_unref (origin);
  leat_origin_unref (other);
  buffer_worker_clear (&worker);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/buffer-repeats/take", test_take);
  return g_test_run ();
}
