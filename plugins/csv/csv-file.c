/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* csv-file.c - one file: found or made, appended to, made lasting */
#include "csv-file.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include "csv-failure.h"
#include "csv-path.h"

#define NUMBER_MAX 1000000
#define TEXT_KEPT  (256 * 1024)   /* more than a flood's batch needs is given back */

/* what is said of a file with the right name */
typedef enum {
  FIND_OPEN,     /* it is open now */
  FIND_NEXT,     /* not that one: try the next number */
  FIND_FAILED,
} Find;

CsvFile *
csv_file_new (const char *wanted, const char *header, guint number)
{
  CsvFile *self = g_new0 (CsvFile, 1);

  self->wanted = g_strdup (wanted);
  self->header = g_strdup (header);
  self->number = number;
  self->fd = -1;
  return self;
}

void
csv_file_free (CsvFile *self)
{
  csv_file_close (self);
  csv_text_clear (&self->text);
  g_free (self->path);
  g_free (self->header);
  g_free (self->wanted);
  g_free (self);
}

void
csv_file_close (CsvFile *self)
{
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
}

/* a file of that name that was not there before; FIND_NEXT: there is one */
static Find
make_file (CsvFile *self, const CsvFileSettings *settings, GError **error)
{
  int flags = O_RDWR | O_APPEND | O_CREAT | O_EXCL | O_CLOEXEC | O_NOCTTY;
  g_autofree char *directory = g_path_get_dirname (self->path);

  self->fd = open (self->path, flags, 0600);
  if (self->fd < 0 && errno == ENOENT)
    {
      if (!csv_directory_make (directory, &settings->rights, error))
        return FIND_FAILED;
      self->fd = open (self->path, flags, 0600);
    }
  if (self->fd < 0 && errno == EEXIST)
    return FIND_NEXT;
  if (self->fd < 0)
    {
      csv_fail (error, self->path, errno);
      return FIND_FAILED;
    }
  self->is_made = TRUE;
  if (fchmod (self->fd, settings->rights.mode) < 0 ||
      fchown (self->fd, settings->rights.owner, settings->rights.group) < 0)
    {
      csv_fail (error, self->path, errno);
      unlink (self->path);
      return FIND_FAILED;
    }
  return FIND_OPEN;
}

static gboolean
has_header (const CsvFile *self)
{
  gsize length = strlen (self->header);
  g_autofree char *first = g_malloc (length);

  return pread (self->fd, first, length, 0) == (gssize) length &&
         memcmp (first, self->header, length) == 0;
}

static gboolean
ends_with_line (const CsvFile *self, gint64 length)
{
  char last = '\0';

  return pread (self->fd, &last, 1, length - 1) == 1 && last == '\n';
}

/* whether what stands in a file that was found there can be gone on with */
static gboolean
can_go_on (const CsvFile *self, const CsvFileSettings *settings, gint64 length, LeatSink *sink)
{
  if (length == 0)
    return TRUE;
  if (settings->rotate_size > 0 && length >= settings->rotate_size)
    return FALSE;
  if (settings->with_header && !has_header (self))
    {
      leat_sink_note (sink, "new-file", "%s: begins with other columns and is left as it is",
                      self->path);
      return FALSE;
    }
  if (!ends_with_line (self, length))
    {
      leat_sink_note (sink, "new-file", "%s: ends in the middle of a line and is left as it is",
                      self->path);
      return FALSE;
    }
  return TRUE;
}

/* two who append to one file would each cut off what the other wrote */
static gboolean
lock_file (const CsvFile *self, LeatSink *sink)
{
  if (flock (self->fd, LOCK_EX | LOCK_NB) == 0)
    return TRUE;
  leat_sink_note (sink, "new-file", "%s: is being written to already", self->path);
  return FALSE;
}

/* the file with the number that is to be tried */
static Find
find_file (CsvFile *self, const CsvFileSettings *settings, LeatSink *sink, GError **error)
{
  struct stat status;
  Find made = make_file (self, settings, error);

  if (made == FIND_FAILED)
    return FIND_FAILED;
  if (made == FIND_NEXT)
    self->fd = open (self->path, O_RDWR | O_APPEND | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  if (self->fd < 0 || fstat (self->fd, &status) < 0)
    {
      csv_fail (error, self->path, errno);
      return FIND_FAILED;
    }
  if (!S_ISREG (status.st_mode))
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_HELD,
                   "%s: no regular file; change path=", self->path);
      return FIND_FAILED;
    }
  if (!can_go_on (self, settings, status.st_size, sink) || !lock_file (self, sink))
    return FIND_NEXT;
  self->inode = status.st_ino;
  self->length = status.st_size;
  return FIND_OPEN;
}

gboolean
csv_file_open (CsvFile *self, const CsvFileSettings *settings, LeatSink *sink, gboolean *is_same,
               GError **error)
{
  guint64 inode = self->inode;

  for (; self->number < NUMBER_MAX; self->number++)
    {
      Find found;

      g_free (self->path);
      self->path = csv_path_numbered (self->wanted, self->number);
      found = find_file (self, settings, sink, error);
      if (found != FIND_OPEN)
        csv_file_close (self);
      if (found == FIND_FAILED)
        return FALSE;
      if (found == FIND_OPEN)
        {
          *is_same = self->inode == inode;
          return TRUE;
        }
    }
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_HELD,
               "%s: there are a million files beside it; move some away", self->wanted);
  return FALSE;
}

gboolean
csv_file_write (CsvFile *self, GError **error)
{
  gsize done = 0;

  while (done < self->text.length)
    {
      gssize n = write (self->fd, self->text.data + done, self->text.length - done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return csv_fail (error, self->path, errno);
      done += (gsize) n;
      self->length += n;
      self->is_dirty = self->is_touched = TRUE;
    }
  self->text.length = self->n_taken = 0;
  if (self->text.capacity > TEXT_KEPT)
    csv_text_clear (&self->text);
  return TRUE;
}

/* of an open file */
gboolean
csv_file_sync (CsvFile *self, GError **error)
{
  if (self->is_dirty && !leat_sync_file (self->fd))
    return csv_fail (error, self->path, errno);
  self->is_dirty = FALSE;
  if (self->is_made && !csv_directory_sync (self->path, error))
    return FALSE;
  self->is_made = FALSE;
  return TRUE;
}

CsvFilePlace
csv_file_find (CsvFile *self)
{
  struct stat status;
  gboolean is_here = stat (self->path, &status) == 0 && status.st_ino == self->inode;

  /* once it is closed nobody can tell whether it was moved */
  if (!is_here && (self->fd < 0 || fstat (self->fd, &status) < 0 || status.st_nlink == 0))
    return CSV_FILE_DELETED;
  if (status.st_size < self->length)
    return CSV_FILE_CUT;
  self->length = status.st_size;
  return is_here ? CSV_FILE_HERE : CSV_FILE_MOVED;
}
