/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-batch-fill.c - sets the fields of a batch's last record */
#include <string.h>
#include "leat-batch-private.h"
#include "leat-decimal.h"

static LeatValue *
find_cell (LeatBatch *self, guint field)
{
  g_return_val_if_fail (!self->sealed && self->last != NULL, NULL);
  g_return_val_if_fail (field < self->current->n_fields, NULL);

  return &self->last->values[field];
}

static void
set_cell (LeatBatch *self, guint field, LeatValue value)
{
  LeatValue *cell = find_cell (self, field);

  if (cell != NULL)
    *cell = value;
}

/* a copy with a NUL behind it */
static const char *
copy_text (LeatBatch *self, gconstpointer text, gsize length)
{
  char *copy = leat_batch_alloc_bytes (self, length + 1);

  if (length > 0)
    memcpy (copy, text, length);
  copy[length] = '\0';
  return copy;
}

/**
 * leat_batch_set_bool:
 * @field: index in the schema
 * @value: true or false
 *
 * Sets a field of the last record, whose quality is good then.
 */
void
leat_batch_set_bool (LeatBatch *self, guint field, gboolean value)
{
  set_cell (self, field, (LeatValue) { .boolean = value != FALSE, .type = LEAT_TYPE_BOOL });
}

/**
 * leat_batch_set_int:
 * @field: index in the schema
 * @value: the number
 *
 * Sets a field of the last record, whose quality is good then.
 */
void
leat_batch_set_int (LeatBatch *self, guint field, gint64 value)
{
  set_cell (self, field, (LeatValue) { .integer = value, .type = LEAT_TYPE_INT });
}

/**
 * leat_batch_set_decimal:
 * @field: index in the schema
 * @digits: the number without its point
 * @scale: digits behind the point, 0 to 18; with %LEAT_SCALE_MINUS_ZERO if it is a zero with a
 *   minus
 *
 * Sets a field of the last record, whose quality is good then.
 */
void
leat_batch_set_decimal (LeatBatch *self, guint field, gint64 digits, guint8 scale)
{
  g_return_if_fail ((scale & LEAT_SCALE_MASK) <= LEAT_SCALE_MAX);

  set_cell (self, field, (LeatValue) {
    .integer = digits,
    .type = LEAT_TYPE_DECIMAL,
    .scale = scale,
  });
}

/**
 * leat_batch_set_decimal_text:
 * @field: index in the schema
 * @text: a sign, digits, a point; no exponent, no blanks
 * @length: of @text
 *
 * Sets a field of the last record exactly as it stands there: `1.730` stays `1.730`, `-0.000`
 * stays `-0.000`. Only a plus, zeros before the first digit and a point at the end are left out.
 * A number of more than 18 digits is kept as text. An INT field stays an INT if there is no
 * point.
 *
 * Returns: %FALSE if @text is no such number; the field is as it was
 */
gboolean
leat_batch_set_decimal_text (LeatBatch *self, guint field, const char *text, gsize length)
{
  LeatValue *cell = find_cell (self, field);
  LeatValue value = { .type = LEAT_TYPE_DECIMAL };
  LeatDecimalForm form;

  g_return_val_if_fail (cell != NULL, FALSE);

  form = leat_decimal_read (text, length, &value.integer, &value.scale);
  if (form == LEAT_DECIMAL_NONE)
    return FALSE;
  if (form == LEAT_DECIMAL_LONG)
    {
      char *copy = leat_batch_alloc_bytes (self, length + 2);

      value.length = (guint32) leat_decimal_spell (text, length, copy);
      copy[value.length] = '\0';
      value.string = copy;
    }
  if (self->current->blank[field].type == LEAT_TYPE_INT && memchr (text, '.', length) == NULL)
    {
      value.type = LEAT_TYPE_INT;
      value.scale = 0;
    }
  *cell = value;
  return TRUE;
}

/**
 * leat_batch_set_double:
 * @field: index in the schema
 * @value: the number; NaN and infinite are kept, and shown by leat_value_get_quality()
 *
 * Sets a field of the last record, whose quality is good then.
 */
void
leat_batch_set_double (LeatBatch *self, guint field, double value)
{
  set_cell (self, field, (LeatValue) { .number = value, .type = LEAT_TYPE_DOUBLE });
}

/**
 * leat_batch_set_time:
 * @field: index in the schema
 * @value: nanoseconds since 1970-01-01 UTC
 *
 * Sets a field of the last record, whose quality is good then.
 */
void
leat_batch_set_time (LeatBatch *self, guint field, gint64 value)
{
  set_cell (self, field, (LeatValue) { .integer = value, .type = LEAT_TYPE_TIME });
}

/**
 * leat_batch_set_string:
 * @field: index in the schema
 * @value: UTF-8; copied
 * @length: of @value, or -1 if it ends with a NUL
 *
 * Sets a field of the last record, whose quality is good then.
 */
