/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-notify.c - tells the service manager how far it is */
#include "leatd-notify.h"
#include <gio/gunixsocketaddress.h>
#include <string.h>

/**
 * leatd_notify:
 * @state: assignments, a line each, as sd_notify(3) has them
 *
 * Sends one datagram to $NOTIFY_SOCKET, a path or (with @ in front) an abstract name. That nobody
 * listens is no fault.
 */
void
leatd_notify (const char *state)
{
  const char *name = g_getenv ("NOTIFY_SOCKET");
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GSocketAddress) address = NULL;

  if (name == NULL || (name[0] != '/' && name[0] != '@'))
    return;
  address = g_unix_socket_address_new_with_type (name[0] == '@' ? name + 1 : name, -1,
                                                 name[0] == '@' ? G_UNIX_SOCKET_ADDRESS_ABSTRACT
                                                                : G_UNIX_SOCKET_ADDRESS_PATH);
  socket = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_DEFAULT,
                         NULL);
  if (socket != NULL)
    g_socket_send_to (socket, address, state, strlen (state), NULL, NULL);
}
