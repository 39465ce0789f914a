/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* socket-address.c - tests how SCHEME://HOST:PORT is read */
#include "socket-address.h"

typedef struct {
  const char *name;
  const char *device;
  const char *host; /* NULL: it is wrong, and */
  guint       port;
  const char *message;
} Case;

#define PORTS "; a number from 1 to 65535 is right"

static const Case cases[] = {
  { "ipv4", "tcp://10.0.0.7:8500", "10.0.0.7", 8500, NULL },
  { "ipv6", "tcp://[2001:db8::7]:1", "2001:db8::7", 1, NULL },
  { "ipv6-scope", "tcp://[fe80::1%eth0]:8500", "fe80::1%eth0", 8500, NULL },
  { "name", "tcp://scale-3.line.example:65535", "scale-3.line.example", 65535, NULL },
  { "name-international", "tcp://w\xc3\xa4ge:8500", "w\xc3\xa4ge", 8500, NULL },
  { "any", "listen://0.0.0.0:9000", "0.0.0.0", 9000, NULL },
  { "slashes", "tcp:10.0.0.7:8500", NULL, 0, "// is missing; tcp://HOST:PORT is right" },
  { "no-host", "tcp://:8500", NULL, 0, "\"\" is neither a host's name nor an address" },
  { "nothing", "tcp://", NULL, 0, "\"\" is neither a host's name nor an address" },
  { "no-port", "tcp://10.0.0.7", NULL, 0, "a port is missing; tcp://10.0.0.7:8500 is right" },
  { "no-port-ipv6", "tcp://[::1]", NULL, 0, "a port is missing; tcp://[::1]:8500 is right" },
  { "port-empty", "tcp://a:", NULL, 0, "\"\" is no port" PORTS },
  { "port-zero", "tcp://a:0", NULL, 0, "\"0\" is no port" PORTS },
  { "port-large", "tcp://a:65536", NULL, 0, "\"65536\" is no port" PORTS },
  { "port-negative", "tcp://a:-1", NULL, 0, "\"-1\" is no port" PORTS },
  { "port-name", "tcp://a:http", NULL, 0, "\"http\" is no port" PORTS },
  { "path", "tcp://a:85/x", NULL, 0, "\"85/x\" is no port" PORTS },
  { "user", "tcp://u@a:85", NULL, 0, "\"u@a\" is neither a host's name nor an address" },
  { "blank", "tcp://a b:85", NULL, 0, "\"a b\" is neither a host's name nor an address" },
  { "number", "tcp://10.0.0:85", NULL, 0, "\"10.0.0\" is neither a host's name nor an address" },
  { "number-large", "tcp://10.0.0.300:85", NULL, 0,
    "\"10.0.0.300\" is neither a host's name nor an address" },
  { "brackets", "tcp://fe80::1", NULL, 0,
    "an IPv6 address stands in brackets; tcp://[fe80::1]:8500 is right" },
  { "bracket", "tcp://[::1:85", NULL, 0,
    "a ] is missing behind the IPv6 address; tcp://[::1]:8500 is right" },
  { "ipv6-wrong", "tcp://[::g]:85", NULL, 0, "\"::g\" is no IPv6 address" },
  { "ipv6-scope-empty", "tcp://[fe80::1%]:85", NULL, 0, "\"fe80::1%\" is no IPv6 address" },
  { "ipv4-in-brackets", "tcp://[10.0.0.7]:85", NULL, 0, "\"10.0.0.7\" is no IPv6 address" },
  { "no-text", "tcp://\xff:85", NULL, 0, "is no text" },
};

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (GError) error = NULL;
  g_auto (SocketAddress) address = { 0 };

  g_assert_cmpint (socket_address_parse (&address, test->device, &error), ==, test->host != NULL);
  g_assert_cmpstr (address.host, ==, test->host);
  if (test->host != NULL)
    {
      g_assert_no_error (error);
      g_assert_cmpuint (address.port, ==, test->port);
      return;
    }
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_cmpstr (error->message, ==, test->message);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/socket/address/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  return g_test_run ();
}
