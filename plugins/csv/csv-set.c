/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* csv-set.c - the files that are being written: opened as needed, made lasting together */
#include "csv-set.h"
#include "csv-failure.h"
#include "csv-marks.h"

#define OPENED "opened"   /* the second list of csv-marks.h */

/* lone records of many sources would be a write(2) each: so much text waits for what comes next */
#define TEXT_WAITS (16 * 1024)

struct _CsvSet {
  LeatSink       *sink;
  CsvFileSettings settings;
  guint           max_open;
  GPtrArray      *files;     /* of CsvFile */
  GHashTable     *by_name;   /* wanted path and header -> the one of @files that is appended to */
  GPtrArray      *opened;    /* of CsvMark: since the flush before the last */
  guint64         serial;    /* of the last flush */
  guint64         clock;
};

static void
file_free (gpointer data)
{
  csv_file_free (data);
}

CsvSet *
csv_set_new (LeatSink *sink, const CsvFileSettings *settings, guint max_open)
{
  CsvSet *self = g_new0 (CsvSet, 1);

  self->sink = sink;
  self->settings = *settings;
  self->max_open = max_open;
  self->files = g_ptr_array_new_with_free_func (file_free);
  self->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->opened = csv_marks_new ();
  return self;
}

void
csv_set_free (CsvSet *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->opened);
  g_hash_table_unref (self->by_name);
  g_ptr_array_unref (self->files);
  g_free (self);
}

void
csv_set_take_rotate_size (CsvSet *self, gint64 rotate_size)
{
  self->settings.rotate_size = rotate_size;
}

/* the second list as it was left; without a position only what was opened before the first flush */
static void
recall_opened (CsvSet *self, gboolean has_position)
{
  g_autofree char *text = leat_sink_recall (self->sink, OPENED);
  guint64 serial;
  gint64 time;

  if (text == NULL || !csv_marks_read (self->opened, text, &serial, &time))
    return;
  csv_marks_forget (self->opened, self->serial);
  for (guint i = self->opened->len; i > 0 && !has_position; i--)
    if (((const CsvMark *) g_ptr_array_index (self->opened, i - 1))->serial > 0)
      g_ptr_array_remove_index (self->opened, i - 1);
}

gboolean
csv_set_restore (CsvSet *self, const char *position, GError **error)
{
  g_autoptr (GPtrArray) marks = csv_marks_new ();
  gint64 time = 0;
  gboolean has_position = position != NULL &&
                          csv_marks_read (marks, position, &self->serial, &time);

  if (position != NULL && !has_position)
    leat_sink_note (self->sink, "position-unknown",
                    "the position that was kept is none of a csv sink; nothing is cut back");
  recall_opened (self, has_position);
  for (guint i = 0; i < self->opened->len; i++)
    {
      const CsvMark *mark = g_ptr_array_index (self->opened, i);

      csv_marks_put (marks, csv_mark_new (mark->path, mark->inode, mark->length, mark->serial));
    }
  for (guint i = 0; i < marks->len; i++)
    if (!csv_mark_restore (g_ptr_array_index (marks, i), time, self->sink, error))
      return FALSE;
  return TRUE;
}

static char *
write_marks (CsvSet *self, const GPtrArray *marks)
{
  return csv_marks_to_string (marks, self->serial, g_get_real_time () / G_USEC_PER_SEC);
}

static gboolean
remember_opened (CsvSet *self, GError **error)
{
  g_autofree char *text = write_marks (self, self->opened);

  return leat_sink_remember (self->sink, OPENED, text, error);
}

/* what was written into it is not safe, but what is written is on the disk: it can be closed */
static gboolean
close_oldest (CsvSet *self, GError **error)
{
  CsvFile *oldest = NULL;
  guint n_open = 0;

  for (guint i = 0; i < self->files->len; i++)
    {
      CsvFile *file = g_ptr_array_index (self->files, i);

      if (file->fd < 0)
        continue;
      n_open++;
      if (oldest == NULL || file->used < oldest->used)
        oldest = file;
    }
  if (n_open < self->max_open)
    return TRUE;
  if (!csv_file_sync (oldest, error))
    return FALSE;
  csv_file_close (oldest);
  return TRUE;
}

static gboolean
ensure_open (CsvSet *self, CsvFile *file, GError **error)
{
  gboolean is_same = TRUE;
  gint64 length;

  file->used = ++self->clock;
  file->is_left = FALSE;
  if (file->fd >= 0)
    return TRUE;
  if (!close_oldest (self, error) ||
      !csv_file_open (file, &self->settings, self->sink, &is_same, error))
    return FALSE;
  if (is_same)
    return TRUE;
  length = file->is_made ? CSV_MARK_MADE : file->length;
  csv_marks_put (self->opened, csv_mark_new (file->path, file->inode, length, self->serial));
  if (remember_opened (self, error))
    return TRUE;
  csv_file_close (file);
  file->inode = 0;
  return FALSE;
}

