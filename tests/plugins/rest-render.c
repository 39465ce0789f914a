/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-render.c - tests what people are shown of the request that a record would make */
#include "rest-worker.h"

static char *
render (const char *const *options, guint count, guint *taken)
{
  g_autoptr (LeatBatch) batch = rest_new_batch ("camera0", 1, count);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  RestWorker worker;

  rest_worker_init (&worker, NULL, NULL, options);
  worker.sink->klass->render (worker.sink, batch, 0, count, taken, text, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (fake_server_count (worker.server), ==, 0);
  rest_worker_clear (&worker);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_one (void)
{
  static const char *const options[] = {
    "url", "http://gate:secret@mes.example/{source}/?n={fields.num}", "headers",
    "X-Line: {gateway};Cookie: hush", "body", "template", "template", "{\"num\":{fields.num}}",
    "token", "hush-hush", "compression", "gzip", NULL
  };
  guint taken = 0;
  g_autofree char *text = render (options, 3, &taken);

  g_assert_cmpuint (taken, ==, 1);
  g_assert_cmpstr (text, ==,
                   "POST http://gate@mes.example/camera0/?n=1\n"
                   "X-Line: line-3\n"
                   "Cookie: ***\n"
                   "Idempotency-Key: camera0/EPOCH/2\n"
                   "Authorization: ***\n"
                   "Content-Type: application/json\n"
                   "Content-Encoding: gzip\n"
                   "\n"
                   "{\"num\":1}\n");
}

static void
test_many (void)
{
  static const char *const options[] = {
    "url", "http://mes.example/", "body", "csv", "columns", "num={fields.num}", NULL
  };
  guint taken = 0;
  g_autofree char *text = render (options, 3, &taken);

  g_assert_cmpuint (taken, ==, 3);
  g_assert_cmpstr (text, ==,
                   "POST http://mes.example/\n"
                   "Idempotency-Key: camera0/EPOCH/2-4\n"
                   "Content-Type: text/csv\n"
                   "\n"
                   "num\r\n1\r\n2\r\n3\r\n");
}

/* all that may be asked for a record, in its order; the server's id has its name */
static void
test_steps (void)
{
  static const char *const options[] = {
    "url", "http://mes.example/films/{prepared.id}/", "body", "template",
    "template", "{\"seq\":{prepared.id},\"text\":\"{prepared.id}\"}",
    "prepare-url", "http://mes.example/seqs/{source}", "prepare-headers", "X-Num: {fields.num}",
    "prepare-key", "{fields.num}",
    "rollback-url", "http://mes.example/seqs/{prepared.id}",
    "lookup-url", "http://mes.example/films/?num={fields.num}", "lookup-match", "/a={fields.num}",
    "lookup-headers", "Authorization: hush", "key-header", "none", NULL
  };
  guint taken = 0;
  g_autofree char *text = render (options, 1, &taken);

  g_assert_cmpstr (text, ==,
                   "# look-up: at the start, and where an answer was lost\n"
                   "GET http://mes.example/films/?num=1\n"
                   "Authorization: ***\n"
                   "\n"
                   "# first step: unless a record with the same prepare-key= has had it\n"
                   "POST http://mes.example/seqs/camera0\n"
                   "X-Num: 1\n"
                   "Content-Type: application/json\n"
                   "\n"
                   "{}\n"
                   "\n"
                   "# request\n"
                   "POST http://mes.example/films/{prepared.id}/\n"
                   "Content-Type: application/json\n"
                   "\n"
                   "{\"seq\":{prepared.id},\"text\":\"{prepared.id}\"}\n"
                   "\n"
                   "# roll-back: if that is refused, and nothing was accepted with this id\n"
                   "DELETE http://mes.example/seqs/{prepared.id}\n"
                   "\n");
}

static void
test_token (void)
{
  static const char *const options[] = {
    "url", "http://mes.example/", "body", "text", "template", "{fields.num}", "key-header", "none",
    "oauth2-url", "https://login.example/token", "oauth2-client", "gate", "oauth2-secret",
    "hush-hush", "oauth2-scope", "write", NULL
  };
  guint taken = 0;
  g_autofree char *text = render (options, 1, &taken);

  g_assert_cmpstr (text, ==,
                   "# token: when there is none, or it is old\n"
                   "POST https://login.example/token\n"
                   "Authorization: ***\n"
                   "Accept: application/json\n"
                   "Content-Type: application/x-www-form-urlencoded\n"
                   "\n"
                   "grant_type=client_credentials&scope=write\n"
                   "\n"
                   "# request\n"
                   "POST http://mes.example/\n"
                   "Authorization: ***\n"
                   "Content-Type: text/plain\n"
                   "\n"
                   "1\n");
}

/* one that write() would refuse is refused in its words */
static void
test_refused (void)
{
  static const char *const options[] = { "url", "http://mes.example/", NULL };
  g_autoptr (LeatBatch) batch = leat_batch_new (1);
  g_autoptr (LeatBatch) original = rest_new_batch ("camera0", 1, 1);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  guint taken = 77;
  RestWorker worker;

  leat_batch_append_copy (batch, leat_batch_get_record (original, 0));
  leat_batch_add_flags (batch, LEAT_RECORD_TEST);
  rest_worker_init (&worker, NULL, NULL, options);
  g_assert_false (worker.sink->klass->render (worker.sink, batch, 0, 1, &taken, text, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_REJECTED);
  g_assert_cmpstr (error->message, ==, "it was simulated or replayed, and accept-test=no");
  g_assert_cmpuint (taken, ==, 0);
  g_assert_cmpstr (text->str, ==, "");
  rest_worker_clear (&worker);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rest-render/one", test_one);
  g_test_add_func ("/rest-render/many", test_many);
  g_test_add_func ("/rest-render/steps", test_steps);
  g_test_add_func ("/rest-render/token", test_token);
  g_test_add_func ("/rest-render/refused", test_refused);
  return g_test_run ();
}
