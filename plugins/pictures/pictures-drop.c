/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pictures-drop.c - puts pictures into a drop folder: written under a hidden name, renamed
 * when they are whole; one that waits there is never written over */
#include "pictures-drop.h"
#include "pictures-shelf.h"
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <unistd.h>

/* pictures of one name that may wait at a time */
#define SAME_NAME_MAX 99

gboolean
pictures_drop_check (const PicturesDrop *self, GError **error)
{
  if (!g_file_test (self->folder, G_FILE_TEST_IS_DIR))
    return leat_error_fail (error, LEAT_ERROR_NOT_FOUND,
                            "%s: there is no such folder (image-folder=)", self->folder);
  if (access (self->folder, R_OK | W_OK | X_OK) != 0)
    return leat_error_fail (error, LEAT_ERROR_HELD,
                            "%s: %s; the user leat must be allowed to read and write it "
                            "(image-folder=)",
                            self->folder, g_strerror (errno));
  return TRUE;
}

/* nobody may take them: then the folder is not to grow for ever */
static gboolean
has_room (const PicturesDrop *self, GError **error)
{
  g_autoptr (GDir) folder = g_dir_open (self->folder, 0, NULL);
  const char *name;
  gint64 n = 0;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    n += *name != '.';
  return n < self->most ||
         leat_error_fail (error, LEAT_ERROR_FULL,
                          "%s: %" G_GINT64_FORMAT " pictures wait there and nobody takes them "
                          "(image-waiting=)",
                          self->folder, n);
}

/* errno */
static gboolean
write_part (const char *part, const guint8 *data, gsize length)
{
  const int fd = open (part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0640);
  gboolean is_whole;
  int code;

  if (fd < 0)
    return FALSE;
  is_whole = leat_sync_write (fd, data, length) && leat_sync_file (fd);
  code = errno;
  if (close (fd) == 0 && is_whole)
    return TRUE;
  if (!is_whole)
    errno = code;
  return FALSE;
}

/* errno: EEXIST: one of that name waits */
static gboolean
rename_part (const char *part, const char *path)
{
  if (renameat2 (AT_FDCWD, part, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
    return TRUE;
  if (errno != EINVAL && errno != ENOSYS)
    return FALSE;
  /* a file system that does not know this: nobody else writes names like these */
  errno = EEXIST;
  return access (path, F_OK) != 0 && g_rename (part, path) == 0;
}

/* (transfer full) (nullable): NULL: errno */
static char *
drop_name_part (const PicturesDrop *self, const char *part, const char *name)
{
  for (guint n = 1; n <= SAME_NAME_MAX; n++)
    {
      g_autofree char *tried = n == 1 ? g_strdup (name) : g_strdup_printf ("%u~%s", n, name);
      g_autofree char *path = g_build_filename (self->folder, tried, NULL);

      if (rename_part (part, path))
        return g_steal_pointer (&tried);
      if (errno != EEXIST)
        return NULL;
    }
  return NULL;
}

char *
pictures_drop_put (const PicturesDrop *self, const char *name, const guint8 *data, gsize length,
                   GError **error)
{
  g_autofree char *hidden = g_strdup_printf (".%s.part", self->owner);
  g_autofree char *part = g_build_filename (self->folder, hidden, NULL);
  char *placed = NULL;

  if (!has_room (self, error))
    return NULL;
  if (write_part (part, data, length))
    placed = drop_name_part (self, part, name);
  if (placed == NULL)
    {
      pictures_fail_file ("cannot be written", self->folder, error);
      g_unlink (part);
      return NULL;
    }
  leat_sync_path (self->folder); /* there is nobody whom it would tell that it failed */
  return placed;
}
