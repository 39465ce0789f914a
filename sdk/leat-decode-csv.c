/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-decode-csv.c - the csv format of schemas: a frame's columns become fields */
#include <string.h>
#include "leat-columns.h"
#include "leat-error.h"
#include "leat-option-host.h"
#include "leat-schema-private.h"

#define SHOWN_MAX 32   /* bytes of a bad text in a message */

static void
clear_place (gpointer place)
{
  leat_cell_clear (&((LeatPlace *) place)->cell);
}

static void
clear_verdict (gpointer verdict)
{
  g_array_unref (((LeatVerdict *) verdict)->judged);
}

LeatDecoder *
leat_decoder_new (void)
{
  LeatDecoder *self = g_new0 (LeatDecoder, 1);

  self->places = g_array_new (FALSE, FALSE, sizeof (LeatPlace));
  g_array_set_clear_func (self->places, clear_place);
  self->verdicts = g_array_new (FALSE, FALSE, sizeof (LeatVerdict));
  g_array_set_clear_func (self->verdicts, clear_verdict);
  return self;
}

void
leat_decoder_free (LeatDecoder *self)
{
  g_array_unref (self->places);
  g_array_unref (self->verdicts);
  g_free (self);
}

/* one frame on its way */
typedef struct {
  const LeatDecoder *decoder;
  const LeatSchema  *schema;
  const LeatColumns *columns;
} Work;

static char *
show (const char *text, gsize length)
{
  g_autofree char *shown = leat_escape_do (text, MIN (length, SHOWN_MAX));

  return g_strdup_printf ("\"%s\"%s", shown, length > SHOWN_MAX ? "…" : "");
}

static const char *
get_place_name (const Work *work, const LeatPlace *place)
{
  return leat_schema_get_field (work->schema, place->cell.field)->name;
}

/* no field, if nobody uses the column */
static const LeatPlace *
find_place (const LeatDecoder *decoder, guint column)
{
  for (guint i = 0; i < decoder->places->len; i++)
    {
      const LeatPlace *place = &g_array_index (decoder->places, LeatPlace, i);

      if (place->first_column <= column && column <= place->last_column)
        return place;
    }
  return NULL;
}

static gboolean
refuse_quotes (const Work *work, LeatQuotes quotes, GError **error)
{
  const LeatColumns *columns = work->columns;
  const guint column = columns->n - 1;
  const LeatPlace *place = find_place (work->decoder, column);
  g_autofree char *text = show (columns->frame + columns->last_begin,
                                columns->length - columns->last_begin);

  g_set_error (error, LEAT_ERROR, LEAT_ERROR_MALFORMED, "%s%s%scolumn %u, byte %u: %s: %s",
               place != NULL ? "field " : "", place != NULL ? get_place_name (work, place) : "",
               place != NULL ? ": " : "", column + 1, columns->last_begin, text,
               quotes == LEAT_QUOTES_OPEN ? "its quote is never closed"
                                          : "something stands behind its closing quote");
  return FALSE;
}

static gboolean
refuse_absent (const Work *work, const LeatPlace *place, guint n_columns, GError **error)
{
  g_autofree char *text = show (work->columns->frame, work->columns->length);

  g_set_error (error, LEAT_ERROR, LEAT_ERROR_MALFORMED,
               "field %s: column %u, byte %u: it is not there, the frame has %u: %s",
               get_place_name (work, place), place->last_column + 1, work->columns->length,
               n_columns, text);
  return FALSE;
}

static gboolean
refuse_value (const Work *work, const LeatPlace *place, LeatSpan span, gboolean found,
              GError **error)
{
  g_autofree char *text = show (span.text, span.length);
  const guint offset = (guint) (span.text - work->columns->frame);

  if (!found)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_MALFORMED,
                 "field %s: column %u, byte %u: it is empty", get_place_name (work, place),
                 place->first_column + 1, offset);
  else
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_MALFORMED,
                 "field %s: column %u, byte %u: %s is no %s%s", get_place_name (work, place),
                 place->first_column + 1, offset, text,
                 place->cell.is_judgement ? "judgement" : leat_type_get_name (place->cell.type),
                 place->cell.type == LEAT_TYPE_TIME ? " of its pattern" : "");
  return FALSE;
}

