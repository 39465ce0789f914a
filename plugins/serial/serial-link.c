/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-link.c - a serial line as a link: bytes as they came, line errors apart */
#include "serial-link.h"
#include "serial-latency.h"
#include "serial-lines.h"
#include "serial-lock.h"
#include "serial-options.h"
#include "serial-parmrk.h"
#include "serial-port.h"
#include <errno.h>
#include <string.h>
#include <unistd.h>

static gboolean
serial_link_init (LeatLink *link, GError **error)
{
  SerialLink *self = (SerialLink *) link;

  self->fd = -1;
  if (self->operations == NULL)
    self->operations = &serial_operations_system;
  return serial_options_judge (self, error);
}

static void
serial_link_clear (LeatLink *link)
{
  SerialLink *self = (SerialLink *) link;

  g_clear_pointer (&self->usb_watch, serial_usb_watch_free);
  g_clear_pointer (&self->device, g_free);
}

/* @differences: (transfer full) (nullable): as the key file spells them */
static void
note_differences (SerialLink *self, char *differences)
{
  if (differences != NULL)
    leat_link_note (&self->link, "settings", "%s does not take %s; going on", self->device,
                    differences);
  g_free (differences);
}

/* modes that only some drivers have */
static gboolean
configure_driver (SerialLink *self, GError **error)
{
  char *differences;

  note_differences (self, serial_latency_apply ((SerialWish) self->low_latency, self->operations,
                                                self->fd));
  if (!serial_rs485_apply (&self->rs485, self->operations, self->fd, &differences, error))
    return FALSE;
  note_differences (self, differences);
  return TRUE;
}

static gboolean
configure (SerialLink *self, GError **error)
{
  SerialSettings actual;
  gboolean pseudo = self->operations->is_pseudo (self->fd);

  self->settings.mark_errors = self->mark_errors == SERIAL_MARK_YES ||
                               (self->mark_errors == SERIAL_MARK_AUTO && !pseudo);
  if (!serial_settings_apply (&self->settings, self->operations, self->fd, &actual, error) ||
      !configure_driver (self, error))
    {
      g_prefix_error (error, "%s: ", self->device);
      return FALSE;
    }

  note_differences (self, serial_settings_compare (&self->settings, &actual));
  if (!serial_lines_set (self->operations, self->fd, (SerialLevel) self->rts,
                         (SerialLevel) self->dtr))
    leat_link_note (&self->link, "lines", "%s has no RTS and DTR to set; going on", self->device);

  self->byte_time = pseudo ? 0 : serial_settings_byte_time (&actual);
  self->has_counts = serial_counts_read (self->operations, self->fd, &self->counts);
  return TRUE;
}

/* of a pseudo-terminal only if it is asked for: its number soon means another one */
static gboolean
take_lock (SerialLink *self, gboolean inherited, GError **error)
{
  const char *directory = self->operations->lock_directory;
  g_autofree char *note = NULL;

  if (!self->exclusive || directory == NULL || self->lock_mode == SERIAL_LOCK_NO ||
      (self->lock_mode == SERIAL_LOCK_AUTO && self->operations->is_pseudo (self->fd)))
    return TRUE;
  if (!serial_lock_take (directory, self->device, (SerialLockMode) self->lock_mode, inherited,
                         &self->lock_file, &note, error))
    return FALSE;
  if (note != NULL)
    leat_link_note (&self->link, "lock-file", "%s", note);
  return TRUE;
}

static void
release_lock (SerialLink *self)
{
  serial_lock_release (self->lock_file);
  g_clear_pointer (&self->lock_file, g_free);
}

static void
serial_link_close (LeatLink *link)
{
  SerialLink *self = (SerialLink *) link;

  release_lock (self);
  serial_port_close (self->fd, self->operations);
  self->fd = -1;
}

static gboolean
is_usb (const char *device)
{
  return g_str_has_prefix (device, "usb://");
}

static gboolean
serial_link_judge_device (LeatLink *link, const char *device, GError **error)
{
  g_auto (SerialUsbName) name = { .interface = -1 };

  return !is_usb (device) || serial_usb_name_parse (&name, device, error);
}

/* a watch from before the look on, so that an adapter is not missed between the two */
static char *
find_usb (SerialLink *self, const char *device, GError **error)
{
  g_auto (SerialUsbName) name = { .interface = -1 };
  char *path;

  g_clear_pointer (&self->usb_watch, serial_usb_watch_free);
  if (!serial_usb_name_parse (&name, device, error))
    return NULL;
  self->usb_watch = serial_usb_watch_new (&name, &self->link);
  path = serial_usb_find (&name, error);
  if (path == NULL)
    g_prefix_error (error, "%s: ", device);
  return path;
}

static gboolean
take_device (SerialLink *self, const char *device, GError **error)
{
  g_free (self->device);
  if (is_usb (device))
    self->device = find_usb (self, device, error);
  else
    self->device = g_strdup (g_str_has_prefix (device, "serial://") ? device + strlen ("serial://")
                                                                    : device);
  self->raw_length = 0;
  return self->device != NULL;
}

/* @done: it is open, or not; messages of a port that was found have both its names */
static gboolean
finish_opening (SerialLink *self, gboolean done, const char *device, GError **error)
{
  if (done)
    g_clear_pointer (&self->usb_watch, serial_usb_watch_free);
  else if (is_usb (device))
    g_prefix_error (error, "%s: ", device);
  return done;
}

static gboolean
serial_link_open (LeatLink *link, const char *device, GCancellable *cancellable, GError **error)
{
  SerialLink *self = (SerialLink *) link;

  if (!take_device (self, device, error))
    return FALSE;
  self->fd = serial_port_open (self->device, self->exclusive, self->operations, error);
  if (self->fd < 0)
    return finish_opening (self, FALSE, device, error);

  if (!take_lock (self, FALSE, error) || !configure (self, error))
    {
      serial_link_close (link);
      return finish_opening (self, FALSE, device, error);
    }

  return finish_opening (self, TRUE, device, error);
}

/* what waits in it stays there: settings are set without a flush */
static gboolean
serial_link_adopt (LeatLink *link, const char *device, int fd, GError **error)
{
  SerialLink *self = (SerialLink *) link;

  if (!take_device (self, device, error))
    return FALSE;
  if (!serial_port_is_open (self->device, fd, self->exclusive, self->operations, error))
    return FALSE;
  self->fd = fd;
  if (take_lock (self, TRUE, error) && configure (self, error))
    return finish_opening (self, TRUE, device, error);
  release_lock (self);
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

/* Takes the driver's counters; whether bytes were lost since the last time. */
static gboolean
count_errors (SerialLink *self)
{
  const SerialCounts before = self->counts;

  return serial_counts_read (self->operations, self->fd, &self->counts) &&
         serial_counts_tell (&before, &self->counts, &self->link);
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

/* what was read with marks is given out in pieces */
static gboolean
serial_link_is_read_out (LeatLink *link)
{
  return ((SerialLink *) link)->raw_length == 0;
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
  .schemes = "serial usb",
  .summary = "A serial line: RS-232, RS-422, a USB adapter or a pseudo-terminal.",
  .options = serial_options,
  .init = serial_link_init,
  .clear = serial_link_clear,
  .open = serial_link_open,
  .close = serial_link_close,
  .get_fd = serial_link_get_fd,
  .read = serial_link_read,
  .write = serial_link_write,
  .control = serial_link_control,
  .judge_device = serial_link_judge_device,
  .adopt = serial_link_adopt,
  .is_read_out = serial_link_is_read_out,
};
