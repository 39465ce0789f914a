/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-push.c - tests of what a simulated machine pushes: every byte of it */
#include "simulate-picture.h"
#include "simulated.h"

#define NAME "camera1_000007.bmp"

typedef struct {
  const char *path;
  const char *settings;
  const char *header; /* size and type */
} Case;

static const Case cases[] = {
  { "/push/preset", "", "\0\0\0\x46\0\0\0\1" },
  { "/push/little", " push-order=little", "\x46\0\0\0\1\0\0\0" },
  { "/push/name", " push-counts=name", "\0\0\0\xc6\0\0\0\1" },
  { "/push/type", " push-counts=type", "\0\0\0\xca\0\0\0\1" },
  { "/push/all", " push-counts=all", "\0\0\0\xce\0\0\0\1" },
  { "/push/little-all", " push-order=little push-counts=all", "\xce\0\0\0\1\0\0\0" },
};

/* where pictures are pushed to: they wait in the socket until they are looked at */
typedef struct {
  GSocketListener *listener;
  Simulated *machine;
} Place;

static void
place_init (Place *self, const char *settings)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *all = NULL;
  guint16 port;

  self->listener = g_socket_listener_new ();
  port = g_socket_listener_add_any_inet_port (self->listener, NULL, &error);
  g_assert_no_error (error);
  all = g_strdup_printf ("first=7 push=127.0.0.1:%u%s", port, settings);
  self->machine = simulated_new ("dataman", all, "", 1);
}

static void
place_clear (Place *self)
{
  g_clear_pointer (&self->machine, simulated_free);
  g_object_unref (self->listener);
}

static GSocketConnection *
place_accept (Place *self)
{
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection = g_socket_listener_accept (self->listener, NULL, NULL, &error);

  g_assert_no_error (error);
  return connection;
}

/* (transfer full): the next of them, or all before the end */
static GByteArray *
read_bytes (GSocketConnection *connection, gsize length)
{
  GByteArray *bytes = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  gsize n;

  g_byte_array_set_size (bytes, (guint) length);
  g_input_stream_read_all (g_io_stream_get_input_stream (G_IO_STREAM (connection)), bytes->data,
                           length, &n, NULL, &error);
  g_assert_no_error (error);
  g_byte_array_set_size (bytes, (guint) n);
  return bytes;
}

static void
assert_pushed (const GByteArray *pushed, const char *header, const char *name, guint number,
               guint size)
{
  const LeatSimulatedResult result = { .number = number, .camera = 1 };
  g_autoptr (GByteArray) picture = leat_simulated_picture_make (&result, size);
  char field[128] = { 0 };

  g_assert_cmpuint (pushed->len, ==, 136 + picture->len);
  g_assert_cmpmem (pushed->data, 8, header, 8);
  memcpy (field, name, strlen (name));
  g_assert_cmpmem (pushed->data + 8, 128, field, 128);
  /* the judgement is in it, and chance decides that */
  g_assert_cmpmem (pushed->data + 136, 62, picture->data, 62);
  g_assert_cmpmem (pushed->data + 136 + 64, picture->len - 64, picture->data + 64,
                   picture->len - 64);
}

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GByteArray) pushed = NULL;
  Place place;

  place_init (&place, test->settings);
  leat_simulated_machine_measure (place.machine->machine, 1, 0);
  connection = place_accept (&place);
  pushed = read_bytes (connection, 136 + 70);
  assert_pushed (pushed, test->header, NAME, 7, 0);
  place_clear (&place);
}

/* one of two is cut, and pushed again */
static void
test_cut (void)
{
  g_autoptr (GSocketConnection) first = NULL, second = NULL;
  g_autoptr (GByteArray) whole = NULL, half = NULL, again = NULL;
  Place place;

  place_init (&place, " push-cut=2 push-size=1000");
  leat_simulated_machine_measure (place.machine->machine, 2, 0);
  leat_simulated_machine_measure (place.machine->machine, 1, 0);
  first = place_accept (&place);
  second = place_accept (&place);
  whole = read_bytes (first, 1136);
  half = read_bytes (first, 1136);
  again = read_bytes (second, 1136);
  assert_pushed (whole, "\0\0\3\xe8\0\0\0\1", NAME, 7, 1000);
  assert_pushed (again, "\0\0\3\xe8\0\0\0\1", "camera1_000008.bmp", 8, 1000);
  g_assert_cmpuint (half->len, ==, 568);
  g_assert_cmpmem (half->data, half->len, again->data, half->len);
  place_clear (&place);
}

/* results come all the same */
static void
test_nowhere (void)
{
  g_autoptr (Simulated) machine = simulated_new ("dataman", "push=nowhere:at-all", "", 1);
  g_autofree char *said = NULL;

  leat_simulated_machine_measure (machine->machine, 1, 0);
  said = simulated_take (machine);
  g_assert_cmpstr (said, !=, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_case);
  g_test_add_func ("/push/cut", test_cut);
  g_test_add_func ("/push/nowhere", test_nowhere);
  return g_test_run ();
}
