/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-settings.c - the ioctls of a serial line; <termios.h> clashes with what it includes */
#include "serial-settings.h"
#include <asm/termbits.h>
#include <errno.h>
#include <sys/ioctl.h>

const char *const serial_parity_names[] = { "none", "even", "odd", "mark", "space", NULL };
const char *const serial_flow_names[] = { "none", "rts-cts", "xon-xoff", "both", NULL };
const char *const serial_level_names[] = { "leave", "on", "off", NULL };

static const tcflag_t parity_flags[] = {
  [SERIAL_PARITY_NONE] = 0,
  [SERIAL_PARITY_EVEN] = PARENB,
  [SERIAL_PARITY_ODD] = PARENB | PARODD,
  [SERIAL_PARITY_MARK] = PARENB | PARODD | CMSPAR,
  [SERIAL_PARITY_SPACE] = PARENB | CMSPAR,
};

static const tcflag_t data_bits_flags[] = { CS5, CS6, CS7, CS8 };

/* what drivers are known to do: where to look for the nearest rate */
static const gint64 usual_rates[] = {
  50, 75, 110, 134, 150, 200, 300, 600, 1200, 1800, 2400, 4800, 9600, 14400, 19200, 28800, 31250,
  38400, 57600, 76800,
  115200, 230400, 250000, 460800, 500000, 576000, 921600, 1000000, 1152000, 1500000, 2000000,
  2500000, 3000000,
  3500000, 4000000,
};

/* a receiver that samples the middle of ten bits follows a rate that is 2 % off */
static gboolean
is_near (gint64 wanted, gint64 actual)
{
  return ABS (actual - wanted) * 50 <= wanted;
}

static void
settings_to_termios (const SerialSettings *self, struct termios2 *termios)
{
  gboolean rts_cts = self->flow == SERIAL_FLOW_RTS_CTS || self->flow == SERIAL_FLOW_BOTH;
  gboolean xon_xoff = self->flow == SERIAL_FLOW_XON_XOFF || self->flow == SERIAL_FLOW_BOTH;

  termios->c_iflag = (self->mark_errors ? PARMRK | INPCK : 0) | (xon_xoff ? IXON | IXOFF : 0);
  termios->c_oflag = 0;
  termios->c_lflag = 0;
  termios->c_cflag = BOTHER | CREAD | CLOCAL | data_bits_flags[self->data_bits - 5] |
                     parity_flags[self->parity] | (self->stop_bits == 2 ? CSTOPB : 0) |
                     (rts_cts ? CRTSCTS : 0) | (self->hangup_on_close ? HUPCL : 0);
  termios->c_ispeed = termios->c_ospeed = (speed_t) self->baud_rate;
  /* without VMIN a read of an idle line is 0, as a hangup is */
  termios->c_cc[VMIN] = 1;
  termios->c_cc[VTIME] = 0;
  termios->c_cc[VSTART] = 0x11;
  termios->c_cc[VSTOP] = 0x13;
}

static void
settings_from_termios (SerialSettings *self, const struct termios2 *termios)
{
  gboolean rts_cts = (termios->c_cflag & CRTSCTS) != 0;
  gboolean xon_xoff = (termios->c_iflag & IXON) != 0;
  tcflag_t parity = termios->c_cflag & PARENB ? termios->c_cflag & (PARENB | PARODD | CMSPAR) : 0;

  self->baud_rate = termios->c_ospeed;
  for (gsize i = 0; i < G_N_ELEMENTS (data_bits_flags); i++)
    if ((termios->c_cflag & CSIZE) == data_bits_flags[i])
      self->data_bits = (gint64) i + 5;
  for (gsize i = 0; i < G_N_ELEMENTS (parity_flags); i++)
    if (parity == parity_flags[i])
      self->parity = (int) i;
  self->stop_bits = termios->c_cflag & CSTOPB ? 2 : 1;
  /* SERIAL_FLOW_BOTH is their sum */
  self->flow = (rts_cts ? SERIAL_FLOW_RTS_CTS : 0) + (xon_xoff ? SERIAL_FLOW_XON_XOFF : 0);
  self->hangup_on_close = (termios->c_cflag & HUPCL) != 0;
  self->mark_errors = (termios->c_iflag & PARMRK) != 0;
}

/**
 * serial_settings_probe:
 * @operations: how to reach the driver
 * @fd: an open file
 *
 * Returns: 0 if @fd is a line whose settings can be read, or why not: ENOTTY, or EIO where no
 * hardware is behind the name
 */
int
serial_settings_probe (const SerialOperations *operations, int fd)
{
  struct termios2 termios;

  return operations->ioctl (fd, TCGETS2, &termios) == 0 ? 0 : errno;
}

/* sets, and reads back what the driver made of it */
static gboolean
settings_try (const SerialSettings *self, const SerialOperations *operations, int fd,
              SerialSettings *actual)
{
  struct termios2 termios;

  if (operations->ioctl (fd, TCGETS2, &termios) != 0)
    return FALSE;
  settings_to_termios (self, &termios);
  if (operations->ioctl (fd, TCSETS2, &termios) != 0 ||
      operations->ioctl (fd, TCGETS2, &termios) != 0)
    return FALSE;
  settings_from_termios (actual, &termios);
  return TRUE;
}

