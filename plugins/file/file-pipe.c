/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* file-pipe.c - a FIFO that writers come to and leave, standard input */
#include "file-pipe.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

/**
 * file_pipe_read:
 *
 * Looks before it reads: standard input is shared with others, and is left as blocking as it was. A
 * FIFO that had no writer since it was opened has not come to its end: poll(2) tells the two apart.
 *
 * Returns: > 0: so many bytes; 0: the end of what is no FIFO; or one of FILE_PIPE_NOTHING,
 *   FILE_PIPE_LEFT (a hangup: of a FIFO, or of a pipe, whose end that is), FILE_PIPE_FAILED (errno
 *   says why)
 */
gssize
file_pipe_read (int fd, guint8 *data, gsize size)
{
  struct pollfd ready = { .fd = fd, .events = POLLIN };
  gssize length;

  if (poll (&ready, 1, 0) < 0)
    return errno == EINTR ? FILE_PIPE_NOTHING : FILE_PIPE_FAILED;
  if (ready.revents == 0)
    return FILE_PIPE_NOTHING;
  if ((ready.revents & POLLIN) == 0 && (ready.revents & POLLHUP) != 0)
    return FILE_PIPE_LEFT;
  length = read (fd, data, size);
  if (length >= 0)
    return length;
  return errno == EAGAIN || errno == EINTR ? FILE_PIPE_NOTHING : FILE_PIPE_FAILED;
}

/**
 * file_pipe_renew:
 * @fd: of the FIFO @path; its number stays
 *
 * What a writer has put into it meanwhile stays there, for it is opened once more before it is
 * closed.
 */
gboolean
file_pipe_renew (int fd, const char *path, GError **error)
{
  FileKind kind;
  const int fresh = file_device_open (path, FALSE, &kind, error);
  gboolean renewed = TRUE;

  if (fresh < 0)
    return FALSE;
  if (kind != FILE_KIND_FIFO)
    renewed = leat_error_fail (error, LEAT_ERROR_DISCONNECTED, "%s: is no FIFO any more", path);
  else if (dup3 (fresh, fd, O_CLOEXEC) < 0)
    renewed = file_device_fail (path, errno, error);
  close (fresh);
  return renewed;
}
