/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-proxy.c - tests requests through a proxy that wants to know who sends */
#include <string.h>
#include "fake-proxy.h"
#include "rest-proxy.h"
#include "rest-worker.h"

typedef struct {
  const char *name;
  gboolean    with_tls;
  gboolean    by_system;   /* which has it from the environment */
  const char *who;      /* NULL: nobody says */
  const char *failure;  /* NULL: all is well */
} Case;

static const Case cases[] = {
  { "plain", FALSE, FALSE, "gate:secret@", NULL },
  { "plain-wrong", FALSE, FALSE, "gate:secrets@", "*407*check proxy" },
  { "plain-nobody", FALSE, FALSE, "", "*407*check proxy" },
  { "tunnel", TRUE, FALSE, "gate:secret@", NULL },
  { "tunnel-wrong", TRUE, FALSE, "gate:secrets@", "*407*check proxy" },
  { "tunnel-nobody", TRUE, FALSE, "", "*407*check proxy" },
  { "system-plain", FALSE, TRUE, "gate:secret@", NULL },
  { "system-plain-wrong", FALSE, TRUE, "gate:secrets@", "*407*check proxy" },
  { "system-plain-nobody", FALSE, TRUE, "", "*407*check proxy" },
  { "system-tunnel", TRUE, TRUE, "gate:secret@", NULL },
  { "system-tunnel-wrong", TRUE, TRUE, "gate:secrets@", "*407*check proxy" },
  { "system-tunnel-nobody", TRUE, TRUE, "", "*407*check proxy" },
};

static void
expect_refusal (RestWorker *worker, const char *pattern)
{
  g_autoptr (LeatBatch) batch = rest_new_batch ("camera0", 1, 1);
  g_autoptr (GError) error = NULL;
  guint taken;

  g_assert_false (rest_worker_write (worker, batch, 0, 1, &taken, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_HELD);
  if (!g_pattern_match_simple (pattern, error->message) ||
      strstr (error->message, "secret") != NULL)
    g_error ("%s", error->message);
}

static void
set_environment (const char *address)
{
  g_setenv ("http_proxy", address, TRUE);
  g_setenv ("https_proxy", address, TRUE);
}

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (FakeProxy) proxy = fake_proxy_new ("gate:secret");
  g_autofree char *address = g_strdup_printf ("http://%s127.0.0.1:%u", test->who,
                                              fake_proxy_get_port (proxy));
  const char *const options[] = {
    "url", "URL/", "proxy", test->by_system ? "system" : address, "tls-ca", "PEM/ca.crt", NULL
  };
  g_autoptr (GError) error = NULL;
  RestWorker worker;

  if (test->by_system)
    set_environment (address);
  if (test->with_tls)
    rest_worker_init_tls (&worker, NULL, NULL, "good");
  else
    rest_worker_init (&worker, NULL, NULL, NULL);
  rest_worker_open (&worker, options, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 2; i++)
    if (test->failure == NULL)
      rest_put (&worker, "camera0", i);
    else
      expect_refusal (&worker, test->failure);
  g_assert_cmpuint (fake_server_count (worker.server), ==, test->failure == NULL ? 2 : 0);
  g_assert_cmpuint (fake_proxy_count_through (proxy), ==, test->failure == NULL ? 1 : 0);
  rest_worker_clear (&worker);
}

/* the system has none, or one that is none */
static void
test_system_without (void)
{
  static const char *const options[] = { "url", "URL/", "proxy", "system", NULL };
  RestWorker worker;

  g_unsetenv ("http_proxy");
  rest_worker_init (&worker, NULL, NULL, options);
  rest_put (&worker, "camera0", 1);
  g_assert_cmpuint (fake_server_count (worker.server), ==, 1);
  rest_worker_clear (&worker);
}

/* nobody is there who could say which one the system has: that is no reason to go past it */
static void
test_system_unknown (void)
{
  static const char *const options[] = { "url", "URL/", "proxy", "system", NULL };

  if (g_test_subprocess ())
    {
      rest_expect_fault (options, "proxy: nothing here asks the system for its proxy; *");
      return;
    }
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
  g_setenv ("GIO_USE_PROXY_RESOLVER", "libproxy", TRUE);
}

/* tokens go by a proxy that has a password, records by one of another kind: it is for the first */
static void
test_system_two (void)
{
  g_autoptr (GUri) token = g_uri_parse ("https://login.example/token", G_URI_FLAGS_NONE, NULL);
  g_autoptr (GUri) records = g_uri_parse ("http://mes.example/records", G_URI_FLAGS_NONE, NULL);
  g_autoptr (SoupSession) soup = soup_session_new ();
  g_autoptr (RestProxy) proxy = NULL;
  SoupMessageHeaders *headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);

  g_setenv ("https_proxy", "http://gate:secret@proxy.example:3128", TRUE);
  g_setenv ("http_proxy", "socks5://socks.example:1080", TRUE);
  proxy = rest_proxy_new ("system", NULL, soup);
  g_assert_true (rest_proxy_follow (proxy, token, NULL, NULL));
  g_assert_true (rest_proxy_follow (proxy, records, NULL, NULL));
  rest_proxy_sign (proxy, records, headers);
  g_assert_null (soup_message_headers_get_one (headers, "Proxy-Authorization"));

  g_setenv ("http_proxy", "http://door:other@proxy.example:3128", TRUE);
  g_clear_pointer (&proxy, rest_proxy_free);
  proxy = rest_proxy_new ("system", NULL, soup);
  g_assert_true (rest_proxy_follow (proxy, records, NULL, NULL));
  rest_proxy_sign (proxy, records, headers);
  g_assert_cmpstr (soup_message_headers_get_one (headers, "Proxy-Authorization"), ==,
                   "Basic ZG9vcjpvdGhlcg==");
  soup_message_headers_unref (headers);
  g_unsetenv ("http_proxy");
  g_unsetenv ("https_proxy");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* and not the desktop's, which knows of no environment */
  g_setenv ("GIO_USE_PROXY_RESOLVER", "libproxy", FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/rest-proxy/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/rest-proxy/system-without", test_system_without);
  g_test_add_func ("/rest-proxy/system-two", test_system_two);
  g_test_add_func ("/rest-proxy/system-unknown", test_system_unknown);
  return g_test_run ();
}
