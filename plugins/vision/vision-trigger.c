/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-trigger.c - triggers that leatd sends, and which result is whose
 *
 * The first result behind a trigger is its own. One trigger is open at a time; behind one without
 * a result none is sent for answer-settle=, so that a late result is not the next one's. */
#include "vision-session-private.h"

void
vision_trigger_begin (VisionSession *self)
{
  self->left_out = FALSE;
  self->trigger_due = G_MAXINT64;
  if (self->setup.options->trigger == VISION_TRIGGER_INTERVAL)
    self->trigger_due = vision_session_now (self) + self->setup.options->trigger_interval;
}

static void
trigger_leave_out (VisionSession *self)
{
  if (!self->left_out)
    vision_session_note (self, "trigger-left-out",
                         "its time came while the last one's result was awaited, or the machine "
                         "does not measure; so are more, until one is sent (trigger-interval=)");
  self->left_out = TRUE;
}

static void
trigger_interval (VisionSession *self, gint64 now)
{
  const gint64 interval = self->setup.options->trigger_interval;
  const char *command = self->setup.options->trigger_command;

  self->trigger_due += interval;
  if (self->trigger_due <= now) /* what could not be sent while nobody ran is nobody's fault */
    self->trigger_due = now + interval;
  if (leat_ask_get_state (self->results) != LEAT_ASK_FREE ||
      !vision_state_lets_trigger (self, now) || vision_session_is_waiting (self, VISION_TRIGGER))
    {
      trigger_leave_out (self);
      return;
    }
  self->left_out = FALSE;
  vision_session_add (self, VISION_TRIGGER, command != NULL ? command : "", NULL);
}

/* returns when it is to be called again */
gint64
vision_trigger_run (VisionSession *self, gint64 now)
{
  if (leat_ask_is_given_up (self->results, now))
    vision_session_note (self, "no-result",
                         "trigger %" G_GUINT64_FORMAT ": no result in %" G_GINT64_FORMAT
                         " ms (result-timeout=)",
                         self->trigger, self->setup.options->result_timeout / 1000);
  if (now >= self->trigger_due)
    trigger_interval (self, now);
  return MIN (self->trigger_due, leat_ask_get_due (self->results));
}

GError *
vision_trigger_refuse (VisionSession *self)
{
  if (leat_ask_get_state (self->results) == LEAT_ASK_FREE)
    return NULL;
  return g_error_new (LEAT_ERROR, LEAT_ERROR_BUSY,
                      "the result of trigger %" G_GUINT64_FORMAT " is awaited (result-timeout=)",
                      self->trigger);
}

void
vision_trigger_sent (VisionSession *self, gint64 now)
{
  const LeatQuestion question = {
    .struct_size = sizeof question,
    .timeout = self->setup.options->result_timeout,
    .settle = self->setup.options->settle,
    .n_frames = 1,
  };

  self->trigger++;
  self->triggered = now;
  leat_ask_put (self->results, now, &question);
}

/* nothing will come of it; if its result has come already, it is that one's all the same */
void
vision_trigger_refused (VisionSession *self)
{
  leat_ask_reset (self->results, vision_session_now (self), self->setup.options->settle);
}

void
vision_trigger_result (VisionSession *self, gint64 arrival, VisionFound *found)
{
  if (leat_ask_get_state (self->results) == LEAT_ASK_FREE)
    return;
  if (leat_ask_frame (self->results, vision_session_now (self), NULL, 0) != LEAT_ASK_ANSWER)
    {
      vision_session_note (self, "late-result",
                           "a result came behind result-timeout= of trigger %" G_GUINT64_FORMAT
                           ": its record is of no trigger",
                           self->trigger);
      return;
    }
  found->trigger = self->trigger;
  found->latency = MAX (arrival - self->triggered, 0);
}
