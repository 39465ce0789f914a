/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-decode-nmea.c - the nmea format of schemas: sentences of NMEA 0183, $GPRMC,…*6A */
#include <string.h>
#include "leat-digits.h"
#include "leat-error.h"
#include "leat-format.h"

/* a sentence has 82 bytes at the most; receivers send longer ones */
#define NMEA_COLUMNS_MAX 128
#define JOINED_MAX       4

typedef enum {
  CHECKSUM_IF_THERE,
  CHECKSUM_REQUIRED,
  CHECKSUM_IGNORE,
} Checksum;

typedef enum {
  PART_COLUMN,
  PART_ADDRESS,
  PART_TALKER,
  PART_SENTENCE,
} Part;

static const char *const checksums[] = { "if-there", "required", "ignore", NULL };
static const char *const parts[] = { "column", "address", "talker", "sentence", NULL };

typedef struct {
  int checksum;
} Options;

static const LeatOption options_table[] = {
  LEAT_OPTION_CHOICE (Options, checksum, .key = "checksum", .choices = checksums,
    .preset = "if-there",
    .summary = "Whether a sentence must have its checksum, *6A; if-there: one that is there is "
    "judged, as framers may have judged it and taken it away."),
  LEAT_OPTION_END,
};

typedef struct {
  int      part;
  char   **column;
  gboolean degrees;
} FieldOptions;

static const LeatOption field_options_table[] = {
  LEAT_OPTION_CHOICE (FieldOptions, part, .key = "part", .choices = parts, .preset = "column",
    .summary = "What it is; of GPRMC, the address, GP is the talker and RMC the sentence; of "
    "PGRME, which a maker defines, P and GRME."),
  LEAT_OPTION_LIST (FieldOptions, column, .key = "column",
    .summary = "Its column, counted from 1 behind the address; 9;1 joins two with a comma."),
  LEAT_OPTION_BOOL (FieldOptions, degrees, .key = "degrees", .preset = "no",
    .summary = "Whether it is ddmm.mmmm, with N, S, E or W in the next column: becomes degrees."),
  LEAT_OPTION_END,
};

typedef struct {
  Part     part;
  guint    n;                 /* columns that are joined */
  guint    columns[JOINED_MAX];
  gboolean degrees;
  LeatType type;
} Item;

typedef struct {
  Checksum checksum;
  GArray  *items;             /* of Item, one for each place */
} Nmea;

static gpointer
nmea_make (const LeatGroup *group, gconstpointer data, LeatFaults *faults)
{
  Nmea *self = g_new0 (Nmea, 1);

  self->checksum = (Checksum) ((const Options *) data)->checksum;
  self->items = g_array_new (FALSE, FALSE, sizeof (Item));
  return self;
}

static void
fill_columns (const LeatGroup *group, char **columns, Item *item, LeatFaults *faults)
{
  for (; columns[item->n] != NULL && item->n < JOINED_MAX; item->n++)
    {
      guint last = 0;

      if (!leat_format_read_range (columns[item->n], NMEA_COLUMNS_MAX - 1, FALSE,
                                   &item->columns[item->n], &last) ||
          last != item->columns[item->n])
        leat_group_fault (group, "column", faults, "\"%s\" is no column: 3, or 9;1, from 1 to %u",
                          columns[item->n], NMEA_COLUMNS_MAX - 1);
    }
  if (item->n == 0 || columns[item->n] != NULL)
    leat_group_fault (group, "column", faults, "needs 1 to %u columns", JOINED_MAX);
}

static char *
nmea_add (gpointer form, const LeatGroup *group, gconstpointer data, const LeatCell *cell,
          LeatFaults *faults)
{
  Nmea *self = form;
  const FieldOptions *options = data;
  Item item = { .part = (Part) options->part, .degrees = options->degrees, .type = cell->type };
  g_autofree char *joined = options->column != NULL ? g_strjoinv (";", options->column) : NULL;

  if (item.part == PART_COLUMN && joined == NULL)
    leat_group_fault (group, "column", faults,
                      "is missing: say which column it is, from 1; or part=sentence");
  else if (item.part != PART_COLUMN && (joined != NULL || item.degrees))
    leat_group_fault (group, joined != NULL ? "column" : "degrees", faults, "is for part=column");
  else if (joined != NULL)
    fill_columns (group, options->column, &item, faults);
  if (item.degrees && (item.n != 1 || item.columns[0] == NMEA_COLUMNS_MAX - 2))
    leat_group_fault (group, "degrees", faults, "are of one column, and the next one");
  if (item.degrees && item.type != LEAT_TYPE_DECIMAL && item.type != LEAT_TYPE_DOUBLE)
    leat_group_fault (group, "type", faults, "must be decimal or double for degrees");
  g_array_append_val (self->items, item);
  return joined != NULL ? g_strdup_printf ("column %s", joined) : g_strdup (parts[options->part]);
}

