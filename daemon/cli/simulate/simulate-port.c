/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-port.c - a pseudo-terminal that is plugged in and pulled out, its name stays */
#include "simulate-port.h"
#include "leat.h"
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

/* what the reader's end takes of what is on the way at a time, once it is empty (the n_tty line
 * discipline), and the most that the kernel has on the way behind it: 20 KiB were measured */
#define PIECE 4095
#define ON_THE_WAY (80 * 1024)

static gboolean
set_system_error (GError **error, const char *what, const char *name)
{
  int code = errno;

  g_set_error (error, G_IO_ERROR, (gint) g_io_error_from_errno (code), "%s: %s: %s", name, what,
               g_strerror (code));
  return FALSE;
}

static void
close_all (LeatSimulatedPort *self)
{
  int *const descriptors[] = { &self->watch, &self->keeper, &self->master };

  for (gsize i = 0; i < G_N_ELEMENTS (descriptors); i++)
    {
      if (*descriptors[i] >= 0)
        close (*descriptors[i]);
      *descriptors[i] = -1;
    }
}

/**
 * leat_simulated_port_init:
 * @self: (out caller-allocated): a port
 * @link: (nullable): a name that stays when the port is pulled out and comes back as another
 * @error: return location
 *
 * Makes a port that is pulled out. A file at @link is not overwritten, an old link is.
 *
 * Returns: %FALSE if @link cannot be used
 */
gboolean
leat_simulated_port_init (LeatSimulatedPort *self, const char *link, GError **error)
{
  struct stat status;

  *self = (LeatSimulatedPort) { .master = -1, .keeper = -1, .watch = -1 };
  if (link != NULL && lstat (link, &status) == 0 && !S_ISLNK (status.st_mode))
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                   "--link: %s: is there and no link; remove it, or name another", link);
      return FALSE;
    }

  self->link = g_strdup (link);
  return TRUE;
}

/**
 * leat_simulated_port_clear:
 * @self: a port
 */
void
leat_simulated_port_clear (LeatSimulatedPort *self)
{
  leat_simulated_port_unplug (self);
  g_clear_pointer (&self->link, g_free);
}

/* bytes go through as they are, and none comes back as an echo, from the first one on */
static gboolean
set_raw (int fd)
{
  struct termios termios;

  if (tcgetattr (fd, &termios) != 0)
    return FALSE;
  cfmakeraw (&termios);
  return tcsetattr (fd, TCSANOW, &termios) == 0;
}

/* as udev does: the new name takes the old one's place at once */
static gboolean
make_link (LeatSimulatedPort *self, GError **error)
{
  g_autofree char *temporary = NULL;

  if (self->link == NULL)
    return TRUE;
  temporary = g_strconcat (self->link, ".new", NULL);
  g_unlink (temporary);
  if (symlink (self->name, temporary) != 0 || g_rename (temporary, self->link) != 0)
    return set_system_error (error, "the link cannot be made", self->link);
  return TRUE;
}

/**
 * leat_simulated_port_plug:
 * @self: a port that is pulled out
 * @error: return location
 *
 * Opens a new pseudo-terminal and gives it its name. What is written to it waits until somebody
 * reads it.
 *
 * Returns: %FALSE if the system has none, or the link cannot be made
 */
gboolean
leat_simulated_port_plug (LeatSimulatedPort *self, GError **error)
{
  self->master = posix_openpt (O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (self->master < 0 || grantpt (self->master) != 0 || unlockpt (self->master) != 0 ||
      ptsname_r (self->master, self->name, sizeof self->name) != 0)
    return set_system_error (error, "no pseudo-terminal can be had", "/dev/ptmx");

  self->keeper = open (self->name, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (self->keeper < 0 || !set_raw (self->keeper))
    return set_system_error (error, "cannot be opened", self->name);

  self->watch = inotify_init1 (IN_NONBLOCK | IN_CLOEXEC);
  if (self->watch < 0 || inotify_add_watch (self->watch, self->name, IN_OPEN) < 0)
    return set_system_error (error, "cannot be watched", self->name);

  return make_link (self, error);
}

/**
 * leat_simulated_port_unplug:
 * @self: a port
 *
 * Pulls it out: its name goes, who reads it sees a hangup, and what was not read is lost.
 */
void
leat_simulated_port_unplug (LeatSimulatedPort *self)
{
  g_autofree char *target = self->link != NULL && self->master >= 0
                                ? g_file_read_link (self->link, NULL)
                                : NULL;

  /* only a link that is still ours */
  if (g_strcmp0 (target, self->name) == 0)
    g_unlink (self->link);
  close_all (self);
}

/**
 * leat_simulated_port_take_reader:
 * @self: a port that is plugged in
 *
 * Forgets that somebody has opened it, so that the watch waits for the next.
 */
void
leat_simulated_port_take_reader (LeatSimulatedPort *self)
{
  char events[1024];

  while (read (self->watch, events, sizeof events) > 0)
    continue;
}

/**
 * leat_simulated_port_is_drained:
 * @self: a port that is plugged in
 *
 * Asks the reader's end, since the machine's own does not know (TIOCOUTQ stays 0). FIONREAD waits
 * for a read(2) that is under way, which at its end has the kernel hand over what had no room
 * before; poll(2) then waits until that is done. A reader may take what comes in between, and more
 * be on the way behind it. But whatever is, at least one piece of it has been handed over by each
 * look that finds nothing: as many looks in a row as there can be pieces, and one, are a proof.
 *
 * Returns: whether all that was written has been read
 */
gboolean
leat_simulated_port_is_drained (const LeatSimulatedPort *self)
{
  for (guint looks = ON_THE_WAY / PIECE + 1; looks > 0; looks--)
    {
      struct pollfd ask = { .fd = self->keeper, .events = POLLIN };
      int unread = 0;

      if (ioctl (self->keeper, FIONREAD, &unread) != 0 || unread != 0 || poll (&ask, 1, 0) != 0)
        return FALSE;
    }
  return TRUE;
}
