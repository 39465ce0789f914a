/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* csv-worker.c - a worker around a csv sink, as the daemon has one, for tests: in one thread,
 * killed at will */
#include "csv-worker.h"
#include <glib/gstdio.h>
#include <string.h>

static const LeatSinkClass *
get_class (void)
{
  return leat_plugin_get ()->sinks[0];
}

static void
host_note (LeatSink *sink, const char *event, const char *text)
{
  CsvWorker *self = sink->host;
  g_autoptr (GString) named = g_string_new (text);

  g_string_replace (named, self->folder, "FOLDER", 0);
  g_string_append_printf (self->notes, "%s: %s\n", event, named->str);
}

static gboolean
host_remember (LeatSink *sink, const char *key, const char *value, GError **error)
{
  CsvWorker *self = sink->host;

  if (self->forgetful)
    {
      g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_FULL, "no room for facts");
      return FALSE;
    }
  g_hash_table_replace (self->facts, g_strdup (key), g_strdup (value));
  return TRUE;
}

static char *
host_recall (LeatSink *sink, const char *key)
{
  return g_strdup (g_hash_table_lookup (((CsvWorker *) sink->host)->facts, key));
}

static const char *
host_get_state_dir (LeatSink *sink)
{
  return ((CsvWorker *) sink->host)->folder;
}

void
csv_worker_init (CsvWorker *self, const char *const *options)
{
  *self = (CsvWorker) {
    .host = { .note = host_note,
              .warn = host_note,
              .remember = host_remember,
              .recall = host_recall,
              .get_state_dir = host_get_state_dir },
    .folder = g_dir_make_tmp ("leat-csv-XXXXXX", NULL),
    .options = options,
    .facts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
    .notes = g_string_new (NULL),
  };
  g_assert_nonnull (self->folder);
}

void
csv_remove_folder (const char *path)
{
  g_autoptr (GDir) directory = g_dir_open (path, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *entry = g_build_filename (path, name, NULL);

      if (g_file_test (entry, G_FILE_TEST_IS_DIR) && !g_file_test (entry, G_FILE_TEST_IS_SYMLINK))
        csv_remove_folder (entry);
      else
        g_unlink (entry);
    }
  g_rmdir (path);
}

void
csv_worker_clear (CsvWorker *self)
{
  csv_worker_kill (self);
  csv_remove_folder (self->folder);
  g_queue_clear_full (&self->pending, (GDestroyNotify) leat_batch_unref);
  g_hash_table_unref (self->facts);
  g_string_free (self->notes, TRUE);
  g_free (self->position);
  g_free (self->folder);
}

static gboolean
set_options (CsvWorker *self, GError **error)
{
  for (guint i = 0; self->options[i] != NULL; i += 2)
    {
      const LeatOption *option = leat_options_find (get_class ()->options, self->options[i]);
      g_autoptr (GString) value = g_string_new (self->options[i + 1]);

      g_string_replace (value, "FOLDER", self->folder, 0);
      if (!leat_option_set (option, self->sink, value->str, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
csv_worker_open (CsvWorker *self, GError **error)
{
  self->n_offered = 0;
  self->sink = leat_sink_instance_new (get_class ());
  self->sink->host = self;
  if (set_options (self, error) && leat_sink_instance_init (self->sink, error) &&
      get_class ()->open (self->sink, self->position, NULL, error))
    return TRUE;
  g_clear_pointer (&self->sink, leat_sink_instance_free);
  return FALSE;
}

void
csv_worker_kill (CsvWorker *self)
{
  if (self->sink == NULL)
    return;
  get_class ()->close (self->sink);
  g_clear_pointer (&self->sink, leat_sink_instance_free);
}

gboolean
csv_worker_write (CsvWorker *self, GError **error)
{
  LeatBatch *batch;

  while ((batch = g_queue_peek_nth (&self->pending, self->n_offered)) != NULL)
    {
      guint n_records = leat_batch_get_n_records (batch);
      guint taken = 77;
      gboolean written = get_class ()->write (self->sink, batch, 0, n_records, &taken, NULL, error);

      g_assert_cmpuint (taken, ==, written ? n_records : 0);
      if (!written)
        return FALSE;
      self->n_offered++;
    }
  return TRUE;
}

gboolean
csv_worker_put (CsvWorker *self, LeatBatch *batch, GError **error)
{
  g_queue_push_tail (&self->pending, batch);
  return csv_worker_write (self, error);
}

gboolean
csv_worker_flush (CsvWorker *self, GError **error)
{
  guint64 safe = 0;
  char *position = NULL;

  if (!get_class ()->flush (self->sink, &safe, &position, NULL, error))
    return FALSE;
  g_assert_nonnull (position);
  g_free (self->position);
  self->position = position;
  while (self->n_offered > 0)
    {
      g_autoptr (LeatBatch) batch = g_queue_pop_head (&self->pending);

      g_assert_cmpuint (safe, >=, leat_batch_get_n_records (batch));
      safe -= leat_batch_get_n_records (batch);
      self->n_offered--;
    }
  g_assert_cmpuint (safe, ==, 0);
  return TRUE;
}

char *
csv_worker_path (CsvWorker *self, const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

char *
csv_worker_read (CsvWorker *self, const char *name)
{
  g_autofree char *path = csv_worker_path (self, name);
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);
  return text;
}

void
csv_worker_store (CsvWorker *self, const char *name, const char *text)
{
  g_autofree char *path = csv_worker_path (self, name);
  g_autoptr (GError) error = NULL;

  g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, 0644, &error);
  g_assert_no_error (error);
}