/* A driver that cannot do a rate keeps the one before or takes its fastest, which is seldom the
 * nearest: so the usual ones are tried, nearest first. */
static gint64
find_nearest_rate (const SerialSettings *self, const SerialOperations *operations, int fd,
                   gint64 fallback)
{
  gsize above = 0, below;

  while (above < G_N_ELEMENTS (usual_rates) && usual_rates[above] < self->baud_rate)
    above++;
  below = above;

  while (below > 0 || above < G_N_ELEMENTS (usual_rates))
    {
      SerialSettings trial = *self, actual;
      gboolean down = above == G_N_ELEMENTS (usual_rates) ||
                      (below > 0 && self->baud_rate - usual_rates[below - 1] <=
                                        usual_rates[above] - self->baud_rate);

      trial.baud_rate = usual_rates[down ? --below : above++];
      if (settings_try (&trial, operations, fd, &actual) &&
          is_near (trial.baud_rate, actual.baud_rate))
        return actual.baud_rate;
    }

  return fallback;
}

/**
 * serial_settings_apply:
 * @self: what is wanted
 * @operations: how to reach the driver
 * @fd: an open line
 * @actual: (out): what the driver made of it
 * @error: return location
 *
 * Sets the line raw, with these settings, and reads them back. What waits in it stays. A rate
 * within 2 % is taken; for one that is further off, LEAT_ERROR_CONFIG names the nearest that this
 * port can do. Whether the rest is as it was asked for, serial_settings_compare() tells.
 *
 * Returns: %FALSE if the rate cannot be had, or the driver refused
 */
gboolean
serial_settings_apply (const SerialSettings *self, const SerialOperations *operations, int fd,
                       SerialSettings *actual, GError **error)
{
  if (!settings_try (self, operations, fd, actual))
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, (gint) g_io_error_from_errno (code),
                   "its settings cannot be made: %s", g_strerror (code));
      return FALSE;
    }

  if (is_near (self->baud_rate, actual->baud_rate))
    return TRUE;

  g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
               "baud-rate=%" G_GINT64_FORMAT " cannot be set; the nearest that this port can do is "
               "baud-rate=%" G_GINT64_FORMAT,
               self->baud_rate, find_nearest_rate (self, operations, fd, actual->baud_rate));
  return FALSE;
}

/**
 * serial_settings_compare:
 * @self: what was wanted
 * @actual: what was read back
 *
 * Returns: (transfer full) (nullable): the options that the port did not take, and what it does
 * instead; %NULL: none
 */
char *
serial_settings_compare (const SerialSettings *self, const SerialSettings *actual)
{
  GString *text = g_string_new (NULL);

  if (self->baud_rate != actual->baud_rate)
    g_string_append_printf (text, ", baud-rate=%" G_GINT64_FORMAT " (it does %" G_GINT64_FORMAT ")",
                            self->baud_rate, actual->baud_rate);
  if (self->data_bits != actual->data_bits)
    g_string_append_printf (text, ", data-bits=%d (it does %d)", (int) self->data_bits,
                            (int) actual->data_bits);
  if (self->parity != actual->parity)
    g_string_append_printf (text, ", parity=%s (it does %s)", serial_parity_names[self->parity],
                            serial_parity_names[actual->parity]);
  if (self->stop_bits != actual->stop_bits)
    g_string_append_printf (text, ", stop-bits=%d (it does %d)", (int) self->stop_bits,
                            (int) actual->stop_bits);
  if (self->flow != actual->flow)
    g_string_append_printf (text, ", flow-control=%s (it does %s)", serial_flow_names[self->flow],
                            serial_flow_names[actual->flow]);

  if (text->len > 0)
    g_string_erase (text, 0, 2);
  return g_string_free (text, text->len == 0);
}

/**
 * serial_settings_byte_time:
 * @self: settings of a line
 *
 * Returns: nanoseconds that a byte takes, with its start, parity and stop bits
 */
gint64
serial_settings_byte_time (const SerialSettings *self)
{
  gint64 bits = 1 + self->data_bits + (self->parity != SERIAL_PARITY_NONE) + self->stop_bits;

  return bits * LEAT_NSEC_PER_SEC / self->baud_rate;
}

static gboolean
set_line (const SerialOperations *operations, int fd, int line, SerialLevel level)
{
  if (level == SERIAL_LEVEL_LEAVE)
    return TRUE;
  return operations->ioctl (fd, level == SERIAL_LEVEL_ON ? TIOCMBIS : TIOCMBIC, &line) == 0;
}

/**
 * serial_lines_set:
 * @operations: how to reach the driver
 * @fd: an open line
 * @rts: what becomes of RTS
 * @dtr: what becomes of DTR
 *
 * Returns: %FALSE if the port has no such lines, as a pseudo-terminal
 */
gboolean
serial_lines_set (const SerialOperations *operations, int fd, SerialLevel rts, SerialLevel dtr)
{
  gboolean done = set_line (operations, fd, TIOCM_RTS, rts);

  return set_line (operations, fd, TIOCM_DTR, dtr) && done;
}
