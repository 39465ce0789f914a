/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-sink-request.c - what is sent: the request of records, that of a first step, and how both
 * are shown */
#include "rest-sink.h"

static gboolean
is_refused_test (const RestSink *self, const LeatRecord *record)
{
  return !self->options.accept_test && (record->flags & LEAT_RECORD_TEST) != 0;
}

gboolean
rest_sink_refuse_test (const RestSink *self, const LeatRecord *record, GError **error)
{
  if (!is_refused_test (self, record))
    return FALSE;
  g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_REJECTED,
                       "it was simulated or replayed, and accept-test=no");
  return TRUE;
}

/* how many of the records go into one request; the target is filled for the first one */
static guint
find_extent (RestSink *self, const LeatBatch *batch, guint from, guint count)
{
  guint extent = rest_body_count (self->body, batch, from, count);

  for (guint i = 1; i < extent; i++)
    if (is_refused_test (self, leat_batch_get_record (batch, from + i)))
      extent = i;
  return rest_target_count (self->target, batch, from, extent);
}

/* the text stays as it is until the answer is there */
static void
set_body (RestSink *self, const GString *text, RestRequest *request)
{
  g_clear_pointer (&self->bytes, g_bytes_unref);
  request->body = self->bytes = g_bytes_new_static (text->str, text->len);
}

static void
set_key (RestSink *self, RestTarget *target, char *key)
{
  g_free (self->key);
  self->key = key;
  if (!g_str_equal (self->options.key_header, "none"))
    rest_target_name (target, self->options.key_header, key);
}

static gboolean
make_body (RestSink *self, const LeatBatch *batch, guint from, guint count, const char *prepared,
           RestRequest *request, GError **error)
{
  const RestOptions *options = &self->options;

  g_string_truncate (self->text, 0);
  if (options->body == REST_BODY_NONE)
    return TRUE;
  if (!rest_body_append (self->body, batch, from, count, prepared, self->text, error))
    return FALSE;
  request->content_type = options->content_type != NULL ? options->content_type
                                                        : rest_body_get_type (self->body);
  if (options->compression == REST_PACK_NONE)
    set_body (self, self->text, request);
  else
    {
      rest_pack_run (self->pack, self->text, self->packed);
      request->content_encoding = rest_pack_kinds[options->compression];
      set_body (self, self->packed, request);
    }
  return TRUE;
}

gboolean
rest_sink_make_request (RestSink *self, const LeatBatch *batch, guint from, guint count,
                        const char *prepared, RestRequest *request, guint *extent, GError **error)
{
  RestTemplateInput input = { leat_batch_get_record (batch, from), prepared };

  if (!rest_target_fill (self->target, &input, request, error))
    return FALSE;
  request->is_single = self->lookup_target != NULL;
  *extent = find_extent (self, batch, from, count);
  set_key (self, self->target, leat_batch_get_key (batch, from, *extent));
  return make_body (self, batch, from, *extent, prepared, request, error);
}

gboolean
rest_sink_make_prepare (RestSink *self, const LeatRecord *record, RestRequest *request,
                        GError **error)
{
  RestTemplateInput input = { record, NULL };

  if (!rest_target_fill (self->prepare, &input, request, error))
    return FALSE;
  set_key (self, self->prepare,
           g_strdup_printf ("prepare/%s/%s/%" G_GUINT64_FORMAT, record->origin->source,
                            record->origin->epoch, record->sequence));
  g_string_truncate (self->text, 0);
  if (self->prepare_body == NULL)
    return TRUE;
  if (!rest_template_render (self->prepare_body, &input, self->text, error))
    return FALSE;
  request->content_type = "application/json";
  set_body (self, self->text, request);
  return TRUE;
}

/* what the server will give is not known: its name stands for it */
#define PREPARED "{prepared.id}"
#define PREPARED_IN_URL "%7Bprepared.id%7D"

/* of those that headers= may have: what they hold says who sends */
static gboolean
is_secret (const char *header)
{
  static const char *const names[] = { "Authorization", "Proxy-Authorization", "Cookie",
                                       "X-Api-Key", "X-Auth-Token" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_ascii_strcasecmp (header, names[i]) == 0)
      return TRUE;
  return FALSE;
}

/* as it goes over the line, but for what is secret, and for the body, which is shown as it was
 * before it was made smaller */
static void
show (const RestSink *self, const RestRequest *request, GString *text)
{
  const char *sender = rest_auth_get_header (self->auth);
  g_autofree char *uri = g_uri_to_string_partial (request->uri, G_URI_HIDE_PASSWORD);
  g_autoptr (GString) address = g_string_new (uri);

  g_string_replace (address, PREPARED_IN_URL, PREPARED, 0);
  g_string_append_printf (text, "%s %s\n", request->method, address->str);
  for (guint i = 0; request->headers[i] != NULL; i += 2)
    g_string_append_printf (text, "%s: %s\n", request->headers[i],
                            is_secret (request->headers[i]) ? "***" : request->headers[i + 1]);
  if (sender != NULL)
    g_string_append_printf (text, "%s: ***\n", sender);
  if (request->content_type != NULL)
    g_string_append_printf (text, "Content-Type: %s\n", request->content_type);
  if (request->content_encoding != NULL)
    g_string_append_printf (text, "Content-Encoding: %s\n", request->content_encoding);
  g_string_append_c (text, '\n');
  g_string_append_len (text, self->text->str, (gssize) self->text->len);
  if (self->text->len > 0 && self->text->str[self->text->len - 1] != '\n')
    g_string_append_c (text, '\n');
}

gboolean
rest_sink_render (LeatSink *sink, LeatBatch *batch, guint from, guint count, guint *taken,
                  GString *text, GError **error)
{
  RestSink *self = (RestSink *) sink;
  RestRequest request = { 0 };

  *taken = 0;
  if (rest_sink_refuse_test (self, leat_batch_get_record (batch, from), error))
    return FALSE;
  if (self->prepare != NULL)
    {
      RestRequest first = { 0 };

      if (!rest_sink_make_prepare (self, leat_batch_get_record (batch, from), &first, error))
        return FALSE;
      show (self, &first, text);
      g_string_append_c (text, '\n');
    }
  if (!rest_sink_make_request (self, batch, from, count, PREPARED, &request, taken, error))
    return FALSE;
  show (self, &request, text);
  return TRUE;
}
