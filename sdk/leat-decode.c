/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-decode.c - from a frame to the fields of a record, whatever the format */
#include <string.h>
#include "leat-error.h"
#include "leat-format.h"
#include "leat-option-host.h"
#include "leat-schema-private.h"

#define SHOWN_MAX 32   /* bytes of a bad text in a message */

void
leat_place_init (LeatPlace *self)
{
  *self = (LeatPlace) { .shapes = LEAT_SHAPES_ALL, .status = LEAT_NO_PLACE };
  leat_cell_init (&self->cell);
  leat_words_init (&self->states);
}

void
leat_place_clear (LeatPlace *self)
{
  leat_cell_clear (&self->cell);
  leat_words_clear (&self->states);
  g_free (self->name);
}

static void
clear_place (gpointer place)
{
  leat_place_clear (place);
}

static void
clear_verdict (gpointer verdict)
{
  g_array_unref (((LeatVerdict *) verdict)->judged);
}

LeatDecoder *
leat_decoder_new (const LeatFormat *format)
{
  LeatDecoder *self = g_new0 (LeatDecoder, 1);

  self->format = format;
  self->branch = LEAT_NO_PLACE;
  leat_words_init (&self->shapes);
  self->places = g_array_new (FALSE, FALSE, sizeof (LeatPlace));
  g_array_set_clear_func (self->places, clear_place);
  self->verdicts = g_array_new (FALSE, FALSE, sizeof (LeatVerdict));
  g_array_set_clear_func (self->verdicts, clear_verdict);
  return self;
}

void
leat_decoder_free (LeatDecoder *self)
{
  g_clear_pointer (&self->form, self->format->free);
  g_array_unref (self->places);
  g_array_unref (self->verdicts);
  leat_words_clear (&self->shapes);
  g_free (self);
}

char *
leat_work_show (const char *text, gsize length)
{
  g_autofree char *shown = leat_escape_do (text, MIN (length, SHOWN_MAX));

  return g_strdup_printf ("\"%s\"%s", shown, length > SHOWN_MAX ? "…" : "");
}

/**
 * leat_work_refuse:
 * @place: (nullable): whose; LEAT_NO_PLACE: no field's
 * @offset: of the byte in the frame that is wrong
 * @error: gets %LEAT_ERROR_MALFORMED
 * @format: what is wrong
 *
 * Returns: %FALSE
 */
gboolean
leat_work_refuse (const LeatWork *self, guint place, guint32 offset, GError **error,
                  const char *format, ...)
{
  g_autoptr (GString) text = g_string_new (NULL);
  va_list arguments;

  if (place != LEAT_NO_PLACE)
    g_string_printf (text, "field %s: %s, ",
                     leat_schema_get_field (self->schema,
                                            leat_work_get_place (self, place)->cell.field)
                         ->name,
                     leat_work_get_place (self, place)->name);
  g_string_append_printf (text, "byte %u: ", offset);
  va_start (arguments, format);
  g_string_append_vprintf (text, format, arguments);
  va_end (arguments);
  g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_MALFORMED, text->str);
  return FALSE;
}

gboolean
leat_work_check_length (const LeatWork *self, guint length, GError **error)
{
  g_autofree char *text = NULL;

  if (length == 0 || self->length == length)
    return TRUE;
  text = leat_work_show (self->frame, self->length);
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_MALFORMED,
               "the frame has %u byte%s, %u %s expected: %s", self->length,
               self->length == 1 ? "" : "s", length, length == 1 ? "is" : "are", text);
  return FALSE;
}

static gboolean
refuse_piece (const LeatWork *work, guint index, GError **error)
{
  const LeatFound *piece = &work->pieces[index];
  const LeatCell *cell = &leat_work_get_place (work, index)->cell;
  const gboolean there = piece->kind == LEAT_FOUND_TEXT;
  g_autofree char *text = leat_work_show (there ? piece->text : work->frame,
                                          there ? piece->length : work->length);

  if (piece->kind == LEAT_FOUND_ABSENT)
    return leat_work_refuse (work, index, piece->offset, error, "it is not there: %s", text);
  if (piece->kind == LEAT_FOUND_EMPTY)
    return leat_work_refuse (work, index, piece->offset, error, "it is empty");
  return leat_work_refuse (work, index, piece->offset, error, "%s is no %s%s", text,
                           cell->is_judgement ? "judgement" : leat_type_get_name (cell->type),
                           cell->type == LEAT_TYPE_TIME ? " of its pattern" : "");
}

/* @piece as a record would show it */
static gboolean
find_word (const LeatFound *piece, const LeatWords *words, int *meaning)
{
  char text[LEAT_VALUE_TEXT_MAX];

  if (piece->kind == LEAT_FOUND_TEXT)
    return leat_words_find (words, piece->text, piece->length, meaning);
  if (piece->kind != LEAT_FOUND_VALUE)
    return FALSE;
  leat_value_write (&piece->value, text);
  return leat_words_find (words, text, strlen (text), meaning);
}

