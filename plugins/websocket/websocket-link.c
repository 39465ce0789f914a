/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* websocket-link.c - a WebSocket to a service as a link */
/*
 * Its descriptor tells that a message waits. What waits is bounded: at the bound nothing is read
 * from the connection until the host has taken it, so that the service is held back by TCP.
 */
#include "websocket-link.h"
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include "websocket-connect.h"
#include "websocket-loop.h"

/* that wait for the host, before nothing more is read */
#define WAITING_BYTES (1024 * 1024)
#define WAITING_MESSAGES 1000

typedef struct {
  LeatLink link;
  WebsocketSetup setup;
  TlsSetup tls;
  gint64 ping_interval;
  gint64 max_message;
  int send_as;

  TlsTrust *trust; /* NULL: ws:// */
  char *device;
  int ready;       /* an eventfd; -1: not open */
  GMainContext *context;
  WebsocketLoop *loop;
  SoupWebsocketConnection *connection;
  GSource *timer;  /* looks whether it is silent; NULL: it may be */
  gint64 heard;    /* monotonic µs of the last sign of it */
  GQueue waiting;  /* of GBytes */
  gsize n_waiting; /* their bytes */
  gsize n_taken;   /* of the first of them, by the host */
  char *end;       /* why it has come to its end; NULL: it has not */
} WebsocketLink;

static const char *const send_kinds[] = { "text", "binary", NULL };
static const SoupWebsocketDataType send_types[] = { SOUP_WEBSOCKET_DATA_TEXT,
                                                    SOUP_WEBSOCKET_DATA_BINARY };

#define WEBSOCKET_LINK_OPTIONS \
  LEAT_OPTION_DURATION (WebsocketLink, setup.connect_timeout, .key = "connect-timeout", \
                        .preset = "10s", .minimum = 1e4, .maximum = 6e7, \
                        .summary = "How long a connection may take to come about, with its " \
                                   "handshakes."), \
  LEAT_OPTION_LIST (WebsocketLink, setup.protocols, .key = "protocols", \
                    .summary = "Sub-protocols that are offered to the service."), \
  LEAT_OPTION_LIST (WebsocketLink, setup.headers, .key = "headers", \
                    .summary = "More headers of the handshake, such as X-Line: 3."), \
  LEAT_OPTION_STRING (WebsocketLink, setup.origin, .key = "origin", \
                      .summary = "The header Origin, for a service that judges by it."), \
  LEAT_OPTION_STRING (WebsocketLink, setup.user, .key = "user", \
                      .summary = "Who asks, with password=."), \
  LEAT_OPTION_STRING (WebsocketLink, setup.password, .key = "password", \
                      .flags = LEAT_OPTION_SECRET, .summary = "The password of user=."), \
  LEAT_OPTION_STRING (WebsocketLink, setup.token, .key = "token", .flags = LEAT_OPTION_SECRET, \
                      .summary = "A bearer token, in place of user=."), \
  LEAT_OPTION_DURATION (WebsocketLink, ping_interval, .key = "ping-interval", .preset = "30s", \
                        .minimum = 0, .maximum = 3.6e9, \
                        .summary = "How often the other end is asked whether it is there, in " \
                                   "whole seconds; one of which nothing is heard for twice as " \
                                   "long is given up. none: it is never asked."), \
  LEAT_OPTION_SIZE (WebsocketLink, max_message, .key = "max-message", .preset = "1M", \
                    .minimum = 1, .maximum = 1 << 26, \
                    .summary = "Bytes that a message may have. One that is longer ends the " \
                               "connection, and another is made."), \
  LEAT_OPTION_CHOICE (WebsocketLink, send_as, .key = "send-as", .preset = "text", \
                      .choices = send_kinds, \
                      .summary = "What is sent goes as messages of text, in UTF-8, or binary.")

static const LeatOption ws_link_options[] = {
  WEBSOCKET_LINK_OPTIONS,
  LEAT_OPTION_END,
};

