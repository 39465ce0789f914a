/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-target.c - tests addresses and headers that depend on the record */
#include "rest-worker.h"
#include "rest-target.h"

typedef struct {
  const char *name;
  const char *url;
  const char *target;
} UrlCase;

static const UrlCase url_cases[] = {
  { "source", "URL/{source}/records", "/camera 0/records" },
  { "query", "URL/?n={fields.num}&s={tags.station}", "/?n=1&s=hall%203" },
  { "slash", "URL/{id}", "/camera 0/EPOCH/2" },
  { "time", "URL/{time|time:%Y}/", "/1970/" },
};

/* what is in a record stays in its part of the path */
static void
test_url (gconstpointer data)
{
  const UrlCase *test = data;
  const char *const options[] = { "url", test->url, NULL };
  RestWorker worker;
  g_autofree char *decoded = NULL;

  rest_worker_init (&worker, NULL, NULL, options);
  rest_put (&worker, "camera 0", 1);
  decoded = g_uri_unescape_string (rest_last (&worker)->target, NULL);
  g_assert_cmpstr (g_strrstr (test->target, "%") != NULL ? rest_last (&worker)->target : decoded,
                   ==, test->target);
  rest_worker_clear (&worker);
}

static void
test_headers (void)
{
  static const char *const options[] = {
    "url", "URL/", "headers", "X-Line: {gateway};X-Num:{fields.num};X-Code: {fields.code}", NULL
  };
  RestWorker worker;

  rest_worker_init (&worker, NULL, NULL, options);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *num = g_strdup_printf ("%u", i);

      rest_put (&worker, "camera0", i);
      g_assert_cmpstr (fake_request_header (rest_last (&worker), "x-line"), ==, "line-3");
      g_assert_cmpstr (fake_request_header (rest_last (&worker), "x-num"), ==, num);
      g_assert_cmpstr (fake_request_header (rest_last (&worker), "x-code"), ==, "A\"1");
    }
  rest_worker_clear (&worker);
}

/* a text with a line end cannot become a header of its own */
static void
test_header_injection (void)
{
  static const LeatField fields[] = { { .name = "code", .type = LEAT_TYPE_STRING } };
  static const char *const options[] = { "url", "URL/", "headers", "X-Code: {fields.code}", NULL };
  g_autoptr (LeatSchema) schema = leat_schema_new ("test", fields, 1);
  LeatOrigin *origin = leat_origin_new ("a", "E", schema, NULL, NULL);
  g_autoptr (LeatBatch) batch = leat_batch_new (1);
  g_autoptr (GError) error = NULL;
  RestWorker worker;
  guint taken;

  leat_batch_append (batch, origin, (LeatMoment) { 0 });
  leat_batch_set_string (batch, 0, "1\r\nX-Evil: 2", -1);
  rest_worker_init (&worker, NULL, NULL, options);
  rest_worker_write (&worker, batch, 0, 1, &taken, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (fake_request_header (rest_last (&worker), "x-code"), ==, "1  X-Evil: 2");
  g_assert_null (fake_request_header (rest_last (&worker), "x-evil"));
  leat_origin_unref (origin);
  rest_worker_clear (&worker);
}

/* records that go elsewhere are in a request of their own */
static void
test_extent (void)
{
  static const struct {
    const char *url;
    guint counts[4];
  } cases[] = {
    { "URL/", { 4 } },
    { "URL/{source}", { 4 } },
    { "URL/{time|time:%Y}", { 4 } },
    { "URL/{fields.num}", { 1, 1, 1, 1 } },
  };
  g_autoptr (LeatBatch) batch = rest_new_batch ("camera0", 0, 4);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *const options[] = { "url", cases[i].url, "body", "json-array", NULL };
      RestWorker worker;
      guint from = 0;

      rest_worker_init (&worker, NULL, NULL, options);
      for (guint j = 0; from < 4; j++)
        {
          guint taken = 0;

          g_assert_true (rest_worker_write (&worker, batch, from, 4 - from, &taken, NULL));
          g_assert_cmpuint (taken, ==, cases[i].counts[j]);
          from += taken;
        }
      rest_worker_clear (&worker);
    }
}

/* a template that no record of this kind can fill holds all: nobody is rejected */
static void
test_lack (void)
{
  static const char *const options[] = { "url", "URL/{fields.width}", NULL };
  static const char *const header[] = { "url", "URL/", "headers", "A: {tags.line}", NULL };
  RestWorker worker;

  rest_worker_init (&worker, NULL, NULL, options);
  rest_expect_failure (&worker, "camera0", 1, LEAT_ERROR_HELD,
                       "url: {fields.width}: records of camera0 (schema pv200) have none; *");
  rest_worker_close (&worker);
  rest_worker_open (&worker, header, NULL);
  rest_expect_failure (&worker, "camera0", 1, LEAT_ERROR_HELD, "headers: A: {tags.line}: *");
  g_assert_cmpuint (fake_server_count (worker.server), ==, 0);
  rest_worker_clear (&worker);
}

/* what a record makes of an address may be none: it is told without what is secret in it */
static void
test_no_address (void)
{
  static const char *const options[] = {
    "url", "http://u:secret@mes.example:{fields.code}/?key=secret", NULL
  };
  RestWorker worker;

  rest_worker_init (&worker, NULL, NULL, options);
  rest_expect_failure (&worker, "camera0", 1, LEAT_ERROR_HELD,
                       "url: \"http://???@mes.example:A%221/?…\" is no address; *");
  rest_worker_clear (&worker);
}

static void
test_tokens (void)
{
  g_assert_true (rest_is_token ("X-Api-Key"));
  g_assert_true (rest_is_token ("PATCH"));
  g_assert_false (rest_is_token (""));
  g_assert_false (rest_is_token ("A B"));
  g_assert_false (rest_is_token ("A:"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (url_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/rest-target/url/", url_cases[i].name, NULL);

      g_test_add_data_func (path, &url_cases[i], test_url);
    }
  g_test_add_func ("/rest-target/headers", test_headers);
  g_test_add_func ("/rest-target/header-injection", test_header_injection);
  g_test_add_func ("/rest-target/extent", test_extent);
  g_test_add_func ("/rest-target/lack", test_lack);
  g_test_add_func ("/rest-target/no-address", test_no_address);
  g_test_add_func ("/rest-target/tokens", test_tokens);
  return g_test_run ();
}
