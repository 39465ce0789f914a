/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* store-bus.c - tests which words of a store go to the leatd that has it, and which to its file */
#include "bus/store-bus.h"

typedef struct {
  const char *path;
  const char *words;
  gboolean    is_method;
} Case;

static const Case cases[] = {
  { "/store-bus/parse/readers", "readers", TRUE },
  { "/store-bus/parse/size", "size", TRUE },
  { "/store-bus/parse/limits", "limits", TRUE },
  { "/store-bus/parse/limits-more", "limits max-size", FALSE },
  { "/store-bus/parse/check", "check", TRUE },
  { "/store-bus/parse/check-more", "check --yes", FALSE },
  { "/store-bus/parse/replay", "replay mes --from 2018-01-01 --to 2019-01-01", TRUE },
  { "/store-bus/parse/replay-no-time", "replay mes", FALSE },
  { "/store-bus/parse/replay-nobody", "replay --from 2018-01-01", FALSE },
  { "/store-bus/parse/forget", "forget mes", TRUE },
  { "/store-bus/parse/forget-two", "forget mes other --yes", FALSE },
  { "/store-bus/parse/export", "export --source scale* --from 2018-01-01", TRUE },
  { "/store-bus/parse/export-csv", "export --csv", FALSE },
  { "/store-bus/parse/status", "status", FALSE },
  { "/store-bus/parse/redecode", "redecode pv200.schema --from 2018-01-01", FALSE },
};

static void
test_parse (gconstpointer data)
{
  const Case *test = data;
  g_auto (GStrv) words = g_strsplit (test->words, " ", -1);
  g_auto (LeatStoreWish) wish = { NULL };

  g_assert_cmpint (leat_store_wish_parse (&wish, words), ==, test->is_method);
  g_assert_cmpstr (wish.word, ==, words[0]);
}

static void
test_wish (void)
{
  static const char *const words[] = { "replay", "--to=b", "mes", "--from", "a", NULL };
  g_auto (LeatStoreWish) wish = { NULL };

  g_assert_true (leat_store_wish_parse (&wish, (char **) words));
  g_assert_cmpstr (wish.reader, ==, "mes");
  g_assert_cmpstr (wish.from, ==, "a");
  g_assert_cmpstr (wish.to, ==, "b");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_parse);
  g_test_add_func ("/store-bus/wish", test_wish);
  return g_test_run ();
}
