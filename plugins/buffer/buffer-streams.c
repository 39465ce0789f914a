/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-streams.c - where records come from, kept once: origins and schemas by their number */
#include "buffer-streams.h"
#include <string.h>
#include "buffer-schemas.h"
#include "buffer-spelling.h"

struct _BufferStreams {
  GMutex      mutex;
  GHashTable *by_id;   /* gint64 -> BufferStream */
};

BufferStream *
buffer_stream_ref (BufferStream *self)
{
  g_atomic_int_inc (&self->n_refs);
  return self;
}

void
buffer_stream_unref (BufferStream *self)
{
  if (!g_atomic_int_dec_and_test (&self->n_refs))
    return;
  leat_origin_unref (self->origin);
  buffer_form_free (self->form);
  g_free (self);
}

static BufferStream *
stream_new (gint64 id, const LeatOrigin *origin)
{
  BufferStream *self = g_new0 (BufferStream, 1);

  self->n_refs = 1;
  self->id = id;
  self->origin = leat_origin_ref (origin);
  self->form = buffer_form_new (origin->schema);
  return self;
}

BufferStreams *
buffer_streams_new (void)
{
  BufferStreams *self = g_new0 (BufferStreams, 1);

  g_mutex_init (&self->mutex);
  self->by_id = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL,
                                       (GDestroyNotify) buffer_stream_unref);
  return self;
}

void
buffer_streams_free (BufferStreams *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->by_id);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

void
buffer_streams_clear (BufferStreams *self)
{
  g_mutex_lock (&self->mutex);
  g_hash_table_remove_all (self->by_id);
  g_mutex_unlock (&self->mutex);
}

static BufferStream *
find_stream (BufferStreams *self, gint64 id)
{
  BufferStream *stream;

  g_mutex_lock (&self->mutex);
  stream = g_hash_table_lookup (self->by_id, &id);
  if (stream != NULL)
    buffer_stream_ref (stream);
  g_mutex_unlock (&self->mutex);
  return stream;
}

/* the first that comes stays: all who ask have the same origin */
static BufferStream *
add_stream (BufferStreams *self, gint64 id, const LeatOrigin *origin)
{
  BufferStream *stream = stream_new (id, origin);

  g_mutex_lock (&self->mutex);
  g_hash_table_replace (self->by_id, &stream->id, buffer_stream_ref (stream));
  g_mutex_unlock (&self->mutex);
  return stream;
}

/* a record's JSON in three pieces, as leat_json_append_record() writes it around what is its own */
typedef struct {
  GString *head;
  GString *middle;
  GString *tail;
  GString *tags;
} Pieces;

