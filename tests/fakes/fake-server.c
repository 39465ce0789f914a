/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fake-server.c - an HTTP server in a thread of its own, that can be told to fail */
#include "fake-server.h"
#include "fake-late.h"
#include "libsoup-leaks.h"
#include <gio/gunixsocketaddress.h>
#include <stdio.h>
#include <string.h>

struct _FakeServer {
  GThread      *thread;
  GMainContext *context;
  GMainLoop    *loop;
  SoupServer   *soup;
  FakeHandler   handler;
  gpointer      user_data;

  FakeLate      late;

  GMutex        mutex;      /* all below */
  GPtrArray    *requests;
  gboolean      forgets;
  guint         n_requests;
  FILE         *log;
  FakeTrouble   trouble;
  guint         number;
  guint         left;       /* 0: without an end */
  const char   *header_name;
  const char   *header_value;
};

static void
request_free (gpointer data)
{
  FakeRequest *self = data;

  g_hash_table_unref (self->headers);
  g_string_free (self->body, TRUE);
  g_free (self->method);
  g_free (self->target);
  g_free (self);
}

static void
copy_header (const char *name, const char *value, gpointer data)
{
  g_hash_table_replace (data, g_ascii_strdown (name, -1), g_strdup (value));
}

static FakeRequest *
request_new (SoupServerMessage *message)
{
  GUri *uri = soup_server_message_get_uri (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);
  FakeRequest *self = g_new0 (FakeRequest, 1);

  self->method = g_strdup (soup_server_message_get_method (message));
  self->target = g_uri_get_query (uri) != NULL
                     ? g_strconcat (g_uri_get_path (uri), "?", g_uri_get_query (uri), NULL)
                     : g_strdup (g_uri_get_path (uri));
  self->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  soup_message_headers_foreach (soup_server_message_get_request_headers (message), copy_header,
                                self->headers);
  self->body = g_string_new_len (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
  return self;
}

static void
append_quoted (GString *line, const char *text, gsize length)
{
  g_string_append_c (line, '"');
  for (gsize i = 0; i < length; i++)
    if (text[i] == '"' || text[i] == '\\')
      g_string_append_printf (line, "\\%c", text[i]);
    else if ((guchar) text[i] < 0x20 || (guchar) text[i] >= 0x7f)
      g_string_append_printf (line, "\\u%04x", (guchar) text[i]);
    else
      g_string_append_c (line, text[i]);
  g_string_append_c (line, '"');
}

/* {"method":…,"target":…,"key":…,"status":…,"body":…}; each byte is a character of its own */
static void
write_line (FILE *log, const FakeRequest *request)
{
  const char *key = fake_request_header (request, "idempotency-key");
  g_autoptr (GString) line = g_string_new ("{\"method\":");

  append_quoted (line, request->method, strlen (request->method));
  g_string_append (line, ",\"target\":");
  append_quoted (line, request->target, strlen (request->target));
  g_string_append (line, ",\"key\":");
  append_quoted (line, key != NULL ? key : "", key != NULL ? strlen (key) : 0);
  g_string_append_printf (line, ",\"status\":%u,\"body\":", request->status);
  append_quoted (line, request->body->str, request->body->len);
  g_string_append (line, "}\n");
  fputs (line->str, log);
  fflush (log);
}

static void
keep_request (FakeServer *self, SoupServerMessage *message)
{
  FakeRequest *request;

  g_mutex_lock (&self->mutex);
  self->n_requests++;
  if (!self->forgets || self->log != NULL)
    {
      request = request_new (message);
      request->status = soup_server_message_get_status (message);
      if (self->log != NULL)
        write_line (self->log, request);
      if (self->forgets)
        request_free (request);
      else
        g_ptr_array_add (self->requests, request);
    }
  g_mutex_unlock (&self->mutex);
}

/* what is wrong with this request */
static FakeTrouble
take_trouble (FakeServer *self, guint *number)
{
  FakeTrouble trouble;

  g_mutex_lock (&self->mutex);
  trouble = self->trouble;
  *number = self->number;
  if (self->left == 1)
    self->trouble = FAKE_FINE;
  if (self->left > 0)
    self->left--;
  g_mutex_unlock (&self->mutex);
  return trouble;
}

#define HUNG_UP "fake-hung-up"

static void
hang_up (SoupServerMessage *message)
{
  g_object_set_data (G_OBJECT (message), HUNG_UP, message);
  g_socket_shutdown (soup_server_message_get_socket (message), TRUE, TRUE, NULL);
}

static void
answer_page (FakeServer *self, SoupServerMessage *message, guint status)
{
  static const char page[] = "<h1>Server Error (500)</h1>";

  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "text/html", SOUP_MEMORY_STATIC, page,
                                    sizeof page - 1);
  if (self->header_name != NULL)
    soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                  self->header_name, self->header_value);
}

guint
fake_server_count_late (FakeServer *self)
{
  return fake_late_get_most (&self->late);
}

static void
handle (SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query,
        gpointer data)
{
  FakeServer *self = data;
  guint number;
  FakeTrouble trouble;

  if (g_object_get_data (G_OBJECT (message), HUNG_UP) != NULL)
    return;
  trouble = take_trouble (self, &number);
  if (trouble == FAKE_STATUS)
    answer_page (self, message, number);
  else if (trouble == FAKE_IGNORE)
    soup_server_message_set_status (message, 500, NULL);
  else if (self->handler != NULL)
    self->handler (message, path, self->user_data);
  else
    soup_server_message_set_status (message, 200, NULL);
  keep_request (self, message);
  if (trouble == FAKE_CLOSE_AFTER || trouble == FAKE_IGNORE)
    hang_up (message);
  else if (trouble == FAKE_DELAY)
    fake_late_answer (&self->late, message, number);
  else if (trouble == FAKE_SCATTER)
    fake_late_answer (&self->late, message, (guint) g_random_int_range (0, (gint32) number + 1));
}

