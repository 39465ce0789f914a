/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-reserve.c - room on the disk that is kept for the day on which there is no more */
#include "buffer-reserve.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* What the log may hold that has no room in the file yet: as much as it is let grow to, and a
 * transaction. */
#define SIZE ((goffset) 8 * 1024 * 1024)
/* with less nothing could be done */
#define SIZE_MIN ((goffset) 256 * 1024)

/* a disk that has so much is not full, whatever others take meanwhile */
#define PLENTY (4 * SIZE)

struct _BufferReserve {
  int      folder;   /* as it was at open(), whatever is mounted over it later; -1: none */
  char    *name;
  goffset  size;     /* that it has */
  goffset  given_up; /* that it had; 0: it is there, or never was */
  goffset  enough;   /* so much must be free before it is made again */
  gboolean is_impossible;   /* or not open */
};

/* on the disk, for all */
static goffset
get_room (const BufferReserve *self)
{
  struct statvfs disk;

  return fstatvfs (self->folder, &disk) == 0 ? (goffset) disk.f_bavail * (goffset) disk.f_frsize
                                             : 0;
}

/* what it left itself is not enough: somebody must have made room */
static void
await_room (BufferReserve *self, goffset room)
{
  self->enough = MIN (MIN (self->enough, room + self->given_up / 2), PLENTY);
}

BufferReserve *
buffer_reserve_new (void)
{
  BufferReserve *self = g_new0 (BufferReserve, 1);

  self->folder = -1;
  self->is_impossible = TRUE;
  return self;
}

void
buffer_reserve_close (BufferReserve *self)
{
  if (self->folder >= 0)
    close (self->folder);
  self->folder = -1;
  self->size = 0;
  self->is_impossible = TRUE;
  g_clear_pointer (&self->name, g_free);
}

void
buffer_reserve_free (BufferReserve *self)
{
  if (self == NULL)
    return;
  buffer_reserve_close (self);
  g_free (self);
}

void
buffer_reserve_open (BufferReserve *self, const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  struct stat status;

  self->name = g_strconcat (name, "-reserve", NULL);
  self->folder = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  self->is_impossible = self->folder < 0;
  if (!self->is_impossible && fstatat (self->folder, self->name, &status, 0) == 0)
    self->size = status.st_size;
}

/* where the file system keeps no room free for a file, there can be none */
static void
make (BufferReserve *self, goffset size)
{
  const int fd = openat (self->folder, self->name, O_WRONLY | O_CREAT | O_CLOEXEC, 0640);

  self->is_impossible = fd < 0 || fallocate (fd, 0, 0, size) != 0;
  self->size = self->is_impossible ? 0 : size;
  if (fd >= 0)
    close (fd);
  if (self->is_impossible)
    unlinkat (self->folder, self->name, 0);
}

/* on a small disk it is half of what is free: the other half bounds what the log can hold */
gboolean
buffer_reserve_keep (BufferReserve *self)
{
  goffset room, size;

  if (self->is_impossible || self->size >= SIZE)
    return TRUE;
  room = get_room (self);
  if (self->given_up > 0)
    await_room (self, room);
  if (self->given_up > 0 && room < self->enough)
    return FALSE;
  self->given_up = 0;
  size = MIN (SIZE, (room + self->size) / 2);
  if (size >= SIZE_MIN && size / 2 >= self->size)
    make (self, size);
  return TRUE;
}

/* A disk that has room all the same was full for a moment, or not at all: then there is nothing to
 * wait for. */
gboolean
buffer_reserve_give_up (BufferReserve *self)
{
  const gboolean is_full = self->size > 0 && get_room (self) < SIZE_MIN;

  if (self->size == 0 || unlinkat (self->folder, self->name, 0) != 0)
    return FALSE;
  self->given_up = is_full ? self->size : 0;
  self->size = 0;
  self->enough = G_MAXINT64;
  await_room (self, get_room (self));
  return TRUE;
}
