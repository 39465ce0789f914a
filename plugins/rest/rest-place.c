/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-place.c - a place in a template: what of a record stands there, and how */
#include "rest-place.h"
#include <string.h>
#include "rest-json.h"

typedef enum {
  NAME_SOURCE,
  NAME_GATEWAY,
  NAME_SCHEMA,
  NAME_EPOCH,
  NAME_SEQUENCE,
  NAME_ID,
  NAME_TIME,
  NAME_RECORD,
  NAME_FIELD,
  NAME_QUALITY,
  NAME_TAG,
  NAME_PREPARED,
} Name;

static const struct {
  const char *text;
  gboolean    has_member;   /* something follows its point */
  RestScope   scope;
} names[] = {
  [NAME_SOURCE] = { "source", FALSE, REST_SCOPE_ORIGIN },
  [NAME_GATEWAY] = { "gateway", FALSE, REST_SCOPE_ORIGIN },
  [NAME_SCHEMA] = { "schema", FALSE, REST_SCOPE_ORIGIN },
  [NAME_EPOCH] = { "epoch", FALSE, REST_SCOPE_ORIGIN },
  [NAME_SEQUENCE] = { "sequence", FALSE, REST_SCOPE_RECORD },
  [NAME_ID] = { "id", FALSE, REST_SCOPE_RECORD },
  [NAME_TIME] = { "time", FALSE, REST_SCOPE_RECORD },
  [NAME_RECORD] = { "record", FALSE, REST_SCOPE_RECORD },
  [NAME_FIELD] = { "fields.", TRUE, REST_SCOPE_RECORD },
  [NAME_QUALITY] = { "quality.", TRUE, REST_SCOPE_RECORD },
  [NAME_TAG] = { "tags.", TRUE, REST_SCOPE_ORIGIN },
  [NAME_PREPARED] = { "prepared.id", FALSE, REST_SCOPE_RECORD },
};

struct _RestPlace {
  Name         name;
  char        *member;    /* of fields, quality, tags */
  GPtrArray   *filters;
  RestSpelling spelling;
  gboolean     has_default;
  LeatSchema  *schema;    /* in which @field was sought last; a reference */
  gboolean     is_found;
  guint        field;
  RestPiece    piece;
};

static gboolean
read_name (RestPlace *self, const char *text, gsize length, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gsize name_length = strlen (names[i].text);

      if (length < name_length || memcmp (text, names[i].text, name_length) != 0 ||
          (length > name_length) != names[i].has_member)
        continue;
      self->name = (Name) i;
      self->member = g_strndup (text + name_length, length - name_length);
      return TRUE;
    }
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
               "{%.*s} is not known; there are {source}, {gateway}, {schema}, {epoch}, "
               "{sequence}, {id}, {time}, {record}, {fields.NAME}, {quality.NAME}, {tags.KEY} and "
               "{prepared.id}; {{ is a brace",
               (int) MIN (length, 40), text);
  return FALSE;
}

/* the filters behind the name, and at the end perhaps a spelling */
static gboolean
read_filters (RestPlace *self, const char *text, const char *end, GTimeZone *zone, GError **error)
{
  while (text < end)
    {
      const char *bar = memchr (text, '|', (gsize) (end - text));
      gsize length = (gsize) ((bar != NULL ? bar : end) - text);
      RestFilter *filter;

      if (bar == NULL && rest_spelling_from_name (text, length, &self->spelling))
        return TRUE;
      filter = rest_filter_new (text, length, zone, error);
      if (filter == NULL)
        return FALSE;
      g_ptr_array_add (self->filters, filter);
      self->has_default = self->has_default || rest_filter_replaces (filter);
      text = bar != NULL ? bar + 1 : end;
    }
  return TRUE;
}

/**
 * rest_place_new:
 * @text: what stands between the braces: "fields.num|json"
 * @length: of @text
 * @spelling: unless the last filter says otherwise
 * @zone: of the filter time:
 *
 * Returns: (transfer full): a place, or %NULL with %LEAT_ERROR_CONFIG
 */
RestPlace *
rest_place_new (const char *text, gsize length, RestSpelling spelling, GTimeZone *zone,
                GError **error)
{
  g_autoptr (RestPlace) self = g_new0 (RestPlace, 1);
  const char *bar = memchr (text, '|', length);
  gsize name_length = bar != NULL ? (gsize) (bar - text) : length;

  self->filters = g_ptr_array_new_with_free_func ((GDestroyNotify) rest_filter_free);
  self->spelling = spelling;
  self->piece.text = g_string_new (NULL);
  if (!read_name (self, text, name_length, error) ||
      (bar != NULL && !read_filters (self, bar + 1, text + length, zone, error)))
    return NULL;
  return g_steal_pointer (&self);
}

void
rest_place_free (RestPlace *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->schema, leat_schema_unref);
  g_ptr_array_unref (self->filters);
  g_string_free (self->piece.text, TRUE);
  g_free (self->member);
  g_free (self);
}

RestScope
rest_place_get_scope (const RestPlace *self)
{
  return names[self->name].scope;
}

gboolean
rest_place_is_prepared (const RestPlace *self)
{
  return self->name == NAME_PREPARED;
}

static void
take_text (RestPiece *piece, const char *text)
{
  piece->is_null = text == NULL;
  g_string_append (piece->text, text != NULL ? text : "");
}

