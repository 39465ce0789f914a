/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-notify.c - tells the service manager how far it is */
#include "leatd-notify.h"
#include <gio/gunixfdmessage.h>
#include <gio/gunixsocketaddress.h>
#include <string.h>

void
leatd_notify (const char *state)
{
  leatd_notify_with_fd (state, -1);
}

static void
send_state (GSocket *socket, GSocketAddress *address, const char *state, int fd)
{
  GOutputVector text = { state, strlen (state) };
  g_autoptr (GSocketControlMessage) message = fd >= 0 ? g_unix_fd_message_new () : NULL;

  if (fd < 0 || g_unix_fd_message_append_fd (G_UNIX_FD_MESSAGE (message), fd, NULL))
    g_socket_send_message (socket, address, &text, 1, fd >= 0 ? &message : NULL, fd >= 0 ? 1 : 0, 0,
                           NULL, NULL);
}

/**
 * leatd_notify_with_fd:
 * @state: assignments, a line each, as sd_notify(3) has them
 * @fd: what the manager is to have too, see sd_pid_notify_with_fds(3); -1: nothing
 *
 * Sends one datagram to $NOTIFY_SOCKET, a path or (with @ in front) an abstract name. That nobody
 * listens is no fault.
 */
void
leatd_notify_with_fd (const char *state, int fd)
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
    send_state (socket, address, state, fd);
}
