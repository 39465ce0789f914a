/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* websocket-link.c - a WebSocket to a service as a link */
/*
 * libsoup makes the connection: TLS, HTTP, the handshake. What is said over it then is read here,
 * as libsoup keeps to itself what has come of a message that does not come to its end. Its own main
 * context is not served any more.
 */
#include "websocket-link.h"
#include <sys/epoll.h>
#include <unistd.h>
#include "websocket-connect.h"
#include "websocket-talk.h"

typedef struct {
  LeatLink link;
  WebsocketSetup setup;
  TlsSetup tls;
  gint64 ping_interval;
  gint64 max_message;
  int send_as;

  TlsTrust *trust; /* NULL: ws:// */
  char *device;
  int wakeup; /* an epoll descriptor of the socket and of the talk; -1: not open */
  GMainContext *context;
  SoupWebsocketConnection *connection;
  WebsocketTalk talk;
} WebsocketLink;

static const char *const send_kinds[] = { "text", "binary", NULL };
static const WebsocketSaying send_sayings[] = { WEBSOCKET_SAYS_TEXT, WEBSOCKET_SAYS_BINARY };

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
                    .summary = "Bytes that a message may have. As many of one that is longer are " \
                               "a reject; then the connection is ended, and another is made."), \
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

  self->wakeup = -1;
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
watch (WebsocketLink *self, int fd)
{
  struct epoll_event event = { .events = EPOLLIN };

  epoll_ctl (self->wakeup, EPOLL_CTL_ADD, fd, &event);
}

static void
begin (WebsocketLink *self, GSocket *socket)
{
  const WebsocketTalkSetup setup = {
    .link = &self->link,
    .device = self->device,
    .ping_interval = self->ping_interval,
    .max_message = self->max_message,
  };

  websocket_talk_begin (&self->talk, &setup,
                        soup_websocket_connection_get_io_stream (self->connection));
  self->wakeup = epoll_create1 (EPOLL_CLOEXEC);
  watch (self, g_socket_get_fd (socket));
  watch (self, websocket_talk_get_fd (&self->talk));
}

static gboolean
websocket_link_open (LeatLink *link, const char *device, GCancellable *cancellable, GError **error)
{
  WebsocketLink *self = (WebsocketLink *) link;
  g_autoptr (GUri) uri = websocket_parse_device (device, error);
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GSocket) socket = NULL;

  if (uri != NULL)
    self->connection = websocket_connect (context, uri, &self->setup, self->trust, &socket,
                                          cancellable, error);
  if (self->connection == NULL)
    {
      g_prefix_error (error, "%s: ", device);
      return FALSE;
    }
  g_free (self->device);
  self->device = g_strdup (device);
  self->context = g_steal_pointer (&context);
  begin (self, socket);
  return TRUE;
}

/* what libsoup has in its context is served once more: it ends there */
static void
end_connection (WebsocketLink *self)
{
  g_main_context_push_thread_default (self->context);
  g_clear_object (&self->connection);
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_main_context_pop_thread_default (self->context);
  g_clear_pointer (&self->context, g_main_context_unref);
}

static void
websocket_link_close (LeatLink *link)
{
  WebsocketLink *self = (WebsocketLink *) link;

  if (self->connection == NULL)
    return;
  websocket_talk_end (&self->talk);
  end_connection (self);
  close (self->wakeup);
  self->wakeup = -1;
}

static int
websocket_link_get_fd (LeatLink *link)
{
  return ((WebsocketLink *) link)->wakeup;
}

static gssize
websocket_link_read (LeatLink *link, guint8 *data, gsize size, LeatArrival *arrival, GError **error)
{
  return websocket_talk_read (&((WebsocketLink *) link)->talk, data, size, arrival, error);
}

/* NULL: it can be sent. What waits has no bound of its own: it is added to only when nothing does
 */
static const char *
find_obstacle (WebsocketLink *self, const guint8 *data, gsize length)
{
  if (self->talk.end != NULL)
    return "the connection is being closed";
  if (send_sayings[self->send_as] == WEBSOCKET_SAYS_TEXT &&
      !g_utf8_validate ((const char *) data, (gssize) length, NULL))
    return "it is no UTF-8; send-as=binary sends anything";
  if (websocket_output_is_busy (&self->talk.output))
    return "the other end does not read what was sent before";
  return NULL;
}

static gssize
websocket_link_write (LeatLink *link, const guint8 *data, gsize length, GError **error)
{
  WebsocketLink *self = (WebsocketLink *) link;
  const char *obstacle = find_obstacle (self, data, length);

  if (obstacle != NULL)
    leat_link_note (link, "not-sent", "%s: a message is not sent: %s", self->device, obstacle);
  else
    websocket_output_say (&self->talk.output, send_sayings[self->send_as], data, length);
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
