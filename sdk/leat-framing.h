/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-framing.h - the host's side of a framer: keeps the bytes, gives out frames and noise */
#pragma once
#include "leat-link.h"
G_BEGIN_DECLS
#pragma GCC visibility push(default)

/**
 * LeatPiece:
 * @reason: %NULL: a frame; else noise, and why: the framer's own words, or "cut", "longer than
 *   max-frame", "longer than frame-timeout", "framer fault", "no frame"; static text
 * @data: as on the wire, with delimiters, headers and checksums; valid until the next call
 * @length: of @data
 * @offset: of data[0] in the stream, counted from 0
 * @frame: a frame's payload
 * @arrival: of its first byte, corrected for the bytes behind it; line_error: an error fell
 *   anywhere into it
 *
 * A stretch of the stream that is done with: a frame, or all the noise between two frames (in
 * pieces of max-frame), with what the framer skipped in its midst.
 */
typedef struct {
  const char   *reason;
  const guint8 *data;
  gsize         length;
  guint64       offset;
  LeatFrame     frame;
  LeatArrival   arrival;
} LeatPiece;

/* One stream's bytes and its framer. reserve(), read into it, commit(), then next() until it is
 * FALSE. No allocation but for the buffers, which are bounded by four times max-frame and two
 * reads: noise may be max-frame long before it is given out, a frame may begin behind it. In one
 * thread. */
typedef struct _LeatFraming LeatFraming;

LeatFraming *leat_framing_new         (LeatFramer *framer /* (transfer full) */, gsize max_frame);
void         leat_framing_free        (LeatFraming *self);

/* room for @size bytes behind what is there */
guint8      *leat_framing_reserve     (LeatFraming *self, gsize size);
void         leat_framing_commit      (LeatFraming *self, gsize length, const LeatArrival *arrival);
void         leat_framing_end         (LeatFraming *self, LeatEnd end, LeatMoment moment);
gboolean     leat_framing_next        (LeatFraming *self, LeatPiece *piece);
/* what waits for more in @self goes on in @to */
void         leat_framing_hand_over   (LeatFraming *self, LeatFraming *to, gboolean same);

/* what comes next stands right behind a frame that was given out in another life */
void         leat_framing_follow      (LeatFraming *self);
/* (transfer full): what waits for more; NULL: there is none, or noise is among it */
GBytes      *leat_framing_copy_pending (LeatFraming *self, LeatMoment *moment);
void         leat_framing_drop_pending (LeatFraming *self);

/* does noise stand at the end? A framing that began there would take it for something else */
gboolean     leat_framing_is_in_noise (const LeatFraming *self);
gsize        leat_framing_get_pending (const LeatFraming *self);   /* bytes that wait for more */
/* bytes that were nothing, since new() */
guint64      leat_framing_get_skipped (const LeatFraming *self);
/* bytes committed, since new() */
guint64      leat_framing_get_offset  (const LeatFraming *self);
/* µs of silence that end a frame; 0: none; @byte_time: nanoseconds, as in LeatArrival */
gint64       leat_framing_get_silence (LeatFraming *self, gint64 byte_time);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatFraming, leat_framing_free)
#pragma GCC visibility pop
G_END_DECLS
