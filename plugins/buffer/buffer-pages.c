/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-pages.c - rows of the file become batches again, a stretch at a time */
#include "buffer-pages.h"
#include "buffer-wants.h"

/* a stream as this reader sees it */
typedef struct {
  gint64        id;
  BufferStream *stream;    /* NULL: the file does not know it */
  gboolean      is_wanted;
} Seen;

struct _BufferPages {
  BufferDatabase    *database;
  BufferStreams     *streams;
  BufferWants        wants;
  const char        *again;
  sqlite3_stmt      *select;
  GHashTable        *seen;      /* stream's id -> Seen */
  Seen              *last;      /* of them */
  GString           *scratch;
  guint64            n_damaged;
};

/* as many rows are looked at with one snapshot */
#define N_LOOK_MAX 8192

#define COLUMNS \
  "rows.stream, rows.sequence, rows.time, rows.fields, rows.quality, rows.text, rows.exact," \
  " rows.frame"

#define SELECT_ROWS \
  "SELECT rows.id, rows.flags, " COLUMNS " FROM rows WHERE rows.id > ?1 AND rows.id <= ?2" \
  " ORDER BY rows.id"

#define SELECT_AGAIN \
  "SELECT again.id, rows.flags | again.flags, " COLUMNS " FROM again CROSS JOIN rows" \
  " ON rows.id = again.row WHERE again.reader = ?3 AND again.id > ?1 AND again.id <= ?2" \
  " ORDER BY again.id"

enum {
  COLUMN_ID,
  COLUMN_FLAGS,
  COLUMN_STREAM,
  COLUMN_SEQUENCE,
  COLUMN_TIME,
  COLUMN_PARTS,
};

static void
seen_free (gpointer data)
{
  Seen *self = data;

  g_clear_pointer (&self->stream, buffer_stream_unref);
  g_free (self);
}

BufferPages *
buffer_pages_new (BufferDatabase *database, BufferStreams *streams, const char *const *sources,
                  const char *again, GError **error)
{
  g_autoptr (BufferPages) self = g_new0 (BufferPages, 1);

  self->database = database;
  self->streams = streams;
  self->wants = buffer_wants_new (sources);
  self->again = again;
  self->seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, seen_free);
  self->scratch = g_string_new (NULL);
  self->select = buffer_database_prepare (database, again != NULL ? SELECT_AGAIN : SELECT_ROWS,
                                          error);
  return self->select != NULL ? g_steal_pointer (&self) : NULL;
}

void
buffer_pages_free (BufferPages *self)
{
  if (self == NULL)
    return;
  sqlite3_finalize (self->select);
  g_hash_table_unref (self->seen);
  g_string_free (self->scratch, TRUE);
  g_free (self);
}

guint64
buffer_pages_take_n_damaged (BufferPages *self)
{
  const guint64 n_damaged = self->n_damaged;

  self->n_damaged = 0;
  return n_damaged;
}

static Seen *
find_stream (BufferPages *self, gint64 id)
{
  Seen *seen = g_hash_table_lookup (self->seen, &id);

  if (seen != NULL)
    return seen;
  seen = g_new0 (Seen, 1);
  seen->id = id;
  seen->stream = buffer_streams_load (self->streams, self->database, id, NULL);
  seen->is_wanted = seen->stream == NULL ||
                    buffer_wants_source (&self->wants, seen->stream->origin->source);
  g_hash_table_insert (self->seen, &seen->id, seen);
  return seen;
}

static gboolean
read_row (BufferPages *self, const Seen *seen, LeatBatch *batch)
{
  BufferColumn columns[BUFFER_N_PARTS];
  const LeatMoment arrival = { .time = sqlite3_column_int64 (self->select, COLUMN_TIME) };
  const guint n_records = leat_batch_get_n_records (batch);

  if (seen->stream == NULL)
    return FALSE;
  for (int i = 0; i < BUFFER_N_PARTS; i++)
    {
      columns[i].text = (const char *) sqlite3_column_text (self->select, COLUMN_PARTS + i);
      columns[i].length = (gsize) sqlite3_column_bytes (self->select, COLUMN_PARTS + i);
    }
  leat_batch_append (batch, seen->stream->origin, arrival);
  leat_batch_set_sequence (batch, (guint64) sqlite3_column_int64 (self->select, COLUMN_SEQUENCE));
  leat_batch_add_flags (batch, (LeatRecordFlags) sqlite3_column_int (self->select, COLUMN_FLAGS));
  if (buffer_form_read (seen->stream->form, columns, batch, self->scratch))
    return TRUE;
  leat_batch_truncate (batch, n_records);
  return FALSE;
}

/* the row that the statement stands at */
static void
take_row (BufferPages *self, BufferStretch *stretch, LeatBatch **batch, GArray *ids)
{
  const guint64 id = (guint64) sqlite3_column_int64 (self->select, COLUMN_ID);
  const gint64 stream = sqlite3_column_int64 (self->select, COLUMN_STREAM);

  stretch->behind = id;
  if (self->last == NULL || self->last->id != stream)
    self->last = find_stream (self, stream);
  if (!self->last->is_wanted)
    return;
  if (*batch == NULL)
    *batch = leat_batch_new (MIN (stretch->max_records, 4096));
  if (read_row (self, self->last, *batch))
    g_array_append_val (ids, id);
  else
    self->n_damaged++;
}

static gboolean
is_full (const BufferStretch *stretch, const LeatBatch *batch)
{
  return batch != NULL && (leat_batch_get_n_records (batch) >= stretch->max_records ||
                           (leat_batch_get_n_records (batch) > 0 &&
                            leat_batch_get_size (batch) >= stretch->max_bytes));
}

LeatBatch *
buffer_pages_read (BufferPages *self, BufferStretch *stretch, GArray *ids, gboolean *at_end,
                   GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (LeatBatch) batch = NULL;
  guint n_looked = 0;

  sqlite3_bind_int64 (self->select, 1, (gint64) stretch->behind);
  sqlite3_bind_int64 (self->select, 2, (gint64) MIN (stretch->up_to, G_MAXINT64));
  if (self->again != NULL)
    sqlite3_bind_text (self->select, 3, self->again, -1, SQLITE_STATIC);
  *at_end = FALSE;
  while (!is_full (stretch, batch) && n_looked++ < N_LOOK_MAX && !*at_end)
    {
      if (buffer_database_step (self->database, self->select, &failure))
        take_row (self, stretch, &batch, ids);
      else
        *at_end = TRUE;
    }
  sqlite3_reset (self->select);
  if (failure != NULL)
    *at_end = FALSE;
  /* what was read before it failed is good: the next call fails at once */
  if (ids->len > 0)
    return g_steal_pointer (&batch);
  buffer_is_done (&failure, error);
  return NULL;
}
