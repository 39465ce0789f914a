/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* escape.c - tests how bytes are spelled in a key file */
#include "leat-host.h"

#include <string.h>

typedef struct {
  const char *path;
  const char *text;
  const char *bytes; /* NULL: a fault */
  gsize length;
  const char *spelled; /* by leat_escape_do(); or the message of the fault */
} Case;

#define FAULT(n) \
  "the backslash at byte " n " begins no escape; \\r \\n \\t \\s \\\\ \\; and \\xHH are right"

static const Case cases[] = {
  { "/escape/empty", "", "", 0, "" },
  { "/escape/plain", "abc", "abc", 3, "abc" },
  { "/escape/letters", "\\r\\n\\t\\\\\\;", "\r\n\t\\;", 5, "\\r\\n\\t\\\\\\;" },
  { "/escape/blank-inside", "a\\sb", "a b", 3, "a b" },
  { "/escape/blank-outside", " a ", " a ", 3, "\\sa\\s" },
  { "/escape/hex", "\\x00\\x02\\xff\\xFF\\x7f", "\0\2\377\377\177", 5,
    "\\x00\\x02\\xFF\\xFF\\x7F" },
  { "/escape/utf-8", "µm", "µm", 3, "µm" },
  { "/escape/broken-utf-8", "\\xC2", "\302", 1, "\\xC2" },
  { "/escape/semicolon", "a;b", "a;b", 3, "a\\;b" },
  { "/escape/unknown", "ab\\q", NULL, 0, FAULT ("3") },
  { "/escape/alone", "\\", NULL, 0, FAULT ("1") },
  { "/escape/half-hex", "\\x1", NULL, 0, FAULT ("1") },
  { "/escape/no-hex", "a\\xg0", NULL, 0, FAULT ("2") },
};

static void
test_case (gconstpointer data)
{
  const Case *one = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = leat_escape_undo (one->text, strlen (one->text), &error);
  g_autoptr (GBytes) expected = NULL;
  g_autofree char *spelled = NULL;

  if (one->bytes == NULL)
    {
      g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
      g_assert_cmpstr (error->message, ==, one->spelled);
      return;
    }
  g_assert_no_error (error);
  expected = g_bytes_new_static (one->bytes, one->length);
  g_assert_true (g_bytes_equal (bytes, expected));
  spelled = leat_escape_do (one->bytes, one->length);
  g_assert_cmpstr (spelled, ==, one->spelled);
}

/* whatever the bytes: spelled and undone they are the same, and no line or list of a key file is
 * torn by them */
static void
test_there_and_back (void)
{
  for (guint round = 0; round < 2000; round++)
    {
      guint8 data[40];
      const gsize length = (gsize) g_test_rand_int_range (0, sizeof data + 1);
      g_autofree char *text = NULL;
      g_autoptr (GBytes) bytes = NULL, expected = g_bytes_new_static (data, length);

      for (gsize i = 0; i < length; i++)
        data[i] = (guint8) g_test_rand_int_range (0, round % 2 == 0 ? 256 : 64);
      text = leat_escape_do (data, length);
      g_assert_null (strpbrk (text, "\r\n\t"));
      g_assert_true (g_utf8_validate (text, -1, NULL));
      bytes = leat_escape_undo (text, strlen (text), NULL);
      g_assert_nonnull (bytes);
      g_assert_true (g_bytes_equal (bytes, expected));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_case);
  g_test_add_func ("/escape/there-and-back", test_there_and_back);
  return g_test_run ();
}