static const LeatOption wss_link_options[] = {
  WEBSOCKET_LINK_OPTIONS,
  TLS_SETUP_OPTIONS (WebsocketLink, tls, "of the service"),
  LEAT_OPTION_END,
};

static gboolean
ws_link_init (LeatLink *link, GError **error)
{
  WebsocketLink *self = (WebsocketLink *) link;

  self->ready = -1;
  if (self->ping_interval > 0 && self->ping_interval < G_USEC_PER_SEC)
    return leat_error_fail (error, LEAT_ERROR_CONFIG,
                            "ping-interval: less than a second is too often; 1s or more is right, "
                            "or none");
  return websocket_check_headers (&self->setup, error);
}

static gboolean
wss_link_init (LeatLink *link, GError **error)
{
  WebsocketLink *self = (WebsocketLink *) link;

  if (!ws_link_init (link, error))
    return FALSE;
  self->trust = tls_trust_new (&self->tls, error);
  return self->trust != NULL;
}

static void
websocket_link_clear (LeatLink *link)
{
  WebsocketLink *self = (WebsocketLink *) link;

  g_clear_pointer (&self->trust, tls_trust_free);
  g_clear_pointer (&self->device, g_free);
}

static gboolean
websocket_link_judge_device (LeatLink *link, const char *device, GError **error)
{
  g_autoptr (GUri) uri = websocket_parse_device (device, error);

  return uri != NULL;
}

static void
tell_host (WebsocketLink *self)
{
  const eventfd_t one = 1;

  eventfd_write (self->ready, one);
}

static gboolean
is_full (const WebsocketLink *self)
{
  return self->n_waiting >= WAITING_BYTES || self->waiting.length >= WAITING_MESSAGES;
}

static void
on_message (SoupWebsocketConnection *connection, SoupWebsocketDataType type, GBytes *message,
            gpointer user_data)
{
  WebsocketLink *self = user_data;

  self->heard = g_get_monotonic_time ();
  if (g_bytes_get_size (message) == 0)
    {
      leat_link_note (&self->link, "refused", "%s: a message is passed over: it is empty",
                      self->device);
      return;
    }
  g_queue_push_tail (&self->waiting, g_bytes_ref (message));
  self->n_waiting += g_bytes_get_size (message);
  websocket_loop_set_held (self->loop, is_full (self));
  tell_host (self);
}

static void
on_pong (SoupWebsocketConnection *connection, GBytes *message, gpointer user_data)
{
  ((WebsocketLink *) user_data)->heard = g_get_monotonic_time ();
}

/* (transfer full): the first that is told */
static void
set_end (WebsocketLink *self, char *end)
{
  if (self->end == NULL)
    self->end = end;
  else
    g_free (end);
  tell_host (self);
}

static void
on_error (SoupWebsocketConnection *connection, GError *error, gpointer user_data)
{
  WebsocketLink *self = user_data;

  if (g_error_matches (error, SOUP_WEBSOCKET_ERROR, SOUP_WEBSOCKET_CLOSE_TOO_BIG))
    {
      leat_link_count (&self->link, "overrun", 1);
      set_end (self, g_strdup_printf ("a message is longer than %" G_GINT64_FORMAT
                                      " bytes (max-message=): it is lost",
                                      self->max_message));
    }
  else
    set_end (self, g_strdup (error->message));
}

static void
on_closed (SoupWebsocketConnection *connection, gpointer user_data)
{
  const guint code = soup_websocket_connection_get_close_code (connection);
  const char *reason = soup_websocket_connection_get_close_data (connection);

  set_end (user_data, code == 0 ? g_strdup ("cut off")
                                : g_strdup_printf ("closed by the other end (%u: %s)", code,
                                                   reason != NULL ? reason : ""));
}

/* while nobody reads it cannot be heard */
static gboolean
on_timer (gpointer user_data)
{
  WebsocketLink *self = user_data;
  const gint64 now = g_get_monotonic_time ();

  if (is_full (self))
    self->heard = now;
  if (now - self->heard >= 2 * self->ping_interval)
    set_end (self, g_strdup_printf (
                       "does not answer any more: nothing was heard of it for %" G_GINT64_FORMAT
                       " ms (ping-interval=)",
                       2 * self->ping_interval / 1000));
  return G_SOURCE_CONTINUE;
}

