/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-writer.c - the one connection that writes, and its open transaction */
#include "buffer-writer.h"
#include "buffer-sequences.h"
#include <errno.h>

struct _BufferWriter {
  BufferDatabase *database;
  BufferStreams  *streams;
  BufferRows     *rows;
  BufferSequences *sequences;
  sqlite3_stmt   *begin;
  sqlite3_stmt   *commit;
  int             witness;     /* see leat_sync_holds(); -1: none */
  GHashTable     *by_origin;   /* LeatOrigin -> BufferStream */
  BufferStream   *last;        /* of them: of the last record */
  gboolean        is_doubtful; /* what the log has may not be lasting */
  gboolean        is_begun;
  guint           n_added;
  guint64         first_id;    /* of the open transaction */
  guint64         next_id;
};

/* as many origins as are remembered; a source's life makes one */
#define N_ORIGINS_MAX 1024

/* so many pages the log has on a full disk before they go into the file */
#define N_LOG_PAGES_FULL 100

static gboolean
run (BufferWriter *self, sqlite3_stmt *statement, GError **error)
{
  const int code = sqlite3_step (statement);

  sqlite3_reset (statement);
  return code == SQLITE_DONE || buffer_fail (error, self->database->handle, self->database->path);
}

/* somebody else may have added rows (leat store redecode): an id is never given twice */
static gboolean
find_next_id (BufferWriter *self, GError **error)
{
  gint64 last;

  if (!buffer_database_get (self->database,
                            "SELECT coalesce (max (seq), 0) FROM sqlite_sequence"
                            " WHERE name = 'rows'",
                            &last, error))
    return FALSE;
  self->first_id = self->next_id = (guint64) last + 1;
  return TRUE;
}

