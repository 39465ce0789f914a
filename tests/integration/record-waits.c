/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* record-waits.c - preloaded into leatd: keeps for how many ms each timer of its own is made in the
 * thread of the source camera, and how much was read until then; and while the file LEAT_REFUSE is
 * there, nobody can be connected to, and no port be had */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

typedef void *(*TimerFunc) (unsigned int interval);
typedef int (*AddressFunc) (int fd, const struct sockaddr *address, socklen_t length);

void *g_timeout_source_new (unsigned int interval);

static void
keep_wait (unsigned int interval)
{
  struct stat reads = { 0 };
  const int file = open (getenv ("LEAT_RECORD_WAITS"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC,
                         0600);

  stat (getenv ("LEAT_RECORD_READS"), &reads);
  if (file < 0 || dprintf (file, "%u %lld\n", interval, (long long) reads.st_size) < 0)
    abort ();
  close (file);
}

/* no plugin's, and no library's */
static int
is_leatd (const void *caller)
{
  Dl_info info;
  const char *name;

  if (dladdr (caller, &info) == 0)
    return 0;
  name = strrchr (info.dli_fname, '/');
  return strcmp (name != NULL ? name + 1 : info.dli_fname, "leatd") == 0;
}

void *
g_timeout_source_new (unsigned int interval)
{
  static TimerFunc next;
  char thread[16] = "";

  if (next == NULL)
    next = (TimerFunc) dlsym (RTLD_NEXT, "g_timeout_source_new");
  prctl (PR_GET_NAME, thread);
  if (strcmp (thread, "camera") == 0 && is_leatd (__builtin_return_address (0)))
    keep_wait (interval);
  return next (interval);
}

static int
is_refused (int error)
{
  if (access (getenv ("LEAT_REFUSE"), F_OK) != 0)
    return 0;
  errno = error;
  return 1;
}

int
connect (int fd, const struct sockaddr *address, socklen_t length)
{
  static AddressFunc next;

  if (next == NULL)
    next = (AddressFunc) dlsym (RTLD_NEXT, "connect");
  return is_refused (ECONNREFUSED) ? -1 : next (fd, address, length);
}

int
bind (int fd, const struct sockaddr *address, socklen_t length)
{
  static AddressFunc next;

  if (next == NULL)
    next = (AddressFunc) dlsym (RTLD_NEXT, "bind");
  return is_refused (EADDRINUSE) ? -1 : next (fd, address, length);
}
