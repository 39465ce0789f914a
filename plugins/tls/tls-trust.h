/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tls-trust.h - whom we trust, and who we say we are */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

/**
 * TlsSetup:
 * @ca: (nullable): a file of certificates; %NULL: those of the system
 * @certificate: (nullable): a file: who we are
 * @key: (nullable): a file with its key; %NULL: it is in the same one
 * @password: (nullable): of @certificate, a PKCS #12 file then, with its key
 * @pins: (nullable): sha256//BASE64: keys that are trusted, whoever signed them
 *
 * What the options say.
 */
typedef struct {
  char  *ca;
  char  *certificate;
  char  *key;
  char  *password;
  char **pins;
} TlsSetup;

/* @whose: who the other end is, as in "of the server" */
#define TLS_SETUP_OPTIONS(Type, member, whose) \
  LEAT_OPTION_STRING (Type, member.ca, .key = "tls-ca", .flags = LEAT_OPTION_PATH, \
                      .summary = "A file with the certificates that are trusted; by default " \
                                 "those of the system."), \
  LEAT_OPTION_STRING (Type, member.certificate, .key = "tls-certificate", \
                      .flags = LEAT_OPTION_PATH, \
                      .summary = "A file with the certificate, and perhaps the key, that says " \
                                 "who this machine is."), \
  TLS_SETUP_KEY_OPTIONS (Type, member), \
  LEAT_OPTION_LIST (Type, member.pins, .key = "tls-pin", \
                    .summary = "Public keys " whose " that alone are trusted, whoever signed " \
                               "them: sha256//BASE64.")

#define TLS_SETUP_KEY_OPTIONS(Type, member) \
  LEAT_OPTION_STRING (Type, member.key, .key = "tls-key", .flags = LEAT_OPTION_PATH, \
                      .summary = "A file with the key of tls-certificate=, if it has one of its " \
                                 "own."), \
  LEAT_OPTION_STRING (Type, member.password, .key = "tls-password", \
                      .flags = LEAT_OPTION_SECRET, \
                      .summary = "The password of tls-certificate=, which is a PKCS #12 file " \
                                 "then, with its key.")

typedef struct _TlsTrust TlsTrust;

/**
 * TlsVerdict:
 * @errors: of the certificate
 * @is_other: its key is none of the pins
 *
 * What is wrong with who was met last; zeroed: nothing.
 */
typedef struct {
  GTlsCertificateFlags errors;
  gboolean             is_other;
} TlsVerdict;

/* is there anything here that speaks TLS? The package is glib-networking */
gboolean         tls_trust_is_possible     (void);

/* reads the files */
TlsTrust        *tls_trust_new             (const TlsSetup *setup, GError **error);
void             tls_trust_free            (TlsTrust *self);
/* (transfer none) (nullable) */
GTlsDatabase    *tls_trust_get_database    (const TlsTrust *self);
GTlsCertificate *tls_trust_get_certificate (const TlsTrust *self);
/* is one with nothing wrong to be judged, too? */
gboolean         tls_trust_has_pins        (const TlsTrust *self);
/* FALSE: @verdict says why */
gboolean         tls_trust_judge           (const TlsTrust *self, GTlsCertificate *certificate,
                                            GTlsCertificateFlags errors, TlsVerdict *verdict);
/* what is wrong, with the way out; NULL: nothing */
const char      *tls_verdict_explain       (const TlsVerdict *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlsTrust, tls_trust_free)
G_END_DECLS
