/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-progress.c - how far one long statement is, for who looks */
#include "buffer-progress.h"

/* instructions of SQLite's machine between two looks: some microseconds */
#define INSTRUCTIONS 10000

static guint64
count_reads (sqlite3 *handle)
{
  int now = 0, highest;

  sqlite3_db_status (handle, SQLITE_DBSTATUS_CACHE_MISS, &now, &highest, FALSE);
  return (guint64) now;
}

/* what is not 0 ends the statement, as interrupted */
static int
on_instructions (void *data)
{
  BufferProgress *self = data;
  const guint64 n_read = count_reads (self->handle) - self->before;

  return leat_sink_progress (self->sink, MIN (n_read, self->total), self->total) ? 0 : 1;
}

static guint64
count_pages (sqlite3 *handle)
{
  sqlite3_stmt *statement = NULL;
  guint64 n_pages = 0;

  if (sqlite3_prepare_v2 (handle, "PRAGMA page_count", -1, &statement, NULL) == SQLITE_OK &&
      sqlite3_step (statement) == SQLITE_ROW)
    n_pages = (guint64) sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  return n_pages;
}

void
buffer_progress_begin (BufferProgress *self, LeatSink *sink, sqlite3 *handle, guint passes)
{
  *self = (BufferProgress) { .sink = sink, .handle = handle };
  if (sink == NULL)
    return;
  self->total = count_pages (handle) * passes;
  self->before = count_reads (handle);
  sqlite3_progress_handler (handle, INSTRUCTIONS, on_instructions, self);
}

void
buffer_progress_end (BufferProgress *self)
{
  if (self->sink != NULL)
    sqlite3_progress_handler (self->handle, 0, NULL, NULL);
}
