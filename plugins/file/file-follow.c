/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* file-follow.c - reads a file and what takes its place, as it grows
 *
 * One file after the other: what was moved away is read to its end before what has its name now.
 * Before the first byte behind such a step read() gives nothing but an end, so that the place
 * before it can be kept. */
#include "file-follow.h"
#include "file-device.h"
#include "file-next.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* files that are remembered to be done with */
#define N_DONE 16

struct _FileFollow {
  FileFollowSetup setup;
  FileWatch *watch;
  int fd; /* -1: between two files */
  guint64 offset;
  guint64 n_read;  /* in all */
  gint64 n_begun;  /* of them before this file, as if all of it was read: less than 0 where it was
                      begun amid it */
  FilePlace seen;  /* in the file at hand: whether it is as it was */
  GArray *done;    /* of FilePlace */
  gint64 moved_at; /* ns: when it was seen that its name is not its own; 0: it is */
  guint64 unread;  /* bytes, as they are counted */
};

static gint64
get_now (void)
{
  return leat_clock_now ().monotonic;
}

/* the next byte that is read is at @offset of @fd */
static void
take_file (FileFollow *self, int fd, guint64 offset)
{
  if (self->fd >= 0 && self->fd != fd)
    close (self->fd);
  self->fd = fd;
  self->offset = offset;
  self->n_begun = (gint64) self->n_read - (gint64) offset;
  self->moved_at = 0;
  file_watch_set_file (self->watch, fd);
  posix_fadvise (fd, 0, 0, POSIX_FADV_SEQUENTIAL);
}

/* what the next read goes by; where it is gone already, by what was seen before */
static void
see (FileFollow *self)
{
  FilePlace place;

  if (file_place_take (&place, self->fd, self->offset))
    self->seen = place;
}

/* from its beginning */
static void
begin_file (FileFollow *self, int fd)
{
  take_file (self, fd, 0);
  see (self);
}

/* what stands in it and was not read yet, when it was looked at last */
static void
count_unread (FileFollow *self)
{
  struct stat status;
  guint64 now = 0;

  if (self->fd >= 0 && fstat (self->fd, &status) == 0 && (guint64) status.st_size > self->offset)
    now = (guint64) status.st_size - self->offset;
  if (now != self->unread)
    leat_link_count (self->setup.link, "unread-bytes", now - self->unread);
  self->unread = now;
}

static void
remember_done (FileFollow *self)
{
  if (self->done->len >= N_DONE)
    g_array_remove_index (self->done, 0);
  g_array_append_val (self->done, self->seen);
}

/* --- to begin --- */

static gboolean
open_first (FileFollow *self, GError **error)
{
  FileKind kind;
  const int fd = file_device_open (self->setup.path, FALSE, &kind, error);
  struct stat status = { .st_size = 0 };

  if (fd < 0)
    return FALSE;
  if (self->setup.at_end)
    fstat (fd, &status);
  take_file (self, fd, (guint64) status.st_size);
  return file_place_take (&self->seen, fd, self->offset) ||
         file_device_fail (self->setup.path, errno, error);
}

/* what can be read of what was written since */
static gboolean
open_lost (FileFollow *self, const FilePlace *place, GError **error)
{
  int fd = -1;

  leat_link_count (self->setup.link, "places-lost", 1);
  leat_link_note (self->setup.link, "place-lost",
                  "%s: what was read last is not there any more, at byte %" G_GUINT64_FORMAT
                  "; what was written behind it may be lost, it goes on with what is there",
                  self->setup.path, place->offset);
  fd = file_next_open (self->setup.path, place, self->done, error);
  if (fd < 0)
    return *error == NULL && open_first (self, error);
  take_file (self, fd, 0);
  return file_place_take (&self->seen, fd, 0) || file_device_fail (self->setup.path, errno, error);
}

