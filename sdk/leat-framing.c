/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-framing.c - the host's side of a framer: keeps the bytes, gives out frames and noise
 *
 * The window holds noise up to position, and behind it what may be a frame. A frame is judged first
 * as if more came, and only if the framer wants more than there is (or than max-frame) as if all
 * had come: so what is found depends neither on the cuts nor on when next() was called. */
#include "leat-framing.h"
#include "leat-arrivals.h"
#include "leat-scanner.h"
#include "leat-window.h"
#include <string.h>

/* what ends the bytes before a place */
typedef struct {
  guint64 offset;
  LeatEnd end;
} LeatStop;

struct _LeatFraming {
  LeatScanner scanner;
  LeatWindow window; /* begins with what was not given out */
  guint64 position;  /* where a frame may begin; noise before it */
  guint64 skipped;

  const char *noise; /* why, since the last frame; NULL: no noise */
  gboolean seeking;  /* position is where find() goes on */
  GArray *stops;     /* of LeatStop, in the order of the stream */
  gboolean holding;  /* held is the frame at position: the noise before it goes first */
  LeatFrame held;
  guint64 held_at; /* where its payload is, unless it is in scratch */

  LeatArrivals arrivals;
};

/**
 * leat_framing_new:
 * @framer: (transfer full): finds the frames of this stream, and of no other
 * @max_frame: bytes that a frame may have on the wire, with delimiters, headers and checksums
 *
 * Returns: (transfer full): a stream's bytes, none yet
 */
LeatFraming *
leat_framing_new (LeatFramer *framer, gsize max_frame)
{
  LeatFraming *self;

  g_return_val_if_fail (framer != NULL, NULL);
  g_return_val_if_fail (max_frame > 0, NULL);

  self = g_new0 (LeatFraming, 1);
  leat_scanner_init (&self->scanner, framer, max_frame);
  self->stops = g_array_new (FALSE, FALSE, sizeof (LeatStop));
  leat_arrivals_init (&self->arrivals);
  return self;
}

/**
 * leat_framing_free:
 * @self: (nullable): a stream's bytes
 *
 * Frees the bytes and the framer. What was pending is gone: end the stream before.
 */
void
leat_framing_free (LeatFraming *self)
{
  if (self == NULL)
    return;

  leat_scanner_clear (&self->scanner);
  g_array_unref (self->stops);
  leat_window_clear (&self->window);
  g_free (self);
}

/**
 * leat_framing_follow:
 *
 * What is committed next stands right behind a frame that another framing with the same framer gave
 * out. While nothing is pending.
 */
void
leat_framing_follow (LeatFraming *self)
{
  leat_scanner_follow (&self->scanner);
}

/**
 * leat_framing_reserve:
 * @size: of the next read, at the most
 *
 * Makes room behind the bytes that are there. The cost is constant for each byte, and never more
 * than four times max-frame and two reads are kept: noise that is max-frame long, and a frame
 * behind it.
 *
 * Returns: (transfer none): room for @size bytes; valid until the next call
 */
guint8 *
leat_framing_reserve (LeatFraming *self, gsize size)
{
  return leat_window_reserve (&self->window, size, 2 * self->scanner.max_frame);
}

/**
 * leat_framing_commit:
 * @length: of what was written to where leat_framing_reserve() pointed
 * @arrival: when and how it came; an end that it knows of holds as if leat_framing_end() followed
 *
 * Takes in what was read. leat_framing_next() until it is %FALSE comes next, or more reads first.
 */
void
leat_framing_commit (LeatFraming *self, gsize length, const LeatArrival *arrival)
{
  g_return_if_fail (length <= leat_window_get_room (&self->window));

  if (length > 0)
    {
      self->window.end += length;
      leat_arrivals_add (&self->arrivals, self->window.end, arrival);
    }
  if (arrival->end != LEAT_END_NO)
    leat_framing_end (self, arrival->end, arrival->moment);
}

/**
 * leat_framing_end:
 * @end: why they end here; %LEAT_END_LIMIT: frame-timeout is over
 * @moment: now: what is committed later has not come before
 *
 * Ends what is pending: leat_framing_next() until it is %FALSE then leaves nothing behind. The
 * bytes after it begin anew, and the framer forgets all after %LEAT_END_CUT and %LEAT_END_STREAM.
 * After %LEAT_END_LIMIT a frame begins where find() says so: what follows a pause may be the rest
 * of a torn frame, which must not pass for a whole one.
 */
void
leat_framing_end (LeatFraming *self, LeatEnd end, LeatMoment moment)
{
  LeatStop stop = { self->window.end, end };

  g_return_if_fail (end != LEAT_END_NO);

  g_array_append_val (self->stops, stop);
  leat_arrivals_close (&self->arrivals, moment);
}

