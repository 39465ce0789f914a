/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-decode-csv.c - the csv format of schemas: a frame's columns become fields */
#include <string.h>
#include "leat-columns.h"
#include "leat-error.h"

typedef enum {
  TRAILING_NO,
  TRAILING_YES,
  TRAILING_REQUIRED,
} Trailing;

static const char *const trailings[] = { "no", "yes", "required", NULL };

typedef struct {
  GBytes           *delimiter;
  char             *quote;
  gboolean          trim;
  int               trailing;
  LeatColumnOptions columns;
} Options;

static const LeatOption options_table[] = {
  LEAT_OPTION_BYTES (Options, delimiter, .key = "delimiter", .preset = ",",
    .summary = "The byte between two columns."),
  LEAT_OPTION_STRING (Options, quote, .key = "quote", .preset = "\"",
    .summary = "What a column may be quoted with; none: nothing."),
  LEAT_OPTION_BOOL (Options, trim, .key = "trim", .preset = "yes",
    .summary = "Whether blanks around a column are no part of it."),
  LEAT_OPTION_CHOICE (Options, trailing, .key = "trailing-delimiter", .choices = trailings,
    .preset = "yes",
    .summary = "Whether a last, empty column does not count; required: it must be there."),
  LEAT_COLUMN_OPTIONS (Options, columns),
  LEAT_OPTION_END,
};

typedef struct {
  LeatColumnForm form;
  LeatColumnPlan plan;
  GArray        *is_string;   /* of gboolean, one for each place: it may be empty in quotes */
  Trailing       trailing;
  gint64         columns;
} Csv;

static void
fill_separators (const LeatGroup *group, const Options *options, LeatColumnForm *form,
                 LeatFaults *faults)
{
  gsize n_delimiter = 0;
  const char *delimiter = g_bytes_get_data (options->delimiter, &n_delimiter);

  if (n_delimiter != 1)
    leat_group_fault (group, "delimiter", faults, "must be one byte, such as , or ; or \\t");
  else
    form->delimiter = *delimiter;
  form->is_blank[' '] = options->trim && form->delimiter != ' ';
  form->is_blank['\t'] = options->trim && form->delimiter != '\t';

  form->has_quote = strcmp (options->quote, "none") != 0;
  if (!form->has_quote)
    return;
  form->quote = options->quote[0];
  if (strlen (options->quote) != 1)
    leat_group_fault (group, "quote", faults, "must be one byte, such as \", or none");
  else if (n_delimiter == 1 && form->quote == form->delimiter)
    leat_group_fault (group, "quote", faults, "is the delimiter too");
}

static gpointer
csv_make (const LeatGroup *group, gconstpointer data, LeatFaults *faults)
{
  const Options *options = data;
  Csv *self = g_new0 (Csv, 1);

  fill_separators (group, options, &self->form, faults);
  self->trailing = (Trailing) options->trailing;
  self->columns = options->columns.columns;
  self->is_string = g_array_new (FALSE, FALSE, sizeof (gboolean));
  leat_column_plan_init (&self->plan, &options->columns);
  return self;
}

static char *
csv_add (gpointer form, const LeatGroup *group, gconstpointer options, const LeatCell *cell,
         LeatFaults *faults)
{
  Csv *self = form;
  const gboolean is_string = cell->type == LEAT_TYPE_STRING;

  g_array_append_val (self->is_string, is_string);
  return leat_column_plan_add (&self->plan, group, options, faults);
}

static void
csv_finish (gpointer form, const LeatGroup *group, LeatFaults *faults)
{
  Csv *self = form;

  leat_column_plan_finish (&self->plan, group, self->columns, faults);
  self->form.n_used = self->plan.n_used;
}

static void
csv_free (gpointer form)
{
  Csv *self = form;

  leat_column_plan_clear (&self->plan);
  g_array_unref (self->is_string);
  g_free (self);
}

/* no field's, if nobody uses the column */
static guint
find_place (const LeatColumnPlan *plan, guint column)
{
  for (guint i = 0; i < plan->ranges->len; i++)
    {
      const LeatColumnRange *range = leat_column_plan_get (plan, i);

      if (range->first <= column && column <= range->last)
        return i;
    }
  return LEAT_NO_PLACE;
}

static gboolean
refuse_last (const LeatWork *work, const LeatColumns *columns, guint place, const char *why,
             GError **error)
{
  g_autofree char *text = leat_work_show (work->frame + columns->last_begin,
                                          work->length - columns->last_begin);

  if (place != LEAT_NO_PLACE)
    return leat_work_refuse (work, place, columns->last_begin, error, "%s: %s", text, why);
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_MALFORMED, "column %u, byte %u: %s: %s", columns->n,
               columns->last_begin, text, why);
  return FALSE;
}

