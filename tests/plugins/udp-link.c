/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* udp-link.c - tests datagrams as their host sees them: small, large, empty, unwanted, too many */
#include "udp-link.h"
#include "socket-pair.h"
#include <fcntl.h>
#include <string.h>

typedef struct {
  LeatLinkHost host; /* first: the link's host */
  GString *told;
  guint64 n_lost;
  char *device;
  GSocketAddress *where;
  LeatLink *link;
  GSocket *machine;
} Port;

static void
port_note (LeatLink *link, const char *event, const char *text)
{
  g_string_append_printf (((Port *) link->host)->told, "%s: %s\n", event, text);
}

static void
port_count (LeatLink *link, const char *counter, guint64 n)
{
  g_assert_cmpstr (counter, ==, "overrun");
  ((Port *) link->host)->n_lost += n;
}

/* on an address of the loopback that no other test has; with an option, or NULL */
static void
port_open (Port *self, const char *key, const char *value)
{
  const guint id = (guint) getpid ();
  g_autofree char *address = g_strdup_printf ("127.%u.%u.%u", 1 + (id >> 16) % 250, (id >> 8) % 256,
                                              id % 254 + 1);
  g_autoptr (GError) error = NULL;

  self->host = (LeatLinkHost) { .note = port_note, .count = port_count };
  self->told = g_string_new (NULL);
  self->device = g_strdup_printf ("udp://%s:9003", address);
  self->where = g_inet_socket_address_new_from_string (address, 9003);
  self->link = leat_link_instance_new (&udp_link_class);
  self->link->host = self;
  for (const LeatOption *option = udp_link_class.options;
       key != NULL && option->type != LEAT_OPTION_TYPE_NONE; option++)
    if (g_str_equal (option->key, key))
      g_assert_true (leat_option_set (option, self->link, value, NULL));
  g_assert_true (leat_link_instance_init (self->link, NULL));
  udp_link_class.open (self->link, self->device, NULL, &error);
  g_assert_no_error (error);
  self->machine = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP,
                                NULL);
}

static void
port_clear (Port *self)
{
  udp_link_class.close (self->link);
  leat_link_instance_free (self->link);
  g_object_unref (self->where);
  g_object_unref (self->machine);
  g_string_free (self->told, TRUE);
  g_free (self->device);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Port, port_clear)

static void
port_say (Port *self, const char *data, gsize length)
{
  g_assert_cmpint (g_socket_send_to (self->machine, self->where, data, length, NULL, NULL), ==,
                   (gssize) length);
}

/* the length of the next datagram; 0: there is none */
static gsize
port_read (Port *self, guint8 *data, gsize size)
{
  LeatArrival arrival = { .struct_size = sizeof arrival };
  g_autoptr (GError) error = NULL;
  const gssize length = udp_link_class.read (self->link, data, size, &arrival, &error);

  if (length < 0)
    {
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
      return 0;
    }
  g_assert_cmpint (length, >, 0);
  g_assert_cmpint (arrival.end, ==, LEAT_END_MESSAGE);
  return (gsize) length;
}

static void
test_table (void)
{
  g_autoptr (GError) error = NULL;

  leat_options_check (udp_link_class.options, udp_link_class.instance_size, &error);
  g_assert_no_error (error);
}

