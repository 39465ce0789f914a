/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* port-list.c - tests what is told of serial ports, on trees that look like /sys, /dev and /proc */
#include "probe/port-list.h"
#include "scratch.h"
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

static char *folder;
static LeatPortRoots roots;

static char *
make_path (const char *path)
{
  char *full = g_build_filename (folder, path, NULL);
  g_autofree char *parent = g_path_get_dirname (full);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  return full;
}

static void
make_file (const char *path, const char *text)
{
  g_autofree char *full = make_path (path);

  g_assert_true (g_file_set_contents (full, text, -1, NULL));
}

/* @target: below the folder if it has no / in front, else as it is */
static void
make_link (const char *path, const char *target)
{
  g_autofree char *full = make_path (path);
  g_autofree char *below = *target == '/' ? g_strdup (target)
                                          : g_build_filename (folder, target, NULL);

  g_assert_cmpint (symlink (below, full), ==, 0);
}

static void
make_folder (const char *path)
{
  g_autofree char *below = g_build_filename (path, ".", NULL);
  g_autofree char *full = make_path (below);
}

/* a USB adapter, as Linux 6.1 shows it */
static void
make_usb (const char *name, const char *number)
{
  g_autofree char *usb = g_strdup_printf ("sys/devices/pci0/usb1/1-2-%s", name);
  g_autofree char *port = g_strdup_printf ("%s/1-2:1.0/%s", usb, name);
  g_autofree char *class = g_strdup_printf ("sys/class/tty/%s", name);
  g_autofree char *id = g_strdup_printf ("dev/serial/by-id/usb-FTDI_%s-if00-port0", name);
  g_autofree char *path = g_strdup_printf ("dev/serial/by-path/pci-0-usb-%s", name);
  g_autofree char *node = g_strdup_printf ("dev/%s", name);
  const struct {
    const char *folder;
    const char *name;
    const char *text;
    gboolean    link;
  } entries[] = {
    { usb, "idVendor", "0403\n", FALSE },
    { usb, "idProduct", "6001\n", FALSE },
    { usb, "manufacturer", "FTDI\n", FALSE },
    { usb, "product", "FT232R USB UART\n", FALSE },
    { usb, "serial", "A50285BI\n", FALSE },
    { usb, "driver", "sys/bus/usb/drivers/usb", TRUE },
    { port, "driver", "sys/bus/usb-serial/drivers/ftdi_sio", TRUE },
    { class, "device", port, TRUE },
    { class, "dev", number, FALSE },
  };

  make_folder (port);
  for (gsize i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      g_autofree char *full = g_build_filename (entries[i].folder, entries[i].name, NULL);

      if (entries[i].link)
        make_link (full, entries[i].text);
      else
        make_file (full, entries[i].text);
    }
  make_link (id, node);
  make_link (path, node);
}

/* a UART on the board, as Linux 6.5 and later shows it, with the kernel's own devices between */
static void
make_uart (const char *name, const char *type)
{
  g_autofree char *port = g_strdup_printf ("sys/devices/pnp0/%s/%s:0/%s:0.0", name, name, name);
  g_autofree char *class = g_strdup_printf ("sys/class/tty/%s", name);
  g_autofree char *device = g_build_filename (class, "device", NULL);
  g_autofree char *kind = g_build_filename (class, "type", NULL);
  g_autofree char *first = g_strdup_printf ("%s/driver", port);
  g_autofree char *second = g_strdup_printf ("sys/devices/pnp0/%s/%s:0/driver", name, name);
  g_autofree char *third = g_strdup_printf ("sys/devices/pnp0/%s/driver", name);

  make_folder (port);
  make_link (device, port);
  make_file (kind, type);
  make_link (first, "sys/bus/serial-base/drivers/port");
  make_link (second, "sys/bus/serial-base/drivers/ctrl");
  make_link (third, "sys/bus/pnp/drivers/serial");
}

static void
set_up (void)
{
  folder = g_dir_make_tmp ("leat-port-list-XXXXXX", NULL);
  roots.sys = g_build_filename (folder, "sys", NULL);
  roots.dev = g_build_filename (folder, "dev", NULL);
  roots.proc = g_build_filename (folder, "proc", NULL);
}

static void
tear_down (void)
{
  scratch_remove (folder);
  g_free ((char *) roots.sys);
  g_free ((char *) roots.dev);
  g_free ((char *) roots.proc);
  g_clear_pointer (&folder, g_free);
}

static void
check_path (const char *path, const char *below)
{
  g_autofree char *expected = g_build_filename (folder, below, NULL);

  g_assert_cmpstr (path, ==, expected);
}

static void
test_none (void)
{
  g_autoptr (GPtrArray) ports = NULL;

  set_up ();
  ports = leat_port_list_read (&roots);
  g_assert_cmpuint (ports->len, ==, 0);
  tear_down ();
}

static void
test_usb (void)
{
  g_autoptr (GPtrArray) ports = NULL;
  const LeatPort *port;

  set_up ();
  make_usb ("ttyUSB0", "188:0\n");
  ports = leat_port_list_read (&roots);
  g_assert_cmpuint (ports->len, ==, 1);
  port = ports->pdata[0];
  check_path (port->device, "dev/ttyUSB0");
  g_assert_cmpstr (port->driver, ==, "ftdi_sio");
  g_assert_cmpstr (port->vendor, ==, "0403");
  g_assert_cmpstr (port->product, ==, "6001");
  g_assert_cmpstr (port->model, ==, "FTDI FT232R USB UART A50285BI");
  g_assert_cmpuint (port->by_id->len, ==, 1);
  check_path (port->by_id->pdata[0], "dev/serial/by-id/usb-FTDI_ttyUSB0-if00-port0");
  g_assert_cmpuint (port->by_path->len, ==, 1);
  check_path (port->by_path->pdata[0], "dev/serial/by-path/pci-0-usb-ttyUSB0");
  g_assert_cmpstr (port->usb, ==, "usb://0403:6001/A50285BI");
  g_assert_cmpuint (port->holders->len, ==, 0);
  tear_down ();
}

