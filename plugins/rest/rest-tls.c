/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-tls.c - whom a session trusts, and who it says it is */
#include "rest-tls.h"

struct _RestTls {
  TlsTrust     *trust;
  TlsVerdict    verdict;     /* on the server that was met last */
  GCancellable *cancellable; /* of the message under way */
};

RestTls *
rest_tls_new (const TlsSetup *setup, GError **error)
{
  TlsTrust *trust = tls_trust_new (setup, error);
  RestTls *self;

  if (trust == NULL)
    return NULL;
  self = g_new0 (RestTls, 1);
  self->trust = trust;
  return self;
}

void
rest_tls_free (RestTls *self)
{
  if (self == NULL)
    return;
  tls_trust_free (self->trust);
  g_free (self);
}

GTlsDatabase *
rest_tls_get_database (RestTls *self)
{
  return tls_trust_get_database (self->trust);
}

/* asked only if something is wrong with it */
static gboolean
on_accept_certificate (SoupMessage *message, GTlsCertificate *certificate,
                       GTlsCertificateFlags errors, gpointer data)
{
  RestTls *self = data;

  return tls_trust_judge (self->trust, certificate, errors, &self->verdict);
}

/* nothing is wrong with it, and still it may be another one */
static void
on_certificate (SoupMessage *message, GParamSpec *spec, gpointer data)
{
  RestTls *self = data;
  GTlsCertificate *certificate = soup_message_get_tls_peer_certificate (message);

  if (certificate != NULL && !tls_trust_judge (self->trust, certificate, 0, &self->verdict))
    g_cancellable_cancel (self->cancellable);
}

void
rest_tls_watch (RestTls *self, SoupMessage *message, GCancellable *cancellable)
{
  GTlsCertificate *certificate = tls_trust_get_certificate (self->trust);

  self->verdict = (TlsVerdict) { 0 };
  self->cancellable = cancellable;
  if (certificate != NULL)
    soup_message_set_tls_client_certificate (message, certificate);
  g_signal_connect (message, "accept-certificate", G_CALLBACK (on_accept_certificate), self);
  if (tls_trust_has_pins (self->trust))
    g_signal_connect (message, "notify::tls-peer-certificate", G_CALLBACK (on_certificate), self);
}

const char *
rest_tls_explain (const RestTls *self)
{
  return tls_verdict_explain (&self->verdict);
}
