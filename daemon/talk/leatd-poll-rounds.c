/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-poll-rounds.c - when rounds of questions begin: each interval, or at times of day */
#include "leatd-poll-rounds.h"

/* the clock on the wall is looked at so often: it may be set meanwhile */
#define LOOK_EVERY (60 * (gint64) G_USEC_PER_SEC)

/* µs: a clock that was put back by less has not begun the same time of day again */
#define PUT_BACK (3600 * (gint64) G_USEC_PER_SEC)

static void
rounds_find_moment (LeatdPollRounds *self, gint64 wall)
{
  const gint64 ahead = self->last * (gint64) G_USEC_PER_SEC - wall;
  const gint64 after = ahead > 0 && ahead <= PUT_BACK ? self->last : wall / G_USEC_PER_SEC;

  self->moment = leatd_day_times_next (self->times, after);
}

/**
 * leatd_poll_rounds_start:
 * @times: (nullable): outlives it
 *
 * With an interval the first round is due at once.
 */
void
leatd_poll_rounds_start (LeatdPollRounds *self, const LeatdDayTimes *times, gint64 interval,
                         gint64 now, gint64 wall)
{
  *self = (LeatdPollRounds) { .times = times, .interval = interval, .due = now };
  if (times != NULL)
    rounds_find_moment (self, wall);
}

void
leatd_poll_rounds_set_interval (LeatdPollRounds *self, gint64 interval, gint64 now)
{
  self->interval = interval;
  self->due = MIN (self->due, now + interval);
}

static gboolean
rounds_is_moment (LeatdPollRounds *self, gint64 wall)
{
  if (wall >= self->moment * G_USEC_PER_SEC)
    return TRUE;
  rounds_find_moment (self, wall);
  return FALSE;
}

gboolean
leatd_poll_rounds_begin (LeatdPollRounds *self, gint64 now, gint64 wall)
{
  if (self->times == NULL)
    {
      if (now < self->due)
        return FALSE;
      self->due += self->interval;
      return TRUE;
    }
  if (self->moment == G_MAXINT64 || !rounds_is_moment (self, wall))
    return FALSE;
  self->last = self->moment;
  rounds_find_moment (self, wall);
  return TRUE;
}

guint64
leatd_poll_rounds_end (LeatdPollRounds *self, gint64 now, gint64 wall)
{
  guint64 missed = 0;

  if (self->times == NULL && now > self->due)
    {
      missed = (guint64) ((now - self->due + self->interval - 1) / self->interval);
      self->due += (gint64) missed * self->interval;
    }
  for (; self->times != NULL && self->moment != G_MAXINT64 && wall >= self->moment * G_USEC_PER_SEC;
       missed++)
    self->moment = leatd_day_times_next (self->times, self->moment);
  return missed;
}

gint64
leatd_poll_rounds_get_due (const LeatdPollRounds *self, gint64 now, gint64 wall)
{
  if (self->times == NULL)
    return self->due;
  if (self->moment == G_MAXINT64)
    return G_MAXINT64;
  return now + CLAMP (self->moment * G_USEC_PER_SEC - wall, 0, LOOK_EVERY);
}
