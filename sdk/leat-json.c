/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-json.c - the one JSON form of a record: exact digits, quality, valid UTF-8 */
#include "leat-json.h"
#include <math.h>
#include <string.h>
#include "leat-digits.h"

/* what records of one origin have in common, written once for a run of them */
typedef struct {
  const LeatOrigin *origin;
  GString          *before_sequence;
  GString          *before_time;
  GString          *before_fields;
} Head;

#define append_literal(json, text) g_string_append_len ((json), (text), sizeof (text) - 1)

/* RFC 8259, section 7: what must be escaped; a byte that is in no UTF-8 character becomes U+FFFD */
static gsize
append_special (GString *json, const char *text, gsize length)
{
  static const char short_forms[] = "\"\"\\\\\bb\ff\nn\rr\tt";
  guchar first = (guchar) *text;

  if (first >= 0x80)
    {
      gunichar character = g_utf8_get_char_validated (text, (gssize) length);

      if (character >= (gunichar) -2)
        {
          append_literal (json, "\xef\xbf\xbd");
          return 1;
        }
      g_string_append_len (json, text, g_utf8_skip[first]);
      return (gsize) g_utf8_skip[first];
    }
  for (const char *form = short_forms; *form != '\0'; form += 2)
    if (*form == *text)
      {
        g_string_append_c (json, '\\');
        g_string_append_c (json, form[1]);
        return 1;
      }
  g_string_append_printf (json, "\\u%04x", first);
  return 1;
}

static gboolean
is_plain (char character)
{
  guchar byte = (guchar) character;

  return byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\';
}

static void
append_escaped (GString *json, const char *text, gsize length)
{
  const char *end = text + length;

  while (text < end)
    {
      const char *start = text;

      while (text < end && is_plain (*text))
        text++;
      g_string_append_len (json, start, text - start);
      if (text < end)
        text += append_special (json, text, (gsize) (end - text));
    }
}

/**
 * leat_json_append_string:
 * @text: (nullable): any bytes
 * @length: of @text, or -1 if it ends with a NUL
 *
 * Appends a JSON string, or `null`. It is valid UTF-8 whatever @text is: each byte that belongs
 * to no character becomes U+FFFD; control characters are escaped, NUL too.
 */
void
leat_json_append_string (GString *json, const char *text, gssize length)
{
  if (text == NULL)
    {
      append_literal (json, "null");
      return;
    }
  g_string_append_c (json, '"');
  append_escaped (json, text, length < 0 ? strlen (text) : (gsize) length);
  g_string_append_c (json, '"');
}

/**
 * leat_json_append_base64:
 * @data: (nullable): any bytes
 * @length: of @data
 *
 * Appends a JSON string of the bytes in base64 (RFC 4648, section 4).
 */
void
leat_json_append_base64 (GString *json, gconstpointer data, gsize length)
{
  int state = 0;
  int save = 0;
  gsize start = json->len + 1;
  gsize written;

  /* as g_base64_encode_step() wants it: four for three, and what close() adds */
  g_string_set_size (json, json->len + (length / 3 + 1) * 4 + 4 + 2);
  json->str[start - 1] = '"';
  written = g_base64_encode_step (data, length, FALSE, json->str + start, &state, &save);
  written += g_base64_encode_close (FALSE, json->str + start + written, &state, &save);
  g_string_truncate (json, start + written);
  g_string_append_c (json, '"');
}

/**
 * leat_json_append_value:
 * @value: a cell
 *
 * Appends a value: numbers with the instrument's digits, times and strings as strings, bytes in
 * base64; `null` if it is not present, or is a double that is no finite number.
 */
void
leat_json_append_value (GString *json, const LeatValue *value)
{
  char text[LEAT_VALUE_TEXT_MAX];
  gboolean is_time = value->type == LEAT_TYPE_TIME;
  gboolean is_infinite = value->type == LEAT_TYPE_DOUBLE && !isfinite (value->number);

  if (!leat_value_is_present (value) || is_infinite)
    append_literal (json, "null");
  else if (value->type == LEAT_TYPE_STRING)
    leat_json_append_string (json, value->length != 0 ? value->string : "", value->length);
  else if (value->type == LEAT_TYPE_BYTES)
    leat_json_append_base64 (json, value->bytes, value->length);
  else if (value->length != 0)
    g_string_append_len (json, value->string, value->length);
  else
    {
      if (is_time)
        g_string_append_c (json, '"');
      g_string_append_len (json, text, leat_value_write (value, text) - text);
      if (is_time)
        g_string_append_c (json, '"');
    }
}

