/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-presence.c - who is at work on a store, which other processes can see */
#include "buffer-presence.h"
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* behind those of all readers */
#define OWNER ((off_t) G_MAXUINT32 + 1)

/* of the file beside the store's, not of the store's itself: to close that would let go of the
 * locks that SQLite has on it */
static int
open_file (const char *path, int flags)
{
  g_autofree char *name = g_strconcat (path, "-readers", NULL);

  return g_open (name, O_RDWR | O_CLOEXEC | flags, 0640);
}

/* its byte; two names that have the same one are seen as one, which only refuses too much */
static struct flock
make_lock (const char *reader, short type)
{
  return (struct flock) { .l_type = type, .l_whence = SEEK_SET, .l_start = g_str_hash (reader),
                          .l_len = 1 };
}

/* shared: the reader's second place has its own */
int
buffer_presence_enter (const char *path, const char *reader)
{
  struct flock lock = make_lock (reader, F_RDLCK);
  const int fd = open_file (path, O_CREAT);

  /* where the file system knows no locks, nobody can tell */
  if (fd >= 0)
    TEMP_FAILURE_RETRY (fcntl (fd, F_OFD_SETLKW, &lock));
  return fd;
}

gboolean
buffer_presence_exclude (const char *path, const char *reader, int *fd, GError **error)
{
  struct flock lock = make_lock (reader, F_WRLCK);

  /* who is not there has made none; one of another user's could not be used by the daemon */
  *fd = open_file (path, 0);
  if (*fd < 0 || fcntl (*fd, F_OFD_SETLK, &lock) == 0 || (errno != EAGAIN && errno != EACCES))
    return TRUE;
  close (*fd);
  *fd = -1;
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_BUSY,
               "%s: a running leatd reads under that name; take its sink out of the key file, or "
               "stop leatd, first",
               reader);
  return FALSE;
}

/* two daemons would read under the same names, and each undo what the other writes down */
gboolean
buffer_presence_own (const char *path, int *fd, GError **error)
{
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = OWNER, .l_len = 1 };

  *fd = open_file (path, O_CREAT);
  if (*fd < 0 || fcntl (*fd, F_OFD_SETLK, &lock) == 0 || (errno != EAGAIN && errno != EACCES))
    return TRUE;
  close (*fd);
  *fd = -1;
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_FAILED,
               "%s: another leatd has it as its store; stop that one, or let path= name another "
               "file",
               path);
  return FALSE;
}

gboolean
buffer_presence_used (int fd)
{
  char mark = '\n';
  const gboolean used = fd >= 0 && pread (fd, &mark, 1, 0) == 1;

  /* without the mark a file that is gone is not told of: the store is none the worse */
  return used || (fd >= 0 && pwrite (fd, &mark, 1, 0) < 0);
}