static void
nmea_free (gpointer form)
{
  g_array_unref (((Nmea *) form)->items);
  g_free (form);
}

/* where columns begin; the address is the first, a last one marks the end */
typedef struct {
  guint   n;
  guint32 begin[NMEA_COLUMNS_MAX + 1];
} Columns;

/* what is left without *6A; FALSE: the sentence is a reject */
static gboolean
check (const Nmea *self, const LeatWork *work, guint32 begin, guint32 *end, GError **error)
{
  const char *star = work->length >= begin + 3 ? work->frame + work->length - 3 : NULL;
  guint8 sum = 0;

  *end = work->length;
  if (star == NULL || star[0] != '*' || !g_ascii_isxdigit (star[1]) || !g_ascii_isxdigit (star[2]))
    return self->checksum != CHECKSUM_REQUIRED ||
           leat_work_refuse (work, LEAT_NO_PLACE, work->length, error,
                             "it has no checksum, *hh, at its end");
  *end = (guint32) (star - work->frame);
  if (self->checksum == CHECKSUM_IGNORE)
    return TRUE;
  for (guint32 i = begin; i < *end; i++)
    sum ^= (guint8) work->frame[i];
  if (sum == (g_ascii_xdigit_value (star[1]) << 4 | g_ascii_xdigit_value (star[2])))
    return TRUE;
  return leat_work_refuse (work, LEAT_NO_PLACE, *end, error, "its checksum is %.2s, not %02X",
                           star + 1, sum);
}

static void
find_columns (const LeatWork *work, guint32 begin, guint32 end, Columns *columns)
{
  columns->n = 0;
  columns->begin[columns->n++] = begin;
  for (guint32 i = begin; i < end && columns->n < NMEA_COLUMNS_MAX; i++)
    if (work->frame[i] == ',')
      columns->begin[columns->n++] = i + 1;
  columns->begin[columns->n] = end + 1;
}

static guint32
get_end (const Columns *columns, guint index)
{
  return columns->begin[index + 1] - 1;
}

/* the address: a talker of two letters, or P for what a maker defines, and the sentence */
static void
find_part (const LeatWork *work, const Columns *columns, Part part, LeatFound *piece)
{
  const guint32 begin = columns->begin[0], end = get_end (columns, 0);
  const guint32 n_talker = MIN (end - begin, begin < end && work->frame[begin] == 'P' ? 1u : 2u);

  leat_found_set_range (piece, work, part == PART_SENTENCE ? begin + n_talker : begin,
                        part == PART_TALKER ? begin + n_talker : end, FALSE);
}

/* ddmm.mmmm to a number of minutes × 10^scale; FALSE: it is none */
static gboolean
read_minutes (const LeatWork *work, guint32 begin, guint32 end, gint64 *minutes, guint8 *scale)
{
  const char *point = memchr (work->frame + begin, '.', end - begin);
  const guint32 whole = point != NULL ? (guint32) (point - work->frame) : end;
  gint64 number = 0, unit;

  if (whole - begin < 3 || whole - begin > 5 || !g_ascii_isdigit (work->frame[begin]) ||
      leat_decimal_read (work->frame + begin, end - begin, &number, scale) != LEAT_DECIMAL_NUMBER)
    return FALSE;
  *scale &= LEAT_SCALE_MASK;
  if (*scale > 8)
    return FALSE;
  unit = (gint64) leat_powers_of_ten[*scale];
  *minutes = number / (100 * unit) * 60 * unit + number % (100 * unit);
  return number % (100 * unit) < 60 * unit;
}

