/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-cell.c - from the text of one column to the value of one field, whatever the format */
#include <string.h>
#include "leat-cell.h"

#define TEXT_ON_STACK 512

static void
clear_range (gpointer range)
{
  leat_range_clear (range);
}

void
leat_cell_init (LeatCell *self)
{
  *self = (LeatCell) { 0 };
  leat_words_init (&self->marks);
  leat_words_init (&self->words);
  self->saturated = g_array_new (FALSE, FALSE, sizeof (LeatRange));
  g_array_set_clear_func (self->saturated, clear_range);
}

void
leat_cell_clear (LeatCell *self)
{
  leat_words_clear (&self->marks);
  leat_words_clear (&self->words);
  leat_range_clear (&self->plausible);
  leat_range_clear (&self->tolerance);
  g_clear_pointer (&self->pattern, leat_time_pattern_free);
  g_clear_pointer (&self->saturated, g_array_unref);
}

/* the three words are not copied: they outlive every batch */
void
leat_cell_set_judgement (LeatValue *value, LeatJudgement judgement)
{
  static const char *const words[] = { "good", "bad", "none" };

  *value = (LeatValue) {
    .string = words[judgement],
    .length = (guint32) strlen (words[judgement]),
    .type = LEAT_TYPE_STRING,
  };
}

static const char *
keep_text (LeatBatch *batch, const char *text, gsize length)
{
  char *copy = leat_batch_alloc_bytes (batch, length + 1);

  memcpy (copy, text, length);
  copy[length] = '\0';
  return copy;
}

static void
set_text (LeatBatch *batch, LeatValue *value, LeatType type, const char *text, gsize length)
{
  *value = (LeatValue) {
    .string = keep_text (batch, text, length), .length = (guint32) length, .type = (guint8) type,
  };
}

/* FALSE: it has bytes that are no text in its encoding: made readable they would be another text,
 * and two that differ the same */
static gboolean
set_converted (const LeatCell *self, LeatBatch *batch, LeatValue *value, const char *text,
               gsize length)
{
  char on_stack[TEXT_ON_STACK * LEAT_TEXT_GROWTH];
  g_autofree char *on_heap = length > TEXT_ON_STACK ? g_malloc (length * LEAT_TEXT_GROWTH) : NULL;
  char *utf8 = on_heap != NULL ? on_heap : on_stack;
  gboolean is_whole;
  const gsize n_utf8 = leat_text_convert (text, length, self->encoding, utf8, &is_whole);

  if (is_whole)
    set_text (batch, value, LEAT_TYPE_STRING, utf8, n_utf8);
  return is_whole;
}

static G_GNUC_NO_INLINE gboolean
read_string (const LeatCell *self, const char *text, gsize length, LeatBatch *batch,
             LeatValue *value)
{
  int judgement = 0;

  if (self->is_judgement)
    {
      if (!leat_words_find (&self->words, text, length, &judgement))
        return FALSE;
      leat_cell_set_judgement (value, (LeatJudgement) judgement);
      return TRUE;
    }
  if (length > self->max_length)
    return FALSE;
  if (!leat_text_is_ascii (text, length))
    return set_converted (self, batch, value, text, length);
  set_text (batch, value, LEAT_TYPE_STRING, text, length);
  return TRUE;
}

static G_GNUC_NO_INLINE gboolean
read_bytes (const LeatCell *self, const char *text, gsize length, LeatBatch *batch,
            LeatValue *value)
{
  guint8 *bytes = leat_batch_alloc_bytes (batch, length + 1);
  gsize n_bytes = 0;

  if (!leat_bytes_read (self->bytes, text, length, bytes, &n_bytes) || n_bytes > self->max_length)
    return FALSE;
  bytes[n_bytes] = '\0';
  *value = (LeatValue) { .bytes = bytes, .length = (guint32) n_bytes, .type = LEAT_TYPE_BYTES };
  return TRUE;
}

static G_GNUC_NO_INLINE gboolean
keep_number (const LeatCell *self, LeatDecimalForm form, const char *text, gsize length,
             LeatBatch *batch, LeatValue *value)
{
  char spelled[LEAT_NUMBER_ROOM (LEAT_NUMBER_LENGTH_MAX)];

  if (form == LEAT_DECIMAL_LONG)
    set_text (batch, value, self->type, spelled,
              leat_number_spell (&self->number, text, length, spelled));
  return form != LEAT_DECIMAL_NONE;
}

static gboolean
read_int (const LeatCell *self, const char *text, gsize length, LeatBatch *batch, LeatValue *value)
{
  gint64 integer = 0;
  const LeatDecimalForm form = leat_number_read_int (&self->number, text, length, &integer);

  leat_value_set_integer (value, LEAT_TYPE_INT, integer, 0);
  return G_LIKELY (form == LEAT_DECIMAL_NUMBER) ||
         keep_number (self, form, text, length, batch, value);
}

