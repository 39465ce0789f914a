/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-rest-template.c - any text is a template or refused; one of JSON makes JSON */
#include <stdint.h>
#include <string.h>
#include "../../plugins/rest/rest-json.h"
#include "../../plugins/rest/rest-template.h"
#include "../plugins/rest-records.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static const RestTemplateInput *
get_input (void)
{
  static RestTemplateInput input = { .prepared = "\"a\\u00e9\"" };
  static LeatBatch *batch;

  if (batch == NULL)
    batch = rest_new_record ();
  input.record = leat_batch_get_record (batch, 0);
  return &input;
}

static void
check (const char *text, RestSpelling spelling, GTimeZone *utc)
{
  RestTemplateForm form = { "template", spelling, utc, TRUE };
  g_autoptr (GError) error = NULL;
  g_autoptr (RestTemplate) template = rest_template_new (text, &form, &error);
  g_autoptr (GString) out = g_string_new (NULL);
  gsize place;

  g_assert_true (template != NULL || g_error_matches (error, LEAT_ERROR, LEAT_ERROR_CONFIG));
  if (template == NULL || !rest_template_render (template, get_input (), out, NULL))
    return;
  /* who says raw, or another spelling, means it */
  if (spelling == REST_SPELL_JSON && strchr (text, '|') == NULL &&
      !rest_json_check (out->str, out->len, &place))
    g_error ("%s became %s", text, out->str);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();

  for (int spelling = REST_SPELL_RAW; spelling <= REST_SPELL_XML; spelling++)
    check (text, (RestSpelling) spelling, utc);
  return 0;
}
