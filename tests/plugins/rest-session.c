/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-session.c - tests what becomes of a request whose answer is late, cut or never there */
#include <glib/gstdio.h>
#include <string.h>
#include "rest-worker.h"

static const char *const plain[] = { "url", "URL/", NULL };

/* many requests, one connection: what the server saw of each is the same port */
static void
note_port (SoupServerMessage *message, const char *path, gpointer user_data)
{
  GInetSocketAddress *address = G_INET_SOCKET_ADDRESS (
      soup_server_message_get_remote_address (message));

  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_STATIC, "fine", 4);
  g_hash_table_add (user_data, GUINT_TO_POINTER (g_inet_socket_address_get_port (address)));
}

static void
test_one_connection (void)
{
  g_autoptr (GHashTable) ports = g_hash_table_new (NULL, NULL);
  RestWorker worker;

  rest_worker_init (&worker, note_port, ports, plain);
  for (guint i = 0; i < 50; i++)
    rest_put (&worker, "camera0", i);
  rest_worker_clear (&worker);
  g_assert_cmpuint (g_hash_table_size (ports), ==, 1);
}

static void
test_late (void)
{
  static const char *const options[] = { "url", "URL/", "timeout", "2s", NULL };
  RestWorker worker;

  rest_worker_init (&worker, NULL, NULL, options);
  fake_server_trouble (worker.server, FAKE_DELAY, 30000, 1);
  rest_expect_failure (&worker, "camera0", 1, LEAT_ERROR_DISCONNECTED,
                       "POST http://127.0.0.1:*/: no answer within 2 s; it may have arrived "
                       "nevertheless");
  rest_put (&worker, "camera0", 1);
  rest_worker_clear (&worker);
}

static void
test_closed_before (void)
{
  RestWorker worker;

  rest_worker_init (&worker, NULL, NULL, plain);
  fake_server_trouble (worker.server, FAKE_CLOSE_BEFORE, 0, 1);
  rest_expect_failure (&worker, "camera0", 1, LEAT_ERROR_DISCONNECTED,
                       "POST http://127.0.0.1:*/: *");
  g_assert_cmpuint (fake_server_count (worker.server), ==, 0);
  rest_put (&worker, "camera0", 1);
  rest_worker_clear (&worker);
}

static void
test_closed_after (void)
{
  RestWorker worker;

  rest_worker_init (&worker, NULL, NULL, plain);
  fake_server_trouble (worker.server, FAKE_CLOSE_AFTER, 0, 1);
  rest_expect_failure (&worker, "camera0", 1, LEAT_ERROR_DISCONNECTED,
                       "POST http://127.0.0.1:*/: *");
  g_assert_cmpuint (fake_server_count (worker.server), ==, 1);
  rest_put (&worker, "camera0", 1);
  g_assert_cmpstr (fake_request_header (fake_server_get (worker.server, 0), "idempotency-key"), ==,
                   fake_request_header (fake_server_get (worker.server, 1), "idempotency-key"));
  rest_worker_clear (&worker);
}

/* a connection that was kept is dead: the record is sent once more at once, by a new one, with the
 * same key; but not if the service is asked before anything is repeated */
static void
test_closed_between (void)
{
  static const char *const asking[] = { "url", "URL/", "lookup-url", "URL/?q={id}", NULL };
  g_autoptr (GError) error = NULL;
  RestWorker worker;

  rest_worker_init (&worker, NULL, NULL, plain);
  rest_put (&worker, "camera0", 1);
  fake_server_trouble (worker.server, FAKE_CLOSE_AFTER, 0, 1);
  rest_put (&worker, "camera0", 2);
  g_assert_cmpuint (fake_server_count (worker.server), ==, 3);
  g_assert_cmpstr (fake_request_header (fake_server_get (worker.server, 1), "idempotency-key"), ==,
                   fake_request_header (fake_server_get (worker.server, 2), "idempotency-key"));
  rest_worker_close (&worker);
  g_assert_true (rest_worker_open (&worker, asking, &error));
  fake_server_trouble (worker.server, FAKE_STATUS, 404, 1);
  rest_put (&worker, "camera0", 3);
  fake_server_trouble (worker.server, FAKE_CLOSE_AFTER, 0, 1);
  rest_expect_failure (&worker, "camera0", 4, LEAT_ERROR_DISCONNECTED, "*");
  rest_worker_clear (&worker);
}

/* nobody listens there any more */
static void
test_refused (void)
{
  RestWorker worker;

  rest_worker_init (&worker, NULL, NULL, plain);
  g_clear_pointer (&worker.server, fake_server_free);
  rest_expect_failure (&worker, "camera0", 1, LEAT_ERROR_DISCONNECTED,
                       "POST http://127.0.0.1:*/: *Connection refused*");
  rest_worker_clear (&worker);
}

static gpointer
cancel (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return NULL;
}

