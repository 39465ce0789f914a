/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-watch.c - what has changed on the modem lines of a port since the last look */
#include "serial-watch.h"
#include <sys/ioctl.h>
#include <termios.h>

/* a change between the two questions to the driver is rare, two of them rarer */
#define TRIALS 3

const char *const serial_watched_names[] = { "cts", "dsr", "dcd", "ri", "break", NULL };

static const struct {
  int bit;
  gsize count; /* its offset */
} lines[] = {
  [SERIAL_WATCHED_CTS] = { TIOCM_CTS, G_STRUCT_OFFSET (SerialCounts, cts) },
  [SERIAL_WATCHED_DSR] = { TIOCM_DSR, G_STRUCT_OFFSET (SerialCounts, dsr) },
  [SERIAL_WATCHED_DCD] = { TIOCM_CAR, G_STRUCT_OFFSET (SerialCounts, dcd) },
  [SERIAL_WATCHED_RI] = { TIOCM_RI, G_STRUCT_OFFSET (SerialCounts, ri) },
  [SERIAL_WATCHED_BREAK] = { 0, G_STRUCT_OFFSET (SerialCounts, breaks) },
};

static guint32
get_count (const SerialCounts *counts, guint i)
{
  return G_STRUCT_MEMBER (guint32, counts, lines[i].count);
}

/**
 * serial_watch_parse:
 * @self: zeroed
 * @names: "cts" and so on
 * @error: return location
 *
 * Returns: %FALSE with LEAT_ERROR_CONFIG if one of them is none
 */
gboolean
serial_watch_parse (SerialWatch *self, const char *const *names, GError **error)
{
  for (; *names != NULL; names++)
    {
      guint i = 0;

      while (i < SERIAL_N_WATCHED && !g_str_equal (serial_watched_names[i], *names))
        i++;
      if (i == SERIAL_N_WATCHED)
        return leat_error_fail (error, LEAT_ERROR_CONFIG,
                                "watch-lines: \"%s\" is none; cts, dsr, dcd, ri and break are "
                                "right",
                                *names);
      self->wanted |= 1u << i;
    }
  return TRUE;
}

/* lines and counts of the same moment, if the driver tells both */
static void
ask (SerialWatch *self, const SerialOperations *operations, int fd)
{
  SerialCounts before;

  self->has_counts = serial_counts_read (operations, fd, &self->counts);
  for (guint i = 0; i < TRIALS; i++)
    {
      self->has_lines = operations->ioctl (fd, TIOCMGET, &self->bits) == 0;
      before = self->counts;
      if (!self->has_counts || !serial_counts_read (operations, fd, &self->counts) ||
          (before.cts == self->counts.cts && before.dsr == self->counts.dsr &&
           before.dcd == self->counts.dcd && before.ri == self->counts.ri))
        return;
    }
}

/**
 * serial_watch_begin:
 * @self: a watch
 * @operations: how to reach the driver
 * @fd: an open line
 *
 * What changed before is not told. Where the driver has no such lines, as a pseudo-terminal,
 * @has_lines and @has_counts are %FALSE then.
 */
void
serial_watch_begin (SerialWatch *self, const SerialOperations *operations, int fd)
{
  ask (self, operations, fd);
}

/**
 * serial_watch_look:
 * @self: a watch that has begun
 * @operations: how to reach the driver
 * @fd: an open line
 * @changes: (out): of each that is watched
 *
 * Returns: %TRUE if there are any
 */
gboolean
serial_watch_look (SerialWatch *self, const SerialOperations *operations, int fd,
                   SerialChange changes[SERIAL_N_WATCHED])
{
  const SerialWatch before = *self;
  gboolean any = FALSE;

  ask (self, operations, fd);
  for (guint i = 0; i < SERIAL_N_WATCHED; i++)
    {
      const gboolean has_turned = before.has_lines && self->has_lines &&
                                  ((before.bits ^ self->bits) & lines[i].bit) != 0;
      guint32 count = before.has_counts && self->has_counts
                          ? get_count (&self->counts, i) - get_count (&before.counts, i)
                          : 0;

      /* a driver that does not count this line, or the rise of RI, which 8250 does not count */
      if (count == 0 && has_turned)
        count = 1;
      if ((self->wanted & 1u << i) == 0)
        count = 0;
      changes[i] = (SerialChange) { count, (self->bits & lines[i].bit) != 0 };
      any = any || count > 0;
    }
  return any;
}
