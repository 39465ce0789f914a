/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-tls.c - tests whom a sink trusts: real handshakes with servers right and wrong */
#include "rest-worker.h"
#include "rest-tls.h"

static char *
read_pin (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("LEAT_CERTIFICATES"), "good.pin", NULL);
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return g_strconcat ("sha256//", g_strchomp (text), NULL);
}

static void
open_sink (RestWorker *worker, const char *const *options)
{
  g_autoptr (GError) error = NULL;

  rest_worker_close (worker);
  rest_worker_open (worker, options, &error);
  g_assert_no_error (error);
}

typedef struct {
  const char *certificate;
  const char *message;   /* NULL: all is well */
} ServerCase;

static const ServerCase server_cases[] = {
  { "good", NULL },
  { "other-name", "POST https://127.0.0.1:*/: TLS: its certificate is for another name" },
  { "expired", "*: TLS: its certificate has expired" },
  { "future", "*: TLS: its certificate is not valid yet; check the clock" },
};

static void
test_server (gconstpointer data)
{
  const ServerCase *test = data;
  static const char *const options[] = { "url", "URL/", "tls-ca", "PEM/ca.crt", NULL };
  RestWorker worker;

  rest_worker_init_tls (&worker, NULL, NULL, test->certificate);
  open_sink (&worker, options);
  for (guint i = 0; i < 2; i++)
    if (test->message == NULL)
      rest_put (&worker, "camera0", i);
    else
      rest_expect_failure (&worker, "camera0", i, LEAT_ERROR_HELD, test->message);
  g_assert_cmpuint (fake_server_count (worker.server), ==, test->message == NULL ? 2 : 0);
  rest_worker_clear (&worker);
}

static void
test_unknown_signer (void)
{
  static const char *const options[] = { "url", "URL/", NULL };
  RestWorker worker;

  rest_worker_init_tls (&worker, NULL, NULL, "good");
  open_sink (&worker, options);
  rest_expect_failure (&worker, "camera0", 1, LEAT_ERROR_HELD,
                       "*: TLS: nobody who is trusted signed its certificate; give who did in "
                       "tls-ca");
  g_assert_cmpuint (fake_server_count (worker.server), ==, 0);
  rest_worker_clear (&worker);
}

/* a key that is known is trusted without a signer; another one is not, whoever signed it */
static void
test_pin (void)
{
  g_autofree char *pin = read_pin ();
  const char *const options[] = { "url", "URL/", "tls-pin", pin, NULL };
  const char *const both[] = { "url", "URL/", "tls-pin", pin, "tls-ca", "PEM/ca.crt", NULL };
  RestWorker worker;

  rest_worker_init_tls (&worker, NULL, NULL, "good");
  open_sink (&worker, options);
  rest_put (&worker, "camera0", 1);
  rest_put (&worker, "camera0", 2);
  open_sink (&worker, both);
  rest_put (&worker, "camera0", 3);
  g_assert_cmpuint (fake_server_count (worker.server), ==, 3);
  rest_worker_clear (&worker);
}

static void
test_other_pin (void)
{
  static const char other[] = "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  const char *const options[] = { "url", "URL/", "tls-pin", other, NULL };
  const char *const both[] = { "url", "URL/", "tls-pin", other, "tls-ca", "PEM/ca.crt", NULL };
  RestWorker worker;

  rest_worker_init_tls (&worker, NULL, NULL, "good");
  for (guint i = 0; i < 2; i++)
    {
      open_sink (&worker, i == 0 ? options : both);
      rest_expect_failure (&worker, "camera0", 1, LEAT_ERROR_HELD,
                           "*: TLS: its key is none of those in tls-pin");
      rest_expect_failure (&worker, "camera0", 1, LEAT_ERROR_HELD, "*: TLS: its key is none of *");
    }
  g_assert_cmpuint (fake_server_count (worker.server), ==, 0);
  rest_worker_clear (&worker);
}

static void
note_client (SoupServerMessage *message, const char *path, gpointer user_data)
{
  GTlsCertificate *certificate = soup_server_message_get_tls_peer_certificate (message);
  g_autofree char *name = NULL;

  if (certificate != NULL)
    g_object_get (certificate, "subject-name", &name, NULL);
  soup_server_message_set_status (message, 200, NULL);
  g_free (*(char **) user_data);
  *(char **) user_data = g_steal_pointer (&name);
}

