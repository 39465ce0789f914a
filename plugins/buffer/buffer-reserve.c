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

struct _BufferReserve {
  int     folder; /* the one in which the store was opened, whatever is mounted over it later */
  char   *name;
  goffset size;   /* that it has */
  goffset least;  /* that it is to have: what was given up */
  gboolean is_impossible;
};

BufferReserve *
buffer_reserve_new (const char *path)
{
  BufferReserve *self = g_new0 (BufferReserve, 1);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  struct stat status;

  self->name = g_strconcat (name, "-reserve", NULL);
  self->folder = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  self->is_impossible = self->folder < 0;
  if (!self->is_impossible && fstatat (self->folder, self->name, &status, 0) == 0)
    self->size = status.st_size;
  return self;
}

void
buffer_reserve_free (BufferReserve *self)
{
  if (self == NULL)
    return;
  if (self->folder >= 0)
    close (self->folder);
  g_free (self->name);
  g_free (self);
}

/* on a small disk half of what is free: the other half bounds what the log can hold */
static goffset
find_size (const BufferReserve *self)
{
  struct statvfs disk;

  if (fstatvfs (self->folder, &disk) != 0)
    return 0;
  return MIN (SIZE, ((goffset) disk.f_bavail * (goffset) disk.f_frsize + self->size) / 2);
}

/* where the file system keeps no room free for a file, there can be none */
static void
make (BufferReserve *self, goffset size)
{
  const int fd = openat (self->folder, self->name, O_WRONLY | O_CREAT | O_CLOEXEC, 0640);

  self->is_impossible = fd < 0 || fallocate (fd, 0, 0, size) != 0;
  self->size = self->is_impossible ? 0 : size;
  self->least = 0;
  if (fd >= 0)
    close (fd);
  if (self->is_impossible)
    unlinkat (self->folder, self->name, 0);
}

gboolean
buffer_reserve_keep (BufferReserve *self)
{
  goffset size;

  if (self->is_impossible || self->size >= SIZE)
    return TRUE;
  size = find_size (self);
  if (size >= MAX (self->least, SIZE_MIN) && size / 2 >= self->size)
    make (self, size);
  return self->least == 0;
}

gboolean
buffer_reserve_give_up (BufferReserve *self)
{
  if (self->size == 0 || unlinkat (self->folder, self->name, 0) != 0)
    return FALSE;
  self->least = self->size;
  self->size = 0;
  return TRUE;
}
