/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-reject-store.c - appends lines to a directory of rejects that never outgrows its limit */
#include "leatd-reject-store.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "worker/leatd-disk.h"
#include "worker/leatd-event.h"

struct _LeatdRejectStore {
  char *directory;
  gint64 max_size;
  guint64 next_id;
  guint64 file;     /* first id of the file that is written; 0: none yet */
  gint64 committed; /* bytes of it that are on the disk; what is behind them is cut off */
  gint64 total;     /* bytes of all files, or more: others delete, too */
  int fd;           /* -1: not open */
};

static void
store_close (LeatdRejectStore *self)
{
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
}

/* is the open file the one of that name? someone may have cleared, moved, or deleted it */
static gboolean
store_is_current (const LeatdRejectStore *self)
{
  g_autofree char *path = leatd_reject_files_path (self->directory, self->file);
  struct stat open_one, named_one;

  return fstat (self->fd, &open_one) == 0 && stat (path, &named_one) == 0 &&
         open_one.st_ino == named_one.st_ino && open_one.st_dev == named_one.st_dev;
}

static GArray *
store_scan (LeatdRejectStore *self, GError **error)
{
  GArray *files = leatd_reject_files_scan (self->directory, error);

  self->total = 0;
  for (guint i = 0; files != NULL && i < files->len; i++)
    self->total += g_array_index (files, LeatdRejectFile, i).size;
  return files;
}

static gboolean
store_needs_new (const LeatdRejectStore *self, gsize length)
{
  return self->committed > 0 && self->committed + (gint64) length > self->max_size / 8;
}

/* opens the file to write to: the newest one, or a new one if that is full */
static gboolean
store_open (LeatdRejectStore *self, gsize length, GError **error)
{
  g_autoptr (GArray) files = store_scan (self, error);
  const LeatdRejectFile *newest;
  g_autofree char *path = NULL;

  if (files == NULL)
    return FALSE;

  newest = files->len > 0 ? &g_array_index (files, LeatdRejectFile, files->len - 1) : NULL;
  if (newest == NULL)
    self->file = self->next_id;
  if (newest == NULL || newest->first != self->file || newest->size < self->committed)
    self->committed = newest != NULL ? newest->size : 0;
  if (newest != NULL)
    self->file = newest->first;
  if (store_needs_new (self, length))
    {
      self->file = self->next_id;
      self->committed = 0;
    }

  path = leatd_reject_files_path (self->directory, self->file);
  self->fd = open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0640);
  if (self->fd < 0)
    return leatd_disk_fail (path, "open", error);
  /* behind an error, half a line may stand there */
  if (ftruncate (self->fd, self->committed) != 0)
    return leatd_disk_fail (path, "cut", error);
  return leatd_disk_sync_directory (self->directory, error);
}

/* deletes a file; what was in it has given way */
static gboolean
store_drop (LeatdRejectStore *self, const LeatdRejectFile *file, LeatdRejectLoss *loss,
            GError **error)
{
  g_autofree char *path = leatd_reject_files_path (self->directory, file->first);
  g_autoptr (GMappedFile) lines = g_mapped_file_new (path, FALSE, NULL);
  guint64 n_rejects = 0, n_bytes = 0;

  if (lines != NULL && g_mapped_file_get_length (lines) > 0)
    n_bytes = leatd_reject_line_count (g_mapped_file_get_contents (lines),
                                       g_mapped_file_get_length (lines), &n_rejects);
  if (unlink (path) != 0 && errno != ENOENT)
    return leatd_disk_fail (path, "delete", error);

  self->total -= file->size;
  loss->n_rejects += n_rejects;
  loss->n_bytes += n_bytes;
  leatd_event (G_LOG_LEVEL_WARNING, "rejects", "drop",
               "%" G_GUINT64_FORMAT " rejects (%" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT
               ") gave way: all of them together have reached rejects-size",
               n_rejects, file->first, file->first + n_rejects - (n_rejects > 0));
  return TRUE;
}

static gboolean
store_make_room (LeatdRejectStore *self, gsize length, LeatdRejectLoss *loss, GError **error)
{
  g_autoptr (GArray) files = NULL;

  if (self->total + (gint64) length <= self->max_size)
    return TRUE;

  files = store_scan (self, error);
  for (guint i = 0; files != NULL && i < files->len; i++)
    {
      const LeatdRejectFile *file = &g_array_index (files, LeatdRejectFile, i);

      if (self->total + (gint64) length <= self->max_size)
        break;
      if (file->first == self->file)
        store_close (self);
      if (!store_drop (self, file, loss, error))
        return FALSE;
    }
  return files != NULL;
}

