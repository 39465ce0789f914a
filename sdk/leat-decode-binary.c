/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-decode-binary.c - the binary format of schemas: numbers, bits and texts at their offsets */
#include <string.h>
#include "leat-binary.h"
#include "leat-format.h"

#define BYTES_MAX (16 * 1024 * 1024)

static const char *const endians[] = { "little", "big", NULL };
static const char *const readings[] = {
  "auto", "unsigned", "signed", "float", "bcd", "text", "bytes", NULL,
};

typedef struct {
  int    endian;
  gint64 length;
} Options;

static const LeatOption options_table[] = {
  LEAT_OPTION_CHOICE (Options, endian, .key = "endian", .choices = endians,
    .summary = "Which byte of a number comes first, where a field says no other: the lowest "
    "(little) or the highest (big)."),
  LEAT_OPTION_INT (Options, length, .key = "length", .minimum = 1, .maximum = BYTES_MAX,
    .summary = "How many bytes a frame has; another one is a reject. If not given: any number."),
  LEAT_OPTION_END,
};

typedef struct {
  gint64 offset;
  gint64 width;
  int    as;
  int    endian;
  char  *bits;
  char  *scale;
  char  *count;
  gint64 element;
  gint64 repeat;              /* these two are the draft's: leat-schema-repeat.c */
  gint64 stride;
} FieldOptions;

static const LeatOption field_options_table[] = {
  LEAT_OPTION_INT (FieldOptions, offset, .key = "offset", .flags = LEAT_OPTION_REQUIRED,
    .minimum = 0, .maximum = BYTES_MAX, .summary = "Its first byte, counted from 0."),
  LEAT_OPTION_INT (FieldOptions, width, .key = "width", .minimum = 1, .maximum = BYTES_MAX,
    .summary = "How many bytes it has; a text that does not say goes to the end of the frame."),
  LEAT_OPTION_CHOICE (FieldOptions, as, .key = "as", .choices = readings, .preset = "auto",
    .summary = "How its bytes are read; auto: by type=: text, bytes, float, else unsigned."),
  LEAT_OPTION_CHOICE (FieldOptions, endian, .key = "endian", .choices = endians,
    .summary = "Which byte comes first; if not given, what [schema] says."),
  LEAT_OPTION_STRING (FieldOptions, bits, .key = "bits",
    .summary = "The bits of the number that it is, counted from 0, the lowest: 3, or 4-7."),
  LEAT_OPTION_STRING (FieldOptions, scale, .key = "scale", .preset = "1",
    .summary = "What the number is multiplied by, as a decimal: 0.001 keeps three digits."),
  LEAT_OPTION_STRING (FieldOptions, count, .key = "count",
    .summary = "Of a repeated group: the field that says how many there are."),
  LEAT_OPTION_INT (FieldOptions, element, .key = "element", .minimum = 1, .maximum = 1024,
    .summary = "Of a repeated group: which one it is; it is missing if count= says fewer."),
  LEAT_OPTION_INT (FieldOptions, repeat, .key = "repeat", .minimum = 1, .maximum = 256,
    .summary = "Makes so many fields of it, NAME_1, NAME_2 …, elements of a repeated group."),
  LEAT_OPTION_INT (FieldOptions, stride, .key = "stride", .minimum = 1, .maximum = BYTES_MAX,
    .summary = "With repeat=: how many bytes lie between the beginnings of two elements."),
  LEAT_OPTION_END,
};

typedef struct {
  guint       length;         /* 0: any */
  int         endian;         /* -1: not said */
  GArray     *items;          /* of LeatBinary, one for each place */
  GArray     *elements;       /* of Element */
  GHashTable *names;          /* of the fields; value: place + 1 */
} Binary;

typedef struct {
  guint            place;
  guint            count;     /* the place of the number; 0 before finish() */
  guint            element;
  gboolean         is_last;   /* no field has a later element of that count */
  char            *name;      /* of that field */
  const LeatGroup *group;     /* until finish() */
} Element;

static void
clear_element (gpointer element)
{
  g_free (((Element *) element)->name);
}

