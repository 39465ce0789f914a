/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-device-watch.c - tells when a device's name appears */
#include "leatd-device-watch.h"
#include <errno.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>
#include <glib-unix.h>

/* Not GFileMonitor: it wakes for each write() to any tty of a watched /dev, and polls every 4 s for
 * a directory that is gone. IN_ATTRIB, as udev gives a node to its group after making it. */
#define NAMES (IN_CREATE | IN_MOVED_TO | IN_ATTRIB)
#define MASK (NAMES | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR)
#define SELF (IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT | IN_IGNORED)

struct _LeatdDeviceWatch {
  char *path;
  void (*appeared) (gpointer);
  gpointer user_data;
  int fd; /* -1: the kernel has none left for us; the back-off must do */
  int watch;
  char *awaited; /* the next name on the way from the watched directory to the device */
  GSource *source;
};

/* watches the deepest directory that is there, as it is now */
static int
device_watch_descend (LeatdDeviceWatch *self)
{
  g_autofree char *directory = g_path_get_dirname (self->path);
  g_autofree char *awaited = g_path_get_basename (self->path);
  int watch;

  while ((watch = inotify_add_watch (self->fd, directory, MASK)) < 0 &&
         !g_str_equal (directory, "/"))
    {
      g_autofree char *below = g_steal_pointer (&directory);

      directory = g_path_get_dirname (below);
      g_free (awaited);
      awaited = g_path_get_basename (below);
    }

  g_free (self->awaited);
  self->awaited = g_steal_pointer (&awaited);
  return watch;
}

/* until it comes out the same twice: a directory made between the look and the watch is not missed
 * */
static void
device_watch_anchor (LeatdDeviceWatch *self)
{
  int before;

  do
    {
      before = self->watch;
      self->watch = device_watch_descend (self);
      if (before >= 0 && self->watch != before)
        inotify_rm_watch (self->fd, before);
    }
  while (self->watch != before);
}

static gboolean
device_watch_is_there (const LeatdDeviceWatch *self)
{
  struct stat status;

  return lstat (self->path, &status) == 0;
}

/* has the watched directory, or the next name below it, come or gone? */
static gboolean
device_watch_concerns (const LeatdDeviceWatch *self, const struct inotify_event *event)
{
  if ((event->mask & IN_Q_OVERFLOW) != 0)
    return TRUE;
  if (event->wd != self->watch)
    return FALSE;
  return (event->mask & SELF) != 0 || (event->len > 0 && g_str_equal (event->name, self->awaited));
}

static gboolean
device_watch_dispatch (int fd, GIOCondition condition, gpointer user_data)
{
  LeatdDeviceWatch *self = user_data;
  char events[4096] __attribute__ ((aligned (__alignof__(struct inotify_event))));
  const gssize length = read (fd, events, sizeof events);
  const struct inotify_event *event;
  gboolean concerned = FALSE;

  if (length < 0)
    return errno == EAGAIN || errno == EINTR ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;

  for (gssize at = 0; at < length; at += (gssize) (sizeof *event + event->len))
    {
      event = (const struct inotify_event *) (events + at);
      concerned = device_watch_concerns (self, event) || concerned;
    }

  if (concerned)
    {
      device_watch_anchor (self);
      /* last: it may free the watch */
      if (device_watch_is_there (self))
        self->appeared (self->user_data);
    }
  return G_SOURCE_CONTINUE;
}

/**
 * leatd_device_watch_new:
 * @path: the device's name
 * @appeared: called each time the name may have come, or may be opened now; may free the watch
 * @user_data: for @appeared
 *
 * Begins to watch, in the thread-default context of the calling thread; nothing wakes up while
 * nothing is made. Make it before the device is tried: a name that is there already is not told.
 * Several directories of one path moved at once, and a file system mounted over one of them, are
 * found by the back-off only.
 *
 * Returns: (transfer full): the watch; a dumb one if the kernel has no more of them
 *   (fs.inotify.max_user_instances)
 */
LeatdDeviceWatch *
leatd_device_watch_new (const char *path, void (*appeared) (gpointer), gpointer user_data)
{
  LeatdDeviceWatch *self = g_new0 (LeatdDeviceWatch, 1);

  self->path = g_canonicalize_filename (path, NULL);
  self->appeared = appeared;
  self->user_data = user_data;
  self->watch = -1;
  self->fd = inotify_init1 (IN_NONBLOCK | IN_CLOEXEC);
  if (self->fd < 0)
    return self;

  device_watch_anchor (self);
  self->source = g_unix_fd_source_new (self->fd, G_IO_IN);
  g_source_set_static_name (self->source, "device watch");
  g_source_set_callback (self->source, G_SOURCE_FUNC (device_watch_dispatch), self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
  return self;
}

/**
 * leatd_device_watch_free:
 * @self: (transfer full) (nullable): a watch, in the thread that made it
 */
void
leatd_device_watch_free (LeatdDeviceWatch *self)
{
  if (self == NULL)
    return;

  if (self->source != NULL)
    {
      g_source_destroy (self->source);
      g_source_unref (self->source);
    }
  if (self->fd >= 0)
    close (self->fd);
  g_free (self->awaited);
  g_free (self->path);
  g_free (self);
}

const char *
leatd_device_get_path (const char *device)
{
  const char *colon = device != NULL && *device != '/' ? strchr (device, ':') : NULL;

  if (colon == NULL)
    return device;
  return g_str_has_prefix (colon + 1, "//") ? colon + 3 : colon + 1;
}
