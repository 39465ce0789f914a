/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-salvage.c - a damaged file is put aside, and what can be read goes into a new one */
#include "buffer-salvage.h"
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>
#include "buffer-aside.h"
#include "buffer-check.h"
#include "buffer-rescue.h"

#define HEAD      100   /* of a SQLite file */
#define PAGE_SIZE 4096  /* of ours */

/* what is copied is written once, and made lasting at the end: after a kill it is begun anew */
#define COPY_FAST "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF"

/* Is it ours, so far as a damaged file can tell? Nobody else's is put aside. */
static gboolean
is_ours (const char *path)
{
  const guint32 id = GUINT32_TO_BE (BUFFER_APPLICATION_ID);
  const int fd = g_open (path, O_RDONLY | O_CLOEXEC);
  char head[HEAD];
  GStatBuf status;
  gboolean has_head;

  if (fd < 0)
    return FALSE;
  has_head = fstat (fd, &status) == 0 && read (fd, head, HEAD) == HEAD;
  close (fd);
  if (!has_head)
    return FALSE;
  if (memcmp (head, "SQLite format 3", 16) == 0)
    return memcmp (head + 68, &id, sizeof id) == 0;
  return memcmp (head + 68, &id, sizeof id) == 0 ||
         (status.st_size >= 2 * PAGE_SIZE && status.st_size % PAGE_SIZE == 0);
}

static void
remove_part (const char *part)
{
  g_autofree char *log = g_strconcat (part, "-wal", NULL);
  g_autofree char *shared = g_strconcat (part, "-shm", NULL);

  g_unlink (log);
  g_unlink (shared);
  g_unlink (part);
}

static gboolean
copy_into (const char *part, const char *path, BufferRescue *rescue, LeatSink *sink, GError **error)
{
  g_autofree char *told = NULL;
  g_autoptr (BufferDatabase) database = buffer_database_open_writing (part, TRUE, &told, error);

  return database != NULL && buffer_database_run (database, COPY_FAST, error) &&
         buffer_rescue_run (rescue, database, path, sink, error) &&
         buffer_database_run (database, "PRAGMA journal_mode = WAL", error);
}

/* what has been copied when there is no more room takes the room of others */
static gboolean
copy_rest (const char *path, BufferRescue *rescue, LeatSink *sink, GError **error)
{
  g_autofree char *part = buffer_aside_get_part (path);
  gboolean copied;

  remove_part (part);
  copied = copy_into (part, path, rescue, sink, error);
  if (copied)
    return TRUE;
  remove_part (part);
  g_prefix_error_literal (error, "it is damaged, and what can be read could not be saved: ");
  return FALSE;
}

static gboolean
mend (const char *path, const char *what, LeatSink *sink, char **told, GError **error)
{
  g_auto (BufferRescue) rescue = { 0 };
  g_autofree char *aside = NULL;

  if (!is_ours (path))
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                   "%s: is no store; move it away, or change path=", path);
      return FALSE;
    }
  if (!copy_rest (path, &rescue, sink, error) || !buffer_aside_complete (path, error) ||
      !buffer_aside_exchange (path, &aside, error))
    return FALSE;
  *told = g_strdup_printf ("was damaged (%s): %" G_GUINT64_FORMAT
                           " records are saved, %" G_GUINT64_FORMAT
                           " ids could not be read%s%s; the damaged file is kept in %s",
                           what, rescue.n_rows, rescue.n_lost, rescue.lost->len > 0 ? ": " : "",
                           rescue.lost->str, aside);
  return TRUE;
}

/* *@what: (nullable) is wrong */
static gboolean
look (const char *path, gint64 check_first, gboolean *is_whole, char **what, GError **error)
{
  GStatBuf status;
  gboolean is_sound;

  *is_whole = g_stat (path, &status) != 0 || status.st_size <= check_first;
  return (*is_whole ? buffer_check_whole : buffer_check_head) (path, &is_sound, what, error);
}

gboolean
buffer_salvage_mend (const char *path, const char *damage, gint64 check_first, LeatSink *sink,
                     gboolean *is_whole, char **told, GError **error)
{
  g_autofree char *what = g_strdup (damage);
  g_autofree char *aside = NULL;

  *told = NULL;
  if (!buffer_aside_exchange (path, &aside, error))
    return FALSE;
  if (aside != NULL)
    *told = g_file_test (aside, G_FILE_TEST_EXISTS)
                ? g_strdup_printf ("is what could be saved before; the file that stood there is "
                                   "kept in %s",
                                   aside)
                : g_strdup ("is what could be saved before");
  /* the damage was that of the file that has been put aside now */
  if (aside != NULL)
    g_clear_pointer (&what, g_free);
  if (what == NULL && !look (path, check_first, is_whole, &what, error))
    return FALSE;
  if (what == NULL)
    return TRUE;
  g_clear_pointer (told, g_free);
  *is_whole = TRUE;
  return mend (path, what, sink, told, error);
}
