/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-counts.h - what the driver of a line counts: errors, breaks, changes of modem lines */
#pragma once
#include "serial-operations.h"
G_BEGIN_DECLS

/**
 * SerialCounts:
 * @parity: bytes with a parity error
 * @framing: bytes without a stop bit
 * @overrun: times that the port had the next byte before the kernel took the one before
 * @buffer_overrun: times that the kernel had no room for what the port gave
 * @breaks: breaks
 * @cts: changes of CTS
 * @dsr: changes of DSR
 * @dcd: changes of DCD
 * @ri: times that RI fell; most drivers do not count its rise
 *
 * What the driver has counted since it was loaded; they begin anew behind %G_MAXUINT32.
 */
typedef struct {
  guint32 parity;
  guint32 framing;
  guint32 overrun;
  guint32 buffer_overrun;
  guint32 breaks;
  guint32 cts;
  guint32 dsr;
  guint32 dcd;
  guint32 ri;
} SerialCounts;

gboolean serial_counts_read (const SerialOperations *operations, int fd, SerialCounts *counts);
gboolean serial_counts_tell (const SerialCounts *before, const SerialCounts *now, LeatLink *link);

G_END_DECLS
