/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-types.c - types of GIO, registered before there are threads */
#include "leatd-types.h"
#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>

/**
 * leatd_types_register:
 *
 * Registers the types that links and sinks use in threads of their own. Main thread, before there
 * are others.
 *
 * In GLib (seen in 2.74.6) two threads lock each other out for good when one makes the first object
 * of a class that asks for a type, as GSocket does for GSocketAddress, while the other is the first
 * to register that type and has come to its interfaces: the one has the lock of classes and waits
 * for the type, the other has begun the type and waits for the lock. Two sources that connected at
 * the same moment of a start never did, then. A type that is registered already is waited for by
 * nobody.
 */
void
leatd_types_register (void)
{
  g_type_ensure (G_TYPE_BUFFERED_INPUT_STREAM);
  g_type_ensure (G_TYPE_DATA_OUTPUT_STREAM);
  g_type_ensure (G_TYPE_INET_SOCKET_ADDRESS);
  g_type_ensure (G_TYPE_MEMORY_INPUT_STREAM);
  g_type_ensure (G_TYPE_NETWORK_ADDRESS);
  g_type_ensure (G_TYPE_SOCKET);
  g_type_ensure (G_TYPE_TASK);
  g_type_ensure (G_TYPE_UNIX_SOCKET_ADDRESS);
}
