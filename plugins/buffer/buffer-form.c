/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-form.c - how the fields of one schema stand in a row */
#include "buffer-form-private.h"
#include <math.h>
#include <string.h>

BufferForm *
buffer_form_new (LeatSchema *schema)
{
  BufferForm *self = g_new0 (BufferForm, 1);

  self->schema = leat_schema_ref (schema);
  self->n_fields = leat_schema_get_n_fields (schema);
  self->fields = g_new0 (BufferField, self->n_fields);
  for (guint i = 0; i < self->n_fields; i++)
    {
      const LeatField *field = leat_schema_get_field (schema, i);

      self->fields[i].name = field->name;
      self->fields[i].type = field->type;
      self->fields[i].key = g_strdup_printf ("%c\"%s\":", i == 0 ? '{' : ',', field->name);
      self->fields[i].key_length = strlen (self->fields[i].key);
    }
  return self;
}

void
buffer_form_free (BufferForm *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_fields; i++)
    g_free (self->fields[i].key);
  g_free (self->fields);
  leat_schema_unref (self->schema);
  g_free (self);
}

static gboolean
is_utf8 (const LeatValue *value)
{
  return value->length == 0 || g_utf8_validate_len (value->string, value->length, NULL);
}

static gboolean
has_few_digits (const LeatValue *value)
{
  return value->integer > -BUFFER_DIGITS_LIMIT && value->integer < BUFFER_DIGITS_LIMIT;
}

/* a number that stands in a field of type INT or DECIMAL as JSON has it: it is read as it was */
static gboolean
is_ordinary_number (const LeatValue *value, LeatType type)
{
  if (value->type == LEAT_TYPE_INT)
    return type == LEAT_TYPE_INT && (value->length != 0 || has_few_digits (value));
  if (type == LEAT_TYPE_INT && value->length == 0 && (value->scale & LEAT_SCALE_MASK) == 0)
    return FALSE;
  return value->length != 0 || has_few_digits (value);
}

/* does JSON say all of it, the field's type being known? */
static gboolean
is_ordinary (const LeatValue *value, LeatType type)
{
  if (value->quality == LEAT_QUALITY_UNDECODABLE)
    return is_utf8 (value);
  if (!leat_value_is_present (value))
    return TRUE;
  if (type == LEAT_TYPE_INT || type == LEAT_TYPE_DECIMAL)
    return (value->type == LEAT_TYPE_INT || value->type == LEAT_TYPE_DECIMAL) &&
           is_ordinary_number (value, type);
  if (value->type != type)
    return FALSE;
  if (type == LEAT_TYPE_DOUBLE)
    return value->length == 0 && isfinite (value->number);
  return type != LEAT_TYPE_STRING || is_utf8 (value);
}

typedef enum {
  ALL_SAID,
  SOME_NOT_GOOD = 1 << 0,
  SOME_ODD      = 1 << 1,
} Remarks;

static Remarks
append_fields (const BufferForm *self, const LeatRecord *record, GString *text)
{
  Remarks remarks = ALL_SAID;

  if (self->n_fields == 0)
    g_string_append_c (text, '{');
  for (guint i = 0; i < self->n_fields; i++)
    {
      const LeatValue *value = &record->values[i];

      g_string_append_len (text, self->fields[i].key, (gssize) self->fields[i].key_length);
      leat_json_append_value (text, value);
      if (!is_ordinary (value, self->fields[i].type))
        remarks |= SOME_ODD;
      if (leat_value_get_quality (value) != LEAT_QUALITY_GOOD)
        remarks |= SOME_NOT_GOOD;
    }
  g_string_append_c (text, '}');
  return remarks;
}

static void
append_quality (const LeatValue *value, GString *text)
{
  g_string_append_printf (text, "\"%s\"", leat_quality_get_name (leat_value_get_quality (value)));
}

static void
append_text (const LeatValue *value, GString *text)
{
  leat_json_append_string (text, value->string, value->length);
}

/* "TYPE SCALE QUALITY INTEGER BASE64": the cell as it is in memory */
static void
append_exact (const LeatValue *value, GString *text)
{
  const gboolean is_bytes = leat_value_is_text (value) || value->type == LEAT_TYPE_BYTES;
  const gint64 integer = value->type == LEAT_TYPE_BOOL ? value->boolean : value->integer;
  g_autofree char *base64 = is_bytes && value->length > 0
                                ? g_base64_encode (value->bytes, value->length)
                                : g_strdup ("");

  g_string_append_printf (text, "\"%u %u %u %" G_GINT64_FORMAT " %s\"", value->type, value->scale,
                          value->quality, is_bytes ? 0 : integer, base64);
}

static gboolean
has_quality (const LeatValue *value, LeatType type)
{
  return leat_value_get_quality (value) != LEAT_QUALITY_GOOD;
}

static gboolean
has_text (const LeatValue *value, LeatType type)
{
  return value->quality == LEAT_QUALITY_UNDECODABLE && value->length != 0;
}

static gboolean
is_odd (const LeatValue *value, LeatType type)
{
  return !is_ordinary (value, type);
}

/* {"NAME":…} of those fields that have it; nothing if none has */
static void
append_object (const BufferForm *self, const LeatRecord *record, GString *text,
               gboolean (*has) (const LeatValue *value, LeatType type),
               void (*append) (const LeatValue *value, GString *text))
{
  char separator = '{';

  for (guint i = 0; i < self->n_fields; i++)
    {
      const LeatValue *value = &record->values[i];

      if (!has (value, self->fields[i].type))
        continue;
      g_string_append_c (text, separator);
      g_string_append_len (text, self->fields[i].key + 1, (gssize) self->fields[i].key_length - 1);
      append (value, text);
      separator = ',';
    }
  if (separator == ',')
    g_string_append_c (text, '}');
}

static void
end_part (BufferSpan *span, gsize start, const GString *text)
{
  if (text->len > start)
    *span = (BufferSpan) { start, text->len - start };
}

static void
append_remarks (const BufferForm *self, const LeatRecord *record, Remarks remarks, GString *text,
                BufferSpan spans[BUFFER_N_PARTS])
{
  gsize start = text->len;

  if ((remarks & SOME_NOT_GOOD) != 0)
    {
      append_object (self, record, text, has_quality, append_quality);
      end_part (&spans[BUFFER_PART_QUALITY], start, text);
      start = text->len;
      append_object (self, record, text, has_text, append_text);
      end_part (&spans[BUFFER_PART_TEXT], start, text);
      start = text->len;
    }
  if ((remarks & SOME_ODD) != 0)
    append_object (self, record, text, is_odd, append_exact);
  end_part (&spans[BUFFER_PART_EXACT], start, text);
}

void
buffer_form_write (const BufferForm *self, const LeatRecord *record, GString *text,
                   BufferSpan spans[BUFFER_N_PARTS])
{
  const gsize start = text->len;
  Remarks remarks;

  for (guint i = 0; i < BUFFER_N_PARTS; i++)
    spans[i] = (BufferSpan) { 0, 0 };
  remarks = append_fields (self, record, text);
  end_part (&spans[BUFFER_PART_FIELDS], start, text);
  if (remarks != ALL_SAID)
    append_remarks (self, record, remarks, text, spans);
  if (record->frame != NULL)
    {
      const gsize quote = text->len;

      leat_json_append_base64 (text, record->frame, record->frame_length);
      spans[BUFFER_PART_FRAME] = (BufferSpan) { quote + 1, text->len - quote - 2 };
    }
}
