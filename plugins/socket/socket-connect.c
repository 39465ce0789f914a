/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* socket-connect.c - connects to who listens, within a time, perhaps in TLS */
#include "socket-connect.h"
#include "../tls/tls-attempt.h"
#include "socket-reason.h"

typedef struct {
  TlsAttempt attempt;
  gboolean is_handshaking;
} SocketAttempt;

static void
on_connected (GObject *client, GAsyncResult *result, gpointer user_data)
{
  TlsAttempt *attempt = user_data;

  attempt->connection = g_socket_client_connect_finish (G_SOCKET_CLIENT (client), result,
                                                        &attempt->error);
  attempt->is_done = TRUE;
}

/* asked only if something is wrong with it */
static gboolean
on_certificate (GTlsConnection *connection, GTlsCertificate *certificate,
                GTlsCertificateFlags errors, gpointer user_data)
{
  TlsAttempt *attempt = user_data;

  return tls_trust_judge (attempt->trust, certificate, errors, &attempt->verdict);
}

static void
on_event (GSocketClient *client, GSocketClientEvent event, GSocketConnectable *peer,
          GIOStream *stream, gpointer user_data)
{
  SocketAttempt *self = user_data;
  const TlsTrust *trust = self->attempt.trust;
  GTlsCertificate *certificate;

  if (event == G_SOCKET_CLIENT_CONNECTING)
    self->is_handshaking = FALSE;
  if (event != G_SOCKET_CLIENT_TLS_HANDSHAKING)
    return;
  self->is_handshaking = TRUE;
  certificate = tls_trust_get_certificate (trust);
  if (tls_trust_get_database (trust) != NULL)
    g_tls_connection_set_database (G_TLS_CONNECTION (stream), tls_trust_get_database (trust));
  if (certificate != NULL)
    g_tls_connection_set_certificate (G_TLS_CONNECTION (stream), certificate);
  g_signal_connect (stream, "accept-certificate", G_CALLBACK (on_certificate), &self->attempt);
}

/* nothing is wrong with its certificate, and still it may be another one */
static void
judge_pin (TlsAttempt *attempt)
{
  GTcpWrapperConnection *wrapper = G_TCP_WRAPPER_CONNECTION (attempt->connection);
  GTlsConnection *inner = G_TLS_CONNECTION (g_tcp_wrapper_connection_get_base_io_stream (wrapper));

  g_signal_handlers_disconnect_by_data (inner, attempt);
  if (tls_trust_has_pins (attempt->trust) &&
      !tls_trust_judge (attempt->trust, g_tls_connection_get_peer_certificate (inner), 0,
                        &attempt->verdict))
    g_clear_object (&attempt->connection);
}

/* The deadline is for the whole of it: the name, each address of it in turn, and the handshake. */
static void
attempt_run (SocketAttempt *self, GSocketConnectable *peer, gint64 timeout)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  TlsAttempt *attempt = &self->attempt;

  g_main_context_push_thread_default (context);
  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_set_tls (client, attempt->trust != NULL);
  if (attempt->trust != NULL)
    g_signal_connect (client, "event", G_CALLBACK (on_event), self);
  g_socket_client_connect_async (client, peer, attempt->cancellable, on_connected, attempt);
  tls_attempt_wait (attempt, context, timeout);
  if (attempt->trust != NULL && attempt->connection != NULL)
    judge_pin (attempt);
  g_main_context_pop_thread_default (context);
}

#define HUNG_UP \
  "it hung up in the TLS handshake; does it speak TLS on that port? tcp:// is right if it does not"

static const SocketReason reasons[] = {
  { g_io_error_quark, G_IO_ERROR_CONNECTION_REFUSED,
    "connection refused: nothing listens on that port; is it the one that the machine is set to, "
    "and is its output switched on?" },
  { g_io_error_quark, G_IO_ERROR_HOST_UNREACHABLE,
    "no way to that host; is it switched on, and on this network?" },
  { g_io_error_quark, G_IO_ERROR_NETWORK_UNREACHABLE,
    "no way to that network; has this machine an address in it, or a gateway to it?" },
  { g_io_error_quark, G_IO_ERROR_TIMED_OUT,
    "no answer; is it switched on, and does no firewall stand between?" },
  { g_resolver_error_quark, G_RESOLVER_ERROR_NOT_FOUND,
    "that name is not known; its address would do, or a line in /etc/hosts" },
  { g_resolver_error_quark, G_RESOLVER_ERROR_TEMPORARY_FAILURE,
    "no name server answers for that name; its address would do, or a line in /etc/hosts" },
  { g_tls_error_quark, G_TLS_ERROR_CERTIFICATE_REQUIRED, SOCKET_REASON_WHO_WE_ARE },
  { g_tls_error_quark, G_TLS_ERROR_NOT_TLS, HUNG_UP },
  { g_tls_error_quark, G_TLS_ERROR_EOF, HUNG_UP },
  { g_tls_error_quark, G_TLS_ERROR_MISC,
    "no answer that is TLS; tcp:// is right for a port that does not speak it" },
};

static void
attempt_explain (const SocketAttempt *self, gint64 timeout, GError **error)
{
  const TlsAttempt *attempt = &self->attempt;

  if (tls_attempt_explain (attempt, error))
    return;
  if (attempt->is_late && self->is_handshaking)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED,
                 "connected, but no answer to the TLS handshake within %" G_GINT64_FORMAT
                 " ms (connect-timeout=); does it speak TLS on that port?",
                 timeout / 1000);
  else if (attempt->is_late)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED,
                 "no answer within %" G_GINT64_FORMAT " ms (connect-timeout=); is it switched on, "
                 "and does no firewall stand between?",
                 timeout / 1000);
  else
    g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED,
                         socket_reason_find (reasons, G_N_ELEMENTS (reasons), attempt->error));
}

/**
 * socket_connect:
 * @address: who listens
 * @timeout: µs for all of it, the look-up of the name and the handshake too
 * @trust: (nullable): whom we trust; %NULL: it is not in TLS
 * @cancellable: (nullable): ends it
 * @error: return location for %LEAT_ERROR_DISCONNECTED, %G_IO_ERROR_CANCELLED
 *
 * Blocks until there is a connection. A name's addresses are tried side by side, so that one that
 * does not answer holds back none that does (RFC 8305).
 *
 * Returns: (transfer full): the connection
 */
GSocketConnection *
socket_connect (const SocketAddress *address, gint64 timeout, const TlsTrust *trust,
                GCancellable *cancellable, GError **error)
{
  g_autoptr (GSocketConnectable) peer = g_network_address_new (address->host, address->port);
  SocketAttempt self = { .is_handshaking = FALSE };

  if (tls_attempt_begin (&self.attempt, trust, cancellable))
    attempt_run (&self, peer, timeout);
  if (self.attempt.connection == NULL)
    attempt_explain (&self, timeout, error);
  tls_attempt_end (&self.attempt);
  return self.attempt.connection;
}
