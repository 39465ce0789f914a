/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pictures-bounds.c - how many pictures are kept, how much of them, and how long */
#include "pictures-bounds.h"
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define EPOCH_LENGTH 20

typedef struct {
  gint64 time;
  gint64 size;
  char path[];
} Kept;

struct _PicturesKept {
  char *folder;
  PicturesBounds bounds;
  GQueue files; /* of Kept: the oldest first */
  gint64 size;
};

static int
compare (gconstpointer one, gconstpointer other, gpointer user_data)
{
  const gint64 first = ((const Kept *) one)->time, second = ((const Kept *) other)->time;

  return first < second ? -1 : first > second;
}

void
pictures_kept_add (PicturesKept *self, const char *path, gint64 size, gint64 time)
{
  Kept *kept = g_malloc (sizeof *kept + strlen (path) + 1);

  kept->time = time;
  kept->size = size;
  memcpy (kept->path, path, strlen (path) + 1);
  g_queue_push_tail (&self->files, kept);
  self->size += size;
}

/* --- what is there at the start --- */

static gboolean
is_picture (const char *name)
{
  return g_ascii_isdigit (*name) && strspn (name, "0123456789") == strcspn (name, ".");
}

static gboolean
is_epoch (const char *name)
{
  return strlen (name) == EPOCH_LENGTH &&
         strspn (name, "0123456789ABCDEFGHJKMNPQRSTVWXYZ") == EPOCH_LENGTH;
}

static void
find_pictures (PicturesKept *self, const char *below)
{
  g_autofree char *path = g_build_filename (self->folder, below, NULL);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *inner = g_build_filename (below, name, NULL);
      g_autofree char *file = g_build_filename (self->folder, inner, NULL);
      struct stat status;

      if (is_picture (name) && lstat (file, &status) == 0 && S_ISREG (status.st_mode))
        pictures_kept_add (self, inner, status.st_size, status.st_mtim.tv_sec * G_USEC_PER_SEC);
    }
}

static void
find_epochs (PicturesKept *self, const char *source)
{
  g_autofree char *path = g_build_filename (self->folder, source, NULL);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *below = g_build_filename (source, name, NULL);

      if (is_epoch (name))
        find_pictures (self, below);
    }
}

/**
 * pictures_kept_new:
 * @folder: is there; what it holds from before is found
 */
PicturesKept *
pictures_kept_new (const char *folder, const PicturesBounds *bounds)
{
  PicturesKept *self = g_new0 (PicturesKept, 1);
  g_autoptr (GDir) sources = g_dir_open (folder, 0, NULL);
  const char *name;

  self->folder = g_strdup (folder);
  self->bounds = *bounds;
  g_queue_init (&self->files);
  while (sources != NULL && (name = g_dir_read_name (sources)) != NULL)
    if (*name != '.')
      find_epochs (self, name);
  g_queue_sort (&self->files, compare, NULL);
  return self;
}

void
pictures_kept_free (PicturesKept *self)
{
  if (self == NULL)
    return;
  g_queue_clear_full (&self->files, g_free);
  g_free (self->folder);
  g_free (self);
}

/* --- what is too much --- */

static gboolean
is_too_much (const PicturesKept *self, gint64 now)
{
  const PicturesBounds *bounds = &self->bounds;
  const Kept *oldest = g_queue_peek_head ((GQueue *) &self->files);

  if (oldest == NULL)
    return FALSE;
  return self->files.length > bounds->files || (bounds->size > 0 && self->size > bounds->size) ||
         (bounds->age > 0 && now - oldest->time > bounds->age);
}

static void
remove_oldest (PicturesKept *self)
{
  g_autofree Kept *kept = g_queue_pop_head (&self->files);
  g_autofree char *path = g_build_filename (self->folder, kept->path, NULL);
  g_autofree char *folder = g_path_get_dirname (path);

  self->size -= kept->size;
  g_unlink (path);
  g_rmdir (folder); /* its last picture: the folder of the epoch goes as well */
}

guint
pictures_kept_cut (PicturesKept *self, gint64 now)
{
  guint n_removed = 0;

  for (; is_too_much (self, now); n_removed++)
    remove_oldest (self);
  return n_removed;
}

gint64
pictures_kept_get_size (const PicturesKept *self)
{
  return self->size;
}
