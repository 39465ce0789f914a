/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-columns-plan.c - which of a frame's columns become fields, and how many there should be */
#include "leat-columns-plan.h"
#include "leat-error.h"

const char *const leat_surpluses[] = { "mark", "reject", "ignore", NULL };
const char *const leat_shortages[] = { "missing", "reject", NULL };

const LeatOption leat_column_field_options[] = {
  LEAT_OPTION_STRING (LeatColumnFieldOptions, column, .key = "column",
    .summary = "Its column, counted from 1; 1-2 joins two with what stands between them."),
  LEAT_OPTION_END,
};

void
leat_column_plan_init (LeatColumnPlan *self, const LeatColumnOptions *options)
{
  *self = (LeatColumnPlan) {
    .ranges = g_array_new (FALSE, FALSE, sizeof (LeatColumnRange)),
    .surplus = (LeatSurplus) options->surplus,
    .shortage = (LeatShortage) options->shortage,
  };
}

void
leat_column_plan_clear (LeatColumnPlan *self)
{
  g_array_unref (self->ranges);
}

char *
leat_column_plan_add (LeatColumnPlan *self, const LeatGroup *group,
                      const LeatColumnFieldOptions *options, LeatFaults *faults)
{
  LeatColumnRange range = { 0, 0 };

  if (options->column == NULL)
    leat_group_fault (group, "column", faults,
                      "is missing: say which column it is, from 1; or judgement=FIELD;FIELD");
  else if (!leat_format_read_range (options->column, LEAT_COLUMNS_MAX, FALSE, &range.first,
                                    &range.last))
    leat_group_fault (group, "column", faults, "\"%s\" is no column: 3, or 1-2, from 1 to %u",
                      options->column, LEAT_COLUMNS_MAX);
  else
    {
      g_array_append_val (self->ranges, range);
      self->n_used = MAX (self->n_used, range.last + 1);
      return range.first == range.last
                 ? g_strdup_printf ("column %u", range.first + 1)
                 : g_strdup_printf ("columns %u-%u", range.first + 1, range.last + 1);
    }
  return NULL;
}

void
leat_column_plan_finish (LeatColumnPlan *self, const LeatGroup *group, gint64 columns,
                         LeatFaults *faults)
{
  self->n_expected = columns != 0 ? (guint) columns : self->n_used;
  if (self->n_expected < self->n_used)
    leat_group_fault (group, "columns", faults, "is %u, but a field has column %u",
                      self->n_expected, self->n_used);
}

static gboolean
refuse_count (const LeatColumnPlan *self, const LeatWork *work, guint n_columns, GError **error)
{
  g_autofree char *text = leat_work_show (work->frame, work->length);

  g_set_error (error, LEAT_ERROR, LEAT_ERROR_MALFORMED,
               "the frame has %u column%s, %u %s expected: %s", n_columns,
               n_columns == 1 ? "" : "s", self->n_expected, self->n_expected == 1 ? "is" : "are",
               text);
  return FALSE;
}

gboolean
leat_column_plan_count (const LeatColumnPlan *self, const LeatWork *work, guint n_columns,
                        GError **error)
{
  if (G_LIKELY (n_columns == self->n_expected))
    return TRUE;
  if (n_columns < self->n_expected)
    return self->shortage == LEAT_SHORTAGE_MISSING || refuse_count (self, work, n_columns, error);
  if (self->surplus == LEAT_SURPLUS_REJECT)
    return refuse_count (self, work, n_columns, error);
  if (self->surplus == LEAT_SURPLUS_MARK)
    leat_batch_add_flags (work->batch, LEAT_RECORD_SURPLUS);
  return TRUE;
}
