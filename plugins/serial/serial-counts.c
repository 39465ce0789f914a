/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-counts.c - what the driver of a line counts: errors, breaks, changes of modem lines */
#include "serial-counts.h"
#include <linux/serial.h>
#include <sys/ioctl.h>

/**
 * serial_counts_read:
 * @operations: how to reach the driver
 * @fd: an open line
 * @counts: (out): what the driver has counted
 *
 * Returns: %FALSE if it does not count, as a pseudo-terminal and some USB adapters
 */
gboolean
serial_counts_read (const SerialOperations *operations, int fd, SerialCounts *counts)
{
  struct serial_icounter_struct icount = { 0 };

  if (operations->ioctl (fd, TIOCGICOUNT, &icount) != 0)
    return FALSE;
  *counts = (SerialCounts) {
    .parity = (guint32) icount.parity,
    .framing = (guint32) icount.frame,
    .overrun = (guint32) icount.overrun,
    .buffer_overrun = (guint32) icount.buf_overrun,
    .breaks = (guint32) icount.brk,
    .cts = (guint32) icount.cts,
    .dsr = (guint32) icount.dsr,
    .dcd = (guint32) icount.dcd,
    .ri = (guint32) icount.rng,
  };
  return TRUE;
}

/**
 * serial_counts_tell:
 * @before: as they were told last
 * @now: as they are
 * @link: whose host counts them
 *
 * Returns: %TRUE if bytes were lost meanwhile, which no mark among the bytes tells
 */
gboolean
serial_counts_tell (const SerialCounts *before, const SerialCounts *now, LeatLink *link)
{
  const struct {
    const char *name;
    guint32 n;
  } told[] = {
    { "parity", now->parity - before->parity },
    { "framing", now->framing - before->framing },
    { "overrun", now->overrun - before->overrun },
    { "buffer-overrun", now->buffer_overrun - before->buffer_overrun },
    { "breaks", now->breaks - before->breaks },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (told); i++)
    if (told[i].n != 0)
      leat_link_count (link, told[i].name, told[i].n);
  return now->overrun != before->overrun || now->buffer_overrun != before->buffer_overrun;
}
