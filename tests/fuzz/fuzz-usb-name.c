/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-usb-name.c - feeds names of USB ports: what is read is written so that it is read again */
#include "../../plugins/serial/serial-usb-name.h"
#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *device = g_strconcat ("usb://", text, NULL);
  g_autofree char *formatted = NULL;
  g_auto (SerialUsbName) name = { .interface = -1 };
  g_auto (SerialUsbName) again = { .interface = -1 };

  if (!serial_usb_name_parse (&name, device, NULL))
    return 0;
  formatted = serial_usb_name_format (&name);
  g_assert (serial_usb_name_parse (&again, formatted, NULL));
  g_assert (serial_usb_name_fits (&name, &again) && serial_usb_name_fits (&again, &name));
  return 0;
}
