/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* keys.c - tests that a key is found among others, with all its places */
#include <string.h>
#include "leat-keys.h"

static void
test_find (void)
{
  static const char *const texts[] = { "b", "a", "", "bb", "a", "ab", "a\xff", "a" };
  g_autoptr (GArray) keys = leat_keys_new ();
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    leat_keys_add (keys, texts[i], strlen (texts[i]), i);
  leat_keys_sort (keys);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      const LeatKey *key = leat_keys_find (keys, texts[i], strlen (texts[i]), &n);
      gboolean found = FALSE;

      g_assert_cmpuint (n, ==, strcmp (texts[i], "a") == 0 ? 3 : 1);
      for (guint k = 0; k < n; k++)
        found |= key[k].place == i;
      g_assert_true (found);
    }
  g_assert_null (leat_keys_find (keys, "c", 1, &n));
  g_assert_null (leat_keys_find (keys, "aaa", 3, &n));
  g_assert_null (leat_keys_find (keys, "a", 2, &n));   /* with its NUL */
}

static void
test_none (void)
{
  g_autoptr (GArray) keys = leat_keys_new ();
  guint n = 1;

  leat_keys_sort (keys);
  g_assert_null (leat_keys_find (keys, "a", 1, &n));
  g_assert_cmpuint (n, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keys/find", test_find);
  g_test_add_func ("/keys/none", test_none);
  return g_test_run ();
}
