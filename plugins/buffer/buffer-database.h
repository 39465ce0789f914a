/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-database.h - one connection to the store's file */
#pragma once
#include "buffer-failure.h"
G_BEGIN_DECLS

/* "LEAT": tells our files from those of other programs */
#define BUFFER_APPLICATION_ID 0x4c454154
/* so many pages the log has before they go into the file */
#define BUFFER_N_LOG_PAGES 1000

/**
 * BufferDatabase:
 * @handle: of SQLite
 * @path: of the file
 *
 * In one thread at a time.
 */
typedef struct {
  sqlite3 *handle;
  char    *path;
} BufferDatabase;

/* one that reads, for as long as a writer has the file open */
BufferDatabase *buffer_database_open_reading (const char *path, GError **error);
/* one that writes; makes the file if there is none, and brings an older one up to date */
BufferDatabase *buffer_database_open_writing (const char *path, gboolean is_relaxed,
                                              char **told, GError **error);
void            buffer_database_close        (BufferDatabase *self);

/* statements without results */
gboolean        buffer_database_run          (BufferDatabase *self, const char *sql,
                                              GError **error);
/* one, with what @types says: i: gint64, s: text or NULL, b: GBytes or NULL */
gboolean        buffer_database_do           (BufferDatabase *self, GError **error,
                                              const char *sql, const char *types, ...);
/* one that stays prepared, or has results */
sqlite3_stmt   *buffer_database_prepare      (BufferDatabase *self, const char *sql,
                                              GError **error);
sqlite3_stmt   *buffer_database_query        (BufferDatabase *self, GError **error,
                                              const char *sql, const char *types, ...);
/* the next row, if there is one more; FALSE without error: there is none */
gboolean        buffer_database_step         (BufferDatabase *self, sqlite3_stmt *statement,
                                              GError **error);
/* a whole copy, of one moment, lasting; a file that is there is not touched */
gboolean        buffer_database_copy         (BufferDatabase *self, const char *path,
                                              GError **error);
/* the one number that is the result */
gboolean        buffer_database_get          (BufferDatabase *self, const char *sql,
                                              gint64 *number, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BufferDatabase, buffer_database_close)
G_END_DECLS
