/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-mount.c - tests that a store whose disk is not mounted is missed, and not begun anew */
#include "buffer-mount.h"
#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>
#include "buffer-store-fixture.h"

/* The store lies in a folder of a disk in a file, so that the same one can be mounted again. */
typedef struct {
  Fixture  store;   /* first */
  char    *disk;
  char    *away;    /* where it is mounted in the meantime */
  gboolean can_mount;
} Disk;

static const char *const options[] = { "path", "disk/line-3/buffer.db", "min-free", "0", NULL };

static void
disk_come (Disk *self)
{
  g_assert_cmpint (mount (self->away, self->disk, NULL, MS_BIND, NULL), ==, 0);
}

static void
disk_go (Disk *self)
{
  g_assert_cmpint (umount2 (self->disk, MNT_DETACH), ==, 0);
}

static void
set_up (Disk *self, gconstpointer data)
{
  Fixture *fixture = &self->store;
  g_autofree char *folder = NULL;

  buffer_worker_init (&fixture->worker, options);
  fixture->store = buffer_worker_class (&fixture->worker);
  fixture->origin = buffer_worker_origin ("camera0", "E");
  fixture->next = 1;
  self->disk = buffer_worker_path (&fixture->worker, "disk");
  self->away = buffer_worker_path (&fixture->worker, "away");
  g_assert_cmpint (g_mkdir (self->disk, 0700), ==, 0);
  g_assert_cmpint (g_mkdir (self->away, 0700), ==, 0);
  self->can_mount = mount ("leat-test", self->away, "tmpfs", 0, "size=32m") == 0;
  if (!self->can_mount)
    {
      g_test_skip_printf ("no disk of its own: mount: %s", g_strerror (errno));
      return;
    }
  folder = g_build_filename (self->away, "line-3", NULL);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_free (folder);
  /* what somebody once made by hand, or another program, while it was not mounted */
  folder = g_build_filename (self->disk, "line-3", NULL);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  disk_come (self);
}

static void
tear_down (Disk *self, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (self->disk, "line-3", NULL);

  buffer_worker_end (&self->store.worker);
  while (umount2 (self->disk, MNT_DETACH) == 0)
    ;
  if (self->can_mount)
    umount2 (self->away, MNT_DETACH);
  if (self->can_mount && g_rmdir (folder) != 0)
    g_error ("%s: something was put there: %s", folder, g_strerror (errno));
  g_rmdir (self->disk);
  g_rmdir (self->away);
  fixture_tear_down (&self->store, NULL);
  g_free (self->disk);
  g_free (self->away);
}

#define MISSING \
  "*/disk/line-3/buffer.db: nothing is mounted on */disk, where the disk of the store was: mount " \
  "it, no new one is begun beside it; if that disk never comes back, let path= name another file"

static void
assert_missing (Disk *self)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (buffer_worker_open (&self->store.worker, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FAILED);
  g_assert_true (g_pattern_match_simple (MISSING, error->message));
}

static void
assert_has (Disk *self, const char *expected)
{
  LeatStoreReader *reader = buffer_worker_reader (&self->store.worker, "mes", "*", NULL);
  g_autofree char *numbers = buffer_worker_numbers (&self->store.worker, reader, 1000, NULL);

  g_assert_cmpstr (numbers, ==, expected);
  self->store.store->close_reader (reader);
}

static void
test_at_start (Disk *self, gconstpointer data)
{
  Fixture *fixture = &self->store;

  if (!self->can_mount)
    return;
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  fixture_put (fixture, 5);
  buffer_worker_end (&fixture->worker);
  disk_go (self);
  assert_missing (self);
  assert_missing (self);
  disk_come (self);
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  assert_has (self, "1-5");
}

/* another folder is another store, and one that was never on a disk of its own is not missed */
static void
test_first (Disk *self, gconstpointer data)
{
  static const char *const elsewhere[] = { "path", "buffer.db", NULL };
  Fixture *fixture = &self->store;

  if (!self->can_mount)
    return;
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  buffer_worker_end (&fixture->worker);
  disk_go (self);
  fixture->worker.options = elsewhere;
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  fixture_put (fixture, 5);
  buffer_worker_end (&fixture->worker);
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  assert_has (self, "1-5");
}

static void
await_note (Fixture *fixture, const char *pattern)
{
  const gint64 end = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;

  for (;;)
    {
      g_autofree char *notes = buffer_worker_notes (&fixture->worker);

      if (g_pattern_match_simple (pattern, notes))
        return;
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_usleep (10 * 1000);
    }
}

/* it is unmounted, and mounted again, while leatd is at work: what cannot be put into it waits */
static void
test_at_work (Disk *self, gconstpointer data)
{
  Fixture *fixture = &self->store;
  g_autoptr (LeatBatch) batch = NULL;

  if (!self->can_mount)
    return;
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  fixture_put (fixture, 5);
  disk_go (self);
  await_note (fixture, "disk-gone: FOLDER/disk/line-3/buffer.db: nothing is mounted on FOLDER/disk,"
                       " where *");
  batch = fixture_make (fixture, 5);
  g_assert_false (buffer_worker_write (&fixture->worker, leat_batch_ref (batch), NULL));
  buffer_worker_close (&fixture->worker);
  assert_missing (self);
  disk_come (self);
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  buffer_worker_put (&fixture->worker, leat_batch_ref (batch));
  assert_has (self, "1-10");
}

/* the disk is there, and another one: what is gone is told */
static void
test_empty (Disk *self, gconstpointer data)
{
  Fixture *fixture = &self->store;
  g_autofree char *folder = g_build_filename (self->disk, "line-3", NULL);

  if (!self->can_mount)
    return;
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  fixture_put (fixture, 5);
  buffer_worker_end (&fixture->worker);
  disk_go (self);
  g_assert_cmpint (mount ("leat-test", self->disk, "tmpfs", 0, "size=32m"), ==, 0);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  await_note (fixture, "*file-gone: FOLDER/disk/line-3/buffer.db: is not there any more, *");
}

static void
test_find (Disk *self, gconstpointer data)
{
  g_autofree char *found = NULL, *real = NULL, *deep = NULL;

  if (!self->can_mount)
    return;
  deep = g_build_filename (self->disk, "line-3", "not", "there", NULL);
  real = buffer_mount_find (deep);
  g_assert_cmpstr (real, ==, self->disk);
  g_assert_true (buffer_mount_is_there (self->disk));
  g_assert_true (buffer_mount_is_there ("/"));
  g_assert_false (buffer_mount_is_there (deep));
  disk_go (self);
  g_assert_false (buffer_mount_is_there (self->disk));
  found = buffer_mount_find ("/buffer.db");
  g_assert_null (found);
}

#define ADD(name, function) \
  g_test_add ("/buffer-mount/" name, Disk, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("find", test_find);
  ADD ("at-start", test_at_start);
  ADD ("at-work", test_at_work);
  ADD ("first", test_first);
  ADD ("empty", test_empty);
  return g_test_run ();
}
