/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* notify.c - tests what a service manager is told */
#include "leatd-notify.h"
#include "scratch.h"
#include <gio/gunixsocketaddress.h>

/* a manager's socket, by a path or by an abstract name */
static GSocket *
listen_at (const char *name, GUnixSocketAddressType type)
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

static void
assert_told (GSocket *socket, const char *expected)
{
  char text[256];
  g_autoptr (GError) error = NULL;
  gssize length = g_socket_receive (socket, text, sizeof text - 1, NULL, &error);

  g_assert_no_error (error);
  text[length] = '\0';
  g_assert_cmpstr (text, ==, expected);
}

static void
test_notify_path (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = g_build_filename (folder, "notify", NULL);
  g_autoptr (GSocket) socket = listen_at (path, G_UNIX_SOCKET_ADDRESS_PATH);

  g_setenv ("NOTIFY_SOCKET", path, TRUE);
  leatd_notify ("READY=1\nSTATUS=2 sources, 1 sink");
  assert_told (socket, "READY=1\nSTATUS=2 sources, 1 sink");
}

static void
test_notify_abstract (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *name = g_strconcat ("@", folder, NULL);
  g_autoptr (GSocket) socket = listen_at (folder, G_UNIX_SOCKET_ADDRESS_ABSTRACT);

  g_setenv ("NOTIFY_SOCKET", name, TRUE);
  leatd_notify ("STOPPING=1");
  assert_told (socket, "STOPPING=1");
}

/* nobody wants it, nobody listens, no name at all: nothing happens, under fatal warnings too */
static void
test_notify_nobody (void)
{
  static const char *const names[] = { "/nonexistent/socket", "@nonexistent-leat-test", "relative",
                                       "" };
  guint n_left = G_N_ELEMENTS (names);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++, n_left--)
    {
      g_setenv ("NOTIFY_SOCKET", names[i], TRUE);
      leatd_notify ("READY=1");
    }
  g_unsetenv ("NOTIFY_SOCKET");
  leatd_notify ("READY=1");
  g_assert_cmpuint (n_left, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/notify/path", test_notify_path);
  g_test_add_func ("/notify/abstract", test_notify_abstract);
  g_test_add_func ("/notify/nobody", test_notify_nobody);
  return g_test_run ();
}