static gboolean
open_place (FileFollow *self, const char *text, gboolean *found, GError **error)
{
  FilePlace place;
  int fd;

  *found = FALSE;
  self->setup.at_end = FALSE;
  if (!file_place_parse (&place, text))
    return open_first (self, error);
  fd = file_next_find_place (self->setup.path, &place);
  if (fd < 0)
    return open_lost (self, &place, error);
  *found = TRUE;
  take_file (self, fd, place.offset);
  self->seen = place;
  return TRUE;
}

FileFollow *
file_follow_new (const FileFollowSetup *setup, const char *place, gboolean *found, GError **error)
{
  g_autoptr (GError) failure = NULL;
  FileFollow *self = g_new0 (FileFollow, 1);

  self->setup = *setup;
  self->fd = -1;
  self->done = g_array_new (FALSE, FALSE, sizeof (FilePlace));
  self->watch = file_watch_new (setup->path, setup->interval, setup->asks_kernel, error);
  if (self->watch == NULL)
    {
      file_follow_free (self);
      return NULL;
    }
  if (place != NULL ? open_place (self, place, found, &failure) : open_first (self, &failure))
    return self;
  g_propagate_error (error, g_steal_pointer (&failure));
  file_follow_free (self);
  return NULL;
}

void
file_follow_free (FileFollow *self)
{
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
  count_unread (self);
  g_clear_pointer (&self->watch, file_watch_free);
  g_array_unref (self->done);
  g_free (self);
}

int
file_follow_get_fd (const FileFollow *self)
{
  return file_watch_get_fd (self->watch);
}

/* --- to read --- */

static gssize
nothing (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "not now");
  return -1;
}

/* what was read ends here; the host keeps the place before it reads on */
static gssize
step (LeatArrival *arrival, LeatEnd end, GError **error)
{
  arrival->end = end;
  arrival->moment = leat_clock_now ();
  return nothing (error);
}

/* half a line will not be ended by what stands there now */
static gssize
begin_anew (FileFollow *self, LeatArrival *arrival, GError **error)
{
  leat_link_count (self->setup.link, "truncations", 1);
  leat_link_note (self->setup.link, "truncated",
                  "%s: was made shorter or written anew behind byte %" G_GUINT64_FORMAT
                  ": it is read from its beginning",
                  self->setup.path, self->offset);
  remember_done (self);
  begin_file (self, self->fd);
  return step (arrival, LEAT_END_CUT, error);
}

static gssize
take_bytes (FileFollow *self, gsize length, LeatArrival *arrival)
{
  self->offset += length;
  see (self);
  self->n_read += length;
  self->moved_at = 0;
  count_unread (self);
  arrival->moment = leat_clock_now ();
  arrival->byte_time = 0;
  arrival->end = LEAT_END_NO;
  arrival->line_error = FALSE;
  return (gssize) length;
}

static gssize
fail (FileFollow *self, int code, GError **error)
{
  file_device_fail (self->setup.path, code, error);
  return -1;
}

/* who has the old file open may still write to it; µs that are left for that */
static gint64
get_wait (FileFollow *self)
{
  const gint64 now = get_now ();

  if (self->moved_at == 0)
    self->moved_at = now;
  return self->setup.rotate_wait - (now - self->moved_at) / 1000;
}

static gssize
go_on_with (FileFollow *self, int fd, LeatArrival *arrival, GError **error)
{
  leat_link_count (self->setup.link, "rotations", 1);
  leat_link_note (self->setup.link, "rotated",
                  "%s: another file has its name now; the old one was read to its end, at byte "
                  "%" G_GUINT64_FORMAT,
                  self->setup.path, self->offset);
  remember_done (self);
  begin_file (self, fd);
  return step (arrival, self->setup.last_line, error);
}

