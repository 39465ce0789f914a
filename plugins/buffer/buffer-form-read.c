/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-form-read.c - a row's fields become a record's again */
#include <string.h>
#include "buffer-form-private.h"
#include "buffer-spelling.h"

/* a row that is being read */
typedef struct {
  const BufferForm *form;
  LeatBatch        *batch;
  GString          *scratch;
  gboolean          is_odd;   /* a value is not of its field's type: "exact" has it */
} Reading;

static void
read_string (Reading *self, guint field, const char *string, gsize length)
{
  const LeatType type = self->form->fields[field].type;
  gint64 time;

  if (type == LEAT_TYPE_STRING)
    {
      leat_batch_set_string (self->batch, field, string, (gssize) length);
    }
  else if (type == LEAT_TYPE_TIME && buffer_spelling_time (string, length, &time))
    {
      leat_batch_set_time (self->batch, field, time);
    }
  else if (type == LEAT_TYPE_BYTES)
    {
      g_autoptr (GBytes) bytes = buffer_spelling_bytes (string, length);
      gsize size = 0;
      gconstpointer data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;

      self->is_odd |= bytes == NULL;
      if (bytes != NULL)
        leat_batch_set_bytes (self->batch, field, data, size);
    }
  else
    {
      self->is_odd = TRUE;
    }
}

/* few digits without a point: most numbers of most machines */
static gboolean
read_short_integer (const char *number, gsize length, gint64 *integer)
{
  const gboolean negative = *number == '-';

  *integer = 0;
  if (length > 18 || length == (gsize) negative)
    return FALSE;
  for (gsize i = negative; i < length; i++)
    {
      const guint digit = (guint) (guchar) number[i] - '0';

      if (digit > 9)
        return FALSE;
      *integer = *integer * 10 + digit;
    }
  if (negative)
    *integer = -*integer;
  return !(negative && *integer == 0);
}

static void
read_number (Reading *self, guint field, const char *number, gsize length)
{
  const LeatType type = self->form->fields[field].type;
  gint64 integer;
  double binary;

  if (type == LEAT_TYPE_INT && read_short_integer (number, length, &integer))
    leat_batch_set_int (self->batch, field, integer);
  else if (type == LEAT_TYPE_DOUBLE && buffer_spelling_double (number, length, &binary))
    leat_batch_set_double (self->batch, field, binary);
  else if ((type != LEAT_TYPE_INT && type != LEAT_TYPE_DECIMAL) ||
           !leat_batch_set_decimal_text (self->batch, field, number, length))
    self->is_odd = TRUE;
}

static void
read_boolean (Reading *self, guint field, gboolean value)
{
  if (self->form->fields[field].type == LEAT_TYPE_BOOL)
    leat_batch_set_bool (self->batch, field, value);
  else
    self->is_odd = TRUE;
}

/* FALSE: it is no value at all */
static gboolean
read_value (Reading *self, guint field, BufferText *text)
{
  const char *start;
  gsize length;

  if (text->cursor == text->end)
    return FALSE;
  switch (*text->cursor)
    {
    case '"':
      if (!buffer_text_take_string (text, self->scratch, &start, &length))
        return FALSE;
      read_string (self, field, start, length);
      return TRUE;
    case 'n':
      return buffer_text_take_literal (text, "null", 4);
    case 't':
      read_boolean (self, field, TRUE);
      return buffer_text_take_literal (text, "true", 4);
    case 'f':
      read_boolean (self, field, FALSE);
      return buffer_text_take_literal (text, "false", 5);
    default:
      if (!buffer_text_take_number (text, &start, &length))
        return FALSE;
      read_number (self, field, start, length);
      return TRUE;
    }
}

static gboolean
read_fields (Reading *self, const BufferColumn *column)
{
  BufferText text = { column->text, column->text + column->length };

  if (self->form->n_fields == 0 && !buffer_text_take (&text, '{'))
    return FALSE;
  for (guint i = 0; i < self->form->n_fields; i++)
    {
      const BufferField *field = &self->form->fields[i];

      if (!buffer_text_take_literal (&text, field->key, field->key_length) ||
          !read_value (self, i, &text))
        return FALSE;
    }
  return buffer_text_take (&text, '}') && buffer_text_is_at_end (&text);
}

typedef gboolean (*RemarkFunc) (Reading *self, guint field, const char *string, gsize length);

static gboolean
find_field (const BufferForm *form, const char *name, gsize length, guint *index)
{
  for (guint i = 0; i < form->n_fields; i++)
    if (strlen (form->fields[i].name) == length && memcmp (form->fields[i].name, name, length) == 0)
      {
        *index = i;
        return TRUE;
      }
  return FALSE;
}

/* {"NAME":"…",…}; NULL is nothing */
static gboolean
read_object (Reading *self, const BufferColumn *column, RemarkFunc remark)
{
  BufferText text;
  const char *string;
  gsize length;
  guint field;

  if (column->text == NULL)
    return TRUE;
  text = (BufferText) { column->text, column->text + column->length };
  if (!buffer_text_take (&text, '{'))
    return FALSE;
  do
    {
      if (!buffer_text_take_string (&text, self->scratch, &string, &length) ||
          !find_field (self->form, string, length, &field) || !buffer_text_take (&text, ':') ||
          !buffer_text_take_string (&text, self->scratch, &string, &length) ||
          !remark (self, field, string, length))
        return FALSE;
    }
  while (buffer_text_take (&text, ','));
  return buffer_text_take (&text, '}') && buffer_text_is_at_end (&text);
}

