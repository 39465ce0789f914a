/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-sink-trouble.c - how it goes with a sink, told once at each change, and what is waited
 * for */
#include "worker/leatd-event.h"
#include "leatd-sink-private.h"

/* while the daemon stops there is little time: a sink is tried again more often then */
#define DRAINING_WAIT (250 * 1000)

/* whatever a peer asks for, µs: a day */
#define RETRY_AFTER_LONGEST (86400 * (gint64) G_USEC_PER_SEC)

static gint64
wait_until (LeatdSinkWorker *self, gint64 microseconds)
{
  if (leatd_sink_is_draining (self))
    microseconds = MIN (microseconds, DRAINING_WAIT);
  return g_get_monotonic_time () + microseconds;
}

/**
 * leatd_sink_wait:
 *
 * Waits so long, or until the worker is told to drain or to end.
 */
void
leatd_sink_wait (LeatdSinkWorker *self, gint64 microseconds)
{
  leatd_bell_wait (&self->bell, LEATD_BELL_KICK, wait_until (self, microseconds));
}

/**
 * leatd_sink_get_wait:
 *
 * Returns: µs to the next try: as the peer said, within bounds, or a back-off with full jitter; 0:
 *   at once
 */
gint64
leatd_sink_get_wait (LeatdSinkWorker *self)
{
  gint64 named = self->own.said.retry_after;

  self->own.said.retry_after = 0;
  if (named > 0)
    return CLAMP (named, self->config->settings.retry_first, RETRY_AFTER_LONGEST);
  if (leatd_sink_suspect_is_urgent (self))
    return 0;
  return leatd_backoff_next_full (&self->backoff);
}

static void
tell_trouble (LeatdSinkWorker *self, const char *reason)
{
  if (self->trouble == LEATD_TROUBLE_HELD)
    leatd_event (G_LOG_LEVEL_WARNING, self->name, "held",
                 "held: %s; no record is refused for this, all wait until it is mended", reason);
  else if (self->trouble == LEATD_TROUBLE_OFFLINE)
    leatd_event (G_LOG_LEVEL_WARNING, self->name, "offline", "offline: %s", reason);
}

/**
 * leatd_sink_is_troubled:
 * @code: its state
 * @reason: for a human
 *
 * Another reason for the same trouble is shown by the state, and is no event.
 */
void
leatd_sink_is_troubled (LeatdSinkWorker *self, LeatdTrouble trouble, LeatdStateCode code,
                        const char *reason)
{
  const gboolean is_news = self->trouble != trouble;

  if (self->trouble == LEATD_TROUBLE_NONE)
    {
      self->trouble_since = g_get_monotonic_time ();
      self->tries = 0;
    }
  self->tries++;
  self->trouble = trouble;
  leatd_state_set_quietly (&self->state, code, reason);
  if (!is_news)
    return;
  tell_trouble (self, reason);
  if (trouble == LEATD_TROUBLE_HELD)
    leatd_count (&self->feed->counters[LEATD_SINK_HELD], 1);
}

/**
 * leatd_sink_is_well:
 *
 * What was offered was taken: the next failure waits first again.
 */
void
leatd_sink_is_well (LeatdSinkWorker *self)
{
  const LeatdTrouble trouble = self->trouble;

  leatd_backoff_reset (&self->backoff);
  self->own.said.retry_after = 0;
  if (self->suspect.faults >
      0) /* of what is searched for the one that breaks it, a part was taken */
    return;
  self->trouble = LEATD_TROUBLE_NONE;
  if (trouble < LEATD_TROUBLE_OFFLINE)
    {
      if (leatd_state_get (&self->state, NULL, NULL) != LEATD_STATE_RUNNING)
        leatd_state_set (&self->state, LEATD_STATE_RUNNING, NULL);
      return;
    }
  leatd_state_set_quietly (&self->state, LEATD_STATE_RUNNING, NULL);
  leatd_event (G_LOG_LEVEL_INFO, self->name, "online",
               "online: running again after %.1f s and %" G_GUINT64_FORMAT " tries",
               (double) (g_get_monotonic_time () - self->trouble_since) / G_USEC_PER_SEC,
               self->tries);
}

/**
 * leatd_sink_await_store:
 * @failure: what the store said; %LEAT_ERROR_BUSY: it is not open
 *
 * The store tells of its troubles itself. Waits until it is open again, or for a back-off; then the
 * same is asked of it once more.
 */
void
leatd_sink_await_store (LeatdSinkWorker *self, const GError *failure)
{
  g_autofree char *reason = g_strdup_printf ("store %s: %s", self->config->via->name,
                                             failure != NULL ? failure->message
                                                             : "it failed and named no error");

  if (self->trouble == LEATD_TROUBLE_NONE)
    leatd_state_set (&self->state, LEATD_STATE_WAITING, "%s", reason);
  leatd_bell_wait (&self->bell, LEATD_BELL_KICK | LEATD_BELL_STORE,
                   wait_until (self, leatd_backoff_next_full (&self->store_backoff)));
}
