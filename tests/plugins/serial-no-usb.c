/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-no-usb.c - tests that a build without libgudev names the way out */
#include "serial-usb.h"

static void
test_find (void)
{
  const SerialUsbName name = { .vendor = "0403", .product = "6001" };
  g_autoptr (GError) error = NULL;

  g_assert_null (serial_usb_watch_new (&name, NULL));
  serial_usb_watch_free (NULL);
  g_assert_null (serial_usb_find (&name, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_cmpstr (error->message, ==,
                   "this leatd was built without libgudev; name the port by /dev/serial/by-id");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/serial/no-usb/find", test_find);
  return g_test_run ();
}