static const LeatStop *
leat_framing_get_stop (const LeatFraming *self)
{
  return self->stops->len > 0 ? &g_array_index (self->stops, LeatStop, 0) : NULL;
}

static void
leat_framing_finish (LeatFraming *self)
{
  LeatEnd end = leat_framing_get_stop (self)->end;

  g_array_remove_index (self->stops, 0);
  if (end != LEAT_END_LIMIT)
    self->seeking = FALSE;
  if (!self->seeking)
    self->noise = NULL;
  if (end == LEAT_END_CUT || end == LEAT_END_STREAM)
    leat_scanner_reset (&self->scanner);
}

/* what is skipped in the midst of noise belongs to it */
static void
leat_framing_skip (LeatFraming *self, gsize used)
{
  self->position += used;
  if (self->noise != NULL)
    return;

  self->window.start = self->position;
  self->skipped += used;
}

static void
leat_framing_begin_noise (LeatFraming *self, const char *reason)
{
  if (self->noise == NULL)
    self->noise = reason != NULL ? reason : "no frame";
  self->position++;
  self->seeking = self->scanner.find != NULL;
}

static void
leat_framing_seek (LeatFraming *self, gsize available)
{
  gsize offset = self->scanner.find (self->scanner.framer,
                                     leat_window_at (&self->window, self->position), available);

  self->seeking = offset == available;
  if (offset <= available)
    self->position += offset;
}

static gboolean
leat_framing_give (LeatFraming *self, const char *reason, gsize length, LeatPiece *piece)
{
  piece->reason = reason;
  piece->data = leat_window_at (&self->window, self->window.start);
  piece->length = length;
  piece->offset = self->window.start;
  piece->arrival.struct_size = sizeof (LeatArrival);
  piece->arrival.end = reason == NULL ? self->scanner.input.end : LEAT_END_NO;
  leat_arrivals_find (&self->arrivals, piece->offset, length, &piece->arrival);

  self->window.start += length;
  return TRUE;
}

static gboolean
leat_framing_give_noise (LeatFraming *self, gsize length, LeatPiece *piece)
{
  piece->frame = (LeatFrame) { .struct_size = sizeof (LeatFrame), .reason = self->noise };
  return leat_framing_give (self, self->noise, length, piece);
}

static gsize
leat_framing_get_noise (const LeatFraming *self)
{
  return (gsize) (self->position - self->window.start);
}

/* piece->frame is the frame at position; if noise stands before it, that goes first */
static gboolean
leat_framing_give_frame (LeatFraming *self, LeatPiece *piece)
{
  if (G_UNLIKELY (self->position > self->window.start))
    {
      self->held = piece->frame;
      self->held_at = self->position + (guint64) (piece->frame.payload - self->scanner.input.data);
      self->holding = TRUE;
      return leat_framing_give_noise (self, leat_framing_get_noise (self), piece);
    }

  self->noise = NULL;
  self->position += piece->frame.used;
  return leat_framing_give (self, NULL, piece->frame.used, piece);
}

/* room may have been made meanwhile: a payload that is not in scratch has moved */
static gboolean
leat_framing_give_held (LeatFraming *self, LeatPiece *piece)
{
  piece->frame = self->held;
  if (self->held_at - self->position <= self->held.used)
    piece->frame.payload = leat_window_at (&self->window, self->held_at);
  self->holding = FALSE;
  return leat_framing_give_frame (self, piece);
}

/**
 * leat_framing_next:
 * @piece: (out caller-allocates): what comes next in the stream; its pointers are valid until the
 * next call
 *
 * Gives out the frames and the noise between them, in the order of the stream. Noise is one piece
 * for all that stands between two frames, but never longer than max-frame.
 *
 * Returns: %FALSE if what is left waits for more
 */
gboolean
leat_framing_next (LeatFraming *self, LeatPiece *piece)
{
  if (G_UNLIKELY (self->holding))
    return leat_framing_give_held (self, piece);

  for (;;)
    {
      const LeatStop *stop = leat_framing_get_stop (self);
      guint64 end = stop != NULL ? stop->offset : self->window.end;
      gsize available = (gsize) (end - self->position);

      if (G_UNLIKELY (leat_framing_get_noise (self) >= self->scanner.max_frame))
        return leat_framing_give_noise (self, self->scanner.max_frame, piece);

      if (available == 0)
        {
          if (stop == NULL)
            return FALSE;
          if (self->position > self->window.start)
            return leat_framing_give_noise (self, leat_framing_get_noise (self), piece);
          leat_framing_finish (self);
          continue;
        }

      if (self->seeking)
        {
          leat_framing_seek (self, available);
          continue;
        }

      switch (leat_scanner_judge (&self->scanner, leat_window_at (&self->window, self->position),
                                  available, stop != NULL ? stop->end : LEAT_END_NO, &piece->frame))
        {
        case LEAT_SCAN_FRAME:
          return leat_framing_give_frame (self, piece);
        case LEAT_SCAN_SKIP:
          leat_framing_skip (self, piece->frame.used);
          break;
        case LEAT_SCAN_BAD:
          leat_framing_begin_noise (self, piece->frame.reason);
          break;
        case LEAT_SCAN_MORE:
        default:
          return FALSE;
        }
    }
}

