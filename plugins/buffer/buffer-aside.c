/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-aside.c - a file takes the place of another, which is kept beside it */
#include "buffer-aside.h"
#include <errno.h>
#include <glib/gstdio.h>

#define PART  ".salvage"    /* in the making: begun anew after a kill */
#define WHOLE ".salvaged"   /* to be put in its place */

static gboolean
fail (GError **error, const char *path, const char *what)
{
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_FAILED, "%s: %s: %s", path, what, g_strerror (errno));
  return FALSE;
}

/* a file or a folder: its names */
static gboolean
sync_path (const char *path, GError **error)
{
  return leat_sync_path (path) || fail (error, path, "cannot be made lasting");
}

static gboolean
sync_folder (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  return sync_path (folder, error);
}

char *
buffer_aside_get_part (const char *path)
{
  return g_strconcat (path, PART, NULL);
}

gboolean
buffer_aside_complete (const char *path, GError **error)
{
  g_autofree char *part = buffer_aside_get_part (path);
  g_autofree char *whole = g_strconcat (path, WHOLE, NULL);

  if (!sync_path (part, error))
    return FALSE;
  if (g_rename (part, whole) != 0)
    return fail (error, whole, "cannot be made");
  return sync_folder (path, error);
}

static gboolean
move_if_there (const char *from, const char *to, const char *end, GError **error)
{
  g_autofree char *source = g_strconcat (from, end, NULL);
  g_autofree char *target = g_strconcat (to, end, NULL);

  return g_rename (source, target) == 0 || errno == ENOENT ||
         fail (error, source, "cannot be put aside");
}

/* the next free name that says when */
static char *
find_aside (const char *path)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *when = g_date_time_format (now, "%Y%m%dT%H%M%SZ");
  char *aside = g_strdup_printf ("%s.damaged-%s", path, when);

  for (guint i = 2; g_file_test (aside, G_FILE_TEST_EXISTS); i++)
    {
      g_free (aside);
      aside = g_strdup_printf ("%s.damaged-%s-%u", path, when, i);
    }
  return aside;
}

/* the log first: one that is left behind would be taken for the new file's */
gboolean
buffer_aside_exchange (const char *path, char **aside, GError **error)
{
  g_autofree char *whole = g_strconcat (path, WHOLE, NULL);
  g_autofree char *name = find_aside (path);

  *aside = NULL;
  if (!g_file_test (whole, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!move_if_there (path, name, "-wal", error) || !move_if_there (path, name, "-shm", error) ||
      !move_if_there (path, name, "", error))
    return FALSE;
  if (!sync_folder (path, error))
    return FALSE;
  if (g_rename (whole, path) != 0)
    return fail (error, whole, "cannot be put in its place");
  *aside = g_steal_pointer (&name);
  return sync_folder (path, error);
}
