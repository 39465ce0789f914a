/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* cpu-time.h - what a bench measures by: others on the machine take nothing from it */
#pragma once
#include <time.h>

/* that this process has used */
static inline double
cpu_time_get (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}
