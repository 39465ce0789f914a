/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-session.c - sends requests over connections that are kept */
#include "rest-session.h"
#include <gio/gunixsocketaddress.h>
#include <string.h>
#include "rest-deadline.h"
#include "rest-proxy.h"

#define READ_SIZE 4096

/* how late a deadline may be, in parts of the shortest one, and at the most */
#define TICK_PARTS 8
#define TICK_MAX   (500 * 1000)

struct _RestSession {
  const RestSessionSettings *settings;
  GMainContext              *context;
  SoupSession               *soup;
  RestDeadline              *deadline;
  RestProxy                 *proxy;
  gboolean                   is_started;   /* the request under way has a connection … */
  gboolean                   is_reused;    /* … that had others before */
  guint64                    connection;   /* of the last answer */
  GSocket                   *fresh;        /* of the connection that was made last */
  GHashTable                *sockets;      /* those that are kept, by their connections */
};

static guint
to_seconds (gint64 microseconds)
{
  gint64 seconds = (microseconds + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC;

  return (guint) CLAMP (seconds, 1, G_MAXINT);
}

gboolean
rest_session_check (const RestSessionSettings *settings, GError **error)
{
  if (!rest_proxy_check (settings->proxy, error))
    return FALSE;
  if (settings->unix_socket != NULL && *settings->unix_socket != '/')
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                 "unix-socket: %s is no absolute path; give one such as /run/mes.sock",
                 settings->unix_socket);
  else if (settings->unix_socket != NULL && !g_str_equal (settings->proxy, "none"))
    g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                         "unix-socket: is not reached by a proxy; take proxy= out");
  else
    return TRUE;
  return FALSE;
}

/* Requests follow each other, so one connection would do. But where the server ends it between two
 * looks that libsoup (3.2) takes at it before a request, it is neither used nor given up: for a
 * second one there must be room, or that request would wait for ever, whatever its deadline. */
static SoupSession *
new_soup (const RestSessionSettings *settings)
{
  g_autoptr (GSocketAddress) address = settings->unix_socket != NULL
                                           ? g_unix_socket_address_new (settings->unix_socket)
                                           : NULL;

  return soup_session_new_with_options ("max-conns", 4, "max-conns-per-host", 2, "idle-timeout",
                                        to_seconds (settings->idle_timeout), "timeout", 0,
                                        "remote-connectable", address, NULL);
}

RestSession *
rest_session_new (const RestSessionSettings *settings)
{
  RestSession *self = g_new0 (RestSession, 1);
  gint64 shortest = MIN (settings->connect_timeout, settings->timeout);

  if (settings->stall_timeout > 0)
    shortest = MIN (shortest, settings->stall_timeout);
  self->settings = settings;
  self->context = g_main_context_new ();
  self->sockets = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
  self->deadline = rest_deadline_new (CLAMP (shortest / TICK_PARTS, 1000, TICK_MAX));
  g_main_context_push_thread_default (self->context);
  self->soup = new_soup (settings);
  /* an answer that grows when it is unpacked is none that we want */
  soup_session_remove_feature_by_type (self->soup, SOUP_TYPE_CONTENT_DECODER);
  self->proxy = rest_proxy_new (settings->proxy, (const char *const *) settings->no_proxy,
                                self->soup);
  if (settings->tls != NULL && rest_tls_get_database (settings->tls) != NULL)
    soup_session_set_tls_database (self->soup, rest_tls_get_database (settings->tls));
  g_main_context_pop_thread_default (self->context);
  return self;
}

void
rest_session_free (RestSession *self)
{
  if (self == NULL)
    return;
  g_main_context_push_thread_default (self->context);
  soup_session_abort (self->soup);
  rest_proxy_free (self->proxy);
  g_clear_object (&self->soup);
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_main_context_pop_thread_default (self->context);
  g_main_context_unref (self->context);
  rest_deadline_free (self->deadline);
  g_clear_object (&self->fresh);
  g_hash_table_unref (self->sockets);
  g_free (self);
}

static void
on_network_event (SoupMessage *message, GSocketClientEvent event, GIOStream *connection,
                  gpointer data)
{
  RestSession *self = data;

  if (event == G_SOCKET_CLIENT_CONNECTED && G_IS_SOCKET_CONNECTION (connection))
    g_set_object (&self->fresh, g_socket_connection_get_socket (G_SOCKET_CONNECTION (connection)));
}