/* degrees have three digits more than the minutes had: the minutes can be made of them again */
static gboolean
read_degrees (const LeatWork *work, const Columns *columns, guint index, LeatType type,
              LeatValue *value)
{
  const guint32 side_begin = columns->begin[index + 1];
  const char side = get_end (columns, index + 1) == side_begin + 1 ? work->frame[side_begin] : '\0';
  gint64 minutes = 0;
  guint8 scale = 0;

  if (side == '\0' || strchr ("NSEW", side) == NULL ||
      !read_minutes (work, columns->begin[index], get_end (columns, index), &minutes, &scale))
    return FALSE;
  minutes = (minutes * 50 + 1) / 3;   /* × 1000 / 60, to the nearest */
  if (side == 'S' || side == 'W')
    minutes = -minutes;
  *value = (LeatValue) {
    .integer = minutes, .type = LEAT_TYPE_DECIMAL, .scale = (guint8) (scale + 3),
  };
  if (type == LEAT_TYPE_DOUBLE)
    *value = (LeatValue) { .number = leat_value_get_double (value), .type = LEAT_TYPE_DOUBLE };
  return TRUE;
}

static void
find_degrees (const LeatWork *work, const Columns *columns, const Item *item, LeatFound *piece)
{
  const guint index = item->columns[0] + 1;
  LeatValue value;

  leat_found_set_range (piece, work, columns->begin[index], get_end (columns, index + 1), FALSE);
  if (piece->length <= 1)
    piece->kind = LEAT_FOUND_EMPTY;   /* only the comma between the two */
  else if (read_degrees (work, columns, index, item->type, &value))
    {
      piece->value = value;
      piece->kind = LEAT_FOUND_VALUE;
    }
}

static void
find_joined (const LeatWork *work, const Columns *columns, const Item *item, LeatFound *piece)
{
  char *text, *end;
  gsize room = 0;

  for (guint i = 0; i < item->n; i++)
    room += columns->begin[item->columns[i] + 2] - columns->begin[item->columns[i] + 1];
  text = end = leat_batch_alloc_bytes (work->batch, room + 1);
  for (guint i = 0; i < item->n; i++)
    {
      const guint index = item->columns[i] + 1;
      const guint32 length = get_end (columns, index) - columns->begin[index];

      memcpy (end, work->frame + columns->begin[index], length);
      end += length;
      *end++ = ',';
    }
  leat_found_set_text (piece, text, (gsize) (end - text - 1), columns->begin[item->columns[0] + 1]);
  if (piece->length == item->n - 1)
    piece->kind = LEAT_FOUND_EMPTY;
}

static void
find_piece (const LeatWork *work, const Columns *columns, const Item *item, LeatFound *piece)
{
  guint highest = item->degrees ? item->columns[0] + 2 : 0;

  for (guint i = 0; i < item->n; i++)
    highest = MAX (highest, item->columns[i] + 1);
  if (item->part != PART_COLUMN)
    find_part (work, columns, item->part, piece);
  else if (highest >= columns->n)
    leat_found_set_nothing (piece, LEAT_FOUND_ABSENT, work->length);
  else if (item->degrees)
    find_degrees (work, columns, item, piece);
  else if (item->n > 1)
    find_joined (work, columns, item, piece);
  else
    leat_found_set_range (piece, work, columns->begin[highest], get_end (columns, highest), TRUE);
}

/* the framer may have taken the $ and the checksum away */
static gboolean
nmea_find (gconstpointer form, const LeatWork *work, GError **error)
{
  const Nmea *self = form;
  const guint32 begin = work->length > 0 && (work->frame[0] == '$' || work->frame[0] == '!');
  guint32 end = 0;
  Columns columns;

  if (!check (self, work, begin, &end, error))
    return FALSE;
  find_columns (work, begin, end, &columns);
  for (guint i = 0; i < self->items->len; i++)
    find_piece (work, &columns, &g_array_index (self->items, Item, i), &work->pieces[i]);
  return TRUE;
}

const LeatFormat leat_format_nmea = {
  .name = "nmea",
  .summary = "Sentences of NMEA 0183, such as $GPRMC,…*6A.",
  .schema_options = options_table,
  .schema_size = sizeof (Options),
  .field_options = field_options_table,
  .field_size = sizeof (FieldOptions),
  .make = nmea_make,
  .add = nmea_add,
  .find = nmea_find,
  .free = nmea_free,
};