static void
pieces_clear (Pieces *self)
{
  g_string_free (self->head, TRUE);
  g_string_free (self->middle, TRUE);
  g_string_free (self->tail, TRUE);
  g_string_free (self->tags, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pieces, pieces_clear)

static void
pieces_add_tags (Pieces *self, const char *const *tags)
{
  g_string_append_c (self->tags, '[');
  if (tags[0] != NULL)
    g_string_append (self->tail, ",\"tags\":{");
  for (guint i = 0; tags[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (self->tags, ',');
      leat_json_append_string (self->tags, tags[i], -1);
      if (i > 0)
        g_string_append_c (self->tail, i % 2 == 0 ? ',' : ':');
      leat_json_append_string (self->tail, tags[i], -1);
    }
  g_string_append_c (self->tags, ']');
  if (tags[0] != NULL)
    g_string_append_c (self->tail, '}');
}

static void
pieces_init (Pieces *self, const LeatOrigin *origin)
{
  g_autofree char *id = g_strdup_printf ("%s/%s/", origin->source, origin->epoch);

  self->head = g_string_new ("{\"id\":");
  self->middle = g_string_new ("\",\"source\":");
  self->tail = g_string_new ("\"");
  self->tags = g_string_new (NULL);
  leat_json_append_string (self->head, id, -1);
  g_string_truncate (self->head, self->head->len - 1); /* the sequence comes before the quote */
  leat_json_append_string (self->middle, origin->source, -1);
  if (origin->gateway != NULL)
    {
      g_string_append (self->middle, ",\"gateway\":");
      leat_json_append_string (self->middle, origin->gateway, -1);
    }
  g_string_append (self->middle, ",\"schema\":");
  leat_json_append_string (self->middle, leat_schema_get_name (origin->schema), -1);
  g_string_append (self->middle, ",\"time\":\"");
  pieces_add_tags (self, origin->tags);
  g_string_append (self->tail, ",\"fields\":");
}

#define STORE_STREAM \
  "INSERT INTO streams (schema, source, epoch, gateway, tags, head, middle, tail)" \
  " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)" \
  " ON CONFLICT (source, epoch, schema, middle, tail) DO UPDATE SET source = source RETURNING id"

BufferStream *
buffer_streams_store (BufferStreams *self, BufferDatabase *database, const LeatOrigin *origin,
                      GError **error)
{
  g_auto (Pieces) pieces = { NULL };
  g_autoptr (sqlite3_stmt) statement = NULL;
  gint64 schema, id;

  pieces_init (&pieces, origin);
  if (!buffer_schemas_store (database, origin->schema, &schema, error))
    return NULL;
  statement = buffer_database_query (database, error, STORE_STREAM, "isssssss", schema,
                                     origin->source, origin->epoch, origin->gateway,
                                     pieces.tags->str, pieces.head->str, pieces.middle->str,
                                     pieces.tail->str);
  if (statement == NULL || !buffer_database_step (database, statement, error))
    return NULL;
  id = sqlite3_column_int64 (statement, 0);
  buffer_database_step (database, statement, NULL);
  return add_stream (self, id, origin);
}

/* a JSON array of strings; NULL: it is none */
static GStrv
read_tags (const char *json)
{
  g_autoptr (GPtrArray) tags = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) scratch = g_string_new (NULL);
  BufferText text = { json, json + strlen (json) };
  const char *string;
  gsize length;

  if (!buffer_text_take (&text, '['))
    return NULL;
  while (buffer_text_take_string (&text, scratch, &string, &length))
    {
      g_ptr_array_add (tags, g_strndup (string, length));
      buffer_text_take (&text, ',');
    }
  if (!buffer_text_take (&text, ']') || tags->len % 2 != 0)
    return NULL;
  g_ptr_array_add (tags, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&tags), FALSE);
}

static BufferStream *
make_stream (BufferStreams *self, BufferDatabase *database, sqlite3_stmt *row, gint64 id,
             GError **error)
{
  g_autoptr (LeatSchema)
      schema = buffer_schemas_load (database, sqlite3_column_int64 (row, 0), error);
  g_auto (GStrv) tags = read_tags ((const char *) sqlite3_column_text (row, 4));
  LeatOrigin *origin;
  BufferStream *stream;

  if (schema == NULL)
    return NULL;
  origin = leat_origin_new ((const char *) sqlite3_column_text (row, 1),
                            (const char *) sqlite3_column_text (row, 2), schema,
                            (const char *) sqlite3_column_text (row, 3),
                            (const char *const *) tags);
  stream = add_stream (self, id, origin);
  leat_origin_unref (origin);
  return stream;
}

BufferStream *
buffer_streams_load (BufferStreams *self, BufferDatabase *database, gint64 id, GError **error)
{
  g_autoptr (sqlite3_stmt) row = NULL;
  BufferStream *known = find_stream (self, id);

  if (known != NULL)
    return known;
  row = buffer_database_query (
      database, error, "SELECT schema, source, epoch, gateway, tags FROM streams WHERE id = ?", "i",
      id);
  if (row == NULL || !buffer_database_step (database, row, error))
    return NULL;
  return make_stream (self, database, row, id, error);
}
