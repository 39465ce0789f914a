/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* types.c - tests that types which threads need are there before they are; that these are all of
 * them is shown in tests/integration/proof-hangups.c */
#include "worker/leatd-types.h"
#include <glib-object.h>

static void
test_register (void)
{
  static const char *const names[] = { "GDataOutputStream", "GInetSocketAddress", "GNetworkAddress",
                                       "GSocket", "GSocketAddress", "GUnixSocketAddress" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpuint (g_type_from_name (names[i]), ==, 0);
  leatd_types_register ();
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpuint (g_type_from_name (names[i]), !=, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/types/register", test_register);
  return g_test_run ();
}
