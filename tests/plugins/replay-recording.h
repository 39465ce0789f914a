/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* replay-recording.h - a file that a test of the replay plays */
#pragma once
#include "../daemon/scratch.h"
#include "../sdk/recordings.h"
G_BEGIN_DECLS

/* an event of the stream @stream, @milliseconds behind the start */
static inline void
replay_add (GByteArray *blocks, guint stream, LeatRecordingKind kind, const char *text,
            gint64 milliseconds, LeatEnd end)
{
  const LeatRecordingEvent event = {
    .kind = kind,
    .stream = stream,
    .arrival = { .struct_size = sizeof (LeatArrival),
                 .moment = { 1539410602000000000 + milliseconds * 1000000,
                             77000000000 + milliseconds * 1000000 },
                 .end = end },
    .data = (const guint8 *) text,
    .length = text != NULL ? strlen (text) : 0,
  };

  leat_recording_append_event (blocks, &event);
}

/* two streams: the first is of a line, the second of a client */
static inline void
replay_begin (GByteArray *blocks)
{
  const LeatRecordingStream client = { .name = "10.0.0.7",
                                       .epoch = "00000000000000000000",
                                       .peer = "10.0.0.7" };

  recording_begin (blocks, RECORDING_EPOCH);
  leat_recording_append_stream (blocks, &client);
}

static inline char *
replay_save (const char *folder, const GByteArray *blocks)
{
  char *path = g_build_filename (folder, "line.pcapng", NULL);

  g_assert_true (g_file_set_contents (path, (const char *) blocks->data, blocks->len, NULL));
  return path;
}

G_END_DECLS
