/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* file-link.c - a file, a FIFO or standard input as a link */
#include "file-link.h"
#include "file-device.h"
#include "file-follow.h"
#include "file-pipe.h"
#include <errno.h>
#include <glib/gstdio.h>
#include <unistd.h>

enum {
  MODE_FOLLOW,
  MODE_WHOLE,
};

enum {
  START_BEGINNING,
  START_END,
};

enum {
  LAST_LINE_RECORD,
  LAST_LINE_REJECT,
};

enum {
  NOTIFY_AUTO,
  NOTIFY_NEVER,
};

static const char *const mode_names[] = { "follow", "whole", NULL };
static const char *const start_names[] = { "beginning", "end", NULL };
static const char *const last_line_names[] = { "record", "reject", NULL };
static const char *const notify_names[] = { "auto", "never", NULL };

typedef struct {
  LeatLink link;
  int mode;
  int start;
  int last_line;
  int notify;
  gint64 look_every;
  gint64 rotate_wait;
  gboolean make_fifo;

  char *path;
  FileKind kind;
  int fd;             /* -1: a file is followed, or nothing is open */
  FileFollow *follow; /* NULL: it is read by its descriptor */
  gboolean was_absent;
  gboolean has_bytes; /* since the last writer has left */
} FileLink;

static const LeatOption file_link_options[] = {
  LEAT_OPTION_CHOICE (FileLink, mode, .key = "mode", .preset = "follow", .choices = mode_names,
                      .summary = "follow: go on with what is written to the file, and with what "
                                 "takes its place, from where an earlier leatd was; whole: read "
                                 "it to its end, where the source ends too."),
  LEAT_OPTION_CHOICE (FileLink, start, .key = "start", .preset = "beginning",
                      .choices = start_names,
                      .summary = "Where a file that is there is begun with, the first time it is "
                                 "followed."),
  LEAT_OPTION_CHOICE (FileLink, last_line, .key = "last-line", .preset = "record",
                      .choices = last_line_names,
                      .summary = "What stands behind the last delimiter of a file that ends, or "
                                 "of a writer that leaves a FIFO: the last frame, or a reject, as "
                                 "it may have been cut off."),
  LEAT_OPTION_DURATION (FileLink, rotate_wait, .key = "rotate-wait", .preset = "1s", .minimum = 0,
                        .maximum = 3.6e9,
                        .summary = "How long a file that was moved away is still read when "
                                   "nothing more comes: who writes to it may have it open."),
  LEAT_OPTION_CHOICE (FileLink, notify, .key = "notify", .preset = "auto", .choices = notify_names,
                      .summary = "auto: the kernel tells of changes (inotify), but for file "
                                 "systems of other machines; never: it is looked every "
                                 "look-every."),
  LEAT_OPTION_DURATION (FileLink, look_every, .key = "look-every", .preset = "1s", .minimum = 1e3,
                        .maximum = 3.6e9,
                        .summary = "How often it is looked whether the file has changed, where "
                                   "the kernel does not tell."),
  LEAT_OPTION_BOOL (FileLink, make_fifo, .key = "make-fifo", .preset = "no",
                    .summary = "Whether a FIFO is made where no file is."),
  LEAT_OPTION_END,
};

static gboolean
file_link_init (LeatLink *link, GError **error)
{
  ((FileLink *) link)->fd = -1;
  return TRUE;
}

static void
file_link_clear (LeatLink *link)
{
  g_clear_pointer (&((FileLink *) link)->path, g_free);
}

static gboolean
file_link_judge_device (LeatLink *link, const char *device, GError **error)
{
  return file_device_judge (device, error);
}

static LeatEnd
get_end (const FileLink *self)
{
  return self->last_line == LAST_LINE_RECORD ? LEAT_END_STREAM : LEAT_END_CUT;
}

static gboolean
begin_follow (FileLink *self, const char *place, gboolean *found, GError **error)
{
  const FileFollowSetup setup = {
    .link = &self->link,
    .path = self->path,
    .at_end = self->start == START_END && !self->was_absent,
    .last_line = get_end (self),
    .interval = self->look_every,
    .asks_kernel = self->notify == NOTIFY_AUTO,
    .rotate_wait = self->rotate_wait,
  };

  self->follow = file_follow_new (&setup, place, found, error);
  return self->follow != NULL;
}