static inline gboolean
read_piece (const LeatWork *work, const LeatPlace *place, guint index, gint64 arrival,
            LeatValue *values, GError **error)
{
  const LeatFound *piece = &work->pieces[index];
  LeatValue *value = &values[place->cell.field];

  if (G_LIKELY (piece->kind == LEAT_FOUND_TEXT))
    leat_cell_read (&place->cell, piece->text, piece->length, arrival, work->batch, value);
  else if (piece->kind == LEAT_FOUND_VALUE)
    leat_cell_take (&place->cell, &piece->value, value);
  else
    return !place->required || refuse_piece (work, index, error);
  if (place->required && value->quality == LEAT_QUALITY_UNDECODABLE)
    return refuse_piece (work, index, error);
  return TRUE;
}

/* Another field tells of this one's value. That it is still moving takes nothing from it; what
 * stands there though there is none, as in OL,+9999999E+19, is none. */
static G_GNUC_NO_INLINE gboolean
read_with_status (const LeatWork *work, guint index, gint64 arrival, LeatValue *values,
                  GError **error)
{
  const LeatPlace *place = leat_work_get_place (work, index);
  LeatValue *value = &values[place->cell.field];
  int quality = LEAT_QUALITY_GOOD;

  if (find_word (&work->pieces[place->status], &place->states, &quality) &&
      quality != LEAT_QUALITY_UNSTABLE)
    {
      *value = (LeatValue) { .type = (guint8) place->cell.type, .quality = (guint8) quality };
      return TRUE;
    }
  if (!read_piece (work, place, index, arrival, values, error))
    return FALSE;
  if (value->quality == LEAT_QUALITY_GOOD)
    value->quality = (guint8) quality;
  return TRUE;
}

static LeatJudgement
judge (const LeatDecoder *decoder, const LeatVerdict *verdict, guint64 shape,
       const LeatValue *values)
{
  LeatJudgement judgement = LEAT_JUDGEMENT_GOOD;

  for (guint i = 0; i < verdict->judged->len; i++)
    {
      const guint index = g_array_index (verdict->judged, guint, i);
      const LeatPlace *place = &g_array_index (decoder->places, LeatPlace, index);
      const LeatValue *value = &values[place->cell.field];

      if (!leat_value_is_present (value))
        judgement = LEAT_JUDGEMENT_NONE;
      else if ((place->shapes & shape) != 0 && !leat_range_includes (&place->cell.tolerance, value))
        return LEAT_JUDGEMENT_BAD;
    }
  return judgement;
}

/* which places count; there is a branch */
static G_GNUC_NO_INLINE gboolean
find_shape (const LeatWork *work, guint64 *shape, GError **error)
{
  const LeatDecoder *decoder = work->decoder;
  const LeatFound *piece = &work->pieces[decoder->branch];
  int bit = LEAT_SHAPES_MAX;
  g_autofree char *text = NULL;

  if (find_word (piece, &decoder->shapes, &bit) || !decoder->rejects_others)
    {
      *shape = G_GUINT64_CONSTANT (1) << bit;
      return TRUE;
    }
  text = leat_work_show (work->frame, work->length);
  return leat_work_refuse (work, decoder->branch, piece->offset, error,
                           "no field has a when= for such a frame: %s", text);
}

static gboolean
read_fields (const LeatWork *work, gint64 arrival, GError **error)
{
  const LeatDecoder *decoder = work->decoder;
  LeatValue *values = leat_batch_get_values (work->batch);
  const guint n_places = decoder->places->len;
  const LeatPlace *place = leat_work_get_place (work, 0);
  guint64 shape = LEAT_SHAPES_ALL;

  if (G_UNLIKELY (decoder->branch != LEAT_NO_PLACE) && !find_shape (work, &shape, error))
    return FALSE;
  for (guint i = 0; i < n_places; i++, place++)
    {
      if (G_UNLIKELY ((place->shapes & shape) == 0))
        continue;
      if (G_LIKELY (place->status == LEAT_NO_PLACE)
              ? !read_piece (work, place, i, arrival, values, error)
              : !read_with_status (work, i, arrival, values, error))
        return FALSE;
    }
  for (guint i = 0; i < decoder->verdicts->len; i++)
    {
      const LeatVerdict *verdict = &g_array_index (decoder->verdicts, LeatVerdict, i);

      leat_cell_set_judgement (&values[verdict->field], judge (decoder, verdict, shape, values));
    }
  return TRUE;
}

/* see leat_schema_decode() */
gboolean
leat_decoder_decode (const LeatDecoder *self, const LeatSchema *schema, const guint8 *frame,
                     gsize length, LeatBatch *batch, const LeatOrigin *origin, LeatMoment arrival,
                     GError **error)
{
  const guint n_records = leat_batch_get_n_records (batch);
  LeatFound pieces[LEAT_PLACES_MAX];
  const LeatWork work = {
    .decoder = self,
    .schema = schema,
    .frame = length > 0 ? (const char *) frame : "",   /* an empty frame may be NULL */
    .length = (guint32) length,
    .pieces = pieces,
    .batch = batch,
  };

  if (length >= G_MAXUINT32)
    {
      g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_MALFORMED,
                           "the frame is longer than 4 GiB");
      return FALSE;
    }
  leat_batch_append (batch, origin, arrival);
  if (self->format->find (self->form, &work, error) && read_fields (&work, arrival.time, error))
    return TRUE;
  leat_batch_truncate (batch, n_records);
  return FALSE;
}
