/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-operations.h - the system calls of a serial line, where tests put in faults */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

/**
 * SerialOperations:
 * @open: open(2)
 * @flock: flock(2)
 * @ioctl: ioctl(2)
 * @read: read(2)
 * @write: write(2)
 * @lock_directory: (nullable): where lock files are
 * @is_pseudo: whether @fd is the slave of a pseudo-terminal: no bits on a wire, so no speed and no
 *   line errors
 *
 * The calls return -1 and set errno as those of their names do.
 */
typedef struct {
  int      (*open)      (const char *path, int flags);
  int      (*flock)     (int fd, int operation);
  int      (*ioctl)     (int fd, unsigned long request, gpointer argument);
  gssize   (*read)      (int fd, gpointer data, gsize size);
  gssize   (*write)     (int fd, gconstpointer data, gsize length);
  gboolean (*is_pseudo) (int fd);
  const char *lock_directory;
} SerialOperations;

extern const SerialOperations serial_operations_system;

G_END_DECLS
