/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-reject-files.c - a directory of files of rejects, for who writes it and who looks at it */
#include "leatd-reject-files.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <glib/gstdio.h>
#include "worker/leatd-disk.h"

#define SUFFIX ".jsonl"

/**
 * leatd_reject_files_path:
 * @directory: where rejects are kept
 * @first: id of the file's first reject
 *
 * Returns: (transfer full): its path
 */
char *
leatd_reject_files_path (const char *directory, guint64 first)
{
  return g_strdup_printf ("%s/%010" G_GUINT64_FORMAT SUFFIX, directory, first);
}

static gboolean
parse_name (const char *name, guint64 *first)
{
  const gsize n_digits = strspn (name, "0123456789");

  *first = g_ascii_strtoull (name, NULL, 10);
  return n_digits >= 10 && n_digits < 20 && g_str_equal (name + n_digits, SUFFIX);
}

static int
compare_files (gconstpointer a, gconstpointer b)
{
  const LeatdRejectFile *left = a, *right = b;

  return left->first < right->first ? -1 : left->first > right->first;
}

/**
 * leatd_reject_files_scan:
 * @directory: where rejects are kept
 * @error: LEAT_ERROR_FAILED
 *
 * Any thread, any process.
 *
 * Returns: (transfer full) (nullable): the files, of #LeatdRejectFile, the oldest first
 */
GArray *
leatd_reject_files_scan (const char *directory, GError **error)
{
  g_autoptr (GArray) files = g_array_new (FALSE, FALSE, sizeof (LeatdRejectFile));
  g_autoptr (GError) reason = NULL;
  g_autoptr (GDir) dir = g_dir_open (directory, 0, &reason);
  const char *name;

  if (dir == NULL && !g_error_matches (reason, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    {
      leatd_disk_fail (directory, "read", error);
      return NULL;
    }

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);
      LeatdRejectFile file;
      GStatBuf status;

      if (!parse_name (name, &file.first) || g_stat (path, &status) != 0)
        continue;
      file.size = status.st_size;
      g_array_append_val (files, file);
    }
  g_array_sort (files, compare_files);
  return g_steal_pointer (&files);
}

/**
 * leatd_reject_files_lock:
 * @directory: where rejects are kept
 * @error: LEAT_ERROR_FAILED
 *
 * Waits until no other process writes, cuts or deletes. May wait for another's sync.
 *
 * Returns: a descriptor: close() gives the lock back; -1 for an error
 */
int
leatd_reject_files_lock (const char *directory, GError **error)
{
  const int fd = open (directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  int locked;

  if (fd < 0)
    {
      leatd_disk_fail (directory, "open", error);
      return -1;
    }

  do
    locked = flock (fd, LOCK_EX);
  while (locked != 0 && errno == EINTR);
  if (locked == 0)
    return fd;

  leatd_disk_fail (directory, "lock", error);
  close (fd);
  return -1;
}

typedef struct {
  guint64 from;
  LeatdRejectLineFunc func;
  LeatdRejectBrokenFunc broken;
  gpointer user_data;
} Reader;

/* FALSE: no more of them; @end: first id of the next file, which may have come from this one */
static gboolean
reader_take (const Reader *self, const char *path, guint number, const char *text, gsize length,
             guint64 end)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (LeatdRejectLine) line = leatd_reject_line_read (text, length, &reason);

  if (line == NULL)
    {
      g_autofree char *where = g_strdup_printf ("%s:%u", path, number);

      self->broken (where, reason, self->user_data);
      return TRUE;
    }
  return line->id < self->from || line->id >= end ||
         self->func (line, text, length, self->user_data);
}

/* FALSE: no more of them */
static gboolean
reader_read_file (const Reader *self, const char *path, guint64 end)
{
  FILE *file = fopen (path, "re");
  char *text = NULL;
  size_t room = 0;
  gssize length;
  gboolean more = TRUE;

  if (file == NULL)
    {
      g_autoptr (GError) reason = NULL;

      /* it gave way while we looked */
      if (errno == ENOENT)
        return TRUE;
      leatd_disk_fail (path, "open", &reason);
      self->broken (path, reason, self->user_data);
      return TRUE;
    }

  for (guint number = 1; more && (length = getline (&text, &room, file)) > 0; number++)
    /* a line without its end at the end of all is being written, or will be cut at the next start
     * */
    if (text[length - 1] == '\n' || end != G_MAXUINT64)
      more = reader_take (self, path, number, text, (gsize) length, end);
  free (text);
  fclose (file);
  return more;
}

/**
 * leatd_reject_files_read:
 * @directory: where rejects are kept
 * @from: the first id that is of interest
 * @func: called for each reject, in the order of their ids
 * @broken: called for each line, or file, that cannot be read and is passed over
 * @user_data: for both
 * @error: LEAT_ERROR_FAILED: the directory cannot be read
 *
 * Reads while another process may write. Any thread.
 *
 * Returns: %TRUE if the directory could be read
 */
