/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-backlog.c - tests that what a reader has still to have is counted, whatever it wants */
#include "buffer-worker.h"

typedef struct {
  BufferWorker          worker;
  const LeatStoreClass *store;
  LeatOrigin           *camera;
  LeatOrigin           *scale;
  guint64               next;
  LeatStoreReader      *reader;
} Fixture;

static void
put (Fixture *fixture, const LeatOrigin *origin, guint n_records)
{
  buffer_worker_put (&fixture->worker, buffer_worker_batch (origin, n_records, &fixture->next));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  buffer_worker_init (&fixture->worker, NULL);
  fixture->store = buffer_worker_class (&fixture->worker);
  fixture->camera = buffer_worker_origin ("camera0", "E");
  fixture->scale = buffer_worker_origin ("scale", "F");
  fixture->next = 1;
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  put (fixture, fixture->camera, 10);
  put (fixture, fixture->scale, 5);
  put (fixture, fixture->camera, 10);
  fixture->reader = buffer_worker_reader (&fixture->worker, "mes", data, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  fixture->store->close_reader (fixture->reader);
  leat_origin_unref (fixture->camera);
  leat_origin_unref (fixture->scale);
  buffer_worker_clear (&fixture->worker);
}

static void
assert_backlog (Fixture *fixture, guint64 expected, guint64 number_of_oldest)
{
  guint64 records = 77;
  gint64 oldest = 77;

  fixture->store->get_backlog (fixture->reader, &records, &oldest);
  g_assert_cmpuint (records, ==, expected);
  if (expected == 0)
    g_assert_cmpint (oldest, ==, 0);
  else
    g_assert_cmpint (oldest, ==, 1539410602104518000 + (gint64) number_of_oldest);
}

static guint64
read_some (Fixture *fixture, guint max_records)
{
  guint64 last = 0;
  g_autofree guint64 *ids = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (LeatBatch)
      batch = fixture->store->read (fixture->reader, max_records, G_MAXSIZE, &ids, &error);

  g_assert_no_error (error);
  if (batch != NULL)
    last = ids[leat_batch_get_n_records (batch) - 1];
  return last;
}

static void
test_all (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpuint (read_some (fixture, 4), ==, 4);
  assert_backlog (fixture, 25, 1);
  put (fixture, fixture->scale, 5);
  assert_backlog (fixture, 30, 1);
  g_assert_true (fixture->store->ack (fixture->reader, 3, NULL, NULL));
  assert_backlog (fixture, 27, 4);
  g_assert_cmpuint (read_some (fixture, 100), ==, 30);
  g_assert_cmpuint (read_some (fixture, 100), ==, 0);
  assert_backlog (fixture, 27, 4);
  g_assert_true (fixture->store->ack (fixture->reader, 30, NULL, NULL));
  assert_backlog (fixture, 0, 0);
  put (fixture, fixture->scale, 2);
  g_assert_cmpuint (read_some (fixture, 1), ==, 31);
  assert_backlog (fixture, 2, 31);
}

static void
test_wanted (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpuint (read_some (fixture, 2), ==, 12);
  assert_backlog (fixture, 5, 11);
  put (fixture, fixture->scale, 3);
  put (fixture, fixture->camera, 3);
  assert_backlog (fixture, 8, 11);
  g_assert_true (fixture->store->ack (fixture->reader, 12, NULL, NULL));
  assert_backlog (fixture, 6, 12);
  g_assert_cmpuint (read_some (fixture, 100), ==, 28);
  g_assert_true (fixture->store->ack (fixture->reader, 28, NULL, NULL));
  g_assert_cmpuint (read_some (fixture, 100), ==, 0);
  assert_backlog (fixture, 0, 0);
  put (fixture, fixture->camera, 3);
  assert_backlog (fixture, 0, 0);
  put (fixture, fixture->scale, 1);
  g_assert_cmpuint (read_some (fixture, 100), ==, 35);
  assert_backlog (fixture, 1, 35);
}

static void
test_after_restart (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpuint (read_some (fixture, 2), ==, 12);
  g_assert_true (fixture->store->ack (fixture->reader, 11, NULL, NULL));
  fixture->store->close_reader (fixture->reader);
  buffer_worker_end (&fixture->worker);
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  fixture->reader = buffer_worker_reader (&fixture->worker, "mes", "scale", NULL);
  g_assert_cmpuint (read_some (fixture, 1), ==, 12);
  assert_backlog (fixture, 4, 12);
}

#define ADD(name, function, sources) \
  g_test_add ("/buffer-backlog/" name, Fixture, sources, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("all", test_all, "*");
  ADD ("wanted", test_wanted, "scale");
  ADD ("after-restart", test_after_restart, "scale");
  return g_test_run ();
}
