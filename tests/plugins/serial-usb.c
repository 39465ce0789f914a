/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-usb.c - tests which port usb:// finds, and that one which appears is told, in a made-up
 * /sys with a made-up udev */
#include "serial-usb.h"
#include "leat-host.h"
#include <umockdev.h>

static struct {
  LeatLinkHost host; /* first: the link's host */
  LeatLink link;
  UMockdevTestbed *testbed;
  guint n_found;
} bench;

static void
bench_found (LeatLink *link)
{
  bench.n_found++;
}

/* --- adapters that are plugged in --- */

/* an adapter with one part for each number; a part's port is /dev/ttyUSB(FIRST + its index) */
typedef struct {
  const char *name;       /* in its bus */
  const char *vendor;
  const char *product;
  const char *serial;     /* NULL: it has none */
  const char *interfaces; /* "00 01": bInterfaceNumber of each */
  guint first;
} Adapter;

static void
plug_in_part (const char *device, const char *name, const char *interface, guint number)
{
  g_autofree char *part_name = g_strdup_printf ("%s:1.%s", name, interface);
  g_autofree char *tty_name = g_strdup_printf ("ttyUSB%u", number);
  g_autofree char *node = g_strdup_printf ("/dev/%s", tty_name);
  g_autofree char *part = umockdev_testbed_add_device (bench.testbed, "usb", part_name, device,
                                                       "bInterfaceNumber", interface, NULL,
                                                       "DEVTYPE", "usb_interface", NULL);
  g_autofree char *port = umockdev_testbed_add_device (bench.testbed, "usb-serial", tty_name, part,
                                                       "port_number", "0", NULL, NULL);
  g_autofree char *tty = umockdev_testbed_add_device (bench.testbed, "tty", tty_name, port, NULL,
                                                      "DEVNAME", node, NULL);

  g_assert_nonnull (tty);
}

static void
plug_in (const Adapter *adapter)
{
  g_auto (GStrv) interfaces = g_strsplit (adapter->interfaces, " ", -1);
  g_autofree char *device = umockdev_testbed_add_device (bench.testbed, "usb", adapter->name, NULL,
                                                         "idVendor", adapter->vendor, "idProduct",
                                                         adapter->product, NULL, "DEVTYPE",
                                                         "usb_device", NULL);

  g_assert_nonnull (device);
  if (adapter->serial != NULL)
    umockdev_testbed_set_attribute (bench.testbed, device, "serial", adapter->serial);
  for (guint i = 0; interfaces[i] != NULL; i++)
    plug_in_part (device, adapter->name, interfaces[i], adapter->first + i);
}

static const Adapter ftdi = { "1-1", "0403", "6001", "A50285BI", "00", 0 };
static const Adapter quad = { "1-2", "0403", "6011", "FT1", "00 01 02 0a", 1 };
static const Adapter plain = { "1-3", "1a86", "7523", NULL, "00", 5 };
static const Adapter plain_too = { "1-4", "1a86", "7523", NULL, "00", 6 };

static void
bench_set_up (void)
{
  bench.host.found = bench_found;
  bench.link.host = &bench;
  bench.n_found = 0;
  bench.testbed = umockdev_testbed_new ();
}

static void
bench_tear_down (void)
{
  g_clear_object (&bench.testbed);
}

/* --- finding --- */

#define MISSING "no such adapter; plug it in, or see in `leat ports` how it is called"
#define WAY_OUT \
  "; name one of them so, or by /dev/serial/by-path if they say the same of themselves"

static const struct {
  const char *name;
  const char *device;
  const char *path;      /* NULL: an error: */
  int         code;
  const char *message;
} find_cases[] = {
  { "ids", "usb://0403:6001", "/dev/ttyUSB0", 0, NULL },
  { "serial", "usb://0403:6001/A50285BI", "/dev/ttyUSB0", 0, NULL },
  { "interface", "usb://0403:6011/FT1?interface=2", "/dev/ttyUSB3", 0, NULL },
  { "hexadecimal", "usb://0403:6011?interface=10&port=0", "/dev/ttyUSB4", 0, NULL },
  { "other-serial", "usb://0403:6001/A50285BJ", NULL, LEAT_ERROR_DISCONNECTED, MISSING },
  { "absent", "usb://10c4:ea60", NULL, LEAT_ERROR_DISCONNECTED, MISSING },
  { "several-parts", "usb://0403:6011", NULL, LEAT_ERROR_CONFIG,
    "fits several ports: usb://0403:6011/FT1?interface=0&port=0 (/dev/ttyUSB1), "
    "usb://0403:6011/FT1?interface=1&port=0 (/dev/ttyUSB2), "
    "usb://0403:6011/FT1?interface=2&port=0 (/dev/ttyUSB3), "
    "usb://0403:6011/FT1?interface=10&port=0 (/dev/ttyUSB4)" WAY_OUT },
  { "twins", "usb://1a86:7523", NULL, LEAT_ERROR_CONFIG,
    "fits several ports: usb://1a86:7523?interface=0&port=0 (/dev/ttyUSB5), "
    "usb://1a86:7523?interface=0&port=0 (/dev/ttyUSB6)" WAY_OUT },
};

static void
test_find (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_auto (SerialUsbName) name = { .interface = -1 };
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  bench_set_up ();
  plug_in (&ftdi);
  plug_in (&quad);
  plug_in (&plain);
  plug_in (&plain_too);
  g_assert_true (serial_usb_name_parse (&name, find_cases[i].device, NULL));
  path = serial_usb_find (&name, &error);
  g_assert_cmpstr (path, ==, find_cases[i].path);
  if (find_cases[i].message != NULL)
    {
      g_assert_error (error, LEAT_ERROR, find_cases[i].code);
      g_assert_cmpstr (error->message, ==, find_cases[i].message);
    }
  bench_tear_down ();
}

/* another adapter is no news; the one that is awaited is, wherever it is plugged in */
static void
test_watch (void)
{
  g_auto (SerialUsbName) name = { .interface = -1 };
  SerialUsbWatch *watch;
  g_autofree char *path = NULL;

  bench_set_up ();
  g_assert_true (serial_usb_name_parse (&name, "usb://0403:6001/A50285BI", NULL));
  watch = serial_usb_watch_new (&name, &bench.link);
  g_assert_null (serial_usb_find (&name, NULL));
  plug_in (&plain);
  plug_in (&ftdi);
  while (bench.n_found == 0)
    g_main_context_iteration (NULL, TRUE);
  path = serial_usb_find (&name, NULL);
  g_assert_cmpstr (path, ==, "/dev/ttyUSB0");
  serial_usb_watch_free (watch);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (bench.n_found, ==, 1);
  bench_tear_down ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (find_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/serial/usb/find/%s", find_cases[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_find);
    }
  g_test_add_func ("/serial/usb/watch", test_watch);
  return g_test_run ();
}
