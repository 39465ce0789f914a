/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-link.c - a serial line as a link: bytes as they came, line errors apart */
#include "serial-link.h"
#include "serial-lines.h"
#include "serial-parmrk.h"
#include "serial-port.h"
#include <errno.h>
#include <string.h>
#include <unistd.h>

enum {
  MARK_ERRORS_AUTO,
  MARK_ERRORS_YES,
  MARK_ERRORS_NO,
};

static const char *const mark_errors_names[] = { "auto", "yes", "no", NULL };

static const LeatOption serial_link_options[] = {
  LEAT_OPTION_INT (SerialLink, settings.baud_rate, .key = "baud-rate", .preset = "9600",
                   .minimum = 1, .maximum = 1e8,
                   .summary = "Bits a second, any rate that the port can do within 2 %."),
  LEAT_OPTION_INT (SerialLink, settings.data_bits, .key = "data-bits", .preset = "8", .minimum = 5,
                   .maximum = 8, .summary = "Data bits of a byte."),
  LEAT_OPTION_CHOICE (SerialLink, settings.parity, .key = "parity", .preset = "none",
                      .choices = serial_parity_names,
                      .summary = "Parity bit of a byte."),
  LEAT_OPTION_INT (SerialLink, settings.stop_bits, .key = "stop-bits", .preset = "1", .minimum = 1,
                   .maximum = 2, .summary = "Stop bits of a byte."),
  LEAT_OPTION_CHOICE (SerialLink, settings.flow, .key = "flow-control", .preset = "none",
                      .choices = serial_flow_names,
                      .summary = "How either end holds the other back: by wires, by the bytes "
                                 "0x11 and 0x13, or both."),
  LEAT_OPTION_CHOICE (SerialLink, rts, .key = "rts", .preset = "leave",
                      .choices = serial_level_names,
                      .summary = "RTS once the port is open; the kernel raises it while it "
                                 "opens the port."),
  LEAT_OPTION_CHOICE (SerialLink, dtr, .key = "dtr", .preset = "leave",
                      .choices = serial_level_names,
                      .summary = "DTR once the port is open; the kernel raises it while it "
                                 "opens the port."),
  LEAT_OPTION_BOOL (SerialLink, settings.hangup_on_close, .key = "hangup-on-close", .preset = "yes",
                    .summary = "Whether RTS and DTR fall when the port is closed."),
  LEAT_OPTION_BOOL (SerialLink, exclusive, .key = "exclusive", .preset = "yes",
                    .summary = "Refuse a port that others have open, and keep others out (flock "
                               "and TIOCEXCL)."),
  LEAT_OPTION_CHOICE (SerialLink, mark_errors, .key = "mark-errors", .preset = "auto",
                      .choices = mark_errors_names,
                      .summary = "Have the driver mark bytes with line errors (PARMRK); auto: "
                                 "unless it is a pseudo-terminal, which has none and is slower "
                                 "for it."),
  LEAT_OPTION_END,
};

static gboolean
serial_link_init (LeatLink *link, GError **error)
{
  SerialLink *self = (SerialLink *) link;

  self->fd = -1;
  if (self->operations == NULL)
    self->operations = &serial_operations_system;

  if (self->rts == SERIAL_LEVEL_OFF && (self->settings.flow & SERIAL_FLOW_RTS_CTS))
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                   "rts=off cannot be had with flow-control=%s, "
                   "which moves RTS itself; leave one of them out",
                   serial_flow_names[self->settings.flow]);
      return FALSE;
    }

  return TRUE;
}

static void
serial_link_clear (LeatLink *link)
{
  SerialLink *self = (SerialLink *) link;

  g_clear_pointer (&self->device, g_free);
}

static void
note_settings (SerialLink *self, const SerialSettings *actual)
{
  g_autofree char *differences = serial_settings_compare (&self->settings, actual);

  if (differences != NULL)
    leat_link_note (&self->link, "settings", "%s does not take %s; going on", self->device,
                    differences);
}

static gboolean
configure (SerialLink *self, GError **error)
{
  SerialSettings actual;
  gboolean pseudo = self->operations->is_pseudo (self->fd);

  self->settings.mark_errors = self->mark_errors == MARK_ERRORS_YES ||
                               (self->mark_errors == MARK_ERRORS_AUTO && !pseudo);
  if (!serial_settings_apply (&self->settings, self->operations, self->fd, &actual, error))
    {
      g_prefix_error (error, "%s: ", self->device);
      return FALSE;
    }

  note_settings (self, &actual);
  if (!serial_lines_set (self->operations, self->fd, (SerialLevel) self->rts,
                         (SerialLevel) self->dtr))
    leat_link_note (&self->link, "lines", "%s has no RTS and DTR to set; going on", self->device);

  self->byte_time = pseudo ? 0 : serial_settings_byte_time (&actual);
  self->has_counts = serial_counts_read (self->operations, self->fd, &self->counts);
  return TRUE;
}

static void
serial_link_close (LeatLink *link)
{
  SerialLink *self = (SerialLink *) link;

  serial_port_close (self->fd, self->operations);
  self->fd = -1;
}

static void
take_device (SerialLink *self, const char *device)
{
  g_free (self->device);
  self->device = g_strdup (g_str_has_prefix (device, "serial://") ? device + strlen ("serial://")
                                                                  : device);
  self->raw_length = 0;
}