static gboolean
refuse_count (const Work *work, guint n_columns, GError **error)
{
  g_autofree char *text = show (work->columns->frame, work->columns->length);

  g_set_error (error, LEAT_ERROR, LEAT_ERROR_MALFORMED,
               "the frame has %u column%s, %u %s expected: %s", n_columns,
               n_columns == 1 ? "" : "s", work->decoder->n_expected,
               work->decoder->n_expected == 1 ? "is" : "are", text);
  return FALSE;
}

static gboolean
is_last_empty (const LeatColumns *columns, const LeatDecoder *decoder)
{
  const LeatSpan last = { columns->frame + columns->last_begin,
                          columns->length - columns->last_begin };

  return columns->n > 1 && leat_columns_trim (decoder, last).length == 0;
}

/* of which is taken off what the trailing delimiter adds */
static gboolean
count_columns (const Work *work, guint *n_columns, GError **error)
{
  const LeatDecoder *decoder = work->decoder;
  const LeatColumns *columns = work->columns;
  g_autofree char *delimiter = NULL, *text = NULL;

  *n_columns = columns->n;
  if (decoder->trailing == LEAT_TRAILING_NO)
    return TRUE;
  if (is_last_empty (columns, decoder))
    *n_columns = columns->n - 1;
  else if (decoder->trailing == LEAT_TRAILING_REQUIRED)
    {
      delimiter = show (&decoder->delimiter, 1);
      text = show (columns->frame + columns->last_begin, columns->length - columns->last_begin);
      g_set_error (
          error, LEAT_ERROR, LEAT_ERROR_MALFORMED,
          "column %u, byte %u: %s: no %s behind it, the frame was cut; if the device sends none "
          "there, set trailing-delimiter=yes",
          columns->n, columns->last_begin, text, delimiter);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_count (const Work *work, LeatBatch *batch, guint n_columns, GError **error)
{
  const LeatDecoder *decoder = work->decoder;

  if (n_columns == decoder->n_expected)
    return TRUE;
  if (n_columns < decoder->n_expected)
    return decoder->shortage == LEAT_SHORTAGE_MISSING || refuse_count (work, n_columns, error);
  if (decoder->surplus == LEAT_SURPLUS_REJECT)
    return refuse_count (work, n_columns, error);
  if (decoder->surplus == LEAT_SURPLUS_MARK)
    leat_batch_add_flags (batch, LEAT_RECORD_SURPLUS);
  return TRUE;
}

/* Whether something stood there; a string may be empty in quotes. Blanks inside the quotes of what
 * is no string are as little meant as those around them. */
static gboolean
read_unquoted (const Work *work, const LeatPlace *place, LeatSpan span, LeatBatch *batch,
               gint64 arrival, LeatValue *value)
{
  if (place->cell.type != LEAT_TYPE_STRING)
    span = leat_columns_trim (work->decoder, span);
  if (span.length == 0 && place->cell.type != LEAT_TYPE_STRING)
    return FALSE;
  leat_cell_read (&place->cell, span.text, span.length, arrival, batch, value);
  return TRUE;
}

static gboolean
read_quoted (const Work *work, const LeatPlace *place, LeatSpan span, LeatBatch *batch,
             gint64 arrival, LeatValue *value)
{
  const LeatDecoder *decoder = work->decoder;
  const guint first = place->first_column, last = place->last_column;
  const LeatSpan inside = { span.text + 1, span.length - 2 };
  g_autoptr (GString) text = NULL;

  if (first == last && memchr (inside.text, decoder->quote, inside.length) == NULL)
    return read_unquoted (work, place, inside, batch, arrival, value);
  text = g_string_new (NULL);
  leat_columns_unquote (work->columns, decoder, first, last, text);
  span = (LeatSpan) { text->str, text->len };
  return read_unquoted (work, place, span, batch, arrival, value);
}

static inline gboolean
read_plain (const LeatPlace *place, LeatSpan span, LeatBatch *batch, gint64 arrival,
            LeatValue *value)
{
  if (span.length > 0)
    leat_cell_read (&place->cell, span.text, span.length, arrival, batch, value);
  return span.length > 0;
}

static inline gboolean
read_place (const Work *work, const LeatPlace *place, LeatBatch *batch, gint64 arrival,
            LeatValue *value, GError **error)
{
  const guint first = place->first_column, last = place->last_column;
  const LeatSpan span = leat_columns_get (work->columns, work->decoder, first, last);
  const gboolean found = (work->columns->has_quotes &&
                          leat_columns_is_quoted (work->columns, work->decoder, first, last))
                             ? read_quoted (work, place, span, batch, arrival, value)
                             : read_plain (place, span, batch, arrival, value);

  if (place->required && (!found || value->quality == LEAT_QUALITY_UNDECODABLE))
    return refuse_value (work, place, span, found, error);
  return TRUE;
}

static LeatJudgement
judge (const LeatDecoder *decoder, const LeatVerdict *verdict, const LeatValue *values)
{
  LeatJudgement judgement = LEAT_JUDGEMENT_GOOD;

  for (guint i = 0; i < verdict->judged->len; i++)
    {
      const guint index = g_array_index (verdict->judged, guint, i);
      const LeatPlace *place = &g_array_index (decoder->places, LeatPlace, index);
      const LeatValue *value = &values[place->cell.field];

      if (!leat_value_is_present (value))
        judgement = LEAT_JUDGEMENT_NONE;
      else if (!leat_range_includes (&place->cell.tolerance, value))
        return LEAT_JUDGEMENT_BAD;
    }
  return judgement;
}

static gboolean
read_fields (const Work *work, guint n_columns, LeatBatch *batch, gint64 arrival, GError **error)
{
  const LeatDecoder *decoder = work->decoder;
  LeatValue *values = leat_batch_get_values (batch);

  for (guint i = 0; i < decoder->places->len; i++)
    {
      const LeatPlace *place = &g_array_index (decoder->places, LeatPlace, i);

      if (place->last_column < n_columns)
        {
          if (!read_place (work, place, batch, arrival, &values[place->cell.field], error))
            return FALSE;
        }
      else if (place->required)
        return refuse_absent (work, place, n_columns, error);
    }
  for (guint i = 0; i < decoder->verdicts->len; i++)
    {
      const LeatVerdict *verdict = &g_array_index (decoder->verdicts, LeatVerdict, i);

      leat_cell_set_judgement (&values[verdict->field], judge (decoder, verdict, values));
    }
  return TRUE;
}

static gboolean
decode_into (const Work *work, LeatQuotes quotes, LeatBatch *batch, gint64 arrival, GError **error)
{
  guint n_columns = 0;

  if (quotes != LEAT_QUOTES_SOUND)
    return refuse_quotes (work, quotes, error);
  return count_columns (work, &n_columns, error) && check_count (work, batch, n_columns, error) &&
         read_fields (work, n_columns, batch, arrival, error);
}

/* see leat_schema_decode() */
gboolean
leat_decoder_decode (const LeatDecoder *self, const LeatSchema *schema, const guint8 *frame,
                     gsize length, LeatBatch *batch, const LeatOrigin *origin, LeatMoment arrival,
                     GError **error)
{
  const guint n_records = leat_batch_get_n_records (batch);
  const char *text = length > 0 ? (const char *) frame : "";   /* an empty frame may be NULL */
  LeatColumns columns;
  const Work work = { .decoder = self, .schema = schema, .columns = &columns };

  if (length >= G_MAXUINT32)
    {
      g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_MALFORMED,
                           "the frame is longer than 4 GiB");
      return FALSE;
    }

  const LeatQuotes quotes = leat_columns_find (&columns, self, text, (guint32) length);

  leat_batch_append (batch, origin, arrival);
  if (decode_into (&work, quotes, batch, arrival.time, error))
    return TRUE;
  leat_batch_truncate (batch, n_records);
  return FALSE;
}
