/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-signals.c - Ctrl-C and SIGTERM as a descriptor, for words that run until they are stopped */
#include "leat-signals.h"
#include <signal.h>
#include <sys/signalfd.h>

/**
 * leat_signals_open:
 *
 * Returns: a descriptor that is readable once SIGINT or SIGTERM has come
 */
int
leat_signals_open (void)
{
  sigset_t set;

  sigemptyset (&set);
  sigaddset (&set, SIGINT);
  sigaddset (&set, SIGTERM);
  pthread_sigmask (SIG_BLOCK, &set, NULL);
  return signalfd (-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}
