/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-usb-name.h - usb://VENDOR:PRODUCT/SERIAL?interface=N&port=N, as device= spells it */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

/**
 * SerialUsbName:
 * @vendor: four hex digits, in lower case
 * @product: likewise
 * @serial: (nullable): what the adapter says is its serial number; of a name %NULL: any, of a port:
 *   it has none
 * @interface: bInterfaceNumber of the part of the adapter; -1: any, or not known
 * @port: number of the port in that part; -1: any, or not known
 *
 * A USB port, or what a name says of the port that it means.
 */
typedef struct {
  char  vendor[5];
  char  product[5];
  char *serial;
  int   interface;
  int   port;
} SerialUsbName;

gboolean serial_usb_name_parse  (SerialUsbName *self, const char *device, GError **error);
gboolean serial_usb_name_fits   (const SerialUsbName *self, const SerialUsbName *port);
/* (transfer full): all that is known */
char    *serial_usb_name_format (const SerialUsbName *self);
void     serial_usb_name_clear  (SerialUsbName *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SerialUsbName, serial_usb_name_clear)

G_END_DECLS
