/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-range.c - from a lowest to a highest number, both within, compared without a float
 *
 * d × 10^-s ≥ bound is d ≥ bound × 10^s, and d is an integer: so a bound is rounded once for each
 * scale, into the range, and a comparison is one of integers.
 */
#include <string.h>
#include "leat-digits.h"
#include "leat-error.h"
#include "leat-number.h"
#include "leat-range.h"

/* × 10^difference; saturated */
static gint64
multiply (gint64 integer, guint difference)
{
  gint64 product;

  if (!__builtin_mul_overflow (integer, (gint64) leat_powers_of_ten[difference], &product))
    return product;
  return integer < 0 ? G_MININT64 : G_MAXINT64;
}

/* × 10^-difference; rounded up or down */
static gint64
divide (gint64 integer, guint difference, gboolean up)
{
  const gint64 divisor = (gint64) leat_powers_of_ten[difference];
  const gint64 quotient = integer / divisor, rest = integer % divisor;

  if (rest == 0 || (rest > 0) != up)
    return quotient;
  return up ? quotient + 1 : quotient - 1;
}

static gboolean
init_bound (LeatBound *bound, const char *text, gboolean up, GError **error)
{
  const LeatNumberForm form = { 0 };
  const gsize length = strlen (text);
  gint64 integer = 0;
  guint8 scale = 0;

  if (leat_number_read_decimal (&form, text, length, &integer, &scale) != LEAT_DECIMAL_NUMBER)
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                   "\"%s\" is no decimal number of at most 18 digits, such as -1.730", text);
      return FALSE;
    }

  const guint own = scale & LEAT_SCALE_MASK;

  for (guint i = 0; i <= LEAT_SCALE_MAX; i++)
    bound->at_scale[i] = i >= own ? multiply (integer, i - own) : divide (integer, own - i, up);
  bound->spelled = g_malloc (LEAT_NUMBER_ROOM (length));
  leat_number_spell (&form, text, length, bound->spelled);
  bound->number = g_ascii_strtod (bound->spelled, NULL);
  return TRUE;
}

/**
 * leat_range_init:
 * @lowest: (nullable): a decimal; %NULL: anything is high enough
 * @highest: (nullable): likewise
 * @error: %LEAT_ERROR_CONFIG: the message begins with the text that is no number
 *
 * leat_range_clear() frees what it holds, also after an error.
 */
gboolean
leat_range_init (LeatRange *self, const char *lowest, const char *highest, GError **error)
{
  *self = (LeatRange) { 0 };
  if (lowest != NULL && !init_bound (&self->lowest, lowest, TRUE, error))
    return FALSE;
  if (highest != NULL && !init_bound (&self->highest, highest, FALSE, error))
    return FALSE;
  if (lowest == NULL || highest == NULL ||
      leat_number_compare (self->lowest.spelled, self->highest.spelled) <= 0)
    return TRUE;
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "\"%s\" is more than \"%s\"", lowest, highest);
  return FALSE;
}

void
leat_range_clear (LeatRange *self)
{
  g_clear_pointer (&self->lowest.spelled, g_free);
  g_clear_pointer (&self->highest.spelled, g_free);
}

static int
compare (const LeatValue *value, const LeatBound *bound)
{
  const guint scale = value->scale & LEAT_SCALE_MASK;

  if (value->length != 0)
    return leat_number_compare (value->string, bound->spelled);
  if (value->type == LEAT_TYPE_DOUBLE)
    return (value->number > bound->number) - (value->number < bound->number);
  return (value->integer > bound->at_scale[scale]) - (value->integer < bound->at_scale[scale]);
}

/**
 * leat_range_includes:
 * @value: an INT, DECIMAL or DOUBLE that is present
 */
gboolean
leat_range_includes (const LeatRange *self, const LeatValue *value)
{
  return (self->lowest.spelled == NULL || compare (value, &self->lowest) >= 0) &&
         (self->highest.spelled == NULL || compare (value, &self->highest) <= 0);
}
