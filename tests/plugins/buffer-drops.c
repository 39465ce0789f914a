/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-drops.c - tests that what goes is named by its ranges */
#include "buffer-file.h"
#include "buffer-drops.h"

static void
test_tell (void)
{
  BufferWorker worker;
  LeatOrigin *camera = buffer_worker_origin ("camera0", "E");
  LeatOrigin *scale = buffer_worker_origin ("scale", "F");
  g_autoptr (BufferDrops) drops = buffer_drops_new ();
  g_autoptr (BufferDatabase) database = NULL;
  g_autofree char *path = NULL, *both = NULL, *last = NULL;
  guint64 next = 1;

  buffer_worker_init (&worker, NULL);
  path = buffer_worker_path (&worker, "buffer.db");
  g_assert_true (buffer_worker_open (&worker, NULL));
  buffer_worker_put (&worker, buffer_worker_batch (camera, 10, &next));
  buffer_worker_put (&worker, buffer_worker_batch (scale, 5, &next));
  database = buffer_database_open_reading (path, NULL);
  g_assert_null (buffer_drops_tell (drops));
  g_assert_true (buffer_drops_add (drops, database, 2, 5, " rows.id <> 4", NULL));
  g_assert_true (buffer_drops_add (drops, database, 5, 8, " true", NULL));
  g_assert_null (buffer_drops_tell (drops));
  buffer_drops_settle (drops, TRUE);
  both = buffer_drops_tell (drops);
  g_assert_cmpstr (both, ==, "5 of camera0/E/3-8");
  g_assert_true (buffer_drops_add (drops, database, 8, 14, " true", NULL));
  buffer_drops_settle (drops, FALSE); /* its transaction has failed */
  g_assert_true (buffer_drops_add (drops, database, 14, 15, " true", NULL));
  buffer_drops_settle (drops, TRUE);
  last = buffer_drops_tell (drops);
  g_assert_cmpstr (last, ==, "1 of scale/F/15-15");
  leat_origin_unref (camera);
  leat_origin_unref (scale);
  buffer_worker_clear (&worker);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/buffer-drops/tell", test_tell);
  return g_test_run ();
}
