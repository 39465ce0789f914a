/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-no-room.c - tests that what is in a store can be had while its disk is full, and that it
 * goes on by itself once there is room */
#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>
#include "buffer-database.h"
#include "buffer-later.h"

#define BATCH 500

typedef struct {
  Fixture store; /* first */
  char *disk;
  char *ballast;
  gboolean is_mounted;
} Disk;

static const char *const options[] = { "path", "disk/buffer.db", "min-free", "0", NULL };

static void
disk_set_up (Disk *disk, gconstpointer data)
{
  Fixture *fixture = &disk->store;

  buffer_worker_init (&fixture->worker, options);
  fixture->store = buffer_worker_class (&fixture->worker);
  fixture->origin = buffer_worker_origin ("camera0", "E");
  fixture->next = 1;
  disk->disk = buffer_worker_path (&fixture->worker, "disk");
  disk->ballast = buffer_worker_path (&fixture->worker, "disk/ballast");
  g_assert_cmpint (g_mkdir (disk->disk, 0700), ==, 0);
  disk->is_mounted = mount ("leat-test", disk->disk, "tmpfs", 0, data) == 0;
  if (!disk->is_mounted)
    g_test_skip_printf ("no disk of its own: mount: %s", g_strerror (errno));
}

static void
disk_tear_down (Disk *disk, gconstpointer data)
{
  buffer_worker_end (&disk->store.worker);
  if (disk->is_mounted)
    umount2 (disk->disk, MNT_DETACH);
  g_rmdir (disk->disk);
  fixture_tear_down (&disk->store, NULL);
  g_free (disk->disk);
  g_free (disk->ballast);
}

/* as a sink's worker does: what fails is offered again to a store that is opened anew. FALSE: it is
 * full, and remains so for now */
static gboolean
put (Fixture *fixture, LeatBatch *batch, GError **error)
{
  return (fixture->worker.is_open || buffer_worker_open (&fixture->worker, error)) &&
         buffer_worker_write (&fixture->worker, leat_batch_ref (batch), error) &&
         buffer_worker_try_flush (&fixture->worker);
}

static guint
fill (Fixture *fixture, LeatBatch **left_over)
{
  guint n_safe = 0;

  for (*left_over = fixture_make (fixture, BATCH); put (fixture, *left_over, NULL);
       *left_over = fixture_make (fixture, BATCH))
    {
      leat_batch_unref (*left_over);
      n_safe += BATCH;
      g_assert_cmpuint (n_safe, <, 1000000);
    }
  g_test_message ("%u records fit", n_safe);
  return n_safe;
}

static void
fill_up (Disk *disk)
{
  g_autofree char *bytes = g_malloc0 (4096);
  FILE *file = g_fopen (disk->ballast, "a");

  while (fwrite (bytes, 1, 4096, file) == 4096 && fflush (file) == 0)
    ;
  fclose (file);
}

static void
read_all (Fixture *fixture, LeatStoreReader *reader, guint n_records)
{
  const gint64 end = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;
  guint n_read = 0;

  while (n_read < n_records)
    {
      g_autofree guint64 *ids = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (LeatBatch) batch = fixture->store->read (reader, 1000, G_MAXSIZE, &ids, &error);

      if (g_get_monotonic_time () > end)
        g_error ("%u of %u were read: %s", n_read, n_records,
                 error != NULL ? error->message : "there are no more");
      for (guint i = 0; batch != NULL && i < leat_batch_get_n_records (batch); i++)
        g_assert_cmpint (leat_batch_get_record (batch, i)->values[0].integer, ==, ++n_read);
      if (batch != NULL)
        g_assert_true (
            fixture->store->ack (reader, ids[leat_batch_get_n_records (batch) - 1], NULL, NULL));
    }
}

/* somebody else fills it; the sink tries again and again; readers are given what is there */
static void
test_full (Disk *disk, gconstpointer data)
{
  Fixture *fixture = &disk->store;
  g_autoptr (LeatBatch) left_over = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *expected = NULL, *numbers = NULL;
  LeatStoreReader *reader;
  guint n_safe;

  if (!disk->is_mounted)
    return;
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  reader = buffer_worker_reader (&fixture->worker, "mes", "*", NULL);
  for (guint i = 0; i < 4; i++)
    fixture_put (fixture, BATCH);
  fill_up (disk);
  n_safe = 4 * BATCH + fill (fixture, &left_over);
  for (guint i = 0; i < 5; i++)
    {
      buffer_worker_close (&fixture->worker);
      fill_up (disk);
      g_assert_false (put (fixture, left_over, NULL));
    }
  read_all (fixture, reader, n_safe);
  g_assert_cmpint (g_unlink (disk->ballast), ==, 0);
  buffer_worker_close (&fixture->worker);
  g_assert_true (put (fixture, left_over, &error));
  g_assert_no_error (error);
  fixture->store->close_reader (reader);
  buffer_worker_end (&fixture->worker);
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  reader = buffer_worker_reader (&fixture->worker, "mes", "*", NULL);
  expected = g_strdup_printf ("%u-%u", n_safe + 1, n_safe + BATCH);
  numbers = buffer_worker_numbers (&fixture->worker, reader, 10000, NULL);
  g_assert_cmpstr (numbers, ==, expected);
  fixture->store->close_reader (reader);
}

