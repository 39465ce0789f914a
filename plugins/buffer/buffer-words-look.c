/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-words-look.c - words that look into the store, and copy it */
#include <glib/gstdio.h>
#include "buffer-check.h"
#include "buffer-progress.h"
#include "buffer-walk.h"
#include "buffer-words.h"

/* each row's one column is a line */
static gboolean
tell_rows (BufferDatabase *database, const BufferListening *listening, const char *sql,
           const char *types, const char *argument, GError **error)
{
  g_autoptr (sqlite3_stmt) row = buffer_database_query (database, error, sql, types, argument);
  g_autoptr (GError) failure = NULL;

  if (row == NULL)
    return FALSE;
  while (buffer_database_step (database, row, &failure))
    buffer_words_tell (listening, "%s", (const char *) sqlite3_column_text (row, 0));
  return buffer_is_done (&failure, error);
}

static gboolean
look (LeatSink *sink, const char *const *arguments, const BufferListening *listening,
      const char *sql, GError **error)
{
  g_auto (GStrv) none = buffer_words_parse (arguments, NULL, 0, 0, "", error);
  g_autoptr (BufferDatabase) database = NULL;

  if (none == NULL)
    return FALSE;
  database = buffer_words_open (sink, FALSE, error);
  return database != NULL && tell_rows (database, listening, sql, "", NULL, error);
}

#define STATUS \
  "SELECT 'records: ' || count(*) FROM rows" \
  " UNION ALL SELECT 'oldest: ' || time FROM records WHERE id = (SELECT min (id) FROM rows)" \
  " UNION ALL SELECT 'newest: ' || time FROM records WHERE id = (SELECT max (id) FROM rows)" \
  " UNION ALL SELECT 'bytes: ' || ((page_count - freelist_count) * page_size) || ' of ' ||" \
  "  (page_count * page_size) FROM pragma_page_count, pragma_freelist_count, pragma_page_size" \
  " UNION ALL SELECT 'readers: ' || count(*) FROM places WHERE again = 0" \
  " UNION ALL SELECT 'rejects: ' || count(*) FROM rejects" \
  " UNION ALL SELECT 'version: ' || user_version FROM pragma_user_version"

gboolean
buffer_word_status (LeatSink *sink, const char *const *arguments, LeatStorePrint print,
                    gpointer user_data, GError **error)
{
  const BufferListening listening = { print, user_data };

  return look (sink, arguments, &listening, STATUS, error);
}

#define READERS \
  "SELECT places.reader || iif (places.again, ' (once more)', '') || ': ' || backlog.records ||" \
  " iif (backlog.records = 1, ' record', ' records') || ' to have, ' || places.acknowledged ||" \
  " ' is the last id it has had, last seen ' ||" \
  " strftime ('%Y-%m-%dT%H:%M:%SZ', places.seen / 1000000000, 'unixepoch')" \
  " FROM places JOIN backlog ON backlog.reader = places.reader AND backlog.again = places.again" \
  " WHERE places.again = 0 OR backlog.records > 0" \
  " ORDER BY places.reader, places.again"

gboolean
buffer_word_readers (LeatSink *sink, const char *const *arguments, LeatStorePrint print,
                     gpointer user_data, GError **error)
{
  const BufferListening listening = { print, user_data };

  return look (sink, arguments, &listening, READERS, error);
}

gboolean
buffer_word_check (LeatSink *sink, const char *const *arguments, LeatStorePrint print,
                   gpointer user_data, GError **error)
{
  const BufferListening listening = { print, user_data };
  g_auto (GStrv) none = buffer_words_parse (arguments, NULL, 0, 0, "", error);
  g_autofree char *path = buffer_sink_find_file (sink);
  g_autofree char *what = NULL;
  gboolean is_sound;

  if (none == NULL || !buffer_check_watched (path, sink, &is_sound, &what, error))
    return FALSE;
  if (is_sound)
    {
      buffer_words_tell (&listening, "%s: sound", path);
      return TRUE;
    }
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_FAILED,
               "%s: damaged: %s; leatd saves what can be read when it next opens it", path, what);
  return FALSE;
}

/* so many pages at once: a daemon waits no longer than that takes */
#define VACUUM_PAGES "PRAGMA incremental_vacuum (1000)"

gboolean
buffer_word_vacuum (LeatSink *sink, const char *const *arguments, LeatStorePrint print,
                    gpointer user_data, GError **error)
{
  const BufferListening listening = { print, user_data };
  g_auto (GStrv) none = buffer_words_parse (arguments, NULL, 0, 0, "", error);
  g_autoptr (BufferDatabase) database = NULL;
  gint64 n_before, n_free = 0, n_last = -1;

  if (none == NULL || (database = buffer_words_open (sink, TRUE, error)) == NULL ||
      !buffer_database_get (database, "PRAGMA freelist_count", &n_before, error))
    return FALSE;
  for (n_free = n_before; n_free > 0 && n_free != n_last;)
    {
      n_last = n_free;
      if (!buffer_database_run (database, VACUUM_PAGES, error) ||
          !buffer_database_get (database, "PRAGMA freelist_count", &n_free, error))
        return FALSE;
      if (!leat_sink_progress (sink, (guint64) MAX (n_before - n_free, 0), (guint64) n_before))
        return buffer_walk_give_up (error);
    }
  buffer_database_run (database, "PRAGMA wal_checkpoint (TRUNCATE)", NULL);
  buffer_words_tell (&listening, "%" G_GINT64_FORMAT " pages given back", n_before - n_free);
  return TRUE;
}

gboolean
buffer_word_backup (LeatSink *sink, const char *const *arguments, LeatStorePrint print,
                    gpointer user_data, GError **error)
{
  const BufferListening listening = { print, user_data };
  g_auto (GStrv) rest = buffer_words_parse (arguments, NULL, 1, 1, "FILE", error);
  g_autoptr (BufferDatabase) database = NULL;
  BufferProgress progress;
  gboolean copied;

  if (rest == NULL || (database = buffer_words_open (sink, FALSE, error)) == NULL)
    return FALSE;
  buffer_progress_begin (&progress, sink, database->handle, 1);
  copied = buffer_database_copy (database, rest[0], error);
  buffer_progress_end (&progress);
  if (!copied)
    return FALSE;
  buffer_words_tell (&listening, "%s: a copy of %s", rest[0], database->path);
  return TRUE;
}

gboolean
buffer_word_files (LeatSink *sink, const char *const *arguments, LeatStorePrint print,
                   gpointer user_data, GError **error)
{
  g_auto (GStrv) none = buffer_words_parse (arguments, NULL, 0, 0, "", error);
  g_autofree char *path = buffer_sink_find_file (sink);

  if (none == NULL)
    return FALSE;
  print (path, user_data);
  return TRUE;
}
