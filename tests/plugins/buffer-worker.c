/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-worker.c - a worker around a store, as the daemon has one, for tests */
#include "buffer-worker.h"
#include <glib/gstdio.h>
#include <sqlite3.h>

static const LeatSinkClass *
get_class (void)
{
  return leat_plugin_get ()->sinks[0];
}

const LeatStoreClass *
buffer_worker_class (BufferWorker *self)
{
  return get_class ()->store;
}

static void
host_note (LeatSink *sink, const char *event, const char *text)
{
  BufferWorker *self = sink->host;
  g_autoptr (GString) named = g_string_new (text);

  g_string_replace (named, self->folder, "FOLDER", 0);
  g_mutex_lock (&self->lock);
  g_string_append_printf (self->notes, "%s: %s\n", event, named->str);
  g_mutex_unlock (&self->lock);
}

static gboolean
host_remember (LeatSink *sink, const char *key, const char *value, GError **error)
{
  BufferWorker *self = sink->host;

  if (value != NULL)
    g_hash_table_insert (self->facts, g_strdup (key), g_strdup (value));
  else
    g_hash_table_remove (self->facts, key);
  return TRUE;
}

static char *
host_recall (LeatSink *sink, const char *key)
{
  return g_strdup (g_hash_table_lookup (((BufferWorker *) sink->host)->facts, key));
}

static const char *
host_get_state_dir (LeatSink *sink)
{
  return ((BufferWorker *) sink->host)->folder;
}

void
buffer_worker_init (BufferWorker *self, const char *const *options)
{
  static const char *const no_options[] = { NULL };

  *self = (BufferWorker) {
    .host = { .note = host_note, .warn = host_note, .get_state_dir = host_get_state_dir,
              .remember = host_remember, .recall = host_recall },
    .folder = g_dir_make_tmp ("leat-buffer-XXXXXX", NULL),
    .options = options != NULL ? options : no_options,
    .notes = g_string_new (NULL),
    .facts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
  };
  g_assert_nonnull (self->folder);
  g_mutex_init (&self->lock);
}

static void
remove_files (BufferWorker *self)
{
  g_autoptr (GDir) directory = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (self->folder);
}

void
buffer_worker_clear (BufferWorker *self)
{
  buffer_worker_end (self);
  remove_files (self);
  g_string_free (self->notes, TRUE);
  g_hash_table_unref (self->facts);
  g_mutex_clear (&self->lock);
  g_free (self->folder);
}

static void
make_sink (BufferWorker *self)
{
  g_autoptr (GError) error = NULL;

  self->sink = leat_sink_instance_new (get_class ());
  self->sink->host = self;
  for (guint i = 0; self->options[i] != NULL; i += 2)
    leat_option_set (leat_options_find (get_class ()->options, self->options[i]), self->sink,
                     self->options[i + 1], &error);
  g_assert_no_error (error);
  leat_sink_instance_init (self->sink, &error);
  g_assert_no_error (error);
}

gboolean
buffer_worker_open (BufferWorker *self, GError **error)
{
  if (self->sink == NULL)
    make_sink (self);
  self->is_open = get_class ()->open (self->sink, NULL, NULL, error);
  return self->is_open;
}

void
buffer_worker_close (BufferWorker *self)
{
  if (self->is_open)
    get_class ()->close (self->sink);
  self->is_open = FALSE;
}

void
buffer_worker_end (BufferWorker *self)
{
  buffer_worker_close (self);
  g_clear_pointer (&self->sink, leat_sink_instance_free);
}

gboolean
buffer_worker_write (BufferWorker *self, LeatBatch *batch, GError **error)
{
  const guint n_records = leat_batch_get_n_records (batch);
  guint taken = 77;
  gboolean written;

  written = get_class ()->write (self->sink, batch, 0, n_records, &taken, NULL, error);
  leat_batch_unref (batch);
  g_assert_cmpuint (taken, ==, written ? n_records : 0);
  return written;
}

gboolean
buffer_worker_try_flush (BufferWorker *self)
{
  g_autofree char *position = NULL;
  guint64 safe;

  return get_class ()->flush (self->sink, &safe, &position, NULL, NULL);
}

guint64
buffer_worker_flush (BufferWorker *self)
{
  g_autofree char *position = NULL;
  g_autoptr (GError) error = NULL;
  guint64 safe = 0;

  get_class ()->flush (self->sink, &safe, &position, NULL, &error);
  g_assert_no_error (error);
  return safe;
}

