/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-backoff.c - how long to wait before the next try: doubling, with jitter */
#include "leatd-backoff.h"

/**
 * leatd_backoff_init:
 * @self: filled by this
 * @first: the shortest wait, µs; less than 1 counts as 1, so that no one ever spins
 * @longest: the longest wait, µs; less than @first counts as @first
 *
 * Begins anew, with g_random_double() for the jitter. In one thread.
 */
void
leatd_backoff_init (LeatdBackoff *self, gint64 first, gint64 longest)
{
  first = MAX (first, 1);
  *self = (LeatdBackoff) { .first = first, .longest = MAX (longest, first) };
  self->random = g_random_double;
}

/* first, 2 × first, 4 × first, … up to longest */
static gint64
get_middle (const LeatdBackoff *self)
{
  if (self->failures < 62 && self->first <= self->longest >> self->failures)
    return self->first << self->failures;
  return self->longest;
}

static gint64
draw (LeatdBackoff *self, gint64 low, gint64 high)
{
  if (self->failures < G_MAXUINT)
    self->failures++;
  return low + MIN (high - low, (gint64) ((double) (high - low) * self->random ()));
}

/**
 * leatd_backoff_next:
 * @self: a back-off
 *
 * A try has failed. Many gateways lose the same server in the same moment: the jitter keeps them
 * from coming back in the same moment too.
 *
 * Returns: µs to wait before the next one: first, 2 × first, 4 × first, …, each ± a fifth,
 *   never below first nor above longest
 */
gint64
leatd_backoff_next (LeatdBackoff *self)
{
  const gint64 middle = get_middle (self);
  const gint64 low = MAX (self->first, middle - middle / 5);
  const gint64 high = MIN (self->longest, middle + MIN (middle / 5, G_MAXINT64 - middle));

  return draw (self, low, high);
}

/**
 * leatd_backoff_next_full:
 * @self: a back-off
 *
 * The same with full jitter: anywhere between first and what the doubling has come to. Where many
 * wait for one server it spreads them best.
 *
 * Returns: µs to wait before the next one
 */
gint64
leatd_backoff_next_full (LeatdBackoff *self)
{
  return draw (self, self->first, get_middle (self));
}

/**
 * leatd_backoff_reset:
 * @self: a back-off
 *
 * It went well: the next failure waits first again.
 */
void
leatd_backoff_reset (LeatdBackoff *self)
{
  self->failures = 0;
}
