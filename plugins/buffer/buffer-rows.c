/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-rows.c - puts records into rows, many with one statement */
#include "buffer-rows.h"

/* AUTOINCREMENT writes its own table with each statement: so many rows share that */
#define N_ROWS 16
#define N_COLUMNS 10

typedef struct {
  guint64    id;
  gint64     stream;
  guint64    sequence;
  gint64     time;
  guint32    flags;
  BufferSpan spans[BUFFER_N_PARTS];
} Row;

struct _BufferRows {
  BufferDatabase *database;
  sqlite3_stmt   *many;
  sqlite3_stmt   *one;
  GString        *text;
  Row             rows[N_ROWS];
  guint           n_rows;
};

static sqlite3_stmt *
prepare_insert (BufferDatabase *database, guint n_rows, GError **error)
{
  g_autoptr (GString) sql = g_string_new (
      "INSERT INTO rows (id, stream, sequence, time, flags, fields, quality, text, exact, frame)"
      " VALUES ");

  for (guint i = 0; i < n_rows; i++)
    g_string_append_printf (sql, "%s(?,?,?,?,?,?,?,?,?,?)", i > 0 ? "," : "");
  return buffer_database_prepare (database, sql->str, error);
}

BufferRows *
buffer_rows_new (BufferDatabase *database, GError **error)
{
  g_autoptr (BufferRows) self = g_new0 (BufferRows, 1);

  self->database = database;
  self->text = g_string_sized_new (4096);
  self->many = prepare_insert (database, N_ROWS, error);
  self->one = self->many != NULL ? prepare_insert (database, 1, error) : NULL;
  return self->one != NULL ? g_steal_pointer (&self) : NULL;
}

void
buffer_rows_free (BufferRows *self)
{
  if (self == NULL)
    return;
  sqlite3_finalize (self->many);
  sqlite3_finalize (self->one);
  g_string_free (self->text, TRUE);
  g_free (self);
}

void
buffer_rows_reset (BufferRows *self)
{
  self->n_rows = 0;
  g_string_truncate (self->text, 0);
}

static void
bind_row (BufferRows *self, sqlite3_stmt *statement, int column, const Row *row)
{
  sqlite3_bind_int64 (statement, column + 1, (gint64) row->id);
  sqlite3_bind_int64 (statement, column + 2, row->stream);
  sqlite3_bind_int64 (statement, column + 3, (gint64) row->sequence);
  sqlite3_bind_int64 (statement, column + 4, row->time);
  sqlite3_bind_int64 (statement, column + 5, row->flags);
  for (int i = 0; i < BUFFER_N_PARTS; i++)
    {
      const BufferSpan *span = &row->spans[i];

      if (!buffer_span_is_null (span))
        sqlite3_bind_text (statement, column + 6 + i, self->text->str + span->start,
                           (int) span->length, SQLITE_STATIC);
      else
        sqlite3_bind_null (statement, column + 6 + i);
    }
}

static gboolean
insert (BufferRows *self, sqlite3_stmt *statement, guint from, guint n_rows, GError **error)
{
  int code;

  for (guint i = 0; i < n_rows; i++)
    bind_row (self, statement, (int) i * N_COLUMNS, &self->rows[from + i]);
  code = sqlite3_step (statement);
  sqlite3_reset (statement);
  return code == SQLITE_DONE || buffer_fail (error, self->database->handle, self->database->path);
}

gboolean
buffer_rows_end (BufferRows *self, GError **error)
{
  gboolean good = TRUE;

  if (self->n_rows == N_ROWS)
    good = insert (self, self->many, 0, N_ROWS, error);
  else
    for (guint i = 0; i < self->n_rows && good; i++)
      good = insert (self, self->one, i, 1, error);
  buffer_rows_reset (self);
  return good;
}

gboolean
buffer_rows_append (BufferRows *self, const BufferStream *stream, const LeatRecord *record,
                    guint64 id, GError **error)
{
  Row *row = &self->rows[self->n_rows++];

  row->id = id;
  row->stream = stream->id;
  row->sequence = record->sequence;
  row->time = record->time;
  row->flags = record->flags;
  buffer_form_write (stream->form, record, self->text, row->spans);
  return self->n_rows < N_ROWS || buffer_rows_end (self, error);
}
