/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-clock.c - one moment on the wall clock and on the clock that never jumps */
#include <sys/timex.h>
#include <time.h>

#include "leat-clock.h"

static LeatClockFunc clock_func; /* a test's own clock, or NULL */
static gpointer clock_data;

static gint64
read_clock (clockid_t id)
{
  struct timespec now;

  clock_gettime (id, &now);
  return (gint64) now.tv_sec * LEAT_NSEC_PER_SEC + now.tv_nsec;
}

/**
 * leat_clock_now:
 *
 * Reads both clocks. Cheap: no system call. Any thread.
 *
 * Returns: the moment, in nanoseconds
 */
LeatMoment
leat_clock_now (void)
{
  const LeatClockFunc func = g_atomic_pointer_get (&clock_func);

  if (func != NULL)
    return func (clock_data);
  return (LeatMoment) { .time = read_clock (CLOCK_REALTIME),
                        .monotonic = read_clock (CLOCK_BOOTTIME) };
}

/**
 * leat_clock_is_synced:
 *
 * Asks the kernel whether something keeps the wall clock right (STA_UNSYNC of adjtimex(2); chrony
 * clears it only with `rtcsync`). A clock that was injected counts as right, a kernel that does not
 * answer does not. Any thread.
 *
 * Returns: %TRUE if the wall clock is kept right
 */
gboolean
leat_clock_is_synced (void)
{
  struct timex state = { .modes = 0 };

  if (g_atomic_pointer_get (&clock_func) != NULL)
    return TRUE;
  return adjtimex (&state) >= 0 && (state.status & STA_UNSYNC) == 0;
}

/**
 * leat_clock_inject:
 * @func: (nullable): tells the time from now on; %NULL: the system's clocks do
 * @user_data: for @func
 *
 * Puts a test's clock in the place of the system's. Timers and time-outs are not led by it. Call it
 * before other threads ask for the time.
 */
void
leat_clock_inject (LeatClockFunc func, gpointer user_data)
{
  clock_data = user_data;
  g_atomic_pointer_set (&clock_func, func);
}
