/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* usb.c - tests that leatd waits for the adapter that usb:// names, and opens it when udev tells of
 * it, and that leat probe leaves it as it was, in a /sys that umockdev makes up */
#include "daemons.h"
#include "words.h"
#include <umockdev.h>

#define DEVICE "/devices/pci/usb1/1-1"
#define PORT DEVICE "/1-1:1.0/ttyUSB0/tty/ttyUSB0"

/* an FTDI adapter, from its USB device to its port */
static const char *const parts[] = {
  "P: " DEVICE "\nE: SUBSYSTEM=usb\nE: DEVTYPE=usb_device\n"
  "A: idVendor=0403\nA: idProduct=6001\nA: serial=A50285BI\n",
  "P: " DEVICE "/1-1:1.0\nE: SUBSYSTEM=usb\nE: DEVTYPE=usb_interface\nA: bInterfaceNumber=00\n",
  "P: " DEVICE "/1-1:1.0/ttyUSB0\nE: SUBSYSTEM=usb-serial\nA: port_number=0\n",
  "P: " PORT "\nN: ttyUSB0\nL: device=../../../ttyUSB0\nE: SUBSYSTEM=tty\n"
  "E: DEVNAME=/dev/ttyUSB0\nA: dev=188:0\n",
};

/* without it no ioctl reaches the pseudo-terminal that stands behind the port */
static gboolean
on_ioctl (UMockdevIoctlBase *handler, UMockdevIoctlClient *client, gpointer user_data)
{
  int code = 0;
  const int result = umockdev_ioctl_client_execute (client, &code, NULL);

  umockdev_ioctl_client_complete (client, result, code);
  return TRUE;
}

/* the answers to ioctl stand before udev tells of the port, as leatd opens it at that moment */
static void
plug_in (UMockdevTestbed *testbed)
{
  g_autoptr (UMockdevIoctlBase) handler = umockdev_ioctl_base_new ();
  g_autoptr (GError) error = NULL;

  g_signal_connect (handler, "handle-ioctl", G_CALLBACK (on_ioctl), NULL);
  umockdev_testbed_attach_ioctl (testbed, "/dev/ttyUSB0", handler, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      umockdev_testbed_add_from_string (testbed, parts[i], &error);
      g_assert_no_error (error);
    }
}

/* its next try would be after ten minutes */
static void
test_appears (void)
{
  g_autoptr (UMockdevTestbed) testbed = umockdev_testbed_new ();
  g_autoptr (TestDaemon) daemon = test_daemon_new (
      "[source camera]\nplugin=serial\ndevice=usb://0403:6001/A50285BI?interface=0\nframer=cr\n"
      "schema=pv200\nretry-first=10min\nretry-longest=10min\n"
      "[framer cr]\ntype=delimiter\ndelimiter=\\r\nswallow=\\n\n"
      "[sink file]\nplugin=csv\npath=DIR/camera.csv\n" TEST_COLUMNS);
  g_autofree char *csv = test_path (daemon, "camera.csv");
  char text[64];
  int master;

  test_daemon_start (daemon);
  test_daemon_await (daemon, "usb://0403:6001/A50285BI?interface=0: no such adapter; plug it in");
  plug_in (testbed);
  test_daemon_await (daemon, "camera: running");
  master = umockdev_testbed_get_dev_fd (testbed, "/dev/ttyUSB0");
  test_line_write (master, text, (gsize) test_record_write (text, 7));
  test_record_write_csv (text, 7);
  test_csv_await (csv, text);
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);
}

/* a port that was listened to at many rates is left at the one it had */
static void
test_probe (void)
{
  g_autoptr (UMockdevTestbed) testbed = umockdev_testbed_new ();
  struct termios before = { 0 }, after = { 0 };
  Words words = { NULL };
  int master;

  words_set_up (&words, NULL);
  plug_in (testbed);
  master = umockdev_testbed_get_dev_fd (testbed, "/dev/ttyUSB0");
  g_assert_cmpint (tcgetattr (master, &before), ==, 0);
  g_assert_cmpint (cfsetspeed (&before, B1200), ==, 0);
  g_assert_cmpint (tcsetattr (master, TCSANOW, &before), ==, 0);
  g_assert_cmpint (tcgetattr (master, &before), ==, 0);
  words_run (&words, "probe --for 200ms usb://0403:6001/A50285BI?interface=0");
  g_assert_cmpint (words.code, ==, 1);
  g_assert_nonnull (strstr (words.errors, "silent for "));
  g_assert_cmpint (tcgetattr (master, &after), ==, 0);
  g_assert_cmpmem (&before, sizeof before, &after, sizeof after);
  words_tear_down (&words, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/usb/appears", test_appears);
  g_test_add_func ("/usb/probe", test_probe);
  return g_test_run ();
}
