/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-filter.h - what a template does with a value: other words for it, and how it is spelled */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

/**
 * RestSpelling:
 * @REST_SPELL_RAW: as it is
 * @REST_SPELL_JSON: a JSON value: numbers as they are, texts with quotes, null
 * @REST_SPELL_JSON_TEXT: what may stand between the quotes of a JSON string
 * @REST_SPELL_URL: all but letters, digits and -._~ as %XX (RFC 3986, 2.3)
 * @REST_SPELL_FORM: application/x-www-form-urlencoded
 * @REST_SPELL_HEADER: without control characters (RFC 9110, 5.5)
 * @REST_SPELL_CSV: a cell (RFC 4180)
 * @REST_SPELL_XML: text or attribute
 *
 * How a value is spelled where it stands.
 */
typedef enum {
  REST_SPELL_RAW,
  REST_SPELL_JSON,
  REST_SPELL_JSON_TEXT,
  REST_SPELL_URL,
  REST_SPELL_FORM,
  REST_SPELL_HEADER,
  REST_SPELL_CSV,
  REST_SPELL_XML,
} RestSpelling;

/**
 * RestPiece:
 * @text: of the value
 * @is_null: there is none
 * @is_literal: JSON takes it as it is: a number, true or false
 * @time: nanoseconds, if @is_time
 * @is_time: whether it is a moment
 *
 * A value on its way through filters.
 */
typedef struct {
  GString *text;
  gboolean is_null;
  gboolean is_literal;
  gint64   time;
  gboolean is_time;
} RestPiece;

/* what changes a value; a chain of them */
typedef struct _RestFilter RestFilter;

/* "time:%Y", "default:none", "map:good=1,bad=0"; NULL with what is wrong */
RestFilter *rest_filter_new      (const char *text, gsize length, GTimeZone *zone, GError **error);
void        rest_filter_free     (RestFilter *self);
void        rest_filter_apply    (const RestFilter *self, RestPiece *piece);
/* does it stand in for a value that a record cannot have? */
gboolean    rest_filter_replaces (const RestFilter *self);

/* "json", "url", …: the last of a chain */
gboolean    rest_spelling_from_name (const char *name, gsize length, RestSpelling *spelling);
void        rest_spell              (RestSpelling spelling, const RestPiece *piece, GString *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RestFilter, rest_filter_free)
G_END_DECLS