static gboolean
is_closed (gpointer connection, gpointer socket, gpointer data)
{
  return g_socket_is_closed (socket);
}

/* (transfer none) */
static GSocket *
find_socket (RestSession *self, guint64 connection)
{
  if (self->fresh != NULL)
    {
      g_hash_table_foreach_remove (self->sockets, is_closed, NULL);
      g_hash_table_replace (self->sockets, g_memdup2 (&connection, sizeof connection),
                            g_steal_pointer (&self->fresh));
    }
  return g_hash_table_lookup (self->sockets, &connection);
}

/* the connection is there, and the request is about to be written */
static void
on_starting (SoupMessage *message, gpointer data)
{
  RestSession *self = data;
  guint64 connection = soup_message_get_connection_id (message);

  self->is_started = TRUE;
  self->is_reused = connection == self->connection;
  rest_deadline_move (self->deadline, self->settings->timeout);
  if (self->settings->stall_timeout > 0)
    rest_deadline_watch (self->deadline, find_socket (self, connection),
                         self->settings->stall_timeout);
}

static SoupMessage *
new_message (RestSession *self, const RestRequest *request)
{
  SoupMessage *message = soup_message_new_from_uri (request->method, request->uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  /* without the first, each POST has a connection of its own; a redirect that is followed becomes a
   * GET, and what was sent is gone */
  soup_message_set_flags (message, SOUP_MESSAGE_IDEMPOTENT | SOUP_MESSAGE_NO_REDIRECT);
  for (guint i = 0; request->headers != NULL && request->headers[i] != NULL; i += 2)
    soup_message_headers_replace (headers, request->headers[i], request->headers[i + 1]);
  rest_proxy_sign (self->proxy, request->uri, headers);
  if (request->body != NULL)
    soup_message_set_request_body_from_bytes (message, request->content_type, request->body);
  if (request->content_encoding != NULL)
    soup_message_headers_replace (headers, "Content-Encoding", request->content_encoding);
  g_signal_connect (message, "starting", G_CALLBACK (on_starting), self);
  if (self->settings->stall_timeout > 0)
    g_signal_connect (message, "network-event", G_CALLBACK (on_network_event), self);
  return message;
}

static void
keep_headers (RestAnswer *answer, SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char *type = soup_message_headers_get_content_type (headers, NULL);

  answer->status = soup_message_get_status (message);
  answer->reason = g_strdup (soup_message_get_reason_phrase (message));
  answer->type = type != NULL ? g_ascii_strdown (type, -1) : NULL;
  answer->retry_after = g_strdup (soup_message_headers_get_one (headers, "Retry-After"));
  answer->location = g_strdup (soup_message_headers_get_one (headers, "Location"));
}

/* The status is the server's word: if its body ends early or never, that changes nothing. A body
 * that is read to its end leaves a connection that can be used again. */
static void
read_body (RestSession *self, GInputStream *stream, RestAnswer *answer, GCancellable *cancellable)
{
  gsize most = (gsize) self->settings->answer_size;
  gsize total = 0;
  char buffer[READ_SIZE];
  gssize n;

  do
    {
      n = g_input_stream_read (stream, buffer, sizeof buffer, cancellable, NULL);
      if (n <= 0)
        break;
      g_string_append_len (answer->body, buffer,
                           (gssize) MIN ((gsize) n, most - answer->body->len));
      total += (gsize) n;
    }
  while (total <= most);
  answer->is_cut = n != 0;
  answer->is_broken = n < 0;
  g_input_stream_close (stream, cancellable, NULL);
}

static void
on_sent (GObject *soup, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

/* A server that asks who we are is answered by a call that needs our main context to run: while
 * soup_session_send() blocks, it does not, and the handshake would wait for ever. */
static GInputStream *
send_iterating (RestSession *self, SoupMessage *message, GCancellable *cancellable, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  soup_session_send_async (self->soup, message, G_PRIORITY_DEFAULT, cancellable, on_sent, &result);
  while (result == NULL)
    g_main_context_iteration (self->context, TRUE);
  return soup_session_send_finish (self->soup, result, error);
}

static GInputStream *
send_request (RestSession *self, SoupMessage *message, GCancellable *cancellable, GError **error)
{
  if (g_str_equal (g_uri_get_scheme (soup_message_get_uri (message)), "https"))
    return send_iterating (self, message, cancellable, error);
  return soup_session_send (self->soup, message, cancellable, error);
}

static gboolean
send_message (RestSession *self, SoupMessage *message, RestAnswer *answer,
              GCancellable *cancellable, GError **error)
{
  g_autoptr (GInputStream) stream = send_request (self, message, cancellable, error);

  if (stream == NULL)
    return FALSE;
  keep_headers (answer, message);
  read_body (self, stream, answer, cancellable);
  return TRUE;
}

/* what libsoup and GIO say of a request that has no answer, and what it means */
static gboolean
fail (RestSession *self, const RestRequest *request, const GError *failure, RestDeadlineEnd how,
      GError **error)
{
  g_autofree char *what = rest_request_describe (request);
  const char *tls = self->settings->tls != NULL ? rest_tls_explain (self->settings->tls) : NULL;

  if (tls != NULL)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_HELD, "%s: TLS: %s", what, tls);
  else if (how == REST_DEADLINE_STALLED)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED,
                 "%s: nothing moved for %.3g s; it may have arrived nevertheless", what,
                 (double) self->settings->stall_timeout / G_USEC_PER_SEC);
  else if (how == REST_DEADLINE_PASSED && self->is_started)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED,
                 "%s: no answer within %.3g s; it may have arrived nevertheless", what,
                 (double) self->settings->timeout / G_USEC_PER_SEC);
  else if (how == REST_DEADLINE_PASSED)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED, "%s: no connection within %.3g s",
                 what, (double) self->settings->connect_timeout / G_USEC_PER_SEC);
  else if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s: %s", what, failure->message);
  else if (failure->domain == G_TLS_ERROR)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_HELD, "%s: TLS: %s", what, failure->message);
  else
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED, "%s: %s", what, failure->message);
  return FALSE;
}