gboolean
leatd_reject_files_read (const char *directory, guint64 from, LeatdRejectLineFunc func,
                         LeatdRejectBrokenFunc broken, gpointer user_data, GError **error)
{
  const Reader reader = { from, func, broken, user_data };
  g_autoptr (GArray) files = leatd_reject_files_scan (directory, error);

  if (files == NULL)
    return FALSE;

  for (guint i = 0; i < files->len; i++)
    {
      const LeatdRejectFile *file = &g_array_index (files, LeatdRejectFile, i);
      g_autofree char *path = leatd_reject_files_path (directory, file->first);
      const guint64 end = i + 1 < files->len ? file[1].first : G_MAXUINT64;

      if (end > from && !reader_read_file (&reader, path, end))
        break;
    }
  return TRUE;
}

/* the rest of a file, in a file of its own that takes its place */
static gboolean
replace_file (const char *old_path, const char *path, const char *rest, gsize length,
              GError **error)
{
  g_autofree char *directory = g_path_get_dirname (path);
  /* the same for all: what a kill leaves behind is overwritten by the next one */
  g_autofree char *new_path = g_build_filename (directory, "rest.new", NULL);
  const int fd = open (new_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
  struct stat status;
  gboolean good;

  if (fd < 0)
    return leatd_disk_fail (new_path, "make", error);

  /* root may clear what the daemon's own user must go on writing */
  good = (stat (old_path, &status) == 0 && fchmod (fd, status.st_mode & 0777) == 0 &&
          fchown (fd, status.st_uid, status.st_gid) == 0) ||
         leatd_disk_fail (new_path, "keep the owner", error);
  good = good && leatd_disk_write (fd, new_path, rest, length, 0, error) &&
         leatd_disk_sync (fd, new_path, error);
  close (fd);
  if (good && rename (new_path, path) != 0)
    good = leatd_disk_fail (path, "make", error);
  if (!good)
    unlink (new_path);
  return good && (unlink (old_path) == 0 || leatd_disk_fail (old_path, "delete", error));
}

/* takes the rejects below @before out of the file that begins with @first */
static gboolean
clear_within (const char *directory, guint64 first, guint64 before, guint64 *n_cleared,
              GError **error)
{
  g_autofree char *path = leatd_reject_files_path (directory, first);
  g_autofree char *rest_path = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) reason = NULL;
  const char *rest, *newline;
  gsize length;
  guint64 next = first;

  if (!g_file_get_contents (path, &text, &length, &reason))
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_FAILED, "%s: %s", path, reason->message);
      return FALSE;
    }

  rest = text;
  while (next < before && (newline = memchr (rest, '\n', length)) != NULL)
    {
      length -= (gsize) (newline + 1 - rest);
      rest = newline + 1;
      next++;
    }
  if (next == first)
    return TRUE;

  newline = memrchr (rest, '\n', length);
  length = newline != NULL ? (gsize) (newline + 1 - rest) : 0;
  rest_path = leatd_reject_files_path (directory, next);
  *n_cleared += next - first;
  return replace_file (path, rest_path, rest, length, error);
}

static gboolean
clear_locked (const char *directory, guint64 before, guint64 *n_cleared, GError **error)
{
  g_autoptr (GArray) files = leatd_reject_files_scan (directory, error);

  if (files == NULL)
    return FALSE;

  for (guint i = 0; i < files->len; i++)
    {
      const LeatdRejectFile *file = &g_array_index (files, LeatdRejectFile, i);
      g_autofree char *path = leatd_reject_files_path (directory, file->first);

      if (file->first >= before)
        break;
      /* the newest one is never deleted without another that remembers how far the ids have come */
      if (i + 1 == files->len || file[1].first > before)
        return clear_within (directory, file->first, before, n_cleared, error);
      if (unlink (path) != 0)
        return leatd_disk_fail (path, "delete", error);
      *n_cleared += file[1].first - file->first;
    }
  return TRUE;
}

/**
 * leatd_reject_files_clear:
 * @directory: where rejects are kept
 * @before: the first id that stays; %G_MAXUINT64: none
 * @n_cleared: (out): how many were deleted, also if not all could be
 * @error: LEAT_ERROR_FAILED, LEAT_ERROR_FULL
 *
 * A daemon may write meanwhile: it waits for the lock, finds its file replaced and goes on in the
 * new one; what it put in between stays. The ids of what was cleared do not come back.
 *
 * Returns: %TRUE if all of them are gone
 */
gboolean
leatd_reject_files_clear (const char *directory, guint64 before, guint64 *n_cleared, GError **error)
{
  const int lock = leatd_reject_files_lock (directory, error);
  gboolean good;

  *n_cleared = 0;
  if (lock < 0)
    return FALSE;

  good = clear_locked (directory, before, n_cleared, error) &&
         leatd_disk_sync_directory (directory, error);
  close (lock);
  return good;
}