/**
 * leat_json_append_tags:
 * @origin: where records come from
 *
 * Appends what `tags` of a record holds, an object; nothing at all if there are none: for sinks
 * that have a place of its own for each part of a record.
 */
void
leat_json_append_tags (GString *json, const LeatOrigin *origin)
{
  const char *const *tags = origin->tags;

  for (guint i = 0; tags[i] != NULL; i += 2)
    {
      g_string_append_c (json, i == 0 ? '{' : ',');
      leat_json_append_string (json, tags[i], -1);
      g_string_append_c (json, ':');
      leat_json_append_string (json, tags[i + 1], -1);
    }
  if (tags[0] != NULL)
    g_string_append_c (json, '}');
}

static void
head_init (Head *self)
{
  self->origin = NULL;
  self->before_sequence = g_string_sized_new (128);
  self->before_time = g_string_sized_new (128);
  self->before_fields = g_string_sized_new (128);
}

static void
head_clear (Head *self)
{
  g_string_free (self->before_sequence, TRUE);
  g_string_free (self->before_time, TRUE);
  g_string_free (self->before_fields, TRUE);
}

static void
head_write (Head *self, const LeatOrigin *origin)
{
  GString *text = g_string_truncate (self->before_sequence, 0);

  self->origin = origin;
  append_literal (text, "{\"id\":\"");
  append_escaped (text, origin->source, strlen (origin->source));
  g_string_append_c (text, '/');
  append_escaped (text, origin->epoch, strlen (origin->epoch));
  g_string_append_c (text, '/');

  text = g_string_truncate (self->before_time, 0);
  append_literal (text, "\",\"source\":");
  leat_json_append_string (text, origin->source, -1);
  if (origin->gateway != NULL)
    {
      append_literal (text, ",\"gateway\":");
      leat_json_append_string (text, origin->gateway, -1);
    }
  append_literal (text, ",\"schema\":");
  leat_json_append_string (text, leat_schema_get_name (origin->schema), -1);
  append_literal (text, ",\"time\":\"");

  text = g_string_truncate (self->before_fields, 0);
  g_string_append_c (text, '"');
  if (origin->tags[0] != NULL)
    append_literal (text, ",\"tags\":");
  leat_json_append_tags (text, origin);
  append_literal (text, ",\"fields\":{");
}

/* a field's name is [a-z][a-z0-9_]*: nothing to escape */
static void
append_key (GString *json, const LeatSchema *schema, guint field)
{
  const char *name = leat_schema_get_field (schema, field)->name;

  g_string_append_c (json, '"');
  g_string_append_len (json, name, (gssize) strlen (name));
  append_literal (json, "\":");
}

/**
 * leat_json_append_qualities:
 * @record: a record of a sealed batch
 *
 * Appends what `quality` of a record holds, an object of all fields that are not good; nothing at
 * all if all of them are.
 */
void
leat_json_append_qualities (GString *json, const LeatRecord *record)
{
  const guint n_fields = leat_schema_get_n_fields (record->origin->schema);
  char before = '{';

  for (guint i = 0; i < n_fields; i++)
    {
      LeatQuality quality = leat_value_get_quality (&record->values[i]);

      if (quality == LEAT_QUALITY_GOOD)
        continue;
      g_string_append_c (json, before);
      append_key (json, record->origin->schema, i);
      leat_json_append_string (json, leat_quality_get_name (quality), -1);
      before = ',';
    }
  if (before == ',')
    g_string_append_c (json, '}');
}

/**
 * leat_json_append_texts:
 * @record: a record of a sealed batch
 *
 * Appends what `text` of a record holds, an object of what could not be decoded; nothing at all if
 * there is none of it.
 */
void
leat_json_append_texts (GString *json, const LeatRecord *record)
{
  const guint n_fields = leat_schema_get_n_fields (record->origin->schema);
  char before = '{';

  for (guint i = 0; i < n_fields; i++)
    {
      const LeatValue *value = &record->values[i];

      if (value->quality != LEAT_QUALITY_UNDECODABLE || value->length == 0)
        continue;
      g_string_append_c (json, before);
      append_key (json, record->origin->schema, i);
      leat_json_append_string (json, value->string, value->length);
      before = ',';
    }
  if (before == ',')
    g_string_append_c (json, '}');
}