static gboolean
exchange_once (RestSession *self, const RestRequest *request, RestAnswer *answer,
               RestDeadlineEnd *how, GCancellable *cancellable, GError **error)
{
  g_autoptr (SoupMessage) message = new_message (self, request);
  GCancellable *ours;
  gboolean is_sent;

  rest_answer_reset (answer);
  self->is_started = self->is_reused = FALSE;
  ours = rest_deadline_begin (self->deadline, self->settings->connect_timeout, cancellable);
  if (self->settings->tls != NULL)
    rest_tls_watch (self->settings->tls, message, ours);
  is_sent = send_message (self, message, answer, ours, error);
  *how = rest_deadline_end (self->deadline);
  if (is_sent)
    self->connection = soup_message_get_connection_id (message);
  return is_sent;
}

/* A connection that was kept may have been closed at the other end a moment ago: nobody says so
 * before something is sent. That is no failure of the server's, and is tried once more. */
static gboolean
may_repeat (const RestSession *self, const RestRequest *request, const GError *failure,
            RestDeadlineEnd how)
{
  return self->is_reused && how == REST_DEADLINE_IN_TIME && !request->is_single &&
         !g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

gboolean
rest_session_exchange (RestSession *self, const RestRequest *request, RestAnswer *answer,
                       GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) failure = NULL;
  RestDeadlineEnd how;
  gboolean is_sent;

  self->is_started = self->is_reused = FALSE;
  if (!rest_proxy_follow (self->proxy, request->uri, cancellable, error))
    return FALSE;
  g_main_context_push_thread_default (self->context);
  /* connections that were closed, or kept for long enough */
  while (g_main_context_iteration (self->context, FALSE))
    ;
  is_sent = exchange_once (self, request, answer, &how, cancellable, &failure);
  if (!is_sent && may_repeat (self, request, failure, how))
    {
      g_clear_error (&failure);
      is_sent = exchange_once (self, request, answer, &how, cancellable, &failure);
    }
  g_main_context_pop_thread_default (self->context);
  return is_sent || fail (self, request, failure, how, error);
}

gboolean
rest_session_has_sent (const RestSession *self)
{
  return self->is_started;
}