static char *
make_name (const char *wanted, const char *header)
{
  return g_strconcat (wanted, "\n", header, NULL);
}

static CsvFile *
add_file (CsvSet *self, CsvFile *file, GError **error)
{
  if (!ensure_open (self, file, error))
    {
      csv_file_free (file);
      return NULL;
    }
  g_ptr_array_add (self->files, file);
  g_hash_table_replace (self->by_name, make_name (file->wanted, file->header), file);
  return file;
}

CsvFile *
csv_set_get (CsvSet *self, const char *wanted, const char *header, GError **error)
{
  g_autofree char *name = make_name (wanted, header);
  CsvFile *file = g_hash_table_lookup (self->by_name, name);

  if (file == NULL)
    return add_file (self, csv_file_new (wanted, header, 0), error);
  return ensure_open (self, file, error) ? file : NULL;
}

CsvFile *
csv_set_rotate (CsvSet *self, CsvFile *full, GError **error)
{
  g_autofree char *name = make_name (full->wanted, full->header);
  CsvFile *newest = g_hash_table_lookup (self->by_name, name);

  full->is_left = TRUE;
  if (newest != full)
    return ensure_open (self, newest, error) ? newest : NULL;
  return add_file (self, csv_file_new (full->wanted, full->header, full->number + 1), error);
}

static gboolean
write_file (CsvSet *self, CsvFile *file, GError **error)
{
  const gboolean is_left = file->is_left;
  g_autoptr (GError) cause = NULL;

  if (file->text.length == 0)
    return TRUE;
  if (!ensure_open (self, file, &cause) || !csv_file_write (file, &cause))
    return csv_fail_amid (error, g_steal_pointer (&cause));
  file->is_left = is_left;
  return TRUE;
}

gboolean
csv_set_write (CsvSet *self, gboolean more, GError **error)
{
  for (guint i = 0; i < self->files->len; i++)
    {
      CsvFile *file = g_ptr_array_index (self->files, i);

      if ((!more || file->text.length >= TEXT_WAITS) && !write_file (self, file, error))
        return FALSE;
      file->n_taken = file->text.length;
    }
  return TRUE;
}

void
csv_set_discard (CsvSet *self)
{
  for (guint i = 0; i < self->files->len; i++)
    {
      CsvFile *file = g_ptr_array_index (self->files, i);

      file->text.length = file->n_taken;
    }
}

/* what cannot be found any more was never safe: the worker closes, opens and writes it again */
static gboolean
flush_file (CsvSet *self, CsvFile *file, GError **error)
{
  if (!write_file (self, file, error))
    return FALSE;
  if (!file->is_touched)
    return TRUE;
  if (file->fd >= 0 && !csv_file_sync (file, error))
    return FALSE;
  switch (csv_file_find (file))
    {
    case CSV_FILE_HERE:
      return TRUE;
    case CSV_FILE_MOVED:
      leat_sink_note (self->sink, "file-moved",
                      "%s: was moved away whole; the next record begins a new one", file->path);
      csv_file_close (file);
      file->inode = 0;
      return TRUE;
    case CSV_FILE_DELETED:
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_FAILED,
                   "%s: was deleted while it was written; its last records are written again",
                   file->path);
      return FALSE;
    case CSV_FILE_CUT:
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_FAILED,
                   "%s: was cut while it was written; its last records are written again "
                   "(rotate files by moving them, not by cutting)",
                   file->path);
      return FALSE;
    }
  return TRUE;
}

static gboolean
is_current (gpointer key, gpointer file, gpointer user_data)
{
  return file == user_data;
}

/* what is in the position is let go if it is not open, or not to be written again */
static void
end_flush (CsvSet *self)
{
  for (guint i = self->files->len; i > 0; i--)
    {
      CsvFile *file = g_ptr_array_index (self->files, i - 1);

      file->is_touched = FALSE;
      if (file->fd >= 0 && !file->is_left)
        continue;
      g_hash_table_foreach_remove (self->by_name, is_current, file);
      g_ptr_array_remove_index_fast (self->files, i - 1);
    }
}

gboolean
csv_set_flush (CsvSet *self, char **position, GError **error)
{
  g_autoptr (GPtrArray) marks = csv_marks_new ();

  for (guint i = 0; i < self->files->len; i++)
    if (!flush_file (self, g_ptr_array_index (self->files, i), error))
      return FALSE;
  /* the position of the flush before is on the disk, or nothing would have been written since */
  if (csv_marks_forget (self->opened, self->serial) > 0 && !remember_opened (self, error))
    return FALSE;

  self->serial++;
  for (guint i = 0; i < self->files->len; i++)
    {
      const CsvFile *file = g_ptr_array_index (self->files, i);

      if (file->inode != 0)
        g_ptr_array_add (marks, csv_mark_new (file->path, file->inode, file->length, self->serial));
    }
  *position = write_marks (self, marks);
  end_flush (self);
  return TRUE;
}
