/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-words-again.c - words that change what a reader has still to have */
#include <string.h>
#include <unistd.h>
#include "buffer-places.h"
#include "buffer-presence.h"
#include "buffer-walk.h"
#include "buffer-words.h"

/* as many rows are looked at with one commit: a daemon waits no longer than that takes */
#define SLICE 10000

gboolean
buffer_words_find_reader (BufferDatabase *database, const char *reader, gint64 *acknowledged,
                          GError **error)
{
  g_autoptr (sqlite3_stmt)
      row = buffer_database_query (database, error,
                                   "SELECT acknowledged FROM places WHERE reader = ? AND again = 0",
                                   "s", reader);
  g_autoptr (GError) failure = NULL;

  if (row == NULL)
    return FALSE;
  if (buffer_database_step (database, row, &failure))
    {
      *acknowledged = sqlite3_column_int64 (row, 0);
      return TRUE;
    }
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_FAILED,
                 "%s: there is no such reader; leat store readers lists them", reader);
  return FALSE;
}

static gboolean
forget (BufferDatabase *database, const char *reader, GError **error)
{
  return buffer_database_run (database, "BEGIN IMMEDIATE", error) &&
         buffer_places_erase (database, reader, error) &&
         buffer_database_run (database, "COMMIT", error);
}

/* a reader that is at work would write its place again */
static gboolean
excluding (gboolean (*change) (BufferDatabase *database, const char *reader, GError **error),
           BufferDatabase *database, const char *reader, GError **error)
{
  gboolean changed;
  int fd;

  if (!buffer_presence_exclude (database->path, reader, &fd, error))
    return FALSE;
  changed = change (database, reader, error);
  if (fd >= 0)
    close (fd);
  return changed;
}

/* a word about one reader, which may cost it records: then only if --yes is said */
typedef struct {
  char **rest; /* its name */
  gboolean yes;
  BufferDatabase *database;
  gint64 acknowledged;
} ReaderWord;

static void
reader_word_clear (ReaderWord *self)
{
  g_clear_pointer (&self->database, buffer_database_close);
  g_clear_pointer (&self->rest, g_strfreev);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ReaderWord, reader_word_clear)

static gboolean
reader_word_begin (ReaderWord *self, LeatSink *sink, const char *const *arguments, GError **error)
{
  const GOptionEntry entries[] = { { "yes", 0, 0, G_OPTION_ARG_NONE, &self->yes, NULL, NULL },
                                   G_OPTION_ENTRY_NULL };

  self->rest = buffer_words_parse (arguments, entries, 1, 1, "READER [--yes]", error);
  return self->rest != NULL && (self->database = buffer_words_open (sink, TRUE, error)) != NULL &&
         buffer_words_find_reader (self->database, self->rest[0], &self->acknowledged, error);
}

gboolean
buffer_word_forget (LeatSink *sink, const char *const *arguments, LeatStorePrint print,
                    gpointer user_data, GError **error)
{
  const BufferListening listening = { print, user_data };
  g_auto (ReaderWord) word = { NULL };
  gint64 last;

  if (!reader_word_begin (&word, sink, arguments, error) ||
      !buffer_database_get (word.database, "SELECT coalesce (max (id), 0) FROM rows", &last, error))
    return FALSE;
  if (last > word.acknowledged && !word.yes)
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_FAILED,
                   "%s: has still to have records up to id %" G_GINT64_FORMAT
                   "; say --yes if it never will",
                   word.rest[0], last);
      return FALSE;
    }
  if (!excluding (forget, word.database, word.rest[0], error))
    return FALSE;
  buffer_words_tell (&listening, "%s: forgotten; a sink of that name would begin anew",
                     word.rest[0]);
  return TRUE;
}

/* what is open of it, of the sources that it wants */
static gboolean
count_backlog (BufferDatabase *database, const char *reader, gint64 *n_records, GError **error)
{
  g_autoptr (sqlite3_stmt)
      row = buffer_database_query (database, error,
                                   "SELECT records FROM backlog WHERE reader = ? AND again = 0",
                                   "s", reader);

  if (row == NULL || !buffer_database_step (database, row, error))
    return FALSE;
  *n_records = sqlite3_column_int64 (row, 0);
  return TRUE;
}

static gboolean
skip (BufferDatabase *database, const char *reader, GError **error)
{
  return buffer_database_run (database, "BEGIN IMMEDIATE", error) &&
         buffer_database_do (database, error,
                             "UPDATE places SET claimed = 0, acknowledged ="
                             " (SELECT coalesce (max (id), acknowledged) FROM rows)"
                             " WHERE reader = ? AND again = 0",
                             "s", reader) &&
         buffer_database_do (database, error, "DELETE FROM claims WHERE reader = ? AND again = 0",
                             "s", reader) &&
         buffer_database_run (database, "COMMIT", error);
}

