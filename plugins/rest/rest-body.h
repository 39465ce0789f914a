/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-body.h - records as the body of a request */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

/**
 * RestBodyForm:
 * @REST_BODY_JSON: one record, as an object
 * @REST_BODY_JSON_ARRAY: [record,record]
 * @REST_BODY_JSON_LINES: one record a line
 *
 * How a body is written.
 */
typedef enum {
  REST_BODY_JSON,
  REST_BODY_JSON_ARRAY,
  REST_BODY_JSON_LINES,
} RestBodyForm;

/* as the key file spells them */
extern const char *const rest_body_forms[];

const char *rest_body_get_type (RestBodyForm form);
/* whether it holds one record, and never more */
gboolean    rest_body_is_single (RestBodyForm form);
void        rest_body_append   (RestBodyForm form, GString *body, const LeatBatch *batch,
                                guint from, guint count);

G_END_DECLS
