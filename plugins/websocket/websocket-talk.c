/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* websocket-talk.c - what is said over a connected WebSocket, in both directions, until its end */
#include "websocket-talk.h"
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* that are passed over in one read: who floods with pings does not hold the source's thread */
#define PASSED_OVER_MAX 1000

/* RFC 6455, section 7.4.1 */
#define CLOSE_NORMAL   1000
#define CLOSE_PROTOCOL 1002
#define CLOSE_TOO_BIG  1009

/* it reads, whatever the socket says */
static void
tell_host (WebsocketTalk *self)
{
  const eventfd_t one = 1;

  eventfd_write (self->ready, one);
}

/* (transfer full): the first that is told */
static void
set_end (WebsocketTalk *self, char *end)
{
  if (self->end == NULL)
    self->end = end;
  else
    g_free (end);
  tell_host (self);
}

static gboolean
has_unread (WebsocketTalk *self)
{
  return self->n_used < self->n_raw || g_pollable_input_stream_is_readable (self->stream);
}

/* while nobody reads it cannot be heard */
static gboolean
on_timer (gpointer user_data)
{
  WebsocketTalk *self = user_data;
  const gint64 now = g_get_monotonic_time ();

  if (has_unread (self))
    self->heard = now;
  if (now - self->heard >= 2 * self->setup.ping_interval)
    set_end (self, g_strdup_printf (
                       "does not answer any more: nothing was heard of it for %" G_GINT64_FORMAT
                       " ms (ping-interval=)",
                       2 * self->setup.ping_interval / 1000));
  else if (now - self->asked >= self->setup.ping_interval)
    {
      self->asked = now;
      websocket_output_say (&self->output, WEBSOCKET_SAYS_PING, NULL, 0);
    }
  return G_SOURCE_CONTINUE;
}

static void
start_pings (WebsocketTalk *self)
{
  self->heard = self->asked = g_get_monotonic_time ();
  if (self->setup.ping_interval == 0)
    return;
  self->timer = g_timeout_source_new ((guint) MAX (1, self->setup.ping_interval / 2000));
  g_source_set_callback (self->timer, on_timer, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
}

static void
say_goodbye (WebsocketTalk *self, guint16 code)
{
  const guint8 bytes[] = { (guint8) (code >> 8), (guint8) code };

  websocket_output_say (&self->output, WEBSOCKET_SAYS_CLOSE, bytes, sizeof bytes);
}

/* always -1 */
static gssize
say_nothing (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "nothing there");
  return -1;
}

/* FALSE: nothing has come, or it is at its end */
static gboolean
fill (WebsocketTalk *self)
{
  g_autoptr (GError) cause = NULL;
  const gssize length = g_pollable_input_stream_read_nonblocking (self->stream, self->raw,
                                                                  sizeof self->raw, NULL, &cause);
  eventfd_t count;

  self->n_used = 0;
  self->n_raw = (gsize) MAX (0, length);
  if (length > 0)
    self->heard = g_get_monotonic_time ();
  else if (length == 0)
    set_end (self, g_strdup ("cut off"));
  else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    eventfd_read (self->ready, &count);
  else
    set_end (self, g_strdup_printf ("cut off: %s", cause->message));
  return length > 0;
}

/* Source: RFC 6455, section 5.5.1 */
static void
take_goodbye (WebsocketTalk *self, const WebsocketPart *part)
{
  g_autofree char *reason = part->length > 2 ? g_utf8_make_valid ((const char *) part->data + 2,
                                                                  (gssize) part->length - 2)
                                             : NULL;

  websocket_output_say (&self->output, WEBSOCKET_SAYS_CLOSE, part->data, part->length);
  set_end (self, part->length < 2 ? g_strdup ("closed by the other end")
                                  : g_strdup_printf ("closed by the other end (%u: %s)",
                                                     part->data[0] << 8 | part->data[1],
                                                     reason != NULL ? reason : ""));
}

