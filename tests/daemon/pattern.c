/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pattern.c - tests patterns of frames: bytes, not characters, and an end to their work */
#include "config/leatd-pattern.h"
#include "leat-error.h"
#include <string.h>

typedef struct {
  const char *name;
  const char *pattern;
  const char *frame;
  gsize length; /* 0: of a text */
  gboolean fits;
} Case;

static const Case cases[] = {
  { "anywhere", "kg", "S S 1.00 kg", 0, TRUE },
  { "begins", "^S ", "S S 1.00 kg", 0, TRUE },
  { "does-not-begin", "^S ", "ES S ", 0, FALSE },
  { "bytes", "^\\x01\\x03", "\x01\x03\x00\x10", 4, TRUE },
  { "high-bytes", "^\\xff.\\x80$", "\xff\xfe\x80", 3, TRUE },
  { "nul", "^\\x00$", "\0", 1, TRUE },
  { "line-break", "^a.b$", "a\nb", 0, TRUE },
  { "empty", "^$", "", 0, TRUE },
  { "gives-up", "^(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", 0, FALSE },
};

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LeatdPattern) pattern = leatd_pattern_new (test->pattern, &error);
  const gsize length = test->length > 0 ? test->length : strlen (test->frame);

  g_assert_no_error (error);
  g_assert_cmpstr (leatd_pattern_get_text (pattern), ==, test->pattern);
  g_assert_cmpint (leatd_pattern_fits (pattern, (const guint8 *) test->frame, length), ==,
                   test->fits);
}

static void
test_wrong (void)
{
  g_autoptr (GError) open = NULL, verb = NULL;

  g_assert_null (leatd_pattern_new ("(a", &open));
  g_assert_error (open, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_true (
      g_str_has_prefix (open->message, "Error while compiling regular expression ‘(a’ "));
  g_assert_null (leatd_pattern_new ("(*LIMIT_MATCH=9)a", &verb));
  g_assert_error (verb, LEAT_ERROR, LEAT_ERROR_CONFIG);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/pattern/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/pattern/wrong", test_wrong);
  return g_test_run ();
}
