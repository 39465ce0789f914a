/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-body.h - records as the body of a request */
#pragma once
#include "rest-table.h"
G_BEGIN_DECLS

/**
 * RestBodyKind:
 * @REST_BODY_JSON: one record, as an object
 * @REST_BODY_JSON_ARRAY: [record,record]
 * @REST_BODY_JSON_LINES: one record a line
 * @REST_BODY_FORM: application/x-www-form-urlencoded, of one record
 * @REST_BODY_CSV: a line of names, and one for each record (RFC 4180)
 * @REST_BODY_TEMPLATE: JSON from a template, of one record
 * @REST_BODY_TEXT: any text from a template, of one record
 * @REST_BODY_NONE: nothing
 *
 * How a body is written.
 */
typedef enum {
  REST_BODY_JSON,
  REST_BODY_JSON_ARRAY,
  REST_BODY_JSON_LINES,
  REST_BODY_FORM,
  REST_BODY_CSV,
  REST_BODY_TEMPLATE,
  REST_BODY_TEXT,
  REST_BODY_NONE,
} RestBodyKind;

/* as the key file spells them */
extern const char *const rest_body_kinds[];

/**
 * RestBodySetup:
 * @kind: how it is written
 * @columns: (nullable): FORM and CSV: name=template
 * @template: (nullable): TEMPLATE and TEXT: it
 * @template_file: (nullable): or the file that holds it
 * @encode_twice: whether it is made a JSON string again
 * @zone: of the filter time:
 * @has_prepared: whether there is a {prepared.id}
 *
 * What a body is made of.
 */
typedef struct {
  RestBodyKind       kind;
  const char *const *columns;
  const char        *template;
  const char        *template_file;
  gboolean           encode_twice;
  GTimeZone         *zone;
  gboolean           has_prepared;
} RestBodySetup;

/* used in one thread */
typedef struct _RestBody RestBody;

RestBody   *rest_body_new      (const RestBodySetup *setup, GError **error);
void        rest_body_free     (RestBody *self);
/* NULL: there is no body */
const char *rest_body_get_type (const RestBody *self);
gboolean    rest_body_has_prepared (const RestBody *self);
/* whether it holds one record and never more */
gboolean    rest_body_is_single (const RestBody *self);
/* how many of the records one body can hold */
guint       rest_body_count    (const RestBody *self, const LeatBatch *batch, guint from,
                                guint count);
/* LEAT_ERROR_HELD */
gboolean    rest_body_append   (RestBody *self, const LeatBatch *batch, guint from, guint count,
                                const char *prepared, GString *out, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RestBody, rest_body_free)
G_END_DECLS
