/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-mount.c - whether the disk is there on which a store lies */
#include "buffer-mount.h"
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

gboolean
buffer_mount_is_there (const char *folder)
{
  g_autofree char *above = g_build_filename (folder, "..", NULL);
  GStatBuf here, there;

  return g_stat (folder, &here) == 0 && g_stat (above, &there) == 0 &&
         (here.st_dev != there.st_dev || here.st_ino == there.st_ino);
}

/* the file's folder may be a symbolic link, to another disk at that */
static char *
find_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  char *real = realpath (folder, NULL);
  char *copy = g_strdup (real != NULL ? real : folder);

  free (real);
  return copy;
}

char *
buffer_mount_find (const char *path)
{
  char *folder = find_folder (path);

  while (strcmp (folder, "/") != 0 && strcmp (folder, ".") != 0)
    {
      char *above;

      if (buffer_mount_is_there (folder))
        return folder;
      above = g_path_get_dirname (folder);
      g_free (folder);
      folder = above;
    }
  g_free (folder);
  return NULL;
}
