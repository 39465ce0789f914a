/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* recording-bytes.c - the bytes of a recording, raw or pcapng, as if they were read now */
#include "recording-bytes.h"
#include "leat-recording.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define BYTES_MAX (16 * 1024 * 1024)

gboolean
leat_recording_bytes_judge (int fd)
{
  const off_t place = lseek (fd, 0, SEEK_CUR);
  guint8 begin[64];
  const gssize n = place >= 0 ? pread (fd, begin, sizeof begin, place) : 0;

  return n > 0 && leat_recording_judge (begin, (gsize) n);
}

static void
add (LeatRecordingBytes *self, const guint8 *data, gsize length, gboolean is_bad)
{
  g_byte_array_append (self->bytes, data, (guint) length);
  g_byte_array_set_size (self->bad, self->bytes->len);
  if (length > 0)
    memset (self->bad->data + self->bad->len - length, is_bad, length);
}

static void
add_event (LeatRecordingBytes *self, const LeatRecordingEvent *event)
{
  add (self, event->data, event->length, event->arrival.line_error);
  for (guint i = 0; i < LEAT_RECORDING_ERRORS; i++)
    self->errors += event->errors[i];
}

/* errors stand in an event without bytes, too */
static gboolean
says_something (const LeatRecordingEvent *event)
{
  guint32 any = 0;

  for (guint i = 0; i < LEAT_RECORDING_ERRORS; i++)
    any |= event->errors[i];
  return event->kind == LEAT_RECORDING_READ && (event->length > 0 || any != 0);
}

static gboolean
read_packets (LeatRecordingBytes *self, const char *name, int fd, GError **error)
{
  g_autoptr (LeatRecording) recording = leat_recording_new_for_fd (name, fd);
  gint64 first = 0;
  gint stream = -1;

  while (self->bytes->len < BYTES_MAX)
    {
      g_autoptr (GError) fault = NULL;
      LeatRecordingEvent event;

      if (leat_recording_next (recording, &event, &fault))
        {
          if (!says_something (&event) || (stream >= 0 && event.stream != (guint) stream))
            continue;
          first = stream >= 0 ? first : event.arrival.moment.time;
          stream = (gint) event.stream;
          self->time = (event.arrival.moment.time - first) / 1000;
          add_event (self, &event);
        }
      else if (g_error_matches (fault, LEAT_ERROR, LEAT_ERROR_MALFORMED))
        g_printerr ("%s\n", fault->message);
      else if (fault != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&fault));
          return FALSE;
        }
      else
        return TRUE;
    }
  return TRUE;
}

static gboolean
read_raw (LeatRecordingBytes *self, const char *name, int fd, GError **error)
{
  guint8 piece[65536];
  gssize n = 1;

  while (n > 0 && self->bytes->len < BYTES_MAX && (n = read (fd, piece, sizeof piece)) > 0)
    add (self, piece, (gsize) n, FALSE);
  return n >= 0 ||
         leat_error_fail (error, LEAT_ERROR_NOT_FOUND, "%s: %s", name, g_strerror (errno));
}

gboolean
leat_recording_bytes_init (LeatRecordingBytes *self, const char *path, GError **error)
{
  const int fd = g_str_equal (path, "-") ? dup (STDIN_FILENO) : open (path, O_RDONLY | O_CLOEXEC);
  gboolean is_read;

  *self = (LeatRecordingBytes) { g_byte_array_new (), g_byte_array_new (), 0, 0 };
  if (fd < 0)
    return leat_error_fail (error, LEAT_ERROR_NOT_FOUND, "%s: %s", path, g_strerror (errno));
  is_read = leat_recording_bytes_judge (fd) ? read_packets (self, path, fd, error)
                                            : read_raw (self, path, fd, error);
  close (fd);
  return is_read;
}

void
leat_recording_bytes_clear (LeatRecordingBytes *self)
{
  g_clear_pointer (&self->bytes, g_byte_array_unref);
  g_clear_pointer (&self->bad, g_byte_array_unref);
}
