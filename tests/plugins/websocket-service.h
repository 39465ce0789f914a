/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* websocket-service.h - for tests: a service that speaks WebSocket, in a thread of its own */
#pragma once
#include <libsoup/soup.h>
#include "../fakes/libsoup-leaks.h"
#include "leat-host.h"
G_BEGIN_DECLS

/**
 * Service:
 * @certificate: (nullable): a file among those for tests; %NULL: no TLS
 * @wants: (nullable): the header Authorization that it wants
 * @got: (locked): what it was sent, one line a message
 * @connection: (locked): the last that was made
 */
typedef struct {
  const char *certificate;
  const char *wants;
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;
  SoupServer *soup;
  guint port;
  GMutex mutex;
  GCond changed;
  GString *got;
  SoupWebsocketConnection *connection;
} Service;

static inline void
service_on_message (SoupWebsocketConnection *connection, SoupWebsocketDataType type,
                    GBytes *message, gpointer data)
{
  Service *self = data;

  g_mutex_lock (&self->mutex);
  g_string_append (self->got, type == SOUP_WEBSOCKET_DATA_TEXT ? "text " : "binary ");
  g_string_append_len (self->got, g_bytes_get_data (message, NULL),
                       (gssize) g_bytes_get_size (message));
  g_string_append_c (self->got, '\n');
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

static inline void
service_on_connection (SoupServer *soup, SoupServerMessage *message, const char *path,
                       SoupWebsocketConnection *connection, gpointer data)
{
  Service *self = data;

  g_signal_connect (connection, "message", G_CALLBACK (service_on_message), self);
  g_mutex_lock (&self->mutex);
  g_set_object (&self->connection, connection);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

/* before the handshake: 403 for who is not known */
static inline void
service_on_early (SoupServer *soup, SoupServerMessage *message, const char *path,
                  GHashTable *query, gpointer data)
{
  Service *self = data;
  const char *told = soup_message_headers_get_one (
      soup_server_message_get_request_headers (message), "Authorization");

  if (self->wants != NULL && g_strcmp0 (self->wants, told) != 0)
    soup_server_message_set_status (message, 403, NULL);
}

static inline void
service_listen (Service *self)
{
  static const char *protocols[] = { "leat", NULL };
  g_autoptr (GError) error = NULL;
  GSList *uris;

  self->soup = soup_server_new (NULL, NULL);
  if (self->certificate != NULL)
    {
      g_autofree char *path = g_build_filename (g_getenv ("LEAT_CERTIFICATES"), self->certificate,
                                                NULL);
      g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_file (path, &error);

      g_assert_no_error (error);
      soup_server_set_tls_certificate (self->soup, certificate);
    }
  soup_server_add_early_handler (self->soup, "/ws", service_on_early, self, NULL);
  soup_server_add_websocket_handler (self->soup, "/ws", NULL, (char **) protocols,
                                     service_on_connection, self, NULL);
  soup_server_listen_local (self->soup, 0,
                            SOUP_SERVER_LISTEN_IPV4_ONLY |
                                (self->certificate != NULL ? SOUP_SERVER_LISTEN_HTTPS : 0),
                            &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (self->soup);
  self->port = (guint) g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
}

static inline gpointer
service_run (gpointer data)
{
  Service *self = data;

  g_main_context_push_thread_default (self->context);
  g_main_loop_run (self->loop);
  soup_server_disconnect (self->soup);
  g_clear_object (&self->connection);
  g_clear_object (&self->soup);
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

static inline void
service_start (Service *self)
{
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  self->got = g_string_new (NULL);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  g_main_context_push_thread_default (self->context);
  service_listen (self);
  g_main_context_pop_thread_default (self->context);
  self->thread = g_thread_new ("service", service_run, self);
}

static inline gboolean
service_quit (gpointer data)
{
  g_main_loop_quit (((Service *) data)->loop);
  return G_SOURCE_REMOVE;
}

static inline void
service_clear (Service *self)
{
  g_main_context_invoke (self->context, service_quit, self);
  g_thread_join (self->thread);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_string_free (self->got, TRUE);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Service, service_clear)

/* (transfer full) */
static inline char *
service_get_device (Service *self)
{
  return g_strdup_printf ("%s://127.0.0.1:%u/ws", self->certificate != NULL ? "wss" : "ws",
                          self->port);
}

typedef struct {
  Service *service;
  GBytes *message; /* NULL: close */
  guint count;
  gboolean is_abrupt;
} ServiceTask;

static inline gboolean
service_do (gpointer data)
{
  ServiceTask *task = data;
  SoupWebsocketConnection *connection = task->service->connection;

  for (guint i = 0; task->message != NULL && i < task->count; i++)
    soup_websocket_connection_send_message (connection, SOUP_WEBSOCKET_DATA_TEXT, task->message);
  if (task->is_abrupt)
    g_io_stream_close (soup_websocket_connection_get_io_stream (connection), NULL, NULL);
  else if (task->message == NULL)
    soup_websocket_connection_close (connection, SOUP_WEBSOCKET_CLOSE_GOING_AWAY, "maintenance");
  return G_SOURCE_REMOVE;
}

static inline void
service_task_free (gpointer data)
{
  ServiceTask *task = data;

  g_clear_pointer (&task->message, g_bytes_unref);
  g_free (task);
}

/* in its thread, when there is a connection; @text: %NULL: it closes */
static inline void
service_ask (Service *self, const char *text, guint count, gboolean is_abrupt)
{
  ServiceTask *task = g_new0 (ServiceTask, 1);

  g_mutex_lock (&self->mutex);
  while (self->connection == NULL)
    g_cond_wait (&self->changed, &self->mutex);
  g_mutex_unlock (&self->mutex);
  *task = (ServiceTask) { self, text != NULL ? g_bytes_new (text, strlen (text)) : NULL, count,
                          is_abrupt };
  g_main_context_invoke_full (self->context, G_PRIORITY_DEFAULT, service_do, task,
                              service_task_free);
}

static inline void
service_say (Service *self, const char *text)
{
  service_ask (self, text, 1, FALSE);
}

G_END_DECLS
