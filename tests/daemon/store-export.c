/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* store-export.c - tests that who reads records comes to an end when nobody writes them; that they
 * come over is tested with a leatd, in store-word */
#include "bus/store-export.h"
#include <string.h>

static void
test_nobody (void)
{
  g_autoptr (GTestDBus) bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  const LeatStoreWish wish = { .word = (char *) "export" };
  LeatBusClient client = { NULL };
  g_autoptr (GError) error = NULL;

  g_test_dbus_up (bus);
  client.bus = g_strdup (g_test_dbus_get_bus_address (bus));
  g_assert_true (leat_bus_client_open (&client, &error));
  g_assert_false (leat_store_export (&client, "/org/leat/Leat1/sink/keep", &wish, TRUE, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "there is no leatd on the bus "));
  leat_bus_client_clear (&client);
  g_test_dbus_down (bus);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store-export/nobody", test_nobody);
  return g_test_run ();
}
