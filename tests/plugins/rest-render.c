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

/* both steps; the server's id has its name */
static void
test_steps (void)
{
  static const char *const options[] = {
    "url", "http://mes.example/films/{prepared.id}/", "body", "template",
    "template", "{\"seq\":{prepared.id},\"text\":\"{prepared.id}\"}",
    "prepare-url", "http://mes.example/seqs/{source}", "key-header", "none", NULL
  };
  guint taken = 0;
  g_autofree char *text = render (options, 1, &taken);

  g_assert_cmpstr (text, ==,
                   "POST http://mes.example/seqs/camera0\n"
                   "Content-Type: application/json\n"
                   "\n"
                   "{}\n"
                   "\n"
                   "POST http://mes.example/films/{prepared.id}/\n"
                   "Content-Type: application/json\n"
                   "\n"
                   "{\"seq\":{prepared.id},\"text\":\"{prepared.id}\"}\n");
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
  g_test_add_func ("/rest-render/refused", test_refused);
  return g_test_run ();
}
