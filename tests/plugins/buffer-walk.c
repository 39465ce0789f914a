/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-walk.c - tests that a walk meets each record that is meant, once and in order */
#include "buffer-worker.h"
#include "buffer-walk.h"

static gboolean
count (const LeatRecord *record, guint64 id, gpointer user_data, GError **error)
{
  guint64 *n_met = user_data;

  g_assert_cmpuint (id, ==, record->sequence);
  if (++*n_met < 2000)
    return TRUE;
  g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_FAILED, "enough");
  return FALSE;
}

static gboolean
on_progress (LeatSink *sink, guint64 done, guint64 total)
{
  g_assert_cmpuint (done, >, 0);
  g_assert_cmpuint (done, <, total); /* it is not asked again */
  return FALSE;
}

static gboolean
pass (const LeatRecord *record, guint64 id, gpointer user_data, GError **error)
{
  return TRUE;
}

static void
test_walk (void)
{
  LeatSinkHost host = { .progress = on_progress };
  LeatSink sink = { .host = &host };
  BufferWorker worker;
  LeatOrigin *camera = buffer_worker_origin ("camera0", "E");
  LeatOrigin *scale = buffer_worker_origin ("scale", "F");
  const gint64 first = 1539410602104518000;
  BufferWalk walk = { (char *) "sc*", first + 1301, first + 1401, NULL };
  g_autoptr (BufferDatabase) database = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  guint64 next = 1, n_met = 0;

  buffer_worker_init (&worker, NULL);
  path = buffer_worker_path (&worker, "buffer.db");
  g_assert_true (buffer_worker_open (&worker, NULL));
  buffer_worker_put (&worker, buffer_worker_batch (camera, 1350, &next));
  buffer_worker_put (&worker, buffer_worker_batch (scale, 1350, &next));
  database = buffer_database_open_reading (path, NULL);
  g_assert_true (buffer_walk_run (&walk, database, count, &n_met, &error));
  g_assert_cmpuint (n_met, ==, 50);
  walk = (BufferWalk) { NULL, G_MININT64, G_MAXINT64, NULL };
  g_assert_false (buffer_walk_run (&walk, database, count, &n_met, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FAILED);
  g_clear_error (&error);
  walk.sink = &sink;
  g_assert_false (buffer_walk_run (&walk, database, pass, NULL, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED);
  leat_origin_unref (camera);
  leat_origin_unref (scale);
  buffer_worker_clear (&worker);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/buffer-walk/walk", test_walk);
  return g_test_run ();
}
