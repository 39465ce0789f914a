/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-decode-recording.h - gives a stream what a recording (pcapng) holds, with its times */
#pragma once
#include "leat-decode-stream.h"
#include "leat-recording.h"
G_BEGIN_DECLS

/**
 * LeatDecodeRecording:
 * @name: of the recording, for what is told of it
 * @stream: which of its streams, from 1 on; 0: the first, and it is told if there are others
 * @silence: ns of silence that end a frame, measured from its times; 0: frames end where they did
 * @byte_time: ns that a byte takes on the line, where the recording does not say; 0: not known
 *
 * What is wanted of a recording.
 */
typedef struct {
  const char *name;
  guint       stream;
  gint64      silence;
  gint64      byte_time;
} LeatDecodeRecording;

/* each read as it came, and why frames ended. Errors of the line, what could not be recorded, and
 * what cannot be read of it are told on stderr. The stream is left open at its end */
gboolean leat_decode_recording_feed (const LeatDecodeRecording *self, LeatRecording *recording,
                                     LeatDecodeStream *stream, GError **error);

G_END_DECLS
