/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* line-keeper.c - leaves a serial port as it was found */
#include "line-keeper.h"
#include "port-list.h"
#include <asm/termbits.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

struct _LeatLineKeeper {
  int fd;
  struct termios2 settings; /* with rates that have no name of their own */
};

/* does the name mean that port? It may say more than is needed to know it */
static gboolean
is_named (const LeatPort *port, const char *device)
{
  const gsize length = port->usb != NULL ? strlen (port->usb) : 0;

  return length > 0 && g_str_has_prefix (device, port->usb) &&
         strchr ("/?&", device[length]) != NULL;
}

/* (transfer full) (nullable): the node of the one port that usb:// names */
static char *
find_usb (const char *device)
{
  static const LeatPortRoots roots = { "/sys", "/dev", "/proc" };
  g_autoptr (GPtrArray) ports = leat_port_list_read (&roots);
  const LeatPort *found = NULL;

  for (guint i = 0; i < ports->len; i++)
    if (is_named (ports->pdata[i], device))
      {
        if (found != NULL)
          return NULL;
        found = ports->pdata[i];
      }
  return found != NULL ? g_strdup (found->device) : NULL;
}

static char *
find_path (const char *device)
{
  if (g_str_has_prefix (device, "usb://"))
    return find_usb (device);
  return g_strdup (g_str_has_prefix (device, "serial://") ? device + strlen ("serial://") : device);
}

LeatLineKeeper *
leat_line_keeper_new (const char *device)
{
  g_autofree char *path = find_path (device);
  const int fd = path != NULL && *path == '/'
                     ? open (path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
                     : -1;
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
