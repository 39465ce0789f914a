/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-no-usb.c - in place of serial-usb.c where there is no libgudev */
#include "serial-usb.h"

char *
serial_usb_find (const SerialUsbName *name, GError **error)
{
  leat_error_fail (error, LEAT_ERROR_CONFIG,
                   "this leatd was built without libgudev; name the port by /dev/serial/by-id");
  return NULL;
}

SerialUsbWatch *
serial_usb_watch_new (const SerialUsbName *name, LeatLink *link)
{
  return NULL;
}

void
serial_usb_watch_free (SerialUsbWatch *self)
{
}
