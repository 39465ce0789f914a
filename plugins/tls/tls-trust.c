/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tls-trust.c - whom we trust, and who we say we are */
#include "tls-trust.h"
#include <string.h>
#include "tls-pin.h"

struct _TlsTrust {
  GTlsDatabase    *database;
  GTlsCertificate *certificate;
  char           **pins;
};

gboolean
tls_trust_is_possible (void)
{
  return g_tls_backend_supports_tls (g_tls_backend_get_default ());
}

static const struct {
  GTlsCertificateFlags flag;
  const char          *text;
} explanations[] = {
  { G_TLS_CERTIFICATE_EXPIRED, "its certificate has expired" },
  { G_TLS_CERTIFICATE_NOT_ACTIVATED, "its certificate is not valid yet; check the clock" },
  { G_TLS_CERTIFICATE_BAD_IDENTITY, "its certificate is for another name" },
  { G_TLS_CERTIFICATE_UNKNOWN_CA,
    "nobody who is trusted signed its certificate; give who did in tls-ca" },
  { G_TLS_CERTIFICATE_REVOKED, "its certificate is revoked" },
  { G_TLS_CERTIFICATE_INSECURE, "its certificate is signed by a method that is no longer safe" },
  { G_TLS_CERTIFICATE_GENERIC_ERROR, "its certificate is not sound" },
};

static gboolean
fail (GError **error, const char *key, const char *path, const GError *wrong)
{
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "%s: %s: %s", key, path, wrong->message);
  return FALSE;
}

static gboolean
load_database (TlsTrust *self, const char *path, GError **error)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autoptr (GError) wrong = NULL;
  GList *certificates = g_tls_certificate_list_new_from_file (path, &wrong);

  if (wrong == NULL && certificates == NULL)
    g_set_error_literal (&wrong, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE,
                         "there is no certificate in it");
  g_list_free_full (certificates, g_object_unref);
  if (wrong == NULL)
    self->database = g_tls_file_database_new (absolute, &wrong);
  return wrong == NULL || fail (error, "tls-ca", path, wrong);
}

/* a key in a PEM file that a password guards cannot be read by GIO (2.74) */
static gboolean
is_guarded (const TlsSetup *setup)
{
  g_autofree char *text = NULL;

  return setup->password == NULL &&
         g_file_get_contents (setup->key != NULL ? setup->key : setup->certificate, &text, NULL,
                              NULL) &&
         strstr (text, "ENCRYPTED") != NULL;
}

static GTlsCertificate *
read_certificate (const TlsSetup *setup, GError **error)
{
  if (setup->password != NULL)
    return g_tls_certificate_new_from_file_with_password (setup->certificate, setup->password,
                                                          error);
  if (setup->key != NULL)
    return g_tls_certificate_new_from_files (setup->certificate, setup->key, error);
  return g_tls_certificate_new_from_file (setup->certificate, error);
}

static gboolean
load_certificate (TlsTrust *self, const TlsSetup *setup, GError **error)
{
  g_autoptr (GError) wrong = NULL;

  if (setup->certificate == NULL)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                 "%s: belongs to tls-certificate, which is missing",
                 setup->key != NULL ? "tls-key" : "tls-password");
  else if (setup->password != NULL && setup->key != NULL)
    g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                         "tls-key: with tls-password the key is in the file of tls-certificate "
                         "(PKCS #12)");
  else if (is_guarded (setup))
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                 "%s: its key is guarded by a password, which only works in a PKCS #12 file; make "
                 "one by openssl pkcs12 -export, and give it in tls-certificate, its password in "
                 "tls-password-file",
                 setup->key != NULL ? "tls-key" : "tls-certificate");
  else
    self->certificate = read_certificate (setup, &wrong);
  if (self->certificate == NULL && wrong == NULL)
    return FALSE;
  return self->certificate != NULL || fail (error, "tls-certificate", setup->certificate, wrong);
}

static gboolean
check_pins (char *const *pins, GError **error)
{
  for (; pins != NULL && *pins != NULL; pins++)
    if (!tls_pin_is_sound (*pins))
      {
        g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                     "tls-pin: \"%s\" is none; give sha256// and the SHA-256 of the public key in "
                     "base64",
                     *pins);
        return FALSE;
      }
  return TRUE;
}

TlsTrust *
tls_trust_new (const TlsSetup *setup, GError **error)
{
  g_autoptr (TlsTrust) self = g_new0 (TlsTrust, 1);

  self->pins = g_strdupv (setup->pins);
  if (!check_pins (setup->pins, error) ||
      (setup->ca != NULL && !load_database (self, setup->ca, error)) ||
      ((setup->certificate != NULL || setup->key != NULL || setup->password != NULL) &&
       !load_certificate (self, setup, error)))
    return NULL;
  return g_steal_pointer (&self);
}

void
tls_trust_free (TlsTrust *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->database);
  g_clear_object (&self->certificate);
  g_strfreev (self->pins);
  g_free (self);
}

GTlsDatabase *
tls_trust_get_database (const TlsTrust *self)
{
  return self->database;
}

GTlsCertificate *
tls_trust_get_certificate (const TlsTrust *self)
{
  return self->certificate;
}

gboolean
tls_trust_has_pins (const TlsTrust *self)
{
  return self->pins != NULL && self->pins[0] != NULL;
}

static gboolean
is_pinned (const TlsTrust *self, GTlsCertificate *certificate)
{
  g_autoptr (GByteArray) bytes = NULL;
  g_autofree char *pin = NULL;

  g_object_get (certificate, "certificate", &bytes, NULL);
  pin = tls_pin_of (bytes->data, bytes->len);
  return pin != NULL && g_strv_contains ((const char *const *) self->pins, pin);
}

gboolean
tls_trust_judge (const TlsTrust *self, GTlsCertificate *certificate, GTlsCertificateFlags errors,
                 TlsVerdict *verdict)
{
  if (tls_trust_has_pins (self))
    {
      verdict->is_other = !is_pinned (self, certificate);
      return !verdict->is_other;
    }
  verdict->errors = errors;
  return errors == 0;
}

const char *
tls_verdict_explain (const TlsVerdict *self)
{
  if (self->is_other)
    return "its key is none of those in tls-pin";
  for (guint i = 0; i < G_N_ELEMENTS (explanations); i++)
    if ((self->errors & explanations[i].flag) != 0)
      return explanations[i].text;
  return NULL;
}
