/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* store-words.c - tests that a store of a key file is asked, and that what it says comes back */
#include "pipeline/leatd-store-words.h"
#include "configs.h"

static const LeatdSinkConfig *
get_store (LeatdConfig *config)
{
  g_assert_nonnull (config);
  return g_ptr_array_index (leatd_config_get_sinks (config), 0);
}

static void
keep_line (const char *line, gpointer user_data)
{
  g_ptr_array_add (user_data, g_strdup (line));
}

static void
test_run (void)
{
  static const char *const none[] = { NULL };
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (LeatdConfig)
      config = test_config ("[sink s]\nplugin=fixture-cellar\npath=/a/b.db\nfail=yes\n", faults);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  const LeatdStoreListener listener = { .print = keep_line, .user_data = lines };
  const LeatdSinkConfig *store = get_store (config);
  g_autoptr (GError) error = NULL;

  g_assert_true (leatd_store_words_run (store, leatd_store_words_find (store->klass, "files"), none,
                                        &listener, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (lines->len, ==, 1);
  g_assert_cmpstr (lines->pdata[0], ==, "/a/b.db");

  g_assert_false (leatd_store_words_run (store, leatd_store_words_find (store->klass, "backup"),
                                         none, &listener, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FAILED);
  g_assert_cmpstr (error->message, ==, "no way in");
}

static void
test_find (void)
{
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (LeatdConfig) config = test_config ("[sink s]\nplugin=fixture-cellar\n", faults);
  g_autoptr (LeatdConfig) plain = test_config ("[sink k]\nplugin=fixture-picky\n", faults);

  g_assert_null (leatd_store_words_find (get_store (plain)->klass, "files"));
  g_assert_null (leatd_store_words_find (get_store (config)->klass, "dig"));
  g_assert_nonnull (leatd_store_words_find (get_store (config)->klass, "files"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store-words/run", test_run);
  g_test_add_func ("/store-words/find", test_find);
  return g_test_run ();
}
