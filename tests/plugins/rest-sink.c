/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-sink.c - tests what a server gets, and what its answers lead to */
#include <string.h>
#include "rest-worker.h"

#define RECORD(num, sequence, time) \
  "{\"id\":\"camera0/EPOCH/" sequence "\",\"source\":\"camera0\",\"gateway\":\"line-3\"," \
  "\"schema\":\"pv200\",\"time\":\"1970-01-01T00:00:" time ".000000000Z\"," \
  "\"tags\":{\"station\":\"hall 3\"}," \
  "\"fields\":{\"num\":" num ",\"measure\":1.730,\"code\":\"A\\\"1\"}}"

static const char *const plain[] = { "url", "URL/records/", NULL };

static void
test_options_are_sound (void)
{
  const LeatSinkClass *klass = leat_plugin_get ()->sinks[0];
  g_autoptr (GError) error = NULL;

  leat_plugin_check (leat_plugin_get (), &error);
  g_assert_no_error (error);
  leat_options_check (klass->options, klass->instance_size, &error);
  g_assert_no_error (error);
}

static void
test_record (void)
{
  RestWorker worker;
  const FakeRequest *request;

  rest_worker_init (&worker, NULL, NULL, plain);
  rest_put (&worker, "camera0", 1);
  request = rest_last (&worker);
  g_assert_cmpstr (request->method, ==, "POST");
  g_assert_cmpstr (request->target, ==, "/records/");
  g_assert_cmpstr (fake_request_header (request, "idempotency-key"), ==, "camera0/EPOCH/2");
  g_assert_cmpstr (fake_request_header (request, "content-type"), ==, "application/json");
  g_assert_cmpstr (request->body->str, ==, RECORD ("1", "2", "01"));
  rest_worker_clear (&worker);
}

typedef struct {
  const char *body;
  const char *type;
  guint taken;
  const char *key;
  const char *text;
} FormCase;

static const FormCase form_cases[] = {
  { "json", "application/json", 1, "camera0/EPOCH/2", RECORD ("1", "2", "01") },
  { "json-array", "application/json", 2, "camera0/EPOCH/2-3",
    "[" RECORD ("1", "2", "01") "," RECORD ("2", "3", "02") "]" },
  { "json-lines", "application/x-ndjson", 2, "camera0/EPOCH/2-3",
    RECORD ("1", "2", "01") "\n" RECORD ("2", "3", "02") "\n" },
};

static void
test_form (gconstpointer data)
{
  const FormCase *test = data;
  const char *const options[] = { "url", "URL/", "body", test->body, NULL };
  g_autoptr (LeatBatch) batch = rest_new_batch ("camera0", 0, 4);
  g_autoptr (GError) error = NULL;
  RestWorker worker;
  const FakeRequest *request;
  guint taken;

  rest_worker_init (&worker, NULL, NULL, options);
  rest_worker_write (&worker, batch, 1, 2, &taken, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (taken, ==, test->taken);
  request = rest_last (&worker);
  g_assert_cmpstr (fake_request_header (request, "idempotency-key"), ==, test->key);
  g_assert_cmpstr (fake_request_header (request, "content-type"), ==, test->type);
  g_assert_cmpstr (request->body->str, ==, test->text);
  rest_worker_clear (&worker);
}

static void
test_headers (void)
{
  static const char *const options[] = {
    "url", "URL/", "method", "PUT", "content-type", "application/vnd.mes+json",
    "key-header", "X-Request-Id", NULL
  };
  static const char *const without[] = { "url", "URL/", "key-header", "none", NULL };
  g_autoptr (GError) error = NULL;
  RestWorker worker;
  const FakeRequest *request;

  rest_worker_init (&worker, NULL, NULL, options);
  rest_put (&worker, "camera0", 1);
  request = rest_last (&worker);
  g_assert_cmpstr (request->method, ==, "PUT");
  g_assert_cmpstr (fake_request_header (request, "content-type"), ==, "application/vnd.mes+json");
  g_assert_cmpstr (fake_request_header (request, "x-request-id"), ==, "camera0/EPOCH/2");
  g_assert_null (fake_request_header (request, "idempotency-key"));
  rest_worker_close (&worker);
  rest_worker_open (&worker, without, &error);
  g_assert_no_error (error);
  rest_put (&worker, "camera0", 1);
  g_assert_null (fake_request_header (rest_last (&worker), "none"));
  g_assert_null (fake_request_header (rest_last (&worker), "idempotency-key"));
  rest_worker_clear (&worker);
}

/* what is made smaller says so; that it is the same again is rest-pack's test */
static void
test_compression (void)
{
  static const char *const kinds[] = { "gzip", "zstd" };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      const char *const options[] = {
        "url", "URL/", "body", "json-lines", "compression", kinds[i], NULL
      };
      g_autoptr (LeatBatch) batch = rest_new_batch ("camera0", 0, 500);
      g_autoptr (GString) lines = g_string_new (NULL);
      RestWorker worker;
      guint taken;

      rest_worker_init (&worker, NULL, NULL, options);
      g_assert_true (rest_worker_write (&worker, batch, 0, 500, &taken, NULL));
      leat_json_append_batch (lines, batch, 0, 500, LEAT_JSON_LINES);
      g_assert_cmpstr (fake_request_header (rest_last (&worker), "content-encoding"), ==, kinds[i]);
      g_assert_cmpuint (rest_last (&worker)->body->len, <, lines->len / 10);
      rest_worker_clear (&worker);
    }
}

