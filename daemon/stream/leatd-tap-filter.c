/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-tap-filter.c - which records somebody wants to see */
#include "leatd-tap-filter.h"
#include "leat-host.h"
#include <string.h>

#define CONDITIONS_MAX 32
#define QUALITY ".quality"

typedef enum {
  IS_THERE,
  IS_ABSENT,
  IS_LIKE,
  IS_EQUAL,
  IS_OTHER,
  IS_LESS,
  IS_LESS_OR_EQUAL,
  IS_MORE,
  IS_MORE_OR_EQUAL,
} Relation;

/* longer ones first: "<=" begins with "<" */
static const struct {
  const char *sign;
  Relation relation;
} signs[] = {
  { "!=", IS_OTHER }, { "<=", IS_LESS_OR_EQUAL }, { ">=", IS_MORE_OR_EQUAL }, { "=", IS_EQUAL },
  { "<", IS_LESS },   { ">", IS_MORE },           { "~", IS_LIKE },
};

typedef struct {
  char *field;
  gboolean is_quality; /* its quality is meant */
  Relation relation;
  char *text; /* what it is compared with */
  gboolean is_number;
  double number;
  GPatternSpec *glob; /* IS_LIKE */

  /* of the record seen last */
  LeatSchema *schema;
  guint index;
  gboolean is_known;
} Condition;

struct _LeatdTapFilter {
  GPtrArray *conditions;
};

static void
condition_free (gpointer data)
{
  Condition *self = data;

  g_clear_pointer (&self->glob, g_pattern_spec_free);
  g_clear_pointer (&self->schema, leat_schema_unref);
  g_free (self->field);
  g_free (self->text);
  g_free (self);
}

/* the first sign in @text; NULL: it has none */
static const char *
find_sign (const char *text, Relation *relation, gsize *length)
{
  for (; *text != '\0'; text++)
    for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
      if (g_str_has_prefix (text, signs[i].sign))
        {
          *relation = signs[i].relation;
          *length = strlen (signs[i].sign);
          return text;
        }
  return NULL;
}

static gboolean
condition_set_value (Condition *self, const char *text, GError **error)
{
  g_autofree char *value = g_strstrip (g_strdup (text));
  g_autoptr (GBytes) bytes = leat_escape_undo (value, strlen (value), error);
  gsize length;
  const char *data;
  char *end;

  if (bytes == NULL)
    return FALSE;
  data = g_bytes_get_data (bytes, &length);
  self->text = length > 0 ? g_strndup (data, length) : g_strdup ("");
  self->number = g_ascii_strtod (self->text, &end);
  self->is_number = *self->text != '\0' && *end == '\0';
  if (self->relation != IS_LIKE)
    return TRUE;
  if (!g_utf8_validate (self->text, -1, NULL))
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                   "the pattern \"%s\" is no UTF-8, so that no text is like it", value);
      return FALSE;
    }
  self->glob = g_pattern_spec_new (self->text);
  return TRUE;
}

static gboolean
condition_set_field (Condition *self, const char *text, gsize length, GError **error)
{
  self->field = g_strstrip (g_strndup (text, length));
  if (self->relation == IS_THERE && *self->field == '!')
    {
      self->relation = IS_ABSENT;
      memmove (self->field, self->field + 1, strlen (self->field));
      g_strchug (self->field);
    }
  self->is_quality = g_str_has_suffix (self->field, QUALITY);
  if (self->is_quality)
    self->field[strlen (self->field) - strlen (QUALITY)] = '\0';
  if (*self->field != '\0' && strpbrk (self->field, " \t!") == NULL)
    return TRUE;
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
               "the condition \"%s\" names no field; FIELD=VALUE is right, with = != < <= > >= or "
               "~, or FIELD alone",
               text);
  return FALSE;
}

/* @text: one condition */
static Condition *
condition_new (const char *text, GError **error)
{
  Condition *self = g_new0 (Condition, 1);
  gsize length = 0;
  const char *sign = find_sign (text, &self->relation, &length);
  const gsize field_length = sign != NULL ? (gsize) (sign - text) : strlen (text);

  if (condition_set_field (self, text, field_length, error) &&
      (sign == NULL || condition_set_value (self, sign + length, error)))
    return self;
  condition_free (self);
  return NULL;
}

/* where the condition ends: at a ; that has no backslash before it */
static gsize
find_end (const char *text)
{
  gsize i = 0;

  while (text[i] != '\0' && text[i] != ';')
    i += text[i] == '\\' && text[i + 1] != '\0' ? 2 : 1;
  return i;
}

/**
 * leatd_tap_filter_new:
 * @text: conditions, see #LeatdTapFilter
 * @error: return location for LEAT_ERROR_CONFIG
 *
 * Returns: (transfer full) (nullable): the filter
 */
