/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* websocket-output.c - what is said to a service over a WebSocket */
#include "websocket-output.h"
#include <string.h>
#include <sys/random.h>

/* who asks whether we are there, and reads no answer, gets none beyond this */
#define ANSWERS_MAX (64 * 1024)

static void
append_length (GByteArray *bytes, gsize length)
{
  const guint n_more = length < 126 ? 0 : length <= G_MAXUINT16 ? 2 : 8;
  const guint8 first = 0x80 | (n_more == 0 ? (guint8) length : n_more == 2 ? 126 : 127);

  g_byte_array_append (bytes, &first, 1);
  for (guint i = n_more; i > 0; i--)
    {
      const guint8 byte = (guint8) ((guint64) length >> (8 * (i - 1)));

      g_byte_array_append (bytes, &byte, 1);
    }
}

/* masked, as all that a client sends: RFC 6455, section 5.3 */
void
websocket_frame_append (GByteArray *bytes, WebsocketSaying saying, guint32 mask, const guint8 *data,
                        gsize length)
{
  const guint8 first = 0x80 | (guint8) saying;
  guint8 key[sizeof mask];
  guint begin;

  memcpy (key, &mask, sizeof mask);
  g_byte_array_append (bytes, &first, 1);
  append_length (bytes, length);
  g_byte_array_append (bytes, key, sizeof key);
  begin = bytes->len;
  g_byte_array_append (bytes, data, (guint) length);
  for (gsize i = 0; i < length; i++)
    bytes->data[begin + i] ^= key[i % sizeof key];
}

static void
forget_source (WebsocketOutput *self)
{
  if (self->source != NULL)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
}

/* that the other end is gone is found by who reads: what is for it goes nowhere */
static gboolean
write_some (WebsocketOutput *self)
{
  g_autoptr (GError) error = NULL;
  const gssize written = g_pollable_output_stream_write_nonblocking (self->stream,
                                                                     self->waiting->data,
                                                                     self->waiting->len, NULL,
                                                                     &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    return FALSE;
  g_byte_array_remove_range (self->waiting, 0, written > 0 ? (guint) written : self->waiting->len);
  return TRUE;
}

static gboolean
on_writable (GObject *stream, gpointer user_data)
{
  WebsocketOutput *self = user_data;

  while (self->waiting->len > 0)
    if (!write_some (self))
      return G_SOURCE_CONTINUE;
  forget_source (self);
  return G_SOURCE_REMOVE;
}

static void
flush (WebsocketOutput *self)
{
  while (self->source == NULL && self->waiting->len > 0)
    if (!write_some (self))
      {
        self->source = g_pollable_output_stream_create_source (self->stream, NULL);
        g_source_set_callback (self->source, (GSourceFunc) (void (*) (void)) on_writable, self,
                               NULL);
        g_source_attach (self->source, g_main_context_get_thread_default ());
      }
}

void
websocket_output_begin (WebsocketOutput *self, GOutputStream *stream)
{
  self->stream = G_POLLABLE_OUTPUT_STREAM (stream);
  self->waiting = g_byte_array_new ();
}

void
websocket_output_end (WebsocketOutput *self)
{
  forget_source (self);
  g_clear_pointer (&self->waiting, g_byte_array_unref);
  self->stream = NULL;
}

gboolean
websocket_output_is_busy (const WebsocketOutput *self)
{
  return self->waiting->len > 0;
}

void
websocket_output_say (WebsocketOutput *self, WebsocketSaying saying, const guint8 *data,
                      gsize length)
{
  guint32 mask;

  if (saying >= WEBSOCKET_SAYS_PING && self->waiting->len > ANSWERS_MAX)
    return;
  if (getrandom (&mask, sizeof mask, 0) != sizeof mask)
    mask = g_random_int ();
  websocket_frame_append (self->waiting, saying, mask, data, length);
  flush (self);
}
