/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* websocket-connect.c - connects to a service that speaks WebSocket, within a time */
#include "websocket-connect.h"
#include <string.h>
#include "../tls/tls-attempt.h"

/**
 * websocket_parse_device:
 * @device: ws://HOST[:PORT][/PATH] or wss:// likewise
 * @error: return location for LEAT_ERROR_CONFIG, without the device
 *
 * Source: RFC 6455, section 3: no fragment is allowed.
 */
GUri *
websocket_parse_device (const char *device, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (device, SOUP_HTTP_URI_FLAGS, NULL);

  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0' ||
      g_uri_get_fragment (uri) != NULL)
    {
      g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                           "is no address of a WebSocket; ws://HOST:PORT/PATH is right, or "
                           "wss://HOST/PATH in TLS");
      return NULL;
    }
  return g_steal_pointer (&uri);
}

/* @name: (out) */
static const char *
split_header (const char *header, char **name)
{
  const char *colon = strchr (header, ':');

  if (colon == NULL || colon == header || strpbrk (header, "\r\n") != NULL)
    return NULL;
  *name = g_strndup (header, (gsize) (colon - header));
  return colon + 1 + strspn (colon + 1, " ");
}

gboolean
websocket_check_headers (const WebsocketSetup *setup, GError **error)
{
  for (guint i = 0; setup->headers != NULL && setup->headers[i] != NULL; i++)
    {
      g_autofree char *name = NULL;

      if (split_header (setup->headers[i], &name) == NULL)
        return leat_error_fail (error, LEAT_ERROR_CONFIG,
                                "headers: \"%s\" is none; X-Line: 3 is right", setup->headers[i]);
    }
  return (setup->user == NULL) == (setup->password == NULL) ||
         leat_error_fail (error, LEAT_ERROR_CONFIG,
                          "user, password: one without the other; give both, or token=");
}

static void
add_headers (const WebsocketSetup *setup, SoupMessageHeaders *headers)
{
  for (guint i = 0; setup->headers != NULL && setup->headers[i] != NULL; i++)
    {
      g_autofree char *name = NULL;
      const char *value = split_header (setup->headers[i], &name);

      soup_message_headers_append (headers, name, value);
    }
  if (setup->user != NULL)
    {
      g_autofree char *both = g_strconcat (setup->user, ":", setup->password, NULL);
      g_autofree char *coded = g_base64_encode ((const guchar *) both, strlen (both));
      g_autofree char *value = g_strconcat ("Basic ", coded, NULL);

      soup_message_headers_replace (headers, "Authorization", value);
    }
  if (setup->token != NULL)
    {
      g_autofree char *value = g_strconcat ("Bearer ", setup->token, NULL);

      soup_message_headers_replace (headers, "Authorization", value);
    }
}

/* asked only if something is wrong with it */
static gboolean
on_accept_certificate (SoupMessage *message, GTlsCertificate *certificate,
                       GTlsCertificateFlags errors, gpointer user_data)
{
  TlsAttempt *self = user_data;

  return tls_trust_judge (self->trust, certificate, errors, &self->verdict);
}

/* nothing is wrong with it, and still it may be another one */
static void
on_certificate (SoupMessage *message, GParamSpec *spec, gpointer user_data)
{
  TlsAttempt *self = user_data;
  GTlsCertificate *certificate = soup_message_get_tls_peer_certificate (message);

  if (certificate != NULL && tls_trust_has_pins (self->trust) &&
      !tls_trust_judge (self->trust, certificate, 0, &self->verdict))
    g_cancellable_cancel (self->cancellable);
}

static void
watch_certificate (TlsAttempt *self, SoupSession *session, SoupMessage *message)
{
  if (tls_trust_get_database (self->trust) != NULL)
    soup_session_set_tls_database (session, tls_trust_get_database (self->trust));
  if (tls_trust_get_certificate (self->trust) != NULL)
    soup_message_set_tls_client_certificate (message, tls_trust_get_certificate (self->trust));
  g_signal_connect (message, "accept-certificate", G_CALLBACK (on_accept_certificate), self);
  g_signal_connect (message, "notify::tls-peer-certificate", G_CALLBACK (on_certificate), self);
}