LeatdTapFilter *
leatd_tap_filter_new (const char *text, GError **error)
{
  g_autoptr (LeatdTapFilter) self = g_new0 (LeatdTapFilter, 1);

  self->conditions = g_ptr_array_new_with_free_func (condition_free);
  while (TRUE)
    {
      const gsize end = find_end (text);
      g_autofree char *one = g_strndup (text, end);
      Condition *condition = condition_new (one, error);

      if (condition == NULL)
        return NULL;
      g_ptr_array_add (self->conditions, condition);
      if (text[end] == '\0')
        return g_steal_pointer (&self);
      text += end + 1;
      if (self->conditions->len < CONDITIONS_MAX)
        continue;
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "at most %d conditions are right",
                   CONDITIONS_MAX);
      return NULL;
    }
}

void
leatd_tap_filter_free (LeatdTapFilter *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->conditions);
  g_free (self);
}

const char *
leatd_tap_filter_find_foreign (const LeatdTapFilter *self, const LeatSchema *schema)
{
  for (guint i = 0; i < self->conditions->len; i++)
    {
      const Condition *condition = g_ptr_array_index (self->conditions, i);
      guint index;

      if (!leat_schema_find_field (schema, condition->field, &index))
        return condition->field;
    }
  return NULL;
}

/* (nullable): NULL: its records have no such field */
static const LeatValue *
condition_find (Condition *self, const LeatRecord *record)
{
  LeatSchema *schema = record->origin->schema;

  if (self->schema != schema)
    {
      g_clear_pointer (&self->schema, leat_schema_unref);
      self->schema = leat_schema_ref (schema);
      self->is_known = leat_schema_find_field (schema, self->field, &self->index);
    }
  return self->is_known ? &record->values[self->index] : NULL;
}

static gboolean
judge (Relation relation, int comparison)
{
  switch (relation)
    {
    case IS_EQUAL:
      return comparison == 0;
    case IS_OTHER:
      return comparison != 0;
    case IS_LESS:
      return comparison < 0;
    case IS_LESS_OR_EQUAL:
      return comparison <= 0;
    case IS_MORE:
      return comparison > 0;
    case IS_MORE_OR_EQUAL:
      return comparison >= 0;
    case IS_THERE:
    case IS_ABSENT:
    case IS_LIKE:
      break;
    }
  return FALSE;
}

static gboolean
condition_judge_text (const Condition *self, const char *text, gsize length)
{
  const gsize own = strlen (self->text);
  int comparison;

  if (self->relation == IS_LIKE)
    {
      g_autofree char *copy = g_utf8_make_valid (text, (gssize) length);

      return g_pattern_spec_match_string (self->glob, copy);
    }
  comparison = memcmp (text, self->text, MIN (length, own));
  return judge (self->relation, comparison != 0 ? comparison : (length > own) - (length < own));
}

static gboolean
condition_judge_value (const Condition *self, const LeatValue *value)
{
  const gboolean is_number = value->type == LEAT_TYPE_INT || value->type == LEAT_TYPE_DECIMAL ||
                             value->type == LEAT_TYPE_DOUBLE;
  char text[LEAT_VALUE_TEXT_MAX];

  if (is_number && self->is_number && !leat_value_is_text (value))
    {
      const double number = leat_value_get_double (value);

      return judge (self->relation, (number > self->number) - (number < self->number));
    }
  if (leat_value_is_text (value) || value->type == LEAT_TYPE_BYTES ||
      value->type == LEAT_TYPE_STRING)
    return condition_judge_text (self, value->string, value->length);
  leat_value_write (value, text);
  return condition_judge_text (self, text, strlen (text));
}

static gboolean
condition_is_met (Condition *self, const LeatRecord *record)
{
  const LeatValue *value = condition_find (self, record);
  const gboolean is_there = value != NULL && (self->is_quality || leat_value_is_present (value));

  if (self->relation == IS_THERE || self->relation == IS_ABSENT)
    return is_there == (self->relation == IS_THERE);
  if (!is_there)
    return self->relation == IS_OTHER;
  if (self->is_quality)
    {
      const char *quality = leat_quality_get_name (leat_value_get_quality (value));

      return condition_judge_text (self, quality, strlen (quality));
    }
  return condition_judge_value (self, value);
}

gboolean
leatd_tap_filter_matches (LeatdTapFilter *self, const LeatRecord *record)
{
  for (guint i = 0; i < self->conditions->len; i++)
    if (!condition_is_met (g_ptr_array_index (self->conditions, i), record))
      return FALSE;
  return TRUE;
}
