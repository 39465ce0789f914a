/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* line-keeper.c - leaves a serial port as it was found */
#include "line-keeper.h"
#include <asm/termbits.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

struct _LeatLineKeeper {
  int fd;
  struct termios2 settings; /* with rates that have no name of their own */
};

LeatLineKeeper *
leat_line_keeper_new (const char *device)
{
  const char *path = g_str_has_prefix (device, "serial://") ? device + strlen ("serial://")
                                                            : device;
  const int fd = *path == '/' ? open (path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC) : -1;
  LeatLineKeeper self = { .fd = fd };

  if (fd < 0)
    return NULL;
  if (ioctl (fd, TCGETS2, &self.settings) == 0)
    return g_memdup2 (&self, sizeof self);
  close (fd);
  return NULL;
}

void
leat_line_keeper_let_go (LeatLineKeeper *self, gboolean restores)
{
  if (self == NULL)
    return;
  if (restores)
    ioctl (self->fd, TCSETS2, &self->settings);
  close (self->fd);
  g_free (self);
}
