/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* socket-allow.c - tests who is let in */
#include "socket-allow.h"

typedef struct {
  const char *name;
  const char *items[3]; /* none: everybody */
  const char *address;
  gboolean is_allowed;
} Case;

static const Case cases[] = {
  { "everybody", { NULL }, "10.0.0.7", TRUE },
  { "address", { "10.0.0.7", NULL }, "10.0.0.7", TRUE },
  { "other-address", { "10.0.0.7", NULL }, "10.0.0.8", FALSE },
  { "network", { "10.0.0.0/24", NULL }, "10.0.0.255", TRUE },
  { "other-network", { "10.0.0.0/24", NULL }, "10.0.1.0", FALSE },
  { "second", { "10.0.0.7", "192.168.0.0/16", NULL }, "192.168.9.9", TRUE },
  { "ipv6", { "2001:db8::/32", NULL }, "2001:db8:7::1", TRUE },
  { "ipv6-other", { "2001:db8::/32", NULL }, "2001:db9::1", FALSE },
  { "other-family", { "10.0.0.7", NULL }, "2001:db8::1", FALSE },
  { "mapped", { "10.0.0.0/24", NULL }, "::ffff:10.0.0.7", TRUE },
  { "mapped-other", { "10.0.0.0/24", NULL }, "::ffff:10.0.1.7", FALSE },
  { "all-ipv4", { "0.0.0.0/0", NULL }, "10.0.0.7", TRUE },
};

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (test->address);
  g_autoptr (GError) error = NULL;
  SocketAllow *allow = socket_allow_new (test->items[0] != NULL ? test->items : NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (socket_allow_judge (allow, address), ==, test->is_allowed);
  socket_allow_free (allow);
}

static void
test_wrong (gconstpointer item)
{
  const char *const items[] = { "10.0.0.7", item, NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *expected = g_strdup_printf (
      "allow: \"%s\" is neither an address nor a network whose address ends where its prefix does; "
      "10.0.0.7 or 10.0.0.0/24 is right",
      (const char *) item);

  g_assert_null (socket_allow_new (items, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_cmpstr (error->message, ==, expected);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/socket/allow/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_data_func ("/socket/allow/wrong/name", "scale-3", test_wrong);
  g_test_add_data_func ("/socket/allow/wrong/prefix", "10.0.0.0/33", test_wrong);
  g_test_add_data_func ("/socket/allow/wrong/bits-behind-the-prefix", "10.0.0.7/24", test_wrong);
  g_test_add_data_func ("/socket/allow/wrong/empty", "", test_wrong);
  return g_test_run ();
}
