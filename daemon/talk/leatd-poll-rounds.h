/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-poll-rounds.h - when rounds of questions begin: each interval, or at times of day */
#pragma once
#include "config/leatd-day-times.h"
G_BEGIN_DECLS

/**
 * LeatdPollRounds:
 * @times: (nullable): of day; %NULL: each @interval
 * @interval: µs
 * @due: µs, monotonic: of the next round, with an interval
 * @moment: seconds since 1970: of the next round, with times of day
 * @last: likewise: of the one before
 *
 * Rounds that could not begin in time are left out, never made up for. No clock, no thread: what
 * time it is is given, µs: @now on the clock that never jumps, @wall since 1970.
 */
typedef struct {
  const LeatdDayTimes *times;
  gint64               interval;
  gint64               due;
  gint64               moment;
  gint64               last;
} LeatdPollRounds;

void     leatd_poll_rounds_start        (LeatdPollRounds *self, const LeatdDayTimes *times,
                                         gint64 interval, gint64 now, gint64 wall);
void     leatd_poll_rounds_set_interval (LeatdPollRounds *self, gint64 interval, gint64 now);
/* TRUE: one begins now */
gboolean leatd_poll_rounds_begin        (LeatdPollRounds *self, gint64 now, gint64 wall);
/* how many should have begun meanwhile: they are left out */
guint64  leatd_poll_rounds_end          (LeatdPollRounds *self, gint64 now, gint64 wall);
/* µs, monotonic: when to look again */
gint64   leatd_poll_rounds_get_due      (const LeatdPollRounds *self, gint64 now, gint64 wall);

G_END_DECLS
