/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* websocket-talk.c - tests what a host reads of a WebSocket when the other end says strange things,
 * and what the other end is told */
#include "websocket-talk.h"
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "leat-host.h"

typedef struct {
  LeatLinkHost host; /* first: the link's host */
  LeatLink link;
  guint64 n_counted;
  guint n_noted;
  GSocketConnection *connection;
  WebsocketTalk talk;
  int other; /* end */
} Line;

static void
line_note (LeatLink *link, const char *event, const char *text)
{
  ((Line *) link->host)->n_noted++;
}

static void
line_count (LeatLink *link, const char *counter, guint64 n)
{
  g_assert_cmpstr (counter, ==, "overrun");
  ((Line *) link->host)->n_counted += n;
}

/* messages of 10 bytes */
static void
line_init (Line *self)
{
  const WebsocketTalkSetup setup = { .link = &self->link, .device = "ws://x/", .max_message = 10 };
  g_autoptr (GSocket) socket = NULL;
  int ends[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), ==, 0);
  self->host = (LeatLinkHost) { .count = line_count, .note = line_note };
  self->link.host = self;
  self->other = ends[0];
  socket = g_socket_new_from_fd (ends[1], NULL);
  g_socket_set_blocking (socket, FALSE);
  self->connection = g_socket_connection_factory_create_connection (socket);
  websocket_talk_begin (&self->talk, &setup, G_IO_STREAM (self->connection));
}

static void
line_say (Line *self, const char *bytes, gsize length)
{
  g_assert_cmpint (write (self->other, bytes, length), ==, (gssize) length);
}

static void
line_hang_up (Line *self)
{
  shutdown (self->other, SHUT_WR);
}

static void
line_clear (Line *self)
{
  websocket_talk_end (&self->talk);
  g_clear_object (&self->connection);
  close (self->other);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Line, line_clear)

/* (transfer full): what is read until nothing is there; "|" is the end of a message */
static char *
line_read (Line *self, GError **error)
{
  GString *all = g_string_new (NULL);
  g_autoptr (GError) cause = NULL;
  gboolean goes_on = TRUE;

  while (goes_on)
    {
      LeatArrival arrival = { .struct_size = sizeof arrival };
      guint8 data[64];
      gssize length;

      g_clear_error (&cause);
      length = websocket_talk_read (&self->talk, data, sizeof data, &arrival, &cause);
      g_string_append_len (all, (char *) data, MAX (0, length));
      if (arrival.end == LEAT_END_MESSAGE)
        g_string_append_c (all, '|');
      goes_on = length > 0 || arrival.end != LEAT_END_NO;
    }
  if (!g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    g_propagate_error (error, g_steal_pointer (&cause));
  return g_string_free (all, FALSE);
}

/* the code of the goodbye that the other end was told; 0: none */
static guint
line_get_goodbye (Line *self)
{
  guint8 frame[64];
  const gssize length = recv (self->other, frame, sizeof frame, MSG_DONTWAIT);

  if (length < 8 || frame[0] != 0x88)
    return 0;
  return (guint) ((frame[6] ^ frame[2]) << 8 | (frame[7] ^ frame[3]));
}

typedef struct {
  const char *name;
  const char *bytes;
  gsize length;
  const char *read;
  const char *end; /* NULL: it goes on */
  guint goodbye;
  guint n_counted;
} Case;

#define CASE(name, bytes, ...) { name, bytes, sizeof bytes - 1, __VA_ARGS__ }

static const Case cases[] = {
  CASE ("message", "\x81\x05" "1.730", "1.730|", NULL, 0, 0),
  CASE ("ends-without-a-byte", "\x01\x05" "1.730" "\x80\x00", "1.730|", NULL, 0, 0),
  CASE ("too-long", "\x81\x01" "a" "\x81\x7e\x01\x00" "0123456789abc", "a|0123456789",
        "ws://x/: a message is longer than 10 bytes (max-message=): as many are rejected, the "
        "rest is not read", 1009, 1),
  CASE ("no-websocket", "HTTP/1.1 400", "",
        "ws://x/: speaks no sound WebSocket: a frame has reserved bits", 1002, 0),
  CASE ("goodbye", "\x81\x01" "a" "\x88\x05\x03\xe9" "now", "a|",
        "ws://x/: closed by the other end (1001: now)", 1001, 0),
  CASE ("goodbye-without-a-word", "\x88\x00", "", "ws://x/: closed by the other end", 0, 0),
};

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_auto (Line) line = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *read = NULL;

  line_init (&line);
  line_say (&line, test->bytes, test->length);
  read = line_read (&line, &error);
  g_assert_cmpstr (read, ==, test->read);
  g_assert_cmpstr (error != NULL ? error->message : NULL, ==, test->end);
  g_assert_cmpuint (line_get_goodbye (&line), ==, test->goodbye);
  g_assert_cmpuint (line.n_counted, ==, test->n_counted);
}

/* what has come of a message before the line was cut is read */
static void
test_cut (void)
{
  g_auto (Line) line = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *read = NULL;

  line_init (&line);
  line_say (&line,
            "\x81\x05"
            "1.7",
            5);
  line_hang_up (&line);
  read = line_read (&line, &error);
  g_assert_cmpstr (read, ==, "1.7");
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED);
  g_assert_cmpstr (error->message, ==, "ws://x/: cut off");
}

/* its payload comes back */
static void
test_ping (void)
{
  g_auto (Line) line = { 0 };
  g_autofree char *read = NULL;
  guint8 frame[64];

  line_init (&line);
  line_say (&line, "\x89\x02pq", 4);
  read = line_read (&line, NULL);
  g_assert_cmpstr (read, ==, "");
  g_assert_cmpint (recv (line.other, frame, sizeof frame, MSG_DONTWAIT), ==, 8);
  g_assert_cmphex (frame[0], ==, 0x8a);
  g_assert_cmphex (frame[6] ^ frame[2], ==, 'p');
  g_assert_cmphex (frame[7] ^ frame[3], ==, 'q');
}

/* a flood of what is no message ends a read now and then; the descriptor tells that more is there
 */
static void
test_nothing_to_say (void)
{
  g_auto (Line) line = { 0 };
  g_autofree char *empty = g_malloc (6000);
  g_autofree char *read = NULL, *again = NULL, *rest = NULL;
  struct pollfd poller = { .events = POLLIN };

  for (guint i = 0; i < 3000; i++)
    memcpy (empty + 2 * i, "\x81\x00", 2);
  line_init (&line);
  read = line_read (&line, NULL); /* nothing: from now on the descriptor is quiet */
  poller.fd = websocket_talk_get_fd (&line.talk);
  g_assert_cmpint (poll (&poller, 1, 0), ==, 0);
  line_say (&line, empty, 6000);
  again = line_read (&line, NULL);
  g_assert_cmpuint (line.n_noted, <, 3000);
  while (line.n_noted < 3000)
    {
      g_assert_cmpint (poll (&poller, 1, 0), ==, 1);
      g_free (g_steal_pointer (&rest));
      rest = line_read (&line, NULL);
      g_assert_cmpstr (rest, ==, "");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/websocket/talk/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/websocket/talk/cut", test_cut);
  g_test_add_func ("/websocket/talk/ping", test_ping);
  g_test_add_func ("/websocket/talk/nothing-to-say", test_nothing_to_say);
  return g_test_run ();
}
