/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-state.c - what a source or sink is doing, why, and since when */
#include "leatd-state.h"
#include "leat-clock.h"
#include "leatd-event.h"

/* a name for users and the bus, and how loudly a change to it is told */
static const struct {
  const char *name;
  GLogLevelFlags level;
} states[] = {
  [LEATD_STATE_ABSENT] = { "absent", G_LOG_LEVEL_WARNING },
  [LEATD_STATE_CONNECTING] = { "connecting", G_LOG_LEVEL_DEBUG },
  [LEATD_STATE_RUNNING] = { "running", G_LOG_LEVEL_INFO },
  [LEATD_STATE_SILENT] = { "silent", G_LOG_LEVEL_WARNING },
  [LEATD_STATE_WAITING] = { "waiting", G_LOG_LEVEL_DEBUG },
  [LEATD_STATE_HELD] = { "held", G_LOG_LEVEL_WARNING },
  [LEATD_STATE_PAUSED] = { "paused", G_LOG_LEVEL_INFO },
  [LEATD_STATE_STUCK] = { "stuck", G_LOG_LEVEL_WARNING },
  [LEATD_STATE_FAILED] = { "failed", G_LOG_LEVEL_WARNING },
  [LEATD_STATE_ENDED] = { "ended", G_LOG_LEVEL_DEBUG },
};

/**
 * leatd_state_init:
 * @component: (transfer none): outlives it
 */
void
leatd_state_init (LeatdState *self, const char *component)
{
  self->component = component;
  self->code = LEATD_STATE_CONNECTING;
  self->since = leat_clock_now ().time;
  g_mutex_init (&self->mutex);
}

void
leatd_state_clear (LeatdState *self)
{
  g_mutex_clear (&self->mutex);
  g_clear_pointer (&self->reason, g_free);
  g_clear_pointer (&self->stuck, g_free);
  g_clear_pointer (&self->error, g_free);
}

/* under the lock */
static void
state_has_changed (LeatdState *self, LeatdStateCode code, const char *reason)
{
  const gboolean is_wrong = code == LEATD_STATE_ABSENT || code == LEATD_STATE_HELD ||
                            code == LEATD_STATE_STUCK || code == LEATD_STATE_FAILED;

  if (is_wrong && reason != NULL)
    {
      g_free (self->error);
      self->error = g_strdup (reason);
    }
  if (self->changed != NULL)
    self->changed (self->user_data);
}

static void
state_tell (LeatdState *self, LeatdStateCode code, const char *reason)
{
  leatd_event (states[code].level, self->component, states[code].name, "%s%s%s", states[code].name,
               reason != NULL ? ": " : "", reason != NULL ? reason : "");
}

/* whether it is a change */
static gboolean
state_change (LeatdState *self, LeatdStateCode code, const char *reason)
{
  gboolean same;

  g_mutex_lock (&self->mutex);
  same = self->code == (int) code && g_strcmp0 (self->reason, reason) == 0;
  if (self->code != (int) code)
    self->since = leat_clock_now ().time;
  self->code = code;
  g_free (self->reason);
  self->reason = g_strdup (reason);
  if (!same)
    state_has_changed (self, code, reason);
  g_mutex_unlock (&self->mutex);
  return !same;
}

/**
 * leatd_state_set:
 * @format: (nullable): why, for a human
 *
 * A change of state, or of the reason for it, is an event.
 *
 * Returns: whether it was a change
 */
gboolean
leatd_state_set (LeatdState *self, LeatdStateCode code, const char *format, ...)
{
  g_autofree char *reason = NULL;

  if (format != NULL)
    {
      va_list arguments;

      va_start (arguments, format);
      reason = g_strdup_vprintf (format, arguments);
      va_end (arguments);
    }
  if (!state_change (self, code, reason))
    return FALSE;
  state_tell (self, code, reason);
  return TRUE;
}

/**
 * leatd_state_set_quietly:
 * @reason: (nullable): why, for a human
 *
 * The same without an event: who calls this tells in its own words what is news.
 */
void
leatd_state_set_quietly (LeatdState *self, LeatdStateCode code, const char *reason)
{
  state_change (self, code, reason);
}

/**
 * leatd_state_set_stuck:
 * @reason: (nullable): what has not returned; %NULL: it has
 *
 * Lies over the worker's own state until it is taken away. Both are events. Main thread.
 */
void
leatd_state_set_stuck (LeatdState *self, const char *reason)
{
  g_autofree char *told = NULL;
  LeatdStateCode code;
  gboolean same;

  g_mutex_lock (&self->mutex);
  same = (self->stuck != NULL) == (reason != NULL);
  if (!same)
    self->stuck_since = leat_clock_now ().time;
  g_free (self->stuck);
  self->stuck = g_strdup (reason);
  code = reason != NULL ? LEATD_STATE_STUCK : (LeatdStateCode) self->code;
  told = g_strdup (reason != NULL ? reason : self->reason);
  if (!same)
    state_has_changed (self, code, told);
  g_mutex_unlock (&self->mutex);

  if (!same)
    state_tell (self, code, told);
}

/**
 * leatd_state_get:
 * @reason: (out) (optional) (nullable) (transfer full): why
 * @since: (out) (optional): since when it is in this state, nanoseconds since 1970
 */
LeatdStateCode
leatd_state_get (LeatdState *self, char **reason, gint64 *since)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (reason != NULL)
    *reason = g_strdup (self->stuck != NULL ? self->stuck : self->reason);
  if (since != NULL)
    *since = self->stuck != NULL ? self->stuck_since : self->since;
  return self->stuck != NULL ? LEATD_STATE_STUCK : (LeatdStateCode) self->code;
}

char *
leatd_state_get_error (LeatdState *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return g_strdup (self->error);
}

void
leatd_state_watch (LeatdState *self, void (*changed) (gpointer user_data), gpointer user_data)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->changed = changed;
  self->user_data = user_data;
}

/* for users and the bus */
const char *
leatd_state_get_name (LeatdStateCode code)
{
  return states[code].name;
}