static void
take_time (RestPiece *piece, gint64 time)
{
  char text[LEAT_VALUE_TEXT_MAX];

  g_string_append_len (piece->text, text, leat_time_write (time, text) - text);
  piece->is_time = TRUE;
  piece->time = time;
}

static void
take_value (RestPiece *piece, const LeatValue *value)
{
  gboolean is_text = value->type == LEAT_TYPE_STRING || value->type == LEAT_TYPE_BYTES ||
                     value->type == LEAT_TYPE_TIME;

  if (!leat_value_is_present (value))
    {
      piece->is_null = TRUE;
      return;
    }
  if (value->type == LEAT_TYPE_STRING && value->length > 0)
    g_string_append_len (piece->text, value->string, value->length);
  else if (value->type != LEAT_TYPE_STRING)
    leat_json_append_value (piece->text, value);
  piece->is_literal = !is_text;
  piece->is_time = value->type == LEAT_TYPE_TIME && value->length == 0;
  piece->time = piece->is_time ? value->integer : 0;
  /* base64 and times have quotes there */
  if (is_text && value->type != LEAT_TYPE_STRING)
    {
      g_string_erase (piece->text, 0, 1);
      g_string_truncate (piece->text, piece->text->len - 1);
    }
  if (piece->is_literal && g_str_equal (piece->text->str, "null"))
    piece->is_null = TRUE;
}

static gboolean
find_field (RestPlace *self, const LeatOrigin *origin)
{
  if (self->schema != origin->schema)
    {
      g_clear_pointer (&self->schema, leat_schema_unref);
      self->schema = leat_schema_ref (origin->schema);
      self->is_found = leat_schema_find_field (origin->schema, self->member, &self->field);
    }
  return self->is_found;
}

/* a kind of record that never has it is a fault of the template, unless it says what then */
static gboolean
lack (RestPlace *self, const LeatOrigin *origin, GError **error)
{
  self->piece.is_null = TRUE;
  if (self->has_default)
    return TRUE;
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_HELD,
               "{%s%s}: records of %s (schema %s) have none; add |default:TEXT, or send them "
               "elsewhere by from=",
               names[self->name].text, self->member, origin->source,
               leat_schema_get_name (origin->schema));
  return FALSE;
}

static gboolean
take_field (RestPlace *self, const LeatRecord *record, GError **error)
{
  const LeatValue *value;

  if (!find_field (self, record->origin))
    return lack (self, record->origin, error);
  value = &record->values[self->field];
  if (self->name == NAME_FIELD)
    take_value (&self->piece, value);
  else
    take_text (&self->piece, leat_quality_get_name (leat_value_get_quality (value)));
  return TRUE;
}

static gboolean
take_tag (RestPlace *self, const LeatOrigin *origin, GError **error)
{
  for (guint i = 0; origin->tags[i] != NULL; i += 2)
    if (g_str_equal (origin->tags[i], self->member))
      {
        take_text (&self->piece, origin->tags[i + 1]);
        return TRUE;
      }
  return lack (self, origin, error);
}

static void
take_prepared (RestPiece *piece, const char *prepared)
{
  RestJson value = { prepared, prepared != NULL ? strlen (prepared) : 0 };
  g_autofree char *text = prepared != NULL ? rest_json_to_text (&value) : NULL;

  take_text (piece, text);
  piece->is_literal = prepared != NULL && *prepared != '"';
}

static void
take_id (RestPiece *piece, const LeatRecord *record)
{
  g_string_printf (piece->text, "%s/%s/%" G_GUINT64_FORMAT, record->origin->source,
                   record->origin->epoch, record->sequence);
}

static gboolean
take (RestPlace *self, const LeatRecord *record, GError **error)
{
  const LeatOrigin *origin = record->origin;

  switch (self->name)
    {
    case NAME_SOURCE: take_text (&self->piece, origin->source); break;
    case NAME_GATEWAY: take_text (&self->piece, origin->gateway); break;
    case NAME_SCHEMA: take_text (&self->piece, leat_schema_get_name (origin->schema)); break;
    case NAME_EPOCH: take_text (&self->piece, origin->epoch); break;
    case NAME_ID: take_id (&self->piece, record); break;
    case NAME_TIME: take_time (&self->piece, record->time); break;
    case NAME_SEQUENCE:
      g_string_printf (self->piece.text, "%" G_GUINT64_FORMAT, record->sequence);
      self->piece.is_literal = TRUE;
      break;
    case NAME_RECORD:
      leat_json_append_record (self->piece.text, record);
      self->piece.is_literal = TRUE;
      break;
    case NAME_FIELD:
    case NAME_QUALITY: return take_field (self, record, error);
    case NAME_TAG: return take_tag (self, origin, error);
    case NAME_PREPARED: break;
    }
  return TRUE;
}

gboolean
rest_place_render (RestPlace *self, const RestTemplateInput *input, GString *out, GError **error)
{
  RestPiece *piece = &self->piece;

  g_string_truncate (piece->text, 0);
  *piece = (RestPiece) { .text = piece->text };
  if (self->name == NAME_PREPARED)
    take_prepared (piece, input->prepared);
  else if (!take (self, input->record, error))
    return FALSE;
  for (guint i = 0; i < self->filters->len; i++)
    rest_filter_apply (g_ptr_array_index (self->filters, i), piece);
  rest_spell (self->spelling, piece, out);
  return TRUE;
}
