/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* websocket-source.c - tests that the module is one, and what it is found by */
#include <leat.h>

static void
test_plugin (void)
{
  const LeatPlugin *leat_plugin_get (void);
  g_autoptr (GError) error = NULL;

  leat_plugin_check (leat_plugin_get (), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (leat_plugin_get ()->sources[0]->name, ==, "websocket");
  g_assert_cmpstr (leat_plugin_get ()->sources[0]->schemes, ==, "ws wss");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/websocket/source/plugin", test_plugin);
  return g_test_run ();
}
