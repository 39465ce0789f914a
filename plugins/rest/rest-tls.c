/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-tls.c - whom a session trusts, and who it says it is */
#include "rest-tls.h"
#include <string.h>
#include "rest-pin.h"

struct _RestTls {
  GTlsDatabase        *database;
  GTlsCertificate     *certificate;
  char               **pins;
  GTlsCertificateFlags errors;        /* of the server that was met last */
  gboolean             is_other;      /* its key is none of the pins */
  GCancellable        *cancellable;   /* of the message under way */
};

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
load_database (RestTls *self, const char *path, GError **error)
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
is_guarded (const RestTlsSetup *setup)
{
  g_autofree char *text = NULL;

  return setup->password == NULL &&
         g_file_get_contents (setup->key != NULL ? setup->key : setup->certificate, &text, NULL,
                              NULL) &&
         strstr (text, "ENCRYPTED") != NULL;
}

static GTlsCertificate *
read_certificate (const RestTlsSetup *setup, GError **error)
{
  if (setup->password != NULL)
    return g_tls_certificate_new_from_file_with_password (setup->certificate, setup->password,
                                                          error);
  if (setup->key != NULL)
    return g_tls_certificate_new_from_files (setup->certificate, setup->key, error);
  return g_tls_certificate_new_from_file (setup->certificate, error);
}

static gboolean
load_certificate (RestTls *self, const RestTlsSetup *setup, GError **error)
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
check_pins (const char *const *pins, GError **error)
{
  for (; pins != NULL && *pins != NULL; pins++)
    if (!rest_pin_is_sound (*pins))
      {
        g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                     "tls-pin: \"%s\" is none; give sha256// and the SHA-256 of the public key in "
                     "base64",
                     *pins);
        return FALSE;
      }
  return TRUE;
}

RestTls *
rest_tls_new (const RestTlsSetup *setup, GError **error)
{
  g_autoptr (RestTls) self = g_new0 (RestTls, 1);

  self->pins = g_strdupv ((char **) setup->pins);
  if (!check_pins (setup->pins, error) ||
      (setup->ca != NULL && !load_database (self, setup->ca, error)) ||
      ((setup->certificate != NULL || setup->key != NULL || setup->password != NULL) &&
       !load_certificate (self, setup, error)))
    return NULL;
  return g_steal_pointer (&self);
}

void
rest_tls_free (RestTls *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->database);
  g_clear_object (&self->certificate);
  g_strfreev (self->pins);
  g_free (self);
}

GTlsDatabase *
rest_tls_get_database (RestTls *self)
{
  return self->database;
}

static gboolean
has_pins (const RestTls *self)
{
  return self->pins != NULL && self->pins[0] != NULL;
}

static gboolean
is_pinned (const RestTls *self, GTlsCertificate *certificate)
{
  g_autoptr (GByteArray) bytes = NULL;
  g_autofree char *pin = NULL;

  g_object_get (certificate, "certificate", &bytes, NULL);
  pin = rest_pin_of (bytes->data, bytes->len);
  return pin != NULL && g_strv_contains ((const char *const *) self->pins, pin);
}

/* asked only if something is wrong with it */
static gboolean
on_accept_certificate (SoupMessage *message, GTlsCertificate *certificate,
                       GTlsCertificateFlags errors, gpointer data)
{
  RestTls *self = data;

  if (has_pins (self))
    {
      self->is_other = !is_pinned (self, certificate);
      return !self->is_other;
    }
  self->errors = errors;
  return FALSE;
}

/* nothing is wrong with it, and still it may be another one */
static void
on_certificate (SoupMessage *message, GParamSpec *spec, gpointer data)
{
  RestTls *self = data;
  GTlsCertificate *certificate = soup_message_get_tls_peer_certificate (message);

  if (certificate == NULL || is_pinned (self, certificate))
    return;
  self->is_other = TRUE;
  g_cancellable_cancel (self->cancellable);
}

void
rest_tls_watch (RestTls *self, SoupMessage *message, GCancellable *cancellable)
{
  self->errors = 0;
  self->is_other = FALSE;
  self->cancellable = cancellable;
  if (self->certificate != NULL)
    soup_message_set_tls_client_certificate (message, self->certificate);
  g_signal_connect (message, "accept-certificate", G_CALLBACK (on_accept_certificate), self);
  if (has_pins (self))
    g_signal_connect (message, "notify::tls-peer-certificate", G_CALLBACK (on_certificate), self);
}

char *
rest_tls_explain (const RestTls *self)
{
  if (self->is_other)
    return g_strdup ("its key is none of those in tls-pin");
  for (guint i = 0; i < G_N_ELEMENTS (explanations); i++)
    if ((self->errors & explanations[i].flag) != 0)
      return g_strdup (explanations[i].text);
  return NULL;
}
