/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-template.h - texts with places for what a record holds */
#pragma once
#include "rest-place.h"
G_BEGIN_DECLS

/* The language: {source} {gateway} {schema} {epoch} {sequence} {id} {time} {record} {fields.NAME}
 * {quality.NAME} {tags.KEY} {prepared.id}, each with filters behind it: {time|time:%Y-%m-%d|url}.
 * {{ is one brace; a brace before a blank, a quote or a closing brace is itself, as JSON has them;
 * a closing brace that closes nothing is itself. */

/**
 * RestTemplateForm:
 * @what: begins what is said of faults: the key, and the file if there is one
 * @spelling: how values are spelled that say nothing else. %REST_SPELL_JSON: the text is JSON, and
 *   a place inside of a string is spelled for that
 * @zone: of the filter time:
 * @has_prepared: whether there is a {prepared.id}
 *
 * What a template is for.
 */
typedef struct {
  const char  *what;
  RestSpelling spelling;
  GTimeZone   *zone;
  gboolean     has_prepared;
} RestTemplateForm;

/* used in one thread */
typedef struct _RestTemplate RestTemplate;

RestTemplate *rest_template_new       (const char *text, const RestTemplateForm *form,
                                       GError **error);
void          rest_template_free      (RestTemplate *self);
RestScope     rest_template_get_scope (const RestTemplate *self);
gboolean      rest_template_has_prepared (const RestTemplate *self);
/* whether there is a place for anything else */
gboolean      rest_template_needs_record (const RestTemplate *self);
/* LEAT_ERROR_HELD: records of this kind have no such field or tag */
gboolean      rest_template_render    (RestTemplate *self, const RestTemplateInput *input,
                                       GString *out, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RestTemplate, rest_template_free)
G_END_DECLS