static gboolean
store_commit_locked (LeatdRejectStore *self, const GString *lines, LeatdRejectLoss *loss,
                     GError **error)
{
  g_autofree char *path = NULL;

  if (self->fd >= 0 && (store_needs_new (self, lines->len) || !store_is_current (self)))
    store_close (self);
  if (!store_make_room (self, lines->len, loss, error) ||
      (self->fd < 0 && !store_open (self, lines->len, error)))
    return FALSE;

  path = leatd_reject_files_path (self->directory, self->file);
  return leatd_disk_write (self->fd, path, lines->str, lines->len, self->committed, error) &&
         leatd_disk_sync (self->fd, path, error);
}

/**
 * leatd_reject_store_commit:
 * @self: the store
 * @lines: whole lines with the next ids; not longer than the limit
 * @n_lines: how many
 * @loss: (inout): what had to give way is added to it, also if there is an error
 * @error: LEAT_ERROR_FAILED, LEAT_ERROR_FULL; the same lines may be committed again
 *
 * Waits for the disk, and for someone who clears.
 *
 * Returns: %TRUE if they are on the disk
 */
gboolean
leatd_reject_store_commit (LeatdRejectStore *self, const GString *lines, guint n_lines,
                           LeatdRejectLoss *loss, GError **error)
{
  gboolean good;
  int lock;

  if (!leatd_disk_make_directory (self->directory, error) ||
      (lock = leatd_reject_files_lock (self->directory, error)) < 0)
    return FALSE;

  good = store_commit_locked (self, lines, loss, error);
  if (good)
    {
      self->committed += (gint64) lines->len;
      self->total += (gint64) lines->len;
      self->next_id += n_lines;
    }
  else if (self->fd >= 0)
    {
      /* the next store_open() tries again */
      if (ftruncate (self->fd, self->committed) != 0)
        g_debug ("rejects: half a line may stand behind the last one: %s", g_strerror (errno));
      store_close (self);
    }
  close (lock);
  return good;
}

/* where the newest file really ends, and which id comes next */
static gboolean
store_resume (LeatdRejectStore *self, GError **error)
{
  g_autoptr (GArray) files = store_scan (self, error);
  g_autoptr (GMappedFile) lines = NULL;
  g_autoptr (GError) reason = NULL;
  g_autofree char *path = NULL;
  const char *text, *newline;
  guint64 n_lines = 0;
  gsize length;

  if (files == NULL)
    return FALSE;
  if (files->len == 0)
    return TRUE;

  self->file = g_array_index (files, LeatdRejectFile, files->len - 1).first;
  path = leatd_reject_files_path (self->directory, self->file);
  lines = g_mapped_file_new (path, FALSE, &reason);
  if (lines == NULL)
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_FAILED, "%s: %s", path, reason->message);
      return FALSE;
    }

  length = g_mapped_file_get_length (lines);
  text = length > 0 ? g_mapped_file_get_contents (lines) : "";
  newline = memrchr (text, '\n', length);
  leatd_reject_line_count (text, length, &n_lines);
  self->next_id = self->file + n_lines;
  self->committed = newline != NULL ? newline + 1 - text : 0;
  if (self->committed == (gint64) length)
    return TRUE;

  leatd_event (G_LOG_LEVEL_WARNING, "rejects", "cut",
               "%s: its last line was torn, %" G_GINT64_FORMAT " bytes are cut off", path,
               (gint64) length - self->committed);
  return truncate (path, self->committed) == 0 || leatd_disk_fail (path, "cut", error);
}

/**
 * leatd_reject_store_new:
 * @directory: where rejects are kept; made if it is not there
 * @max_size: bytes of all files together
 * @error: LEAT_ERROR_FAILED, LEAT_ERROR_FULL
 *
 * Goes on behind the last whole line that is there.
 *
 * Returns: (transfer full) (nullable): the store
 */
LeatdRejectStore *
leatd_reject_store_new (const char *directory, gint64 max_size, GError **error)
{
  g_autoptr (LeatdRejectStore) self = g_new0 (LeatdRejectStore, 1);
  gboolean good;
  int lock;

  self->directory = g_strdup (directory);
  self->max_size = max_size;
  self->next_id = 1;
  self->fd = -1;
  if (!leatd_disk_make_directory (directory, error))
    return NULL;
  if (access (directory, R_OK | W_OK | X_OK) != 0)
    {
      leatd_disk_fail (directory, "write", error);
      return NULL;
    }

  lock = leatd_reject_files_lock (directory, error);
  if (lock < 0)
    return NULL;
  good = store_resume (self, error);
  close (lock);
  return good ? g_steal_pointer (&self) : NULL;
}

/**
 * leatd_reject_store_free:
 * @self: (transfer full) (nullable): a store; what was committed stays
 */
void
leatd_reject_store_free (LeatdRejectStore *self)
{
  if (self == NULL)
    return;

  store_close (self);
  g_free (self->directory);
  g_free (self);
}

/**
 * leatd_reject_store_get_next_id:
 * @self: a store
 *
 * Returns: the id of the first line of the next commit
 */
guint64
leatd_reject_store_get_next_id (const LeatdRejectStore *self)
{
  return self->next_id;
}
