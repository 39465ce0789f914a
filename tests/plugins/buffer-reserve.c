/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-reserve.c - tests that room is kept, given up, and kept again only when there is more */
#include "buffer-reserve.h"
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define MEGABYTE (1024 * 1024)

typedef struct {
  char *disk;
  char *path;
  char *file;
  gboolean is_mounted;
  BufferReserve *reserve;
} Fixture;

static void
set_up (Fixture *self, gconstpointer size)
{
  g_autofree char *store = NULL;

  self->disk = g_dir_make_tmp ("leat-reserve-XXXXXX", NULL);
  store = g_build_filename (self->disk, "buffer.db", NULL);
  self->file = g_strconcat (store, "-reserve", NULL);
  self->path = g_build_filename (self->disk, "others", NULL);
  self->is_mounted = mount ("leat-test", self->disk, "tmpfs", 0, size) == 0;
  self->reserve = buffer_reserve_new ();
  buffer_reserve_open (self->reserve, store);
  if (!self->is_mounted)
    g_test_skip_printf ("no disk of its own: mount: %s", g_strerror (errno));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  buffer_reserve_free (self->reserve);
  if (self->is_mounted)
    umount2 (self->disk, MNT_DETACH);
  g_rmdir (self->disk);
  g_free (self->disk);
  g_free (self->path);
  g_free (self->file);
}

/* another life of the store */
static void
reopen (Fixture *self)
{
  g_autofree char *store = g_build_filename (self->disk, "buffer.db", NULL);

  buffer_reserve_close (self->reserve);
  buffer_reserve_open (self->reserve, store);
}

/* 0: there is none */
static void
assert_size (Fixture *self, goffset size)
{
  GStatBuf status = { 0 };

  if (g_stat (self->file, &status) != 0)
    g_assert_cmpint (errno, ==, ENOENT);
  g_assert_cmpint (status.st_size, ==, size);
  g_assert_cmpint (status.st_blocks * 512, ==, size);
}

/* what others have on the disk */
static void
fill (Fixture *self, goffset size)
{
  const int fd = g_open (self->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

  g_assert_cmpint (fd, >=, 0);
  if (size > 0)
    g_assert_cmpint (posix_fallocate (fd, 0, size), ==, 0);
  close (fd);
}

static void
test_large (Fixture *self, gconstpointer data)
{
  if (!self->is_mounted)
    return;
  g_assert_false (buffer_reserve_give_up (self->reserve));
  g_assert_true (buffer_reserve_keep (self->reserve));
  assert_size (self, 8 * MEGABYTE);
  fill (self, 32 * MEGABYTE - 100 * 1024);
  g_assert_true (buffer_reserve_keep (self->reserve));
  assert_size (self, 8 * MEGABYTE);
  g_assert_true (buffer_reserve_give_up (self->reserve));
  assert_size (self, 0);
  g_assert_false (buffer_reserve_give_up (self->reserve));
  /* the room that it left is not for those who ask */
  g_assert_false (buffer_reserve_keep (self->reserve));
  assert_size (self, 0);
  reopen (self);
  g_assert_false (buffer_reserve_keep (self->reserve));
  assert_size (self, 0);
  fill (self, 20 * MEGABYTE);
  g_assert_true (buffer_reserve_keep (self->reserve));
  assert_size (self, 8 * MEGABYTE);
}

/* it failed for want of room, which is there: nobody has to make any, whatever others take */
static void
test_plenty (Fixture *self, gconstpointer data)
{
  if (!self->is_mounted)
    return;
  g_assert_true (buffer_reserve_keep (self->reserve));
  g_assert_true (buffer_reserve_give_up (self->reserve));
  fill (self, 100 * MEGABYTE);
  g_assert_true (buffer_reserve_keep (self->reserve));
  assert_size (self, 8 * MEGABYTE);
}

/* half of what there is, and more when there is more */
static void
test_small (Fixture *self, gconstpointer data)
{
  if (!self->is_mounted)
    return;
  fill (self, 36 * MEGABYTE);
  g_assert_true (buffer_reserve_keep (self->reserve));
  assert_size (self, 2 * MEGABYTE);
  g_assert_true (buffer_reserve_keep (self->reserve));
  assert_size (self, 2 * MEGABYTE);
  fill (self, 0);
  g_assert_true (buffer_reserve_keep (self->reserve));
  assert_size (self, 8 * MEGABYTE);
}

/* too little to be of use */
static void
test_none (Fixture *self, gconstpointer data)
{
  if (!self->is_mounted)
    return;
  fill (self, 40 * MEGABYTE - 300 * 1024);
  g_assert_true (buffer_reserve_keep (self->reserve));
  assert_size (self, 0);
}

#define ADD(name, size, function) \
  g_test_add ("/buffer-reserve/" name, Fixture, "size=" size, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("large", "40m", test_large);
  ADD ("plenty", "128m", test_plenty);
  ADD ("small", "40m", test_small);
  ADD ("none", "40m", test_none);
  return g_test_run ();
}
