/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* file-device.c - what device= names: a path, or standard input */
#include "file-device.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SCHEME "file:"

/**
 * file_device_get_path:
 * @device: as device= spells it: file:///PATH, file:PATH, a path, or - and file:- for standard
 *   input
 *
 * Returns: (transfer none): the path in it; "-" is standard input
 */
const char *
file_device_get_path (const char *device)
{
  if (g_str_has_prefix (device, SCHEME))
    device += strlen (SCHEME);
  return g_str_has_prefix (device, "//") ? device + strlen ("//") : device;
}

/**
 * file_device_judge:
 * @error: return location for LEAT_ERROR_CONFIG
 *
 * Touches nothing.
 */
gboolean
file_device_judge (const char *device, GError **error)
{
  const char *path = file_device_get_path (device);

  if (g_str_equal (path, "-"))
    return TRUE;
  if (*path != '/')
    return leat_error_fail (error, LEAT_ERROR_CONFIG,
                            "\"%s\" is no whole path; file:///PATH is right, and - for standard "
                            "input",
                            path);
  if (g_str_has_suffix (path, "/"))
    return leat_error_fail (error, LEAT_ERROR_CONFIG, "%s is a folder, no file", path);
  return TRUE;
}

gboolean
file_device_fail (const char *path, int code, GError **error)
{
  if (code == ENOENT || code == ENOTDIR)
    return leat_error_fail (error, LEAT_ERROR_DISCONNECTED, "%s: there is no such file yet", path);
  if (code == EACCES || code == EPERM)
    return leat_error_fail (error, LEAT_ERROR_DISCONNECTED,
                            "%s: permission denied; let the user of leatd read it and enter its "
                            "folders",
                            path);
  if (code == ELOOP)
    return leat_error_fail (error, LEAT_ERROR_DISCONNECTED,
                            "%s: is a symbolic link that leads to itself", path);
  return leat_error_fail (error, LEAT_ERROR_DISCONNECTED, "%s: %s", path, g_strerror (code));
}

static gboolean
judge_kind (const char *path, mode_t mode, FileKind *kind, GError **error)
{
  *kind = S_ISREG (mode) ? FILE_KIND_REGULAR : S_ISFIFO (mode) ? FILE_KIND_FIFO : FILE_KIND_STREAM;
  if (S_ISDIR (mode))
    return leat_error_fail (error, LEAT_ERROR_DISCONNECTED, "%s: is a folder; name a file in it",
                            path);
  if (S_ISBLK (mode))
    return leat_error_fail (error, LEAT_ERROR_DISCONNECTED, "%s: is a disk, no file", path);
  return TRUE;
}

/* a copy of the descriptor, so that it can be closed and opened like others */
static int
open_input (FileKind *kind, GError **error)
{
  struct stat status;
  int fd = fcntl (STDIN_FILENO, F_DUPFD_CLOEXEC, 0);

  if (fd < 0 || fstat (fd, &status) != 0)
    {
      leat_error_fail (error, LEAT_ERROR_DISCONNECTED, "standard input: %s", g_strerror (errno));
      return -1;
    }
  if (!judge_kind ("standard input", status.st_mode, kind, error))
    {
      close (fd);
      return -1;
    }
  /* what stands on the other side of a pipe is no FIFO that others come to */
  if (*kind == FILE_KIND_FIFO)
    *kind = FILE_KIND_STREAM;
  return fd;
}

/* a FIFO without a writer is opened too, and nothing is waited for */
static int
open_path (const char *path, gboolean makes_fifo)
{
  const int flags = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
  int fd = open (path, flags);

  if (fd < 0 && errno == ENOENT && makes_fifo && (mkfifo (path, 0660) == 0 || errno == EEXIST))
    fd = open (path, flags);
  return fd;
}

/**
 * file_device_open:
 * @path: "-": standard input
 * @makes_fifo: what is not there is made, as a FIFO
 * @kind: (out): what it is
 *
 * Never waits for a writer.
 *
 * Returns: a descriptor, or -1
 */
int
file_device_open (const char *path, gboolean makes_fifo, FileKind *kind, GError **error)
{
  struct stat status;
  int fd;

  if (g_str_equal (path, "-"))
    return open_input (kind, error);
  fd = open_path (path, makes_fifo);
  if (fd < 0 || fstat (fd, &status) != 0)
    {
      if (errno == ENXIO)
        leat_error_fail (error, LEAT_ERROR_DISCONNECTED, "%s: is a socket; unix:// connects to it",
                         path);
      else
        file_device_fail (path, errno, error);
      if (fd >= 0)
        close (fd);
      return -1;
    }
  if (judge_kind (path, status.st_mode, kind, error))
    return fd;
  close (fd);
  return -1;
}
