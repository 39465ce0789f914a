/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* file-next.c - finds files beside a followed one: where a place is now, what was written behind it
 *
 * A rotated file keeps its inode and gets a name that begins with the old one: "scale.log" becomes
 * "scale.log.1" or "scale.log-20260101". */
#include "file-next.h"
#include "file-device.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
  int       fd;
  FilePlace place; /* its beginning */
} Candidate;

static void
candidate_clear (gpointer data)
{
  Candidate *self = data;

  if (self->fd >= 0)
    close (self->fd);
}

/* what rotation has packed was read before, or is lost to us */
static gboolean
is_packed (const char *name)
{
  static const char *const endings[] = { ".gz", ".bz2", ".xz",  ".zst", ".lz4",
                                         ".lzma", ".Z", ".zip", ".7z",  NULL };

  for (guint i = 0; endings[i] != NULL; i++)
    if (g_str_has_suffix (name, endings[i]))
      return TRUE;
  return FALSE;
}

static gboolean
open_candidate (Candidate *self, const char *path)
{
  struct stat status;

  self->fd = open (path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (self->fd >= 0 && fstat (self->fd, &status) == 0 && S_ISREG (status.st_mode) &&
      file_place_take (&self->place, self->fd, 0))
    return TRUE;
  candidate_clear (self);
  self->fd = -1;
  return FALSE;
}

/* of Candidate: all files beside @path whose names begin with its name, but for itself */
static GArray *
list_rotated (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *own = g_path_get_basename (path);
  GArray *all = g_array_new (FALSE, FALSE, sizeof (Candidate));
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);
  const char *name;

  g_array_set_clear_func (all, candidate_clear);
  while (entries != NULL && (name = g_dir_read_name (entries)) != NULL)
    {
      g_autofree char *full = g_build_filename (folder, name, NULL);
      Candidate candidate;

      if (g_str_has_prefix (name, own) && !g_str_equal (name, own) && !is_packed (name) &&
          open_candidate (&candidate, full))
        g_array_append_val (all, candidate);
    }
  return all;
}

static Candidate *
get (GArray *all, guint i)
{
  return &g_array_index (all, Candidate, i);
}

/**
 * file_next_find_place:
 * @path: the name that is followed
 *
 * Returns: a descriptor of the file that has @place in it, under its own name or one that it was
 *   given meanwhile
 */
int
file_next_find_place (const char *path, const FilePlace *place)
{
  Candidate own;
  g_autoptr (GArray) rotated = NULL;

  if (open_candidate (&own, path))
    {
      if (file_place_is_there (place, own.fd))
        return own.fd;
      candidate_clear (&own);
    }
  rotated = list_rotated (path);
  for (guint i = 0; i < rotated->len; i++)
    if (file_place_is_there (place, get (rotated, i)->fd))
      {
        const int fd = get (rotated, i)->fd;

        get (rotated, i)->fd = -1;
        return fd;
      }
  return -1;
}

/* it, or a copy of what was read of it */
static gboolean
is_done (const Candidate *self, const GArray *done)
{
  for (guint i = 0; i < done->len; i++)
    {
      const FilePlace *place = &g_array_index (done, FilePlace, i);
      FilePlace same;

      if (file_identity_equal (&place->identity, &self->place.identity))
        return TRUE;
      if (place->offset > 0 && file_place_take (&same, self->fd, place->offset) &&
          same.head == place->head && same.tail == place->tail)
        return TRUE;
    }
  return FALSE;
}

/* written to since, and no older: what was there before is done with */
static gboolean
is_behind (const Candidate *self, const FilePlace *place)
{
  return !file_identity_equal (&self->place.identity, &place->identity) &&
         self->place.changed >= place->changed && self->place.identity.born >= place->identity.born;
}

static gboolean
is_older (const FilePlace *self, const FilePlace *other)
{
  return self->identity.born != other->identity.born ? self->identity.born < other->identity.born
                                                     : self->changed < other->changed;
}

/* of those that were rotated since, the oldest */
static int
find_rotated (const char *path, const FilePlace *place, const FileIdentity *own, const GArray *done)
{
  g_autoptr (GArray) rotated = list_rotated (path);
  Candidate *oldest = NULL;
  int fd = -1;

  for (guint i = 0; i < rotated->len; i++)
    {
      Candidate *one = get (rotated, i);

      if (is_behind (one, place) && !is_done (one, done) &&
          !(own != NULL && file_identity_equal (&one->place.identity, own)) &&
          (oldest == NULL || is_older (&one->place, &oldest->place)))
        oldest = one;
    }
  if (oldest != NULL)
    {
      fd = oldest->fd;
      oldest->fd = -1;
    }
  return fd;
}

/**
 * file_next_open:
 * @place: the end of the file that was read
 * @error: return location for what hinders to read what has the name now
 *
 * Returns: a descriptor; -1 without error: nothing has come yet
 */
int
file_next_open (const char *path, const FilePlace *place, const GArray *done, GError **error)
{
  Candidate own = { .fd = -1 };
  const gboolean is_there = open_candidate (&own, path);
  const int code = errno;
  const int fd = find_rotated (path, place, is_there ? &own.place.identity : NULL, done);

  if (!is_there && fd < 0 && code != ENOENT && code != 0)
    file_device_fail (path, code, error);
  if (fd >= 0 || (is_there && file_identity_equal (&own.place.identity, &place->identity)))
    {
      candidate_clear (&own);
      return fd;
    }
  return own.fd;
}
