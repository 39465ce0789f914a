/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-check.c - looks for damage in a file, before it is put to use */
#include "buffer-check.h"
#include <glib/gstdio.h>
#include "buffer-progress.h"

/* how long somebody else may be at work on the file */
#define BUSY_TIMEOUT 10000   /* ms */

/* of quick_check over the pages: first as a tree, then row by row */
#define PASSES 2

static const char *const whole[] = { "PRAGMA quick_check (3)", NULL };

/* the last rows are those that were written when the power failed */
static const char *const head[] = {
  "PRAGMA quick_check ('places')",
  "PRAGMA quick_check ('streams')",
  "PRAGMA quick_check ('schemas')",
  "SELECT 'ok' FROM (SELECT min (id) FROM rows)",
  "SELECT 'ok' FROM (SELECT total (length (fields)) FROM"
  " (SELECT fields FROM rows ORDER BY id DESC LIMIT 10000))",
  NULL,
};

/* FALSE: it does not say "ok"; *@what: (nullable) it says instead */
static gboolean
ask (sqlite3 *handle, const char *sql, char **what)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  const char *text;

  if (sqlite3_prepare_v2 (handle, sql, -1, &statement, NULL) != SQLITE_OK ||
      sqlite3_step (statement) != SQLITE_ROW)
    return FALSE;
  text = (const char *) sqlite3_column_text (statement, 0);
  if (g_strcmp0 (text, "ok") == 0)
    return TRUE;
  *what = g_strdup (text);
  return FALSE;
}

/* a file that is not one of ours, or of an older version, has other tables: that is no damage */
static gboolean
judge (sqlite3 *handle, const char *const *questions, gboolean *is_sound, char **what)
{
  for (; *questions != NULL; questions++)
    {
      int code;

      if (ask (handle, *questions, what))
        continue;
      code = sqlite3_errcode (handle) & 0xff;
      if (*what == NULL && code == SQLITE_ERROR)
        continue;
      if (*what == NULL && !buffer_is_damage (code))
        return FALSE;
      *is_sound = FALSE;
      if (*what == NULL)
        *what = g_strdup (sqlite3_errmsg (handle));
      g_strdelimit (*what, "\n", ';');
      return TRUE;
    }
  return TRUE;
}

static gboolean
check (const char *path, const char *const *questions, LeatSink *sink, gboolean *is_sound,
       char **what, GError **error)
{
  BufferProgress progress;
  sqlite3 *handle = NULL;
  GStatBuf status;
  gboolean judged;

  *what = NULL;
  *is_sound = TRUE;
  if (g_stat (path, &status) != 0 || status.st_size == 0)
    return TRUE;
  judged = sqlite3_open_v2 (path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) ==
           SQLITE_OK;
  if (judged)
    {
      sqlite3_busy_timeout (handle, BUSY_TIMEOUT);
      /* who looks leaves everything as it is; for another log there might be no room */
      sqlite3_db_config (handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
      buffer_progress_begin (&progress, sink, handle, PASSES);
      judged = judge (handle, questions, is_sound, what);
      buffer_progress_end (&progress);
    }
  if (!judged)
    buffer_fail (error, handle, path);
  sqlite3_close (handle);
  return judged;
}

gboolean
buffer_check_whole (const char *path, gboolean *is_sound, char **what, GError **error)
{
  return check (path, whole, NULL, is_sound, what, error);
}

gboolean
buffer_check_watched (const char *path, LeatSink *sink, gboolean *is_sound, char **what,
                      GError **error)
{
  return check (path, whole, sink, is_sound, what, error);
}

gboolean
buffer_check_head (const char *path, gboolean *is_sound, char **what, GError **error)
{
  return check (path, head, NULL, is_sound, what, error);
}
