/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* record-reads.c - preloaded into leatd: keeps what read() returns from terminals, recv() from
 * connections, or, if LEAT_RECORD_TLS is set, TLS from what it has deciphered; and where each of
 * them hung up */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#define N_FDS 1024

/* between two connections; no byte of a record */
#define HANGUP "\xfe"

typedef ssize_t (*ReadFunc) (int fd, void *data, size_t size);
typedef ssize_t (*ReceiveFunc) (int fd, void *data, size_t size, int flags);
typedef ssize_t (*DecipherFunc) (void *session, void *data, size_t size);

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

static int
is_connection (int fd)
{
  int domain = 0, type = 0;
  socklen_t length = sizeof (int);

  return getsockopt (fd, SOL_SOCKET, SO_DOMAIN, &domain, &length) == 0 &&
         getsockopt (fd, SOL_SOCKET, SO_TYPE, &type, &length) == 0 &&
         (domain == AF_INET || domain == AF_INET6 || domain == AF_UNIX) && type == SOCK_STREAM &&
         getenv ("LEAT_RECORD_TLS") == NULL;
}

/* what the call has returned; errno stays */
static void
record_result (int fd, const void *data, ssize_t length, int (*is_machine) (int))
{
  const int error = errno;

  if (fd < 0 || fd >= N_FDS)
    return;
  if (length > 0 && is_machine (fd))
    {
      is_open[fd] = 1;
      keep (data, (size_t) length);
    }
  else if (is_open[fd] && (length == 0 || (length < 0 && error != EAGAIN && error != EINTR)))
    {
      is_open[fd] = 0;
      keep (HANGUP, 1);
    }
  errno = error;
}

ssize_t
read (int fd, void *data, size_t size)
{
  static ReadFunc next;
  ssize_t length;

  if (next == NULL)
    next = (ReadFunc) dlsym (RTLD_NEXT, "read");
  length = next (fd, data, size);
  record_result (fd, data, length, is_terminal);
  return length;
}

ssize_t
recv (int fd, void *data, size_t size, int flags)
{
  static ReceiveFunc next;
  ssize_t length;

  if (next == NULL)
    next = (ReceiveFunc) dlsym (RTLD_NEXT, "recv");
  length = next (fd, data, size, flags);
  record_result (fd, data, length, is_connection);
  return length;
}

/* what GIO's TLS is made with: found when it is there, as it is no library of leatd itself */
#define GNUTLS "libgnutls.so.30"

/* later, or interrupted. Source: gnutls(3), gnutls_record_recv() */
#define GNUTLS_E_AGAIN       -28
#define GNUTLS_E_INTERRUPTED -52

ssize_t gnutls_record_recv (void *session, void *data, size_t size);

ssize_t
gnutls_record_recv (void *session, void *data, size_t size)
{
  static DecipherFunc next;
  static int is_tls_open;
  ssize_t length;

  if (next == NULL)
    next = (DecipherFunc) dlsym (dlopen (GNUTLS, RTLD_NOW | RTLD_NOLOAD), "gnutls_record_recv");
  length = next (session, data, size);
  if (length > 0)
    keep (data, (size_t) length);
  else if (is_tls_open && length != GNUTLS_E_AGAIN && length != GNUTLS_E_INTERRUPTED)
    keep (HANGUP, 1);
  is_tls_open = length > 0 ||
                (is_tls_open && (length == GNUTLS_E_AGAIN || length == GNUTLS_E_INTERRUPTED));
  return length;
}
