/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-sink.c - records as HTTP requests */
#include "rest-sink.h"
#include <libsoup/soup.h>
#include <string.h>

/* what to look at when a server answers so */
static const struct {
  guint       first;
  guint       last;
  const char *advice;
} advices[] = {
  { 300, 399, "give the address that it points to in url=" },
  { 401, 401, "it wants to know who sends: check user and password or token" },
  { 403, 403, "who sends has no right to: check user and password or token" },
  { 404, 404, "there is nothing at this address: check url" },
  { 405, 405, "it does not take this method there: check method and url" },
  { 407, 407, "the proxy wants to know who sends: check proxy" },
  { 410, 410, "there is nothing at this address any more: check url" },
  { 415, 415, "it does not take such a body: check body and content-type" },
};

static gboolean
is_token (const char *text)
{
  /* RFC 9110, 5.6.2 */
  for (const char *cursor = text; *cursor != '\0'; cursor++)
    if (!g_ascii_isalnum (*cursor) && strchr ("!#$%&'*+-.^_`|~", *cursor) == NULL)
      return FALSE;
  return *text != '\0';
}

static gboolean
check_tokens (const RestSink *self, GError **error)
{
  if (!is_token (self->method))
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                   "method: \"%s\" is no method; give one such as POST or PUT", self->method);
      return FALSE;
    }
  if (!is_token (self->key_header))
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                   "key-header: \"%s\" is no name of a header; give one such as Idempotency-Key, "
                   "or none",
                   self->key_header);
      return FALSE;
    }
  return TRUE;
}

static gboolean
rest_sink_init (LeatSink *sink, GError **error)
{
  RestSink *self = (RestSink *) sink;

  if (!check_tokens (self, error) ||
      !rest_verdicts_init (&self->verdicts, (const char *const *) self->accepted_status,
                           (const char *const *) self->held_status,
                           (const char *const *) self->rejected_status, error))
    return FALSE;
  self->uri = g_uri_parse (self->url, SOUP_HTTP_URI_FLAGS, NULL);
  if (self->uri == NULL || g_uri_get_host (self->uri) == NULL ||
      *g_uri_get_host (self->uri) == '\0' ||
      (!g_str_equal (g_uri_get_scheme (self->uri), "http") &&
       !g_str_equal (g_uri_get_scheme (self->uri), "https")))
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                   "url: \"%s\" is no address; give one such as http://mes.example/records/",
                   self->url);
      return FALSE;
    }
  rest_answer_init (&self->answer);
  self->text = g_string_new (NULL);
  return TRUE;
}

static void
rest_sink_clear (LeatSink *sink)
{
  RestSink *self = (RestSink *) sink;

  g_clear_pointer (&self->uri, g_uri_unref);
  rest_answer_clear (&self->answer);
  if (self->text != NULL)
    g_string_free (g_steal_pointer (&self->text), TRUE);
}

static gboolean
rest_sink_open (LeatSink *sink, const char *position, GCancellable *cancellable, GError **error)
{
  RestSink *self = (RestSink *) sink;

  self->n_taken = 0;
  self->session = rest_session_new (&self->settings);
  return TRUE;
}

static void
rest_sink_close (LeatSink *sink)
{
  RestSink *self = (RestSink *) sink;

  g_clear_pointer (&self->session, rest_session_free);
}

/* how many of the records go into one request */
static guint
find_extent (const RestSink *self, const LeatBatch *batch, guint from, guint count)
{
  guint extent = 1;

  if (rest_body_is_single ((RestBodyForm) self->body))
    return 1;
  while (extent < count &&
         (self->accept_test ||
          (leat_batch_get_record (batch, from + extent)->flags & LEAT_RECORD_TEST) == 0))
    extent++;
  return extent;
}

static const char *
find_advice (guint status)
{
  for (guint i = 0; i < G_N_ELEMENTS (advices); i++)
    if (status >= advices[i].first && status <= advices[i].last)
      return advices[i].advice;
  return "check url and what is set for this sink";
}

