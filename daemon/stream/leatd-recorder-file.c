/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-recorder-file.c - the file of a recording: appended to, rotated, cut when it is full */
#include "leatd-recorder-file.h"
#include "leat-host.h"
#include "worker/leatd-disk.h"
#include "worker/leatd-event.h"
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

char *
leatd_recorder_file_name (const char *path, guint number)
{
  const char *slash = strrchr (path, '/');
  const char *name = slash != NULL ? slash + 1 : path;
  const char *dot = strrchr (name, '.');

  if (number == 0)
    return g_strdup (path);
  if (dot == NULL || dot == name)
    return g_strdup_printf ("%s.%u", path, number);
  return g_strdup_printf ("%.*s.%u%s", (int) (dot - path), path, number, dot);
}

/* what a leatd that was killed left half is cut off; FALSE: it is no recording */
static gboolean
file_find_end (LeatdRecorderFile *self, gint64 size, GError **error)
{
  g_autoptr (LeatRecording) recording = leat_recording_new_for_fd (self->path, self->fd);
  g_autoptr (GError) fault = NULL;
  LeatRecordingEvent event;

  while (leat_recording_next (recording, &event, &fault) || fault != NULL)
    g_clear_error (&fault);
  self->offset = (gint64) leat_recording_get_offset (recording);
  if (self->offset == 0)
    return leat_error_fail (error, LEAT_ERROR_CONFIG,
                            "%s: is there, and no recording (pcapng); name another file in record=",
                            self->path);
  if (self->offset == size)
    return TRUE;
  if (ftruncate (self->fd, self->offset) != 0)
    return leatd_disk_fail (self->path, "cut", error);
  leatd_event (G_LOG_LEVEL_WARNING, self->source, "recording",
               "%s: its last block was cut, by a crash or a full disk: it goes on at byte "
               "%" G_GINT64_FORMAT,
               self->path, self->offset);
  return TRUE;
}

static gboolean
file_judge (LeatdRecorderFile *self, GError **error)
{
  struct stat status;

  if (flock (self->fd, LOCK_EX | LOCK_NB) != 0)
    return leat_error_fail (error, LEAT_ERROR_CONFIG,
                            "%s: another source or leatd records to it; name another file in "
                            "record=",
                            self->path);
  if (fstat (self->fd, &status) != 0)
    return leatd_disk_fail (self->path, "look at", error);
  if (!S_ISREG (status.st_mode))
    return leat_error_fail (error, LEAT_ERROR_CONFIG,
                            "%s: is no regular file; name another in record=", self->path);
  self->offset = 0;
  return status.st_size == 0 || file_find_end (self, status.st_size, error);
}

gboolean
leatd_recorder_file_open (LeatdRecorderFile *self, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);

  if (!leatd_disk_make_directory (folder, error))
    return FALSE;
  self->fd = open (self->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0640);
  if (self->fd < 0)
    return leatd_disk_fail (self->path, "open", error);
  if (file_judge (self, error))
    return TRUE;
  leatd_recorder_file_close (self);
  return FALSE;
}

void
leatd_recorder_file_close (LeatdRecorderFile *self)
{
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
}

/* the oldest gives way */
gboolean
leatd_recorder_file_rotate (LeatdRecorderFile *self, GError **error)
{
  g_autofree char *last = leatd_recorder_file_name (self->path, self->files - 1);

  leatd_recorder_file_close (self);
  g_unlink (last);
  for (guint i = self->files - 1; i > 0; i--)
    {
      g_autofree char *from = leatd_recorder_file_name (self->path, i - 1);
      g_autofree char *to = leatd_recorder_file_name (self->path, i);

      if (g_rename (from, to) != 0 && errno != ENOENT)
        return leatd_disk_fail (from, "rename", error);
    }
  return leatd_recorder_file_open (self, error);
}

/* what a full disk took of it is cut off: it would be half a block */
gboolean
leatd_recorder_file_append (LeatdRecorderFile *self, const GByteArray *blocks, GError **error)
{
  if (!leatd_disk_write (self->fd, self->path, blocks->data, blocks->len, self->offset, error))
    {
      if (ftruncate (self->fd, self->offset) != 0)
        leatd_event (G_LOG_LEVEL_WARNING, self->source, "recording",
                     "%s: half a block stays at its end: %s", self->path, g_strerror (errno));
      return FALSE;
    }
  self->offset += blocks->len;
  return TRUE;
}