static void
test_client (void)
{
  static const char *const options[] = {
    "url", "URL/", "tls-ca", "PEM/ca.crt", "tls-certificate", "PEM/client.pem", NULL
  };
  static const char *const apart[] = {
    "url", "URL/", "tls-ca", "PEM/ca.crt", "tls-certificate", "PEM/client.crt", "tls-key",
    "PEM/client.key", NULL
  };
  static const char *const guarded[] = {
    "url", "URL/", "tls-ca", "PEM/ca.crt", "tls-certificate", "PEM/client.p12", "tls-password",
    "hush", NULL
  };
  static const char *const *const ways[] = { options, apart, guarded };
  g_autofree char *name = NULL;
  RestWorker worker;

  rest_worker_init_tls (&worker, note_client, &name, "good");
  fake_server_want_certificates (worker.server);
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      open_sink (&worker, ways[i]);
      rest_put (&worker, "camera0", 1);
      g_assert_cmpstr (name, ==, "CN=client");
    }
  rest_worker_clear (&worker);
}

/* asked who we are, and nothing to say: no handshake that waits for ever */
static void
test_no_client (void)
{
  static const char *const options[] = { "url", "URL/", "tls-ca", "PEM/ca.crt", NULL };
  g_autofree char *name = NULL;
  RestWorker worker;

  rest_worker_init_tls (&worker, note_client, &name, "good");
  fake_server_want_certificates (worker.server);
  open_sink (&worker, options);
  rest_expect_failure (&worker, "camera0", 1, LEAT_ERROR_HELD, "*: TLS: *ertificate*");
  g_assert_null (name);
  rest_worker_clear (&worker);
}

typedef struct {
  const char *key;
  const char *value;
  const char *message;
  const char *other_key;
  const char *other_value;
} FaultCase;

static const FaultCase fault_cases[] = {
  { "tls-ca", "/nowhere/ca.crt", "tls-ca: /nowhere/ca.crt: *", NULL, NULL },
  { "tls-ca", "PEM/good.key", "tls-ca: *good.key: *", NULL, NULL },
  { "tls-certificate", "PEM/client.crt", NULL, NULL, NULL },
  { "tls-certificate", "/nowhere/x", "tls-certificate: /nowhere/x: *", NULL, NULL },
  { "tls-key", "PEM/client.key", "tls-key: belongs to tls-certificate, which is missing", NULL,
    NULL },
  { "tls-password", "hush", "tls-password: belongs to tls-certificate, which is missing", NULL,
    NULL },
  { "tls-certificate", "PEM/client.p12", "tls-certificate: *client.p12: *", "tls-password",
    "wrong" },
  { "tls-certificate", "PEM/client.crt",
    "tls-key: its key is guarded by a password, which only works in a PKCS #12 file; *", "tls-key",
    "PEM/guarded.key" },
  { "tls-pin", "AAAA", "tls-pin: \"AAAA\" is none; *", NULL, NULL },
};

static void
test_fault (gconstpointer data)
{
  const FaultCase *test = data;
  const char *const options[] = { "url", "https://mes.example/", test->key, test->value,
                                  test->other_key, test->other_value, NULL };
  g_autoptr (GError) error = NULL;
  RestWorker worker;

  rest_worker_init (&worker, NULL, NULL, NULL);
  if (rest_worker_open (&worker, options, &error))
    g_assert_null (test->message);   /* a certificate without its key */
  else
    g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  if (test->message != NULL && !g_pattern_match_simple (test->message, error->message))
    g_error ("\"%s\" is not like \"%s\"", error->message, test->message);
  rest_worker_clear (&worker);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (server_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/rest-tls/server/", server_cases[i].certificate, NULL);

      g_test_add_data_func (path, &server_cases[i], test_server);
    }
  g_test_add_func ("/rest-tls/unknown-signer", test_unknown_signer);
  g_test_add_func ("/rest-tls/pin", test_pin);
  g_test_add_func ("/rest-tls/other-pin", test_other_pin);
  g_test_add_func ("/rest-tls/client", test_client);
  g_test_add_func ("/rest-tls/no-client", test_no_client);
  for (guint i = 0; i < G_N_ELEMENTS (fault_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/rest-tls/fault/%u", i);

      g_test_add_data_func (path, &fault_cases[i], test_fault);
    }
  return g_test_run ();
}
