/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-wire.c - tests where a simulated machine is met, from the other end */
#include "leat-host.h"
#include "simulate-wire.h"
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

typedef struct {
  LeatSimulatedWire wire;
  guint opened, closed, room;
  GString *heard;
} Met;

static void
on_opened (gpointer user_data)
{
  ((Met *) user_data)->opened++;
}

static void
on_closed (gpointer user_data)
{
  ((Met *) user_data)->closed++;
}

static void
on_room (gpointer user_data)
{
  ((Met *) user_data)->room++;
}

static void
on_heard (gpointer user_data, const guint8 *bytes, gsize length)
{
  g_string_append_len (((Met *) user_data)->heard, (const char *) bytes, (gssize) length);
}

static void
met_init (Met *self, const char *link, int port)
{
  static const LeatSimulatedWireFuncs funcs = {
    .opened = on_opened, .heard = on_heard, .closed = on_closed, .room = on_room
  };
  g_autoptr (GError) error = NULL;

  *self = (Met) { .heard = g_string_new (NULL) };
  g_assert_true (leat_simulated_wire_open (&self->wire, link, port, &funcs, self, &error));
  g_assert_true (leat_simulated_wire_plug (&self->wire, &error));
  leat_simulated_wire_await (&self->wire);
}

static void
met_clear (Met *self)
{
  leat_simulated_wire_clear (&self->wire);
  g_string_free (self->heard, TRUE);
}

static void
await (const guint *count, guint wanted)
{
  while (*count < wanted)
    g_main_context_iteration (NULL, TRUE);
}

static GSocketConnection *
connect_to (const Met *self)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection = g_socket_client_connect_to_host (client,
                                                                   self->wire.name +
                                                                       strlen ("tcp://"),
                                                                   0, NULL, &error);

  g_assert_no_error (error);
  return connection;
}

/* one at a time; its last words are heard after it was told that nothing more comes */
static void
test_tcp (void)
{
  Met met;
  g_autoptr (GSocketConnection) first = NULL;
  g_autoptr (GSocketConnection) second = NULL;
  char got[8];

  met_init (&met, NULL, 0);
  g_assert_true (leat_simulated_wire_is_tcp (&met.wire));
  g_assert_cmpint (leat_simulated_wire_write (&met.wire, (const guint8 *) "x", 1), ==, -1);
  first = connect_to (&met);
  await (&met.opened, 1);
  second = connect_to (&met);

  g_assert_cmpint (leat_simulated_wire_write (&met.wire, (const guint8 *) "abc", 3), ==, 3);
  leat_simulated_wire_shut (&met.wire);
  g_assert_cmpint (leat_simulated_wire_write (&met.wire, (const guint8 *) "x", 1), ==, -1);
  g_assert_cmpint (g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (first)), got, 8,
                                        NULL, NULL),
                   ==, 3);
  g_assert_cmpint (g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (first)), got, 8,
                                        NULL, NULL),
                   ==, 0);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (first)), "bye", 3, NULL,
                             NULL, NULL);
  g_assert_false (leat_simulated_wire_is_drained (&met.wire));
  g_io_stream_close (G_IO_STREAM (first), NULL, NULL);
  await (&met.closed, 1);
  g_assert_cmpstr (met.heard->str, ==, "bye");
  g_assert_true (leat_simulated_wire_is_drained (&met.wire));

  g_assert_cmpuint (met.opened, ==, 1);
  leat_simulated_wire_await (&met.wire);
  await (&met.opened, 2);
  met_clear (&met);
}

/* commands are heard, room is told of, and the name stays over a hangup */
static void
test_port (void)
{
  g_autofree char *folder = g_dir_make_tmp ("leat-simulate-wire-XXXXXX", NULL);
  g_autofree char *link = g_build_filename (folder, "port", NULL);
  Met met;
  int reader;

  met_init (&met, link, -1);
  g_assert_cmpstr (met.wire.name, ==, link);
  reader = open (link, O_RDWR | O_NOCTTY | O_CLOEXEC);
  await (&met.opened, 1);
  g_assert_cmpint (write (reader, "T1\r", 3), ==, 3);
  while (met.heard->len < 3)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (met.heard->str, ==, "T1\r");
  leat_simulated_wire_await_room (&met.wire);
  await (&met.room, 1);
  close (reader);

  leat_simulated_wire_unplug (&met.wire);
  g_assert_false (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  g_assert_true (leat_simulated_wire_plug (&met.wire, NULL));
  leat_simulated_wire_await (&met.wire);
  reader = open (link, O_RDWR | O_NOCTTY | O_CLOEXEC);
  await (&met.opened, 2);
  close (reader);
  met_clear (&met);
  g_rmdir (folder);
}

static void
test_taken (void)
{
  Met met;
  g_autoptr (GError) error = NULL;
  LeatSimulatedWire other;
  int port;

  met_init (&met, NULL, 0);
  port = atoi (strrchr (met.wire.name, ':') + 1);
  g_assert_false (leat_simulated_wire_open (&other, NULL, port, &met.wire.funcs, &met, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE);
  g_assert_true (g_str_has_prefix (error->message, "--listen "));
  leat_simulated_wire_clear (&other);
  met_clear (&met);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/simulate/wire/tcp", test_tcp);
  g_test_add_func ("/simulate/wire/port", test_port);
  g_test_add_func ("/simulate/wire/taken", test_taken);
  return g_test_run ();
}
