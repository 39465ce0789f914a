/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* port-list.h - the serial ports of a system: what they are, how called, who holds them */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/**
 * LeatPortRoots:
 * @sys: "/sys"
 * @dev: "/dev"
 * @proc: "/proc"
 *
 * Where the system tells of itself; tests have trees of their own.
 */
typedef struct {
  const char *sys;
  const char *dev;
  const char *proc;
} LeatPortRoots;

/**
 * LeatPortHolder:
 * @pid: a process that has the port open
 * @name: its name
 */
typedef struct {
  int   pid;
  char *name;
} LeatPortHolder;

/**
 * LeatPort:
 * @device: its node
 * @driver: (nullable): the kernel's driver
 * @by_id: names made of vendor, model and serial number: they stay with the adapter
 * @by_path: names made of where it is plugged in: they stay with the socket
 * @vendor: (nullable): USB vendor, four hex digits
 * @product: (nullable): USB product, four hex digits
 * @serial: (nullable): its serial number
 * @interface: number of the part of the adapter; -1: it has none
 * @port: number of the port in that part; -1: it has none
 * @usb: (nullable): the shortest usb:// that means this port alone
 * @model: (nullable): what the adapter says it is: manufacturer, product, serial number
 * @holders: of #LeatPortHolder; of other users' processes only root sees them
 */
typedef struct {
  char      *device;
  char      *driver;
  GPtrArray *by_id;
  GPtrArray *by_path;
  char      *vendor;
  char      *product;
  char      *serial;
  int        interface;
  int        port;
  char      *usb;
  char      *model;
  GPtrArray *holders;
} LeatPort;

/* sorted by device; pseudo-terminals are none */
GPtrArray *leat_port_list_read  (const LeatPortRoots *roots);

/* RTS, DTR, CTS, DSR, DCD, RI as TIOCM_* bits; -1: it has none, or cannot be opened */
int        leat_port_lines_read (const char *device);

G_END_DECLS
