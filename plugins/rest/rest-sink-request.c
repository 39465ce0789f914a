/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-sink-request.c - what is sent: the requests of records, and of the steps around them */
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
  return rest_accept_fill (self->accept, &input, error) &&
         make_body (self, batch, from, *extent, prepared, request, error);
}

/* asks, and holds nothing */
gboolean
rest_sink_make_lookup (RestSink *self, const LeatRecord *record, RestRequest *request,
                       GError **error)
{
  RestTemplateInput input = { record, NULL };

  g_string_truncate (self->text, 0);
  return rest_target_fill (self->lookup_target, &input, request, error);
}

gboolean
rest_sink_make_rollback (RestSink *self, const char *prepared, RestRequest *request, GError **error)
{
  RestTemplateInput input = { NULL, prepared };

  g_string_truncate (self->text, 0);
  return rest_target_fill (self->rollback, &input, request, error);
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
