/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-decode-obis.c - the obis format of schemas: a meter's lines, 1-0:1.8.0(000123.456*kWh) */
#include <string.h>
#include "leat-format.h"
#include "leat-keys.h"

typedef struct {
  char  *obis;
  gint64 value;
} FieldOptions;

static const LeatOption field_options_table[] = {
  LEAT_OPTION_STRING (FieldOptions, obis, .key = "obis", .flags = LEAT_OPTION_REQUIRED,
    .summary = "The code at the begin of its line: 1-0:1.8.0; what follows a * in it is passed "
    "over. A / is the line that names the meter."),
  LEAT_OPTION_INT (FieldOptions, value, .key = "value", .preset = "1", .minimum = 1, .maximum = 64,
    .summary = "Which of the line's values in parentheses it is."),
  LEAT_OPTION_END,
};

typedef struct {
  guint    value;
  LeatType type;
  char    *unit;              /* NULL: none is asked for */
} Item;

typedef struct {
  LeatKeys *keys;
  GArray   *items;            /* of Item, one for each place */
} Obis;

static void
clear_item (gpointer item)
{
  g_free (((Item *) item)->unit);
}

static gpointer
obis_make (const LeatGroup *group, gconstpointer options, LeatFaults *faults)
{
  Obis *self = g_new0 (Obis, 1);

  self->keys = leat_keys_new ();
  self->items = g_array_new (FALSE, FALSE, sizeof (Item));
  g_array_set_clear_func (self->items, clear_item);
  return self;
}

static char *
obis_add (gpointer form, const LeatGroup *group, gconstpointer data, const LeatCell *cell,
          LeatFaults *faults)
{
  Obis *self = form;
  const FieldOptions *options = data;
  const Item item = { (guint) options->value, cell->type,
                      g_strdup (leat_group_get (group, "unit")) };

  leat_keys_add (self->keys, options->obis, strlen (options->obis), self->items->len);
  g_array_append_val (self->items, item);
  return g_strdup_printf ("obis %s", options->obis);
}

static void
obis_finish (gpointer form, const LeatGroup *group, LeatFaults *faults)
{
  leat_keys_sort (((Obis *) form)->keys);
}

static void
obis_free (gpointer form)
{
  Obis *self = form;

  g_array_unref (self->keys);
  g_array_unref (self->items);
  g_free (self);
}

/* The unit is no part of the value, but another one than the field has makes the number another: it
 * stays, and the value is undecodable. */
static guint32
skip_unit (const LeatWork *work, const Item *item, guint32 begin, guint32 end)
{
  const char *star = memchr (work->frame + begin, '*', end - begin);
  const gsize length = star != NULL ? (gsize) (work->frame + end - star - 1) : 0;

  if (star == NULL || item->type == LEAT_TYPE_STRING)
    return end;
  if (item->unit != NULL &&
      (strlen (item->unit) != length || memcmp (item->unit, star + 1, length) != 0))
    return end;
  return (guint32) (star - work->frame);
}

/* W and S behind a time: winter or summer (DSMR P1 5.0.2, table 6-4); the zone knows, and in the
 * hour that comes twice the arrival */
static guint32
skip_season (const LeatWork *work, const Item *item, guint32 begin, guint32 end)
{
  const char last = end > begin ? work->frame[end - 1] : '\0';

  return item->type == LEAT_TYPE_TIME && (last == 'W' || last == 'S') ? end - 1 : end;
}

/* the line's values stand in parentheses from @at on */
static void
find_value (const LeatWork *work, const Item *item, guint32 at, guint32 end, LeatFound *piece)
{
  guint32 begin = at, close = at;

  for (guint n = 0; n < item->value; n++)
    {
      const char *open = memchr (work->frame + close, '(', end - close);
      const char *shut = open != NULL ? memchr (open, ')', (gsize) (work->frame + end - open))
                                      : NULL;

      if (shut == NULL)
        return;
      begin = (guint32) (open - work->frame) + 1;
      close = (guint32) (shut - work->frame);
    }
  leat_found_set_range (piece, work, begin,
                        skip_season (work, item, begin, skip_unit (work, item, begin, close)),
                        TRUE);
}

/* a code that stands there twice is the first one's */
static void
find_line (const Obis *self, const LeatWork *work, guint32 begin, guint32 end)
{
  const char *line = work->frame + begin;
  guint32 n_code = 0;
  const LeatKey *key;
  guint n = 0;

  while (n_code < end - begin && line[n_code] != '(' && line[n_code] != '*')
    n_code++;
  if (begin < end && *line == '/')
    n_code = 1;
  key = leat_keys_find (self->keys, line, n_code, &n);
  for (guint i = 0; i < n; i++)
    {
      LeatFound *piece = &work->pieces[key[i].place];
      const Item *item = &g_array_index (self->items, Item, key[i].place);

      if (piece->kind != LEAT_FOUND_ABSENT)
        continue;
      if (*line == '/')
        leat_found_set_range (piece, work, begin + 1, end, TRUE);
      else
        find_value (work, item, begin + n_code, end, piece);
    }
}

static gboolean
obis_find (gconstpointer form, const LeatWork *work, GError **error)
{
  const Obis *self = form;

  for (guint i = 0; i < self->items->len; i++)
    leat_found_set_nothing (&work->pieces[i], LEAT_FOUND_ABSENT, work->length);
  for (guint32 begin = 0, end; begin < work->length; begin = end + 1)
    {
      for (end = begin; end < work->length; end++)
        if (work->frame[end] == '\r' || work->frame[end] == '\n')
          break;
      find_line (self, work, begin, end);
    }
  return TRUE;
}

const LeatFormat leat_format_obis = {
  .name = "obis",
  .summary = "Lines of an electricity or gas meter: 1-0:1.8.0(000123.456*kWh).",
  .field_options = field_options_table,
  .field_size = sizeof (FieldOptions),
  .make = obis_make,
  .add = obis_add,
  .finish = obis_finish,
  .find = obis_find,
  .free = obis_free,
};