typedef struct {
  guint status;
  int code;
  const char *pattern;
} StatusCase;

static const StatusCase status_cases[] = {
  { 400, LEAT_ERROR_REJECTED, "*: 400 Bad Request: <h1>Server Error (500)</h1>" },
  { 413, LEAT_ERROR_REJECTED, "POST http://127.0.0.1:*/records/: 413 *" },
  { 422, LEAT_ERROR_REJECTED, "*: 422 *" },
  { 301, LEAT_ERROR_HELD, "*: 301 *: /elsewhere/; give the address that it points to" },
  { 302, LEAT_ERROR_HELD, "*: 302 *" },
  { 307, LEAT_ERROR_HELD, "*: 307 *" },
  { 401, LEAT_ERROR_HELD, "*; it wants to know who sends: check user and password or token" },
  { 403, LEAT_ERROR_HELD, "*; who sends has no right to: *" },
  { 404, LEAT_ERROR_HELD, "*; there is nothing at this address: check it" },
  { 405, LEAT_ERROR_HELD, "*; it does not take this method there: check method and address" },
  { 407, LEAT_ERROR_HELD, "*; the proxy wants to know who sends: check proxy" },
  { 410, LEAT_ERROR_HELD, "*; there is nothing at this address any more: check it" },
  { 415, LEAT_ERROR_HELD, "*; it does not take such a body: check body and content-type" },
  { 409, LEAT_ERROR_BUSY, "*: 409 *" },
  { 429, LEAT_ERROR_BUSY, "*: 429 *" },
  { 500, LEAT_ERROR_BUSY, "*: 500 Internal Server Error: <h1>*" },
  { 503, LEAT_ERROR_BUSY, "*: 503 *" },
};

/* each once; then the same connection takes the record */
static void
test_status (gconstpointer data)
{
  const StatusCase *test = data;
  RestWorker worker;

  rest_worker_init (&worker, NULL, NULL, plain);
  fake_server_trouble (worker.server, FAKE_STATUS, test->status, 1);
  fake_server_header (worker.server, "Location", "/elsewhere/");
  rest_expect_failure (&worker, "camera0", 1, test->code, test->pattern);
  g_assert_cmpuint (worker.status, ==, test->status);
  g_assert_cmpstr (worker.answered->str, ==, "<h1>Server Error (500)</h1>");
  g_assert_cmpint (worker.delay, ==, 0);
  rest_put (&worker, "camera0", 1);
  g_assert_cmpuint (fake_server_count (worker.server), ==, 2);
  rest_worker_clear (&worker);
}