static gboolean
read_decimal (const LeatCell *self, const char *text, gsize length, LeatBatch *batch,
              LeatValue *value)
{
  gint64 integer = 0;
  guint8 scale = 0;
  const LeatDecimalForm form = leat_number_read_decimal (&self->number, text, length, &integer,
                                                         &scale);

  leat_value_set_integer (value, LEAT_TYPE_DECIMAL, integer, scale);
  return G_LIKELY (form == LEAT_DECIMAL_NUMBER) ||
         keep_number (self, form, text, length, batch, value);
}

static G_GNUC_NO_INLINE gboolean
read_double (const LeatCell *self, const char *text, gsize length, LeatValue *value)
{
  *value = (LeatValue) { .type = LEAT_TYPE_DOUBLE };
  return leat_number_read_double (&self->number, text, length, &value->number);
}

static gboolean
read_time (const LeatCell *self, const char *text, gsize length, gint64 arrival, LeatBatch *batch,
           LeatValue *value)
{
  gboolean unclear = FALSE;
  gint64 time = 0;
  const gboolean is_time = leat_time_pattern_repeat (self->pattern, &batch->time_memo, text, length,
                                                     arrival, &time, &unclear);

  leat_value_set_integer (value, LEAT_TYPE_TIME, time, 0);
  if (unclear)
    value->quality = LEAT_QUALITY_AMBIGUOUS;
  return is_time;
}

static gboolean
read_bool (const LeatCell *self, const char *text, gsize length, LeatValue *value)
{
  int truth = FALSE;
  const gboolean known = leat_words_find (&self->words, text, length, &truth);

  *value = (LeatValue) { .boolean = truth, .type = LEAT_TYPE_BOOL };
  return known;
}

/* numbers and times are read often and fast: what the others need stands apart */
static inline gboolean
read_by_type (const LeatCell *self, const char *text, gsize length, gint64 arrival,
              LeatBatch *batch, LeatValue *value)
{
  switch (self->type)
    {
    case LEAT_TYPE_BOOL:
      return read_bool (self, text, length, value);
    case LEAT_TYPE_INT:
      return read_int (self, text, length, batch, value);
    case LEAT_TYPE_DECIMAL:
      return read_decimal (self, text, length, batch, value);
    case LEAT_TYPE_DOUBLE:
      return read_double (self, text, length, value);
    case LEAT_TYPE_TIME:
      return read_time (self, text, length, arrival, batch, value);
    case LEAT_TYPE_STRING:
      return read_string (self, text, length, batch, value);
    case LEAT_TYPE_BYTES:
      return read_bytes (self, text, length, batch, value);
    default:
      g_assert_not_reached ();
    }
}

static gboolean
is_saturated (const LeatCell *self, const LeatValue *value)
{
  for (guint i = 0; i < self->saturated->len; i++)
    if (leat_range_includes (&g_array_index (self->saturated, LeatRange, i), value))
      return TRUE;
  return FALSE;
}

static void
judge_number (const LeatCell *self, LeatValue *value)
{
  if (self->saturated->len > 0 && is_saturated (self, value))
    value->quality = LEAT_QUALITY_SATURATED;
  else if (!leat_range_is_open (&self->plausible) && !leat_range_includes (&self->plausible, value))
    value->quality = LEAT_QUALITY_IMPLAUSIBLE;
}

/**
 * leat_cell_read:
 * @text: (array length=length): what stands in the field's place, without blanks around it; not
 *   empty, unless it was quoted
 * @length: of @text
 * @arrival: of the frame, nanoseconds since 1970-01-01 UTC
 * @batch: where texts are kept
 * @value: (out): a cell of its last record
 *
 * What is no value gets %LEAT_QUALITY_UNDECODABLE and keeps its text. Any thread, a batch of its
 * own.
 */
void
leat_cell_read (const LeatCell *self, const char *text, gsize length, gint64 arrival,
                LeatBatch *batch, LeatValue *value)
{
  int quality = LEAT_QUALITY_GOOD;

  if (G_UNLIKELY (leat_words_find (&self->marks, text, length, &quality)))
    *value = (LeatValue) { .type = (guint8) self->type, .quality = (guint8) quality };
  else if (!read_by_type (self, text, length, arrival, batch, value))
    leat_batch_set_undecodable (batch, self->field, text, (gssize) length);
  else if (self->is_judged)
    judge_number (self, value);
}

/**
 * leat_cell_take:
 * @found: of the type of the field, and no text
 * @value: (out): a cell of the last record of a batch
 *
 * As leat_cell_read(), of a value that the frame holds in binary: words in the place of a value are
 * compared with what it looks like in a record.
 */
void
leat_cell_take (const LeatCell *self, const LeatValue *found, LeatValue *value)
{
  char text[LEAT_VALUE_TEXT_MAX];
  int quality = LEAT_QUALITY_GOOD;

  *value = *found;
  if (self->marks.words->len > 0)
    {
      leat_value_write (found, text);
      if (leat_words_find (&self->marks, text, strlen (text), &quality))
        {
          *value = (LeatValue) { .type = (guint8) self->type, .quality = (guint8) quality };
          return;
        }
    }
  if (value->quality == LEAT_QUALITY_GOOD && self->is_judged)
    judge_number (self, value);
}
