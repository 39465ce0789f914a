/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-filter.c - tests how values are spelled, whatever is in them */
#include "rest-filter.h"
#include <string.h>

typedef struct {
  const char *name;
  RestSpelling spelling;
  const char *result;
} Case;

#define TEXT "a b\r\n\"<&'>,\t\\/~\xc3\xa9" "1"

static const Case cases[] = {
  { "raw", REST_SPELL_RAW, TEXT },
  { "json", REST_SPELL_JSON, "\"a b\\r\\n\\\"<&'>,\\t\\\\/~\xc3\xa9" "1\"" },
  { "json-text", REST_SPELL_JSON_TEXT, "a b\\r\\n\\\"<&'>,\\t\\\\/~\xc3\xa9" "1" },
  { "url", REST_SPELL_URL, "a%20b%0D%0A%22%3C%26%27%3E%2C%09%5C%2F~%C3%A91" },
  { "form", REST_SPELL_FORM, "a+b%0D%0A%22%3C%26%27%3E%2C%09%5C%2F~%C3%A91" },
  { "header", REST_SPELL_HEADER, "a b  \"<&'>, \\/~\xc3\xa9" "1" },
  { "csv", REST_SPELL_CSV, "\"a b\r\n\"\"<&'>,\t\\/~\xc3\xa9" "1\"" },
  { "xml", REST_SPELL_XML, "a b  &quot;&lt;&amp;&apos;&gt;, \\/~\xc3\xa9" "1" },
};

static void
test_spell (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (GString) text = g_string_new (TEXT);
  g_autoptr (GString) out = g_string_new ("=");
  RestPiece piece = { .text = text };

  rest_spell (test->spelling, &piece, out);
  g_assert_cmpstr (out->str + 1, ==, test->result);
  piece.is_null = TRUE;
  g_string_truncate (out, 0);
  rest_spell (test->spelling, &piece, out);
  g_assert_cmpstr (out->str, ==, test->spelling == REST_SPELL_JSON ? "null" : "");
}

static void
apply (const char *filter, RestPiece *piece)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GError) error = NULL;
  g_autoptr (RestFilter) self = rest_filter_new (filter, strlen (filter), utc, &error);

  g_assert_no_error (error);
  rest_filter_apply (self, piece);
}

/* before 1970, and the largest there is */
static void
test_times (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  RestPiece piece = { .text = text, .is_time = TRUE, .time = -1 };

  apply ("time:%Y-%m-%d %H:%M:%S.%f", &piece);
  g_assert_cmpstr (text->str, ==, "1969-12-31 23:59:59.999999");
  g_assert_false (piece.is_time);
  piece = (RestPiece) { .text = text, .is_time = TRUE, .time = G_MAXINT64 };
  apply ("time:%Y", &piece);
  g_assert_cmpstr (text->str, ==, "2262");
  apply ("time:%m", &piece);   /* it is none any more */
  g_assert_cmpstr (text->str, ==, "2262");
}

static void
test_literals (void)
{
  static const struct {
    const char *text;
    gboolean is_literal;
  } words[] = {
    { "1", TRUE },    { "0", TRUE },   { "-5", TRUE },  { "007", FALSE },
    { "1.5", FALSE }, { "", FALSE },   { "-", FALSE },  { "a", FALSE },
    { "99999999999999999999", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autofree char *filter = g_strconcat ("default:", words[i].text, NULL);
      g_autoptr (GString) text = g_string_new (NULL);
      RestPiece piece = { .text = text, .is_null = TRUE };

      apply (filter, &piece);
      g_assert_cmpstr (text->str, ==, words[i].text);
      g_assert_cmpint (piece.is_literal, ==, words[i].is_literal);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/rest-filter/spell/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_spell);
    }
  g_test_add_func ("/rest-filter/times", test_times);
  g_test_add_func ("/rest-filter/literals", test_literals);
  return g_test_run ();
}
