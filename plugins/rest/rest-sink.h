/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-sink.h - the sink: what its options fill, and what it makes of them */
#pragma once
#include "rest-accept.h"
#include "rest-auth.h"
#include "rest-body.h"
#include "rest-lookup.h"
#include "rest-pack.h"
#include "rest-prepared.h"
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
  char   **accepted_type;
  char   **accepted_body;
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
  TlsSetup tls;
  char    *prepare_url;
  char    *prepare_method;
  char   **prepare_headers;
  char    *prepare_body;
  char    *prepare_pointer;
  char    *prepare_key;
  char    *prepare_partner;
  gint64   prepare_window;
  char    *rollback_url;
  char    *rollback_method;
  char   **rollback_headers;
  char    *lookup_url;
  char   **lookup_headers;
  char    *lookup_pointer;
  char   **lookup_match;
} RestOptions;

/**
 * RestSink:
 * @sink: first
 * @options: what the key file says
 * @settings: of the session, likewise
 * @zone: of timezone=
 * @verdicts: what each status says
 * @accept: whose answers are believed
 * @target: where records go
 * @body: as what
 * @pack: made smaller
 * @auth: who sends
 * @prepare: (nullable): where the first step goes
 * @prepare_body: what it holds
 * @prepare_key: (nullable): what records share that have it in common
 * @prepare_partner: (nullable): what tells those apart
 * @rollback: (nullable): where it is undone
 * @lookup_target: (nullable): where is asked what is there
 * @lookup: and what the answer says
 * @prepared: what first steps gave; from the first open() on
 * @in_doubt: the next record may have arrived already
 * @session: while it is open
 * @answer: to the last request
 * @text: of the body that is being sent
 * @packed: the same, made smaller
 * @key: what the request that is being sent is known by
 * @bytes: (nullable): the body
 * @n_taken: since the last flush
 */
typedef struct {
  LeatSink            sink;
  RestOptions         options;
  RestSessionSettings settings;

  GTimeZone          *zone;
  RestVerdicts        verdicts;
  RestAccept         *accept;
  RestTarget         *target;
  RestBody           *body;
  RestPack           *pack;
  RestAuth           *auth;

  RestTarget         *prepare;
  RestTemplate       *prepare_body;
  RestTemplate       *prepare_key;
  RestTemplate       *prepare_partner;
  RestTarget         *rollback;
  RestTarget         *lookup_target;
  RestLookup         *lookup;

  RestPreparedSet    *prepared;
  gboolean            in_doubt;
  RestSession        *session;
  RestAnswer          answer;
  GString            *text;
  GString            *packed;
  char               *key;
  GBytes             *bytes;
  guint64             n_taken;
} RestSink;

extern const LeatOption rest_options[];

/* --- rest-sink-make.c, rest-sink-make-steps.c --- */

/* makes everything of the options; touches no server. LEAT_ERROR_CONFIG */
gboolean rest_sink_prepare (RestSink *self, GError **error);
void     rest_sink_dispose (RestSink *self);
gboolean rest_sink_prepare_steps (RestSink *self, GError **error);
void     rest_sink_dispose_steps (RestSink *self);

/* --- rest-sink-request.c: what is sent --- */

/* the request for the first *@extent of these records; it is valid until the next one is made.
 * LEAT_ERROR_HELD */
gboolean rest_sink_make_request (RestSink *self, const LeatBatch *batch, guint from, guint count,
                                 const char *prepared, RestRequest *request, guint *extent,
                                 GError **error);
/* those of the steps around it */
gboolean rest_sink_make_lookup  (RestSink *self, const LeatRecord *record, RestRequest *request,
                                 GError **error);
gboolean rest_sink_make_prepare (RestSink *self, const LeatRecord *record, RestRequest *request,
                                 GError **error);
gboolean rest_sink_make_rollback (RestSink *self, const char *prepared, RestRequest *request,
                                  GError **error);
/* TRUE: it is a test, which is not wanted. LEAT_ERROR_REJECTED */
gboolean rest_sink_refuse_test  (const RestSink *self, const LeatRecord *record, GError **error);

/* --- rest-sink-render.c --- */

gboolean rest_sink_render       (LeatSink *sink, LeatBatch *batch, guint from, guint count,
                                 guint *taken, GString *text, GError **error);

/* --- rest-sink-send.c --- */

/* sends @request, filled by @target, as whoever we are; TRUE: there is an answer in @self */
gboolean rest_sink_send    (RestSink *self, RestTarget *target, RestRequest *request,
                            GCancellable *cancellable, GError **error);
/* TRUE: it was accepted, by the service itself; else the host is told what was answered */
gboolean rest_sink_judge      (RestSink *self, const RestRequest *request, GError **error);
/* the same of a step around it */
gboolean rest_sink_judge_step (RestSink *self, const RestRequest *request, GError **error);
/* likewise, and nobody is told */
gboolean rest_sink_is_accepted (RestSink *self);

/* --- rest-sink-steps.c: what comes before and behind a request --- */

void     rest_sink_open_steps  (RestSink *self);
/* *@is_there: a request whose answer was lost had arrived */
gboolean rest_sink_look_up     (RestSink *self, const LeatRecord *record, gboolean *is_there,
                                GCancellable *cancellable, GError **error);
/* the first step for a record, or one that it shares; NULL without error: there is no such step */
RestPrepared *rest_sink_take_prepared (RestSink *self, const LeatRecord *record,
                                       GCancellable *cancellable, GError **error);
/* what became of the second one: @failure or %NULL */
void     rest_sink_settle      (RestSink *self, RestPrepared *prepared, const GError *failure,
                                GCancellable *cancellable);

G_END_DECLS
