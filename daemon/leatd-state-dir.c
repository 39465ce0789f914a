/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-state-dir.c - the folder that is one daemon's own */
#include "leatd-state-dir.h"
#include "leat-error.h"
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

#define ANOTHER_PLACE "state-dir= in [daemon] names another place"

static int
state_dir_fault (const char *path, const char *what, int code, GError **error)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
               "%s: cannot be %s: %s; " ANOTHER_PLACE, path, what, g_strerror (code));
  return -1;
}

static void
state_dir_name_holder (const char *path, const char *lock, GError **error)
{
  g_autofree char *holder = NULL;

  g_file_get_contents (lock, &holder, NULL, NULL);
  g_strstrip (holder != NULL ? holder : (holder = g_strdup ("")));
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_BUSY,
               "%s: another leatd uses it (process %s); stop that one, or " ANOTHER_PLACE, path,
               *holder != '\0' ? holder : "unknown");
}

/**
 * leatd_state_dir_lock:
 * @path: the folder, made with its parents if it is not there
 *
 * Makes a state directory this process's own, so that two daemons cannot write to the same files.
 * Main thread.
 *
 * Returns: a descriptor to close in the end; -1 with %LEAT_ERROR_BUSY, or with GIO's error if it
 * cannot be made
 */
int
leatd_state_dir_lock (const char *path, GError **error)
{
  g_autofree char *lock = g_build_filename (path, "lock", NULL);
  int fd;

  if (g_mkdir_with_parents (path, 0750) != 0)
    return state_dir_fault (path, "made", errno, error);
  fd = open (lock, O_RDWR | O_CREAT | O_CLOEXEC, 0640);
  if (fd < 0)
    return state_dir_fault (path, "locked", errno, error);
  if (flock (fd, LOCK_EX | LOCK_NB) != 0)
    {
      state_dir_name_holder (path, lock, error);
      close (fd);
      return -1;
    }
  if (ftruncate (fd, 0) != 0 || dprintf (fd, "%d\n", (int) getpid ()) < 0)
    {
      int code = errno;

      close (fd);
      return state_dir_fault (path, "written to", code, error);
    }
  return fd;
}

/**
 * leatd_state_dir_is_in_use:
 * @path: any folder, also one that is not there
 *
 * Returns: whether a daemon has it as its state directory now
 */
gboolean
leatd_state_dir_is_in_use (const char *path)
{
  g_autofree char *lock = g_build_filename (path, "lock", NULL);
  int fd = open (lock, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  gboolean in_use = fd >= 0 && flock (fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;

  if (fd >= 0)
    close (fd);
  return in_use;
}
