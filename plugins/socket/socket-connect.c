/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* socket-connect.c - connects to who listens, within a time */
#include "socket-connect.h"
#include "socket-reason.h"

typedef struct {
  GCancellable *cancellable; /* of this attempt alone */
  GSocketConnection *connection;
  GError *error;
  gboolean is_late;
  gboolean is_done;
} Attempt;

static void
on_connected (GObject *client, GAsyncResult *result, gpointer user_data)
{
  Attempt *self = user_data;

  self->connection = g_socket_client_connect_finish (G_SOCKET_CLIENT (client), result,
                                                     &self->error);
  self->is_done = TRUE;
}

static gboolean
on_late (gpointer user_data)
{
  Attempt *self = user_data;

  self->is_late = TRUE;
  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_REMOVE;
}

/* any thread */
static void
on_cancelled (GCancellable *cancellable, gpointer attempt)
{
  g_cancellable_cancel (attempt);
}

/* The deadline is for the whole of it: the name, each address of it in turn, and the handshake. */
static void
attempt_run (Attempt *self, GSocketConnectable *peer, gint64 timeout)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSource) timer = g_timeout_source_new ((guint) (timeout / 1000));

  g_main_context_push_thread_default (context);
  g_source_set_callback (timer, on_late, self, NULL);
  g_source_attach (timer, context);
  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_connect_async (client, peer, self->cancellable, on_connected, self);
  while (!self->is_done)
    g_main_context_iteration (context, TRUE);
  g_source_destroy (timer);
  g_main_context_pop_thread_default (context);
}

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
};

static void
attempt_explain (const Attempt *self, gint64 timeout, GCancellable *cancellable, GError **error)
{
  if (g_cancellable_is_cancelled (cancellable))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
  else if (self->is_late)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED,
                 "no answer within %" G_GINT64_FORMAT " ms (connect-timeout=); is it switched on, "
                 "and does no firewall stand between?",
                 timeout / 1000);
  else
    g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED,
                         socket_reason_find (reasons, G_N_ELEMENTS (reasons), self->error));
}

/**
 * socket_connect:
 * @address: who listens
 * @timeout: µs for all of it, the look-up of the name too
 * @cancellable: (nullable): ends it
 * @error: return location for %LEAT_ERROR_DISCONNECTED, %G_IO_ERROR_CANCELLED
 *
 * Blocks until there is a connection. A name's addresses are tried side by side, so that one that
 * does not answer holds back none that does (RFC 8305).
 *
 * Returns: (transfer full): the connection
 */
GSocketConnection *
socket_connect (const SocketAddress *address, gint64 timeout, GCancellable *cancellable,
                GError **error)
{
  g_autoptr (GSocketConnectable) peer = g_network_address_new (address->host, address->port);
  g_autoptr (GCancellable) own = g_cancellable_new ();
  Attempt self = { .cancellable = own };
  gulong handler = 0;

  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), own, NULL);
  attempt_run (&self, peer, timeout);
  g_cancellable_disconnect (cancellable, handler);
  if (self.connection == NULL)
    attempt_explain (&self, timeout, cancellable, error);
  g_clear_error (&self.error);
  return self.connection;
}
