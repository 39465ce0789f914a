/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* websocket-output.c - tests what is said over a WebSocket: its frames, and that what cannot go at
 * once goes later */
#include "websocket-output.h"
#include <gio/gunixoutputstream.h>
#include <glib-unix.h>
#include <string.h>
#include <unistd.h>

/* Source: RFC 6455, section 5.7: "Hello", masked */
static void
test_hello (void)
{
  static const guint8 expected[] = { 0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d,
                                     0x7f, 0x9f, 0x4d, 0x51, 0x58 };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  websocket_frame_append (bytes, WEBSOCKET_SAYS_TEXT, GUINT32_TO_BE (0x37fa213d),
                          (const guint8 *) "Hello", 5);
  g_assert_cmpmem (bytes->data, bytes->len, expected, sizeof expected);
}

typedef struct {
  gsize length;
  guint8 header[10];
  int n_header;
} LengthCase;

static const LengthCase lengths[] = {
  { 0, { 0x82, 0x80 }, 2 },
  { 125, { 0x82, 0xfd }, 2 },
  { 126, { 0x82, 0xfe, 0x00, 0x7e }, 4 },
  { 65535, { 0x82, 0xfe, 0xff, 0xff }, 4 },
  { 65536, { 0x82, 0xff, 0, 0, 0, 0, 0, 1, 0, 0 }, 10 },
};

static void
test_lengths (void)
{
  g_autofree guint8 *data = g_malloc0 (65536);

  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();

      websocket_frame_append (bytes, WEBSOCKET_SAYS_BINARY, 0, data, lengths[i].length);
      g_assert_cmpuint (bytes->len, ==, (guint) lengths[i].n_header + 4 + lengths[i].length);
      g_assert_cmpmem (bytes->data, lengths[i].n_header, lengths[i].header, lengths[i].n_header);
    }
}

typedef struct {
  int ends[2];
  GOutputStream *stream;
  WebsocketOutput output;
} Line;

static void
line_init (Line *self)
{
  g_assert_true (g_unix_open_pipe (self->ends, FD_CLOEXEC, NULL));
  g_unix_set_fd_nonblocking (self->ends[0], TRUE, NULL);
  g_unix_set_fd_nonblocking (self->ends[1], TRUE, NULL);
  self->stream = g_unix_output_stream_new (self->ends[1], TRUE);
  websocket_output_begin (&self->output, self->stream);
}

static void
line_clear (Line *self)
{
  websocket_output_end (&self->output);
  g_clear_object (&self->stream);
  close (self->ends[0]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Line, line_clear)

static gsize
line_read (Line *self)
{
  guint8 data[65536];
  gsize total = 0;
  gssize length;

  while ((length = read (self->ends[0], data, sizeof data)) > 0)
    total += (gsize) length;
  return total;
}

/* more than the other end has room for goes when it has some */
static void
test_later (void)
{
  g_auto (Line) line = { 0 };
  g_autofree guint8 *data = g_malloc0 (300000);
  gsize total;

  line_init (&line);
  websocket_output_say (&line.output, WEBSOCKET_SAYS_BINARY, data, 300000);
  g_assert_true (websocket_output_is_busy (&line.output));
  total = line_read (&line);
  while (websocket_output_is_busy (&line.output))
    {
      g_main_context_iteration (NULL, TRUE);
      total += line_read (&line);
    }
  g_assert_cmpuint (total, ==, 300000 + 14);
  websocket_output_say (&line.output, WEBSOCKET_SAYS_BINARY, data, 10);
  g_assert_cmpuint (line_read (&line), ==, 16);
}

/* who floods with pings, and reads no answer, costs no more than so much */
static void
test_answers (void)
{
  g_auto (Line) line = { 0 };
  guint8 data[125] = { 0 };

  line_init (&line);
  for (guint i = 0; i < 100000; i++)
    websocket_output_say (&line.output, WEBSOCKET_SAYS_PONG, data, sizeof data);
  g_assert_cmpuint (line.output.waiting->len, <, 66000);
}

/* what is for somebody who is gone goes nowhere */
static void
test_gone (void)
{
  g_auto (Line) line = { 0 };

  line_init (&line);
  close (line.ends[0]);
  websocket_output_say (&line.output, WEBSOCKET_SAYS_TEXT, (const guint8 *) "x", 1);
  g_assert_false (websocket_output_is_busy (&line.output));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  signal (SIGPIPE, SIG_IGN);
  g_test_add_func ("/websocket/output/hello", test_hello);
  g_test_add_func ("/websocket/output/lengths", test_lengths);
  g_test_add_func ("/websocket/output/later", test_later);
  g_test_add_func ("/websocket/output/answers", test_answers);
  g_test_add_func ("/websocket/output/gone", test_gone);
  return g_test_run ();
}
