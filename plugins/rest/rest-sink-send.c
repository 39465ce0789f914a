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

gboolean
rest_sink_judge (RestSink *self, const RestRequest *request, GError **error)
{
  const RestAnswer *answer = &self->answer;
  gint64 delay;

  if (rest_verdicts_judge (&self->verdicts, request, answer, error))
    return TRUE;
  leat_sink_answer (&self->sink, answer->status, answer->body->str, answer->body->len);
  delay = rest_verdict_read_delay (answer->retry_after, g_get_real_time () / G_USEC_PER_SEC,
                                   self->options.retry_after_longest);
  if (delay > 0)
    leat_sink_retry_after (&self->sink, delay);
  return FALSE;
}
