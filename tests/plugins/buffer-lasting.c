/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-lasting.c - tests that nothing is called safe that a disk has refused to make lasting,
 * though it can be read */
#include <errno.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "buffer-store-fixture.h"

static gint fails;    /* atomic */
static gint given_up; /* atomic */
static gint n_synced; /* atomic: since the store was closed after a refusal */
static gint n_asked;  /* atomic: likewise, what was answered with yes */

static int
sync_file (long call, int fd)
{
  if (g_atomic_int_get (&fails))
    {
      errno = EIO;
      return -1;
    }
  g_atomic_int_inc (&n_synced);
  return (int) syscall (call, fd);
}

/* those of SQLite, too */
int
fsync (int fd)
{
  return sync_file (SYS_fsync, fd);
}

int
fdatasync (int fd)
{
  return sync_file (SYS_fdatasync, fd);
}

/* so a file system that says yes to a sync is asked whether it still writes anything */
int
fallocate (int fd, int mode, off_t offset, off_t length)
{
  if (g_atomic_int_get (&given_up))
    {
      errno = EROFS;
      return -1;
    }
  if ((mode & FALLOC_FL_KEEP_SIZE) != 0) /* room for what is kept in reserve is no question */
    g_atomic_int_inc (&n_asked);
  return (int) syscall (SYS_fallocate, fd, mode, offset, length);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture_set_up (fixture, NULL);
}

static void
expect_read (Fixture *fixture, LeatStoreReader *reader, guint n_records)
{
  g_autofree guint64 *ids = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (LeatBatch) batch = fixture->store->read (reader, 100, G_MAXSIZE, &ids, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (batch != NULL ? leat_batch_get_n_records (batch) : 0, ==, n_records);
}

/* on a disk that works; what was in doubt is settled, or the next write would meet that first */
static void
open_anew (Fixture *fixture, gint *refusal)
{
  g_atomic_int_set (refusal, FALSE);
  buffer_worker_close (&fixture->worker);
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  g_assert_true (buffer_worker_try_flush (&fixture->worker));
}

/* what is done beside the sink may meet a refusal first: the store says so, and is opened anew */
static void
write_anyhow (Fixture *fixture, LeatBatch *batch, gint *refusal, gboolean refuses)
{
  g_atomic_int_set (refusal, refuses);
  while (!buffer_worker_write (&fixture->worker, leat_batch_ref (batch), NULL))
    {
      open_anew (fixture, refusal);
      g_atomic_int_set (refusal, refuses);
    }
}

/* how many rows there are behind it: no more than before, if the keeper met the refusal first */
static char *
write_refused (Fixture *fixture, LeatBatch *batch, gint *refusal)
{
  LeatSink *sink = fixture->worker.sink;
  g_autofree char *position = NULL;
  g_autoptr (GError) error = NULL;
  guint64 safe = 0;

  write_anyhow (fixture, batch, refusal, TRUE);
  g_assert_false (sink->klass->flush (sink, &safe, &position, NULL, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FAILED);
  buffer_worker_close (&fixture->worker);
  g_atomic_int_set (&n_synced, 0);
  g_atomic_int_set (&n_asked, 0);
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  return buffer_worker_query (&fixture->worker, "SELECT count(*) FROM rows");
}

/* three records are safe, four are to come */
static LeatBatch *
begin (Fixture *fixture)
{
  fixture_put (fixture, 3);
  return fixture_make (fixture, 4);
}

/* The disk refuses, and what it refused is read back from the kernel's memory: that it is there is
 * no reason to call it safe, or to send it. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  LeatStoreReader *reader;
  gint *refusal = (gint *) data;
  LeatBatch *batch;
  g_autofree char *n_rows = NULL, *sequences = NULL;

  batch = begin (fixture);
  while (g_str_equal (n_rows = write_refused (fixture, batch, refusal), "3\n"))
    {
      g_clear_pointer (&n_rows, g_free);
      g_clear_pointer (&batch, leat_batch_unref);
      g_atomic_int_set (refusal, FALSE);
      fixture_tear_down (fixture, NULL); /* the head of a log that is renewed is refused, too */
      fixture_set_up (fixture, NULL);
      batch = begin (fixture);
    }
  g_assert_cmpstr (n_rows, ==, "7\n");
  reader = buffer_worker_reader (&fixture->worker, "mes", "*", NULL);
  expect_read (fixture, reader, 3);
  expect_read (fixture, reader, 0);
  write_anyhow (fixture, batch, refusal, FALSE);
  leat_batch_unref (batch);
  g_assert_cmpuint (buffer_worker_flush (&fixture->worker), ==, 4);
  g_assert_cmpint (g_atomic_int_get (&n_synced), >, 0);
  g_assert_cmpint (g_atomic_int_get (&n_asked), >, 0);
  sequences = buffer_worker_query (&fixture->worker, "SELECT group_concat (sequence) FROM rows");
  g_assert_cmpstr (sequences, ==, "1,2,3,4,5,6,7\n");
  expect_read (fixture, reader, 4);
  fixture->store->close_reader (reader);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/buffer-lasting/refused", Fixture, &fails, set_up, test_refused, fixture_tear_down);
  g_test_add ("/buffer-lasting/given-up", Fixture, &given_up, set_up, test_refused,
              fixture_tear_down);
  return g_test_run ();
}
