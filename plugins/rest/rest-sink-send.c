/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-sink-send.c - a request that says who sends, and what its answer means for the host */
#include "rest-sink.h"

static gboolean
exchange (RestSink *self, RestTarget *target, const RestRequest *request, GCancellable *cancellable,
          GError **error)
{
  const char *value;

  if (!rest_auth_get_value (self->auth, self->session, &value, cancellable, error))
    return FALSE;
  rest_target_sign (target, rest_auth_get_header (self->auth), value);
  if (!rest_session_exchange (self->session, request, &self->answer, cancellable, error))
    return FALSE;
  if (self->answer.status >= 300)
    rest_auth_hide (self->auth, self->answer.body);
  return TRUE;
}

gboolean
rest_sink_send (RestSink *self, RestTarget *target, RestRequest *request, GCancellable *cancellable,
                GError **error)
{
  if (!exchange (self, target, request, cancellable, error))
    return FALSE;
  /* a token that was good may be taken back before its time */
  return self->answer.status != 401 || !rest_auth_renew (self->auth) ||
         exchange (self, target, request, cancellable, error);
}

/* half an answer says nothing: the connection is at fault then */
static gboolean
check_own (RestSink *self, const RestRequest *request, gboolean is_step, GError **error)
{
  const RestAnswer *answer = &self->answer;
  g_autofree char *why = rest_accept_explain (self->accept, answer, is_step);
  g_autofree char *asked = NULL;
  g_autofree char *answered = NULL;

  if (why == NULL)
    return TRUE;
  rest_auth_hide (self->auth, answer->body);
  asked = rest_request_describe (request);
  answered = rest_answer_describe (answer);
  if (answer->is_broken)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED,
                 "%s: %s; the connection broke before its end", asked, answered);
  else
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_HELD,
                 "%s: %s; %s. Something in between may have answered: check network, proxy and "
                 "address",
                 asked, answered, why);
  return FALSE;
}

static gboolean
judge (RestSink *self, const RestRequest *request, gboolean is_step, GError **error)
{
  const RestAnswer *answer = &self->answer;
  gint64 delay;

  if (rest_verdicts_judge (&self->verdicts, request, answer, error) &&
      check_own (self, request, is_step, error))
    return TRUE;
  leat_sink_answer (&self->sink, answer->status, answer->body->str, answer->body->len);
  delay = rest_verdict_read_delay (answer->retry_after, g_get_real_time () / G_USEC_PER_SEC,
                                   self->options.retry_after_longest);
  if (delay > 0)
    leat_sink_retry_after (&self->sink, delay);
  return FALSE;
}

gboolean
rest_sink_judge (RestSink *self, const RestRequest *request, GError **error)
{
  return judge (self, request, FALSE, error);
}

gboolean
rest_sink_judge_step (RestSink *self, const RestRequest *request, GError **error)
{
  return judge (self, request, TRUE, error);
}

gboolean
rest_sink_is_accepted (RestSink *self)
{
  g_autofree char *why = rest_accept_explain (self->accept, &self->answer, TRUE);

  return why == NULL && rest_verdicts_get (&self->verdicts, self->answer.status) == REST_ACCEPTED;
}
