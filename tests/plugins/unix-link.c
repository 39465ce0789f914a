/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* unix-link.c - tests a connection to a program of this machine as its host sees it */
#include "unix-link.h"
#include "unix-pair.h"

static void
test_table (void)
{
  g_autoptr (GError) error = NULL;

  leat_options_check (unix_link_class.options, unix_link_class.instance_size, &error);
  g_assert_no_error (error);
}

static void
test_judge (void)
{
  g_assert_true (unix_link_class.judge_device (NULL, "unix://@leat", NULL));
  g_assert_false (unix_link_class.judge_device (NULL, "unix://leat", NULL));
}

static void
test_bytes (void)
{
  g_auto (UnixPair) pair = { 0 };
  g_autoptr (GSocket) listener = NULL, other = NULL;
  char got[4];

  unix_pair_init (&pair, &unix_link_class, "unix");
  listener = unix_pair_listen (&pair, G_SOCKET_TYPE_STREAM);
  for (guint life = 0; life < 2; life++)
    {
      g_autofree char *gone = g_strconcat (pair.device, ": closed by the other end", NULL);

      unix_pair_open (&pair);
      other = g_socket_accept (listener, NULL, NULL);
      unix_pair_say (other, "1.730\r", 6);
      check_read (pair.link, "1.730\r");
      g_assert_cmpint (unix_link_class.write (pair.link, (const guint8 *) "%T\r", 3, NULL), ==, 3);
      g_assert_cmpint (g_socket_receive (other, got, sizeof got, NULL, NULL), ==, 3);
      g_clear_object (&other);
      check_read (pair.link, gone);
      unix_link_class.close (pair.link);
      g_assert_cmpint (unix_link_class.get_fd (pair.link), ==, -1);
    }
}

static void
test_abstract (void)
{
  g_auto (UnixPair) pair = { 0 };
  g_autoptr (GSocket) listener = unix_pair_socket (G_SOCKET_TYPE_STREAM);
  g_autofree char *name = g_strdup_printf ("leat-test-%d", getpid ());
  g_autoptr (GSocketAddress)
      address = g_unix_socket_address_new_with_type (name, -1, G_UNIX_SOCKET_ADDRESS_ABSTRACT);

  g_assert_true (g_socket_bind (listener, address, FALSE, NULL));
  g_assert_true (g_socket_listen (listener, NULL));
  unix_pair_init (&pair, &unix_link_class, "unix");
  g_free (pair.device);
  pair.device = g_strconcat ("unix://@", name, NULL);
  unix_pair_open (&pair);
}

static gssize
read_packet (UnixPair *pair, guint8 *data, gsize size, LeatEnd end)
{
  LeatArrival arrival = { .struct_size = sizeof arrival };
  const gssize got = unix_link_class.read (pair->link, data, size, &arrival, NULL);

  g_assert_cmpint (arrival.end, ==, end);
  return got;
}

/* one read is one packet; an empty one is no end; one that is too long is cut, told, and the next
 * is whole again */
static void
test_packets (void)
{
  g_auto (UnixPair) pair = { 0 };
  g_autoptr (GSocket) listener = NULL, other = NULL;
  g_autoptr (GError) error = NULL;
  LeatArrival arrival = { .struct_size = sizeof arrival };
  guint8 data[8];

  unix_pair_init (&pair, &unix_link_class, "unix-seqpacket");
  listener = unix_pair_listen (&pair, G_SOCKET_TYPE_SEQPACKET);
  unix_pair_open (&pair);
  other = g_socket_accept (listener, NULL, NULL);
  unix_pair_say (other, "12", 2);
  unix_pair_say (other, "", 0);
  unix_pair_say (other, "34567890", 8);
  unix_pair_say (other, "123456789", 9);
  unix_pair_say (other, "5", 1);
  g_assert_cmpint (read_packet (&pair, data, sizeof data, LEAT_END_MESSAGE), ==, 2);
  g_assert_cmpint (read_packet (&pair, data, sizeof data, LEAT_END_MESSAGE), ==, 8);
  g_assert_cmpstr (pair.told->str, ==, "");
  g_assert_cmpint (read_packet (&pair, data, sizeof data, LEAT_END_CUT), ==, 8);
  g_assert_nonnull (strstr (pair.told->str, "a packet is longer than 8 bytes: it is rejected"));
  g_assert_cmpint (read_packet (&pair, data, sizeof data, LEAT_END_MESSAGE), ==, 1);
  g_assert_cmpint (unix_link_class.read (pair.link, data, 8, &arrival, &error), ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
  g_clear_object (&other);
  g_clear_error (&error);
  g_assert_cmpint (unix_link_class.read (pair.link, data, 8, &arrival, &error), ==, -1);
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED);
}

static void
test_nobody (void)
{
  g_auto (UnixPair) pair = { 0 };
  g_autofree char *absent = NULL, *refused = NULL;

  unix_pair_init (&pair, &unix_link_class, "unix");
  absent = unix_pair_fail (&pair);
  g_assert_cmpstr (absent, ==, ": there is no such socket; does the program run that makes it?");
  g_object_unref (unix_pair_listen (&pair, G_SOCKET_TYPE_STREAM));
  refused = unix_pair_fail (&pair);
  g_assert_cmpstr (refused, ==, ": nobody listens there; does the program run that made it?");
}

static void
test_other_kind (void)
{
  g_auto (UnixPair) pair = { 0 };
  g_autoptr (GSocket) listener = NULL;
  g_autofree char *text = NULL;

  unix_pair_init (&pair, &unix_link_class, "unix");
  listener = unix_pair_listen (&pair, G_SOCKET_TYPE_SEQPACKET);
  text = unix_pair_fail (&pair);
  g_assert_cmpstr (text, ==,
                   ": a socket of another kind; unix:// is for bytes, unix-seqpacket:// for "
                   "packets");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/unix/link/table", test_table);
  g_test_add_func ("/unix/link/judge", test_judge);
  g_test_add_func ("/unix/link/bytes", test_bytes);
  g_test_add_func ("/unix/link/abstract", test_abstract);
  g_test_add_func ("/unix/link/packets", test_packets);
  g_test_add_func ("/unix/link/nobody", test_nobody);
  g_test_add_func ("/unix/link/other-kind", test_other_kind);
  return g_test_run ();
}
