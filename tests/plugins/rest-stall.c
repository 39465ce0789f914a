/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-stall.c - tests exchanges that are slow, and such that stand still */
#include "rest-worker.h"

/* what is allowed in all, and between two bytes; what stands still ends long before the former */
#define TIMEOUT "60s"
#define STALL "1s"
#define LONGEST (30 * G_USEC_PER_SEC)

/* a request that is more than kernels keep for a server that does not read it */
#define MANY 30000

#define STALLED "POST http://127.0.0.1:*/: nothing moved for 1 s; it may have arrived *"

/* eighty characters and more, each twenty milliseconds behind the one before */
#define LONG_ANSWER CREATED "X: 0123456789012345678901234567890123456789\r\n" EMPTY

typedef struct {
  const char *name;
  guint n_records;
  FakeManner manner;
  const char *answer;
  gint64 least;        /* microseconds that it takes */
  const char *pattern; /* NULL: accepted */
} Case;

#define CREATED "HTTP/1.1 201 Created\r\n"
#define EMPTY "Content-Length: 0\r\n\r\n"

static const Case cases[] = {
  { "silent", 1, FAKE_KEEP, "", 1000 * 1000, STALLED },
  { "half-status", 1, FAKE_KEEP, "HTTP/1.1 2", 1000 * 1000, STALLED },
  { "half-headers", 1, FAKE_KEEP, CREATED "X: 1\r\n", 1000 * 1000, STALLED },
  /* the status was there: it is the server's word */
  { "half-body", 1, FAKE_KEEP, CREATED "Content-Length: 9\r\n\r\n{", 1000 * 1000, NULL },
  { "slow-answer", 1, FAKE_SLOW, LONG_ANSWER, 1500 * 1000, NULL },
  { "request-not-read", MANY, FAKE_DEAF, "", 1000 * 1000, STALLED },
  { "request-chewed", MANY, FAKE_CHEW, CREATED EMPTY, 1500 * 1000, NULL },
};

/* a server on a machine that is busy may stand still although it is one that does not */
#define TRIES 5

static void
put_case (const Case *test, guint *taken, GError **error)
{
  static const char *const options[] = { "url",   "URL/",          "body", "json-array", "timeout",
                                         TIMEOUT, "stall-timeout", STALL,  NULL };
  g_autoptr (FakeRaw) raw = fake_raw_new (test->answer, test->manner);
  g_autoptr (LeatBatch) batch = rest_new_batch ("camera0", 0, test->n_records);
  const gint64 begun = g_get_monotonic_time ();
  RestWorker worker;

  rest_worker_init_raw (&worker, raw, options);
  rest_worker_write (&worker, batch, 0, test->n_records, taken, error);
  g_assert_cmpint (g_get_monotonic_time () - begun, <, LONGEST);
  if (*taken > 0 || test->pattern != NULL)
    g_assert_cmpint (g_get_monotonic_time () - begun, >=, test->least);
  rest_worker_clear (&worker);
}

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (GError) error = NULL;
  guint taken = 0;

  put_case (test, &taken, &error);
  for (guint i = 1; i < TRIES && test->pattern == NULL && error != NULL; i++)
    {
      g_test_message ("try %u: %s", i, error->message);
      g_clear_error (&error);
      put_case (test, &taken, &error);
    }
  if (test->pattern == NULL)
    g_assert_no_error (error);
  else
    {
      g_assert_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED);
      if (!g_pattern_match_simple (test->pattern, error->message))
        g_error ("%s", error->message);
    }
  g_assert_cmpuint (taken, ==, test->pattern == NULL ? test->n_records : 0);
}

/* what is slow without standing still has its end, too: that of the whole */
static void
test_whole (void)
{
  static const char *const options[] = { "url",           "URL/", "timeout", "500ms",
                                         "stall-timeout", STALL,  NULL };
  g_autoptr (FakeRaw) raw = fake_raw_new (LONG_ANSWER, FAKE_SLOW);
  RestWorker worker;

  rest_worker_init_raw (&worker, raw, options);
  rest_expect_failure (&worker, "camera0", 1, LEAT_ERROR_DISCONNECTED,
                       "POST http://127.0.0.1:*/: no answer within 0.5 s; *");
  rest_worker_clear (&worker);
}

/* a connection that was kept, in the clear and with TLS */
static void
test_kept (gconstpointer data)
{
  static const char *const options[] = { "url",           "URL/",  "connect-timeout", TIMEOUT,
                                         "timeout",       TIMEOUT, "tls-ca",          "PEM/ca.crt",
                                         "stall-timeout", STALL,   NULL };
  g_autoptr (GError) error = NULL;
  RestWorker worker;

  if (data != NULL)
    rest_worker_init_tls (&worker, NULL, NULL, data);
  else
    rest_worker_init (&worker, NULL, NULL, NULL);
  rest_worker_open (&worker, options, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 2; i++)
    {
      rest_put (&worker, "camera0", 1);
      fake_server_trouble (worker.server, FAKE_DELAY, 30000, 1);
      rest_expect_failure (&worker, "camera0", 2, LEAT_ERROR_DISCONNECTED,
                           "*: nothing moved for 1 s; *");
    }
  rest_worker_clear (&worker);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/rest-stall/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/rest-stall/whole", test_whole);
  g_test_add_data_func ("/rest-stall/kept", NULL, test_kept);
  g_test_add_data_func ("/rest-stall/kept-tls", "good", test_kept);
  return g_test_run ();
}
