/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* words.c - tests that words are found whole, and nothing else */
#include "leat-words.h"

static void
test_find (void)
{
  LeatWords words;
  int meaning = 99;

  leat_words_init (&words);
  g_assert_true (leat_words_add (&words, "*****", 1));
  g_assert_true (leat_words_add (&words, "***", 2));
  g_assert_true (leat_words_add (&words, "\xff!", 3));
  g_assert_false (leat_words_add (&words, "***", 4));

  g_assert_false (leat_words_find (&words, "", 0, &meaning));
  g_assert_false (leat_words_find (&words, "****", 4, &meaning));
  g_assert_false (leat_words_find (&words, "x", 1, &meaning));
  g_assert_false (leat_words_find (&words, "\xff", 1, &meaning));
  g_assert_cmpint (meaning, ==, 99);
  g_assert_true (leat_words_find (&words, "*****", 5, &meaning));
  g_assert_cmpint (meaning, ==, 1);
  g_assert_true (leat_words_find (&words, "*****", 3, &meaning));
  g_assert_cmpint (meaning, ==, 2);
  g_assert_true (leat_words_find (&words, "\xff!", 2, &meaning));
  g_assert_cmpint (meaning, ==, 3);
  leat_words_clear (&words);
}

static void
test_none (void)
{
  LeatWords words;
  int meaning = 99;

  leat_words_init (&words);
  for (int byte = 0; byte < 256; byte++)
    {
      const char text[1] = { (char) byte };

      g_assert_false (leat_words_find (&words, text, 1, &meaning));
    }
  leat_words_clear (&words);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/words/find", test_find);
  g_test_add_func ("/words/none", test_none);
  return g_test_run ();
}
