/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-arrivals.h - when the bytes of a stream came, by reads; libleat's own */
#pragma once
#include "leat-link.h"
G_BEGIN_DECLS

#define LEAT_ARRIVALS_MAX 256

/**
 * LeatSegment:
 * @begin: offset in the stream of its first byte
 * @end: offset behind its last
 * @moment: when its last byte came
 * @earliest: CLOCK_BOOTTIME: none of its bytes came before, as others had come by then
 * @byte_time: nanoseconds a byte takes; 0: not known
 * @line_error: an error of the line fell into it
 *
 * What one read brought.
 */
typedef struct {
  guint64    begin;
  guint64    end;
  LeatMoment moment;
  gint64     earliest;
  gint64     byte_time;
  gboolean   line_error;
} LeatSegment;

/* The segments from the first byte that was not asked for yet to the newest. When there is no room
 * for one more, neighbours are joined: the memory is bounded, and what waits in so many reads gets
 * moments that are late by the time of a 64th of it. */
typedef struct {
  LeatSegment segments[LEAT_ARRIVALS_MAX];
  guint       first;
  guint       end;        /* index behind the last */
  guint64     begin;      /* of the segment that comes next */
  gint64      earliest;
} LeatArrivals;

void leat_arrivals_init  (LeatArrivals *self);
void leat_arrivals_add   (LeatArrivals *self, guint64 end, const LeatArrival *arrival);
void leat_arrivals_close (LeatArrivals *self, LeatMoment moment);
void leat_arrivals_find  (LeatArrivals *self, guint64 offset, gsize length, LeatArrival *arrival);

G_END_DECLS
