/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-arrivals.c - when the bytes of a stream came, by the reads that brought them */
#include "leat-arrivals.h"

/* a segment that holds all of both: the later's moment, the earlier's bound */
static void
leat_segment_join (LeatSegment *self, const LeatSegment *later)
{
  self->end = later->end;
  self->moment = later->moment;
  self->byte_time = later->byte_time;
  self->line_error |= later->line_error;
}

/* joins neighbours that are short together: at most half the room is taken then, and none is much
 * coarser than the others */
static void
leat_arrivals_make_room (LeatArrivals *self)
{
  guint64 total = self->segments[self->end - 1].end - self->segments[self->first].begin;
  guint64 longest = 4 * total / LEAT_ARRIVALS_MAX;
  guint last = 0;

  self->segments[0] = self->segments[self->first];
  for (guint i = self->first + 1; i < self->end; i++)
    {
      const LeatSegment *segment = &self->segments[i];

      if (segment->end - self->segments[last].begin <= longest)
        leat_segment_join (&self->segments[last], segment);
      else
        self->segments[++last] = *segment;
    }

  self->first = 0;
  self->end = last + 1;
}

/*
 * leat_arrivals_init:
 *
 * Nothing has come yet.
 */
void
leat_arrivals_init (LeatArrivals *self)
{
  self->first = 0;
  self->end = 0;
  self->begin = 0;
  self->earliest = G_MININT64;
}

/*
 * leat_arrivals_add:
 * @end: offset in the stream behind what came
 * @arrival: how it came
 *
 * Notes a read.
 */
void
leat_arrivals_add (LeatArrivals *self, guint64 end, const LeatArrival *arrival)
{
  LeatSegment *segment;

  if (self->end == LEAT_ARRIVALS_MAX)
    leat_arrivals_make_room (self);

  segment = &self->segments[self->end++];
  segment->begin = self->begin;
  segment->end = end;
  segment->moment = arrival->moment;
  segment->earliest = self->earliest;
  segment->byte_time = MAX (arrival->byte_time, 0);
  segment->line_error = arrival->line_error;
  self->begin = end;
  self->earliest = arrival->moment.monotonic;
}

/*
 * leat_arrivals_close:
 * @moment: now
 *
 * Notes that what comes later has not come before @moment: the line was silent, or cut.
 */
void
leat_arrivals_close (LeatArrivals *self, LeatMoment moment)
{
  self->earliest = MAX (self->earliest, moment.monotonic);
}

/*
 * leat_arrivals_find:
 * @offset: of a piece in the stream; not before that of an earlier call
 * @length: of the piece
 * @arrival: (out): moment and byte time of its first byte; an error of the line anywhere in it
 *
 * Says when a piece began to come. A read tells when its last byte came; the bytes behind the
 * piece's first one took their time on the line, which is taken off, but not to before the read
 * that came earlier.
 */
void
leat_arrivals_find (LeatArrivals *self, guint64 offset, gsize length, LeatArrival *arrival)
{
  const LeatSegment *segment;
  gint64 shift;

  while (self->first + 1 < self->end && self->segments[self->first].end <= offset)
    self->first++;

  segment = &self->segments[self->first];
  shift = (gint64) (segment->end - 1 - offset) * segment->byte_time;
  if (segment->earliest != G_MININT64)
    shift = CLAMP (shift, 0, MAX (segment->moment.monotonic - segment->earliest, 0));

  arrival->moment.time = segment->moment.time - shift;
  arrival->moment.monotonic = segment->moment.monotonic - shift;
  arrival->byte_time = segment->byte_time;
  arrival->line_error = segment->line_error;
  for (guint i = self->first; self->segments[i].end < offset + length; i++)
    arrival->line_error |= self->segments[i + 1].line_error;
}