static void
test_judge (void)
{
  g_auto (Port) port = { 0 };
  g_autoptr (GError) error = NULL;

  port_open (&port, NULL, NULL);
  g_assert_true (udp_link_class.judge_device (port.link, "udp://239.1.2.3:5000", NULL));
  g_assert_false (udp_link_class.judge_device (port.link, "udp://hall:5000", &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
}

/* each datagram is one read, of one byte or of as many as there can be; an empty one is told */
static void
test_sizes (void)
{
  g_auto (Port) port = { 0 };
  g_autofree char *large = g_strnfill (65507, 'x');
  g_autofree guint8 *data = g_malloc (65536);
  g_autofree char *expected = NULL;

  port_open (&port, NULL, NULL);
  port_say (&port, "1.730", 5);
  port_say (&port, "", 0);
  port_say (&port, large, 65507);
  port_say (&port, "z", 1);
  g_assert_cmpuint (port_read (&port, data, 65536), ==, 5);
  g_assert_cmpmem (data, 5, "1.730", 5);
  g_assert_cmpuint (port_read (&port, data, 65536), ==, 65507);
  g_assert_cmpuint (port_read (&port, data, 65536), ==, 1);
  g_assert_cmpuint (port_read (&port, data, 65536), ==, 0);
  expected = g_strdup_printf ("refused: %s: a datagram of 127.0.0.1 is passed over: it is empty\n",
                              port.device);
  g_assert_cmpstr (port.told->str, ==, expected);
}

static void
test_allow (void)
{
  g_auto (Port) port = { 0 };
  g_autofree char *expected = NULL;
  guint8 data[8];

  port_open (&port, "allow", "10.0.0.0/8");
  port_say (&port, "1.730", 5);
  g_assert_cmpuint (port_read (&port, data, sizeof data), ==, 0);
  expected = g_strdup_printf (
      "refused: %s: a datagram of 127.0.0.1 is passed over: allow= does not name it\n",
      port.device);
  g_assert_cmpstr (port.told->str, ==, expected);
}

/* what the kernel had no room for is counted: sent = read + lost */
static void
test_overrun (void)
{
  g_auto (Port) port = { 0 };
  char text[1000] = { 0 };
  guint8 data[2000];
  guint n_read = 0;

  port_open (&port, "receive-buffer", "4k");
  for (guint i = 0; i < 100; i++)
    port_say (&port, text, sizeof text);
  while (port_read (&port, data, sizeof data) > 0)
    n_read++;
  port_say (&port, text, sizeof text); /* the kernel tells with what comes next */
  while (port_read (&port, data, sizeof data) > 0)
    n_read++;
  g_assert_cmpuint (port.n_lost, >, 0);
  g_assert_cmpuint (n_read + port.n_lost, ==, 101);
}

/* what is sent answers who was heard last; before that, and where it is too long, it goes nowhere,
 * is told, and stops nothing */
static void
test_send (void)
{
  g_auto (Port) port = { 0 };
  g_autofree guint8 *data = g_malloc0 (70000);

  port_open (&port, NULL, NULL);
  g_assert_cmpint (udp_link_class.write (port.link, data, 3, NULL), ==, 3);
  g_assert_true (g_str_has_suffix (port.told->str,
                                   ": a datagram is not sent: nobody was heard yet whom it could "
                                   "be for; send-to= says who it is\n"));
  port_say (&port, "1.730", 5);
  g_assert_cmpuint (port_read (&port, data, 70000), ==, 5);
  g_assert_cmpint (udp_link_class.write (port.link, data, 70000, NULL), ==, 70000);
  g_assert_true (g_str_has_suffix (port.told->str, "longer than the 65507 bytes of a datagram\n"));
  g_assert_cmpint (udp_link_class.write (port.link, data, 65507, NULL), ==, 65507);
  g_assert_cmpint (g_socket_receive (port.machine, (char *) data, 70000, NULL, NULL), ==, 65507);
}

static void
test_send_to (void)
{
  g_auto (Port) port = { 0 };
  g_autoptr (GSocketAddress) place = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocket) machine = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM,
                                              G_SOCKET_PROTOCOL_UDP, NULL);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autofree char *target = NULL;
  guint8 data[8];

  g_assert_true (g_socket_bind (machine, place, FALSE, NULL));
  bound = g_socket_get_local_address (machine, NULL);
  target = g_strdup_printf ("127.0.0.1:%u",
                            g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
  port_open (&port, "send-to", target);
  port_say (&port, "1.730", 5); /* somebody else */
  g_assert_cmpuint (port_read (&port, data, sizeof data), ==, 5);
  g_assert_cmpint (udp_link_class.write (port.link, (const guint8 *) "%T\r", 3, NULL), ==, 3);
  g_assert_cmpint (g_socket_receive (machine, (char *) data, sizeof data, NULL, NULL), ==, 3);
}

static void
test_wrong_target (void)
{
  LeatLink *link = leat_link_instance_new (&udp_link_class);
  g_autoptr (GError) error = NULL;

  g_assert_true (leat_option_set (leat_options_find (udp_link_class.options, "send-to"), link,
                                  "hall:5000", NULL));
  g_assert_false (leat_link_instance_init (link, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_cmpstr (error->message, ==,
                   "send-to: \"hall:5000\" is no address with a port; 10.0.0.7:5000 is right");
  leat_link_instance_free (link);
}

/* over a restart of leatd: what came meanwhile is there */
static void
test_adopt (void)
{
  g_auto (Port) port = { 0 };
  g_autoptr (GError) error = NULL;
  guint8 data[8];
  int fd;

  port_open (&port, NULL, NULL);
  port_say (&port, "1.730", 5);
  fd = fcntl (udp_link_class.get_fd (port.link), F_DUPFD_CLOEXEC, 0);
  udp_link_class.close (port.link);
  g_assert_false (udp_link_class.adopt (port.link, "udp://127.0.0.1:9", fd, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_true (udp_link_class.adopt (port.link, port.device, fd, NULL));
  g_assert_cmpuint (port_read (&port, data, sizeof data), ==, 5);
}

static void
test_in_use (void)
{
  g_auto (Port) port = { 0 };
  LeatLink *other = leat_link_instance_new (&udp_link_class);
  g_autoptr (GError) error = NULL;

  port_open (&port, NULL, NULL);
  g_assert_true (leat_link_instance_init (other, NULL));
  g_assert_false (udp_link_class.open (other, port.device, NULL, &error));
  g_assert_true (g_str_has_prefix (error->message, port.device));
  g_assert_cmpint (udp_link_class.get_fd (other), ==, -1);
  leat_link_instance_free (other);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/udp/link/table", test_table);
  g_test_add_func ("/udp/link/judge", test_judge);
  g_test_add_func ("/udp/link/sizes", test_sizes);
  g_test_add_func ("/udp/link/allow", test_allow);
  g_test_add_func ("/udp/link/overrun", test_overrun);
  g_test_add_func ("/udp/link/send", test_send);
  g_test_add_func ("/udp/link/send-to", test_send_to);
  g_test_add_func ("/udp/link/wrong-target", test_wrong_target);
  g_test_add_func ("/udp/link/adopt", test_adopt);
  g_test_add_func ("/udp/link/in-use", test_in_use);
  return g_test_run ();
}
