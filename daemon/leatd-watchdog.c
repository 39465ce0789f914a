/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-watchdog.c - shows the service manager that the main loop turns */
#include "leatd-watchdog.h"
#include "leatd-notify.h"
#include <unistd.h>

struct _LeatdWatchdog {
  GSource *timer;
};

/* µs within which the manager wants to hear something; 0: it does not */
static guint64
get_interval (void)
{
  const char *interval = g_getenv ("WATCHDOG_USEC");
  const char *process = g_getenv ("WATCHDOG_PID");
  guint64 microseconds = 0;
  guint64 number;

  if (interval == NULL ||
      !g_ascii_string_to_unsigned (interval, 10, 1, G_MAXINT64, &microseconds, NULL))
    return 0;
  if (process != NULL && (!g_ascii_string_to_unsigned (process, 10, 1, G_MAXINT, &number, NULL) ||
                          number != (guint64) getpid ()))
    return 0;
  return microseconds;
}

static gboolean
on_time (gpointer user_data)
{
  leatd_notify ("WATCHDOG=1");
  return G_SOURCE_CONTINUE;
}

/**
 * leatd_watchdog_new:
 *
 * Tells the service manager at half of the time that it gives, from the thread-default main
 * context. A plugin that does not return holds up its own thread, not that: it is a state, and no
 * reason to restart all machines.
 *
 * Returns: (transfer full) (nullable): %NULL if nobody wants to hear it
 */
LeatdWatchdog *
leatd_watchdog_new (void)
{
  const guint64 interval = get_interval ();
  LeatdWatchdog *self;

  if (interval == 0)
    return NULL;
  self = g_new0 (LeatdWatchdog, 1);
  self->timer = g_timeout_source_new ((guint) CLAMP (interval / 2000, 1, G_MAXUINT));
  g_source_set_callback (self->timer, on_time, NULL, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
  return self;
}

void
leatd_watchdog_free (LeatdWatchdog *self)
{
  if (self == NULL)
    return;
  g_source_destroy (self->timer);
  g_source_unref (self->timer);
  g_free (self);
}
