/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-latency.c - whether the driver gives bytes at once, or waits for more */
#include "serial-latency.h"
#include <errno.h>
#include <linux/serial.h>
#include <sys/ioctl.h>

static char *
explain (SerialWish wish, int code)
{
  if (code == EPERM || code == EACCES)
    return g_strdup_printf ("low-latency=%s (its driver lets root alone do so; a rule of udev that "
                            "sets latency_timer does for FTDI)",
                            serial_wish_names[wish]);
  return g_strdup_printf ("low-latency=%s (its driver knows no such thing)",
                          serial_wish_names[wish]);
}

/**
 * serial_latency_apply:
 * @wish: give bytes at once, or as the driver does by itself
 * @operations: how to reach the driver
 * @fd: an open line
 *
 * Sets ASYNC_LOW_LATENCY, which makes ftdi_sio take 1 ms instead of 16 for its latency timer, and
 * reads it back: cdc-acm takes any flags and keeps none. It stays when the port is closed.
 *
 * Returns: (transfer full) (nullable): what the driver does not take, as the key file spells it
 */
char *
serial_latency_apply (SerialWish wish, const SerialOperations *operations, int fd)
{
  struct serial_struct state = { 0 };
  const guint wanted = wish == SERIAL_WISH_YES ? ASYNC_LOW_LATENCY : 0;

  if (wish == SERIAL_WISH_LEAVE)
    return NULL;
  if (operations->ioctl (fd, TIOCGSERIAL, &state) != 0)
    return wish == SERIAL_WISH_YES ? explain (wish, errno) : NULL;
  if (((guint) state.flags & ASYNC_LOW_LATENCY) == wanted)
    return NULL;
  state.flags ^= (int) ASYNC_LOW_LATENCY;
  if (operations->ioctl (fd, TIOCSSERIAL, &state) != 0 ||
      operations->ioctl (fd, TIOCGSERIAL, &state) != 0)
    return explain (wish, errno);
  return ((guint) state.flags & ASYNC_LOW_LATENCY) == wanted ? NULL : explain (wish, ENOTTY);
}
