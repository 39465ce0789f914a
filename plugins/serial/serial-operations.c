/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-operations.c - the system's own calls */
#include "serial-operations.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

/* Documentation/admin-guide/devices.txt: slaves of Unix98 pseudo-terminals */
#define PSEUDO_MAJOR_FIRST 136
#define PSEUDO_MAJOR_LAST 143

static int
system_open (const char *path, int flags)
{
  return (int) TEMP_FAILURE_RETRY (open (path, flags));
}

static int
system_flock (int fd, int operation)
{
  return (int) TEMP_FAILURE_RETRY (flock (fd, operation));
}

static int
system_ioctl (int fd, unsigned long request, gpointer argument)
{
  return (int) TEMP_FAILURE_RETRY (ioctl (fd, request, argument));
}

static gssize
system_read (int fd, gpointer data, gsize size)
{
  return TEMP_FAILURE_RETRY (read (fd, data, size));
}

static gssize
system_write (int fd, gconstpointer data, gsize length)
{
  return TEMP_FAILURE_RETRY (write (fd, data, length));
}

static gboolean
system_is_pseudo (int fd)
{
  struct stat status;

  return fstat (fd, &status) == 0 && S_ISCHR (status.st_mode) &&
         major (status.st_rdev) >= PSEUDO_MAJOR_FIRST &&
         major (status.st_rdev) <= PSEUDO_MAJOR_LAST;
}

const SerialOperations serial_operations_system = {
  .open = system_open,
  .flock = system_flock,
  .ioctl = system_ioctl,
  .read = system_read,
  .write = system_write,
  .is_pseudo = system_is_pseudo,
  .lock_directory = "/var/lock",
};
