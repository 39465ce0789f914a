/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-corrections.c - which records leat store redecode has corrected before */
#include "buffer-corrections.h"
#include "buffer-pages.h"

/* as many rows are looked at under one snapshot: a log is not kept from ending for longer */
#define SLICE 10000

struct _BufferCorrections {
  BufferDatabase *database;
  BufferPages    *pages;
  sqlite3_stmt   *take;
};

/* Not in memory: there may be as many as records. The first tag of that name counts: earlier
 * versions added one for each correction of a correction. */
#define MAKE_TABLES \
  "CREATE TEMP TABLE correcting AS SELECT streams.id AS stream," \
  " (SELECT value.value FROM json_each (streams.tags) AS name" \
  "  JOIN json_each (streams.tags) AS value ON value.key = name.key + 1" \
  "  WHERE name.value = '" BUFFER_TAG_CORRECTS "' AND name.key % 2 = 0" \
  "  ORDER BY name.key LIMIT 1) AS corrected FROM streams;" \
  "DELETE FROM correcting WHERE corrected IS NULL;" \
  "CREATE TEMP TABLE newest (corrected TEXT NOT NULL, sequence INTEGER NOT NULL," \
  " id INTEGER NOT NULL, PRIMARY KEY (corrected, sequence)) WITHOUT ROWID"

#define ADD_SLICE \
  "INSERT INTO newest (corrected, sequence, id) SELECT corrected, sequence, max (rows.id)" \
  " FROM rows CROSS JOIN correcting ON correcting.stream = rows.stream" \
  " WHERE rows.id > ? AND rows.id <= ? GROUP BY corrected, sequence" \
  " ON CONFLICT (corrected, sequence) DO UPDATE SET id = max (id, excluded.id)"

#define TAKE "DELETE FROM newest WHERE corrected = ? AND sequence = ? RETURNING id"

/* most stores have none: then nothing is looked at */
static gboolean
find_all (BufferDatabase *database, GError **error)
{
  gint64 n_streams, first, last;

  if (!buffer_database_run (database, MAKE_TABLES, error) ||
      !buffer_database_get (database, "SELECT count(*) FROM correcting", &n_streams, error) ||
      !buffer_database_get (database, "SELECT coalesce (min (id), 1) FROM rows", &first, error) ||
      !buffer_database_get (database, "SELECT coalesce (max (id), 0) FROM rows", &last, error))
    return FALSE;
  for (gint64 behind = first - 1; n_streams > 0 && behind < last; behind += SLICE)
    if (!buffer_database_do (database, error, ADD_SLICE, "ii", behind, MIN (behind + SLICE, last)))
      return FALSE;
  return TRUE;
}

BufferCorrections *
buffer_corrections_new (BufferDatabase *database, BufferStreams *streams, GError **error)
{
  g_autoptr (BufferCorrections) self = g_new0 (BufferCorrections, 1);

  self->database = database;
  if (!find_all (database, error))
    return NULL;
  self->take = buffer_database_prepare (database, TAKE, error);
  if (self->take != NULL)
    self->pages = buffer_pages_new (database, streams, NULL, NULL, error);
  return self->pages != NULL ? g_steal_pointer (&self) : NULL;
}

void
buffer_corrections_free (BufferCorrections *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->pages, buffer_pages_free);
  sqlite3_finalize (self->take);
  buffer_database_run (self->database, "DROP TABLE IF EXISTS newest", NULL);
  buffer_database_run (self->database, "DROP TABLE IF EXISTS correcting", NULL);
  g_free (self);
}

static const char *
find_tag (const LeatOrigin *origin)
{
  for (guint i = 0; origin->tags[i] != NULL; i += 2)
    if (g_str_equal (origin->tags[i], BUFFER_TAG_CORRECTS))
      return origin->tags[i + 1];
  return NULL;
}

char *
buffer_corrections_name (const LeatOrigin *origin)
{
  const char *corrected = find_tag (origin);

  return corrected != NULL ? g_strdup (corrected)
                           : g_strdup_printf ("%s/%s", origin->source, origin->epoch);
}

/* 0: there is none, or none any more */
static gboolean
take_id (BufferCorrections *self, const LeatRecord *record, guint64 *id, GError **error)
{
  g_autofree char *name = buffer_corrections_name (record->origin);
  g_autoptr (GError) failure = NULL;

  *id = 0;
  sqlite3_bind_text (self->take, 1, name, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (self->take, 2, (gint64) record->sequence);
  while (buffer_database_step (self->database, self->take, &failure))
    *id = (guint64) sqlite3_column_int64 (self->take, 0);
  sqlite3_reset (self->take);
  sqlite3_clear_bindings (self->take);
  return buffer_is_done (&failure, error);
}

gboolean
buffer_corrections_take (BufferCorrections *self, const LeatRecord *record, gboolean *is_turn,
                         LeatBatch **newest, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (GError) failure = NULL;
  BufferStretch stretch = { .max_records = 1, .max_bytes = G_MAXSIZE };
  gboolean at_end;

  *newest = NULL;
  if (!take_id (self, record, &stretch.up_to, error))
    return FALSE;
  *is_turn = stretch.up_to != 0 || find_tag (record->origin) == NULL;
  if (stretch.up_to == 0)
    return TRUE;
  stretch.behind = stretch.up_to - 1;
  *newest = buffer_pages_read (self->pages, &stretch, ids, &at_end, &failure);
  return buffer_is_done (&failure, error);
}
