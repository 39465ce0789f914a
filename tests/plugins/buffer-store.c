/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-store.c - tests what happens between the sink's thread and the readers' threads */
#include "buffer-store-fixture.h"

/* a claim takes what was written along: flush() counts it once, a close() in between loses none and
 * doubles none */
static void
test_claim_commits (Fixture *fixture, gconstpointer data)
{
  LeatStoreReader *reader = buffer_worker_reader (&fixture->worker, "mes", "*", NULL);
  LeatBatch *second;
  g_autofree char *sequences = NULL;

  fixture_put (fixture, 3);
  second = fixture_make (fixture, 4);
  g_assert_true (buffer_worker_write (&fixture->worker, leat_batch_ref (second), NULL));
  g_assert_true (fixture_claim (fixture, reader, 2, NULL));
  sequences = buffer_worker_query (&fixture->worker, "SELECT count(*) FROM rows");
  g_assert_cmpstr (sequences, ==, "7\n");
  fixture->store->close_reader (reader);

  buffer_worker_close (&fixture->worker);
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  buffer_worker_put (&fixture->worker, second);
  g_free (sequences);
  sequences = buffer_worker_query (&fixture->worker, "SELECT group_concat (sequence) FROM rows");
  g_assert_cmpstr (sequences, ==, "1,2,3,4,5,6,7\n");
}

#define N_BATCHES 200
#define N_RECORDS 50

typedef struct {
  Fixture *fixture;
  guint64 n_read;
  guint64 n_wanted;
  GMutex mutex;
  GCond cond;
  gboolean woken;
} Consumer;

static void
on_wake (gpointer data)
{
  Consumer *self = data;

  g_mutex_lock (&self->mutex);
  self->woken = TRUE;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}

static void
await_wake (Consumer *self)
{
  const gint64 end = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;

  g_mutex_lock (&self->mutex);
  while (!self->woken)
    if (!g_cond_wait_until (&self->cond, &self->mutex, end))
      g_error ("%" G_GUINT64_FORMAT " records are read, and the others are not told of",
               self->n_read);
  self->woken = FALSE;
  g_mutex_unlock (&self->mutex);
}

/* until the reader's thread has had so many */
static void
await_read (Consumer *self, guint64 n_records)
{
  const gint64 end = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;

  g_mutex_lock (&self->mutex);
  while (self->n_read < n_records)
    if (!g_cond_wait_until (&self->cond, &self->mutex, end))
      g_error ("of %" G_GUINT64_FORMAT " records %" G_GUINT64_FORMAT " are read, and no more",
               n_records, self->n_read);
  g_mutex_unlock (&self->mutex);
}

/* each once and in order, whatever the threads do */
static void
check_batch (Consumer *self, LeatStoreReader *reader, const LeatBatch *batch, const guint64 *ids)
{
  const guint n_records = leat_batch_get_n_records (batch);

  for (guint i = 0; i < n_records; i++)
    g_assert_cmpint (leat_batch_get_record (batch, i)->values[0].integer, ==,
                     (gint64) (self->n_read + i + 1));
  g_assert_true (fixture_claim (self->fixture, reader, ids[n_records - 1], NULL));
  g_assert_true (self->fixture->store->ack (reader, ids[n_records - 1], NULL, NULL));
  g_mutex_lock (&self->mutex);
  self->n_read += n_records;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}

static gpointer
consume (gpointer data)
{
  Consumer *self = data;
  const LeatStoreReaderSetup setup = {
    .struct_size = sizeof setup,
    .name = "mes",
    .wake = on_wake,
    .user_data = self,
  };
  g_autofree char *position = NULL;
  LeatStoreReader *reader = self->fixture->store->open_reader (self->fixture->worker.sink, &setup,
                                                               &position, NULL);

  while (self->n_read < self->n_wanted)
    {
      g_autoptr (GError) error = NULL;
      g_autofree guint64 *ids = NULL;
      g_autoptr (LeatBatch)
          batch = self->fixture->store->read (reader, 70, G_MAXSIZE, &ids, &error);

      if (!g_error_matches (error, LEAT_ERROR, LEAT_ERROR_BUSY)) /* between two lives */
        g_assert_no_error (error);
      if (batch != NULL)
        check_batch (self, reader, batch, ids);
      else
        await_wake (self);
    }
  self->fixture->store->close_reader (reader);
  return NULL;
}

static void
test_threads (Fixture *fixture, gconstpointer data)
{
  Consumer consumer = { .fixture = fixture, .n_wanted = N_BATCHES * N_RECORDS };
  guint64 records = 7;
  gint64 oldest;
  GThread *thread = g_thread_new ("reader", consume, &consumer);
  LeatStoreReader *reader;

  for (guint i = 0; i < N_BATCHES; i++)
    {
      g_assert_true (
          buffer_worker_write (&fixture->worker, fixture_make (fixture, N_RECORDS), NULL));
      if (i % 3 == 0)
        buffer_worker_flush (&fixture->worker);
    }
  buffer_worker_flush (&fixture->worker);
  g_thread_join (thread);
  g_assert_cmpuint (consumer.n_read, ==, N_BATCHES * N_RECORDS);
  reader = buffer_worker_reader (&fixture->worker, "mes", "*", NULL);
  fixture->store->get_backlog (reader, &records, &oldest);
  g_assert_cmpuint (records, ==, 0);
  fixture->store->close_reader (reader);
}

