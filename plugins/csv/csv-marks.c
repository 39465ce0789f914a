/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* csv-marks.c - how much of which file is safe, over restarts */
#include "csv-marks.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "csv-directory.h"
#include "csv-failure.h"

#define MAGIC "leat-csv 1 "

CsvMark *
csv_mark_new (const char *path, guint64 inode, gint64 length, guint64 serial)
{
  CsvMark *self = g_new (CsvMark, 1);

  *self = (CsvMark) { .path = g_strdup (path), .inode = inode, .length = length, .serial = serial };
  return self;
}

static void
mark_free (gpointer data)
{
  CsvMark *self = data;

  g_free (self->path);
  g_free (self);
}

GPtrArray *
csv_marks_new (void)
{
  return g_ptr_array_new_with_free_func (mark_free);
}

/* takes the place of one with the same path */
void
csv_marks_put (GPtrArray *self, CsvMark *mark)
{
  for (guint i = 0; i < self->len; i++)
    if (g_str_equal (((const CsvMark *) g_ptr_array_index (self, i))->path, mark->path))
      {
        mark_free (g_ptr_array_index (self, i));
        g_ptr_array_index (self, i) = mark;
        return;
      }
  g_ptr_array_add (self, mark);
}

guint
csv_marks_forget (GPtrArray *self, guint64 serial)
{
  guint before = self->len;

  for (guint i = self->len; i > 0; i--)
    if (((const CsvMark *) g_ptr_array_index (self, i - 1))->serial < serial)
      g_ptr_array_remove_index (self, i - 1);
  return before - self->len;
}

/* the first line names the serial; each other one is a mark: length, inode, serial, path */
char *
csv_marks_to_string (const GPtrArray *self, guint64 serial)
{
  GString *text = g_string_new (NULL);

  g_string_printf (text, MAGIC "%" G_GUINT64_FORMAT "\n", serial);
  for (guint i = 0; i < self->len; i++)
    {
      const CsvMark *mark = g_ptr_array_index (self, i);
      g_autofree char *path = g_strescape (mark->path, NULL);

      g_string_append_printf (text,
                              "%" G_GINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT
                              " %s\n",
                              mark->length, mark->inode, mark->serial, path);
    }
  return g_string_free (text, FALSE);
}

static CsvMark *
read_mark (const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 4);
  g_autofree char *path = NULL;
  gint64 length;
  guint64 inode, serial;

  if (g_strv_length (words) != 4 ||
      !g_ascii_string_to_signed (words[0], 10, CSV_MARK_MADE, G_MAXINT64, &length, NULL) ||
      !g_ascii_string_to_unsigned (words[1], 10, 0, G_MAXUINT64, &inode, NULL) ||
      !g_ascii_string_to_unsigned (words[2], 10, 0, G_MAXUINT64, &serial, NULL) ||
      words[3][0] != '/')
    return NULL;
  path = g_strcompress (words[3]);
  return csv_mark_new (path, inode, length, serial);
}

/* FALSE if @text is not what to_string() wrote; nothing is added then */
gboolean
csv_marks_read (GPtrArray *self, const char *text, guint64 *serial)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GPtrArray) marks = csv_marks_new ();
  guint n_lines = g_strv_length (lines);

  if (n_lines < 2 || !g_str_has_prefix (lines[0], MAGIC) || *lines[n_lines - 1] != '\0' ||
      !g_ascii_string_to_unsigned (lines[0] + strlen (MAGIC), 10, 0, G_MAXUINT64, serial, NULL))
    return FALSE;
  for (guint i = 1; i < n_lines - 1; i++)
    {
      CsvMark *mark = read_mark (lines[i]);

      if (mark == NULL)
        return FALSE;
      g_ptr_array_add (marks, mark);
    }
  while (marks->len > 0)
    csv_marks_put (self, g_ptr_array_steal_index (marks, 0));
  return TRUE;
}

static gboolean
cut_back (const CsvMark *self, int fd, gint64 length, LeatSink *sink, GError **error)
{
  if (ftruncate (fd, self->length) < 0 || fsync (fd) < 0)
    return csv_fail (error, self->path, errno);
  leat_sink_note (sink, "cut-back",
                  "%s: cut back from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT
                  " bytes, behind the last safe record; what still waits is written again",
                  self->path, length, self->length);
  return TRUE;
}

static gboolean
remove_file (const CsvMark *self, LeatSink *sink, GError **error)
{
  if (unlink (self->path) < 0)
    return csv_fail (error, self->path, errno);
  leat_sink_note (sink, "cut-back",
                  "%s: removed, no record in it was safe; what still waits is written again",
                  self->path);
  return csv_directory_sync (self->path, error);
}

gboolean
csv_mark_restore (const CsvMark *self, LeatSink *sink, GError **error)
{
  struct stat status;
  gboolean restored = TRUE;
  int fd = open (self->path, O_WRONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

  if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
    {
      if (self->length > 0)
        leat_sink_note (sink, "file-gone",
                        "%s: not there any more; if it was moved away, its last lines may "
                        "be written a second time",
                        self->path);
      return TRUE;
    }
  if (fd < 0 || fstat (fd, &status) < 0)
    restored = csv_fail (error, self->path, errno);
  else if (!S_ISREG (status.st_mode) || status.st_ino != self->inode)
    leat_sink_note (sink, "file-replaced", "%s: another file stands there now, it is left as it is",
                    self->path);
  else if (self->length == CSV_MARK_MADE)
    restored = remove_file (self, sink, error);
  else if (status.st_size > self->length)
    restored = cut_back (self, fd, status.st_size, sink, error);
  else if (status.st_size < self->length)
    leat_sink_note (sink, "file-shortened",
                    "%s: somebody has cut it from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT
                    " bytes",
                    self->path, self->length, (gint64) status.st_size);
  if (fd >= 0)
    close (fd);
  return restored;
}
