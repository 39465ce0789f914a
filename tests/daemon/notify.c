/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* notify.c - tests what a service manager is told */
#include "leatd-notify.h"
#include <gio/gunixfdmessage.h>
#include <unistd.h>
#include "managers.h"
#include "scratch.h"

static void
test_notify_path (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = g_build_filename (folder, "notify", NULL);
  g_autoptr (GSocket) socket = manager_listen_at (path, G_UNIX_SOCKET_ADDRESS_PATH);

  g_setenv ("NOTIFY_SOCKET", path, TRUE);
  leatd_notify ("READY=1\nSTATUS=2 sources, 1 sink");
  manager_assert_told (socket, "READY=1\nSTATUS=2 sources, 1 sink");
}

static void
test_notify_abstract (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *name = g_strconcat ("@", folder, NULL);
  g_autoptr (GSocket) socket = manager_listen_at (folder, G_UNIX_SOCKET_ADDRESS_ABSTRACT);

  g_setenv ("NOTIFY_SOCKET", name, TRUE);
  leatd_notify ("STOPPING=1");
  manager_assert_told (socket, "STOPPING=1");
}

/* the manager has a copy of its own */
static void
test_notify_with_fd (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = g_build_filename (folder, "notify", NULL);
  g_autoptr (GSocket) socket = manager_listen_at (path, G_UNIX_SOCKET_ADDRESS_PATH);
  char state[64] = { 0 };
  GInputVector vector = { state, sizeof state - 1 };
  GSocketControlMessage **messages = NULL;
  int n_messages = 0, n_fds = 0, flags = 0, pair[2];
  g_autofree int *fds = NULL;
  g_autoptr (GError) error = NULL;

  g_setenv ("NOTIFY_SOCKET", path, TRUE);
  g_assert_cmpint (pipe (pair), ==, 0);
  leatd_notify_with_fd ("FDSTORE=1\nFDNAME=a", pair[1]);
  close (pair[1]);
  g_socket_receive_message (socket, NULL, &vector, 1, &messages, &n_messages, &flags, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (state, ==, "FDSTORE=1\nFDNAME=a");
  g_assert_cmpint (n_messages, ==, 1);
  fds = g_unix_fd_message_steal_fds (G_UNIX_FD_MESSAGE (messages[0]), &n_fds);
  g_assert_cmpint (n_fds, ==, 1);
  g_assert_cmpint (write (fds[0], "x", 1), ==, 1);
  g_assert_cmpint (read (pair[0], state, 1), ==, 1);
  close (fds[0]);
  close (pair[0]);
  g_object_unref (messages[0]);
  g_free (messages);
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
  g_test_add_func ("/notify/with-fd", test_notify_with_fd);
  g_test_add_func ("/notify/nobody", test_notify_nobody);
  return g_test_run ();
}
