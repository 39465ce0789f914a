/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-database.c - one connection to the store's file */
#include "buffer-database.h"
#include "buffer-migrations.h"

/* how long somebody else may be at work on the file: a word of leat store, a person with sqlite3 */
#define BUSY_TIMEOUT 10000   /* ms */

/* as PRAGMA auto_vacuum gives it */
#define AUTO_VACUUM_INCREMENTAL 2

static BufferDatabase *
open_file (const char *path, int flags, GError **error)
{
  g_autoptr (BufferDatabase) self = g_new0 (BufferDatabase, 1);

  self->path = g_strdup (path);
  if (sqlite3_open_v2 (path, &self->handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                       NULL) != SQLITE_OK)
    {
      buffer_fail (error, self->handle, path);
      return NULL;
    }
  sqlite3_busy_timeout (self->handle, BUSY_TIMEOUT);
  return g_steal_pointer (&self);
}

BufferDatabase *
buffer_database_open_reading (const char *path, GError **error)
{
  return open_file (path, SQLITE_OPEN_READONLY, error);
}

/* It would be written again each time, for which a full disk has no room. */
static gboolean
set_vacuum (BufferDatabase *self, GError **error)
{
  gint64 mode;

  return buffer_database_get (self, "PRAGMA auto_vacuum", &mode, error) &&
         (mode == AUTO_VACUUM_INCREMENTAL ||
          buffer_database_run (self, "PRAGMA auto_vacuum = INCREMENTAL", error));
}

/* Small checkpoints: on a full disk a large log could not be brought into the file any more, and
 * nothing could be deleted then. */
static gboolean
tune (BufferDatabase *self, gboolean is_relaxed, GError **error)
{
  return set_vacuum (self, error) &&
         buffer_database_run (self,
                              "PRAGMA journal_mode = WAL;"
                              "PRAGMA wal_autocheckpoint = " G_STRINGIFY (
                                  BUFFER_N_LOG_PAGES) ";"
                                                      "PRAGMA journal_size_limit = 8388608;"
                                                      "PRAGMA cache_size = -8000;"
                                                      "PRAGMA foreign_keys = OFF;",
                              error) &&
         buffer_database_run (self,
                              is_relaxed ? "PRAGMA synchronous = NORMAL"
                                         : "PRAGMA synchronous = FULL",
                              error);
}

BufferDatabase *
buffer_database_open_writing (const char *path, gboolean is_relaxed, char **told, GError **error)
{
  g_autoptr (BufferDatabase)
      self = open_file (path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, error);

  if (self == NULL || !buffer_migrations_check (self, error) || !tune (self, is_relaxed, error) ||
      !buffer_migrations_run (self, told, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
buffer_database_close (BufferDatabase *self)
{
  if (self == NULL)
    return;
  sqlite3_close_v2 (self->handle);
  g_free (self->path);
  g_free (self);
}

gboolean
buffer_database_run (BufferDatabase *self, const char *sql, GError **error)
{
  if (sqlite3_exec (self->handle, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  return buffer_fail (error, self->handle, self->path);
}

sqlite3_stmt *
buffer_database_prepare (BufferDatabase *self, const char *sql, GError **error)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) !=
      SQLITE_OK)
    buffer_fail (error, self->handle, self->path);
  return statement;
}

static void
bind_all (sqlite3_stmt *statement, const char *types, va_list arguments)
{
  for (int i = 1; *types != '\0'; types++, i++)
    if (*types == 'i')
      sqlite3_bind_int64 (statement, i, va_arg (arguments, gint64));
    else if (*types == 's')
      sqlite3_bind_text (statement, i, va_arg (arguments, const char *), -1, SQLITE_TRANSIENT);
    else
      {
        GBytes *bytes = va_arg (arguments, GBytes *);
        gsize size = 0;
        gconstpointer data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;

        sqlite3_bind_blob64 (statement, i, data, size, SQLITE_TRANSIENT);
      }
}

gboolean
buffer_database_step (BufferDatabase *self, sqlite3_stmt *statement, GError **error)
{
  const int code = sqlite3_step (statement);

  if (code != SQLITE_ROW && code != SQLITE_DONE)
    buffer_fail (error, self->handle, self->path);
  return code == SQLITE_ROW;
}

gboolean
buffer_database_do (BufferDatabase *self, GError **error, const char *sql, const char *types, ...)
{
  g_autoptr (sqlite3_stmt) statement = buffer_database_prepare (self, sql, error);
  va_list arguments;

  if (statement == NULL)
    return FALSE;
  va_start (arguments, types);
  bind_all (statement, types, arguments);
  va_end (arguments);
  return sqlite3_step (statement) == SQLITE_DONE || buffer_fail (error, self->handle, self->path);
}

sqlite3_stmt *
buffer_database_query (BufferDatabase *self, GError **error, const char *sql, const char *types,
                       ...)
{
  sqlite3_stmt *statement = buffer_database_prepare (self, sql, error);
  va_list arguments;

  if (statement == NULL)
    return NULL;
  va_start (arguments, types);
  bind_all (statement, types, arguments);
  va_end (arguments);
  return statement;
}

gboolean
buffer_database_get (BufferDatabase *self, const char *sql, gint64 *number, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = buffer_database_prepare (self, sql, error);

  if (statement == NULL)
    return FALSE;
  if (sqlite3_step (statement) != SQLITE_ROW)
    return buffer_fail (error, self->handle, self->path);
  *number = sqlite3_column_int64 (statement, 0);
  return TRUE;
}
