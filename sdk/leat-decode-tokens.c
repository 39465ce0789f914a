/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-decode-tokens.c - the tokens format of schemas: columns with any number of blanks between */
#include "leat-columns-plan.h"

typedef struct {
  GBytes           *separators;
  LeatColumnOptions columns;
} Options;

static const LeatOption options_table[] = {
  LEAT_OPTION_BYTES (Options, separators, .key = "separators", .preset = "\\s\\t",
    .summary = "Bytes of which one or more stand between two columns, and may stand around all."),
  LEAT_COLUMN_OPTIONS (Options, columns),
  LEAT_OPTION_END,
};

typedef struct {
  gboolean       separates[256];
  LeatColumnPlan plan;
  gint64         columns;
} Tokens;

static gpointer
tokens_make (const LeatGroup *group, gconstpointer data, LeatFaults *faults)
{
  const Options *options = data;
  Tokens *self = g_new0 (Tokens, 1);
  gsize n_separators = 0;
  const guint8 *separators = g_bytes_get_data (options->separators, &n_separators);

  for (gsize i = 0; i < n_separators; i++)
    self->separates[separators[i]] = TRUE;
  if (n_separators == 0)
    leat_group_fault (group, "separators", faults, "is empty; \\s\\t are blank and tabulator");
  self->columns = options->columns.columns;
  leat_column_plan_init (&self->plan, &options->columns);
  return self;
}

static char *
tokens_add (gpointer form, const LeatGroup *group, gconstpointer options, const LeatCell *cell,
            LeatFaults *faults)
{
  return leat_column_plan_add (&((Tokens *) form)->plan, group, options, faults);
}

static void
tokens_finish (gpointer form, const LeatGroup *group, LeatFaults *faults)
{
  Tokens *self = form;

  leat_column_plan_finish (&self->plan, group, self->columns, faults);
}

static void
tokens_free (gpointer form)
{
  Tokens *self = form;

  leat_column_plan_clear (&self->plan);
  g_free (self);
}

typedef struct {
  guint32 begin;
  guint32 end;
} Token;

/* how many there are; only those that fields need are kept */
static guint
find_tokens (const Tokens *self, const LeatWork *work, Token *tokens)
{
  const guint8 *frame = (const guint8 *) work->frame;
  guint32 at = 0;
  guint n = 0;

  for (;; n++)
    {
      while (at < work->length && self->separates[frame[at]])
        at++;
      if (at == work->length)
        return n;

      const guint32 begin = at;

      while (at < work->length && !self->separates[frame[at]])
        at++;
      if (n < self->plan.n_used)
        tokens[n] = (Token) { begin, at };
    }
}

static gboolean
tokens_find (gconstpointer form, const LeatWork *work, GError **error)
{
  const Tokens *self = form;
  Token tokens[LEAT_COLUMNS_MAX];
  const guint n_tokens = find_tokens (self, work, tokens);

  if (!leat_column_plan_count (&self->plan, work, n_tokens, error))
    return FALSE;
  for (guint i = 0; i < self->plan.ranges->len; i++)
    {
      const LeatColumnRange *range = leat_column_plan_get (&self->plan, i);

      if (range->last < n_tokens)
        leat_found_set_range (&work->pieces[i], work, tokens[range->first].begin,
                              tokens[range->last].end, FALSE);
      else
        leat_found_set_nothing (&work->pieces[i], LEAT_FOUND_ABSENT, work->length);
    }
  return TRUE;
}

const LeatFormat leat_format_tokens = {
  .name = "tokens",
  .summary = "Columns with any number of blanks between them.",
  .schema_options = options_table,
  .schema_size = sizeof (Options),
  .field_options = leat_column_field_options,
  .field_size = sizeof (LeatColumnFieldOptions),
  .make = tokens_make,
  .add = tokens_add,
  .finish = tokens_finish,
  .find = tokens_find,
  .free = tokens_free,
};
