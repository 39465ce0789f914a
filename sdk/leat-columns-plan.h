/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-columns-plan.h - which of a frame's columns become fields, and how many there should be */
#pragma once
#include "leat-format.h"
G_BEGIN_DECLS

#define LEAT_COLUMNS_MAX 1024

typedef enum {
  LEAT_SURPLUS_MARK,
  LEAT_SURPLUS_REJECT,
  LEAT_SURPLUS_IGNORE,
} LeatSurplus;

typedef enum {
  LEAT_SHORTAGE_MISSING,
  LEAT_SHORTAGE_REJECT,
} LeatShortage;

/* what [schema] says of it */
typedef struct {
  gint64 columns;
  int    surplus;
  int    shortage;
} LeatColumnOptions;

/* what [field NAME] says of it */
typedef struct {
  char *column;
} LeatColumnFieldOptions;

/* columns count from 0 here */
typedef struct {
  guint first;
  guint last;
} LeatColumnRange;

typedef struct {
  GArray      *ranges;        /* of LeatColumnRange, one for each place */
  guint        n_used;        /* the highest column of a field, from 1 */
  guint        n_expected;
  LeatSurplus  surplus;
  LeatShortage shortage;
} LeatColumnPlan;

/* the rows of a table of [schema] whose struct has @member of LeatColumnOptions */
#define LEAT_COLUMN_OPTIONS(Type, member)                                                         \
  LEAT_OPTION_INT (Type, member.columns, .key = "columns", .minimum = 1,                          \
    .maximum = LEAT_COLUMNS_MAX,                                                                  \
    .summary = "How many columns a frame has; the highest that a field has, if not given."),      \
  LEAT_OPTION_CHOICE (Type, member.surplus, .key = "surplus", .choices = leat_surpluses,          \
    .preset = "mark", .summary = "What to do with a frame of more columns."),                     \
  LEAT_OPTION_CHOICE (Type, member.shortage, .key = "shortage", .choices = leat_shortages,        \
    .preset = "missing",                                                                          \
    .summary = "What to do with a frame of fewer columns; missing: what is not there is missing.")

extern const char *const leat_surpluses[];
extern const char *const leat_shortages[];
extern const LeatOption  leat_column_field_options[];

void     leat_column_plan_init   (LeatColumnPlan *self, const LeatColumnOptions *options);
void     leat_column_plan_clear  (LeatColumnPlan *self);
/* what the place is called; (transfer full), NULL after a fault */
char    *leat_column_plan_add    (LeatColumnPlan *self, const LeatGroup *group,
                                  const LeatColumnFieldOptions *options, LeatFaults *faults);
void     leat_column_plan_finish (LeatColumnPlan *self, const LeatGroup *group,
                                  gint64 columns, LeatFaults *faults);
/* does the frame pass with so many columns? */
gboolean leat_column_plan_count  (const LeatColumnPlan *self, const LeatWork *work,
                                  guint n_columns, GError **error);

static inline const LeatColumnRange *
leat_column_plan_get (const LeatColumnPlan *self, guint place)
{
  return &g_array_index (self->ranges, LeatColumnRange, place);
}

G_END_DECLS