static gboolean
is_last_empty (const Csv *self, const LeatColumns *columns)
{
  const LeatSpan last = { columns->frame + columns->last_begin,
                          columns->length - columns->last_begin };

  return columns->n > 1 && leat_columns_trim (&self->form, last).length == 0;
}

/* of which is taken off what the trailing delimiter adds */
static gboolean
count_columns (const Csv *self, const LeatWork *work, const LeatColumns *columns, guint *n_columns,
               GError **error)
{
  g_autofree char *delimiter = NULL, *why = NULL;

  *n_columns = columns->n;
  if (self->trailing == TRAILING_NO)
    return TRUE;
  if (is_last_empty (self, columns))
    *n_columns = columns->n - 1;
  else if (self->trailing == TRAILING_REQUIRED)
    {
      delimiter = leat_work_show (&self->form.delimiter, 1);
      why = g_strdup_printf (
          "no %s behind it, the frame was cut; if the device sends none there, set "
          "trailing-delimiter=yes",
          delimiter);
      return refuse_last (work, columns, LEAT_NO_PLACE, why, error);
    }
  return TRUE;
}

/* A string may be empty in quotes. Blanks inside the quotes of what is no string are as little
 * meant as those around them. */
static void
find_quoted (const Csv *self, const LeatWork *work, const LeatColumns *columns, guint index,
             LeatSpan span)
{
  const LeatColumnRange *range = leat_column_plan_get (&self->plan, index);
  const gsize offset = (gsize) (span.text - work->frame);
  const gboolean is_string = g_array_index (self->is_string, gboolean, index);

  span = (LeatSpan) { span.text + 1, span.length - 2 };
  if (range->first != range->last || memchr (span.text, self->form.quote, span.length) != NULL)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      char *kept;

      leat_columns_unquote (columns, &self->form, range->first, range->last, text);
      kept = leat_batch_alloc_bytes (work->batch, text->len + 1);
      span = (LeatSpan) { memcpy (kept, text->str, text->len + 1), text->len };
    }
  if (!is_string)
    span = leat_columns_trim (&self->form, span);
  if (span.length > 0 || is_string)
    leat_found_set_text (&work->pieces[index], span.text, span.length, offset);
  else
    leat_found_set_nothing (&work->pieces[index], LEAT_FOUND_EMPTY, offset);
}

static inline void
find_piece (const Csv *self, const LeatWork *work, const LeatColumns *columns,
            const LeatColumnRange *range, guint index)
{
  const LeatSpan span = leat_columns_get (columns, &self->form, range->first, range->last);
  LeatFound *piece = &work->pieces[index];

  if (columns->has_quotes &&
      leat_columns_is_quoted (columns, &self->form, range->first, range->last))
    find_quoted (self, work, columns, index, span);
  else
    {
      leat_found_set_text (piece, span.text, span.length, (gsize) (span.text - work->frame));
      if (span.length == 0)
        piece->kind = LEAT_FOUND_EMPTY;
    }
}

static gboolean
csv_find (gconstpointer form, const LeatWork *work, GError **error)
{
  const Csv *self = form;
  const LeatColumnRange *ranges = leat_column_plan_get (&self->plan, 0);
  const guint n_places = self->plan.ranges->len;
  LeatColumns columns;
  guint n_columns = 0;
  const LeatQuotes quotes = leat_columns_find (&columns, &self->form, work->frame, work->length);

  if (quotes != LEAT_QUOTES_SOUND)
    return refuse_last (work, &columns, find_place (&self->plan, columns.n - 1),
                        quotes == LEAT_QUOTES_OPEN ? "its quote is never closed"
                                                   : "something stands behind its closing quote",
                        error);
  if (!count_columns (self, work, &columns, &n_columns, error) ||
      !leat_column_plan_count (&self->plan, work, n_columns, error))
    return FALSE;
  for (guint i = 0; i < n_places; i++)
    if (G_LIKELY (ranges[i].last < n_columns))
      find_piece (self, work, &columns, &ranges[i], i);
    else
      leat_found_set_nothing (&work->pieces[i], LEAT_FOUND_ABSENT, work->length);
  return TRUE;
}

const LeatFormat leat_format_csv = {
  .name = "csv",
  .summary = "Columns with a delimiter between them, quoted as in RFC 4180.",
  .schema_options = options_table,
  .schema_size = sizeof (Options),
  .field_options = leat_column_field_options,
  .field_size = sizeof (LeatColumnFieldOptions),
  .make = csv_make,
  .add = csv_add,
  .finish = csv_finish,
  .find = csv_find,
  .free = csv_free,
};
