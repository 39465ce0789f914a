/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-lock.c - lock files of ports, by which programs such as minicom and pppd agree */
#include "serial-lock.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <glib/gstdio.h>

/* bytes of a lock file that are looked at */
#define CONTENT_MAX 64

/* LCK..ttyUSB0 for /dev/ttyUSB0 and each link to it. Source: Filesystem Hierarchy Standard 3.0,
 * section 5.9 */
static char *
get_file (const char *directory, const char *path)
{
  g_autofree char *real = realpath (path, NULL);
  const char *whole = real != NULL ? real : path;
  g_autofree char *name = g_strconcat ("LCK..",
                                       g_str_has_prefix (whole, "/dev/") ? whole + strlen ("/dev/")
                                                                         : whole,
                                       NULL);

  return g_build_filename (directory, g_strdelimit (name, "/", '_'), NULL);
}

/* Ten digits and a line feed, as HDB UUCP has it; old programs write an int. 0: nobody that can be
 * told. */
static int
read_holder (const char *file)
{
  int fd = open (file, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
  char content[CONTENT_MAX + 1] = { 0 };
  gssize length = fd >= 0 ? read (fd, content, CONTENT_MAX) : -1;
  int pid = 0;

  if (fd >= 0)
    close (fd);
  if (length == sizeof pid && !g_ascii_isdigit (content[3]))
    memcpy (&pid, content, sizeof pid);
  else if (length > 0)
    pid = atoi (content);
  return MAX (pid, 0);
}

static gboolean
is_alive (int pid)
{
  return pid > 0 && (kill (pid, 0) == 0 || errno == EPERM);
}

static gboolean
refuse (const char *path, const char *file, int pid, GError **error)
{
  g_autofree char *comm = g_strdup_printf ("/proc/%d/comm", pid);
  g_autofree char *name = NULL;

  g_file_get_contents (comm, &name, NULL, NULL);
  return leat_error_fail (
      error, LEAT_ERROR_BUSY,
      "%s: busy: %s (process %d) has locked it by %s; end that, or take another "
      "port; lock-file=no does not ask",
      path, name != NULL ? g_strchomp (name) : "?", pid, file);
}

/* a file of its own beside it, with our number; NULL: none can be written */
static char *
write_own (const char *file)
{
  g_autofree char *directory = g_path_get_dirname (file);
  char *own = g_build_filename (directory, "LTMP.XXXXXX", NULL);
  g_autofree char *content = g_strdup_printf ("%10d\n", (int) getpid ());
  int fd = g_mkstemp_full (own, O_WRONLY | O_CLOEXEC, 0644);
  gboolean written = fd >= 0 && write (fd, content, strlen (content)) == (gssize) strlen (content);
  int code = errno;

  if (fd >= 0)
    close (fd);
  if (written)
    return own;
  if (fd >= 0)
    unlink (own);
  g_free (own);
  errno = code;
  return NULL;
}

/* in one step, so that nobody sees half of it; FALSE: there is one, or errno */
static gboolean
put (const char *file, gboolean replaces)
{
  g_autofree char *own = write_own (file);
  gboolean put;
  int code;

  if (own == NULL)
    return FALSE;
  put = replaces ? rename (own, file) == 0 : link (own, file) == 0;
  code = errno;
  unlink (own);
  errno = code;
  return put;
}

/* the file of one that has ended goes; what is told of it */
static char *
remove_stale (const char *file, int pid)
{
  if (unlink (file) == 0)
    return g_strdup_printf ("%s is of process %d, which has ended: it is removed", file, pid);
  return g_strdup_printf ("%s is of process %d, which has ended, and cannot be removed: %s; going "
                          "on",
                          file, pid, g_strerror (errno));
}

/**
 * serial_lock_take:
 * @directory: /var/lock
 * @path: of the port
 * @mode: not %SERIAL_LOCK_NO
 * @inherited: the port is open by a descriptor of the leatd before, whose file is replaced
 * @file: (out) (transfer full) (nullable): the file that is ours now, for serial_lock_release();
 *   %NULL: none could be written
 * @note: (out) (transfer full) (nullable): what is to be told of a file that somebody left
 * @error: return location
 *
 * Looks whether another program has locked the port, and locks it. The port is to be held by
 * flock(2) already, so that no two of us do this at a time.
 *
 * Returns: %FALSE with LEAT_ERROR_BUSY, or LEAT_ERROR_FAILED if the file must be written and cannot
 */
gboolean
serial_lock_take (const char *directory, const char *path, SerialLockMode mode, gboolean inherited,
                  char **file, char **note, GError **error)
{
  g_autofree char *name = get_file (directory, path);
  const int pid = read_holder (name);
  int code;

  *file = *note = NULL;
  if (is_alive (pid) && pid != getpid () && !inherited)
    return refuse (path, name, pid, error);
  if (!is_alive (pid) && !inherited && access (name, F_OK) == 0)
    *note = remove_stale (name, pid);
  if (put (name, inherited || pid == getpid ()))
    {
      *file = g_steal_pointer (&name);
      return TRUE;
    }
  code = errno;
  if (mode != SERIAL_LOCK_YES)
    return TRUE;
  g_clear_pointer (note, g_free);
  return leat_error_fail (error, LEAT_ERROR_FAILED,
                          "%s: %s cannot be written: %s; let the user %s write there, or take "
                          "lock-file=auto, which goes on without",
                          path, name, g_strerror (code), g_get_user_name ());
}

/**
 * serial_lock_release:
 * @file: (nullable): from serial_lock_take()
 *
 * Removes it, if it is still ours.
 */
void
serial_lock_release (const char *file)
{
  if (file != NULL && read_holder (file) == getpid ())
    unlink (file);
}
