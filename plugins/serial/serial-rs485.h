/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-rs485.h - a port that takes turns on a pair of wires: the kernel switches its direction */
#pragma once
#include "serial-operations.h"
G_BEGIN_DECLS

/* what is done about a feature of the driver: serial_wish_names has them as they are spelled */
typedef enum {
  SERIAL_WISH_LEAVE,
  SERIAL_WISH_YES,
  SERIAL_WISH_NO,
} SerialWish;

/**
 * SerialRs485:
 * @mode: a #SerialWish
 * @delay_before: µs from RTS to the first bit; the kernel knows milliseconds, and 100 at the most
 * @delay_after: µs from the last bit to RTS, likewise
 * @rts_on_send: the level of RTS that makes the transceiver send; the other one makes it receive
 * @receive_own: what is sent is read too
 * @termination: a #SerialWish: the resistor at the end of the bus, where the driver switches it
 *
 * Members have the types of the options that fill them.
 */
typedef struct {
  int      mode;
  gint64   delay_before;
  gint64   delay_after;
  gboolean rts_on_send;
  gboolean receive_own;
  int      termination;
} SerialRs485;

extern const char *const serial_wish_names[];

gboolean serial_rs485_apply (const SerialRs485 *self, const SerialOperations *operations, int fd,
                             char **differences, GError **error);

G_END_DECLS
