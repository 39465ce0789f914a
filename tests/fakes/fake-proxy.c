/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fake-proxy.c - a proxy that wants to know who sends */
#include "fake-proxy.h"
#include "fake-port.h"
#include <poll.h>
#include <string.h>
#include <unistd.h>

#define REFUSAL \
  "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"line\"\r\n" \
  "Content-Length: 0\r\nConnection: close\r\n\r\n"
#define TUNNEL "HTTP/1.1 200 Connection established\r\n\r\n"

struct _FakeProxy {
  GSocketService *service;
  GMainContext   *context;
  GMainLoop      *loop;
  GThread        *thread;
  char           *header;      /* that says who may */
  guint           port;
  gint            n_through;   /* atomic */
  gint            n_refused;   /* atomic */
};

/* the head of a request, and what came behind it; FALSE: there is none */
static gboolean
read_head (GSocket *client, GString *head)
{
  while (strstr (head->str, "\r\n\r\n") == NULL)
    {
      char buffer[4096];
      const gssize n = g_socket_receive (client, buffer, sizeof buffer, NULL, NULL);

      if (n <= 0)
        return FALSE;
      g_string_append_len (head, buffer, n);
    }
  return TRUE;
}

static gboolean
write_all (GSocket *socket, const char *bytes, gsize length)
{
  while (length > 0)
    {
      const gssize n = g_socket_send (socket, bytes, length, NULL, NULL);

      if (n <= 0)
        return FALSE;
      bytes += n;
      length -= (gsize) n;
    }
  return TRUE;
}

/* until one of the two closes */
static void
relay (GSocket *client, GSocket *server)
{
  GSocket *const ends[] = { client, server };
  struct pollfd fds[] = { { g_socket_get_fd (client), POLLIN, 0 },
                          { g_socket_get_fd (server), POLLIN, 0 } };
  char buffer[16384];

  while (poll (fds, 2, -1) > 0)
    for (guint i = 0; i < 2; i++)
      if (fds[i].revents != 0)
        {
          const gssize n = g_socket_receive (ends[i], buffer, sizeof buffer, NULL, NULL);

          if (n <= 0 || !write_all (ends[1 - i], buffer, (gsize) n))
            return;
        }
}

/* "CONNECT 127.0.0.1:443 HTTP/1.1", "POST http://127.0.0.1:80/a HTTP/1.1" */
static GSocketConnection *
reach (const char *head, gboolean *is_tunnel)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  const char *place = strchr (head, ' ') + 1;
  g_autofree char *address = NULL;

  *is_tunnel = g_str_has_prefix (head, "CONNECT ");
  if (!*is_tunnel && g_str_has_prefix (place, "http://"))
    place += strlen ("http://");
  address = g_strndup (place, strcspn (place, "/ "));
  g_socket_client_set_enable_proxy (client, FALSE);
  return g_socket_client_connect_to_host (client, address, 80, NULL, NULL);
}

/* in a thread of its own */
static gboolean
on_run (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer user_data)
{
  FakeProxy *self = user_data;
  GSocket *client = g_socket_connection_get_socket (connection);
  g_autoptr (GSocketConnection) server = NULL;
  g_autoptr (GString) head = g_string_new (NULL);
  gboolean is_tunnel;

  if (!read_head (client, head))
    return TRUE;
  if (strstr (head->str, self->header) == NULL)
    {
      g_atomic_int_inc (&self->n_refused);
      write_all (client, REFUSAL, strlen (REFUSAL));
      return TRUE;
    }
  server = reach (head->str, &is_tunnel);
  if (server == NULL)
    return TRUE;
  g_atomic_int_inc (&self->n_through);
  if (is_tunnel ? write_all (client, TUNNEL, strlen (TUNNEL))
                : write_all (g_socket_connection_get_socket (server), head->str, head->len))
    relay (client, g_socket_connection_get_socket (server));
  return TRUE;
}

static gpointer
run_loop (gpointer data)
{
  FakeProxy *self = data;

  g_main_context_push_thread_default (self->context);
  g_main_loop_run (self->loop);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

FakeProxy *
fake_proxy_new (const char *who)
{
  FakeProxy *self = g_new0 (FakeProxy, 1);
  g_autofree char *base64 = g_base64_encode ((const guchar *) who, strlen (who));
  g_autoptr (GSocketAddress) any = fake_port_any ();
  g_autoptr (GSocketAddress) address = NULL;

  self->header = g_strdup_printf ("\r\nProxy-Authorization: Basic %s\r\n", base64);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  g_main_context_push_thread_default (self->context);
  self->service = g_threaded_socket_service_new (16);
  g_assert_true (g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), any,
                                                G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL,
                                                &address, NULL));
  g_signal_connect (self->service, "run", G_CALLBACK (on_run), self);
  g_socket_service_start (self->service);
  g_main_context_pop_thread_default (self->context);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
  self->thread = g_thread_new ("fake-proxy", run_loop, self);
  return self;
}

/* its clients have closed */
void
fake_proxy_free (FakeProxy *self)
{
  g_main_loop_quit (self->loop);
  g_thread_join (self->thread);
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_object_unref (self->service);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_free (self->header);
  g_free (self);
}

guint
fake_proxy_get_port (FakeProxy *self)
{
  return self->port;
}

guint
fake_proxy_count_through (FakeProxy *self)
{
  return (guint) g_atomic_int_get (&self->n_through);
}

guint
fake_proxy_count_refused (FakeProxy *self)
{
  return (guint) g_atomic_int_get (&self->n_refused);
}
