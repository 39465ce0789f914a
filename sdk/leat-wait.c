/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-wait.c - a thread that may block waits for a descriptor that somebody else's library has */
#include "leat-wait.h"
#include <errno.h>

/* ms, rounded up: not to turn round and round before it */
static gint
get_milliseconds (gint64 deadline)
{
  const gint64 left = deadline - g_get_monotonic_time ();

  return deadline < 0 ? -1 : (gint) CLAMP ((left + 999) / 1000, 0, G_MAXINT);
}

/**
 * leat_wait:
 * @fd: a descriptor
 * @condition: %G_IO_IN, %G_IO_OUT or both: any of it will do
 * @deadline: as g_get_monotonic_time() counts, µs; -1: none
 * @cancellable: (nullable): of write(), open() or run()
 *
 * Waits until a descriptor can be read or written, or has failed or ended, which who reads it will
 * see. For sinks, and for sources with run(), around a library that does not block: whoever stops
 * them does not wait. In any thread that may block.
 *
 * Returns: %FALSE: %LEAT_ERROR_TIMED_OUT, or %G_IO_ERROR_CANCELLED
 */
gboolean
leat_wait (int fd, GIOCondition condition, gint64 deadline, GCancellable *cancellable,
           GError **error)
{
  GPollFD polled[2] = { { .fd = fd, .events = (gushort) condition } };
  const gboolean has_second = g_cancellable_make_pollfd (cancellable, &polled[1]);
  gint n;

  do
    n = g_poll (polled, has_second ? 2 : 1, get_milliseconds (deadline));
  while (n < 0 && errno == EINTR);
  if (has_second)
    g_cancellable_release_fd (cancellable);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  return n != 0 || leat_error_fail (error, LEAT_ERROR_TIMED_OUT, "no answer came in time");
}