static gpointer
binary_make (const LeatGroup *group, gconstpointer data, LeatFaults *faults)
{
  const Options *options = data;
  Binary *self = g_new0 (Binary, 1);

  self->length = (guint) options->length;
  self->endian = leat_group_find (group, "endian") != NULL ? options->endian : -1;
  self->items = g_array_new (FALSE, FALSE, sizeof (LeatBinary));
  self->elements = g_array_new (FALSE, FALSE, sizeof (Element));
  g_array_set_clear_func (self->elements, clear_element);
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

static LeatReading
choose_reading (int as, LeatType type)
{
  if (as != LEAT_READING_AUTO)
    return (LeatReading) as;
  switch (type)
    {
    case LEAT_TYPE_STRING:
      return LEAT_READING_TEXT;
    case LEAT_TYPE_BYTES:
      return LEAT_READING_BYTES;
    case LEAT_TYPE_DOUBLE:
      return LEAT_READING_FLOAT;
    default:
      return LEAT_READING_UNSIGNED;
    }
}

static void
check_width (const Binary *self, const LeatGroup *group, const LeatBinary *item, LeatFaults *faults)
{
  const gboolean has_endian = self->endian >= 0 || leat_group_find (group, "endian") != NULL;
  const gboolean is_number = item->reading == LEAT_READING_UNSIGNED ||
                             item->reading == LEAT_READING_SIGNED;

  if (item->width == 0 && item->reading != LEAT_READING_TEXT && item->reading != LEAT_READING_BYTES)
    leat_group_fault (group, "width", faults, "is missing: how many bytes the number has");
  else if (is_number && item->width > 8)
    leat_group_fault (group, "width", faults, "must be 1 to 8 for a number");
  else if (item->reading == LEAT_READING_FLOAT && item->width != 4 && item->width != 8)
    leat_group_fault (group, "width", faults, "must be 4 or 8 for a float");
  else if (item->reading == LEAT_READING_BCD && item->width > LEAT_BCD_MAX)
    leat_group_fault (group, "width", faults, "must be 1 to %u for bcd", LEAT_BCD_MAX);
  else if ((is_number || item->reading >= LEAT_READING_FLOAT) &&
           item->reading <= LEAT_READING_BCD && item->width > 1 && !has_endian)
    leat_group_fault (
        group, "endian", faults,
        "is missing, here and in [schema]: little or big, as the device's manual says");
  if (self->length > 0 && (guint64) item->offset + MAX (item->width, 1) > self->length)
    leat_group_fault (group, "offset", faults, "goes beyond length=%u of [schema]", self->length);
}

/* which types can hold what is read in that way */
static void
check_type (const LeatGroup *group, const LeatBinary *item, LeatFaults *faults)
{
  if (item->reading == LEAT_READING_FLOAT && item->type != LEAT_TYPE_DOUBLE)
    leat_group_fault (group, "type", faults, "must be double for a float");
  if ((item->reading == LEAT_READING_BYTES) != (item->type == LEAT_TYPE_BYTES))
    leat_group_fault (group, "type", faults, "bytes and as=bytes need each other");
}

static void
fill_bits (const LeatGroup *group, const char *bits, LeatBinary *item, LeatFaults *faults)
{
  guint first = 0, last = 0;
  g_auto (GStrv) ends = bits != NULL ? g_strsplit (bits, "-", 2) : NULL;

  if (bits == NULL)
    return;
  if (!g_ascii_string_to_unsigned (ends[0], 10, 0, 63, &(guint64) { 0 }, NULL) ||
      (ends[1] != NULL && !g_ascii_string_to_unsigned (ends[1], 10, 0, 63, &(guint64) { 0 }, NULL)))
    {
      leat_group_fault (group, "bits", faults, "\"%s\" are no bits: 3, or 4-7, from 0 to 63", bits);
      return;
    }
  first = (guint) g_ascii_strtoull (ends[0], NULL, 10);
  last = ends[1] != NULL ? (guint) g_ascii_strtoull (ends[1], NULL, 10) : first;
  item->low_bit = (guint8) first;
  item->n_bits = (guint8) (last - first + 1);
  if (last < first || last >= item->width * 8)
    leat_group_fault (group, "bits", faults, "\"%s\" are no bits of %u byte%s", bits, item->width,
                      item->width == 1 ? "" : "s");
  if (item->reading != LEAT_READING_UNSIGNED && item->reading != LEAT_READING_SIGNED)
    leat_group_fault (group, "bits", faults, "are for as=unsigned and as=signed");
}

static void
fill_scale (const LeatGroup *group, const char *scale, LeatBinary *item, LeatFaults *faults)
{
  const gboolean is_given = leat_group_find (group, "scale") != NULL;

  if (leat_decimal_read (scale, strlen (scale), &item->factor, &item->scale) !=
          LEAT_DECIMAL_NUMBER ||
      item->factor <= 0)
    leat_group_fault (group, "scale", faults, "\"%s\" is no decimal above 0, such as 0.001", scale);
  else if (is_given && (item->reading == LEAT_READING_TEXT || item->reading == LEAT_READING_BYTES))
    leat_group_fault (group, "scale", faults, "is for numbers");
  else if (item->reading == LEAT_READING_BCD && item->factor != 1)
    leat_group_fault (group, "scale", faults, "must be 1, 0.1, 0.01 … for bcd");
  else if (item->type == LEAT_TYPE_INT && item->scale > 0)
    leat_group_fault (group, "scale", faults, "needs type=decimal, which has a fraction");
}

static void
add_element (Binary *self, const LeatGroup *group, const FieldOptions *options, LeatFaults *faults)
{
  const Element element = { self->items->len, 0, (guint) options->element, TRUE,
                            g_strdup (options->count), group };

  if ((options->count == NULL) != (options->element == 0))
    leat_group_fault (group, options->count == NULL ? "element" : "count", faults,
                      "element= and count= need each other");
  g_array_append_val (self->elements, element);
}

static char *
binary_add (gpointer form, const LeatGroup *group, gconstpointer data, const LeatCell *cell,
            LeatFaults *faults)
{
  Binary *self = form;
  const FieldOptions *options = data;
  const gboolean own_endian = leat_group_find (group, "endian") != NULL;
  LeatBinary item = {
    .reading = choose_reading (options->as, cell->type),
    .type = cell->type,
    .offset = (guint32) options->offset,
    .width = (guint32) options->width,
    .is_big = (own_endian ? options->endian : self->endian) == 1,
  };

  check_width (self, group, &item, faults);
  check_type (group, &item, faults);
  fill_bits (group, options->bits, &item, faults);
  fill_scale (group, options->scale, &item, faults);
  if (options->count != NULL || options->element != 0)
    add_element (self, group, options, faults);
  g_array_append_val (self->items, item);
  g_hash_table_insert (self->names, leat_format_get_name (group),
                       GUINT_TO_POINTER (self->items->len));
  return g_strdup_printf ("offset %u", item.offset);
}

static void
binary_finish (gpointer form, const LeatGroup *group, LeatFaults *faults)
{
  Binary *self = form;

  for (guint i = 0; i < self->elements->len; i++)
    {
      Element *element = &g_array_index (self->elements, Element, i);
      const guint place = element->name != NULL
                              ? GPOINTER_TO_UINT (g_hash_table_lookup (self->names, element->name))
                              : 0;

      if (place > 0)
        element->count = place - 1;
      if (element->name != NULL &&
          (place == 0 ||
           g_array_index (self->items, LeatBinary, element->count).type != LEAT_TYPE_INT))
        leat_group_fault (element->group, "count", faults, "\"%s\" is no field with type=int",
                          element->name);
      element->group = NULL;
      for (guint k = 0; k < self->elements->len; k++)
        {
          const Element *other = &g_array_index (self->elements, Element, k);

          element->is_last &= g_strcmp0 (other->name, element->name) != 0 ||
                              other->element <= element->element;
        }
    }
}

static void
binary_free (gpointer form)
{
  Binary *self = form;

  g_array_unref (self->items);
  g_array_unref (self->elements);
  g_hash_table_unref (self->names);
  g_free (self);
}

/* a count says what is there, within the frame; of one that says more nothing can be believed */
static gboolean
judge_element (const LeatWork *work, const Element *element, GError **error)
{
  const LeatFound *count = &work->pieces[element->count];
  LeatFound *piece = &work->pieces[element->place];
  const gint64 number = count->kind == LEAT_FOUND_VALUE ? count->value.integer : 0;

  if (number > element->element && element->is_last)
    leat_batch_add_flags (work->batch, LEAT_RECORD_SURPLUS);
  if (number < element->element)
    leat_found_set_nothing (piece, LEAT_FOUND_ABSENT, piece->offset);
  else if (piece->kind == LEAT_FOUND_ABSENT)
    return leat_work_refuse (work, element->place, piece->offset, error,
                             "it is not there, though %s says %" G_GINT64_FORMAT, element->name,
                             number);
  return TRUE;
}

static gboolean
binary_find (gconstpointer form, const LeatWork *work, GError **error)
{
  const Binary *self = form;

  if (!leat_work_check_length (work, self->length, error))
    return FALSE;
  for (guint i = 0; i < self->items->len; i++)
    leat_binary_find (&g_array_index (self->items, LeatBinary, i), work, &work->pieces[i]);
  for (guint i = 0; i < self->elements->len; i++)
    if (!judge_element (work, &g_array_index (self->elements, Element, i), error))
      return FALSE;
  return TRUE;
}

const LeatFormat leat_format_binary = {
  .name = "binary",
  .summary = "Numbers, bits and texts at their offsets.",
  .schema_options = options_table,
  .schema_size = sizeof (Options),
  .field_options = field_options_table,
  .field_size = sizeof (FieldOptions),
  .make = binary_make,
  .add = binary_add,
  .finish = binary_finish,
  .find = binary_find,
  .free = binary_free,
};
