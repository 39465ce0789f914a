/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* guess-values.h - what the values of a column seem to be */
#pragma once
#include "guess-shape.h"
G_BEGIN_DECLS

/**
 * LeatGuessValues:
 * @type: value of type=
 * @pattern: (nullable): value of pattern=
 * @other: (nullable): another pattern that fits as well
 * @has_comma: a comma stands before fractions
 * @is_counter: each is the one before and 1, but for a reset
 * @has_zeros: numbers with zeros before them: perhaps codes
 * @n_values: those that are there
 * @marks: of char *: words in the place of numbers
 * @words: of char *: all that come, if they are few; else empty
 */
typedef struct {
  const char *type;
  char       *pattern;
  char       *other;
  gboolean    has_comma;
  gboolean    is_counter;
  gboolean    has_zeros;
  guint       n_values;
  GPtrArray  *marks;
  GPtrArray  *words;
} LeatGuessValues;

void     leat_guess_values_init  (LeatGuessValues *self, const GPtrArray *texts);
void     leat_guess_values_clear (LeatGuessValues *self);

/* are two columns that stand side by side a time? @texts, @more: of the same frames */
gboolean leat_guess_values_join  (LeatGuessValues *self, const GPtrArray *texts, const char *joint,
                             const GPtrArray *more);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LeatGuessValues, leat_guess_values_clear)
G_END_DECLS