BufferWriter *
buffer_writer_new (const char *path, gboolean is_relaxed, BufferStreams *streams, char **told,
                   GError **error)
{
  g_autoptr (BufferWriter) self = g_new0 (BufferWriter, 1);

  self->streams = streams;
  self->witness = -1;
  self->by_origin = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) buffer_stream_unref);
  self->database = buffer_database_open_writing (path, is_relaxed, told, error);
  self->rows = self->database != NULL ? buffer_rows_new (self->database, error) : NULL;
  if (self->rows == NULL)
    return NULL;
  self->sequences = buffer_sequences_new (self->database);
  self->begin = buffer_database_prepare (self->database, "BEGIN IMMEDIATE", error);
  self->commit = self->begin != NULL ? buffer_database_prepare (self->database, "COMMIT", error)
                                     : NULL;
  if (self->commit == NULL || !find_next_id (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
buffer_writer_spare_room (BufferWriter *self, gboolean is_full)
{
  sqlite3 *handle = self->database->handle;

  sqlite3_db_config (handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, is_full, NULL);
  sqlite3_wal_autocheckpoint (handle, is_full ? N_LOG_PAGES_FULL : BUFFER_N_LOG_PAGES);
}

void
buffer_writer_end_log (BufferWriter *self)
{
  sqlite3_wal_checkpoint_v2 (self->database->handle, NULL, SQLITE_CHECKPOINT_RESTART, NULL, NULL);
}

void
buffer_writer_free (BufferWriter *self)
{
  if (self == NULL)
    return;
  if (self->is_begun)
    buffer_writer_roll_back (self);
  g_hash_table_unref (self->by_origin);
  g_clear_pointer (&self->rows, buffer_rows_free);
  g_clear_pointer (&self->sequences, buffer_sequences_free);
  sqlite3_finalize (self->begin);
  sqlite3_finalize (self->commit);
  g_clear_pointer (&self->database, buffer_database_close);
  g_free (self);
}

BufferDatabase *
buffer_writer_get_database (BufferWriter *self)
{
  return self->database;
}

guint64
buffer_writer_get_next_id (BufferWriter *self)
{
  return self->next_id;
}

gboolean
buffer_writer_is_begun (const BufferWriter *self)
{
  return self->is_begun;
}

guint
buffer_writer_get_n_added (const BufferWriter *self)
{
  return self->n_added;
}

gboolean
buffer_writer_raise_ids (BufferWriter *self, guint64 last, GError **error)
{
  return buffer_database_do (self->database, error,
                             "DELETE FROM sqlite_sequence WHERE name = 'rows'", "") &&
         buffer_database_do (self->database, error,
                             "INSERT INTO sqlite_sequence (name, seq) VALUES ('rows', ?)", "i",
                             (gint64) last) &&
         find_next_id (self, error);
}

void
buffer_writer_set_witness (BufferWriter *self, int fd)
{
  self->witness = fd;
}

void
buffer_writer_doubt (BufferWriter *self)
{
  self->is_doubtful = TRUE;
}

gboolean
buffer_writer_is_doubtful (const BufferWriter *self)
{
  return self->is_doubtful;
}

/* SQLite has been told that what it wrote is on the disk */
static gboolean
is_lasting (BufferWriter *self, GError **error)
{
  if (self->witness < 0 || leat_sync_holds (self->witness))
    return TRUE;
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_FAILED,
               "%s: its file system is written to no more: %s; check it, and mount it again",
               self->database->path, g_strerror (errno));
  return FALSE;
}

/* A disk that has refused to make something lasting says yes the next time, though it has not tried
 * again: what is in the log is written anew, into the file itself, and the log begins anew. */
static gboolean
renew_log (BufferWriter *self, GError **error)
{
  sqlite3 *handle = self->database->handle;

  if (!self->is_doubtful)
    return TRUE;
  if (sqlite3_wal_checkpoint_v2 (handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL) != SQLITE_OK)
    return buffer_fail (error, handle, self->database->path);
  self->is_doubtful = !is_lasting (self, error);
  return !self->is_doubtful;
}

gboolean
buffer_writer_begin (BufferWriter *self, GError **error)
{
  if (self->is_begun)
    return TRUE;
  if (!renew_log (self, error) || !run (self, self->begin, error))
    return FALSE;
  self->is_begun = TRUE;
  self->n_added = 0;
  if (find_next_id (self, error))
    return TRUE;
  buffer_writer_roll_back (self);
  return FALSE;
}

static BufferStream *
find_stream (BufferWriter *self, const LeatOrigin *origin, GError **error)
{
  BufferStream *stream = g_hash_table_lookup (self->by_origin, origin);

  if (stream != NULL)
    return stream;
  if (g_hash_table_size (self->by_origin) >= N_ORIGINS_MAX)
    g_hash_table_remove_all (self->by_origin);
  stream = buffer_streams_store (self->streams, self->database, origin, error);
  if (stream != NULL)
    g_hash_table_insert (self->by_origin, stream->origin, stream);
  return stream;
}

gboolean
buffer_writer_add (BufferWriter *self, const LeatRecord *record, GError **error)
{
  if (!buffer_writer_begin (self, error))
    return FALSE;
  if (self->last == NULL || self->last->origin != record->origin)
    self->last = find_stream (self, record->origin, error);
  if (self->last == NULL ||
      !buffer_rows_append (self->rows, self->last, record, self->next_id, error))
    return FALSE;
  self->next_id++;
  self->n_added++;
  return TRUE;
}

gboolean
buffer_writer_knows (BufferWriter *self, const LeatRecord *record, gboolean *known, GError **error)
{
  return buffer_sequences_see (self->sequences, record, known, error);
}

gboolean
buffer_writer_commit (BufferWriter *self, GError **error)
{
  if (!self->is_begun)
    return TRUE;
  if (!buffer_rows_end (self->rows, error) || !buffer_sequences_write (self->sequences, error) ||
      !run (self, self->commit, error) || !is_lasting (self, error))
    return FALSE;
  self->is_begun = FALSE;
  self->n_added = 0;
  self->first_id = self->next_id;
  return TRUE;
}

/* streams that this transaction added are not there */
void
buffer_writer_roll_back (BufferWriter *self)
{
  buffer_rows_reset (self->rows);
  buffer_sequences_reset (self->sequences);
  if (!sqlite3_get_autocommit (self->database->handle))
    buffer_database_run (self->database, "ROLLBACK", NULL);
  self->is_begun = FALSE;
  self->n_added = 0;
  self->next_id = self->first_id;
  self->last = NULL;
  g_hash_table_remove_all (self->by_origin);
  buffer_streams_clear (self->streams);
}
