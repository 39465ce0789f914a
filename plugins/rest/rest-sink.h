/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-sink.h - the sink: what its options fill, and what it makes of them */
#pragma once
#include "rest-auth.h"
#include "rest-body.h"
#include "rest-pack.h"
#include "rest-session.h"
#include "rest-target.h"
#include "rest-verdict.h"
G_BEGIN_DECLS

/**
 * RestOptions:
 *
 * What the key file says, one member an option.
 */
typedef struct {
  char    *url;
  char    *method;
  char   **headers;
  int      body;
  char   **columns;
  char    *template;
  char    *template_file;
  gboolean encode_twice;
  int      compression;
  char    *content_type;
  char    *timezone;
  char    *key_header;
  gboolean accept_test;
  char   **accepted_status;
  char   **held_status;
  char   **rejected_status;
  gint64   retry_after_longest;
  char    *user;
  char    *password;
  char    *token;
  char    *api_key;
  char    *api_key_header;
  char    *oauth2_url;
  char    *oauth2_client;
  char    *oauth2_secret;
  char    *oauth2_scope;
  char    *tls_ca;
  char    *tls_certificate;
  char    *tls_key;
  char   **tls_pin;
} RestOptions;

/**
 * RestSink:
 * @sink: first
 * @options: what the key file says
 * @settings: of the session, likewise
 * @zone: of timezone=
 * @verdicts: what each status says
 * @target: where records go
 * @body: as what
 * @pack: made smaller
 * @auth: who sends
 * @session: while it is open
 * @answer: to the last request
 * @text: of the body that is being sent
 * @packed: the same, made smaller
 * @n_taken: since the last flush
 */
typedef struct {
  LeatSink            sink;
  RestOptions         options;
  RestSessionSettings settings;

  GTimeZone          *zone;
  RestVerdicts        verdicts;
  RestTarget         *target;
  RestBody           *body;
  RestPack           *pack;
  RestAuth           *auth;

  RestSession        *session;
  RestAnswer          answer;
  GString            *text;
  GString            *packed;
  guint64             n_taken;
} RestSink;

extern const LeatOption rest_options[];

/* makes everything of the options; touches no server. LEAT_ERROR_CONFIG */
gboolean rest_sink_prepare (RestSink *self, GError **error);
void     rest_sink_dispose (RestSink *self);

/* sends @request, filled by @target, as whoever we are; TRUE: there is an answer in @self */
gboolean rest_sink_send    (RestSink *self, RestTarget *target, RestRequest *request,
                            GCancellable *cancellable, GError **error);
/* TRUE: it was accepted; else the host is told what was answered */
gboolean rest_sink_judge   (RestSink *self, const RestRequest *request, GError **error);

G_END_DECLS