static void
test_retry_after (void)
{
  static const char *const options[] = { "url", "URL/", "retry-after-longest", "1min", NULL };
  RestWorker worker;

  rest_worker_init (&worker, NULL, NULL, options);
  fake_server_trouble (worker.server, FAKE_STATUS, 429, 0);
  fake_server_header (worker.server, "Retry-After", "7");
  rest_expect_failure (&worker, "camera0", 1, LEAT_ERROR_BUSY, "*");
  g_assert_cmpint (worker.delay, ==, 7 * G_USEC_PER_SEC);
  fake_server_header (worker.server, "Retry-After", "86400");
  rest_expect_failure (&worker, "camera0", 1, LEAT_ERROR_BUSY, "*");
  g_assert_cmpint (worker.delay, ==, 60 * G_USEC_PER_SEC);
  fake_server_header (worker.server, "Retry-After", "soon");
  rest_expect_failure (&worker, "camera0", 1, LEAT_ERROR_BUSY, "*");
  g_assert_cmpint (worker.delay, ==, 0);
  rest_worker_clear (&worker);
}

static void
test_own_verdicts (void)
{
  static const char *const options[] = {
    "url", "URL/", "accepted-status", "200-299;409", "held-status", "500", NULL
  };
  RestWorker worker;

  rest_worker_init (&worker, NULL, NULL, options);
  fake_server_trouble (worker.server, FAKE_STATUS, 409, 1);
  rest_put (&worker, "camera0", 1);
  fake_server_trouble (worker.server, FAKE_STATUS, 500, 1);
  rest_expect_failure (&worker, "camera0", 1, LEAT_ERROR_HELD, "*: 500 *");
  fake_server_trouble (worker.server, FAKE_STATUS, 404, 1);
  rest_expect_failure (&worker, "camera0", 1, LEAT_ERROR_BUSY, "*: 404 *");
  rest_worker_clear (&worker);
}

/* a record that was simulated or replayed; @which is one */
static LeatBatch *
new_test_batch (guint count, guint which)
{
  g_autoptr (LeatSchema) schema = leat_schema_new ("empty", NULL, 0);
  LeatOrigin *origin = leat_origin_new ("camera0", "EPOCH", schema, NULL, NULL);
  LeatBatch *batch = leat_batch_new (count);
  guint64 next = 1;

  for (guint i = 0; i < count; i++)
    {
      leat_batch_append (batch, origin, (LeatMoment) { 0 });
      if (i == which)
        leat_batch_add_flags (batch, LEAT_RECORD_TEST);
    }
  leat_origin_unref (origin);
  leat_batch_seal (batch, &next);
  return batch;
}