static gboolean
serial_link_open (LeatLink *link, const char *device, GCancellable *cancellable, GError **error)
{
  SerialLink *self = (SerialLink *) link;

  take_device (self, device);
  self->fd = serial_port_open (self->device, self->exclusive, self->operations, error);
  if (self->fd < 0)
    return FALSE;

  if (!configure (self, error))
    {
      serial_link_close (link);
      return FALSE;
    }

  return TRUE;
}

/* what waits in it stays there: settings are set without a flush */
static gboolean
serial_link_adopt (LeatLink *link, const char *device, int fd, GError **error)
{
  SerialLink *self = (SerialLink *) link;

  take_device (self, device);
  if (!serial_port_is_open (self->device, fd, self->exclusive, self->operations, error))
    return FALSE;
  self->fd = fd;
  if (configure (self, error))
    return TRUE;
  self->fd = -1;
  return FALSE;
}

static int
serial_link_get_fd (LeatLink *link)
{
  return ((SerialLink *) link)->fd;
}

/* what read(2) or write(2) said, as the link's error; always -1 */
static gssize
set_io_error (SerialLink *self, gssize result, GError **error)
{
  int code = errno;

  /* a terminal that hung up reads as 0, then as EIO; an adapter that was pulled out as ENXIO or
   * ENODEV */
  if (result == 0 || code == EIO || code == ENXIO || code == ENODEV)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED,
                 "%s: hung up; the adapter was pulled out, or the other end is closed",
                 self->device);
  else if (code == EAGAIN)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "not now");
  else
    g_set_error (error, G_IO_ERROR, (gint) g_io_error_from_errno (code), "%s: %s", self->device,
                 g_strerror (code));
  return -1;
}

/* Takes the driver's counters; whether bytes were lost since the last time, which no mark tells. */
static gboolean
count_errors (SerialLink *self)
{
  SerialCounts before = self->counts;
  gboolean overrun;

  if (!serial_counts_read (self->operations, self->fd, &self->counts))
    return FALSE;

  overrun = self->counts.overrun != before.overrun;
  if (self->counts.parity != before.parity)
    leat_link_count (&self->link, "parity", self->counts.parity - before.parity);
  if (self->counts.framing != before.framing)
    leat_link_count (&self->link, "framing", self->counts.framing - before.framing);
  if (overrun)
    leat_link_count (&self->link, "overrun", self->counts.overrun - before.overrun);
  if (self->counts.breaks != before.breaks)
    leat_link_count (&self->link, "breaks", self->counts.breaks - before.breaks);
  return overrun;
}

/* Decodes what is kept before it reads more: the bytes of one read(2) are given out as good and bad
 * ones by turns. */
static gssize
read_marked (SerialLink *self, guint8 *data, gsize size, LeatArrival *arrival)
{
  for (;;)
    {
      gsize used;
      gssize got;
      gsize length = serial_parmrk_decode (self->raw, self->raw_length, data, size, &used,
                                           &arrival->line_error);

      if (length > 0)
        {
          gint64 behind;

          self->raw_length -= used;
          memmove (self->raw, self->raw + used, self->raw_length);
          behind = (gint64) serial_parmrk_count (self->raw, self->raw_length) * self->byte_time;
          arrival->moment.time = self->raw_moment.time - behind;
          arrival->moment.monotonic = self->raw_moment.monotonic - behind;
          if (arrival->line_error && !self->has_counts)
            leat_link_count (&self->link, "line-errors", length);
          return (gssize) length;
        }

      got = self->operations->read (self->fd, self->raw + self->raw_length,
                                    sizeof self->raw - self->raw_length);
      if (got <= 0)
        return got;
      self->raw_moment = leat_clock_now ();
      self->raw_length += (gsize) got;
    }
}

static gssize
read_plain (SerialLink *self, guint8 *data, gsize size, LeatArrival *arrival)
{
  gssize got = self->operations->read (self->fd, data, size);

  if (got > 0)
    arrival->moment = leat_clock_now ();
  arrival->line_error = FALSE;
  return got;
}

static gssize
serial_link_read (LeatLink *link, guint8 *data, gsize size, LeatArrival *arrival, GError **error)
{
  SerialLink *self = (SerialLink *) link;
  gssize got = self->settings.mark_errors ? read_marked (self, data, size, arrival)
                                          : read_plain (self, data, size, arrival);

  if (got <= 0)
    return set_io_error (self, got, error);

  arrival->byte_time = self->byte_time;
  arrival->end = LEAT_END_NO;
  if (self->has_counts && count_errors (self))
    arrival->line_error = TRUE;
  return got;
}

static gssize
serial_link_write (LeatLink *link, const guint8 *data, gsize length, GError **error)
{
  SerialLink *self = (SerialLink *) link;
  gssize written = self->operations->write (self->fd, data, length);

  return written > 0 ? written : set_io_error (self, written, error);
}

static gboolean
serial_link_control (LeatLink *link, const char *request, GVariant *argument, GVariant **answer,
                     GError **error)
{
  SerialLink *self = (SerialLink *) link;

  return serial_lines_control (self->operations, self->fd, request, argument, answer, error);
}

const LeatLinkClass serial_link_class = {
  .struct_size = sizeof (LeatLinkClass),
  .instance_size = sizeof (SerialLink),
  .schemes = "serial",
  .summary = "A serial line: RS-232, RS-422, a USB adapter or a pseudo-terminal.",
  .options = serial_link_options,
  .init = serial_link_init,
  .clear = serial_link_clear,
  .open = serial_link_open,
  .close = serial_link_close,
  .get_fd = serial_link_get_fd,
  .read = serial_link_read,
  .write = serial_link_write,
  .control = serial_link_control,
  .adopt = serial_link_adopt,
};
