/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-words-rejects.c - words about records that a server refused, for leat rejects */
#include "buffer-look.h"
#include "buffer-words.h"

#define REJECTS \
  "SELECT rejects.row, reader, rejects.time, status, reason, answer, json FROM rejects" \
  " JOIN records ON records.id = rejects.row WHERE reader GLOB ? ORDER BY reader, rejects.row"

enum {
  COLUMN_ID,
  COLUMN_READER,
  COLUMN_TIME,
  COLUMN_STATUS,
  COLUMN_REASON,
  COLUMN_ANSWER,
  COLUMN_RECORD,
};

static void
append_text (GString *line, const char *name, sqlite3_stmt *row, int column)
{
  const void *text = sqlite3_column_blob (row, column);

  g_string_append_printf (line, ",\"%s\":", name);
  leat_json_append_string (line, text != NULL ? text : "", sqlite3_column_bytes (row, column));
}

static void
append_reject (GString *line, sqlite3_stmt *row)
{
  char time[LEAT_VALUE_TEXT_MAX];

  leat_time_write (sqlite3_column_int64 (row, COLUMN_TIME), time);
  g_string_append_printf (line, "{\"id\":%" G_GINT64_FORMAT ",\"time\":\"%s\"",
                          (gint64) sqlite3_column_int64 (row, COLUMN_ID), time);
  append_text (line, "sink", row, COLUMN_READER);
  g_string_append_printf (line, ",\"status\":%" G_GINT64_FORMAT,
                          (gint64) sqlite3_column_int64 (row, COLUMN_STATUS));
  append_text (line, "reason", row, COLUMN_REASON);
  append_text (line, "answer", row, COLUMN_ANSWER);
  g_string_append_printf (line, ",\"record\":%s}",
                          (const char *) sqlite3_column_text (row, COLUMN_RECORD));
}

gboolean
buffer_word_rejects (LeatSink *sink, const char *const *arguments, LeatStorePrint print,
                     gpointer user_data, GError **error)
{
  g_auto (GStrv) rest = buffer_words_parse (arguments, NULL, 0, 1, "[READER]", error);
  g_autoptr (BufferDatabase) database = NULL;
  g_autoptr (sqlite3_stmt) row = NULL;
  g_autoptr (GString) line = g_string_new (NULL);
  g_autoptr (GError) failure = NULL;

  if (rest == NULL || (database = buffer_words_open (sink, FALSE, error)) == NULL)
    return FALSE;
  row = buffer_database_query (database, error, REJECTS, "s", rest[0] != NULL ? rest[0] : "*");
  if (row == NULL)
    return FALSE;
  while (buffer_database_step (database, row, &failure))
    {
      g_string_truncate (line, 0);
      append_reject (line, row);
      print (line->str, user_data);
    }
  return buffer_is_done (&failure, error);
}

static gint
compare_ids (gconstpointer a, gconstpointer b)
{
  const gint64 first = *(const gint64 *) a, second = *(const gint64 *) b;

  return (first > second) - (first < second);
}

/* in their order */
static GArray *
find_ids (BufferDatabase *database, char **names, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (; *names != NULL; names++)
    {
      gint64 id;

      if (!buffer_look_find (database, *names, &id, error))
        return NULL;
      g_array_append_val (ids, id);
    }
  g_array_sort (ids, compare_ids);
  return g_steal_pointer (&ids);
}

#define OFFER "INSERT INTO again (reader, row, flags) SELECT reader, row, 0 FROM rejects"
#define TAKE_OUT "DELETE FROM rejects"
#define ONE " WHERE reader = ? AND row = ?"
#define ALL " WHERE reader = ?"

static gboolean
settle_one (BufferDatabase *database, const char *reader, gint64 id, gboolean again, GError **error)
{
  if ((again && !buffer_database_do (database, error, OFFER ONE, "si", reader, id)) ||
      !buffer_database_do (database, error, TAKE_OUT ONE, "si", reader, id))
    return FALSE;
  if (sqlite3_changes (database->handle) > 0)
    return TRUE;
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_FAILED,
               "%s: has no refused record %" G_GINT64_FORMAT "; leat rejects list shows those "
               "there are",
               reader, id);
  return FALSE;
}

static gboolean
settle_all (BufferDatabase *database, const char *reader, gboolean again, GError **error)
{
  return (!again || buffer_database_do (database, error, OFFER ALL " ORDER BY row", "s", reader)) &&
         buffer_database_do (database, error, TAKE_OUT ALL, "s", reader);
}

/* takes them out of the rejects; @again: they are offered once more. All or none of them */
static gboolean
settle (BufferDatabase *database, const char *reader, char **names, gboolean again, int *n_settled,
        GError **error)
{
  g_autoptr (GArray) ids = NULL;
  const int before = sqlite3_total_changes (database->handle);
  gboolean done = TRUE;

  if (!buffer_database_run (database, "BEGIN IMMEDIATE", error) ||
      (ids = find_ids (database, names, error)) == NULL)
    return FALSE;
  if (ids->len == 0)
    done = settle_all (database, reader, again, error);
  for (guint i = 0; i < ids->len && done; i++)
    done = settle_one (database, reader, g_array_index (ids, gint64, i), again, error);
  *n_settled = (sqlite3_total_changes (database->handle) - before) / (again ? 2 : 1);
  return done && buffer_database_run (database, "COMMIT", error);
}

#define USAGE "READER ID…|--all"

static gboolean
run (LeatSink *sink, const char *const *arguments, gboolean again, const BufferListening *listening,
     GError **error)
{
  gboolean all = FALSE;
  const GOptionEntry entries[] = { { "all", 0, 0, G_OPTION_ARG_NONE, &all, NULL, NULL },
                                   G_OPTION_ENTRY_NULL };
  g_auto (GStrv) rest = buffer_words_parse (arguments, entries, 1, G_MAXUINT, USAGE, error);
  g_autoptr (BufferDatabase) database = NULL;
  gint64 acknowledged;
  int n_settled = 0;

  if (rest == NULL)
    return FALSE;
  if (all == (rest[1] != NULL))
    {
      g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "ids are needed, or --all");
      return FALSE;
    }
  if ((database = buffer_words_open (sink, TRUE, error)) == NULL ||
      !buffer_words_find_reader (database, rest[0], &acknowledged, error) ||
      !settle (database, rest[0], rest + 1, again, &n_settled, error))
    return FALSE;
  buffer_words_tell (listening, "%s: %d refused record%s %s", rest[0], n_settled,
                     n_settled == 1 ? "" : "s", again ? "once more" : "let go");
  return TRUE;
}

gboolean
buffer_word_retry (LeatSink *sink, const char *const *arguments, LeatStorePrint print,
                   gpointer user_data, GError **error)
{
  const BufferListening listening = { print, user_data };

  return run (sink, arguments, TRUE, &listening, error);
}

gboolean
buffer_word_drop (LeatSink *sink, const char *const *arguments, LeatStorePrint print,
                  gpointer user_data, GError **error)
{
  const BufferListening listening = { print, user_data };

  return run (sink, arguments, FALSE, &listening, error);
}
