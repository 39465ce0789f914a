/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fail-calls.c - preloaded into leatd: lets calls that make files fail, one after the other
 *
 * LEAT_FAIL_PATH   only files whose path begins so
 * LEAT_FAIL_FROM   the number of the first call that fails, of all kinds below, from 1
 * LEAT_FAIL_COUNT  how many fail in a row
 * LEAT_FAIL_ERROR  errno
 * LEAT_FAIL_TOLD   a file that gets a byte for each call that has failed
 */
#undef _FILE_OFFSET_BITS /* both names of a call are to be caught, as they are in the C library */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static atomic_long n_calls;

/* the real one; dlsym() says it as an object pointer (POSIX allows that, C does not) */
#define REAL(name) ((__typeof__ (&name)) dlsym (RTLD_NEXT, #name))

static long
get_number (const char *name)
{
  const char *text = getenv (name);

  return text != NULL ? atol (text) : 0;
}

static int
is_watched_path (const char *path)
{
  const char *prefix = getenv ("LEAT_FAIL_PATH");

  return prefix != NULL && path != NULL && strncmp (path, prefix, strlen (prefix)) == 0;
}

static int
is_watched (int fd)
{
  char link[64], path[PATH_MAX];
  ssize_t length;

  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  length = readlink (link, path, sizeof path - 1);
  if (length < 0)
    return 0;
  path[length] = '\0';
  return is_watched_path (path);
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

/* is it the turn of this call? */
static int
fails (void)
{
  const long call = atomic_fetch_add (&n_calls, 1) + 1;
  const long from = get_number ("LEAT_FAIL_FROM");

  if (call < from || call >= from + get_number ("LEAT_FAIL_COUNT"))
    return 0;
  tell ();
  errno = (int) get_number ("LEAT_FAIL_ERROR");
  return 1;
}

int
fsync (int fd)
{
  return is_watched (fd) && fails () ? -1 : REAL (fsync) (fd);
}

int
fdatasync (int fd)
{
  return is_watched (fd) && fails () ? -1 : REAL (fdatasync) (fd);
}

ssize_t
write (int fd, const void *data, size_t size)
{
  return is_watched (fd) && fails () ? -1 : REAL (write) (fd, data, size);
}

ssize_t
pwrite (int fd, const void *data, size_t size, off_t offset)
{
  return is_watched (fd) && fails () ? -1 : REAL (pwrite) (fd, data, size, offset);
}

ssize_t
pwrite64 (int fd, const void *data, size_t size, off64_t offset)
{
  return is_watched (fd) && fails () ? -1 : REAL (pwrite64) (fd, data, size, offset);
}

int
ftruncate (int fd, off_t length)
{
  return is_watched (fd) && fails () ? -1 : REAL (ftruncate) (fd, length);
}

int
ftruncate64 (int fd, off64_t length)
{
  return is_watched (fd) && fails () ? -1 : REAL (ftruncate64) (fd, length);
}

int
open (const char *path, int flags, ...)
{
  va_list arguments;
  mode_t mode;

  va_start (arguments, flags);
  mode = va_arg (arguments, mode_t);
  va_end (arguments);
  return (flags & O_CREAT) != 0 && is_watched_path (path) && fails ()
             ? -1
             : REAL (open) (path, flags, mode);
}

int
open64 (const char *path, int flags, ...)
{
  va_list arguments;
  mode_t mode;

  va_start (arguments, flags);
  mode = va_arg (arguments, mode_t);
  va_end (arguments);
  return (flags & O_CREAT) != 0 && is_watched_path (path) && fails ()
             ? -1
             : REAL (open64) (path, flags, mode);
}
