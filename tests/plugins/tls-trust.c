/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tls-trust.c - tests what is trusted, what is read from files, and what is said of the rest */
#include "tls-trust.h"

static char *
find (const char *name)
{
  return g_build_filename (g_getenv ("LEAT_CERTIFICATES"), name, NULL);
}

static GTlsCertificate *
load (const char *name)
{
  g_autofree char *path = find (name);
  g_autoptr (GError) error = NULL;
  GTlsCertificate *certificate = g_tls_certificate_new_from_file (path, &error);

  g_assert_no_error (error);
  return certificate;
}

static void
test_nothing (void)
{
  const TlsSetup setup = { NULL };
  g_autoptr (TlsTrust) trust = tls_trust_new (&setup, NULL);

  g_assert_true (tls_trust_is_possible ());
  g_assert_null (tls_trust_get_database (trust));
  g_assert_null (tls_trust_get_certificate (trust));
  g_assert_false (tls_trust_has_pins (trust));
}

static void
test_files (void)
{
  g_autofree char *ca = find ("ca.crt"), *certificate = find ("client.crt"),
                  *key = find ("client.key");
  const TlsSetup setup = { .ca = ca, .certificate = certificate, .key = key };
  g_autoptr (GError) error = NULL;
  g_autoptr (TlsTrust) trust = tls_trust_new (&setup, &error);

  g_assert_no_error (error);
  g_assert_nonnull (tls_trust_get_database (trust));
  g_assert_nonnull (tls_trust_get_certificate (trust));
}

typedef struct {
  const char *name;
  GTlsCertificateFlags errors;
  const char *said; /* NULL: it is trusted */
} ErrorCase;

static const ErrorCase error_cases[] = {
  { "none", 0, NULL },
  { "expired", G_TLS_CERTIFICATE_EXPIRED, "its certificate has expired" },
  { "two", G_TLS_CERTIFICATE_BAD_IDENTITY | G_TLS_CERTIFICATE_UNKNOWN_CA,
    "its certificate is for another name" },
  { "signer", G_TLS_CERTIFICATE_UNKNOWN_CA,
    "nobody who is trusted signed its certificate; give who did in tls-ca" },
  { "revoked", G_TLS_CERTIFICATE_REVOKED, "its certificate is revoked" },
};

static void
test_errors (gconstpointer data)
{
  const ErrorCase *test = data;
  const TlsSetup setup = { NULL };
  g_autoptr (TlsTrust) trust = tls_trust_new (&setup, NULL);
  g_autoptr (GTlsCertificate) certificate = load ("good.crt");
  TlsVerdict verdict = { 0 };

  g_assert_cmpint (tls_trust_judge (trust, certificate, test->errors, &verdict), ==,
                   test->said == NULL);
  g_assert_cmpstr (tls_verdict_explain (&verdict), ==, test->said);
}

/* the key alone says who it is: nothing else that is wrong counts, and nothing that is right */
static void
test_pins (void)
{
  g_autofree char *path = find ("good.pin"), *text = NULL, *pin = NULL;
  char *pins[] = { NULL, NULL };
  const TlsSetup setup = { .pins = pins };
  g_autoptr (TlsTrust) trust = NULL;
  g_autoptr (GTlsCertificate) good = load ("good.crt"), other = load ("client.crt");
  TlsVerdict verdict = { 0 };

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  pins[0] = pin = g_strconcat ("sha256//", g_strchomp (text), NULL);
  trust = tls_trust_new (&setup, NULL);
  g_assert_true (tls_trust_has_pins (trust));
  g_assert_true (tls_trust_judge (trust, good, G_TLS_CERTIFICATE_EXPIRED, &verdict));
  g_assert_null (tls_verdict_explain (&verdict));
  g_assert_false (tls_trust_judge (trust, other, 0, &verdict));
  g_assert_cmpstr (tls_verdict_explain (&verdict), ==, "its key is none of those in tls-pin");
}

static void
test_fault (void)
{
  char *pins[] = { (char *) "AAAA", NULL };
  const TlsSetup wrong[] = {
    { .ca = (char *) "/nowhere/ca.crt" },
    { .certificate = (char *) "/nowhere/x" },
    { .key = (char *) "/nowhere/x" },
    { .password = (char *) "hush" },
    { .pins = pins },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (tls_trust_new (&wrong[i], &error));
      g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
      g_assert_true (g_str_has_prefix (error->message, "tls-"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tls/trust/nothing", test_nothing);
  g_test_add_func ("/tls/trust/files", test_files);
  g_test_add_func ("/tls/trust/pins", test_pins);
  g_test_add_func ("/tls/trust/fault", test_fault);
  for (gsize i = 0; i < G_N_ELEMENTS (error_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/tls/trust/errors/%s", error_cases[i].name);

      g_test_add_data_func (path, &error_cases[i], test_errors);
    }
  return g_test_run ();
}