static void
test_uart (void)
{
  g_autoptr (GPtrArray) ports = NULL;
  const LeatPort *port;

  set_up ();
  make_uart ("ttyS0", "4\n");
  ports = leat_port_list_read (&roots);
  g_assert_cmpuint (ports->len, ==, 1);
  port = ports->pdata[0];
  g_assert_cmpstr (port->driver, ==, "serial");
  g_assert_null (port->vendor);
  g_assert_null (port->model);
  g_assert_cmpuint (port->by_id->len, ==, 0);
  tear_down ();
}

/* consoles have no device, ports without hardware have type 0; the rest comes in order of its
 * numbers */
static void
test_which (void)
{
  g_autoptr (GPtrArray) ports = NULL;
  static const char *const expected[] = { "dev/ttyS0", "dev/ttyUSB2", "dev/ttyUSB10" };

  set_up ();
  make_uart ("ttyS0", "4\n");
  make_uart ("ttyS1", "0\n");
  make_usb ("ttyUSB10", "188:10\n");
  make_usb ("ttyUSB2", "188:2\n");
  make_file ("sys/class/tty/tty0/dev", "4:0\n");
  ports = leat_port_list_read (&roots);
  g_assert_cmpuint (ports->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < ports->len; i++)
    check_path (((LeatPort *) ports->pdata[i])->device, expected[i]);
  tear_down ();
}

/* a pseudo-terminal stands for the port: its number is in the tree, and processes have it open, one
 * of them twice */
static void
test_holders (void)
{
  g_autoptr (GPtrArray) ports = NULL;
  g_autofree char *number = NULL;
  int master = posix_openpt (O_RDWR | O_NOCTTY | O_CLOEXEC);
  char name[64];
  struct stat status;
  const LeatPort *port;
  const LeatPortHolder *holder;

  g_assert_cmpint (grantpt (master), ==, 0);
  g_assert_cmpint (unlockpt (master), ==, 0);
  g_assert_cmpint (ptsname_r (master, name, sizeof name), ==, 0);
  g_assert_cmpint (stat (name, &status), ==, 0);
  number = g_strdup_printf ("%u:%u\n", major (status.st_rdev), minor (status.st_rdev));

  set_up ();
  make_usb ("ttyUSB0", number);
  make_usb ("ttyUSB1", "188:1\n");
  make_link ("proc/17/fd/0", "/dev/null");
  make_link ("proc/17/fd/3", name);
  make_link ("proc/17/fd/4", name);
  make_file ("proc/17/comm", "leatd\n");
  make_link ("proc/9/fd/5", name);
  make_file ("proc/8/comm", "closed\n");
  make_link ("proc/self/fd/3", name);

  ports = leat_port_list_read (&roots);
  port = ports->pdata[0];
  g_assert_cmpuint (port->holders->len, ==, 2);
  holder = port->holders->pdata[0];
  g_assert_cmpint (holder->pid, ==, 9);
  g_assert_null (holder->name);
  holder = port->holders->pdata[1];
  g_assert_cmpint (holder->pid, ==, 17);
  g_assert_cmpstr (holder->name, ==, "leatd");
  port = ports->pdata[1];
  g_assert_cmpuint (port->holders->len, ==, 0);

  /* and it has no modem lines to read */
  g_assert_cmpint (leat_port_lines_read (name), ==, -1);
  g_assert_cmpint (leat_port_lines_read ("/dev/null/no"), ==, -1);
  close (master);
  tear_down ();
}

/* what their parts say of themselves; the last two cannot be told apart */
static void
test_usb_names (void)
{
  static const struct {
    const char *interface;
    const char *port;
    const char *usb;
  } parts[] = {
    { "00\n", "0\n", "usb://0403:6001/A50285BI?interface=0" },
    { "0a\n", "0\n", "usb://0403:6001/A50285BI?interface=10&port=0" },
    { "0a\n", "1\n", "usb://0403:6001/A50285BI?interface=10&port=1" },
    { "02\n", "0\n", NULL },
    { "02\n", "0\n", NULL },
  };
  g_autoptr (GPtrArray) ports = NULL;

  set_up ();
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *name = g_strdup_printf ("ttyUSB%u", i);
      g_autofree char *number = g_strdup_printf ("188:%u\n", i);
      g_autofree char *part = g_strdup_printf ("sys/devices/pci0/usb1/1-2-%s/1-2:1.0", name);
      g_autofree char *interface = g_build_filename (part, "bInterfaceNumber", NULL);
      g_autofree char *port = g_build_filename (part, name, "port_number", NULL);

      make_usb (name, number);
      make_file (interface, parts[i].interface);
      make_file (port, parts[i].port);
    }
  ports = leat_port_list_read (&roots);
  g_assert_cmpuint (ports->len, ==, G_N_ELEMENTS (parts));
  for (guint i = 0; i < ports->len; i++)
    g_assert_cmpstr (((const LeatPort *) ports->pdata[i])->usb, ==, parts[i].usb);
  tear_down ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ports/list/none", test_none);
  g_test_add_func ("/ports/list/usb", test_usb);
  g_test_add_func ("/ports/list/usb-names", test_usb_names);
  g_test_add_func ("/ports/list/uart", test_uart);
  g_test_add_func ("/ports/list/which", test_which);
  g_test_add_func ("/ports/list/holders", test_holders);
  return g_test_run ();
}
