/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-decode-recording.c - gives a stream what a recording (pcapng) holds, with its times */
#include "leat-decode-recording.h"
#include <string.h>

/* as a link is read */
#define READ_MAX (64 * 1024)

typedef struct {
  const LeatDecodeRecording *wishes;
  LeatRecording *recording;
  LeatDecodeStream *stream;
  guint64 offset; /* of the bytes that come next */
  gint64 heard;   /* CLOCK_BOOTTIME of the last bytes; 0: frames have ended since */
} Feeder;

static gboolean
is_wanted (const Feeder *self, const LeatRecordingEvent *event)
{
  return event->stream == MAX (self->wishes->stream, 1) - 1;
}

/* another program does not tell where silence ended a frame */
static gboolean
tells_ends (const Feeder *self, const LeatRecordingEvent *event)
{
  return leat_recording_get_stream (self->recording, event->stream)->epoch != NULL;
}

static void
tell (const Feeder *self, const LeatRecordingEvent *event, const char *what)
{
  char time[LEAT_VALUE_TEXT_MAX];

  leat_time_write (event->arrival.moment.time, time);
  g_printerr ("%s: byte %" G_GUINT64_FORMAT ", %s: %s\n", self->wishes->name, self->offset, time,
              what);
}

static void
tell_errors (const Feeder *self, const LeatRecordingEvent *event)
{
  g_autoptr (GString) errors = g_string_new (NULL);

  for (guint i = 0; i < LEAT_RECORDING_ERRORS; i++)
    if (event->errors[i] > 0)
      g_string_append_printf (errors, "%s%u %s",
                              errors->len > 0 ? ", " : "errors of the line: ", event->errors[i],
                              leat_recording_get_error_name (i));
  if (errors->len > 0)
    tell (self, event, errors->str);
}

static void
pass_silence (Feeder *self, const LeatRecordingEvent *event)
{
  const gint64 now = event->arrival.moment.monotonic;
  const gint64 silence = self->wishes->silence;
  const gint64 passed = self->heard != 0 ? MAX (now - self->heard, 0) : 0;

  if (silence == 0 && !tells_ends (self, event))
    leat_decode_stream_pass_silence (self->stream, passed / 1000);
  else if (silence > 0 && passed >= silence)
    leat_decode_stream_end_frame (self->stream, LEAT_END_SILENCE,
                                  (LeatMoment) { event->arrival.moment.time - passed + silence,
                                                 self->heard + silence });
}

static void
feed_bytes (Feeder *self, const LeatRecordingEvent *event)
{
  LeatArrival arrival = event->arrival;

  if (arrival.byte_time == 0)
    arrival.byte_time = self->wishes->byte_time;
  for (gsize fed = 0; fed < event->length;)
    {
      const gsize size = MIN (event->length - fed, READ_MAX);

      memcpy (leat_decode_stream_reserve (self->stream, size), event->data + fed, size);
      leat_decode_stream_commit_at (self->stream, size, &arrival);
      fed += size;
    }
  self->offset += event->length;
  self->heard = arrival.moment.monotonic;
}

static void
feed_read (Feeder *self, const LeatRecordingEvent *event)
{
  const LeatEnd end = event->arrival.end;

  tell_errors (self, event);
  if (event->length > 0)
    {
      pass_silence (self, event);
      feed_bytes (self, event);
    }
  if (end == LEAT_END_NO || (end == LEAT_END_SILENCE && self->wishes->silence > 0))
    return;
  leat_decode_stream_end_frame (self->stream, end, event->arrival.moment);
  self->heard = 0;
}

static void
feed_event (Feeder *self, const LeatRecordingEvent *event)
{
  if (!is_wanted (self, event))
    return;
  if (event->kind == LEAT_RECORDING_READ)
    feed_read (self, event);
  else if (event->kind == LEAT_RECORDING_LOST)
    tell (self, event, "what came here could not be recorded");
}

static gboolean
finish (const Feeder *self, GError **error)
{
  const guint n_streams = leat_recording_get_n_streams (self->recording);

  if (self->wishes->stream > n_streams)
    return leat_error_fail (error, LEAT_ERROR_CONFIG, "--stream %u: %s has %u stream%s",
                            self->wishes->stream, self->wishes->name, n_streams,
                            n_streams == 1 ? "" : "s");
  if (self->wishes->stream == 0 && n_streams > 1)
    g_printerr ("%s: has %u streams, this is the first; --stream 2 shows the next\n",
                self->wishes->name, n_streams);
  return TRUE;
}

gboolean
leat_decode_recording_feed (const LeatDecodeRecording *self, LeatRecording *recording,
                            LeatDecodeStream *stream, GError **error)
{
  Feeder feeder = { .wishes = self, .recording = recording, .stream = stream };

  while (TRUE)
    {
      g_autoptr (GError) fault = NULL;
      LeatRecordingEvent event;

      if (leat_recording_next (recording, &event, &fault))
        feed_event (&feeder, &event);
      else if (fault == NULL)
        return finish (&feeder, error);
      else if (g_error_matches (fault, LEAT_ERROR, LEAT_ERROR_MALFORMED))
        g_printerr ("%s\n", fault->message);
      else
        {
          g_propagate_error (error, g_steal_pointer (&fault));
          return FALSE;
        }
      if (!leat_decode_stream_write (stream, error))
        return FALSE;
    }
}