static void
test_cancelled (void)
{
  const LeatSinkClass *klass = leat_plugin_get ()->sinks[0];
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (LeatBatch) batch = rest_new_batch ("camera0", 1, 1);
  g_autoptr (GError) error = NULL;
  GThread *thread;
  RestWorker worker;
  guint taken;

  rest_worker_init (&worker, NULL, NULL, plain);
  fake_server_trouble (worker.server, FAKE_DELAY, 30000, 1);
  thread = g_thread_new ("cancel", cancel, cancellable);
  g_assert_false (klass->write (worker.sink, batch, 0, 1, &taken, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
  rest_worker_clear (&worker);
}

/* larger than what is read of it; the status is what counts */
static void
answer_long (SoupServerMessage *message, const char *path, gpointer user_data)
{
  soup_server_message_set_status (message, 201, NULL);
  soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_TAKE,
                                    g_strnfill (3000000, 'x'), 3000000);
}

static void
test_long_answer (void)
{
  RestWorker worker;

  rest_worker_init (&worker, answer_long, NULL, plain);
  rest_put (&worker, "camera0", 1);
  rest_put (&worker, "camera0", 2);
  fake_server_trouble (worker.server, FAKE_STATUS, 400, 1);
  rest_expect_failure (&worker, "camera0", 3, LEAT_ERROR_REJECTED, "*");
  rest_worker_clear (&worker);
}

/* a service on this machine; what url= names is asked for there, and not looked up */
static void
test_unix_socket (void)
{
  g_autofree char *folder = g_dir_make_tmp ("leat-rest-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "mes.sock", NULL);
  const char *const options[] = { "url", "http://mes.invalid/a/", "unix-socket", path, NULL };
  g_autoptr (FakeServer) server = fake_server_new (NULL, NULL);
  g_autoptr (GError) error = NULL;
  RestWorker worker;

  fake_server_listen_unix (server, path);
  rest_worker_init (&worker, NULL, NULL, options);
  rest_put (&worker, "camera0", 1);
  g_assert_cmpstr (fake_server_get (server, 0)->target, ==, "/a/");
  g_assert_cmpstr (fake_request_header (fake_server_get (server, 0), "host"), ==, "mes.invalid");
  rest_worker_clear (&worker);
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_proxy (void)
{
  static const char *const options[] = {
    "url", "http://mes.invalid/a/", "proxy", "http://gate:secret@PROXY", NULL
  };
  static const char *const past[] = {
    "url", "URL/b/", "proxy", "http://127.0.0.1:1", "no-proxy", "127.0.0.1", NULL
  };
  g_autoptr (GError) error = NULL;
  RestWorker worker;

  rest_worker_init (&worker, NULL, NULL, NULL);
  g_assert_true (rest_worker_open (&worker, options, &error));
  rest_put (&worker, "camera0", 1);
  g_assert_cmpstr (fake_request_header (rest_last (&worker), "host"), ==, "mes.invalid");
  rest_worker_close (&worker);
  g_assert_true (rest_worker_open (&worker, past, &error));
  rest_put (&worker, "camera0", 1);
  g_assert_cmpstr (rest_last (&worker)->target, ==, "/b/");
  rest_worker_clear (&worker);
}

/* a listener whose queue is full does not even refuse */
static void
test_no_connection (void)
{
  static const char *const options[] = {
    "url", "URL/", "connect-timeout", "100ms", "timeout", "1h", NULL
  };
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, 0, NULL);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GPtrArray) clients = g_ptr_array_new_with_free_func (g_object_unref);
  RestWorker worker;

  g_socket_set_listen_backlog (socket, 1);
  g_assert_true (g_socket_bind (socket, any, FALSE, NULL) && g_socket_listen (socket, NULL));
  address = g_socket_get_local_address (socket, NULL);
  for (guint i = 0; i < 8; i++)
    {
      GSocket *client = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, 0, NULL);

      g_socket_set_blocking (client, FALSE);
      g_socket_connect (client, address, NULL, NULL);
      g_ptr_array_add (clients, client);
    }
  rest_worker_init (&worker, NULL, NULL, NULL);
  g_free (worker.url);
  worker.url = g_strdup_printf ("http://127.0.0.1:%u",
                                g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));
  g_assert_true (rest_worker_open (&worker, options, NULL));
  for (guint i = 0; i < 5; i++) /* none of them takes the place of the next */
    rest_expect_failure (&worker, "camera0", 1, LEAT_ERROR_DISCONNECTED,
                         "*: no connection within 0.1 s");
  rest_worker_clear (&worker);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rest-session/one-connection", test_one_connection);
  g_test_add_func ("/rest-session/late", test_late);
  g_test_add_func ("/rest-session/closed-before", test_closed_before);
  g_test_add_func ("/rest-session/closed-after", test_closed_after);
  g_test_add_func ("/rest-session/closed-between", test_closed_between);
  g_test_add_func ("/rest-session/refused", test_refused);
  g_test_add_func ("/rest-session/cancelled", test_cancelled);
  g_test_add_func ("/rest-session/long-answer", test_long_answer);
  g_test_add_func ("/rest-session/unix-socket", test_unix_socket);
  g_test_add_func ("/rest-session/proxy", test_proxy);
  g_test_add_func ("/rest-session/no-connection", test_no_connection);
  return g_test_run ();
}
