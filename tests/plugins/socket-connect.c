/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* socket-connect.c - tests how a connection comes about, and what is said when it does not */
#include "socket-connect.h"
#include "socket-pair.h"

static void
test_connect (void)
{
  g_autoptr (GSocket) listener = listener_new (1);
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GError) error = NULL;
  const SocketAddress address = { (char *) "localhost", listener_get_port (listener) };

  connection = socket_connect (&address, 30 * G_USEC_PER_SEC, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (connection);
}

static void
test_refused (void)
{
  g_autoptr (GSocket) listener = listener_new (1);
  g_autoptr (GError) error = NULL;
  const SocketAddress address = { (char *) "127.0.0.1", listener_get_port (listener) };

  g_socket_close (listener, NULL);
  g_assert_null (socket_connect (&address, 30 * G_USEC_PER_SEC, NULL, NULL, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED);
  g_assert_cmpstr (error->message, ==,
                   "connection refused: nothing listens on that port; is it the one that the "
                   "machine is set to, and is its output switched on?");
}

/* one who listens and whose queue is full: what comes is not answered at all */
static void
fill_queue (GSocket *listener, GPtrArray *waiting)
{
  g_autoptr (GSocketAddress) address = g_socket_get_local_address (listener, NULL);

  for (guint i = 0; i < 4; i++)
    {
      GSocket *one = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                   G_SOCKET_PROTOCOL_TCP, NULL);

      g_socket_set_blocking (one, FALSE);
      g_socket_connect (one, address, NULL, NULL);
      g_ptr_array_add (waiting, one);
    }
}

static void
test_late (void)
{
  g_autoptr (GPtrArray) waiting = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GSocket) listener = listener_new (0);
  g_autoptr (GError) error = NULL;
  const SocketAddress address = { (char *) "127.0.0.1", listener_get_port (listener) };

  fill_queue (listener, waiting);
  g_assert_null (socket_connect (&address, 50 * 1000, NULL, NULL, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED);
  g_assert_cmpstr (error->message, ==,
                   "no answer within 50 ms (connect-timeout=); is it switched on, and does no "
                   "firewall stand between?");
}

static gpointer
cancel (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return NULL;
}

/* before, or while it waits */
static void
test_cancelled (gconstpointer is_before)
{
  g_autoptr (GPtrArray) waiting = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GSocket) listener = listener_new (0);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  const SocketAddress address = { (char *) "127.0.0.1", listener_get_port (listener) };
  GThread *thread;

  fill_queue (listener, waiting);
  thread = g_thread_new ("cancel", cancel, cancellable);
  if (is_before != NULL)
    g_thread_join (thread);
  g_assert_null (socket_connect (&address, G_MAXINT32, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  if (is_before == NULL)
    g_thread_join (thread);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/socket/connect/done", test_connect);
  g_test_add_func ("/socket/connect/refused", test_refused);
  g_test_add_func ("/socket/connect/late", test_late);
  g_test_add_data_func ("/socket/connect/cancelled-before", "before", test_cancelled);
  g_test_add_data_func ("/socket/connect/cancelled", NULL, test_cancelled);
  return g_test_run ();
}