static void
on_got_headers (SoupServerMessage *message, gpointer data)
{
  FakeServer *self = data;
  gboolean closes;
  guint number;

  g_mutex_lock (&self->mutex);
  closes = self->trouble == FAKE_CLOSE_BEFORE;
  g_mutex_unlock (&self->mutex);
  if (!closes)
    return;
  take_trouble (self, &number);
  hang_up (message);
}

static void
on_request_started (SoupServer *soup, SoupServerMessage *message, gpointer data)
{
  g_signal_connect (message, "got-headers", G_CALLBACK (on_got_headers), data);
}

static gpointer
serve (gpointer data)
{
  FakeServer *self = data;

  g_main_context_push_thread_default (self->context);
  g_main_loop_run (self->loop);
  soup_server_disconnect (self->soup);
  g_clear_object (&self->soup);
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

FakeServer *
fake_server_new (FakeHandler handler, gpointer user_data)
{
  FakeServer *self = g_new0 (FakeServer, 1);

  self->handler = handler;
  self->user_data = user_data;
  self->requests = g_ptr_array_new_with_free_func (request_free);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  g_mutex_init (&self->mutex);
  g_main_context_push_thread_default (self->context);
  self->soup = g_object_new (SOUP_TYPE_SERVER, "raw-paths", TRUE, NULL);
  soup_server_add_handler (self->soup, NULL, handle, self, NULL);
  g_signal_connect (self->soup, "request-started", G_CALLBACK (on_request_started), self);
  g_main_context_pop_thread_default (self->context);
  return self;
}

static gboolean
stop (gpointer data)
{
  g_main_loop_quit (((FakeServer *) data)->loop);
  return G_SOURCE_REMOVE;
}

void
fake_server_free (FakeServer *self)
{
  if (self == NULL)
    return;
  if (self->thread != NULL)
    {
      g_main_context_invoke (self->context, stop, self);
      g_thread_join (self->thread);
    }
  g_clear_object (&self->soup);
  g_ptr_array_unref (self->requests);
  g_clear_pointer (&self->log, fclose);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static void
start (FakeServer *self)
{
  self->thread = g_thread_new ("fake-server", serve, self);
}

guint
fake_server_listen (FakeServer *self, guint port, GTlsCertificate *certificate)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, (guint16) port);
  g_autoptr (GError) error = NULL;
  GSList *uris;
  guint given;

  g_main_context_push_thread_default (self->context);
  soup_server_set_tls_certificate (self->soup, certificate);
  soup_server_listen (self->soup, address, certificate != NULL ? SOUP_SERVER_LISTEN_HTTPS : 0,
                      &error);
  g_assert_no_error (error);
  g_main_context_pop_thread_default (self->context);
  uris = soup_server_get_uris (self->soup);
  given = (guint) g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  start (self);
  return given;
}

static gboolean
accept_any (SoupServerMessage *message, GTlsCertificate *certificate, GTlsCertificateFlags errors,
            gpointer data)
{
  return TRUE;
}

static void
on_started_with_tls (SoupServer *soup, SoupServerMessage *message, gpointer data)
{
  g_signal_connect (message, "accept-certificate", G_CALLBACK (accept_any), NULL);
}

void
fake_server_want_certificates (FakeServer *self)
{
  soup_server_set_tls_auth_mode (self->soup, G_TLS_AUTHENTICATION_REQUIRED);
  g_signal_connect (self->soup, "request-started", G_CALLBACK (on_started_with_tls), NULL);
}

void
fake_server_listen_unix (FakeServer *self, const char *path)
{
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GError) error = NULL;

  g_main_context_push_thread_default (self->context);
  soup_server_listen (self->soup, address, 0, &error);
  g_assert_no_error (error);
  g_main_context_pop_thread_default (self->context);
  start (self);
}

void
fake_server_trouble (FakeServer *self, FakeTrouble trouble, guint number, guint count)
{
  g_mutex_lock (&self->mutex);
  self->trouble = trouble;
  self->number = number;
  self->left = count;
  g_mutex_unlock (&self->mutex);
}

void
fake_server_header (FakeServer *self, const char *name, const char *value)
{
  g_mutex_lock (&self->mutex);
  self->header_name = name;
  self->header_value = value;
  g_mutex_unlock (&self->mutex);
}

gboolean
fake_server_log (FakeServer *self, const char *path, GError **error)
{
  self->log = fopen (path, "ae");
  if (self->log != NULL)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s cannot be written", path);
  return FALSE;
}

void
fake_server_forget (FakeServer *self)
{
  g_mutex_lock (&self->mutex);
  self->forgets = TRUE;
  g_mutex_unlock (&self->mutex);
}

guint
fake_server_count (FakeServer *self)
{
  guint n_requests;

  g_mutex_lock (&self->mutex);
  n_requests = self->n_requests;
  g_mutex_unlock (&self->mutex);
  return n_requests;
}

const FakeRequest *
fake_server_get (FakeServer *self, guint index)
{
  const FakeRequest *request;

  g_mutex_lock (&self->mutex);
  g_assert_cmpuint (index, <, self->requests->len);
  request = g_ptr_array_index (self->requests, index);
  g_mutex_unlock (&self->mutex);
  return request;
}

const char *
fake_request_header (const FakeRequest *self, const char *name)
{
  return g_hash_table_lookup (self->headers, name);
}
