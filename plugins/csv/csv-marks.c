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
/* how old a position may be after a crash: seconds */
#define AGE_MAX 60

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

/* the first line names the serial and the time; each other one is a mark: length, inode, serial,
 * path */
char *
csv_marks_to_string (const GPtrArray *self, guint64 serial, gint64 time)
{
  GString *text = g_string_new (NULL);

  g_string_printf (text, MAGIC "%" G_GUINT64_FORMAT " %" G_GINT64_FORMAT "\n", serial, time);
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

static gboolean
read_head (const char *line, guint64 *serial, gint64 *time)
{
  g_auto (GStrv) words = NULL;

  if (!g_str_has_prefix (line, MAGIC))
    return FALSE;
  words = g_strsplit (line + strlen (MAGIC), " ", 2);
  *time = 0;
  return words[0] != NULL &&
         g_ascii_string_to_unsigned (words[0], 10, 0, G_MAXUINT64, serial, NULL) &&
         (words[1] == NULL || g_ascii_string_to_signed (words[1], 10, 0, G_MAXINT64, time, NULL));
}

/* FALSE if @text is not what to_string() wrote; nothing is added then */
gboolean
csv_marks_read (GPtrArray *self, const char *text, guint64 *serial, gint64 *time)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GPtrArray) marks = csv_marks_new ();
  guint n_lines = g_strv_length (lines);

  if (n_lines < 2 || *lines[n_lines - 1] != '\0' || !read_head (lines[0], serial, time))
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

/* A position that is older than a crash can make it is that of a copy: a backup that was put back,
 * a store that has lost its newest records. Then what is behind it may stand nowhere else. */
static gboolean
is_of_copy (gint64 time, const struct stat *status)
{
  return time > 0 && status->st_mtim.tv_sec - time > AGE_MAX;
}

static char *
find_aside (const CsvMark *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *when = g_date_time_format (now, "%Y%m%dT%H%M%SZ");

  return g_strdup_printf ("%s.cut-%s", self->path, when);
}

static gboolean
copy_rest (int from, gint64 offset, int to)
{
  char data[16 * 1024];
  gssize n;

  while ((n = pread (from, data, sizeof data, offset)) > 0)
    {
      if (write (to, data, (gsize) n) != n)
        return FALSE;
      offset += n;
    }
  return n == 0 && fsync (to) == 0;
}

static gboolean
keep_rest (const CsvMark *self, int fd, const struct stat *status, LeatSink *sink, GError **error)
{
  g_autofree char *aside = find_aside (self);
  const int to = open (aside, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, status->st_mode & 0777);
  const gboolean kept = to >= 0 && copy_rest (fd, MAX (self->length, 0), to);
  const int number = errno;

  if (to >= 0)
    close (to);
  /* each try makes one of its own */
  if (!kept && to >= 0)
    unlink (aside);
  if (!kept)
    return csv_fail (error, aside, number);
  leat_sink_warn (
      sink, "cut-kept",
      "%s: was written to long after the place from which it is gone on, as if that came "
      "from an older copy; what is cut off is kept in %s",
      self->path, aside);
  return csv_directory_sync (aside, error);
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
csv_mark_restore (const CsvMark *self, gint64 time, LeatSink *sink, GError **error)
{
  struct stat status;
  gboolean restored = TRUE;
  int fd = open (self->path, O_RDWR | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

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
  else if (status.st_size > self->length && is_of_copy (time, &status) &&
           !keep_rest (self, fd, &status, sink, error))
    restored = FALSE;
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
