/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-decode-stream.h - a recording on its way to lines of JSON: framer, schema, rejects */
#pragma once
#include "leat-decode-host.h"
G_BEGIN_DECLS

/**
 * LeatDecodeSetup:
 * @framer: (transfer full): finds the frames
 * @max_frame: bytes
 * @schema: (nullable): makes records of them; %NULL: each frame is a text
 * @judge: (nullable): a source, initialised, whose class's frame() judges each frame
 * @host: (nullable): its host
 * @source: who is said to have sent them
 * @gateway: (nullable): likewise
 * @tags: (nullable): key, value, …, %NULL
 * @arrival: when the bytes came
 * @byte_time: nanoseconds that a byte takes on the line; 0: not known
 * @frame_timeout: µs of silence behind which what is not whole is torn; 0: none
 * @restarts: what comes behind that is a frame, not the rest of it
 * @end: why the bytes end where they do: %LEAT_END_STREAM, %LEAT_END_CUT
 * @frames: a line for each frame, not for each record
 */
typedef struct {
  LeatFramer        *framer;
  gsize              max_frame;
  LeatSchema        *schema;
  LeatSource        *judge;
  LeatDecodeHost    *host;
  const char        *source;
  const char        *gateway;
  const char *const *tags;
  LeatMoment         arrival;
  gint64             byte_time;
  gint64             frame_timeout;
  gboolean           restarts;
  LeatEnd            end;
  gboolean           frames;
} LeatDecodeSetup;

/* bytes = frame_bytes + bad_bytes + skipped + pending */
typedef struct {
  guint64 bytes;
  guint64 frame_bytes;
  guint64 bad_bytes;
  guint64 skipped;
  guint64 pending;
  guint64 frames;
  guint64 bad;
  guint64 records;
  guint64 refused;   /* frames that are no record */
  guint64 taken;     /* frames that the device's grammar took */
} LeatDecodeCounts;

/* Everything it gives is made of the bytes and the setup: the same for every cut, on every day. */
typedef struct _LeatDecodeStream LeatDecodeStream;

LeatDecodeStream *leat_decode_stream_new        (const LeatDecodeSetup *setup);
void              leat_decode_stream_free       (LeatDecodeStream *self);

/* the source of the setup, if there is one, begins: it is given a line on which nothing comes */
gboolean          leat_decode_stream_start      (LeatDecodeStream *self, GError **error);
guint8           *leat_decode_stream_reserve    (LeatDecodeStream *self, gsize size);
void              leat_decode_stream_commit     (LeatDecodeStream *self, gsize length);
/* likewise, when and how @arrival says */
void              leat_decode_stream_commit_at  (LeatDecodeStream *self, gsize length,
                                                 const LeatArrival *arrival);
/* what was committed ends there */
void              leat_decode_stream_end_frame  (LeatDecodeStream *self, LeatEnd end,
                                                 LeatMoment moment);
/* the line is silent for so many µs, behind what was committed */
void              leat_decode_stream_pass_silence (LeatDecodeStream *self,
                                                   gint64 silence);
void              leat_decode_stream_end        (LeatDecodeStream *self);
/* those since the last time; the caller takes them out */
GString          *leat_decode_stream_get_lines  (LeatDecodeStream *self);
/* writes these to standard output */
gboolean          leat_decode_stream_write      (LeatDecodeStream *self, GError **error);
void              leat_decode_stream_get_counts (const LeatDecodeStream *self,
                                                 LeatDecodeCounts *counts);
char             *leat_decode_counts_to_string  (const LeatDecodeCounts *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatDecodeStream, leat_decode_stream_free)
G_END_DECLS