static gboolean
read_quality (Reading *self, guint field, const char *string, gsize length)
{
  for (guint i = LEAT_QUALITY_GOOD; i <= LEAT_QUALITY_SUSPECT; i++)
    {
      const char *name = leat_quality_get_name ((LeatQuality) i);

      if (strlen (name) == length && memcmp (name, string, length) == 0)
        {
          leat_batch_set_quality (self->batch, field, (LeatQuality) i);
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
read_text (Reading *self, guint field, const char *string, gsize length)
{
  leat_batch_set_undecodable (self->batch, field, string, (gssize) length);
  return TRUE;
}

/* a cell as buffer-form.c keeps it whole */
typedef struct {
  guint64 type;
  guint64 scale;
  guint64 quality;
  gint64  integer;
  GBytes *bytes;
} Exact;

static gboolean
parse_exact (Exact *exact, const char *string, gsize length)
{
  g_autofree char *copy = g_strndup (string, length);
  g_auto (GStrv) words = g_strsplit (copy, " ", 5);

  exact->bytes = NULL;
  if (g_strv_length (words) != 5 ||
      !g_ascii_string_to_unsigned (words[0], 10, 0, LEAT_TYPE_BYTES, &exact->type, NULL) ||
      !g_ascii_string_to_unsigned (words[1], 10, 0, 255, &exact->scale, NULL) ||
      !g_ascii_string_to_unsigned (words[2], 10, 0, LEAT_QUALITY_SUSPECT, &exact->quality, NULL) ||
      !g_ascii_string_to_signed (words[3], 10, G_MININT64, G_MAXINT64, &exact->integer, NULL))
    return FALSE;
  exact->bytes = buffer_spelling_bytes (words[4], strlen (words[4]));
  return exact->bytes != NULL && (exact->scale & LEAT_SCALE_MASK) <= LEAT_SCALE_MAX;
}

static gboolean
set_exact (Reading *self, guint field, const Exact *exact)
{
  const union {
    gint64 integer;
    double number;
  } bits = { exact->integer };
  gsize size;
  const char *data = g_bytes_get_data (exact->bytes, &size);

  if (exact->quality == LEAT_QUALITY_UNDECODABLE)
    {
      leat_batch_set_undecodable (self->batch, field, size > 0 ? data : "", (gssize) size);
      return TRUE;
    }
  switch ((LeatType) exact->type)
    {
    case LEAT_TYPE_BOOL:
      leat_batch_set_bool (self->batch, field, exact->integer != 0);
      return TRUE;
    case LEAT_TYPE_INT:
      if (size > 0)
        return leat_batch_set_decimal_text (self->batch, field, data, size);
      leat_batch_set_int (self->batch, field, exact->integer);
      return TRUE;
    case LEAT_TYPE_DECIMAL:
      if (size > 0)
        return leat_batch_set_decimal_text (self->batch, field, data, size);
      leat_batch_set_decimal (self->batch, field, exact->integer, (guint8) exact->scale);
      return TRUE;
    case LEAT_TYPE_DOUBLE:
      leat_batch_set_double (self->batch, field, bits.number);
      return TRUE;
    case LEAT_TYPE_TIME:
      leat_batch_set_time (self->batch, field, exact->integer);
      return TRUE;
    case LEAT_TYPE_STRING:
      leat_batch_set_string (self->batch, field, size > 0 ? data : "", (gssize) size);
      return TRUE;
    case LEAT_TYPE_BYTES:
      leat_batch_set_bytes (self->batch, field, size > 0 ? data : "", size);
      return TRUE;
    }
  return FALSE;
}

static gboolean
read_exact (Reading *self, guint field, const char *string, gsize length)
{
  Exact exact;
  const gboolean good = parse_exact (&exact, string, length) && set_exact (self, field, &exact);

  if (good)
    leat_batch_set_quality (self->batch, field, (LeatQuality) exact.quality);
  g_clear_pointer (&exact.bytes, g_bytes_unref);
  return good;
}

static gboolean
read_frame (Reading *self, const BufferColumn *column)
{
  g_autoptr (GBytes) frame = NULL;
  gconstpointer data;
  gsize size = 0;

  if (column->text == NULL)
    return TRUE;
  frame = buffer_spelling_bytes (column->text, column->length);
  data = frame != NULL ? g_bytes_get_data (frame, &size) : NULL;
  if (frame != NULL)
    leat_batch_set_frame (self->batch, data, size);
  return frame != NULL;
}

gboolean
buffer_form_read (const BufferForm *self, const BufferColumn columns[BUFFER_N_PARTS],
                  LeatBatch *batch, GString *scratch)
{
  Reading reading = { self, batch, scratch, FALSE };

  return columns[BUFFER_PART_FIELDS].text != NULL &&
         read_fields (&reading, &columns[BUFFER_PART_FIELDS]) &&
         read_object (&reading, &columns[BUFFER_PART_QUALITY], read_quality) &&
         read_object (&reading, &columns[BUFFER_PART_TEXT], read_text) &&
         read_object (&reading, &columns[BUFFER_PART_EXACT], read_exact) &&
         (!reading.is_odd || columns[BUFFER_PART_EXACT].text != NULL) &&
         read_frame (&reading, &columns[BUFFER_PART_FRAME]);
}
