/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* record-reads.c - preloaded into leatd: keeps what read() returns from terminals and pipes, recv()
 * from connections, recvmsg() of datagrams, pread() of the file LEAT_RECORD_FILE, or, if
 * LEAT_RECORD_TLS is set, TLS from what it has deciphered; and where each of them hung up */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#define N_FDS 1024

/* between two connections; no byte of a record */
#define HANGUP "\xfe"

/* behind a datagram, or a packet */
#define MESSAGE "\xfd"

typedef ssize_t (*ReadFunc) (int fd, void *data, size_t size);
typedef ssize_t (*ReceiveFunc) (int fd, void *data, size_t size, int flags);
typedef ssize_t (*MessageFunc) (int fd, struct msghdr *message, int flags);
typedef ssize_t (*PlaceFunc) (int fd, void *data, size_t size, off_t offset);
typedef ssize_t (*DecipherFunc) (void *session, void *data, size_t size);

/* major number of the pseudo-terminals' slaves */
#define UNIX98_PTY_SLAVE_MAJOR 136

/* of the host: what leatd wants to know else is short */
#define LONG_READ 32768

static char is_open[N_FDS];
static int record = -1;

/* a terminal, or a child's output. isatty() says no of one that has hung up before its first byte
 * was read */
static int
is_line (int fd)
{
  struct stat status;

  return fstat (fd, &status) == 0 &&
         (S_ISFIFO (status.st_mode) ||
          (S_ISCHR (status.st_mode) && major (status.st_rdev) == UNIX98_PTY_SLAVE_MAJOR));
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
get_type (int fd)
{
  int type = 0;
  socklen_t length = sizeof type;

  return getsockopt (fd, SOL_SOCKET, SO_TYPE, &type, &length) == 0 ? type : 0;
}

static int
is_connection (int fd)
{
  int domain = 0;
  socklen_t length = sizeof domain;

  return getsockopt (fd, SOL_SOCKET, SO_DOMAIN, &domain, &length) == 0 &&
         (domain == AF_INET || domain == AF_INET6 || domain == AF_UNIX) &&
         (get_type (fd) == SOCK_STREAM || get_type (fd) == SOCK_SEQPACKET) &&
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
  if (size >= LONG_READ)
    record_result (fd, data, length, is_line);
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
  record_result (fd, data, length < (ssize_t) size ? length : (ssize_t) size, is_connection);
  if (length > 0 && get_type (fd) == SOCK_SEQPACKET && is_connection (fd))
    keep (MESSAGE, 1);
  return length;
}

/* The network fails once when somebody has made the file LEAT_FAIL_RECEIVE. The file goes when
 * nothing more can come to the port */
static int
has_failed (int fd)
{
  const char *path = getenv ("LEAT_FAIL_RECEIVE");
  int nothing;

  if (path == NULL || get_type (fd) != SOCK_DGRAM || access (path, F_OK) != 0)
    return 0;
  nothing = open ("/dev/null", O_RDONLY | O_CLOEXEC);
  dup3 (nothing, fd, O_CLOEXEC);
  close (nothing);
  keep (HANGUP, 1);
  unlink (path);
  errno = ENETDOWN;
  return 1;
}

ssize_t
recvmsg (int fd, struct msghdr *message, int flags)
{
  static MessageFunc next;
  ssize_t length;

  if (has_failed (fd))
    return -1;
  if (next == NULL)
    next = (MessageFunc) dlsym (RTLD_NEXT, "recvmsg");
  length = next (fd, message, flags);
  if (length > 0 && get_type (fd) == SOCK_DGRAM && getenv ("LEAT_FAIL_RECEIVE") != NULL)
    {
      keep (message->msg_iov->iov_base, (size_t) length);
      keep (MESSAGE, 1);
    }
  return length;
}

/* --- a file that is followed --- */

/* What was read last is taken when it is read on behind it; when it is begun anew instead, others
 * had written the file anew, and those bytes were let go. */
static struct {
  char data[1 << 16];
  size_t length;
  off_t end;
  int fd;
  int has_kept; /* of this file */
} at_hand;

static int
is_followed (int fd)
{
  const char *path = getenv ("LEAT_RECORD_FILE");
  char own[32], name[4096];
  ssize_t length;

  if (path == NULL)
    return 0;
  snprintf (own, sizeof own, "/proc/self/fd/%d", fd);
  length = readlink (own, name, sizeof name);
  return length >= (ssize_t) strlen (path) && strncmp (name, path, strlen (path)) == 0;
}

__attribute__ ((destructor)) static void
take_at_hand (void)
{
  if (at_hand.length == 0)
    return;
  keep (at_hand.data, at_hand.length);
  at_hand.length = 0;
  at_hand.has_kept = 1;
}

static void
begin_read (int fd, off_t offset)
{
  if (at_hand.length > 0 && fd == at_hand.fd && offset == at_hand.end)
    take_at_hand ();
  at_hand.length = 0;
  if (offset == 0 && at_hand.has_kept)
    keep (HANGUP, 1);
  if (offset == 0)
    at_hand.has_kept = 0;
}

static void
end_read (int fd, const void *data, ssize_t length, off_t offset)
{
  if (length <= 0)
    return;
  memcpy (at_hand.data, data, (size_t) length);
  at_hand.length = (size_t) length;
  at_hand.end = offset + length;
  at_hand.fd = fd;
}

ssize_t
pread (int fd, void *data, size_t size, off_t offset)
{
  static PlaceFunc next;
  const int is_kept = size >= LONG_READ && size <= sizeof at_hand.data && is_followed (fd);
  ssize_t length;
  int error;

  if (next == NULL)
    next = (PlaceFunc) dlsym (RTLD_NEXT, "pread");
  if (is_kept)
    begin_read (fd, offset);
  length = next (fd, data, size, offset);
  error = errno;
  if (is_kept)
    end_read (fd, data, length, offset);
  errno = error;
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
