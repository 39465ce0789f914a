/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pictures-shelf.c - where pictures are stored: taken at once, placed when their result is known */
#include "pictures-shelf.h"
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* below image-dir=: taken, and not placed yet, as NUMBER-NAME */
#define INCOMING ".incoming"
#define HALF ".half"

#define EXTENSION_MAX 8
#define BLOCK (256 * 1024)

struct _PicturesShelf {
  char *path;
  char *incoming;
  PicturesKept *kept;
  guint64 next; /* number in INCOMING */
};

/* --- what is in a file --- */

gboolean
pictures_fail_file (const char *what, const char *path, GError **error)
{
  const int code = errno;

  return leat_error_fail (error,
                          code == ENOSPC || code == EDQUOT ? LEAT_ERROR_FULL : LEAT_ERROR_FAILED,
                          "%s: %s: %s", path, what, g_strerror (code));
}

/* reads it to its end; @to: a copy of it, or -1. FALSE: errno */
static gboolean
read_file (int fd, int to, Picture *picture)
{
  g_autofree guint8 *block = g_malloc (BLOCK);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gssize length;

  picture->size = 0;
  while ((length = TEMP_FAILURE_RETRY (read (fd, block, BLOCK))) > 0)
    {
      g_checksum_update (checksum, block, length);
      picture->size += length;
      if (to >= 0 && !leat_sync_write (to, block, (gsize) length))
        return FALSE;
    }
  g_free (picture->checksum);
  picture->checksum = g_strdup (g_checksum_get_string (checksum));
  return length == 0;
}

/* --- the shelf --- */

PicturesShelf *
pictures_shelf_new (const char *path, const PicturesBounds *bounds, GError **error)
{
  g_autoptr (PicturesShelf) self = g_new0 (PicturesShelf, 1);
  g_autofree char *half = NULL;

  self->path = g_strdup (path);
  self->incoming = g_build_filename (path, INCOMING, NULL);
  half = g_build_filename (self->incoming, HALF, NULL);
  if (g_mkdir_with_parents (self->incoming, 0750) != 0 ||
      access (self->incoming, R_OK | W_OK | X_OK) != 0)
    {
      leat_error_fail (error, LEAT_ERROR_HELD,
                       "%s: %s; the user leat must be allowed to write there (image-dir=)", path,
                       g_strerror (errno));
      return NULL;
    }
  g_unlink (half);
  self->kept = pictures_kept_new (path, bounds);
  return g_steal_pointer (&self);
}

void
pictures_shelf_free (PicturesShelf *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->kept, pictures_kept_free);
  g_free (self->incoming);
  g_free (self->path);
  g_free (self);
}

/* --- taking --- */

/* between two disks; @from stays where it is */
static gboolean
shelf_copy (PicturesShelf *self, int fd, Picture *picture)
{
  g_autofree char *half = g_build_filename (self->incoming, HALF, NULL);
  const int to = open (half, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0640);
  gboolean is_whole;
  int code;

  if (to < 0)
    return FALSE;
  is_whole = read_file (fd, to, picture) && leat_sync_file (to);
  code = errno;
  is_whole = close (to) == 0 && is_whole && g_rename (half, picture->path) == 0;
  if (is_whole)
    return TRUE;
  g_unlink (half);
  errno = code;
  return FALSE;
}

/* errno */
static gboolean
shelf_move (PicturesShelf *self, const char *from, int fd, Picture *picture)
{
  if (g_rename (from, picture->path) == 0)
    return read_file (fd, -1, picture) && fdatasync (fd) == 0;
  if (errno != EXDEV || !shelf_copy (self, fd, picture))
    return FALSE;
  return g_unlink (from) == 0;
}

/* (transfer full) (nullable): NULL: it cannot be removed from its folder; told of as lost, it would
 * be so at each look */
static Picture *
shelf_lose (const char *from, Picture *picture /* (transfer full) */, PictureState state,
            GError **why)
{
  if (picture->path != NULL)
    g_unlink (picture->path);
  g_clear_pointer (&picture->path, g_free);
  picture->state = state;
  if (g_unlink (from) == 0 || errno == ENOENT)
    return picture;
  picture_free (picture);
  g_clear_error (why);
  leat_error_fail (why, LEAT_ERROR_HELD,
                   "%s: cannot be removed: %s; the user leat must be allowed to (a folder with the "
                   "sticky bit lets owners alone)",
                   from, g_strerror (errno));
  return NULL;
}

