/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* text.c - tests that text of any encoding, and what is none, becomes UTF-8 */
#include <string.h>
#include "leat-text.h"

#define FFFD "\xef\xbf\xbd"

typedef struct {
  const char  *name;
  LeatEncoding encoding;
  const char  *text;
  gsize        length;
  const char  *expected;
  gsize        n_expected;
} Case;

#define CASE(NAME, ENCODING, TEXT, EXPECTED) \
  { NAME, LEAT_ENCODING_##ENCODING, TEXT, sizeof TEXT - 1, EXPECTED, sizeof EXPECTED - 1 }

static const Case cases[] = {
  CASE ("utf-8/empty", UTF_8, "", ""),
  CASE ("utf-8/valid", UTF_8, "23\xc2\xb0 日本", "23\xc2\xb0 日本"),
  CASE ("utf-8/nul", UTF_8, "a\0b", "a\0b"),
  CASE ("utf-8/lone-byte", UTF_8, "a\xb0" "b", "a" FFFD "b"),
  CASE ("utf-8/cut-off", UTF_8, "a\xe6\x97", "a" FFFD FFFD),
  CASE ("utf-8/overlong", UTF_8, "\xc0\x80", FFFD FFFD),
  CASE ("utf-8/surrogate", UTF_8, "\xed\xa0\x80", FFFD FFFD FFFD),
  CASE ("utf-8/after-nul", UTF_8, "\0\xff\0", "\0" FFFD "\0"),
  CASE ("latin-1/ascii", LATIN_1, "abc", "abc"),
  CASE ("latin-1/degree", LATIN_1, "153.2\xb0", "153.2\xc2\xb0"),
  CASE ("latin-1/ends", LATIN_1, "\x7f\x80\xff", "\x7f\xc2\x80\xc3\xbf"),
  CASE ("latin-1/nul", LATIN_1, "a\0\xe4", "a\0\xc3\xa4"),
  CASE ("shift-jis/two-bytes", SHIFT_JIS, "\x93\xfa\x96\x7b", "日本"),
  CASE ("shift-jis/one-byte", SHIFT_JIS, "\xb1\xb2", "ｱｲ"),
  CASE ("shift-jis/backslash-stays", SHIFT_JIS, "a\\b~", "a\\b~"),
  CASE ("shift-jis/backslash-inside", SHIFT_JIS, "\x95\x5c", "表"),
  CASE ("shift-jis/cut-off", SHIFT_JIS, "\x93\xfa\x96", "日" FFFD),
  CASE ("shift-jis/wrong-trail", SHIFT_JIS, "\x93\x20z", FFFD " z"),
  CASE ("shift-jis/nul", SHIFT_JIS, "\x93\xfa\0z", "日\0z"),
};

static void
test_convert (gconstpointer data)
{
  const Case *test = data;
  g_autofree char *text = g_memdup2 (test->text, test->length);
  g_autofree char *utf8 = g_malloc (test->length * LEAT_TEXT_GROWTH);
  const gboolean is_repaired = memmem (test->expected, test->n_expected, FFFD, strlen (FFFD)) !=
                               NULL;
  gboolean is_whole;
  const gsize n_utf8 = leat_text_convert (text, test->length, test->encoding, utf8, &is_whole);

  g_assert_true (leat_encoding_is_known (test->encoding));
  g_assert_cmpint (is_whole, ==, !is_repaired);
  g_assert_cmpmem (utf8, (int) n_utf8, test->expected, (int) test->n_expected);
}

/* whatever comes: valid UTF-8, within the room that is promised */
static void
test_random (gconstpointer data)
{
  const LeatEncoding encoding = GPOINTER_TO_INT (data);

  for (guint i = 0; i < 20000; i++)
    {
      const gsize length = (gsize) g_test_rand_int_range (1, 24);
      g_autofree char *text = g_malloc (length);
      g_autofree char *utf8 = g_malloc (length * LEAT_TEXT_GROWTH);

      gboolean is_whole;
      gsize n_utf8;

      for (gsize k = 0; k < length; k++)
        text[k] = (char) g_test_rand_int_range (1, 256);
      n_utf8 = leat_text_convert (text, length, encoding, utf8, &is_whole);
      g_assert_true (g_utf8_validate_len (utf8, n_utf8, NULL));
    }
}

static void
test_ascii (void)
{
  char text[40];

  memset (text, 'x', sizeof text);
  for (gsize length = 0; length <= sizeof text; length++)
    for (gsize at = 0; at < sizeof text; at++)
      {
        text[at] = (char) 0x80;
        g_assert_cmpint (leat_text_is_ascii (text, length), ==, at >= length);
        text[at] = 0x7f;
        g_assert_true (leat_text_is_ascii (text, length));
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/text/", cases[i].name, NULL);
      g_test_add_data_func (path, &cases[i], test_convert);
    }
  g_test_add_data_func ("/text/random/utf-8", GINT_TO_POINTER (LEAT_ENCODING_UTF_8), test_random);
  g_test_add_data_func ("/text/random/latin-1", GINT_TO_POINTER (LEAT_ENCODING_LATIN_1),
                        test_random);
  g_test_add_data_func ("/text/random/shift-jis", GINT_TO_POINTER (LEAT_ENCODING_SHIFT_JIS),
                        test_random);
  g_test_add_func ("/text/ascii", test_ascii);
  return g_test_run ();
}