/* what is there decides what is done with it: a name that is a file now may be a FIFO tomorrow */
static gboolean
file_link_open_at (LeatLink *link, const char *device, const char *place, gboolean *found,
                   GCancellable *cancellable, GError **error)
{
  FileLink *self = (FileLink *) link;
  gboolean follows;
  int fd;

  g_free (self->path);
  self->path = g_strdup (file_device_get_path (device));
  self->has_bytes = FALSE;
  *found = FALSE;
  fd = file_device_open (self->path, self->make_fifo, &self->kind, error);
  if (fd < 0)
    {
      self->was_absent |= g_access (self->path, F_OK) != 0;
      return FALSE;
    }
  follows = self->kind == FILE_KIND_REGULAR && self->mode == MODE_FOLLOW &&
            !g_str_equal (self->path, "-");
  if (!follows)
    self->fd = fd;
  else
    close (fd);
  return !follows || begin_follow (self, place, found, error);
}

static gboolean
file_link_open (LeatLink *link, const char *device, GCancellable *cancellable, GError **error)
{
  gboolean found;

  return file_link_open_at (link, device, NULL, &found, cancellable, error);
}

static void
file_link_close (LeatLink *link)
{
  FileLink *self = (FileLink *) link;

  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
  g_clear_pointer (&self->follow, file_follow_free);
}

static int
file_link_get_fd (LeatLink *link)
{
  FileLink *self = (FileLink *) link;

  return self->follow != NULL ? file_follow_get_fd (self->follow) : self->fd;
}

/* always -1 */
static gssize
say_nothing (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "not now");
  return -1;
}

/* a FIFO knows no borders between writers: where the last one leaves is the only one that is seen
 */
static gssize
writers_left (FileLink *self, LeatArrival *arrival, GError **error)
{
  arrival->end = get_end (self);
  arrival->moment = leat_clock_now ();
  if (self->kind != FILE_KIND_FIFO || self->mode == MODE_WHOLE)
    return 0;
  if (!file_pipe_renew (self->fd, self->path, error))
    return -1;
  if (!self->has_bytes)
    arrival->end = LEAT_END_NO;
  self->has_bytes = FALSE;
  return say_nothing (error);
}

static gssize
file_link_read (LeatLink *link, guint8 *data, gsize size, LeatArrival *arrival, GError **error)
{
  FileLink *self = (FileLink *) link;
  gssize length;

  if (self->follow != NULL)
    return file_follow_read (self->follow, data, size, arrival, error);
  length = self->kind == FILE_KIND_REGULAR ? read (self->fd, data, size)
                                           : file_pipe_read (self->fd, data, size);
  if (length == 0 || length == FILE_PIPE_LEFT)
    return writers_left (self, arrival, error);
  if (length == FILE_PIPE_NOTHING && self->kind != FILE_KIND_REGULAR)
    return say_nothing (error);
  if (length < 0)
    {
      file_device_fail (self->path, errno, error);
      return -1;
    }
  self->has_bytes = TRUE;
  arrival->moment = leat_clock_now ();
  arrival->byte_time = 0;
  arrival->end = LEAT_END_NO;
  arrival->line_error = FALSE;
  return length;
}

/* what came through a pipe does not come again, and what is read whole is read whole again */
static char *
file_link_get_place (LeatLink *link, guint64 offset)
{
  FileLink *self = (FileLink *) link;

  return self->follow != NULL ? file_follow_get_place (self->follow, offset) : NULL;
}

const LeatLinkClass file_link_class = {
  .struct_size = sizeof (LeatLinkClass),
  .instance_size = sizeof (FileLink),
  .schemes = "file",
  .summary = "A file, read whole or followed like tail -F, a FIFO, or standard input: "
             "file:///PATH, or -.",
  .options = file_link_options,
  .flags = LEAT_LINK_CAN_WAIT | LEAT_LINK_READ_OUT, /* of a FIFO, and of standard input */
  .init = file_link_init,
  .clear = file_link_clear,
  .open = file_link_open,
  .close = file_link_close,
  .get_fd = file_link_get_fd,
  .read = file_link_read,
  .judge_device = file_link_judge_device,
  .open_at = file_link_open_at,
  .get_place = file_link_get_place,
};