/* whatever wraps it later */
static void
on_network_event (SoupMessage *message, GSocketClientEvent event, GIOStream *connection,
                  gpointer socket)
{
  if (event == G_SOCKET_CLIENT_CONNECTED)
    g_set_object ((GSocket **) socket,
                  g_socket_connection_get_socket (G_SOCKET_CONNECTION (connection)));
}

static void
on_connected (GObject *session, GAsyncResult *result, gpointer user_data)
{
  TlsAttempt *self = user_data;

  self->connection = soup_session_websocket_connect_finish (SOUP_SESSION (session), result,
                                                            &self->error);
  self->is_done = TRUE;
}

/* @context is the thread's */
static void
attempt_run (TlsAttempt *self, GMainContext *context, SoupMessage *message,
             const WebsocketSetup *setup)
{
  g_autoptr (SoupSession) session = soup_session_new_with_options ("proxy-resolver", NULL, NULL);

  if (self->trust != NULL)
    watch_certificate (self, session, message);
  soup_session_websocket_connect_async (session, message, setup->origin, setup->protocols,
                                        G_PRIORITY_DEFAULT, self->cancellable, on_connected, self);
  tls_attempt_wait (self, context, setup->connect_timeout);
  g_signal_handlers_disconnect_by_data (message, self);
}

/* it has answered, but not as is wanted */
static void
explain_status (SoupMessage *message, GError **error)
{
  const guint status = soup_message_get_status (message);
  const char *way_out = status == 401 || status == 403
                            ? "it wants to know who asks: token=, user=, or headers="
                        : status == 404 ? "is the path right?"
                                        : "does it speak WebSocket at that path?";

  leat_error_fail (error, LEAT_ERROR_DISCONNECTED, "it answers %u %s; %s", status,
                   soup_message_get_reason_phrase (message), way_out);
}

static void
attempt_explain (const TlsAttempt *self, SoupMessage *message, gint64 timeout, GError **error)
{
  const guint status = soup_message_get_status (message);

  if (tls_attempt_explain (self, error))
    return;
  if (self->is_late)
    leat_error_fail (error, LEAT_ERROR_DISCONNECTED,
                     "no answer within %" G_GINT64_FORMAT
                     " ms (connect-timeout=); is it switched on, and does it speak WebSocket?",
                     timeout / 1000);
  else if (status != SOUP_STATUS_NONE && status != SOUP_STATUS_SWITCHING_PROTOCOLS)
    explain_status (message, error);
  else
    leat_error_fail (error, LEAT_ERROR_DISCONNECTED, "%s", self->error->message);
}

SoupWebsocketConnection *
websocket_connect (GMainContext *context, GUri *uri, const WebsocketSetup *setup,
                   const TlsTrust *trust, GSocket **socket, GCancellable *cancellable,
                   GError **error)
{
  g_autoptr (SoupMessage) message = soup_message_new_from_uri ("GET", uri);
  TlsAttempt self;

  g_signal_connect (message, "network-event", G_CALLBACK (on_network_event), socket);
  soup_message_disable_feature (message, SOUP_TYPE_WEBSOCKET_EXTENSION_MANAGER);
  add_headers (setup, soup_message_get_request_headers (message));
  g_main_context_push_thread_default (context);
  if (tls_attempt_begin (&self, trust, cancellable))
    attempt_run (&self, context, message, setup);
  g_main_context_pop_thread_default (context);
  if (self.connection == NULL)
    attempt_explain (&self, message, setup->connect_timeout, error);
  tls_attempt_end (&self);
  g_signal_handlers_disconnect_by_data (message, socket);
  return self.connection;
}
