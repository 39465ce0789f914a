/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-sync.c - write() to its end, fdatasync(), and a second question */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "leat-sync.h"

/**
 * leat_sync_holds:
 * @fd: a file of one byte at least, open for writing
 *
 * Whether a sync on the same file system that has just said yes can be believed. ext4 stops writing
 * its journal when it meets a fault, and an fdatasync() that was under way then finds its
 * transaction ended and says yes, though nothing of it has come to the disk. A call that needs the
 * journal fails from that moment on: here fallocate() of a byte that is there, which changes
 * nothing and takes a few microseconds. File systems that do not know the call are believed.
 *
 * Any thread.
 *
 * Returns: %FALSE if the file system has been given up: what was synced last may be lost; errno
 *   says why
 */
gboolean
leat_sync_holds (int fd)
{
  return TEMP_FAILURE_RETRY (fallocate (fd, FALLOC_FL_KEEP_SIZE, 0, 1)) == 0 ||
         (errno != EROFS && errno != EIO);
}

/**
 * leat_sync_write:
 * @fd: a file, open for writing
 * @data: @length bytes
 *
 * write(2), as often as it takes: a disk that is filling up takes the first half of what it is
 * given. Any thread. Nothing is on the disk yet: see leat_sync_file().
 *
 * Returns: %TRUE if all of it is written; if not, errno says why, and some of it may be
 */
gboolean
leat_sync_write (int fd, gconstpointer data, gsize length)
{
  const guint8 *at = data;

  while (length > 0)
    {
      const gssize written = TEMP_FAILURE_RETRY (write (fd, at, length));

      if (written < 0)
        return FALSE;
      at += written;
      length -= (gsize) written;
    }
  return TRUE;
}

/**
 * leat_sync_file:
 * @fd: a file, open for writing
 *
 * fdatasync(2), and leat_sync_holds(). Any thread; waits for the disk.
 *
 * Returns: %TRUE if what was written is on the disk; if not, errno says why, nobody knows what is
 *   there, and it must be written again
 */
gboolean
leat_sync_file (int fd)
{
  return fdatasync (fd) == 0 && leat_sync_holds (fd);
}

/**
 * leat_sync_path:
 * @path: of a file or a folder
 *
 * fsync(2) of what is not open: a folder's names, so that a file that was made or renamed there is
 * there after a power cut, too. Any thread; waits for the disk.
 *
 * Returns: %TRUE if it is on the disk; if not, errno says why
 */
gboolean
leat_sync_path (const char *path)
{
  const int fd = open (path, O_RDONLY | O_CLOEXEC);
  const gboolean synced = fd >= 0 && fsync (fd) == 0;
  const int code = errno;

  if (fd >= 0)
    close (fd);
  errno = code;
  return synced;
}
