/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-sink-render.c - the requests that records would make, as people are shown them */
#include <string.h>
#include "rest-sink.h"

/* what the server will give is not known: its name stands for it */
#define PREPARED        "{prepared.id}"
#define PREPARED_IN_URL "%7Bprepared.id%7D"

#define HIDDEN "***"

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

/* requests stand apart, and have a name if there are several */
static void
show_label (const RestSink *self, const char *label, GString *text)
{
  if (self->prepare == NULL && self->lookup_target == NULL &&
      rest_auth_get_token_request (self->auth) == NULL)
    return;
  if (text->len > 1 && !g_str_has_suffix (text->str, "\n\n"))
    g_string_append_c (text, '\n');
  g_string_append_printf (text, "# %s\n", label);
}

static void
show_header (GString *text, const char *name, const char *value)
{
  if (value != NULL)
    g_string_append_printf (text, "%s: %s\n", name, is_secret (name) ? HIDDEN : value);
}

/* as it goes over the line, but for what is secret, and for @body, which is shown as it was before
 * it was made smaller */
static void
show (const RestRequest *request, const char *body, gsize length, GString *text)
{
  g_autofree char *uri = g_uri_to_string_partial (request->uri, G_URI_HIDE_PASSWORD);
  g_autoptr (GString) address = g_string_new (uri);

  g_string_replace (address, PREPARED_IN_URL, PREPARED, 0);
  g_string_append_printf (text, "%s %s\n", request->method, address->str);
  for (guint i = 0; request->headers[i] != NULL; i += 2)
    show_header (text, request->headers[i], request->headers[i + 1]);
  show_header (text, "Content-Type", request->content_type);
  show_header (text, "Content-Encoding", request->content_encoding);
  g_string_append_c (text, '\n');
  g_string_append_len (text, body, (gssize) length);
  if (length > 0 && body[length - 1] != '\n')
    g_string_append_c (text, '\n');
}

static void
show_signed (RestSink *self, RestTarget *target, const RestRequest *request, GString *text)
{
  rest_target_sign (target, rest_auth_get_header (self->auth), HIDDEN);
  show (request, self->text->str, self->text->len, text);
}

static void
show_token (RestSink *self, GString *text)
{
  const RestRequest *request = rest_auth_get_token_request (self->auth);
  const char *body;
  gsize length;

  if (request == NULL)
    return;
  body = g_bytes_get_data (request->body, &length);
  show_label (self, "token: when there is none, or it is old", text);
  show (request, body, length, text);
}

static gboolean
show_lookup (RestSink *self, const LeatRecord *record, GString *text, GError **error)
{
  RestRequest request = { 0 };

  if (self->lookup_target == NULL)
    return TRUE;
  if (!rest_sink_make_lookup (self, record, &request, error))
    return FALSE;
  show_label (self, "look-up: at the start, and where an answer was lost", text);
  show_signed (self, self->lookup_target, &request, text);
  return TRUE;
}

static gboolean
show_prepare (RestSink *self, const LeatRecord *record, GString *text, GError **error)
{
  RestRequest request = { 0 };

  if (self->prepare == NULL)
    return TRUE;
  if (!rest_sink_make_prepare (self, record, &request, error))
    return FALSE;
  show_label (self,
              self->prepare_key == NULL
                  ? "first step"
                  : "first step: unless a record with the same prepare-key= has had it",
              text);
  show_signed (self, self->prepare, &request, text);
  return TRUE;
}

static gboolean
show_rollback (RestSink *self, GString *text, GError **error)
{
  RestRequest request = { 0 };

  if (self->rollback == NULL)
    return TRUE;
  if (!rest_sink_make_rollback (self, PREPARED, &request, error))
    return FALSE;
  show_label (self, "roll-back: if that is refused, and nothing was accepted with this id", text);
  show_signed (self, self->rollback, &request, text);
  return TRUE;
}

static gboolean
show_records (RestSink *self, LeatBatch *batch, guint from, guint count, guint *taken,
              GString *text, GError **error)
{
  RestRequest request = { 0 };

  if (!rest_sink_make_request (self, batch, from, count, PREPARED, &request, taken, error))
    return FALSE;
  show_label (self, "request", text);
  show_signed (self, self->target, &request, text);
  return TRUE;
}

gboolean
rest_sink_render (LeatSink *sink, LeatBatch *batch, guint from, guint count, guint *taken,
                  GString *text, GError **error)
{
  RestSink *self = (RestSink *) sink;
  const LeatRecord *record = leat_batch_get_record (batch, from);

  *taken = 0;
  if (rest_sink_refuse_test (self, record, error))
    return FALSE;
  show_token (self, text);
  return show_lookup (self, record, text, error) && show_prepare (self, record, text, error) &&
         show_records (self, batch, from, count, taken, text, error) &&
         show_rollback (self, text, error);
}
