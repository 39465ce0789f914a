/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* probe-take.c - the bytes of a recording, as if they were heard */
#include "probe-take.h"
#include "leat-recording.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* what is behind that adds nothing */
#define RECORDING_MAX (16 * 1024 * 1024)

typedef struct {
  GByteArray *bytes;
  GByteArray *bad;
} Heard;

static void
heard_init (Heard *self)
{
  *self = (Heard) { g_byte_array_new (), g_byte_array_new () };
}

static void
heard_clear (Heard *self)
{
  g_byte_array_unref (self->bytes);
  g_byte_array_unref (self->bad);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Heard, heard_clear)

static void
add (Heard *self, const guint8 *data, gsize length, gboolean is_bad)
{
  g_byte_array_append (self->bytes, data, (guint) length);
  g_byte_array_set_size (self->bad, self->bytes->len);
  memset (self->bad->data + self->bad->len - length, is_bad, length);
}

/* @time: between its first and its last bytes, µs */
static gboolean
read_packets (Heard *self, const char *path, gint64 *time, GError **error)
{
  g_autoptr (LeatRecording) recording = leat_recording_open (path, error);
  g_autoptr (GError) local = NULL;
  LeatRecordingEvent event;
  gint64 first = 0;
  guint stream = 0;

  while (recording != NULL && self->bytes->len < RECORDING_MAX &&
         leat_recording_next (recording, &event, &local))
    {
      if (event.kind != LEAT_RECORDING_READ || event.length == 0 ||
          (self->bytes->len > 0 && event.stream != stream))
        continue;
      stream = event.stream;
      first = self->bytes->len > 0 ? first : event.arrival.moment.time;
      *time = (event.arrival.moment.time - first) / 1000;
      add (self, event.data, event.length, event.arrival.line_error);
    }
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return recording != NULL && *error == NULL;
}

static gboolean
read_raw (Heard *self, const char *path, GError **error)
{
  const int fd = open (path, O_RDONLY | O_CLOEXEC);
  guint8 piece[65536];
  gssize n = fd < 0 ? -1 : 1;

  while (n > 0 && self->bytes->len < RECORDING_MAX && (n = read (fd, piece, sizeof piece)) > 0)
    add (self, piece, (gsize) n, FALSE);
  if (n < 0)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_NOT_FOUND, "%s: %s", path, g_strerror (errno));
  if (fd >= 0)
    close (fd);
  return n >= 0;
}

static gboolean
is_packets (const char *path)
{
  const int fd = open (path, O_RDONLY | O_CLOEXEC);
  guint8 begin[64];
  const gssize n = fd >= 0 ? read (fd, begin, sizeof begin) : 0;

  if (fd >= 0)
    close (fd);
  return n > 0 && leat_recording_judge (begin, (gsize) n);
}

gboolean
leat_probe_take_recording (LeatLineProbe *self, const char *path, GError **error)
{
  static const LeatLineSettings unknown = { 0, 8, 'N', 1 };
  g_auto (Heard) heard = { NULL };
  gint64 time = 0;

  heard_init (&heard);
  if (is_packets (path) ? !read_packets (&heard, path, &time, error)
                        : !read_raw (&heard, path, error))
    return FALSE;
  leat_line_probe_take (self, &unknown, heard.bytes, heard.bad, time);
  return TRUE;
}