/* what is no part of a message */
static void
take_other (WebsocketTalk *self, const WebsocketPart *part)
{
  switch (part->kind)
    {
    case WEBSOCKET_EMPTY:
      leat_link_note (self->setup.link, "refused", "%s: a message is passed over: it is empty",
                      self->setup.device);
      break;
    case WEBSOCKET_PING:
      websocket_output_say (&self->output, WEBSOCKET_SAYS_PONG, part->data, part->length);
      break;
    case WEBSOCKET_CLOSE:
      take_goodbye (self, part);
      break;
    case WEBSOCKET_TOO_LONG:
      leat_link_count (self->setup.link, "overrun", 1);
      say_goodbye (self, CLOSE_TOO_BIG);
      set_end (self, g_strdup_printf ("a message is longer than %" G_GINT64_FORMAT
                                      " bytes (max-message=): as many are rejected, the rest is "
                                      "not read",
                                      self->setup.max_message));
      break;
    case WEBSOCKET_BAD:
      say_goodbye (self, CLOSE_PROTOCOL);
      set_end (self, g_strdup_printf ("speaks no sound WebSocket: %s", part->reason));
      break;
    default:
      break;
    }
}

/* one that is longer than a read comes in several, and the last of them ends its frame; that may
 * have no byte */
static gssize
give (const WebsocketPart *part, guint8 *data, LeatArrival *arrival, GError **error)
{
  if (part->length > 0)
    memcpy (data, part->data, part->length);
  arrival->moment = leat_clock_now ();
  arrival->byte_time = 0;
  arrival->end = part->ends ? LEAT_END_MESSAGE : LEAT_END_NO;
  arrival->line_error = FALSE;
  return part->length > 0 ? (gssize) part->length : say_nothing (error);
}

gssize
websocket_talk_read (WebsocketTalk *self, guint8 *data, gsize size, LeatArrival *arrival,
                     GError **error)
{
  for (guint i = 0; i < PASSED_OVER_MAX && self->end == NULL; i++)
    {
      WebsocketPart part;

      if (self->n_used == self->n_raw && !fill (self))
        break;
      self->n_used += websocket_input_take (&self->input, self->raw + self->n_used,
                                            MIN (size, self->n_raw - self->n_used), &part);
      if (part.kind == WEBSOCKET_PAYLOAD)
        return give (&part, data, arrival, error);
      take_other (self, &part);
    }
  if (self->end != NULL)
    {
      leat_error_fail (error, LEAT_ERROR_DISCONNECTED, "%s: %s", self->setup.device, self->end);
      return -1;
    }
  if (self->n_used < self->n_raw)
    tell_host (self);
  return say_nothing (error);
}

/* what came with the end of the handshake is with libsoup already, where no descriptor tells of it
 */
void
websocket_talk_begin (WebsocketTalk *self, const WebsocketTalkSetup *setup, GIOStream *connection)
{
  self->setup = *setup;
  self->connection = connection;
  self->stream = G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (connection));
  websocket_output_begin (&self->output, g_io_stream_get_output_stream (connection));
  self->input = (WebsocketInput) { .max_message = (guint64) setup->max_message };
  self->n_raw = self->n_used = 0;
  self->ready = eventfd (0, EFD_NONBLOCK | EFD_CLOEXEC);
  tell_host (self);
  start_pings (self);
}

/* that of TLS has a goodbye of its own, which waits for nobody who does not read */
static void
close_connection (WebsocketTalk *self)
{
  g_autoptr (GCancellable) never = websocket_output_is_busy (&self->output) ? g_cancellable_new ()
                                                                            : NULL;

  g_cancellable_cancel (never);
  g_io_stream_close (self->connection, never, NULL);
}

void
websocket_talk_end (WebsocketTalk *self)
{
  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
  if (self->end == NULL)
    say_goodbye (self, CLOSE_NORMAL);
  close_connection (self);
  websocket_output_end (&self->output);
  g_clear_pointer (&self->end, g_free);
  close (self->ready);
}

int
websocket_talk_get_fd (const WebsocketTalk *self)
{
  return self->ready;
}
