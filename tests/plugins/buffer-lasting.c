/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-lasting.c - tests that nothing is called safe that a disk has refused to make lasting,
 * though it can be read */
#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "buffer-store-fixture.h"

static gint fails;     /* atomic */
static gint n_synced;  /* atomic */

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

/* the disk refuses, and what it refused is read back from the kernel's memory: that it is there is
 * no reason to call it safe */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  LeatSink *sink = fixture->worker.sink;
  LeatBatch *batch;
  g_autofree char *position = NULL, *sequences = NULL;
  g_autoptr (GError) error = NULL;
  guint64 safe = 0;

  fixture_put (fixture, 3);
  batch = fixture_make (fixture, 4);
  g_atomic_int_set (&fails, TRUE);
  g_assert_true (buffer_worker_write (&fixture->worker, leat_batch_ref (batch), NULL));
  g_assert_false (sink->klass->flush (sink, &safe, &position, NULL, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FAILED);
  buffer_worker_close (&fixture->worker);
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  sequences = buffer_worker_query (&fixture->worker, "SELECT count(*) FROM rows");
  g_assert_cmpstr (sequences, ==, "7\n");
  g_atomic_int_set (&fails, FALSE);
  g_atomic_int_set (&n_synced, 0);
  buffer_worker_put (&fixture->worker, batch);
  g_assert_cmpint (g_atomic_int_get (&n_synced), >, 0);
  g_free (sequences);
  sequences = buffer_worker_query (&fixture->worker, "SELECT group_concat (sequence) FROM rows");
  g_assert_cmpstr (sequences, ==, "1,2,3,4,5,6,7\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/buffer-lasting/refused", Fixture, NULL, fixture_set_up, test_refused,
              fixture_tear_down);
  return g_test_run ();
}
