/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-port.c - opens a port, or says why it cannot be had and what to do about it */
#include "serial-port.h"
#include "serial-settings.h"
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <termios.h>
#include <unistd.h>

/* who holds a flock(2) on the file: proc(5), /proc/locks; 0: nobody that can be seen from here */
static int
find_lock_holder (const struct stat *status)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents ("/proc/locks", &text, NULL, NULL))
    return 0;

  lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      unsigned int device_major, device_minor;
      unsigned long inode;
      int pid;

      if (sscanf (lines[i], "%*d: FLOCK %*s %*s %d %x:%x:%lu", &pid, &device_major, &device_minor,
                  &inode) == 4 &&
          makedev (device_major, device_minor) == status->st_dev && inode == status->st_ino &&
          pid > 0)
        return pid;
    }

  return 0;
}

static void
set_busy_error (GError **error, const char *path, const struct stat *status)
{
  int pid = find_lock_holder (status);
  g_autofree char *name_path = g_strdup_printf ("/proc/%d/comm", pid);
  g_autofree char *name = NULL;

  if (pid == getpid ())
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_BUSY,
                 "%s: busy: another source has it open; give each source a port of its own", path);
  else if (pid > 0 && g_file_get_contents (name_path, &name, NULL, NULL))
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_BUSY,
                 "%s: busy: %s (process %d) has it open; end that, or take another port", path,
                 g_strchomp (name), pid);
  else
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_BUSY,
                 "%s: busy: another program has it open; `leat ports` shows which", path);
}

/* the group that may use the port, if that is how it is meant: dialout on Debian */
static char *
find_group (const struct stat *status)
{
  const mode_t wanted = S_IRGRP | S_IWGRP;
  struct group group, *found = NULL;
  char buffer[4096];

  if ((status->st_mode & wanted) != wanted || status->st_gid == 0 ||
      getgrgid_r (status->st_gid, &group, buffer, sizeof buffer, &found) != 0 || found == NULL)
    return NULL;
  return g_strdup (found->gr_name);
}

static void
set_permission_error (GError **error, const char *path, const struct stat *status)
{
  g_autofree char *group = find_group (status);

  if (group != NULL)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_FAILED,
                 "%s: permission denied; add the user %s to the group %s, and start again", path,
                 g_get_user_name (), group);
  else
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_FAILED,
                 "%s: permission denied; let the user %s read and write it (ports of Debian belong "
                 "to the group dialout)",
                 path, g_get_user_name ());
}

static void
set_open_error (GError **error, const char *path, const struct stat *status, int code)
{
  switch (code)
    {
    case ENOENT:
    case ENOTDIR:
      g_set_error (
          error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED,
          "%s: no such device; plug the adapter in, or see in `leat ports` how it is called", path);
      break;
    case EACCES:
    case EPERM:
      set_permission_error (error, path, status);
      break;
    case EBUSY:
      set_busy_error (error, path, status);
      break;
    case EIO:
    case ENXIO:
    case ENODEV:
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED,
                   "%s: no hardware is behind this name; see in `leat ports` which ports there are",
                   path);
      break;
    case ENOTTY:
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                   "%s: not a serial port; see in `leat ports` which ports there are", path);
      break;
    default:
      g_set_error (error, G_IO_ERROR, (gint) g_io_error_from_errno (code),
                   "%s: cannot be opened: %s", path, g_strerror (code));
      break;
    }
}

/* Before anything is opened: opening what is no port may do harm. */
static gboolean
check_kind (const char *path, struct stat *status, GError **error)
{
  if (stat (path, status) != 0)
    {
      set_open_error (error, path, status, errno);
      return FALSE;
    }

  if (S_ISDIR (status->st_mode))
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                   "%s: a directory; name one of the ports in it", path);
      return FALSE;
    }
  if (!S_ISCHR (status->st_mode))
    {
      set_open_error (error, path, status, ENOTTY);
      return FALSE;
    }

  return TRUE;
}

/* TIOCEXCL does not stop root, flock does not stop who does not ask for it: both. But TIOCEXCL
 * stays on a pseudo-terminal as long as its other end is open: a process that was killed would lock
 * out the next. */
static gboolean
take_alone (const char *path, const struct stat *status, int fd, const SerialOperations *operations,
            GError **error)
{
  if (operations->flock (fd, LOCK_EX | LOCK_NB) != 0)
    {
      set_open_error (error, path, status, errno == EWOULDBLOCK ? EBUSY : errno);
      return FALSE;
    }
  if (!operations->is_pseudo (fd) && operations->ioctl (fd, TIOCEXCL, NULL) != 0)
    {
      set_open_error (error, path, status, errno);
      return FALSE;
    }

  return TRUE;
}

/**
 * serial_port_open:
 * @path: of the port
 * @exclusive: refuse what others have open, and keep others out
 * @operations: how to reach the system
 * @error: return location
 *
 * Opens a port without waiting for a carrier and without throwing away what waits in it. Each way
 * to fail has a message of its own: LEAT_ERROR_DISCONNECTED (missing), LEAT_ERROR_CONFIG (no port),
 * LEAT_ERROR_BUSY, LEAT_ERROR_FAILED (not permitted), or the system's.
 *
 * Returns: a descriptor, to be closed by serial_port_close(); -1 on error
 */
int
serial_port_open (const char *path, gboolean exclusive, const SerialOperations *operations,
                  GError **error)
{
  struct stat status = { 0 };
  int fd, code;

  if (!check_kind (path, &status, error))
    return -1;

  fd = operations->open (path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0)
    {
      set_open_error (error, path, &status, errno);
      return -1;
    }

  code = serial_settings_probe (operations, fd);
  if (code != 0)
    {
      set_open_error (error, path, &status, code);
      close (fd);
      return -1;
    }

  if (exclusive && !take_alone (path, &status, fd, operations, error))
    {
      close (fd);
      return -1;
    }

  return fd;
}

static gboolean
is_hung_up (int fd)
{
  struct pollfd polled = { .fd = fd, .events = 0 };

  return poll (&polled, 1, 0) < 0 || polled.revents != 0;
}

/**
 * serial_port_is_open:
 * @path: of the port
 * @fd: from serial_port_open(), perhaps of a process that has ended
 * @exclusive: as there
 * @operations: how to reach the system
 * @error: return location
 *
 * An adapter that was pulled out and put in again is another device, whatever its name.
 */
gboolean
serial_port_is_open (const char *path, int fd, gboolean exclusive,
                     const SerialOperations *operations, GError **error)
{
  struct stat status, own;

  if (!check_kind (path, &status, error))
    return FALSE;
  if (fstat (fd, &own) == 0 && own.st_rdev == status.st_rdev && own.st_dev == status.st_dev &&
      own.st_ino == status.st_ino && !is_hung_up (fd) &&
      serial_settings_probe (operations, fd) == 0)
    return !exclusive || take_alone (path, &status, fd, operations, error);
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED, "%s: is another device by now", path);
  return FALSE;
}

/**
 * serial_port_close:
 * @fd: from serial_port_open()
 * @operations: how to reach the system
 *
 * Closes a port at once: what a machine that holds CTS off has not taken would keep close(2)
 * waiting for 30 seconds, so it is thrown away.
 */
void
serial_port_close (int fd, const SerialOperations *operations)
{
  operations->ioctl (fd, TCFLSH, GINT_TO_POINTER (TCOFLUSH));
  operations->ioctl (fd, TIOCNXCL, NULL);
  close (fd);
}
