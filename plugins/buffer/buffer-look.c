/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-look.c - records that a person wants to see: those that were named, or whose turn it is */
#include "buffer-look.h"
#include "buffer-pages.h"
#include "buffer-wants.h"

/* one record, the first of the stretch that is wanted, if there is one */
static gboolean
read_one (BufferPages *pages, BufferStretch *stretch, LeatBatch *batch, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint64));
  gboolean at_end = FALSE;

  stretch->max_records = 1;
  while (!at_end)
    {
      g_autoptr (GError) failure = NULL;
      g_autoptr (LeatBatch) one = buffer_pages_read (pages, stretch, ids, &at_end, &failure);

      if (!buffer_is_done (&failure, error))
        return FALSE;
      if (one == NULL)
        continue;
      leat_batch_append_copy (batch, leat_batch_get_record (one, 0));
      return TRUE;
    }
  return TRUE;
}

static gboolean
refuse_name (BufferDatabase *database, const char *name, GError **error)
{
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_FAILED,
               "%s: there is no record %s; leat store export lists those there are", database->path,
               name);
  return FALSE;
}

gboolean
buffer_look_find (BufferDatabase *database, const char *name, gint64 *id, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (name, "/", -1);
  g_autoptr (sqlite3_stmt) row = NULL;
  g_autoptr (GError) failure = NULL;
  gint64 sequence;

  if (g_ascii_string_to_signed (name, 10, 1, G_MAXINT64, id, NULL))
    return TRUE;
  if (g_strv_length (parts) != 3 ||
      !g_ascii_string_to_signed (parts[2], 10, 1, G_MAXINT64, &sequence, NULL))
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                   "%s: is neither an id of the store nor SOURCE/EPOCH/SEQUENCE", name);
      return FALSE;
    }
  row = buffer_database_query (database, error,
                               "SELECT rows.id FROM rows JOIN streams ON streams.id = rows.stream"
                               " WHERE source = ? AND epoch = ? AND sequence = ?"
                               " ORDER BY rows.id LIMIT 1",
                               "ssi", parts[0], parts[1], sequence);
  if (row == NULL)
    return FALSE;
  if (buffer_database_step (database, row, &failure))
    {
      *id = sqlite3_column_int64 (row, 0);
      return TRUE;
    }
  return buffer_is_done (&failure, error) && refuse_name (database, name, error);
}

static gboolean
look_up (BufferDatabase *database, BufferPages *pages, const char *name, LeatBatch *batch,
         GError **error)
{
  const guint n_records = leat_batch_get_n_records (batch);
  BufferStretch stretch = { .max_bytes = G_MAXSIZE };
  gint64 id;

  if (!buffer_look_find (database, name, &id, error))
    return FALSE;
  stretch.behind = (guint64) id - 1;
  stretch.up_to = (guint64) id;
  if (!read_one (pages, &stretch, batch, error))
    return FALSE;
  if (leat_batch_get_n_records (batch) > n_records)
    return TRUE;
  if (buffer_pages_take_n_damaged (pages) == 0)
    return refuse_name (database, name, error);
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_FAILED, "%s: record %s is damaged", database->path,
               name);
  return FALSE;
}

/* what the reader has had; one that the file does not know has nothing to have yet */
#define BEHIND \
  "SELECT coalesce ((SELECT acknowledged FROM places WHERE reader = ? AND again = 0)," \
  " (SELECT max (id) FROM rows), 0)"

static gboolean
look_ahead (BufferDatabase *database, BufferPages *pages, const char *reader, LeatBatch *batch,
            GError **error)
{
  BufferStretch stretch = { .up_to = G_MAXINT64, .max_bytes = G_MAXSIZE };
  g_autoptr (sqlite3_stmt) row = buffer_database_query (database, error, BEHIND, "s", reader);
  g_autoptr (GError) failure = NULL;

  if (row == NULL)
    return FALSE;
  if (buffer_database_step (database, row, &failure))
    stretch.behind = (guint64) sqlite3_column_int64 (row, 0);
  sqlite3_reset (row);
  return buffer_is_done (&failure, error) && read_one (pages, &stretch, batch, error);
}

static gboolean
look_back (BufferDatabase *database, BufferPages *pages, const BufferWants *wants, LeatBatch *batch,
           GError **error)
{
  g_autoptr (sqlite3_stmt)
      row = buffer_database_query (database, error,
                                   "SELECT rows.id, source FROM rows CROSS JOIN streams"
                                   " ON streams.id = rows.stream ORDER BY rows.id DESC",
                                   "");
  g_autoptr (GError) failure = NULL;
  BufferStretch stretch = { .max_bytes = G_MAXSIZE };

  if (row == NULL)
    return FALSE;
  while (stretch.up_to == 0 && buffer_database_step (database, row, &failure))
    if (buffer_wants_source (wants, (const char *) sqlite3_column_text (row, 1)))
      stretch.up_to = (guint64) sqlite3_column_int64 (row, 0);
  sqlite3_reset (row);
  if (!buffer_is_done (&failure, error))
    return FALSE;
  if (stretch.up_to == 0)
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_FAILED, "%s: has no record for it yet",
                   database->path);
      return FALSE;
    }
  stretch.behind = stretch.up_to - 1;
  return read_one (pages, &stretch, batch, error);
}

static gboolean
look_at_turn (BufferDatabase *database, BufferStreams *streams, const char *reader,
              const char *const *from, LeatBatch *batch, GError **error)
{
  const BufferWants wants = buffer_wants_new (from);
  g_autoptr (BufferPages) pages = buffer_pages_new (database, streams, from, NULL, error);

  if (pages == NULL || !look_ahead (database, pages, reader, batch, error))
    return FALSE;
  return leat_batch_get_n_records (batch) > 0 || look_back (database, pages, &wants, batch, error);
}

static gboolean
look_at_named (BufferDatabase *database, BufferStreams *streams, const char *const *names,
               LeatBatch *batch, GError **error)
{
  g_autoptr (BufferPages) pages = buffer_pages_new (database, streams, NULL, NULL, error);

  for (; pages != NULL && *names != NULL; names++)
    if (!look_up (database, pages, *names, batch, error))
      return FALSE;
  return pages != NULL;
}

LeatBatch *
buffer_look (BufferDatabase *database, const char *reader, const char *const *from,
             const char *const *names, GError **error)
{
  g_autoptr (BufferStreams) streams = buffer_streams_new ();
  g_autoptr (LeatBatch) batch = leat_batch_new (1);
  const gboolean found = *names != NULL
                             ? look_at_named (database, streams, names, batch, error)
                             : look_at_turn (database, streams, reader, from, batch, error);

  return found ? g_steal_pointer (&batch) : NULL;
}
