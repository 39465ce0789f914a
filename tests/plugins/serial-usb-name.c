/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-usb-name.c - tests how USB ports are named, and which port a name means */
#include "serial-usb-name.h"

#define RIGHT \
  "usb://0403:6001/A50285BI is right; `leat ports` shows the names of those that are there"

static const struct {
  const char *name;
  const char *device;
  const char *formatted;   /* NULL: it is refused: */
  const char *message;
} parse_cases[] = {
  { "ids", "usb://0403:6001", "usb://0403:6001", NULL },
  { "capitals", "usb://1A86:7523", "usb://1a86:7523", NULL },
  { "serial", "usb://0403:6001/A50285BI", "usb://0403:6001/A50285BI", NULL },
  { "signs", "usb://0403:6001/A%20b%2fc%3f", "usb://0403:6001/A%20b%2Fc%3F", NULL },
  { "interface", "usb://0403:6011/FT1?interface=2", "usb://0403:6011/FT1?interface=2", NULL },
  { "port", "usb://110a:1450?port=3", "usb://110a:1450?port=3", NULL },
  { "both", "usb://110a:1450?port=3&interface=0", "usb://110a:1450?interface=0&port=3", NULL },
  { "nothing", "usb://", NULL,
    "\"\" does not begin with VENDOR:PRODUCT, four hex digits each; " RIGHT },
  { "short", "usb://403:6001", NULL,
    "\"403:6001\" does not begin with VENDOR:PRODUCT, four hex digits each; " RIGHT },
  { "long", "usb://0403:60011", NULL,
    "what stands behind VENDOR:PRODUCT is no serial number; " RIGHT },
  { "no-serial", "usb://0403:6001/", NULL,
    "what stands behind VENDOR:PRODUCT is no serial number; " RIGHT },
  { "nul", "usb://0403:6001/a%00", NULL,
    "what stands behind VENDOR:PRODUCT is no serial number; " RIGHT },
  { "word", "usb://0403:6001?slot=1", NULL,
    "\"slot=1\" says nothing of a USB port; ?interface=2 is right, or ?interface=0&port=1" },
  { "number", "usb://0403:6001?interface=256", NULL,
    "\"interface=256\" says nothing of a USB port; ?interface=2 is right, or "
    "?interface=0&port=1" },
  { "no-word", "usb://0403:6001?", "usb://0403:6001", NULL },
};

static void
test_parse (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_auto (SerialUsbName) name = { .interface = -1 };
  g_autoptr (GError) error = NULL;
  g_autofree char *formatted = NULL;

  if (!serial_usb_name_parse (&name, parse_cases[i].device, &error))
    {
      g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
      g_assert_cmpstr (error->message, ==, parse_cases[i].message);
      return;
    }
  formatted = serial_usb_name_format (&name);
  g_assert_cmpstr (formatted, ==, parse_cases[i].formatted);
}

static const struct {
  const char *name;
  const char *wanted;
  const char *port;
  gboolean    fits;
} fit_cases[] = {
  { "ids", "usb://0403:6001", "usb://0403:6001/A?interface=0", TRUE },
  { "vendor", "usb://0403:6001", "usb://0404:6001/A?interface=0", FALSE },
  { "product", "usb://0403:6001", "usb://0403:6011/A?interface=0", FALSE },
  { "serial", "usb://0403:6001/A", "usb://0403:6001/A?interface=0", TRUE },
  { "other-serial", "usb://0403:6001/A", "usb://0403:6001/AB", FALSE },
  { "no-serial", "usb://0403:6001/A", "usb://0403:6001", FALSE },
  { "interface", "usb://0403:6001?interface=1", "usb://0403:6001/A?interface=1&port=0", TRUE },
  { "other-interface", "usb://0403:6001?interface=1", "usb://0403:6001/A?interface=0", FALSE },
  { "port", "usb://0403:6001?port=1", "usb://0403:6001?interface=0&port=0", FALSE },
};

static void
test_fits (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_auto (SerialUsbName) wanted = { .interface = -1 };
  g_auto (SerialUsbName) port = { .interface = -1 };

  g_assert_true (serial_usb_name_parse (&wanted, fit_cases[i].wanted, NULL));
  g_assert_true (serial_usb_name_parse (&port, fit_cases[i].port, NULL));
  g_assert_cmpint (serial_usb_name_fits (&wanted, &port), ==, fit_cases[i].fits);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (parse_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/serial/usb-name/parse/%s", parse_cases[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_parse);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (fit_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/serial/usb-name/fits/%s", fit_cases[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_fits);
    }
  return g_test_run ();
}