/* A leatd that is at work knows where the reader is, and would not look again. It does not have the
 * file while the store is paused, or comes back; then its reader is there. */
static gboolean
skip_alone (BufferDatabase *database, const char *reader, GError **error)
{
  gboolean skipped;
  int fd;

  if (!buffer_presence_own (database->path, &fd, error))
    return FALSE;
  skipped = excluding (skip, database, reader, error);
  if (fd >= 0)
    close (fd);
  return skipped;
}

gboolean
buffer_word_skip (LeatSink *sink, const char *const *arguments, LeatStorePrint print,
                  gpointer user_data, GError **error)
{
  const BufferListening listening = { print, user_data };
  g_auto (ReaderWord) word = { NULL };
  gint64 n_records;

  if (!reader_word_begin (&word, sink, arguments, error) ||
      !count_backlog (word.database, word.rest[0], &n_records, error))
    return FALSE;
  if (n_records > 0 && !word.yes)
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_FAILED,
                   "%s: has still to have %" G_GINT64_FORMAT
                   " records; say --yes if it is not to have them from the store",
                   word.rest[0], n_records);
      return FALSE;
    }
  if (!skip_alone (word.database, word.rest[0], error))
    return FALSE;
  buffer_words_tell (&listening,
                     "%s: begins behind %" G_GINT64_FORMAT " records that it has not had",
                     word.rest[0], n_records);
  return TRUE;
}

/* what the reader wants, has had, and arrived between the two times; 1: a test */
#define REPLAY \
  "INSERT INTO again (reader, row, flags) SELECT ?1, rows.id, 1 FROM rows" \
  " JOIN streams ON streams.id = rows.stream JOIN places ON places.reader = ?1" \
  " AND places.again = 0 WHERE rows.id > ?2 AND rows.id <= ?3" \
  " AND rows.id <= places.acknowledged AND rows.time >= ?4 AND rows.time < ?5" \
  " AND (places.sources = '[]' OR EXISTS (SELECT 1 FROM json_each (places.sources)" \
  "  WHERE streams.source GLOB replace (json_each.value, '[', '[[]'))) ORDER BY rows.id"

static gboolean
replay (LeatSink *sink, BufferDatabase *database, const char *reader, gint64 last, gint64 from,
        gint64 to, gint64 *n_records, GError **error)
{
  gint64 first = 0;

  *n_records = 0;
  if (!buffer_database_get (database, "SELECT coalesce (min (id), 1) FROM rows", &first, error))
    return FALSE;
  for (gint64 behind = first - 1; behind < last; behind += SLICE)
    {
      if (!buffer_database_do (database, error, REPLAY, "siiii", reader, behind,
                               MIN (behind + SLICE, last), from, to))
        return FALSE;
      *n_records += sqlite3_changes (database->handle);
      if (!leat_sink_progress (sink, (guint64) (MIN (behind + SLICE, last) - first + 1),
                               (guint64) (last - first + 1)))
        return buffer_walk_give_up (error);
    }
  return TRUE;
}

gboolean
buffer_word_replay (LeatSink *sink, const char *const *arguments, LeatStorePrint print,
                    gpointer user_data, GError **error)
{
  const BufferListening listening = { print, user_data };
  g_autofree char *from_text = NULL, *to_text = NULL;
  const GOptionEntry entries[] = {
    { "from", 0, 0, G_OPTION_ARG_STRING, &from_text, NULL, NULL },
    { "to", 0, 0, G_OPTION_ARG_STRING, &to_text, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (GStrv)
      rest = buffer_words_parse (arguments, entries, 1, 1, "READER --from TIME [--to TIME]", error);
  g_autoptr (BufferDatabase) database = NULL;
  gint64 from = G_MININT64, to = G_MAXINT64, acknowledged, n_records;

  if (rest == NULL || !buffer_words_parse_time (from_text, &from, error) ||
      !buffer_words_parse_time (to_text, &to, error))
    return FALSE;
  if (from_text == NULL)
    {
      g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                           "--from is needed: from when on, such as 2018-10-13T06:00:00");
      return FALSE;
    }
  if ((database = buffer_words_open (sink, TRUE, error)) == NULL ||
      !buffer_words_find_reader (database, rest[0], &acknowledged, error) ||
      !replay (sink, database, rest[0], acknowledged, from, to, &n_records, error))
    return FALSE;
  buffer_words_tell (&listening, "%s: %" G_GINT64_FORMAT " records once more, marked as a test",
                     rest[0], n_records);
  return TRUE;
}
