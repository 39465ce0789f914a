/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-salvage.c - a damaged file is put aside, and what can be read goes into a new one */
#include "buffer-salvage.h"
#include <glib/gstdio.h>
#include <string.h>
#include "buffer-aside.h"
#include "buffer-check.h"
#include "buffer-rescue.h"

#define HEAD      100   /* of a SQLite file */
#define PAGE_SIZE 4096  /* of ours */

/* Is it ours, so far as a damaged file can tell? Nobody else's is put aside. */
static gboolean
is_ours (const char *path)
{
  g_autofree char *head = NULL;
  gsize length = 0;
  const guint32 id = GUINT32_TO_BE (BUFFER_APPLICATION_ID);

  if (!g_file_get_contents (path, &head, &length, NULL) || length < HEAD)
    return FALSE;
  if (memcmp (head, "SQLite format 3", 16) == 0)
    return memcmp (head + 68, &id, sizeof id) == 0;
  return memcmp (head + 68, &id, sizeof id) == 0 ||
         (length >= 2 * PAGE_SIZE && length % PAGE_SIZE == 0);
}

static gboolean
copy_rest (const char *path, BufferRescue *rescue, GError **error)
{
  g_autofree char *part = buffer_aside_get_part (path);
  g_autofree char *part_log = g_strconcat (part, "-wal", NULL);
  g_autofree char *told = NULL;
  g_autoptr (BufferDatabase) database = NULL;

  g_unlink (part_log);
  g_unlink (part);
  database = buffer_database_open_writing (part, TRUE, &told, error);
  return database != NULL && buffer_rescue_run (rescue, database, path, error) &&
         buffer_database_run (database,
                              "PRAGMA synchronous = FULL; PRAGMA wal_checkpoint (TRUNCATE)", error);
}

static gboolean
mend (const char *path, const char *what, char **told, GError **error)
{
  g_auto (BufferRescue) rescue = { 0 };
  g_autofree char *aside = NULL;

  if (!is_ours (path))
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                   "%s: is no store; move it away, or change path=", path);
      return FALSE;
    }
  if (!copy_rest (path, &rescue, error) || !buffer_aside_complete (path, error) ||
      !buffer_aside_exchange (path, &aside, error))
    return FALSE;
  *told = g_strdup_printf ("was damaged (%s): %" G_GUINT64_FORMAT
                           " records are saved, %" G_GUINT64_FORMAT
                           " ids could not be read%s%s; the damaged file is kept in %s",
                           what, rescue.n_rows, rescue.n_lost, rescue.lost->len > 0 ? ": " : "",
                           rescue.lost->str, aside);
  return TRUE;
}

gboolean
buffer_salvage_mend (const char *path, gint64 check_first, gboolean *is_whole, char **told,
                     GError **error)
{
  g_autofree char *what = NULL;
  g_autofree char *aside = NULL;
  GStatBuf status;
  gboolean is_sound;

  *told = NULL;
  if (!buffer_aside_exchange (path, &aside, error))
    return FALSE;
  if (aside != NULL)
    *told = g_strdup_printf ("was damaged: what could be read was saved before leatd ended; the "
                             "damaged file is kept in %s",
                             aside);
  *is_whole = g_stat (path, &status) != 0 || status.st_size <= check_first;
  if (!(*is_whole ? buffer_check_whole : buffer_check_head) (path, &is_sound, &what, error))
    return FALSE;
  if (is_sound)
    return TRUE;
  g_clear_pointer (told, g_free);
  *is_whole = TRUE;
  return mend (path, what, told, error);
}