void
buffer_worker_put (BufferWorker *self, LeatBatch *batch)
{
  g_autoptr (GError) error = NULL;
  const guint n_records = leat_batch_get_n_records (batch);

  buffer_worker_write (self, batch, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (buffer_worker_flush (self), ==, n_records);
}

char *
buffer_worker_notes (BufferWorker *self)
{
  char *notes;

  g_mutex_lock (&self->lock);
  notes = g_strdup (self->notes->str);
  g_mutex_unlock (&self->lock);
  return notes;
}

static void
on_wake (gpointer data)
{
  g_atomic_int_inc (&((BufferWorker *) data)->n_wakes);
}

static LeatStoreReader *
open_reader (BufferWorker *self, const char *name, const char *from, gboolean again,
             char **position)
{
  const char *const sources[] = { from, NULL };
  const LeatStoreReaderSetup setup = {
    .struct_size = sizeof setup,
    .name = name,
    .from = sources,
    .again = again,
    .wake = on_wake,
    .user_data = self,
  };
  g_autoptr (GError) error = NULL;
  g_autofree char *ignored = NULL;
  LeatStoreReader *reader = buffer_worker_class (self)->open_reader (self->sink, &setup,
                                                                     position != NULL ? position
                                                                                      : &ignored,
                                                                     &error);

  g_assert_no_error (error);
  return reader;
}

LeatStoreReader *
buffer_worker_reader (BufferWorker *self, const char *name, const char *from, char **position)
{
  return open_reader (self, name, from, FALSE, position);
}

LeatStoreReader *
buffer_worker_again (BufferWorker *self, const char *name)
{
  return open_reader (self, name, "*", TRUE, NULL);
}

char *
buffer_worker_json (const LeatBatch *batch)
{
  GString *json = g_string_new (NULL);

  leat_json_append_batch (json, batch, 0, leat_batch_get_n_records (batch), LEAT_JSON_LINES);
  return g_string_free (json, FALSE);
}

static LeatBatch *
read_batch (BufferWorker *self, LeatStoreReader *reader, guint max_records, guint64 *last)
{
  g_autofree guint64 *ids = NULL;
  g_autoptr (GError) error = NULL;
  LeatBatch *batch = buffer_worker_class (self)->read (reader, max_records, G_MAXSIZE, &ids,
                                                       &error);

  g_assert_no_error (error);
  g_assert_true ((batch == NULL) == (ids == NULL));
  for (guint i = 0; batch != NULL && i < leat_batch_get_n_records (batch); i++)
    {
      g_assert_cmpuint (ids[i], >, *last);
      *last = ids[i];
    }
  return batch;
}

char *
buffer_worker_read (BufferWorker *self, LeatStoreReader *reader, guint64 *last)
{
  GString *json = g_string_new (NULL);
  guint64 id = 0;
  LeatBatch *batch;

  while ((batch = read_batch (self, reader, 7, &id)) != NULL)
    {
      g_autofree char *lines = buffer_worker_json (batch);

      g_string_append (json, lines);
      leat_batch_unref (batch);
    }
  if (last != NULL)
    *last = id;
  return g_string_free (json, FALSE);
}

char *
buffer_worker_numbers (BufferWorker *self, LeatStoreReader *reader, guint max_records,
                       guint64 *last)
{
  guint64 id = 0;
  g_autoptr (LeatBatch) batch = read_batch (self, reader, max_records, &id);
  gint64 first, number = 0;

  if (batch == NULL)
    return g_strdup ("");
  first = leat_batch_get_record (batch, 0)->values[0].integer;
  for (guint i = 0; i < leat_batch_get_n_records (batch); i++)
    {
      number = leat_batch_get_record (batch, i)->values[0].integer;
      g_assert_cmpint (number, ==, first + i);
    }
  if (last != NULL)
    *last = id;
  return g_strdup_printf ("%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT, first, number);
}

char *
buffer_worker_path (BufferWorker *self, const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

char *
buffer_worker_query (BufferWorker *self, const char *sql)
{
  g_autofree char *path = buffer_worker_path (self, "buffer.db");
  GString *lines = g_string_new (NULL);
  sqlite3 *handle;
  sqlite3_stmt *statement;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  sqlite3_busy_timeout (handle, 10000);
  if (sqlite3_prepare_v2 (handle, sql, -1, &statement, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (handle));
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      const char *text = (const char *) sqlite3_column_text (statement, 0);

      g_string_append_printf (lines, "%s\n", text != NULL ? text : "NULL");
    }
  g_assert_cmpint (sqlite3_finalize (statement), ==, SQLITE_OK);
  sqlite3_close (handle);
  return g_string_free (lines, FALSE);
}

LeatOrigin *
buffer_worker_origin (const char *source, const char *epoch)
{
  static const LeatField fields[] = {
    { .name = "num", .type = LEAT_TYPE_INT },
  };
  static const char *const tags[] = { "station", "film \"1\"", NULL };
  g_autoptr (LeatSchema) schema = leat_schema_new ("numbers", fields, G_N_ELEMENTS (fields));

  return leat_origin_new (source, epoch, schema, "line-3", tags);
}

LeatBatch *
buffer_worker_batch (const LeatOrigin *origin, guint n_records, guint64 *next)
{
  LeatBatch *batch = leat_batch_new (n_records);
  const guint64 first = *next;

  for (guint i = 0; i < n_records; i++)
    {
      const gint64 time = 1539410602104518000 + (gint64) (first + i);

      leat_batch_append (batch, origin, (LeatMoment) { time, 0 });
      leat_batch_set_int (batch, 0, (gint64) (first + i));
    }
  leat_batch_seal (batch, next);
  return batch;
}

void
buffer_worker_put_stubbornly (BufferWorker *self, const LeatOrigin *origin, guint64 *next,
                              guint n_records)
{
  LeatBatch *batch = buffer_worker_batch (origin, n_records, next);

  while (!buffer_worker_write (self, leat_batch_ref (batch), NULL) ||
         !buffer_worker_try_flush (self))
    {
      buffer_worker_close (self);
      g_assert_true (buffer_worker_open (self, NULL));
    }
  leat_batch_unref (batch);
}