void
leat_batch_set_string (LeatBatch *self, guint field, const char *value, gssize length)
{
  gsize size = length < 0 ? strlen (value) : (gsize) length;

  g_return_if_fail (size < G_MAXUINT32);

  set_cell (self, field, (LeatValue) {
    .string = copy_text (self, value, size),
    .length = (guint32) size,
    .type = LEAT_TYPE_STRING,
  });
}

/**
 * leat_batch_set_bytes:
 * @field: index in the schema
 * @data: any bytes; copied
 * @length: of @data
 *
 * Sets a field of the last record, whose quality is good then.
 */
void
leat_batch_set_bytes (LeatBatch *self, guint field, gconstpointer data, gsize length)
{
  g_return_if_fail (length < G_MAXUINT32);

  set_cell (self, field, (LeatValue) {
    .string = copy_text (self, data, length),
    .length = (guint32) length,
    .type = LEAT_TYPE_BYTES,
  });
}

/**
 * leat_batch_set_quality:
 * @field: index in the schema
 * @quality: what is said of it
 *
 * Says something of a field of the last record, after its value was set, or instead.
 */
void
leat_batch_set_quality (LeatBatch *self, guint field, LeatQuality quality)
{
  LeatValue *cell = find_cell (self, field);

  if (cell != NULL)
    cell->quality = (guint8) quality;
}

/**
 * leat_batch_set_undecodable:
 * @field: index in the schema
 * @text: what stood in its place; any bytes, copied
 * @length: of @text, or -1 if it ends with a NUL
 *
 * Keeps the text of a field of the last record that is no value of its type.
 */
void
leat_batch_set_undecodable (LeatBatch *self, guint field, const char *text, gssize length)
{
  gsize size = length < 0 ? strlen (text) : (gsize) length;
  LeatValue *cell = find_cell (self, field);

  g_return_if_fail (cell != NULL && size < G_MAXUINT32);

  *cell = (LeatValue) {
    .string = copy_text (self, text, size),
    .length = (guint32) size,
    .type = self->current->blank[field].type,
    .quality = LEAT_QUALITY_UNDECODABLE,
  };
}

/* what a cell of another batch points to */
static void
copy_cell (LeatBatch *self, LeatValue *cell)
{
  if (cell->length != 0)
    cell->string = copy_text (self, cell->string, cell->length);
  else if (cell->type == LEAT_TYPE_STRING || cell->type == LEAT_TYPE_BYTES)
    cell->string = "";
}

/**
 * leat_batch_append_copy:
 * @record: of a batch that is sealed
 *
 * Appends a record as it is: with its number, flags, frame and all fields. Its batch may go then.
 */
void
leat_batch_append_copy (LeatBatch *self, const LeatRecord *record)
{
  leat_batch_append (self, record->origin, (LeatMoment) { record->time, record->monotonic });
  self->last->sequence = record->sequence;
  self->last->flags = record->flags;
  if (record->frame != NULL)
    leat_batch_set_frame (self, record->frame, record->frame_length);
  memcpy (self->last->values, record->values, self->current->n_fields * sizeof (LeatValue));
  for (guint i = 0; i < self->current->n_fields; i++)
    copy_cell (self, &self->last->values[i]);
}

/**
 * leat_batch_set_value:
 * @field: index in the schema
 * @value: of a field of the same type, in another record; copied
 *
 * Sets a field of the last record to what another has, with its quality.
 */
void
leat_batch_set_value (LeatBatch *self, guint field, const LeatValue *value)
{
  LeatValue *cell = find_cell (self, field);

  g_return_if_fail (cell != NULL);

  *cell = *value;
  copy_cell (self, cell);
}

/**
 * leat_batch_set_sequence:
 * @sequence: counted from 1
 *
 * Gives the last record the number that it had before: for stores and relays only.
 */
void
leat_batch_set_sequence (LeatBatch *self, guint64 sequence)
{
  g_return_if_fail (!self->sealed && self->last != NULL);

  self->last->sequence = sequence;
}

/**
 * leat_batch_set_frame:
 * @data: the bytes that the last record was made of; copied
 * @length: of @data
 *
 * Keeps the frame with the last record.
 */
void
leat_batch_set_frame (LeatBatch *self, gconstpointer data, gsize length)
{
  g_return_if_fail (!self->sealed && self->last != NULL && length < G_MAXUINT32);

  self->last->frame = (const guint8 *) copy_text (self, data, length);
  self->last->frame_length = (guint32) length;
}

/**
 * leat_batch_add_flags:
 * @flags: what is to be known of the last record, beside what is known
 */
void
leat_batch_add_flags (LeatBatch *self, LeatRecordFlags flags)
{
  g_return_if_fail (!self->sealed && self->last != NULL);

  self->last->flags |= flags;
}