/* a deleted file would take its room on the disk as long as it is open */
static gssize
let_go (FileFollow *self, LeatArrival *arrival, GError **error)
{
  leat_link_count (self->setup.link, "rotations", 1);
  leat_link_note (self->setup.link, "deleted",
                  "%s: was deleted; it was read to its end, at byte %" G_GUINT64_FORMAT
                  ", and the next file of that name is waited for",
                  self->setup.path, self->offset);
  remember_done (self);
  file_watch_set_file (self->watch, -1);
  close (self->fd);
  self->fd = -1;
  return step (arrival, self->setup.last_line, error);
}

/* the file has lost its name */
static gssize
follow_name (FileFollow *self, gboolean is_deleted, LeatArrival *arrival, GError **error)
{
  g_autoptr (GError) failure = NULL;
  const gint64 wait = get_wait (self);
  int fd;

  if (wait > 0)
    {
      file_watch_wake_in (self->watch, wait);
      return nothing (error);
    }
  fd = file_next_open (self->setup.path, &self->seen, self->done, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return -1;
    }
  if (fd >= 0)
    return go_on_with (self, fd, arrival, error);
  return is_deleted ? let_go (self, arrival, error) : nothing (error);
}

/* all of it was read */
static gssize
look (FileFollow *self, LeatArrival *arrival, GError **error)
{
  struct stat own, named;

  count_unread (self);
  if (fstat (self->fd, &own) != 0)
    return fail (self, errno, error);
  if (!file_place_is_there (&self->seen, self->fd) || (guint64) own.st_size < self->offset)
    return begin_anew (self, arrival, error);
  see (self);
  if (stat (self->setup.path, &named) == 0 && named.st_dev == own.st_dev &&
      named.st_ino == own.st_ino)
    {
      self->moved_at = 0;
      return nothing (error);
    }
  return follow_name (self, own.st_nlink == 0, arrival, error);
}

/* the file that was read last is gone, and another one has not come */
static gssize
await (FileFollow *self, LeatArrival *arrival, GError **error)
{
  g_autoptr (GError) failure = NULL;
  int fd;

  file_watch_drain (self->watch);
  fd = file_next_open (self->setup.path, &self->seen, self->done, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return -1;
    }
  if (fd < 0)
    return nothing (error);
  begin_file (self, fd);
  return step (arrival, LEAT_END_STREAM, error);
}

/**
 * file_follow_read:
 *
 * Returns: > 0: bytes; else -1: %G_IO_ERROR_WOULD_BLOCK, with an end in @arrival where another file
 *   begins, or the same one anew
 */
gssize
file_follow_read (FileFollow *self, guint8 *data, gsize size, LeatArrival *arrival, GError **error)
{
  gssize length;

  if (self->fd < 0)
    return await (self, arrival, error);
  length = pread (self->fd, data, size, (off_t) self->offset);
  if (length == 0)
    {
      file_watch_drain (self->watch);
      length = pread (self->fd, data, size, (off_t) self->offset);
    }
  if (length < 0)
    return errno == EINTR || errno == EAGAIN ? nothing (error) : fail (self, errno, error);
  if (length == 0)
    return look (self, arrival, error);
  /* looked at behind each read: a file may be written anew, and grow longer, between two of them */
  if (!file_place_is_there (&self->seen, self->fd))
    return begin_anew (self, arrival, error);
  return take_bytes (self, (gsize) length, arrival);
}

/**
 * file_follow_get_place:
 * @offset: of a byte that was read since the last step, or the next one
 *
 * Returns: (transfer full) (nullable): the place; %NULL: the file has changed under it
 */
char *
file_follow_get_place (FileFollow *self, guint64 offset)
{
  FilePlace place;

  if (self->fd < 0)
    return file_place_to_string (&self->seen);
  if ((gint64) offset < self->n_begun ||
      !file_place_take (&place, self->fd, (guint64) ((gint64) offset - self->n_begun)) ||
      !file_place_is_there (&self->seen, self->fd)) /* it may be of what is written anew */
    return NULL;
  return file_place_to_string (&place);
}
