/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* replay-player.c - what comes next of a recording, and when it is due
 *
 * A stream's number counts over all loops: each is other streams than those before it. */
#include "replay-player.h"

struct _ReplayPlayer {
  const ReplayDevice *device;
  ReplayNote note;
  gpointer user_data;
  LeatRecording *recording; /* NULL: all loops are over */
  guint loop;               /* counts from 1 */
  guint streams;            /* of the loops before */

  gboolean has_event;
  LeatRecordingEvent event;   /* its stream counts over all loops */
  gboolean has_later;         /* the event that silence goes before */
  LeatRecordingEvent later;
  gint64 due;                 /* of the event */
  gint64 later_due;
  gboolean has_last;
  gint64 last;                /* CLOCK_BOOTTIME of the event before */
  GArray *unended;            /* of gint64: by stream, when its last bytes came; 0: none stand */
};

static gboolean
player_begin_loop (ReplayPlayer *self, GError **error)
{
  self->recording = leat_recording_open (self->device->path, error);
  if (self->recording == NULL)
    return FALSE;
  self->loop++;
  self->has_last = FALSE;
  g_array_set_size (self->unended, 0);
  return TRUE;
}

/**
 * replay_player_new:
 * @note: called when something of it cannot be read
 *
 * Returns: (transfer full) (nullable): %NULL: there is no such file
 */
ReplayPlayer *
replay_player_new (const ReplayDevice *device, ReplayNote note, gpointer user_data, GError **error)
{
  g_autoptr (ReplayPlayer) self = g_new0 (ReplayPlayer, 1);

  self->device = device;
  self->note = note;
  self->user_data = user_data;
  self->unended = g_array_new (FALSE, TRUE, sizeof (gint64));
  return player_begin_loop (self, error) ? g_steal_pointer (&self) : NULL;
}

void
replay_player_free (ReplayPlayer *self)
{
  g_clear_pointer (&self->recording, leat_recording_free);
  g_array_unref (self->unended);
  g_free (self);
}

/* FALSE: it is the last */
static gboolean
player_go_round (ReplayPlayer *self)
{
  g_autoptr (GError) error = NULL;
  const guint n_streams = leat_recording_get_n_streams (self->recording);

  g_clear_pointer (&self->recording, leat_recording_free);
  if (n_streams == 0 || (self->device->loops != 0 && self->loop >= self->device->loops))
    return FALSE;
  self->streams += n_streams;
  if (player_begin_loop (self, &error))
    return TRUE;
  self->note (self->user_data, error->message);
  return FALSE;
}

/* when it is due: as long behind the one before as it was */
static gint64
player_pass_time (ReplayPlayer *self, gint64 moment)
{
  const gint64 passed = self->has_last ? MAX (moment - self->last, 0) : 0;

  self->has_last = TRUE;
  self->last = moment;
  return self->device->speed > 0 ? (gint64) ((double) passed / self->device->speed) : 0;
}

static gint64 *
player_get_unended (ReplayPlayer *self, guint stream)
{
  if (stream >= self->unended->len)
    g_array_set_size (self->unended, stream + 1);
  return &g_array_index (self->unended, gint64, stream);
}

static gboolean
is_silence (const LeatRecordingEvent *event)
{
  return event->kind == LEAT_RECORDING_READ && event->length == 0 &&
         event->arrival.end == LEAT_END_SILENCE;
}

/* with silence=: the line was silent for so long before @event; it goes first */
static gboolean
player_put_silence (ReplayPlayer *self, const LeatRecordingEvent *event)
{
  gint64 *unended = player_get_unended (self, event->stream);
  const gint64 passed = event->arrival.moment.monotonic - *unended;
  const gboolean was_silent = self->device->silence > 0 && *unended != 0 &&
                              passed >= self->device->silence;

  if (was_silent)
    {
      const gint64 back = passed - self->device->silence;

      self->event = (LeatRecordingEvent) {
        .kind = LEAT_RECORDING_READ,
        .stream = event->stream,
        .arrival = { .struct_size = sizeof (LeatArrival),
                     .moment = { event->arrival.moment.time - back,
                                 event->arrival.moment.monotonic - back },
                     .end = LEAT_END_SILENCE },
      };
    }
  *unended = event->length > 0 && event->arrival.end == LEAT_END_NO
                 ? event->arrival.moment.monotonic
                 : 0;
  return was_silent;
}

/* the event that is read is the next, or silence goes before it */
static void
player_put (ReplayPlayer *self, const LeatRecordingEvent *event)
{
  const gint64 before = self->due;

  self->has_later = player_put_silence (self, event);
  if (self->has_later)
    {
      const gint64 silence = player_pass_time (self, MAX (self->event.arrival.moment.monotonic,
                                                          self->last));

      self->later = *event;
      self->later.stream += self->streams;
      self->due = before + silence;
      self->later_due = self->due + player_pass_time (self, event->arrival.moment.monotonic);
    }
  else
    {
      self->event = *event;
      self->due = before + player_pass_time (self, event->arrival.moment.monotonic);
    }
  self->event.stream += self->streams;
  self->has_event = TRUE;
}

static gboolean
player_wants (const ReplayPlayer *self, const LeatRecordingEvent *event)
{
  if (event->kind == LEAT_RECORDING_OPENED || event->kind == LEAT_RECORDING_WRITTEN)
    return FALSE;
  return self->device->silence == 0 || !is_silence (event);
}

static void
player_read (ReplayPlayer *self)
{
  while (!self->has_event && self->recording != NULL)
    {
      g_autoptr (GError) error = NULL;
      LeatRecordingEvent event;

      if (leat_recording_next (self->recording, &event, &error))
        {
          if (player_wants (self, &event))
            player_put (self, &event);
          continue;
        }
      if (error != NULL)
        self->note (self->user_data, error->message);
      if (!g_error_matches (error, LEAT_ERROR, LEAT_ERROR_MALFORMED) && !player_go_round (self))
        return;
    }
}

const LeatRecordingEvent *
replay_player_peek (ReplayPlayer *self)
{
  if (!self->has_event && self->has_later)
    {
      self->event = self->later;
      self->due = self->later_due;
      self->has_event = TRUE;
      self->has_later = FALSE;
    }
  player_read (self);
  return self->has_event ? &self->event : NULL;
}

gint64
replay_player_get_due (const ReplayPlayer *self)
{
  return self->due;
}

void
replay_player_take (ReplayPlayer *self, gsize length)
{
  if (length > 0)
    self->event.data += length;
  self->event.length -= length;
  if (self->event.length == 0)
    self->has_event = FALSE;
}

const char *
replay_player_get_peer (const ReplayPlayer *self)
{
  return leat_recording_get_stream (self->recording, self->event.stream - self->streams)->peer;
}
