/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-range.h - from a lowest to a highest number, both within, compared without a float */
#pragma once
#include "leat-value.h"
G_BEGIN_DECLS

typedef struct {
  char  *spelled;                        /* NULL: there is no such end */
  double number;
  gint64 at_scale[LEAT_SCALE_MAX + 1];   /* × 10^scale, rounded into the range */
} LeatBound;

typedef struct {
  LeatBound lowest;
  LeatBound highest;
} LeatRange;

gboolean leat_range_init     (LeatRange *self, const char *lowest, const char *highest,
                              GError **error);
void     leat_range_clear    (LeatRange *self);
gboolean leat_range_includes (const LeatRange *self, const LeatValue *value);

static inline gboolean
leat_range_is_open (const LeatRange *self)
{
  return self->lowest.spelled == NULL && self->highest.spelled == NULL;
}

G_END_DECLS
