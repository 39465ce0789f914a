/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-clock.h - one moment on the wall clock and on the one that never jumps */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS
#pragma GCC visibility push(default)

#define LEAT_NSEC_PER_SEC G_GINT64_CONSTANT (1000000000)

/**
 * LeatMoment:
 * @time: nanoseconds since 1970-01-01 UTC (CLOCK_REALTIME)
 * @monotonic: the same moment on CLOCK_BOOTTIME, nanoseconds
 *
 * One moment, read on both clocks: the first says when it was, the second how long ago.
 */
typedef struct {
  gint64 time;
  gint64 monotonic;
} LeatMoment;

/**
 * LeatClockFunc:
 *
 * Tells the time instead of the system's clocks. Called in any thread.
 */
typedef LeatMoment (*LeatClockFunc) (gpointer user_data);

LeatMoment leat_clock_now       (void);
gboolean   leat_clock_is_synced (void);
void       leat_clock_inject    (LeatClockFunc func, gpointer user_data);

#pragma GCC visibility pop
G_END_DECLS
