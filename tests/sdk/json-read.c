/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* json-read.c - tests numbers of JSON without their exponents; texts are tested by decode-json.c */
#include <string.h>
#include "leat-json-read.h"

static void
test_plain (void)
{
  static const struct {
    const char *number, *plain;
  } cases[] = {
    { "1e0", "1" },          { "1.5e0", "1.5" },    { "1.50e1", "15.0" }, { "1.5e2", "150" },
    { "1.5E-1", "0.15" },    { "15e-1", "1.5" },    { "-15e-3", "-0.015" },
    { "0e0", "0" },          { "-0.0e1", "-00" },   { "1e+03", "1000" },  { "1", "" },
    { "1.5", "" },           { "1e151", "" },       { "1e-151", "" },
    { "1e99999999999999999999", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const gsize length = strlen (cases[i].number);
      g_autofree char *exact = g_memdup2 (cases[i].number, length);
      char plain[LEAT_JSON_PLAIN_MAX];
      const gsize n_plain = leat_json_spell_plain (exact, length, plain);
      g_autofree char *text = g_strndup (plain, n_plain);

      g_assert_cmpstr (text, ==, cases[i].plain);
    }
}

/* room for the longest */
static void
test_longest (void)
{
  g_autofree char *digits = g_strnfill (50, '9');
  g_autofree char *up = g_strconcat ("-", digits, "e150", NULL);
  g_autofree char *down = g_strconcat ("-", digits, "e-150", NULL);
  g_autofree char *more = g_strconcat (digits, "9e1", NULL);
  char plain[LEAT_JSON_PLAIN_MAX];

  g_assert_cmpuint (leat_json_spell_plain (up, strlen (up), plain), ==, 201);
  g_assert_cmpuint (leat_json_spell_plain (down, strlen (down), plain), ==, 153);
  g_assert_cmpuint (leat_json_spell_plain (more, strlen (more), plain), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-read/plain", test_plain);
  g_test_add_func ("/json-read/longest", test_longest);
  return g_test_run ();
}
