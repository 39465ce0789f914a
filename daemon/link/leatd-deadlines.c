/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-deadlines.c - what silence means on a source's line */
#include "leatd-deadlines.h"
#include "leat-timer.h"

struct _LeatdDeadlines {
  LeatdDeadlineFunc func;
  gpointer user_data;
  gint64 wait[LEATD_N_DEADLINES];    /* µs behind the last byte; 0: none */
  gboolean fired[LEATD_N_DEADLINES]; /* since the last byte */
  gint64 seen;                       /* monotonic µs of the last byte, or of the start */
  gint64 due;                        /* what the timer is set to; 0: it is not set */
  GSource *timer;                    /* NULL: stopped */
};

/**
 * leatd_deadlines_new:
 * @func: called once for each silence that is long enough
 */
LeatdDeadlines *
leatd_deadlines_new (LeatdDeadlineFunc func, gpointer user_data)
{
  LeatdDeadlines *self = g_new0 (LeatdDeadlines, 1);

  self->func = func;
  self->user_data = user_data;
  return self;
}

void
leatd_deadlines_free (LeatdDeadlines *self)
{
  leatd_deadlines_stop (self);
  g_free (self);
}

static gint64
deadlines_next (LeatdDeadlines *self)
{
  gint64 next = 0;

  for (guint i = 0; i < LEATD_N_DEADLINES; i++)
    if (self->wait[i] > 0 && !self->fired[i] && (next == 0 || self->seen + self->wait[i] < next))
      next = self->seen + self->wait[i];
  return next;
}

/* a timer that is due earlier than needed is left: it will look, and be set again */
static void
deadlines_set_timer (LeatdDeadlines *self)
{
  gint64 next = deadlines_next (self);

  if (self->timer == NULL || next == 0 || (self->due != 0 && self->due <= next))
    return;
  self->due = next;
  g_source_set_ready_time (self->timer, next);
}

static gboolean
on_timer (gpointer user_data)
{
  LeatdDeadlines *self = user_data;
  gint64 now = g_get_monotonic_time ();

  self->due = 0;
  for (guint i = 0; i < LEATD_N_DEADLINES && self->timer != NULL; i++)
    {
      if (self->wait[i] == 0 || self->fired[i] || now < self->seen + self->wait[i])
        continue;
      self->fired[i] = TRUE;
      self->func ((LeatdDeadline) i, self->user_data);
    }
  deadlines_set_timer (self);
  return G_SOURCE_CONTINUE;
}

/**
 * leatd_deadlines_start:
 * @now: g_get_monotonic_time(): silence counts from here
 */
void
leatd_deadlines_start (LeatdDeadlines *self, gint64 now)
{
  leatd_deadlines_stop (self);
  self->timer = leat_timer_new (on_timer, self);
  leatd_deadlines_seen (self, now);
}

void
leatd_deadlines_stop (LeatdDeadlines *self)
{
  g_clear_pointer (&self->timer, leat_timer_free);
  self->due = 0;
}

/**
 * leatd_deadlines_set:
 * @wait: µs of silence; 0: none
 */
void
leatd_deadlines_set (LeatdDeadlines *self, LeatdDeadline which, gint64 wait)
{
  if (self->wait[which] == wait)
    return;
  self->wait[which] = wait;
  deadlines_set_timer (self);
}

/**
 * leatd_deadlines_await:
 * @is_pending: half a frame stands; else both are none
 * @silence: µs, as for leatd_deadlines_set()
 * @frame_timeout: likewise
 */
void
leatd_deadlines_await (LeatdDeadlines *self, gboolean is_pending, gint64 silence,
                       gint64 frame_timeout)
{
  leatd_deadlines_set (self, LEATD_DEADLINE_SILENCE, is_pending ? silence : 0);
  leatd_deadlines_set (self, LEATD_DEADLINE_FRAME, is_pending ? frame_timeout : 0);
}

/**
 * leatd_deadlines_seen:
 * @now: g_get_monotonic_time(): bytes came
 */
void
leatd_deadlines_seen (LeatdDeadlines *self, gint64 now)
{
  self->seen = now;
  for (guint i = 0; i < LEATD_N_DEADLINES; i++)
    self->fired[i] = FALSE;
  deadlines_set_timer (self);
}
