/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* cpu-time.h - what a piece of work costs its thread, whatever else the machine is busy with */
#pragma once
#include <glib.h>
#include <time.h>
G_BEGIN_DECLS

/* ns that this thread has run */
static inline gint64
test_cpu_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (gint64) time.tv_sec * G_GINT64_CONSTANT (1000000000) + time.tv_nsec;
}

G_END_DECLS
