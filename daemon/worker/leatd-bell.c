/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-bell.c - ends the wait of one thread, from any other, for one of several reasons */
#include "leatd-bell.h"

void
leatd_bell_init (LeatdBell *self)
{
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->rung = 0;
}

void
leatd_bell_clear (LeatdBell *self)
{
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
}

/**
 * leatd_bell_ring:
 * @reasons: of #LeatdBellReason
 *
 * Ends the wait for one of these, or the next one. Any thread; does not block.
 */
void
leatd_bell_ring (LeatdBell *self, guint reasons)
{
  g_mutex_lock (&self->mutex);
  self->rung |= reasons;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}

/**
 * leatd_bell_wait:
 * @reasons: of #LeatdBellReason: what may end the wait
 * @until: g_get_monotonic_time() to wait for at the most; -1: without end
 *
 * Other reasons stay rung for who waits for them. One thread.
 *
 * Returns: for which of @reasons it was rung; 0: the time is over
 */
guint
leatd_bell_wait (LeatdBell *self, guint reasons, gint64 until)
{
  guint heard;

  g_mutex_lock (&self->mutex);
  while ((self->rung & reasons) == 0)
    if (until < 0)
      g_cond_wait (&self->cond, &self->mutex);
    else if (!g_cond_wait_until (&self->cond, &self->mutex, until))
      break;
  heard = self->rung & reasons;
  self->rung &= ~reasons;
  g_mutex_unlock (&self->mutex);
  return heard;
}
