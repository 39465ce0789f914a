/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-body.c - records as the body of a request */
#include "rest-body.h"

const char *const rest_body_forms[] = {
  [REST_BODY_JSON] = "json",
  [REST_BODY_JSON_ARRAY] = "json-array",
  [REST_BODY_JSON_LINES] = "json-lines",
  NULL
};

const char *
rest_body_get_type (RestBodyForm form)
{
  return form == REST_BODY_JSON_LINES ? "application/x-ndjson" : "application/json";
}

gboolean
rest_body_is_single (RestBodyForm form)
{
  return form == REST_BODY_JSON;
}

void
rest_body_append (RestBodyForm form, GString *body, const LeatBatch *batch, guint from, guint count)
{
  switch (form)
    {
    case REST_BODY_JSON:
      leat_json_append_record (body, leat_batch_get_record (batch, from));
      break;
    case REST_BODY_JSON_ARRAY:
      leat_json_append_batch (body, batch, from, count, LEAT_JSON_ARRAY);
      break;
    case REST_BODY_JSON_LINES:
      leat_json_append_batch (body, batch, from, count, LEAT_JSON_LINES);
      break;
    }
}