/* a name, if there is anything behind it */
static void
append_named (GString *json, const char *name, const LeatRecord *record,
              void (*append) (GString *json, const LeatRecord *record))
{
  const gsize begin = json->len;
  gsize end;

  g_string_append (json, name);
  end = json->len;
  append (json, record);
  if (json->len == end)
    g_string_truncate (json, begin);
}

/* whether all of them are good */
static gboolean
append_fields (GString *json, const LeatRecord *record, guint n_fields)
{
  gboolean good = TRUE;

  for (guint i = 0; i < n_fields; i++)
    {
      if (i > 0)
        g_string_append_c (json, ',');
      append_key (json, record->origin->schema, i);
      leat_json_append_value (json, &record->values[i]);
      good = good && leat_value_get_quality (&record->values[i]) == LEAT_QUALITY_GOOD;
    }
  g_string_append_c (json, '}');
  return good;
}

static void
append_flags (GString *json, guint32 flags)
{
  if ((flags & LEAT_RECORD_CLOCK_UNSYNCED) != 0)
    append_literal (json, ",\"clock\":\"unsynced\"");
  if ((flags & LEAT_RECORD_TEST) != 0)
    append_literal (json, ",\"test\":true");
  if ((flags & LEAT_RECORD_LINE_ERROR) != 0)
    append_literal (json, ",\"line_error\":true");
  if ((flags & LEAT_RECORD_SURPLUS) != 0)
    append_literal (json, ",\"surplus\":true");
}

static void
append_record (GString *json, Head *head, const LeatRecord *record)
{
  guint n_fields = leat_schema_get_n_fields (record->origin->schema);
  char text[MAX (LEAT_VALUE_TEXT_MAX, LEAT_DIGITS_MAX)];

  if (head->origin != record->origin)
    head_write (head, record->origin);
  g_string_append_len (json, head->before_sequence->str, (gssize) head->before_sequence->len);
  g_string_append_len (json, text, leat_digits_write (record->sequence, text) - text);
  g_string_append_len (json, head->before_time->str, (gssize) head->before_time->len);
  g_string_append_len (json, text, leat_time_write (record->time, text) - text);
  g_string_append_len (json, head->before_fields->str, (gssize) head->before_fields->len);
  if (!append_fields (json, record, n_fields))
    {
      append_named (json, ",\"quality\":", record, leat_json_append_qualities);
      append_named (json, ",\"text\":", record, leat_json_append_texts);
    }
  if (record->flags != 0)
    append_flags (json, record->flags);
  if (record->frame != NULL)
    {
      append_literal (json, ",\"frame\":");
      leat_json_append_base64 (json, record->frame, record->frame_length);
    }
  g_string_append_c (json, '}');
}

/**
 * leat_json_append_record:
 * @record: a record of a sealed batch
 *
 * Appends one record as a JSON object: `id`, `source`, `gateway`, `schema`, `time`, `tags` (if
 * any), `fields`; then, only if they have something to say, `quality`, `text` (of fields that
 * could not be decoded), `clock`, `test`, `line_error`, `surplus` and `frame` (base64).
 */
void
leat_json_append_record (GString *json, const LeatRecord *record)
{
  Head head;

  head_init (&head);
  append_record (json, &head, record);
  head_clear (&head);
}

/**
 * leat_json_append_batch:
 * @batch: a sealed batch
 * @from: index of the first record
 * @count: how many
 * @form: lines, or an array
 *
 * Appends many records, each as leat_json_append_record() would.
 */
void
leat_json_append_batch (GString *json, const LeatBatch *batch, guint from, guint count,
                        LeatJsonForm form)
{
  gboolean is_array = form == LEAT_JSON_ARRAY;
  Head head;

  g_return_if_fail (from <= leat_batch_get_n_records (batch));
  g_return_if_fail (count <= leat_batch_get_n_records (batch) - from);

  head_init (&head);
  if (is_array)
    g_string_append_c (json, '[');
  for (guint i = 0; i < count; i++)
    {
      if (is_array && i > 0)
        g_string_append_c (json, ',');
      append_record (json, &head, leat_batch_get_record (batch, from + i));
      if (!is_array)
        g_string_append_c (json, '\n');
    }
  if (is_array)
    g_string_append_c (json, ']');
  head_clear (&head);
}
