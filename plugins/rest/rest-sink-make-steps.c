/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-sink-make-steps.c - what comes before and behind a request, made of the options */
#include "rest-json.h"
#include "rest-sink.h"

static gboolean
complain (GError **error, const char *message)
{
  g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_CONFIG, message);
  return FALSE;
}

/* those of a step that is not taken */
static gboolean
check_headers (const RestSink *self, GError **error)
{
  const RestOptions *options = &self->options;
  const struct {
    const char *step;
    const char *url;
    char **headers;
  } steps[] = {
    { "prepare", options->prepare_url, options->prepare_headers },
    { "rollback", options->rollback_url, options->rollback_headers },
    { "lookup", options->lookup_url, options->lookup_headers },
  };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (steps[i].url == NULL && steps[i].headers != NULL && steps[i].headers[0] != NULL)
      {
        g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                     "%s-headers: belongs to %s-url, which is missing", steps[i].step,
                     steps[i].step);
        return FALSE;
      }
  return TRUE;
}

/* steps that are about one record need requests that hold one */
static gboolean
check_steps (const RestSink *self, GError **error)
{
  const RestOptions *options = &self->options;
  gboolean is_used = rest_target_has_prepared (self->target) || rest_body_has_prepared (self->body);

  if (options->prepare_url == NULL && options->rollback_url != NULL)
    return complain (error, "rollback-url: undoes what prepare-url did, which is missing");
  if (options->prepare_url == NULL && options->prepare_key != NULL)
    return complain (error, "prepare-key: belongs to prepare-url, which is missing");
  if (options->prepare_key == NULL && options->prepare_partner != NULL)
    return complain (error, "prepare-partner: belongs to prepare-key, which is missing");
  if (options->lookup_url == NULL && options->lookup_match != NULL &&
      options->lookup_match[0] != NULL)
    return complain (error, "lookup-match: belongs to lookup-url, which is missing");
  if (!check_headers (self, error))
    return FALSE;
  if (options->prepare_url != NULL && !is_used)
    return complain (error, "prepare-url: nothing uses {prepared.id}; put it into url, headers, "
                            "columns or template");
  if ((options->prepare_url != NULL || options->lookup_url != NULL) &&
      !rest_body_is_single (self->body))
    return complain (error, "body: with prepare-url or lookup-url a request holds one record; "
                            "give json, form, template or text");
  if (!rest_json_is_pointer (options->prepare_pointer))
    return complain (error, "prepare-pointer: is no JSON pointer; give one such as /id");
  return TRUE;
}

static gboolean
make_target (RestSink *self, RestTarget **target, const RestTargetSetup *setup, GError **error)
{
  RestTargetSetup with_zone = *setup;

  if (setup->url == NULL)
    return TRUE;
  with_zone.zone = self->zone;
  *target = rest_target_new (&with_zone, error);
  return *target != NULL;
}

static gboolean
make_template (RestSink *self, RestTemplate **template, const char *what, RestSpelling spelling,
               const char *text, GError **error)
{
  RestTemplateForm form = { what, spelling, self->zone, FALSE };

  if (text == NULL || *text == '\0')
    return TRUE;
  *template = rest_template_new (text, &form, error);
  return *template != NULL;
}

static gboolean
make_lookup (RestSink *self, GError **error)
{
  const RestLookupSetup setup = {
    .pointer = self->options.lookup_pointer,
    .match = (const char *const *) self->options.lookup_match,
    .zone = self->zone,
  };

  self->lookup = rest_lookup_new (&setup, error);
  return self->lookup != NULL;
}

/* by then the record may be long gone */
static gboolean
check_rollback (const RestSink *self, GError **error)
{
  const char *key = self->rollback != NULL ? rest_target_needs_record (self->rollback) : NULL;

  if (key == NULL)
    return TRUE;
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
               "%s: there is nothing but {prepared.id} when a step is undone", key);
  return FALSE;
}

gboolean
rest_sink_prepare_steps (RestSink *self, GError **error)
{
  const RestOptions *options = &self->options;
  const RestTargetSetup prepare = {
    .method_key = "prepare-method",
    .method = options->prepare_method,
    .url_key = "prepare-url",
    .url = options->prepare_url,
    .headers_key = "prepare-headers",
    .headers = (const char *const *) options->prepare_headers,
  };
  const RestTargetSetup rollback = {
    .method_key = "rollback-method",
    .method = options->rollback_method,
    .url_key = "rollback-url",
    .url = options->rollback_url,
    .headers_key = "rollback-headers",
    .headers = (const char *const *) options->rollback_headers,
    .has_prepared = TRUE,
  };
  const RestTargetSetup lookup = {
    .method_key = "method",
    .method = "GET",
    .url_key = "lookup-url",
    .url = options->lookup_url,
    .headers_key = "lookup-headers",
    .headers = (const char *const *) options->lookup_headers,
  };

  return check_steps (self, error) && make_target (self, &self->prepare, &prepare, error) &&
         make_target (self, &self->rollback, &rollback, error) &&
         make_target (self, &self->lookup_target, &lookup, error) &&
         make_template (self, &self->prepare_body, "prepare-body", REST_SPELL_JSON,
                        options->prepare_body, error) &&
         make_template (self, &self->prepare_key, "prepare-key", REST_SPELL_RAW,
                        options->prepare_key, error) &&
         make_template (self, &self->prepare_partner, "prepare-partner", REST_SPELL_RAW,
                        options->prepare_partner, error) &&
         make_lookup (self, error) && check_rollback (self, error);
}

void
rest_sink_dispose_steps (RestSink *self)
{
  g_clear_pointer (&self->prepared, rest_prepared_set_free);
  g_clear_pointer (&self->prepare, rest_target_free);
  g_clear_pointer (&self->prepare_body, rest_template_free);
  g_clear_pointer (&self->prepare_key, rest_template_free);
  g_clear_pointer (&self->prepare_partner, rest_template_free);
  g_clear_pointer (&self->rollback, rest_target_free);
  g_clear_pointer (&self->lookup_target, rest_target_free);
  g_clear_pointer (&self->lookup, rest_lookup_free);
}