/* nothing can be written, and that is said; once it can, all that was there is */
static void
test_read_only (Disk *disk, gconstpointer data)
{
  Fixture *fixture = &disk->store;
  g_autoptr (LeatBatch) batch = NULL;
  g_autoptr (GError) error = NULL;
  LeatStoreReader *reader;

  if (!disk->is_mounted)
    return;
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  fixture_put (fixture, BATCH);
  buffer_worker_end (&fixture->worker);
  g_assert_cmpint (mount (NULL, disk->disk, NULL, MS_REMOUNT | MS_RDONLY, NULL), ==, 0);
  batch = fixture_make (fixture, BATCH);
  g_assert_false (put (fixture, batch, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FAILED);
  g_assert_true (g_str_has_suffix (error->message,
                                   "disk/buffer.db: it cannot be opened; mount its file system for "
                                   "writing, let the daemon's user write its folder, or change "
                                   "path="));
  g_clear_error (&error);
  g_assert_cmpint (mount (NULL, disk->disk, NULL, MS_REMOUNT, NULL), ==, 0);
  g_assert_true (put (fixture, batch, &error));
  reader = buffer_worker_reader (&fixture->worker, "mes", "*", NULL);
  read_all (fixture, reader, 2 * BATCH);
  fixture->store->close_reader (reader);
}

#define PAGE 4096
#define N_SAVED 20000

static void
damage (Disk *disk)
{
  g_autofree char *path = g_build_filename (disk->disk, "buffer.db", NULL);
  g_autofree char *garbage = g_malloc (PAGE);
  FILE *file = g_fopen (path, "r+");

  memset (garbage, 0xa5, PAGE);
  g_assert_cmpint (fseek (file, 100 * PAGE, SEEK_SET), ==, 0);
  g_assert_cmpuint (fwrite (garbage, PAGE, 1, file), ==, 1);
  fclose (file);
}

/* what does not fit into the new file is not called lost: it is saved once there is room, and the
 * vain try takes none of it */
static void
test_salvage (Disk *disk, gconstpointer data)
{
  Fixture *fixture = &disk->store;
  g_autofree char *part = buffer_worker_path (&fixture->worker, "disk/buffer.db.salvage");
  g_autofree char *notes = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf status;

  if (!disk->is_mounted)
    return;
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  fixture_put (fixture, N_SAVED);
  buffer_worker_end (&fixture->worker);
  damage (disk);
  fill_up (disk);
  g_assert_cmpint (g_stat (disk->ballast, &status), ==, 0);
  g_assert_cmpint (truncate (disk->ballast, status.st_size - 512 * 1024), ==, 0);
  for (guint i = 0; i < 2; i++)
    {
      g_clear_error (&error);
      g_assert_false (buffer_worker_open (&fixture->worker, &error));
      g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FULL);
      g_assert_nonnull (strstr (error->message, "it is damaged, and what can be read could not be "
                                                "saved: "));
      g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
    }
  g_assert_cmpint (g_unlink (disk->ballast), ==, 0);
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  notes = buffer_worker_notes (&fixture->worker);
  g_assert_true (g_pattern_match_simple ("salvaged: *: 19* records are saved, *", notes));
}

static guint
count (const char *text, const char *part)
{
  guint n = 0;

  while ((text = strstr (text, part)) != NULL)
    {
      text += strlen (part);
      n++;
    }
  return n;
}

static const char *const short_options[] = { "path", "disk/buffer.db", "max-size",
                                             "1M",   "min-free",       "0",
                                             NULL };

/* A disk that has no room for deleting either: what could not go is not called gone, and goes first
 * once the reserve is free. */
static void
test_dropped (Disk *disk, gconstpointer data)
{
  Fixture *fixture = &disk->store;
  g_autoptr (BufferDatabase) database = NULL;
  g_autofree char *notes = NULL, *path = NULL;
  gint64 n_gone, n_left;
  GStatBuf status;

  if (!disk->is_mounted)
    return;
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  fixture->store->close_reader (buffer_worker_reader (&fixture->worker, "mes", "*", NULL));
  for (guint i = 0; i < 3; i++)
    fixture_put (fixture, N_SAVED);
  buffer_worker_end (&fixture->worker);
  fill_up (disk);
  g_assert_cmpint (g_stat (disk->ballast, &status), ==, 0);
  g_assert_cmpint (truncate (disk->ballast, status.st_size - 96 * 1024), ==, 0);
  fixture->worker.options = short_options;
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  await_note (fixture, "disk-full: ");
  await_note (fixture, "dropped: ");
  buffer_worker_close (&fixture->worker);
  notes = buffer_worker_notes (&fixture->worker);
  g_assert_nonnull (strstr (notes, "dropped: to make room: 1000 of camera0/E/1-1000; "));
  g_assert_cmpuint (count (notes, " of camera0/E/1-1000; "), ==, 1);
  path = buffer_worker_path (&fixture->worker, "disk/buffer.db");
  database = buffer_database_open_reading (path, NULL);
  g_assert_true (buffer_database_get (database, "SELECT min (id) - 1 FROM rows", &n_gone, NULL));
  g_assert_true (buffer_database_get (database, "SELECT count(*) FROM rows", &n_left, NULL));
  g_assert_cmpint (n_gone, >=, 1000);
  g_assert_cmpint (n_gone + n_left, ==, 3 * N_SAVED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/buffer-no-room/full", Disk, "size=4m", disk_set_up, test_full, disk_tear_down);
  g_test_add ("/buffer-no-room/read-only", Disk, "size=4m", disk_set_up, test_read_only,
              disk_tear_down);
  g_test_add ("/buffer-no-room/dropped", Disk, "size=16m", disk_set_up, test_dropped,
              disk_tear_down);
  g_test_add ("/buffer-no-room/salvage", Disk, "size=4m", disk_set_up, test_salvage,
              disk_tear_down);
  return g_test_run ();
}
