/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-usb-name.c - usb://VENDOR:PRODUCT/SERIAL?interface=N&port=N, as device= spells it */
#include "serial-usb-name.h"
#include <string.h>

#define SCHEME "usb://"
#define NUMBER_MAX 255
#define RIGHT \
  "usb://0403:6001/A50285BI is right; `leat ports` shows the names of those that are there"

/* FALSE: not four hex digits */
static gboolean
parse_id (char id[5], const char *text)
{
  for (guint i = 0; i < 4; i++)
    if (!g_ascii_isxdigit (text[i]))
      return FALSE;
    else
      id[i] = g_ascii_tolower (text[i]);
  id[4] = '\0';
  return TRUE;
}

static gboolean
parse_number (SerialUsbName *self, const char *word, GError **error)
{
  guint64 number;
  int *member = g_str_has_prefix (word, "interface=") ? &self->interface
                : g_str_has_prefix (word, "port=")    ? &self->port
                                                      : NULL;

  if (member == NULL ||
      !g_ascii_string_to_unsigned (strchr (word, '=') + 1, 10, 0, NUMBER_MAX, &number, NULL))
    return leat_error_fail (error, LEAT_ERROR_CONFIG,
                            "\"%s\" says nothing of a USB port; ?interface=2 is right, or "
                            "?interface=0&port=1",
                            word);
  *member = (int) number;
  return TRUE;
}

/* behind the ?; NULL: nothing is */
static gboolean
parse_numbers (SerialUsbName *self, const char *text, GError **error)
{
  g_auto (GStrv) words = g_strsplit (text != NULL ? text : "", "&", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (!parse_number (self, words[i], error))
      return FALSE;
  return TRUE;
}

/* behind the ids, up to the ? */
static gboolean
parse_serial (SerialUsbName *self, const char *text, const char *end, GError **error)
{
  if (text == end)
    return TRUE;
  self->serial = *text == '/' ? g_uri_unescape_segment (text + 1, end, NULL) : NULL;
  if (self->serial != NULL && *self->serial != '\0')
    return TRUE;
  return leat_error_fail (error, LEAT_ERROR_CONFIG,
                          "what stands behind VENDOR:PRODUCT is no serial number; " RIGHT);
}

/**
 * serial_usb_name_parse:
 * @self: (out): what it says, to be cleared also on failure
 * @device: begins with usb://
 * @error: return location
 *
 * Signs of a serial number that have a meaning in an address are spelled %XX.
 *
 * Returns: %FALSE with LEAT_ERROR_CONFIG, and what would be right
 */
gboolean
serial_usb_name_parse (SerialUsbName *self, const char *device, GError **error)
{
  const char *text = device + strlen (SCHEME);
  const char *numbers = strchr (text, '?');
  const char *end = numbers != NULL ? numbers : text + strlen (text);

  *self = (SerialUsbName) { .interface = -1, .port = -1 };
  if (!parse_id (self->vendor, text) || text[4] != ':' || !parse_id (self->product, text + 5))
    return leat_error_fail (
        error, LEAT_ERROR_CONFIG,
        "\"%s\" does not begin with VENDOR:PRODUCT, four hex digits each; " RIGHT, text);
  return parse_serial (self, text + 9, end, error) &&
         (numbers == NULL || parse_numbers (self, numbers + 1, error));
}

/**
 * serial_usb_name_fits:
 * @self: a name
 * @port: a port
 *
 * Returns: whether it may be what is meant
 */
gboolean
serial_usb_name_fits (const SerialUsbName *self, const SerialUsbName *port)
{
  return g_str_equal (self->vendor, port->vendor) && g_str_equal (self->product, port->product) &&
         (self->serial == NULL || g_strcmp0 (self->serial, port->serial) == 0) &&
         (self->interface < 0 || self->interface == port->interface) &&
         (self->port < 0 || self->port == port->port);
}

char *
serial_usb_name_format (const SerialUsbName *self)
{
  GString *text = g_string_new (SCHEME);

  g_string_append_printf (text, "%s:%s", self->vendor, self->product);
  if (self->serial != NULL)
    {
      g_string_append_c (text, '/');
      g_string_append_uri_escaped (text, self->serial, NULL, FALSE);
    }
  if (self->interface >= 0)
    g_string_append_printf (text, "?interface=%d", self->interface);
  if (self->port >= 0)
    g_string_append_printf (text, "%cport=%d", self->interface >= 0 ? '&' : '?', self->port);
  return g_string_free (text, FALSE);
}

void
serial_usb_name_clear (SerialUsbName *self)
{
  g_clear_pointer (&self->serial, g_free);
}
