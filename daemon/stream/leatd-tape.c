/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-tape.c - what of a stream goes to its source's recording */
#include "leatd-tape.h"
#include "worker/leatd-counters.h"
#include <string.h>

/* in the order of leat_recording_get_error_name() */
static const LeatdSourceCounter errors[LEAT_RECORDING_ERRORS] = {
  LEATD_SOURCE_PARITY, LEATD_SOURCE_FRAMING,     LEATD_SOURCE_OVERRUN,
  LEATD_SOURCE_BREAKS, LEATD_SOURCE_LINE_ERRORS, LEATD_SOURCE_BUFFER_OVERRUN,
};

struct _LeatdTape {
  LeatdRecorder *recorder;
  LeatdRecorderStream stream;
  const guint64 *counters;
  guint64 seen[LEAT_RECORDING_ERRORS];
  gboolean is_open; /* something came since the last end of all */
};

char *
leatd_tape_describe (const LeatdSourceConfig *config)
{
  GString *text = g_string_new (config->name);
  const LeatOption *option = config->link != NULL ? config->link->options : NULL;

  g_string_append_printf (text, ": %s", config->klass->name);
  for (; option != NULL && option->type != LEAT_OPTION_TYPE_NONE; option++)
    {
      const char *value = leat_group_get (config->group, option->key);

      value = value != NULL ? value : option->preset;
      if (value != NULL && (option->flags & LEAT_OPTION_SECRET) == 0)
        g_string_append_printf (text, ", %s=%s", option->key, value);
    }
  return g_string_free (text, FALSE);
}

LeatdTape *
leatd_tape_new (const LeatdTapeSetup *setup)
{
  LeatdTape *self;

  if (setup->recorder == NULL)
    return NULL;
  self = g_new0 (LeatdTape, 1);
  self->recorder = setup->recorder;
  self->counters = setup->counters;
  self->stream.stream = (LeatRecordingStream) {
    .name = g_strdup (setup->peer != NULL ? setup->peer : setup->config->settings.device),
    .description = leatd_tape_describe (setup->config),
    .epoch = g_strdup (setup->epoch),
    .peer = g_strdup (setup->peer),
  };
  for (guint i = 0; i < LEAT_RECORDING_ERRORS; i++)
    self->seen[i] = leatd_counter_get (&self->counters[errors[i]]);
  return self;
}

static void
tape_add (LeatdTape *self, LeatRecordingEvent *event)
{
  for (guint i = 0; i < LEAT_RECORDING_ERRORS; i++)
    {
      const guint64 now = leatd_counter_get (&self->counters[errors[i]]);

      event->errors[i] = (guint32) MIN (now - self->seen[i], G_MAXUINT32);
      self->seen[i] = now;
    }
  leatd_recorder_add (self->recorder, &self->stream, event);
}

static gboolean
tape_runs (const LeatdTape *self)
{
  return self != NULL && leatd_recorder_is_on (self->recorder);
}

static LeatRecordingEvent
tape_event (LeatRecordingKind kind, LeatMoment moment)
{
  return (LeatRecordingEvent) {
    .kind = kind,
    .arrival = { .struct_size = sizeof (LeatArrival), .moment = moment },
  };
}

/**
 * leatd_tape_free:
 *
 * Nothing more comes of the stream, which its recording says if it has it.
 */
void
leatd_tape_free (LeatdTape *self)
{
  if (self == NULL)
    return;
  if (tape_runs (self) && self->stream.section > 0)
    {
      LeatRecordingEvent event = tape_event (LEAT_RECORDING_GONE, leat_clock_now ());

      tape_add (self, &event);
    }
  g_free ((char *) self->stream.stream.name);
  g_free ((char *) self->stream.stream.description);
  g_free ((char *) self->stream.stream.epoch);
  g_free ((char *) self->stream.stream.peer);
  g_free (self);
}

void
leatd_tape_opened (LeatdTape *self)
{
  LeatRecordingEvent event;

  if (!tape_runs (self))
    return;
  event = tape_event (LEAT_RECORDING_OPENED, leat_clock_now ());
  self->is_open = TRUE;
  tape_add (self, &event);
}

void
leatd_tape_read (LeatdTape *self, const guint8 *data, gsize length, const LeatArrival *arrival)
{
  LeatRecordingEvent event;

  if (!tape_runs (self))
    return;
  event = tape_event (LEAT_RECORDING_READ, arrival->moment);
  event.arrival = *arrival;
  event.data = data;
  event.length = length;
  self->is_open = TRUE;
  tape_add (self, &event);
}

/* a stream that is cut several times is cut once */
void
leatd_tape_ended (LeatdTape *self, LeatEnd end, LeatMoment moment)
{
  const gboolean is_all = end == LEAT_END_CUT || end == LEAT_END_STREAM;
  LeatRecordingEvent event;

  if (!tape_runs (self) || (is_all && !self->is_open))
    return;
  if (is_all)
    self->is_open = FALSE;
  event = tape_event (LEAT_RECORDING_READ, moment);
  event.arrival.end = end;
  tape_add (self, &event);
}

void
leatd_tape_written (LeatdTape *self, const guint8 *data, gsize length)
{
  LeatRecordingEvent event;

  if (!tape_runs (self))
    return;
  event = tape_event (LEAT_RECORDING_WRITTEN, leat_clock_now ());
  event.data = data;
  event.length = length;
  tape_add (self, &event);
}