static Picture *
shelf_take_open (PicturesShelf *self, const char *from, int fd, const char *name, gint64 largest,
                 GError **why)
{
  Picture *picture;
  struct stat status;

  if (fstat (fd, &status) != 0 || !S_ISREG (status.st_mode))
    return NULL;
  picture = g_new0 (Picture, 1);
  picture->name = g_strdup (name);
  picture->size = status.st_size;
  picture->time = status.st_mtim.tv_sec * LEAT_NSEC_PER_SEC + status.st_mtim.tv_nsec;
  if (status.st_size == 0)
    {
      leat_error_fail (why, LEAT_ERROR_REJECTED, "%s: is empty; it was removed", from);
      return shelf_lose (from, picture, PICTURE_LOST, why);
    }
  if (status.st_size > largest)
    {
      leat_error_fail (why, LEAT_ERROR_REJECTED,
                       "%s: has %" G_GINT64_FORMAT " bytes, more than image-max-size=; it was "
                       "removed",
                       from, picture->size);
      return shelf_lose (from, picture, PICTURE_TOO_LARGE, why);
    }
  picture->path = g_strdup_printf ("%s/%" G_GUINT64_FORMAT "-%s", self->incoming, self->next++,
                                   name);
  if (shelf_move (self, from, fd, picture))
    return picture;
  pictures_fail_file ("cannot be stored; the picture is lost", from, why);
  return shelf_lose (from, picture, PICTURE_LOST, why);
}

/**
 * pictures_shelf_take:
 * @largest: bytes; what is larger is removed
 */
Picture *
pictures_shelf_take (PicturesShelf *self, const char *folder, const char *name, gint64 largest,
                     GError **why)
{
  g_autofree char *from = g_build_filename (folder, name, NULL);
  /* whoever may write into the folder may put anything there: a link, a FIFO */
  const int fd = open (from, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  Picture *picture;

  if (fd < 0)
    {
      if (errno == EACCES || errno == EPERM)
        leat_error_fail (why, LEAT_ERROR_HELD,
                         "%s: %s; the user leat must be allowed to read it: see the umask of what "
                         "writes it",
                         from, g_strerror (errno));
      return NULL;
    }
  picture = shelf_take_open (self, from, fd, name, largest, why);
  close (fd);
  return picture;
}

static void
shelf_take_old (PicturesShelf *self, const char *entry, void (*found) (Picture *, gpointer),
                gpointer user_data)
{
  const char *dash = strchr (entry, '-');
  g_autofree char *path = g_build_filename (self->incoming, entry, NULL);
  g_autoptr (Picture) picture = g_new0 (Picture, 1);
  struct stat status;
  int fd;

  if (dash == NULL || (fd = open (path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)) < 0)
    return;
  self->next = MAX (self->next, g_ascii_strtoull (entry, NULL, 10) + 1);
  picture->name = g_strdup (dash + 1);
  picture->path = g_steal_pointer (&path);
  if (fstat (fd, &status) == 0 && read_file (fd, -1, picture))
    {
      picture->time = status.st_mtim.tv_sec * LEAT_NSEC_PER_SEC + status.st_mtim.tv_nsec;
      found (g_steal_pointer (&picture), user_data);
    }
  close (fd);
}

static int
compare_numbers (gconstpointer one, gconstpointer other)
{
  const guint64 first = g_ascii_strtoull (*(const char *const *) one, NULL, 10);
  const guint64 second = g_ascii_strtoull (*(const char *const *) other, NULL, 10);

  return first < second ? -1 : first > second;
}

void
pictures_shelf_each_old (PicturesShelf *self, void (*found) (Picture *picture, gpointer user_data),
                         gpointer user_data)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) folder = g_dir_open (self->incoming, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    if (*name != '.')
      g_ptr_array_add (entries, g_strdup (name));
  g_ptr_array_sort (entries, compare_numbers);
  for (guint i = 0; i < entries->len; i++)
    shelf_take_old (self, entries->pdata[i], found, user_data);
}

/* --- placing --- */

/* ".jpg"; nothing where it is no plain word */
static const char *
find_extension (const char *name)
{
  const char *dot = strrchr (name, '.');

  if (dot == NULL || dot[1] == '\0' || strlen (dot + 1) > EXTENSION_MAX)
    return "";
  for (const char *at = dot + 1; *at != '\0'; at++)
    if (!g_ascii_isalnum (*at))
      return "";
  return dot;
}

/**
 * pictures_shelf_place:
 * @id: SOURCE/EPOCH/SEQUENCE: its path below the folder
 */
gboolean
pictures_shelf_place (PicturesShelf *self, Picture *picture, const char *id, GError **error)
{
  g_autofree char *below = g_strconcat (id, find_extension (picture->name), NULL);
  g_autofree char *path = g_build_filename (self->path, below, NULL);
  g_autofree char *folder = g_path_get_dirname (path);

  if (picture->path == NULL)
    return TRUE;
  if (g_mkdir_with_parents (folder, 0750) != 0 || g_rename (picture->path, path) != 0)
    {
      pictures_fail_file ("cannot be made; the picture is lost", path, error);
      g_unlink (picture->path);
      g_clear_pointer (&picture->path, g_free);
      picture->state = PICTURE_LOST;
      return FALSE;
    }
  leat_sync_path (folder); /* there is nobody whom it would tell that it failed */
  g_free (picture->path);
  picture->path = g_steal_pointer (&path);
  pictures_kept_add (self->kept, below, picture->size, g_get_real_time ());
  pictures_kept_cut (self->kept, g_get_real_time ());
  return TRUE;
}
