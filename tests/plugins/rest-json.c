/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-json.c - tests what is found in JSON that others wrote */
#include "rest-json.h"
#include <string.h>

typedef struct {
  const char *name;
  const char *text;
  const char *pointer;
  const char *value;   /* NULL: there is none */
} FindCase;

static const FindCase find_cases[] = {
  { "whole", " {\"id\":1} ", "", "{\"id\":1}" },
  { "number", "{\"id\":1,\"seqid\":\"u\"}", "/id", "1" },
  { "string", "{\"id\":1,\"seqid\":\"u\\u00e9\\n\"}", "/seqid", "u\xc3\xa9\n" },
  { "blanks", "{ \"a\" : { \"b\" : [ 1 , 2.50 ] } }", "/a/b/1", "2.50" },
  { "cut-behind", "{\"id\":17,\"films\":[1,2", "/id", "17" },
  { "cut-inside", "{\"id\":\"17", "/id", NULL },
  { "missing", "{\"a\":1}", "/b", NULL },
  { "index", "[[1,2],[3,4]]", "/1/0", "3" },
  { "index-missing", "[1,2]", "/2", NULL },
  { "index-wrong", "[1,2]", "/-1", NULL },
  { "member-of-number", "{\"a\":1}", "/a/b", NULL },
  { "escaped-name", "{\"a\\u002fb\":1,\"m~n\":2}", "/a~1b", "1" },
  { "tilde", "{\"a/b\":1,\"m~n\":2}", "/m~0n", "2" },
  { "empty-name", "{\"\":5}", "/", "5" },
  { "null", "{\"a\":null}", "/a", "null" },
  { "pair", "{\"a\":\"\\ud83d\\ude00\"}", "/a", "\xf0\x9f\x98\x80" },
  { "half-pair", "{\"a\":\"\\ud83dx\"}", "/a", "\xef\xbf\xbdx" },
  { "html", "<h1>Server Error (500)</h1>", "/id", NULL },
  { "empty", "", "", NULL },
  { "exponent", "[-1.5e+10]", "/0", "-1.5e+10" },
  { "two-members", "{\"a\":{\"b\":1},\"b\":2}", "/b", "2" },
};

static void
test_find (gconstpointer data)
{
  const FindCase *test = data;
  g_autofree char *text = g_memdup2 (test->text, strlen (test->text));   /* no NUL behind it */
  g_autofree char *found = NULL;
  RestJson value;

  if (rest_json_find (text, strlen (test->text), test->pointer, &value))
    found = rest_json_to_text (&value);
  g_assert_cmpstr (found, ==, test->value);
}

typedef struct {
  const char *text;
  gsize place;   /* of the fault; G_MAXSIZE: it is sound */
} CheckCase;

static const CheckCase check_cases[] = {
  { "{}", G_MAXSIZE },
  { " [true,false,null,\"\\\"\",0,-0.5E-3] ", G_MAXSIZE },
  { "", 0 },
  { "{\"a\":1,}", 7 },
  { "{\"a\" 1}", 5 },
  { "[01]", 2 },
  { "[1.]", 3 },
  { "[.5]", 1 },
  { "\"\\x\"", 3 },
  { "\"a\nb\"", 2 },
  { "{} x", 3 },
  { "[nul]", 1 },
  { "{a:1}", 1 },
};

static void
test_check (gconstpointer data)
{
  const CheckCase *test = data;
  gsize place = 0;
  gboolean is_sound = rest_json_check (test->text, strlen (test->text), &place);

  g_assert_cmpint (is_sound, ==, test->place == G_MAXSIZE);
  if (!is_sound)
    g_assert_cmpuint (place, ==, test->place);
}

/* who nests a million deep does not fill our stack */
static void
test_deep (void)
{
  g_autofree char *text = g_strnfill (1000000, '[');
  gsize place;

  g_assert_false (rest_json_check (text, 1000000, &place));
  g_assert_cmpuint (place, <, 100);
}

static void
test_elements (void)
{
  static const char text[] = "{\"data\":[ 1 ,{\"a\":2}, \"x\",[4";
  static const char *const expected[] = { "1", "{\"a\":2}", "x" };
  RestJson array, element;
  gsize cursor = 0;
  guint n = 0;

  g_assert_true (rest_json_open_array (text, strlen (text), "/data", &array));
  for (; rest_json_next (&array, &cursor, &element); n++)
    {
      g_autofree char *value = rest_json_to_text (&element);

      g_assert_cmpstr (value, ==, expected[n]);
    }
  g_assert_cmpuint (n, ==, 3);
  g_assert_false (rest_json_open_array ("{}", 2, "", &array));
  g_assert_true (rest_json_open_array ("[]", 2, "", &array));
  cursor = 0;
  g_assert_false (rest_json_next (&array, &cursor, &element));
}

static void
test_pointers (void)
{
  g_assert_true (rest_json_is_pointer (""));
  g_assert_true (rest_json_is_pointer ("/a~0b/c~1"));
  g_assert_false (rest_json_is_pointer ("id"));
  g_assert_false (rest_json_is_pointer ("/a~2"));
  g_assert_false (rest_json_is_pointer ("/a~"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (find_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/rest-json/find/", find_cases[i].name, NULL);

      g_test_add_data_func (path, &find_cases[i], test_find);
    }
  for (guint i = 0; i < G_N_ELEMENTS (check_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/rest-json/check/%u", i);

      g_test_add_data_func (path, &check_cases[i], test_check);
    }
  g_test_add_func ("/rest-json/deep", test_deep);
  g_test_add_func ("/rest-json/elements", test_elements);
  g_test_add_func ("/rest-json/pointers", test_pointers);
  return g_test_run ();
}
