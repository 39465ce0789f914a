/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* keeper.h - a leatd whose service manager is the test: it keeps descriptors and gives them back */
#pragma once
#include "daemons.h"
#include <gio/gunixfdmessage.h>
#include <gio/gunixsocketaddress.h>

#define KEEPER_CONFIG \
  "[source line]\nplugin=serial\ndevice=DIR/tty\nframer=cr\n" \
  "[framer cr]\ntype=delimiter\ndelimiter=\\r\n" \
  "[sink file]\nplugin=fixture-lasting\npath=DIR/taken\n"

/**
 * Keeper:
 * @daemon: its leatd
 * @socket: NOTIFY_SOCKET
 * @fds: that it keeps
 * @names: of these
 * @heard: all that it was told
 * @line: the machine's end
 */
typedef struct {
  TestDaemon *daemon;
  GSocket    *socket;
  GArray     *fds;
  GPtrArray  *names;
  GString    *heard;
  int         line;
} Keeper;

static inline void
keeper_open_line (Keeper *self)
{
  g_autofree char *tty = test_path (self->daemon, "tty");

  self->line = test_line_open (tty);
}

static inline void
keeper_set_up (Keeper *self, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError) error = NULL;

  self->daemon = test_daemon_new (KEEPER_CONFIG);
  self->daemon->is_managed = TRUE;
  self->fds = g_array_new (FALSE, FALSE, sizeof (int));
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->heard = g_string_new (NULL);
  path = test_path (self->daemon, "notify");
  address = g_unix_socket_address_new (path);
  self->socket = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_DATAGRAM,
                               G_SOCKET_PROTOCOL_DEFAULT, &error);
  g_assert_no_error (error);
  g_socket_bind (self->socket, address, FALSE, &error);
  g_assert_no_error (error);
  g_socket_set_blocking (self->socket, FALSE);
  keeper_open_line (self);
}

static inline void
keeper_forget (Keeper *self, const char *name)
{
  for (guint i = self->names->len; i > 0; i--)
    if (name == NULL || g_str_equal (self->names->pdata[i - 1], name))
      {
        close (g_array_index (self->fds, int, i - 1));
        g_array_remove_index (self->fds, i - 1);
        g_ptr_array_remove_index (self->names, i - 1);
      }
}

static inline void
keeper_tear_down (Keeper *self, gconstpointer data)
{
  keeper_forget (self, NULL);
  close (self->line);
  g_array_unref (self->fds);
  g_ptr_array_unref (self->names);
  g_string_free (self->heard, TRUE);
  g_object_unref (self->socket);
  test_daemon_free (self->daemon);
}

static inline void
keeper_take (Keeper *self, const char *state, GUnixFDMessage *message)
{
  const char *name = strstr (state, "FDNAME=");
  int n_fds = 0;
  g_autofree int *fds = message != NULL ? g_unix_fd_message_steal_fds (message, &n_fds) : NULL;

  g_string_append_printf (self->heard, "%s\n", state);
  if (strstr (state, "FDSTOREREMOVE=1") != NULL)
    keeper_forget (self, name + strlen ("FDNAME="));
  else if (strstr (state, "FDSTORE=1") != NULL)
    {
      g_assert_cmpint (n_fds, ==, 1);
      g_array_append_val (self->fds, fds[0]);
      g_ptr_array_add (self->names, g_strdup (name + strlen ("FDNAME=")));
    }
}

/* one datagram; FALSE: there is none */
static inline gboolean
keeper_hear_one (Keeper *self)
{
  char state[1024] = { 0 };
  GInputVector vector = { state, sizeof state - 1 };
  GSocketControlMessage **messages = NULL;
  int n_messages = 0, flags = 0;

  if (g_socket_receive_message (self->socket, NULL, &vector, 1, &messages, &n_messages, &flags,
                                NULL, NULL) < 0)
    return FALSE;
  keeper_take (self, state, n_messages > 0 ? G_UNIX_FD_MESSAGE (messages[0]) : NULL);
  for (int i = 0; i < n_messages; i++)
    g_object_unref (messages[i]);
  g_free (messages);
  return TRUE;
}

static inline void
keeper_hear (Keeper *self)
{
  while (keeper_hear_one (self))
    ;
}

/* until it has told this */
static inline void
keeper_await (Keeper *self, const char *text)
{
  while (keeper_hear (self), strstr (self->heard->str, text) == NULL)
    g_assert_true (g_socket_condition_wait (self->socket, G_IO_IN, NULL, NULL));
}

/* with all that is kept; it is kept on, as systemd does */
static inline void
keeper_start (Keeper *self)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autofree char *path = test_path (self->daemon, "notify");
  g_autofree char *n_fds = g_strdup_printf ("%u", self->fds->len);
  g_autofree char *names = NULL;

  for (guint i = 0; i < self->fds->len; i++)
    g_subprocess_launcher_take_fd (launcher, dup (g_array_index (self->fds, int, i)), 3 + (int) i);
  g_ptr_array_add (self->names, NULL);
  names = g_strjoinv (":", (char **) self->names->pdata);
  g_ptr_array_set_size (self->names, (int) self->names->len - 1);
  g_subprocess_launcher_setenv (launcher, "NOTIFY_SOCKET", path, TRUE);
  if (self->fds->len > 0)
    {
      g_subprocess_launcher_setenv (launcher, "LISTEN_FDS", n_fds, TRUE);
      g_subprocess_launcher_setenv (launcher, "LISTEN_FDNAMES", names, TRUE);
    }
  g_string_truncate (self->heard, 0);
  test_daemon_launch (self->daemon, launcher);
  keeper_await (self, "READY=1");
}

static inline void
keeper_stop (Keeper *self)
{
  g_assert_cmpint (test_daemon_stop (self->daemon), ==, 0);
  keeper_hear (self);
}

static inline void
keeper_say (Keeper *self, const char *text)
{
  test_line_write (self->line, text, strlen (text));
}

/* until the last record is this one */
static inline void
keeper_await_record (Keeper *self, const char *text)
{
  g_autofree char *path = test_path (self->daemon, "taken");

  while (TRUE)
    {
      g_autofree char *taken = NULL;
      g_autofree char *ending = g_strdup_printf (" %s\n", text);

      if (g_file_get_contents (path, &taken, NULL, NULL) && g_str_has_suffix (taken, ending))
        return;
      g_usleep (1000);
    }
}

/* "1 2 34 " */
static inline void
keeper_assert_records (Keeper *self, const char *expected)
{
  g_autofree char *path = test_path (self->daemon, "taken");
  g_autofree char *taken = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GString) records = g_string_new (NULL);

  g_assert_true (g_file_get_contents (path, &taken, NULL, NULL));
  lines = g_strsplit (taken, "\n", -1);
  for (guint i = 0; *lines[i] != '\0'; i++)
    g_string_append_printf (records, "%s ", strrchr (lines[i], ' ') + 1);
  g_assert_cmpstr (records->str, ==, expected);
}
