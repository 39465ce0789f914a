/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* csv-directory.c - the directory of a file: made as needed, made lasting */
#include "csv-directory.h"
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>
#include "csv-failure.h"

gboolean
csv_directory_sync (const char *file, GError **error)
{
  g_autofree char *directory = g_path_get_dirname (file);

  return leat_sync_path (directory) || csv_fail (error, directory, errno);
}

/* who may read a file may enter its directory */
static mode_t
get_directory_mode (mode_t mode)
{
  return mode | ((mode & 0444) >> 2) | 0700;
}

gboolean
csv_directory_make (const char *path, const CsvRights *rights, GError **error)
{
  g_autofree char *parent = g_path_get_dirname (path);
  int number = mkdir (path, 0700) < 0 ? errno : 0;

  if (number == EEXIST)
    return TRUE;
  if (number == ENOENT && !g_str_equal (parent, path))
    {
      if (!csv_directory_make (parent, rights, error))
        return FALSE;
      number = mkdir (path, 0700) < 0 ? errno : 0;
    }
  if (number != 0)
    return csv_fail (error, path, number);
  if (chmod (path, get_directory_mode (rights->mode)) < 0 ||
      chown (path, rights->owner, rights->group) < 0)
    return csv_fail (error, path, errno);
  return csv_directory_sync (path, error);
}