static void
test_test_records (void)
{
  static const char *const options[] = { "url", "URL/", "body", "json-array", NULL };
  static const char *const accepting[] = {
    "url", "URL/", "body", "json-array", "accept-test", "yes", NULL
  };
  g_autoptr (LeatBatch) batch = new_test_batch (5, 2);
  g_autoptr (GError) error = NULL;
  RestWorker worker;
  guint taken;

  rest_worker_init (&worker, NULL, NULL, options);
  g_assert_true (rest_worker_write (&worker, batch, 0, 5, &taken, NULL));
  g_assert_cmpuint (taken, ==, 2);
  g_assert_false (rest_worker_write (&worker, batch, 2, 3, &taken, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_REJECTED);
  g_assert_cmpstr (error->message, ==, "it was simulated or replayed, and accept-test=no");
  g_assert_cmpuint (fake_server_count (worker.server), ==, 1);
  g_clear_error (&error);
  rest_worker_close (&worker);
  rest_worker_open (&worker, accepting, &error);
  g_assert_no_error (error);
  g_assert_true (rest_worker_write (&worker, batch, 0, 5, &taken, NULL));
  g_assert_cmpuint (taken, ==, 5);
  rest_worker_clear (&worker);
}

/* what was taken is safe, and told once */
static void
test_flush (void)
{
  const LeatSinkClass *klass = leat_plugin_get ()->sinks[0];
  guint64 safe = 77;
  RestWorker worker;

  rest_worker_init (&worker, NULL, NULL, plain);
  rest_put (&worker, "camera0", 1);
  rest_put (&worker, "camera0", 2);
  g_assert_true (klass->flush (worker.sink, &safe, NULL, NULL, NULL));
  g_assert_cmpuint (safe, ==, 2);
  g_assert_true (klass->flush (worker.sink, &safe, NULL, NULL, NULL));
  g_assert_cmpuint (safe, ==, 0);
  rest_worker_clear (&worker);
}

typedef struct {
  const char *key;
  const char *value;
  const char *message;
} FaultCase;

static const FaultCase fault_cases[] = {
  { "url", "mes.example", "url: \"mes.example\" is no address; give one such as "
                          "http://mes.example/records/" },
  { "url", "ftp://mes.example/", NULL },
  { "url", "http:///records", NULL },
  { "url", "http://u:secret@/records?key=secret", "url: \"http://???@/records?…\" is no address*" },
  { "url", "u:secret@mes.example/{id}", "url: \"???@mes.example/{id}\" begins with neither *" },
  { "method", "PO ST", "method: \"PO ST\" is no method; give one such as POST or PUT" },
  { "key-header", "Idempotency Key", NULL },
  { "accepted-status", "2xx", "accepted-status: \"2xx\" is no status; give one of 100 to 599, or a "
                              "range such as 300-399" },
  { "accepted-status", "299-200", NULL },
  { "accepted-status", "99", NULL },
  { "rejected-status", "404", "rejected-status: 404 stands in held-status= too; give that without "
                              "it" },
  { "url", "http://mes.example/{sorce}", NULL },
  { "headers", "Host: a", "headers: \"Host: a\" is no header that can be set; give one such as "
                          "X-Line: {gateway}" },
  { "headers", "no colon", NULL },
  { "headers", "A: {sorce}", NULL },
  { "body", "xml", NULL },
  { "body", "template", NULL },
  { "content-type", "json", NULL },
  { "timezone", "Nowhere", NULL },
  { "proxy", "proxy.example", NULL },
  { "unix-socket", "mes.sock", NULL },
  { "timeout", "0s", NULL },
};

static void
test_fault (gconstpointer data)
{
  const FaultCase *test = data;
  const char *const options[] = { "url", "URL/", test->key, test->value, NULL };

  rest_expect_fault (options, test->message);
}

/* what is wrong is told all at once, each fault on a line of its own that begins with its key */
static void
test_faults (void)
{
  static const char *const options[] = {
    "url", "http://h/{sorce}", "timezone", "Nowhere", "held-status", "x", "user", "a",
    "tls-pin", "b", "body", "template", NULL
  };
  static const char *const keys[] = { "timezone: ", "held-status: ", "url: ", "body: ", "user: ",
                                      "tls-pin: " };
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;
  RestWorker worker;

  rest_worker_init (&worker, NULL, NULL, NULL);
  g_assert_false (rest_worker_open (&worker, options, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  lines = g_strsplit (error->message, "\n", 0);
  g_assert_cmpuint (g_strv_length (lines), ==, G_N_ELEMENTS (keys));
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    g_assert_true (g_str_has_prefix (lines[i], keys[i]));
  rest_worker_clear (&worker);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rest-sink/options", test_options_are_sound);
  g_test_add_func ("/rest-sink/record", test_record);
  for (guint i = 0; i < G_N_ELEMENTS (form_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/rest-sink/form/", form_cases[i].body, NULL);

      g_test_add_data_func (path, &form_cases[i], test_form);
    }
  g_test_add_func ("/rest-sink/headers", test_headers);
  g_test_add_func ("/rest-sink/compression", test_compression);
  for (guint i = 0; i < G_N_ELEMENTS (status_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/rest-sink/status/%u", status_cases[i].status);

      g_test_add_data_func (path, &status_cases[i], test_status);
    }
  g_test_add_func ("/rest-sink/retry-after", test_retry_after);
  g_test_add_func ("/rest-sink/own-verdicts", test_own_verdicts);
  g_test_add_func ("/rest-sink/test-records", test_test_records);
  g_test_add_func ("/rest-sink/flush", test_flush);
  for (guint i = 0; i < G_N_ELEMENTS (fault_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/rest-sink/fault/%s/%u", fault_cases[i].key, i);

      g_test_add_data_func (path, &fault_cases[i], test_fault);
    }
  g_test_add_func ("/rest-sink/faults", test_faults);
  return g_test_run ();
}
