/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-disk.c - what must outlive a power cut: whole writes, syncs, errors */
#include "leatd-disk.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>
#include "leat-error.h"
#include "leat-sync.h"

/**
 * leatd_disk_fail:
 * @path: what was worked on
 * @what: what was tried: "write", "open"
 * @error: (out): where to put the error
 *
 * Makes an error of errno. Any thread.
 *
 * Returns: %FALSE, for the caller to return; LEAT_ERROR_FULL when there is no room, else
 *   LEAT_ERROR_FAILED
 */
gboolean
leatd_disk_fail (const char *path, const char *what, GError **error)
{
  const int reason = errno;
  const gboolean full = reason == ENOSPC || reason == EDQUOT || reason == EFBIG;
  const char *way_out = "";

  if (full)
    way_out = "; make room, or raise the limit";
  else if (reason == EACCES || reason == EPERM)
    way_out = "; give it to the user that leatd runs as";
  else if (reason == EROFS)
    way_out = "; choose another state-dir";
  else if (reason == EIO)
    way_out = "; its disk is failing";

  g_set_error (error, LEAT_ERROR, full ? LEAT_ERROR_FULL : LEAT_ERROR_FAILED, "%s: cannot %s: %s%s",
               path, what, g_strerror (reason), way_out);
  return FALSE;
}

/**
 * leatd_disk_sync_directory:
 * @path: a directory
 * @error: LEAT_ERROR_FAILED, LEAT_ERROR_FULL
 *
 * What was made, renamed or deleted in it is so after a power cut, too. Any thread; waits for the
 * disk.
 *
 * Returns: %TRUE if it is on the disk
 */
gboolean
leatd_disk_sync_directory (const char *path, GError **error)
{
  const int fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean good;

  if (fd < 0)
    return leatd_disk_fail (path, "open", error);

  good = fsync (fd) == 0;
  if (!good)
    leatd_disk_fail (path, "sync", error);
  close (fd);
  return good;
}

/**
 * leatd_disk_make_directory:
 * @path: a directory
 * @error: LEAT_ERROR_FAILED, LEAT_ERROR_FULL
 *
 * Makes it, and those above it that are not there, for the owner and the group to read; each is
 * synced into the one above it. Any thread; waits for the disk if it makes one.
 *
 * Returns: %TRUE if it is there
 */
gboolean
leatd_disk_make_directory (const char *path, GError **error)
{
  g_autofree char *above = g_path_get_dirname (path);

  if (mkdir (path, 0750) == 0)
    return leatd_disk_sync_directory (above, error);
  if (errno == EEXIST && g_file_test (path, G_FILE_TEST_IS_DIR))
    return TRUE;
  if (errno != ENOENT || g_str_equal (above, path))
    return leatd_disk_fail (path, "make the directory", error);
  if (!leatd_disk_make_directory (above, error))
    return FALSE;
  if (mkdir (path, 0750) != 0 && errno != EEXIST)
    return leatd_disk_fail (path, "make the directory", error);
  return leatd_disk_sync_directory (above, error);
}

/**
 * leatd_disk_write:
 * @fd: a file
 * @path: its name, for the error
 * @data: what to write
 * @length: of @data
 * @offset: where
 * @error: LEAT_ERROR_FAILED, LEAT_ERROR_FULL
 *
 * Writes all of it; after an error a part of it may stand. Any thread; may wait for the disk.
 *
 * Returns: %TRUE if all was taken; it is on the disk after leatd_disk_sync()
 */
gboolean
leatd_disk_write (int fd, const char *path, gconstpointer data, gsize length, gint64 offset,
                  GError **error)
{
  const guint8 *rest = data;

  while (length > 0)
    {
      const gssize n = pwrite (fd, rest, length, offset);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return leatd_disk_fail (path, "write", error);
      rest += n;
      length -= (gsize) n;
      offset += n;
    }
  return TRUE;
}

/**
 * leatd_disk_sync:
 * @fd: a file
 * @path: its name, for the error
 * @error: LEAT_ERROR_FAILED, LEAT_ERROR_FULL
 *
 * Any thread; waits for the disk.
 *
 * Returns: %TRUE if what was written is on the disk; if not, no one knows, and it must be written
 *   again
 */
gboolean
leatd_disk_sync (int fd, const char *path, GError **error)
{
  return leat_sync_file (fd) || leatd_disk_fail (path, "sync", error);
}

/**
 * leatd_disk_get_free:
 * @path: a directory
 * @available: (out): bytes that we may still use of its disk
 *
 * Any thread.
 *
 * Returns: %FALSE if it cannot be known
 */
gboolean
leatd_disk_get_free (const char *path, gint64 *available)
{
  struct statvfs disk;

  if (statvfs (path, &disk) != 0)
    return FALSE;
  *available = (gint64) (disk.f_bavail * disk.f_frsize);
  return TRUE;
}
