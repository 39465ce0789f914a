/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fail-calls.c - preloaded into a program: lets calls that make files fail, one after the other, or
 * kills the program at one of them
 *
 * LEAT_FAIL_PATH   only files whose path begins so
 * LEAT_FAIL_FROM   the number of the first call that fails, of all kinds below, from 1
 * LEAT_FAIL_COUNT  how many fail in a row
 * LEAT_FAIL_ERROR  errno
 * LEAT_FAIL_TOLD   a file that gets a byte for each call that has failed, or before it is killed
 *
 * LEAT_KILL_CALL   the kind of call: sync, allocate, write, truncate, open (that may make it),
 *                  rename
 * LEAT_KILL_FILE   a glob; only files whose name, without folders, is like it; of rename the old
 *                  one
 * LEAT_KILL_AT     the number of the call, of that kind and such files, from 1
 * LEAT_KILL_WHEN   before, after
 */
#undef _FILE_OFFSET_BITS /* both names of a call are to be caught, as they are in the C library */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static atomic_long n_calls;
static atomic_long n_kills;

/* the real one; dlsym() says it as an object pointer (POSIX allows that, C does not) */
#define REAL(name) ((__typeof__ (&name)) dlsym (RTLD_NEXT, #name))

static long
get_number (const char *name)
{
  const char *text = getenv (name);

  return text != NULL ? atol (text) : 0;
}

/* of a file, or of none: "" */
static void
get_path (int fd, char path[PATH_MAX])
{
  char link[64];
  ssize_t length;

  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  length = readlink (link, path, PATH_MAX - 1);
  path[length > 0 ? length : 0] = '\0';
}

static void
tell (void)
{
  const char *path = getenv ("LEAT_FAIL_TOLD");
  int fd = path != NULL ? REAL (open) (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;

  if (fd < 0)
    return;
  if (REAL (write) (fd, "!", 1) != 1)
    abort ();
  close (fd);
}

/* is it the turn of this call to fail? */
static int
fails (const char *path)
{
  const char *prefix = getenv ("LEAT_FAIL_PATH");
  const long from = get_number ("LEAT_FAIL_FROM");
  long call;

  if (prefix == NULL || strncmp (path, prefix, strlen (prefix)) != 0)
    return 0;
  call = atomic_fetch_add (&n_calls, 1) + 1;
  if (call < from || call >= from + get_number ("LEAT_FAIL_COUNT"))
    return 0;
  tell ();
  errno = (int) get_number ("LEAT_FAIL_ERROR");
  return 1;
}

static int
is_to_kill (const char *call, const char *path)
{
  const char *wanted = getenv ("LEAT_KILL_CALL");
  const char *glob = getenv ("LEAT_KILL_FILE");
  const char *slash = strrchr (path, '/');

  return wanted != NULL && glob != NULL && strcmp (call, wanted) == 0 &&
         fnmatch (glob, slash != NULL ? slash + 1 : path, 0) == 0;
}

static void
die (const char *when)
{
  const char *wanted = getenv ("LEAT_KILL_WHEN");

  if (wanted == NULL || strcmp (when, wanted) != 0)
    return;
  tell ();
  kill (getpid (), SIGKILL);
  for (;;)
    pause ();
}

/* A call is made. -1: it fails; 1: it is to be killed when it is done; 0: nothing of that */
static int
begin (const char *call, const char *path)
{
  if (is_to_kill (call, path) && atomic_fetch_add (&n_kills, 1) + 1 == get_number ("LEAT_KILL_AT"))
    {
      die ("before");
      return 1;
    }
  return fails (path) ? -1 : 0;
}

static int
begin_at (const char *call, int fd)
{
  char path[PATH_MAX];
  const int error = errno;

  get_path (fd, path);
  errno = error;
  return begin (call, path);
}

/* a call between begin() and its end */
#define CALL(begun, made) \
  __extension__ ({ \
    const int state = (begun); \
    const __typeof__ (made) result = state < 0 ? -1 : (made); \
    if (state > 0) \
      die ("after"); \
    result; \
  })

int
fsync (int fd)
{
  return CALL (begin_at ("sync", fd), REAL (fsync) (fd));
}

int
fdatasync (int fd)
{
  return CALL (begin_at ("sync", fd), REAL (fdatasync) (fd));
}

ssize_t
write (int fd, const void *data, size_t size)
{
  return CALL (begin_at ("write", fd), REAL (write) (fd, data, size));
}

ssize_t
pwrite (int fd, const void *data, size_t size, off_t offset)
{
  return CALL (begin_at ("write", fd), REAL (pwrite) (fd, data, size, offset));
}

ssize_t
pwrite64 (int fd, const void *data, size_t size, off64_t offset)
{
  return CALL (begin_at ("write", fd), REAL (pwrite64) (fd, data, size, offset));
}

/* how a file system is asked whether a sync can be believed */
int
fallocate (int fd, int mode, off_t offset, off_t length)
{
  return CALL (begin_at ("allocate", fd), REAL (fallocate) (fd, mode, offset, length));
}

int
fallocate64 (int fd, int mode, off64_t offset, off64_t length)
{
  return CALL (begin_at ("allocate", fd), REAL (fallocate64) (fd, mode, offset, length));
}

int
ftruncate (int fd, off_t length)
{
  return CALL (begin_at ("truncate", fd), REAL (ftruncate) (fd, length));
}

int
ftruncate64 (int fd, off64_t length)
{
  return CALL (begin_at ("truncate", fd), REAL (ftruncate64) (fd, length));
}

int
rename (const char *from, const char *to)
{
  return CALL (begin ("rename", from), REAL (rename) (from, to));
}

int
open (const char *path, int flags, ...)
{
  va_list arguments;
  mode_t mode;

  va_start (arguments, flags);
  mode = va_arg (arguments, mode_t);
  va_end (arguments);
  return CALL ((flags & O_CREAT) != 0 ? begin ("open", path) : 0, REAL (open) (path, flags, mode));
}

int
open64 (const char *path, int flags, ...)
{
  va_list arguments;
  mode_t mode;

  va_start (arguments, flags);
  mode = va_arg (arguments, mode_t);
  va_end (arguments);
  return CALL ((flags & O_CREAT) != 0 ? begin ("open", path) : 0,
               REAL (open64) (path, flags, mode));
}
