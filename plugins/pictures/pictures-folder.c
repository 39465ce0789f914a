/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pictures-folder.c - the folder that a machine writes pictures into: inotify, and looks */
#include "pictures-folder.h"
#include <errno.h>
#include <glib-unix.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

/* a file that its writer has closed, or renamed when it was whole */
#define WHOLE (IN_CLOSE_WRITE | IN_MOVED_TO)
#define GONE (IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED | IN_UNMOUNT)

/* names that are known at a time; the next look finds the others */
#define NAMES_MAX 4096

struct _PicturesFolder {
  PicturesFolderSetup setup;
  char *path;
  int fd;              /* inotify; -1: the kernel has none left */
  GHashTable *known;   /* names in @names */
  GQueue names;        /* to be told of */
  GSource *watch;      /* (nullable) */
  GSource *worker;     /* ready: there are names, or it is time to look */
  gint64 look_due;
  gboolean is_held;
};

static void
folder_wake (PicturesFolder *self)
{
  const gboolean is_ready = self->names.length > 0 && !self->is_held;

  g_source_set_ready_time (self->worker, is_ready ? 0 : self->is_held ? -1 : self->look_due);
}

static void
folder_add (PicturesFolder *self, const char *name)
{
  char *copy;

  if (*name == '.' || self->names.length >= NAMES_MAX || g_hash_table_contains (self->known, name))
    return;
  copy = g_strdup (name);
  g_hash_table_add (self->known, copy);
  g_queue_push_tail (&self->names, copy);
}

/* a client of a file server may make a file, close it, and write to it behind that */
static gboolean
folder_is_empty (PicturesFolder *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->path, name, NULL);
  struct stat status;

  return lstat (path, &status) == 0 && status.st_size == 0;
}

static gboolean
is_settled (const char *path, gint64 settle)
{
  const gint64 now = g_get_real_time ();
  struct stat status;
  gint64 changed;

  if (lstat (path, &status) != 0 || !S_ISREG (status.st_mode))
    return FALSE;
  /* the time of writing may be the sender's, that of the change is ours; a clock that was set back
   * makes none wait for ever */
  changed = status.st_ctim.tv_sec * G_USEC_PER_SEC + status.st_ctim.tv_nsec / 1000;
  return changed + settle <= now || changed > now + settle;
}

static void
folder_look (PicturesFolder *self)
{
  g_autoptr (GDir) folder = g_dir_open (self->path, 0, NULL);
  const char *name;

  self->look_due = g_get_monotonic_time () + self->setup.look_every;
  if (folder == NULL)
    {
      self->setup.gone (self->setup.user_data);
      return;
    }
  while (self->names.length < NAMES_MAX && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->path, name, NULL);

      if (is_settled (path, self->setup.settle))
        folder_add (self, name);
    }
}

static void
folder_take_event (PicturesFolder *self, const struct inotify_event *event)
{
  if ((event->mask & GONE) != 0)
    self->setup.gone (self->setup.user_data);
  else if ((event->mask & IN_Q_OVERFLOW) != 0)
    folder_look (self);
  else if ((event->mask & IN_ISDIR) == 0 && event->len > 0 && !folder_is_empty (self, event->name))
    folder_add (self, event->name);
}

static gboolean
on_events (int fd, GIOCondition condition, gpointer user_data)
{
  PicturesFolder *self = user_data;
  union {
    struct inotify_event first; /* for its alignment */
    char bytes[4096];
  } events;
  gssize length;

  while ((length = read (fd, &events, sizeof events)) > 0)
    for (gssize at = 0; at < length;)
      {
        const struct inotify_event *event = (gconstpointer) (events.bytes + at);

        folder_take_event (self, event);
        at += (gssize) (sizeof *event + event->len);
      }
  folder_wake (self);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_work (gpointer user_data)
{
  PicturesFolder *self = user_data;
  g_autofree char *name = NULL;

  if (self->names.length == 0 && g_get_monotonic_time () >= self->look_due)
    folder_look (self);
  name = g_queue_pop_head (&self->names);
  if (name != NULL)
    {
      g_hash_table_remove (self->known, name);
      self->setup.found (name, self->setup.user_data);
    }
  folder_wake (self);
  return G_SOURCE_CONTINUE;
}

/* the kernel may have no watch left (fs.inotify.max_user_watches): it is looked then */
static void
folder_watch (PicturesFolder *self)
{
  self->fd = inotify_init1 (IN_NONBLOCK | IN_CLOEXEC);
  if (self->fd < 0 || inotify_add_watch (self->fd, self->path, WHOLE | GONE | IN_ONLYDIR) < 0)
    return;
  self->watch = g_unix_fd_source_new (self->fd, G_IO_IN);
  g_source_set_callback (self->watch, G_SOURCE_FUNC (on_events), self, NULL);
  g_source_attach (self->watch, g_main_context_get_thread_default ());
}

PicturesFolder *
pictures_folder_new (const PicturesFolderSetup *setup, GError **error)
{
  g_autoptr (PicturesFolder) self = g_new0 (PicturesFolder, 1);

  self->setup = *setup;
  self->path = g_strdup (setup->path);
  self->fd = -1;
  self->known = g_hash_table_new (g_str_hash, g_str_equal);
  g_queue_init (&self->names);
  if (!g_file_test (self->path, G_FILE_TEST_IS_DIR))
    {
      leat_error_fail (error, LEAT_ERROR_NOT_FOUND,
                       "%s: there is no such folder; the machine's pictures must be written into "
                       "it (image-folder=)",
                       self->path);
      return NULL;
    }
  if (access (self->path, R_OK | W_OK | X_OK) != 0)
    {
      leat_error_fail (error, LEAT_ERROR_HELD,
                       "%s: %s; pictures are moved out of it: the user leat must be allowed to "
                       "read and write it (image-folder=)",
                       self->path, g_strerror (errno));
      return NULL;
    }
  folder_watch (self);
  self->worker = leat_timer_new (on_work, self);
  folder_wake (self); /* what is there already */
  return g_steal_pointer (&self);
}

void
pictures_folder_free (PicturesFolder *self)
{
  if (self == NULL)
    return;
  if (self->watch != NULL)
    g_source_destroy (self->watch);
  g_clear_pointer (&self->watch, g_source_unref);
  leat_timer_free (self->worker);
  if (self->fd >= 0)
    close (self->fd);
  g_hash_table_unref (self->known);
  g_queue_clear_full (&self->names, g_free);
  g_free (self->path);
  g_free (self);
}

void
pictures_folder_hold (PicturesFolder *self, gboolean is_held)
{
  self->is_held = is_held;
  folder_wake (self);
}
