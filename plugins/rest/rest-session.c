/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-session.c - sends requests over connections that are kept */
#include "rest-session.h"
#include <libsoup/soup.h>
#include "rest-deadline.h"

#define READ_SIZE 4096

/* how late a deadline may be, in parts of the shortest one, and at the most */
#define TICK_PARTS 8
#define TICK_MAX   (500 * 1000)

struct _RestSession {
  const RestSessionSettings *settings;
  GMainContext              *context;
  SoupSession               *soup;
  RestDeadline              *deadline;
  guint64                    connection;   /* of the last request; 0: none */
};

static guint
to_seconds (gint64 microseconds)
{
  gint64 seconds = (microseconds + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC;

  return (guint) CLAMP (seconds, 1, G_MAXINT);
}

RestSession *
rest_session_new (const RestSessionSettings *settings)
{
  RestSession *self = g_new0 (RestSession, 1);
  gint64 shortest = MIN (settings->connect_timeout, settings->timeout);

  self->settings = settings;
  self->context = g_main_context_new ();
  self->deadline = rest_deadline_new (CLAMP (shortest / TICK_PARTS, 1000, TICK_MAX));
  g_main_context_push_thread_default (self->context);
  self->soup = soup_session_new_with_options ("max-conns", 1, "max-conns-per-host", 1,
                                              "idle-timeout", to_seconds (settings->idle_timeout),
                                              "timeout", 0, "proxy-resolver", NULL, NULL);
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
  g_clear_object (&self->soup);
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_main_context_pop_thread_default (self->context);
  g_main_context_unref (self->context);
  rest_deadline_free (self->deadline);
  g_free (self);
}

/* the connection is there, and the request is about to be written */
static void
on_starting (SoupMessage *message, gpointer data)
{
  RestSession *self = data;

  rest_deadline_move (self->deadline, self->settings->timeout);
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
  if (request->body != NULL)
    soup_message_set_request_body_from_bytes (message, request->content_type, request->body);
  if (request->content_encoding != NULL)
    soup_message_headers_replace (headers, "Content-Encoding", request->content_encoding);
  g_signal_connect (message, "starting", G_CALLBACK (on_starting), self);
  return message;
}

static void
keep_headers (RestAnswer *answer, SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);

  answer->status = soup_message_get_status (message);
  answer->reason = g_strdup (soup_message_get_reason_phrase (message));
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
  g_input_stream_close (stream, cancellable, NULL);
}

static gboolean
send_message (RestSession *self, SoupMessage *message, RestAnswer *answer,
              GCancellable *cancellable, GError **error)
{
  g_autoptr (GInputStream) stream = soup_session_send (self->soup, message, cancellable, error);

  if (stream == NULL)
    return FALSE;
  keep_headers (answer, message);
  read_body (self, stream, answer, cancellable);
  return TRUE;
}

/* what libsoup and GIO say of a request that has no answer, and what it means */
static gboolean
fail (RestSession *self, const RestRequest *request, const GError *failure, gboolean is_late,
      GError **error)
{
  g_autofree char *what = rest_request_describe (request);

  if (is_late)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED,
                 "%s: no answer within %.3g s; it may have arrived nevertheless", what,
                 (double) self->settings->timeout / G_USEC_PER_SEC);
  else if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s: %s", what, failure->message);
  else if (failure->domain == G_TLS_ERROR)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_HELD, "%s: TLS: %s", what, failure->message);
  else
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED, "%s: %s", what, failure->message);
  return FALSE;
}

gboolean
rest_session_exchange (RestSession *self, const RestRequest *request, RestAnswer *answer,
                       GCancellable *cancellable, GError **error)
{
  g_autoptr (SoupMessage) message = new_message (self, request);
  g_autoptr (GError) failure = NULL;
  GCancellable *ours;
  gboolean is_sent, is_late;

  rest_answer_reset (answer);
  g_main_context_push_thread_default (self->context);
  /* connections that were closed, or kept for long enough */
  while (g_main_context_iteration (self->context, FALSE))
    ;
  ours = rest_deadline_begin (self->deadline, self->settings->connect_timeout, cancellable);
  is_sent = send_message (self, message, answer, ours, &failure);
  is_late = rest_deadline_end (self->deadline);
  g_main_context_pop_thread_default (self->context);
  self->connection = soup_message_get_connection_id (message);
  return is_sent || fail (self, request, failure, is_late, error);
}