static void
start_pings (WebsocketLink *self)
{
  if (self->ping_interval == 0)
    return;
  soup_websocket_connection_set_keepalive_interval (self->connection,
                                                    (guint) MAX (1, self->ping_interval /
                                                                        G_USEC_PER_SEC));
  self->timer = g_timeout_source_new ((guint) MAX (1, self->ping_interval / 2000));
  g_source_set_callback (self->timer, on_timer, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
}

static void
watch_connection (WebsocketLink *self)
{
  soup_websocket_connection_set_max_incoming_payload_size (self->connection,
                                                           (guint64) self->max_message);
  g_signal_connect (self->connection, "message", G_CALLBACK (on_message), self);
  g_signal_connect (self->connection, "pong", G_CALLBACK (on_pong), self);
  g_signal_connect (self->connection, "error", G_CALLBACK (on_error), self);
  g_signal_connect (self->connection, "closed", G_CALLBACK (on_closed), self);
  self->heard = g_get_monotonic_time ();
}

static gboolean
websocket_link_open (LeatLink *link, const char *device, GCancellable *cancellable, GError **error)
{
  WebsocketLink *self = (WebsocketLink *) link;
  g_autoptr (GUri) uri = websocket_parse_device (device, error);
  g_autoptr (GMainContext) context = g_main_context_new ();

  if (uri != NULL)
    self->connection = websocket_connect (context, uri, &self->setup, self->trust, cancellable,
                                          error);
  if (self->connection == NULL)
    {
      g_prefix_error (error, "%s: ", device);
      return FALSE;
    }
  g_free (self->device);
  self->device = g_strdup (device);
  self->ready = eventfd (0, EFD_NONBLOCK | EFD_CLOEXEC);
  self->context = g_steal_pointer (&context);
  g_main_context_push_thread_default (self->context);
  watch_connection (self);
  g_main_context_pop_thread_default (self->context);
  start_pings (self);
  self->loop = websocket_loop_new (self->context);
  return TRUE;
}

static gboolean
takes_bytes (WebsocketLink *self)
{
  GIOStream *stream = soup_websocket_connection_get_io_stream (self->connection);
  GOutputStream *output = g_io_stream_get_output_stream (stream);

  return g_pollable_output_stream_is_writable (G_POLLABLE_OUTPUT_STREAM (output));
}

/* that of TLS has a goodbye of its own, which waits for nobody who does not read */
static void
close_stream (WebsocketLink *self)
{
  g_autoptr (GCancellable) never = takes_bytes (self) ? NULL : g_cancellable_new ();

  g_cancellable_cancel (never);
  g_io_stream_close (soup_websocket_connection_get_io_stream (self->connection), never, NULL);
}

/* what can be sent at once: a goodbye, for one */
static void
say_goodbye (WebsocketLink *self)
{
  g_main_context_push_thread_default (self->context);
  if (soup_websocket_connection_get_state (self->connection) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_close (self->connection, SOUP_WEBSOCKET_CLOSE_NORMAL, NULL);
  for (guint i = 0; i < 10 && g_main_context_iteration (self->context, FALSE); i++)
    ;
  close_stream (self);
  g_clear_object (&self->connection);
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_main_context_pop_thread_default (self->context);
}

static void
websocket_link_close (LeatLink *link)
{
  WebsocketLink *self = (WebsocketLink *) link;

  if (self->connection == NULL)
    return;
  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
  g_signal_handlers_disconnect_by_data (self->connection, self);
  say_goodbye (self);
  g_clear_pointer (&self->loop, websocket_loop_free);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_queue_clear_full (&self->waiting, (GDestroyNotify) g_bytes_unref);
  self->n_waiting = self->n_taken = 0;
  g_clear_pointer (&self->end, g_free);
  close (self->ready);
  self->ready = -1;
}

static int
websocket_link_get_fd (LeatLink *link)
{
  return ((WebsocketLink *) link)->ready;
}

/* all messages that have come before the end are read before it */
static gssize
read_none (WebsocketLink *self, GError **error)
{
  eventfd_t count;

  if (self->end != NULL)
    {
      leat_error_fail (error, LEAT_ERROR_DISCONNECTED, "%s: %s", self->device, self->end);
      return -1;
    }
  eventfd_read (self->ready, &count);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "nothing there");
  return -1;
}

static void
message_taken (WebsocketLink *self)
{
  GBytes *message = g_queue_pop_head (&self->waiting);

  self->n_waiting -= g_bytes_get_size (message);
  self->n_taken = 0;
  g_bytes_unref (message);
  websocket_loop_set_held (self->loop, is_full (self));
}

/* one that is longer than @size comes in several reads, and the last of them ends its frame */
static gssize
websocket_link_read (LeatLink *link, guint8 *data, gsize size, LeatArrival *arrival, GError **error)
{
  WebsocketLink *self = (WebsocketLink *) link;
  GBytes *message = g_queue_peek_head (&self->waiting);
  const guint8 *bytes;
  gsize length, taken;

  if (message == NULL)
    return read_none (self, error);
  bytes = g_bytes_get_data (message, &length);
  taken = MIN (size, length - self->n_taken);
  memcpy (data, bytes + self->n_taken, taken);
  self->n_taken += taken;
  arrival->moment = leat_clock_now ();
  arrival->byte_time = 0;
  arrival->end = self->n_taken == length ? LEAT_END_MESSAGE : LEAT_END_NO;
  arrival->line_error = FALSE;
  if (self->n_taken == length)
    message_taken (self);
  return (gssize) taken;
}

/* NULL: it can be sent. libsoup's own queue has no bound: it is filled only while the connection
 * takes what is in it */
static const char *
find_obstacle (WebsocketLink *self, const guint8 *data, gsize length)
{
  if (soup_websocket_connection_get_state (self->connection) != SOUP_WEBSOCKET_STATE_OPEN)
    return "the connection is being closed";
  if (send_types[self->send_as] == SOUP_WEBSOCKET_DATA_TEXT &&
      !g_utf8_validate ((const char *) data, (gssize) length, NULL))
    return "it is no UTF-8; send-as=binary sends anything";
  if (!takes_bytes (self))
    return "the other end does not read what was sent before";
  return NULL;
}

static gssize
websocket_link_write (LeatLink *link, const guint8 *data, gsize length, GError **error)
{
  WebsocketLink *self = (WebsocketLink *) link;
  const char *obstacle = find_obstacle (self, data, length);
  g_autoptr (GBytes) message = g_bytes_new (data, length);

  if (obstacle != NULL)
    {
      leat_link_note (link, "not-sent", "%s: a message is not sent: %s", self->device, obstacle);
      return (gssize) length;
    }
  g_main_context_push_thread_default (self->context);
  soup_websocket_connection_send_message (self->connection, send_types[self->send_as], message);
  g_main_context_pop_thread_default (self->context);
  return (gssize) length;
}

#define WEBSOCKET_LINK_FUNCTIONS \
  .struct_size = sizeof (LeatLinkClass), .instance_size = sizeof (WebsocketLink), \
  .clear = websocket_link_clear, .open = websocket_link_open, .close = websocket_link_close, \
  .get_fd = websocket_link_get_fd, .read = websocket_link_read, .write = websocket_link_write, \
  .judge_device = websocket_link_judge_device

const LeatLinkClass ws_link_class = {
  WEBSOCKET_LINK_FUNCTIONS,
  .schemes = "ws",
  .summary = "A WebSocket to a service: ws://HOST:PORT/PATH; a message ends its frame.",
  .options = ws_link_options,
  .init = ws_link_init,
};

const LeatLinkClass wss_link_class = {
  WEBSOCKET_LINK_FUNCTIONS,
  .schemes = "wss",
  .summary = "A WebSocket in TLS to a service: wss://HOST/PATH; a message ends its frame.",
  .options = wss_link_options,
  .init = wss_link_init,
};
