/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-usb.h - finds the port that usb:// means, and tells when one appears */
#pragma once
#include "serial-usb-name.h"
G_BEGIN_DECLS

/* tells its link's host when a serial port appears that may be the one, in the thread-default
 * context of who made it */
typedef struct _SerialUsbWatch SerialUsbWatch;

SerialUsbWatch *serial_usb_watch_new  (const SerialUsbName *name, LeatLink *link);
void            serial_usb_watch_free (SerialUsbWatch *self);

/* (transfer full): the port's node */
char           *serial_usb_find       (const SerialUsbName *name, GError **error);

G_END_DECLS
