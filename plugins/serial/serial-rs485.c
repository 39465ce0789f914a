/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-rs485.c - a port that takes turns on a pair of wires: the kernel switches its direction */
#include "serial-rs485.h"
#include <errno.h>
#include <linux/serial.h>
#include <sys/ioctl.h>

const char *const serial_wish_names[] = { "leave", "yes", "no", NULL };

/* milliseconds, as the kernel counts them: rather longer than shorter */
static guint32
to_milliseconds (gint64 microseconds)
{
  return (guint32) ((microseconds + 999) / 1000);
}

/* Source: Documentation/driver-api/serial/serial-rs485.rst. The kernel wants just one of
 * RTS_ON_SEND and RTS_AFTER_SEND. Addresses are switched off. */
static void
fill (const SerialRs485 *self, struct serial_rs485 *wanted, const struct serial_rs485 *before)
{
  gboolean terminate = self->termination == SERIAL_WISH_YES ||
                       (self->termination == SERIAL_WISH_LEAVE &&
                        (before->flags & SER_RS485_TERMINATE_BUS) != 0);

  *wanted = (struct serial_rs485) {
    .flags = SER_RS485_ENABLED |
             (self->rts_on_send ? SER_RS485_RTS_ON_SEND : SER_RS485_RTS_AFTER_SEND) |
             (self->receive_own ? SER_RS485_RX_DURING_TX : 0) |
             (terminate ? SER_RS485_TERMINATE_BUS : 0),
    .delay_rts_before_send = to_milliseconds (self->delay_before),
    .delay_rts_after_send = to_milliseconds (self->delay_after),
  };
}

static void
compare_delay (GString *text, const char *key, guint32 wanted, guint32 actual)
{
  if (wanted != actual)
    g_string_append_printf (text, ", %s=%ums (it does %ums)", key, wanted, actual);
}

static void
compare_flag (GString *text, const char *key, guint32 flag, const struct serial_rs485 *wanted,
              const struct serial_rs485 *actual)
{
  const gboolean is_wanted = (wanted->flags & flag) != 0;

  if (is_wanted != ((actual->flags & flag) != 0))
    g_string_append_printf (text, ", %s=%s (it does %s)", key, is_wanted ? "yes" : "no",
                            is_wanted ? "no" : "yes");
}

/* what the driver does not take, or NULL */
static char *
compare (const struct serial_rs485 *wanted, const struct serial_rs485 *actual)
{
  GString *text = g_string_new (NULL);

  compare_delay (text, "rs485-delay-before", wanted->delay_rts_before_send,
                 actual->delay_rts_before_send);
  compare_delay (text, "rs485-delay-after", wanted->delay_rts_after_send,
                 actual->delay_rts_after_send);
  compare_flag (text, "rs485-rts-on-send", SER_RS485_RTS_ON_SEND, wanted, actual);
  compare_flag (text, "rs485-receive-own", SER_RS485_RX_DURING_TX, wanted, actual);
  compare_flag (text, "rs485-termination", SER_RS485_TERMINATE_BUS, wanted, actual);
  if (text->len > 0)
    g_string_erase (text, 0, 2);
  return g_string_free (text, text->len == 0);
}

static gboolean
fail (int code, GError **error)
{
  if (code == ENOTTY || code == EINVAL || code == EOPNOTSUPP)
    return leat_error_fail (error, LEAT_ERROR_CONFIG,
                            "rs485=yes cannot be had: the driver of this port does not switch the "
                            "direction; rs485=no is right for an adapter that does so by itself, "
                            "as most with USB do");
  return leat_error_fail (error, LEAT_ERROR_FAILED, "rs485=yes cannot be had: %s",
                          g_strerror (code));
}

/* a driver without the mode is one that has it switched off */
static gboolean
switch_off (const SerialOperations *operations, int fd, struct serial_rs485 *rs485, GError **error)
{
  if ((rs485->flags & SER_RS485_ENABLED) == 0)
    return TRUE;
  rs485->flags &= ~(guint32) SER_RS485_ENABLED;
  if (operations->ioctl (fd, TIOCSRS485, rs485) == 0)
    return TRUE;
  return leat_error_fail (error, LEAT_ERROR_FAILED,
                          "rs485=no cannot be had: %s; rs485=leave keeps it as it is",
                          g_strerror (errno));
}

/**
 * serial_rs485_apply:
 * @self: what is wanted
 * @operations: how to reach the driver
 * @fd: an open line
 * @differences: (out) (nullable): what the driver does otherwise, as the key file spells it
 * @error: return location
 *
 * Switches the kernel's RS-485 mode on or off, or leaves it, and reads back what the driver made of
 * it. It stays as it is when the port is closed, as the baud rate does.
 *
 * Returns: %FALSE with LEAT_ERROR_CONFIG if the driver has no such mode, LEAT_ERROR_FAILED if it
 *   refused
 */
gboolean
serial_rs485_apply (const SerialRs485 *self, const SerialOperations *operations, int fd,
                    char **differences, GError **error)
{
  struct serial_rs485 actual = { 0 }, wanted;

  *differences = NULL;
  if (self->mode == SERIAL_WISH_LEAVE)
    return TRUE;
  if (operations->ioctl (fd, TIOCGRS485, &actual) != 0)
    return self->mode == SERIAL_WISH_NO || fail (errno, error);
  if (self->mode == SERIAL_WISH_NO)
    return switch_off (operations, fd, &actual, error);

  fill (self, &wanted, &actual);
  actual = wanted;
  if (operations->ioctl (fd, TIOCSRS485, &actual) != 0 ||
      operations->ioctl (fd, TIOCGRS485, &actual) != 0)
    return fail (errno, error);
  if ((actual.flags & SER_RS485_ENABLED) == 0)
    return fail (ENOTTY, error);
  *differences = compare (&wanted, &actual);
  return TRUE;
}
