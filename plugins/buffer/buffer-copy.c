/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-copy.c - a whole copy of a store */
#include <errno.h>
#include <glib/gstdio.h>
#include "buffer-database.h"

static gboolean
fail (GError **error, const char *path)
{
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_FAILED, "%s: no copy could be made: %s", path,
               g_strerror (errno));
  return FALSE;
}

static gboolean
make_lasting (const char *part, const char *path, GError **error)
{
  return (leat_sync_path (part) && g_rename (part, path) == 0) || fail (error, path);
}

/* of one moment: a writer goes on meanwhile */
gboolean
buffer_database_copy (BufferDatabase *self, const char *path, GError **error)
{
  g_autofree char *part = g_strconcat (path, ".part", NULL);
  gboolean copied;

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_FAILED,
                   "%s: is there already; name a file that is not", path);
      return FALSE;
    }
  g_unlink (part);
  copied = buffer_database_do (self, error, "VACUUM INTO ?", "s", part) &&
           make_lasting (part, path, error);
  g_unlink (part);
  return copied;
}
