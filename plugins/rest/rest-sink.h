/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-sink.h - the sink: what its options fill, and what it makes of them */
#pragma once
#include "rest-body.h"
#include "rest-session.h"
#include "rest-verdict.h"
G_BEGIN_DECLS

/**
 * RestSink:
 * @sink: first
 * @url: … @accept_test: what the option of that name says
 * @uri: of @url
 * @settings: of the session
 * @verdicts: what each status says
 * @session: while it is open
 * @answer: to the last request
 * @text: of the body that is being sent
 * @n_taken: since the last flush
 */
typedef struct {
  LeatSink            sink;

  char               *url;
  char               *method;
  int                 body;
  char               *content_type;
  char               *key_header;
  gboolean            accept_test;
  char              **accepted_status;
  char              **held_status;
  char              **rejected_status;
  gint64              retry_after_longest;

  GUri               *uri;
  RestSessionSettings settings;
  RestVerdicts        verdicts;

  RestSession        *session;
  RestAnswer          answer;
  GString            *text;
  guint64             n_taken;
} RestSink;

extern const LeatOption rest_options[];

G_END_DECLS
