/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-timer.c - a timer in the thread's main context that is set to a moment, and set anew */
#include "leat-timer.h"

static gboolean
timer_dispatch (GSource *timer, GSourceFunc func, gpointer user_data)
{
  g_source_set_ready_time (timer, -1);
  return func (user_data);
}

/**
 * leat_timer_new:
 * @func: it is time; what it sets anew comes again, %G_SOURCE_REMOVE ends it
 * @user_data: for @func
 *
 * A timer for one that waits for now this, now that: g_source_set_ready_time() sets when, as
 * g_get_monotonic_time() counts; 0: at once; -1, as it is made: never. In the main context that is
 * the thread's own, as in a source's start().
 *
 * Returns: (transfer full): for leat_timer_free()
 */
GSource *
leat_timer_new (GSourceFunc func, gpointer user_data)
{
  static GSourceFuncs functions = { .dispatch = timer_dispatch };
  GSource *timer = g_source_new (&functions, sizeof (GSource));

  g_source_set_callback (timer, func, user_data, NULL);
  g_source_attach (timer, g_main_context_get_thread_default ());
  return timer;
}

/**
 * leat_timer_free:
 * @timer: (transfer full) (nullable)
 *
 * It is not called any more. In the thread that it was made in.
 */
void
leat_timer_free (GSource *timer)
{
  if (timer == NULL)
    return;
  g_source_destroy (timer);
  g_source_unref (timer);
}
