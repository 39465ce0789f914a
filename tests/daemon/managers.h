/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* managers.h - a service manager's end of the notify socket, for tests */
#pragma once
#include <gio/gunixsocketaddress.h>
G_BEGIN_DECLS

/* a manager's socket, by a path or by an abstract name */
static inline GSocket *
manager_listen_at (const char *name, GUnixSocketAddressType type)
{
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new_with_type (name, -1, type);
  g_autoptr (GError) error = NULL;
  GSocket *socket = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_DATAGRAM,
                                  G_SOCKET_PROTOCOL_DEFAULT, &error);

  g_assert_no_error (error);
  g_socket_bind (socket, address, FALSE, &error);
  g_assert_no_error (error);
  g_socket_set_timeout (socket, 30);
  return socket;
}

/* the next thing that it is told */
static inline void
manager_assert_told (GSocket *socket, const char *expected)
{
  char text[256];
  g_autoptr (GError) error = NULL;
  gssize length = g_socket_receive (socket, text, sizeof text - 1, NULL, &error);

  g_assert_no_error (error);
  text[length] = '\0';
  g_assert_cmpstr (text, ==, expected);
}

G_END_DECLS
