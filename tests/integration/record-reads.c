/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* record-reads.c - preloaded into leatd: keeps what read() returns from terminals, and where each
 * of them hung up */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#define N_FDS 1024

/* between two connections; no byte of a record */
#define HANGUP "\xfe"

typedef ssize_t (*ReadFunc) (int fd, void *data, size_t size);

/* major number of the pseudo-terminals' slaves */
#define UNIX98_PTY_SLAVE_MAJOR 136

static char is_open[N_FDS];
static int record = -1;

/* isatty() says no of one that has hung up before its first byte was read */
static int
is_terminal (int fd)
{
  struct stat status;

  return fstat (fd, &status) == 0 && S_ISCHR (status.st_mode) &&
         major (status.st_rdev) == UNIX98_PTY_SLAVE_MAJOR;
}

static void
keep (const void *data, size_t length)
{
  if (record < 0)
    record = open (getenv ("LEAT_RECORD_READS"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (write (record, data, length) != (ssize_t) length)
    abort ();
}

ssize_t
read (int fd, void *data, size_t size)
{
  static ReadFunc next;
  ssize_t length;
  int error;

  if (next == NULL)
    next = (ReadFunc) dlsym (RTLD_NEXT, "read");
  length = next (fd, data, size);
  error = errno;
  if (fd < 0 || fd >= N_FDS)
    return length;
  if (length > 0 && is_terminal (fd))
    {
      is_open[fd] = 1;
      keep (data, (size_t) length);
    }
  else if (is_open[fd] && (length == 0 || error == EIO))
    {
      is_open[fd] = 0;
      keep (HANGUP, 1);
    }
  errno = error;
  return length;
}