/* who looks into the file of a new life while a commit is made gets what that brings, though no
 * other one follows */
static void
test_commit_at_first_look (Fixture *fixture, gconstpointer data)
{
  Consumer consumer = { .fixture = fixture, .n_wanted = N_BATCHES };
  GThread *thread = g_thread_new ("reader", consume, &consumer);

  for (guint64 i = 1; i <= N_BATCHES; i++)
    {
      fixture_put (fixture, 1);
      await_read (&consumer, i);
      if (i == N_BATCHES)
        break;
      buffer_worker_close (&fixture->worker);
      g_assert_true (buffer_worker_open (&fixture->worker, NULL));
    }
  g_thread_join (thread);
}

/* nothing of a failed commit is called safe, and the sink's thread hears of it */
static void
test_failed_commit (Fixture *fixture, gconstpointer data)
{
  LeatBatch *batch = fixture_make (fixture, 3);
  g_autofree char *trigger = buffer_worker_query (
      &fixture->worker,
      "CREATE TRIGGER no_place BEFORE INSERT ON places BEGIN SELECT raise (ABORT, 'no'); END");
  g_autofree char *done = NULL, *sequences = NULL;
  LeatStoreReader *reader = buffer_worker_reader (&fixture->worker, "mes", "*", NULL);
  g_autoptr (GError) error = NULL, second = NULL;
  g_autofree char *position = NULL;
  guint64 safe = 0;

  /* the keeper may have been first to find that nothing can be committed */
  (void) buffer_worker_write (&fixture->worker, leat_batch_ref (batch), NULL);
  g_assert_false (fixture_claim (fixture, reader, 2, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FAILED);
  g_assert_false (
      fixture->worker.sink->klass->flush (fixture->worker.sink, &safe, &position, NULL, &second));
  g_assert_error (second, LEAT_ERROR, LEAT_ERROR_FAILED);
  g_assert_cmpuint (safe, ==, 0);

  buffer_worker_close (&fixture->worker);
  done = buffer_worker_query (&fixture->worker, "DROP TRIGGER no_place");
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  buffer_worker_put (&fixture->worker, batch);
  g_assert_true (fixture_claim (fixture, reader, 2, NULL));
  sequences = buffer_worker_query (&fixture->worker, "SELECT group_concat (sequence) FROM rows");
  g_assert_cmpstr (sequences, ==, "1,2,3\n");
  fixture->store->close_reader (reader);
}

/* the sink is idle: whoever comes next opens the file anew, and finds that it can be written */
static void
test_heals (Fixture *fixture, gconstpointer data)
{
  LeatStoreReader *reader = buffer_worker_reader (&fixture->worker, "mes", "*", NULL);
  LeatStoreReader *again = buffer_worker_again (&fixture->worker, "mes");
  const gint64 end = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;
  g_autofree char *trigger = NULL, *dropped = NULL, *claimed = NULL;
  guint64 records = 77;
  gint64 oldest;

  fixture_put (fixture, 3);
  fixture->store->get_backlog (again, &records, &oldest);
  g_assert_cmpuint (records, ==, 0);
  trigger = buffer_worker_query (
      &fixture->worker,
      "CREATE TRIGGER no_place BEFORE INSERT ON places BEGIN SELECT raise (ABORT, 'no'); END");
  g_assert_false (fixture_claim (fixture, reader, 2, NULL));
  dropped = buffer_worker_query (&fixture->worker, "DROP TRIGGER no_place");
  while (!fixture_claim (fixture, reader, 3, NULL))
    g_assert_cmpint (g_get_monotonic_time (), <, end);
  claimed = buffer_worker_query (&fixture->worker, "SELECT claimed FROM places WHERE again = 0");
  g_assert_cmpstr (claimed, ==, "3\n");
  fixture_put (fixture, 3);
  fixture->store->close_reader (again);
  fixture->store->close_reader (reader);
}

/* two daemons with one store: the second is told so, as long as the first is at work */
static void
test_one_owner (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = buffer_worker_path (&fixture->worker, "buffer.db");
  const char *const options[] = { "path", path, NULL };
  g_autoptr (GError) error = NULL;
  BufferWorker other;

  buffer_worker_init (&other, options);
  g_assert_false (buffer_worker_open (&other, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "another leatd"));
  buffer_worker_close (&fixture->worker);
  g_assert_true (buffer_worker_open (&other, NULL));
  g_assert_false (buffer_worker_open (&fixture->worker, NULL));
  buffer_worker_clear (&other);
}

#define ADD(name, function) \
  g_test_add ("/buffer-store/" name, Fixture, NULL, fixture_set_up, function, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("claim-commits", test_claim_commits);
  ADD ("threads", test_threads);
  ADD ("commit-at-first-look", test_commit_at_first_look);
  ADD ("failed-commit", test_failed_commit);
  ADD ("heals", test_heals);
  ADD ("one-owner", test_one_owner);
  return g_test_run ();
}
