/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-exchange.c - tests what people are shown of a request and its answer */
#include "rest-exchange.h"

typedef struct {
  const char *name;
  const char *body;
  const char *shown;
} Case;

static const Case cases[] = {
  { "empty", "", "400 Bad" },
  { "json", "{\"machine\":[\"Invalid pk\"]}", "400 Bad: {\"machine\":[\"Invalid pk\"]}" },
  { "page", "\n<html>\r\n\t<h1>No</h1>\n\n</html>\n", "400 Bad: <html> <h1>No</h1> </html>" },
  { "control", "a\x1b[2J\x01" "b", "400 Bad: a [2J b" },
  { "bytes", "\xff\xfe", "400 Bad: \xef\xbf\xbd\xef\xbf\xbd" },
};

static void
test_describe (gconstpointer data)
{
  const Case *test = data;
  g_autofree char *shown = NULL;
  RestAnswer answer;

  rest_answer_init (&answer);
  answer.status = 400;
  answer.reason = g_strdup ("Bad");
  g_string_append (answer.body, test->body);
  shown = rest_answer_describe (&answer);
  g_assert_cmpstr (shown, ==, test->shown);
  rest_answer_clear (&answer);
}

static void
test_long (void)
{
  g_autofree char *text = g_strnfill (5000, 'x');
  g_autofree char *shown = NULL;
  RestAnswer answer;

  rest_answer_init (&answer);
  answer.status = 500;
  g_string_append (answer.body, text);
  shown = rest_answer_describe (&answer);
  g_assert_cmpuint (g_utf8_strlen (shown, -1), ==, 5 + 200 + 2);
  g_assert_true (g_str_has_suffix (shown, "x …"));
  rest_answer_reset (&answer);
  g_assert_cmpuint (answer.body->len, ==, 0);
  rest_answer_clear (&answer);
}

/* of what is no address, too, nothing is shown that may be secret */
static void
test_address (void)
{
  static const char *const addresses[][2] = {
    { "", "" },
    { "/elsewhere/", "/elsewhere/" },
    { "http://mes.example/a/", "http://mes.example/a/" },
    { "http://u:secret@mes.example/a/", "http://***@mes.example/a/" },
    { "http://u:secret@mes example:x/?key=secret", "http://***@mes example:x/?…" },
    { "http://u:sec/ret@mes.example/", "http://***@mes.example/" },
    { "http://u:sec?ret@mes.example/#secret", "http://***@mes.example/?…" },
    { "http://u:sec@ret@mes.example/", "http://***@mes.example/" },
    { "u:secret@mes.example", "***@mes.example" },
    { "u:sec://ret@mes.example", "***@mes.example" },
    { "/elsewhere/?key=secret", "/elsewhere/?…" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autofree char *shown = rest_address_describe (addresses[i][0]);

      g_assert_cmpstr (shown, ==, addresses[i][1]);
    }
}

static void
test_secrets (void)
{
  g_autoptr (GUri) uri = g_uri_parse ("http://user:secret@mes.example:81/a/?key=secret#x",
                                      G_URI_FLAGS_HAS_PASSWORD, NULL);
  RestRequest request = { .method = "POST", .uri = uri };
  g_autofree char *shown = rest_request_describe (&request);

  g_assert_cmpstr (shown, ==, "POST http://mes.example:81/a/");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/rest-exchange/describe/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_describe);
    }
  g_test_add_func ("/rest-exchange/describe/long", test_long);
  g_test_add_func ("/rest-exchange/address", test_address);
  g_test_add_func ("/rest-exchange/secrets", test_secrets);
  return g_test_run ();
}