/**
 * leat_framing_hand_over:
 * @to: of a stream that goes on where this one ends; nothing was committed to it yet
 * @same: whether both framers are of one class and have the same options
 *
 * What waits for more goes on there, as if it had come in one read, and is gone here. If the
 * framers are not the same, or more waits than a frame may have there, it is judged anew; but if a
 * frame can begin only where find() says so, that holds there too, for what comes next may be the
 * rest of a torn one. Behind a leat_framing_next() that was %FALSE.
 */
void
leat_framing_hand_over (LeatFraming *self, LeatFraming *to, gboolean same)
{
  const gsize length = leat_framing_get_pending (self);
  LeatArrival arrival = { .struct_size = sizeof (LeatArrival) };

  /* what it remembers may be of more bytes than it is shown there */
  same = same && self->scanner.looked <= to->scanner.max_frame;
  if (length > 0)
    {
      leat_arrivals_find (&self->arrivals, self->window.start, length, &arrival);
      memcpy (leat_framing_reserve (to, length), leat_window_at (&self->window, self->window.start),
              length);
      leat_framing_commit (to, length, &arrival);
    }
  if (same || (self->seeking && to->scanner.find != NULL))
    {
      to->seeking = self->seeking;
      to->noise = self->noise;
      to->position += leat_framing_get_noise (self);
    }
  if (same)
    leat_scanner_hand_over (&self->scanner, &to->scanner);
  self->window.start = self->position = self->window.end;
  self->noise = NULL;
  self->seeking = FALSE;
}

/**
 * leat_framing_copy_pending:
 * @moment: (out): when the first of it came
 *
 * What waits for more may go on elsewhere. Behind a leat_framing_next() that was %FALSE.
 *
 * Returns: (transfer full) (nullable): it; %NULL: there is none, or noise is among it
 */
GBytes *
leat_framing_copy_pending (LeatFraming *self, LeatMoment *moment)
{
  const gsize length = leat_framing_get_pending (self);
  LeatArrival arrival = { .struct_size = sizeof (LeatArrival) };

  if (length == 0 || self->seeking || leat_framing_get_noise (self) > 0)
    return NULL;
  leat_arrivals_find (&self->arrivals, self->window.start, length, &arrival);
  *moment = arrival.moment;
  return g_bytes_new (leat_window_at (&self->window, self->window.start), length);
}

/**
 * leat_framing_drop_pending:
 *
 * What waits for more goes on elsewhere, and is gone here.
 */
void
leat_framing_drop_pending (LeatFraming *self)
{
  self->window.start = self->position = self->window.end;
}

/**
 * leat_framing_is_in_noise:
 *
 * Returns: whether what comes next is judged by what came before it; behind a next() that is %FALSE
 */
gboolean
leat_framing_is_in_noise (const LeatFraming *self)
{
  return self->noise != NULL || self->seeking || self->position != self->window.start;
}

/**
 * leat_framing_get_pending:
 *
 * Returns: bytes that wait for more, noise that was not given out among them
 */
gsize
leat_framing_get_pending (const LeatFraming *self)
{
  return (gsize) (self->window.end - self->window.start);
}

/**
 * leat_framing_get_skipped:
 *
 * Returns: bytes that the framer passed over as nothing, since leat_framing_new()
 */
guint64
leat_framing_get_skipped (const LeatFraming *self)
{
  return self->skipped;
}

/**
 * leat_framing_get_offset:
 *
 * Returns: bytes committed since leat_framing_new(): those of all frames and noise, the skipped and
 * the pending
 */
guint64
leat_framing_get_offset (const LeatFraming *self)
{
  return self->window.end;
}

/**
 * leat_framing_get_silence:
 * @byte_time: nanoseconds that a byte takes on this line; 0: not known
 *
 * Returns: microseconds of silence that end a frame; 0: silence says nothing
 */
gint64
leat_framing_get_silence (LeatFraming *self, gint64 byte_time)
{
  return leat_scanner_get_silence (&self->scanner, byte_time);
}
