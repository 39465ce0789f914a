/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-sink-make.c - what a rest sink makes of its options, and gives back */
#include "rest-sink.h"
#include <string.h>

static gboolean
make_zone (RestSink *self, GError **error)
{
  const char *name = self->options.timezone;

  self->zone = g_str_equal (name, "local") ? g_time_zone_new_local ()
                                           : g_time_zone_new_identifier (name);
  if (self->zone != NULL)
    return TRUE;
  self->zone = g_time_zone_new_utc ();   /* for what else is to be judged */
  g_set_error (
      error, LEAT_ERROR, LEAT_ERROR_CONFIG,
      "timezone: no zone is called \"%s\"; there are local, UTC, and names such as Asia/Taipei",
      name);
  return FALSE;
}

static gboolean
check_names (RestSink *self, GError **error)
{
  const char *type = self->options.content_type;

  if (!rest_is_token (self->options.key_header))
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                 "key-header: \"%s\" is no name of a header; give one such as Idempotency-Key, or "
                 "none",
                 self->options.key_header);
  else if (type != NULL &&
           (strchr (type, '/') == NULL || !g_str_is_ascii (type) || strpbrk (type, "\r\n") != NULL))
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                 "content-type: \"%s\" is none; give one such as application/json", type);
  else
    return TRUE;
  return FALSE;
}

static gboolean
make_target (RestSink *self, GError **error)
{
  const RestTargetSetup setup = {
    .method_key = "method",
    .method = self->options.method,
    .url_key = "url",
    .url = self->options.url,
    .headers_key = "headers",
    .headers = (const char *const *) self->options.headers,
    .zone = self->zone,
    .has_prepared = self->options.prepare_url != NULL,
  };

  self->target = rest_target_new (&setup, error);
  return self->target != NULL;
}

static gboolean
make_body (RestSink *self, GError **error)
{
  const RestOptions *options = &self->options;
  const RestBodySetup setup = {
    .kind = (RestBodyKind) options->body,
    .columns = (const char *const *) options->columns,
    .template = options->template,
    .template_file = options->template_file,
    .encode_twice = options->encode_twice,
    .zone = self->zone,
    .has_prepared = options->prepare_url != NULL,
  };

  self->body = rest_body_new (&setup, error);
  self->pack = rest_pack_new ((RestPackKind) options->compression);
  return self->body != NULL;
}

static gboolean
make_auth (RestSink *self, GError **error)
{
  const RestOptions *options = &self->options;
  const RestAuthSetup setup = {
    .user = options->user,
    .password = options->password,
    .token = options->token,
    .api_key = options->api_key,
    .api_key_header = options->api_key_header,
    .oauth2_url = options->oauth2_url,
    .oauth2_client = options->oauth2_client,
    .oauth2_secret = options->oauth2_secret,
    .oauth2_scope = options->oauth2_scope,
  };

  self->auth = rest_auth_new (&setup, error);
  return self->auth != NULL;
}

static gboolean
make_tls (RestSink *self, GError **error)
{
  const RestOptions *options = &self->options;

  if (g_str_has_prefix (options->url, "https:") && !tls_trust_is_possible ())
    {
      g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                           "url: https needs TLS, which is not installed here; install the package "
                           "glib-networking");
      return FALSE;
    }
  self->settings.tls = rest_tls_new (&options->tls, error);
  return self->settings.tls != NULL;
}

static gboolean
make_verdicts (RestSink *self, GError **error)
{
  const RestOptions *options = &self->options;

  return rest_verdicts_init (&self->verdicts, (const char *const *) options->accepted_status,
                             (const char *const *) options->held_status,
                             (const char *const *) options->rejected_status, error);
}

/* builds on the body */
static gboolean
make_accept (RestSink *self, GError **error)
{
  const RestAcceptSetup setup = {
    .types = (const char *const *) self->options.accepted_type,
    .body = (const char *const *) self->options.accepted_body,
    .is_single = self->body == NULL || rest_body_is_single (self->body),
    .zone = self->zone,
  };

  self->accept = rest_accept_new (&setup, error);
  return self->accept != NULL;
}

static gboolean
check_session (RestSink *self, GError **error)
{
  return rest_session_check (&self->settings, error);
}

/* they build on what was made before */
static gboolean
make_steps (RestSink *self, GError **error)
{
  return self->target == NULL || self->body == NULL || rest_sink_prepare_steps (self, error);
}

gboolean
rest_sink_prepare (RestSink *self, GError **error)
{
  static gboolean (*const makers[]) (RestSink *, GError **) = {
    check_names, make_zone, make_verdicts, check_session,
    make_target, make_body, make_accept, make_steps,    make_auth,     make_tls,
  };
  GError *all = NULL;

  rest_answer_init (&self->answer);
  self->text = g_string_new (NULL);
  self->packed = g_string_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (makers); i++)
    {
      GError *one = NULL;

      if (!makers[i](self, &one))
        leat_error_join (&all, one);
    }
  if (all == NULL)
    return TRUE;
  g_propagate_error (error, all);
  return FALSE;
}

static void
free_text (GString **text)
{
  if (*text != NULL)
    g_string_free (g_steal_pointer (text), TRUE);
}

void
rest_sink_dispose (RestSink *self)
{
  rest_sink_dispose_steps (self);
  g_clear_pointer (&self->target, rest_target_free);
  g_clear_pointer (&self->body, rest_body_free);
  g_clear_pointer (&self->accept, rest_accept_free);
  g_clear_pointer (&self->pack, rest_pack_free);
  g_clear_pointer (&self->auth, rest_auth_free);
  g_clear_pointer (&self->settings.tls, rest_tls_free);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  rest_answer_clear (&self->answer);
  free_text (&self->text);
  free_text (&self->packed);
  g_clear_pointer (&self->key, g_free);
  g_clear_pointer (&self->bytes, g_bytes_unref);
}
