/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* file-watch.c - one descriptor that can be read when a followed file may have changed */
#include "file-watch.h"
#include <errno.h>
#include <limits.h>
#include <linux/magic.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <sys/timerfd.h>
#include <sys/vfs.h>
#include <unistd.h>

#define FOLDER (IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF)
#define FILE_ITSELF (IN_MODIFY | IN_ATTRIB | IN_MOVE_SELF | IN_DELETE_SELF)

/* of the CIFS in the kernel, which has none in magic.h of old headers */
#define CIFS_MAGIC 0xff534d42
#define SMB2_MAGIC 0xfe534d42
#define FUSE_MAGIC 0x65735546

struct _FileWatch {
  int epoll;    /* of the other two */
  int inotify;  /* -1: the kernel is not asked */
  int timer;
  int file;     /* watch of the file itself; -1: none */
  gint64 interval; /* µs; 0: the kernel tells */
};

/* others write to it on other machines, or the kernel does not see it */
static gboolean
is_remote (const char *folder)
{
  struct statfs status;

  if (statfs (folder, &status) != 0)
    return FALSE;
  switch ((guint32) status.f_type)
    {
    case NFS_SUPER_MAGIC:
    case SMB_SUPER_MAGIC:
    case CIFS_MAGIC:
    case SMB2_MAGIC:
    case FUSE_MAGIC:
    case V9FS_MAGIC:
    case AFS_SUPER_MAGIC:
    case CODA_SUPER_MAGIC:
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
watch_folder (FileWatch *self, const char *folder)
{
  return inotify_add_watch (self->inotify, folder, FOLDER | IN_ONLYDIR) >= 0;
}

/* where the name is, and where it leads to: a symbolic link is replaced there, its file here */
static gboolean
watch_folders (FileWatch *self, const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  char *end = realpath (path, NULL);
  g_autofree char *real = NULL;
  gboolean watched;

  if (is_remote (folder))
    return FALSE;
  watched = watch_folder (self, folder);
  if (end != NULL && watched)
    {
      real = g_path_get_dirname (end);
      watched = !is_remote (real) && watch_folder (self, real);
    }
  free (end);
  return watched;
}

static gboolean
add (FileWatch *self, int fd)
{
  struct epoll_event event = { .events = EPOLLIN };

  return fd >= 0 && epoll_ctl (self->epoll, EPOLL_CTL_ADD, fd, &event) == 0;
}

static void
close_inotify (FileWatch *self)
{
  if (self->inotify >= 0)
    close (self->inotify);
  self->inotify = -1;
}

/**
 * file_watch_new:
 * @path: of the file; its folder is there
 * @interval: µs between two looks, where the kernel does not tell
 * @asks_kernel: %FALSE: it is looked all the same
 *
 * Returns: (transfer full) (nullable)
 */
FileWatch *
file_watch_new (const char *path, gint64 interval, gboolean asks_kernel, GError **error)
{
  g_autoptr (FileWatch) self = g_new0 (FileWatch, 1);

  self->file = -1;
  self->epoll = epoll_create1 (EPOLL_CLOEXEC);
  self->timer = timerfd_create (CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  self->inotify = asks_kernel ? inotify_init1 (IN_NONBLOCK | IN_CLOEXEC) : -1;
  if (self->epoll < 0 || !add (self, self->timer))
    {
      leat_error_fail (error, LEAT_ERROR_FAILED, "%s: cannot be watched: %s", path,
                       g_strerror (errno));
      return NULL;
    }
  if (self->inotify >= 0 && (!watch_folders (self, path) || !add (self, self->inotify)))
    close_inotify (self);
  if (self->inotify < 0)
    {
      self->interval = interval;
      file_watch_wake_in (self, 0);
    }
  return g_steal_pointer (&self);
}

void
file_watch_free (FileWatch *self)
{
  if (self == NULL)
    return;
  close_inotify (self);
  if (self->timer >= 0)
    close (self->timer);
  if (self->epoll >= 0)
    close (self->epoll);
  g_free (self);
}

int
file_watch_get_fd (const FileWatch *self)
{
  return self->epoll;
}

/* by its descriptor, not its name: that may be another file's by now */
void
file_watch_set_file (FileWatch *self, int fd)
{
  char path[64];

  if (self->inotify < 0)
    return;
  if (self->file >= 0)
    inotify_rm_watch (self->inotify, self->file);
  self->file = -1;
  if (fd < 0)
    return;
  g_snprintf (path, sizeof path, "/proc/self/fd/%d", fd);
  self->file = inotify_add_watch (self->inotify, path, FILE_ITSELF);
  if (self->file >= 0)
    return;
  /* the kernel has no watch left (fs.inotify.max_user_watches) */
  close_inotify (self);
  self->interval = G_USEC_PER_SEC;
}

void
file_watch_wake_in (FileWatch *self, gint64 wait)
{
  const gint64 due = self->interval > 0 && (wait == 0 || self->interval < wait) ? self->interval
                                                                                : wait;
  const struct itimerspec time = { .it_value = { .tv_sec = due / G_USEC_PER_SEC,
                                                 .tv_nsec = due % G_USEC_PER_SEC * 1000 } };

  timerfd_settime (self->timer, 0, &time, NULL);
}

/**
 * file_watch_drain:
 *
 * What happens behind it makes the descriptor readable again: first drain, then look.
 */
void
file_watch_drain (FileWatch *self)
{
  char events[4096];
  guint64 n_expired;

  while (self->inotify >= 0 && read (self->inotify, events, sizeof events) > 0)
    ;
  /* that it expired is all there is to know */
  if (read (self->timer, &n_expired, sizeof n_expired) > 0 || self->interval > 0)
    file_watch_wake_in (self, 0);
}