static void
ask_for_delay (RestSink *self)
{
  gint64 delay = rest_verdict_read_delay (self->answer.retry_after,
                                          g_get_real_time () / G_USEC_PER_SEC,
                                          self->retry_after_longest);

  if (delay > 0)
    leat_sink_retry_after (&self->sink, delay);
}

/* TRUE: the server has the records */
static gboolean
judge_answer (RestSink *self, const RestRequest *request, GError **error)
{
  const RestAnswer *answer = &self->answer;
  RestVerdict verdict = rest_verdicts_get (&self->verdicts, answer->status);
  g_autofree char *asked = NULL;
  g_autofree char *answered = NULL;

  if (verdict == REST_ACCEPTED)
    return TRUE;
  asked = rest_request_describe (request);
  answered = rest_answer_describe (answer);
  leat_sink_answer (&self->sink, answer->status, answer->body->str, answer->body->len);
  if (verdict == REST_REJECTED)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_REJECTED, "%s: %s", asked, answered);
  else if (verdict == REST_HELD)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_HELD, "%s: %s%s%s; %s", asked, answered,
                 answer->location != NULL ? ": " : "",
                 answer->location != NULL ? answer->location : "", find_advice (answer->status));
  else
    {
      ask_for_delay (self);
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_BUSY, "%s: %s", asked, answered);
    }
  return FALSE;
}

static gboolean
post (RestSink *self, const LeatBatch *batch, guint from, guint count, GCancellable *cancellable,
      GError **error)
{
  g_autofree char *key = leat_batch_get_key (batch, from, count);
  const char *const headers[] = { self->key_header, key, NULL };
  g_autoptr (GBytes) body = NULL;
  RestRequest request = {
    .method = self->method,
    .uri = self->uri,
    .headers = g_str_equal (self->key_header, "none") ? NULL : headers,
    .content_type = self->content_type,
  };

  g_string_truncate (self->text, 0);
  rest_body_append ((RestBodyForm) self->body, self->text, batch, from, count);
  if (request.content_type == NULL)
    request.content_type = rest_body_get_type ((RestBodyForm) self->body);
  /* it stays as it is until the answer is there */
  body = request.body = g_bytes_new_static (self->text->str, self->text->len);
  return rest_session_exchange (self->session, &request, &self->answer, cancellable, error) &&
         judge_answer (self, &request, error);
}

static gboolean
rest_sink_write (LeatSink *sink, LeatBatch *batch, guint from, guint count, guint *taken,
                 GCancellable *cancellable, GError **error)
{
  RestSink *self = (RestSink *) sink;
  guint extent = find_extent (self, batch, from, count);

  *taken = 0;
  if (!self->accept_test && (leat_batch_get_record (batch, from)->flags & LEAT_RECORD_TEST) != 0)
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_REJECTED,
                   "it was simulated or replayed, and accept-test=no");
      return FALSE;
    }
  if (!post (self, batch, from, extent, cancellable, error))
    return FALSE;
  self->n_taken += extent;
  *taken = extent;
  return TRUE;
}

static gboolean
rest_sink_flush (LeatSink *sink, guint64 *safe, char **position, GCancellable *cancellable,
                 GError **error)
{
  RestSink *self = (RestSink *) sink;

  *safe = self->n_taken;
  self->n_taken = 0;
  return TRUE;
}

static const LeatSinkClass rest_sink_class = {
  .struct_size = sizeof (LeatSinkClass),
  .instance_size = sizeof (RestSink),
  .name = "rest",
  .summary = "Sends records to a web service, one request after the other.",
  .options = rest_options,
  .flags = LEAT_SINK_REQUESTS,
  .init = rest_sink_init,
  .clear = rest_sink_clear,
  .open = rest_sink_open,
  .write = rest_sink_write,
  .flush = rest_sink_flush,
  .close = rest_sink_close,
};

static const LeatSinkClass *const sinks[] = { &rest_sink_class, NULL };

LEAT_PLUGIN_DEFINE (
  .name = "rest",
  .version = "0.1.0",
  .summary = "Web services: records as HTTP requests.",
  .license = "LGPL-2.1-or-later",
  .sinks = sinks)
