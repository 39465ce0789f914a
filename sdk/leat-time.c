/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-time.c - time patterns: what strptime() understands of them, compiled to steps */
#include "leat-error.h"
#include "leat-time-private.h"

typedef struct {
  char letter;
  LeatTimeStep step;
} Conversion;

/* numbers have as many digits as they are printed with: one that lost a digit on the line is no
 * shorter number */
static const Conversion conversions[] = {
  { 'Y', { STEP_NUMBER, PART_YEAR, 4, 4, LEAT_FIRST_YEAR, LEAT_LAST_YEAR, 0 } },
  { 'y', { STEP_NUMBER, PART_YEAR, 2, 2, 0, 99, 0 } },
  { 'm', { STEP_NUMBER, PART_MONTH, 2, 2, 1, 12, 0 } },
  { 'b', { STEP_MONTH_NAME, PART_MONTH, 0, 0, 0, 0, 0 } },
  { 'd', { STEP_NUMBER, PART_DAY, 2, 2, 1, 31, 0 } },
  { 'e', { STEP_NUMBER, PART_DAY, 1, 2, 1, 31, 0 } },
  { 'j', { STEP_NUMBER, PART_DAY_OF_YEAR, 3, 3, 1, 366, 0 } },
  { 'H', { STEP_NUMBER, PART_HOUR, 2, 2, 0, 23, 0 } },
  { 'I', { STEP_NUMBER, PART_HOUR, 2, 2, 1, 12, 0 } },
  { 'p', { STEP_HALF, PART_HALF, 0, 0, 0, 0, 0 } },
  { 'M', { STEP_NUMBER, PART_MINUTE, 2, 2, 0, 59, 0 } },
  { 'S', { STEP_NUMBER, PART_SECOND, 2, 2, 0, 60, 0 } },
  { 'f', { STEP_FRACTION, PART_NANOSECOND, 1, 9, 0, 0, 0 } },
  { 'z', { STEP_OFFSET, PART_OFFSET, 0, 0, 0, 0, 0 } },
  { 's', { STEP_EPOCH, PART_EPOCH, 1, 10, 0, 0, 0 } },
  { '%', { STEP_LITERAL, 0, 0, 0, 0, 0, '%' } },
};

typedef struct {
  guint       if_any;
  guint       needs_all;
  guint       forbids;
  const char *complaint;
} Rule;

static const Rule rules[] = {
  { HAS (EPOCH), 0,
    HAS (YEAR) | HAS (MONTH) | HAS (DAY) | HAS (DAY_OF_YEAR) | HAS (HOUR) | HAS (OFFSET),
    "%s says the whole time: beside it only %f has a meaning" },
  { HAS (DAY_OF_YEAR), 0, HAS (MONTH) | HAS (DAY),
    "%j counts the days of the year: beside it %m, %b, %d and %e have no meaning" },
  { HAS (MONTH), HAS (DAY), 0, "it says no day: %d, %e" },
  { HAS (DAY), HAS (MONTH), 0, "it says no month: %m, %b" },
  { HAS (MONTH) | HAS (DAY_OF_YEAR), HAS (YEAR), 0, "it says no year: %Y, %y" },
  { HAS (HALF), HAS (HOUR), 0, "%p needs %I" },
  { HAS (MINUTE), HAS (HOUR), 0, "it says minutes but no hours: %H, or %I and %p" },
  { HAS (SECOND), HAS (MINUTE), 0, "it says seconds but no minutes: %M" },
};

static const Conversion *
find_conversion (char letter)
{
  for (guint i = 0; i < G_N_ELEMENTS (conversions); i++)
    if (conversions[i].letter == letter)
      return &conversions[i];
  return NULL;
}

static gboolean
complain (GError **error, const char *pattern, const char *complaint)
{
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "\"%s\" is no time pattern: %s", pattern,
               complaint);
  return FALSE;
}

static gboolean
add_conversion (LeatTimePattern *self, const char *pattern, const char **at, GError **error)
{
  const gboolean unpadded = (*at)[1] == '-';
  const char letter = (*at)[unpadded ? 2 : 1];
  const Conversion *conversion = letter != '\0' ? find_conversion (letter) : NULL;

  if (conversion == NULL || (unpadded && conversion->step.kind != STEP_NUMBER))
    {
      g_set_error (
          error, LEAT_ERROR, LEAT_ERROR_CONFIG,
          "\"%s\" is no time pattern: %%%s%c has no meaning; known are %%Y %%y %%m %%b %%d %%e "
          "%%j %%H %%I %%p %%M %%S %%f %%z %%s %%%% and, for numbers without leading zeros, %%-m "
          "and the like",
          pattern, unpadded ? "-" : "", letter != '\0' ? letter : ' ');
      return FALSE;
    }

  LeatTimeStep *step = &self->steps[self->n_steps++];

  *step = conversion->step;
  if (unpadded)
    step->least_digits = 1;
  *at += unpadded ? 3 : 2;
  if (step->kind == STEP_LITERAL)
    return TRUE;
  if (self->has & (1u << step->part))
    return complain (error, pattern, "it says one thing twice");
  self->has |= 1u << step->part;
  self->short_year |= letter == 'y';
  return TRUE;
}

static void
add_literal (LeatTimePattern *self, const char **at)
{
  LeatTimeStep *step = &self->steps[self->n_steps++];

  *step = (LeatTimeStep) { .kind = **at == ' ' ? STEP_BLANK : STEP_LITERAL, .literal = **at };
  (*at)++;
}

static gboolean
check_parts (const LeatTimePattern *self, const char *pattern, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    if ((self->has & rules[i].if_any) &&
        ((self->has & rules[i].needs_all) != rules[i].needs_all || (self->has & rules[i].forbids)))
      return complain (error, pattern, rules[i].complaint);

  if (!(self->has & (HAS (EPOCH) | HAS (DAY) | HAS (DAY_OF_YEAR))))
    return complain (error, pattern,
                     "it says no date: %Y or %y with %m and %d, or %j; or %s alone");
  if ((self->has & HAS (NANOSECOND)) && !(self->has & (HAS (SECOND) | HAS (EPOCH))))
    return complain (error, pattern, "it says fractions of a second but no seconds: %S, %s");
  for (guint i = 0; i < self->n_steps; i++)
    if (self->steps[i].kind == STEP_NUMBER && self->steps[i].part == PART_HOUR &&
        (self->steps[i].highest == 12) != ((self->has & HAS (HALF)) != 0))
      return complain (error, pattern, "%I and %p go together, %H goes alone");
  return TRUE;
}

/* finds the places of numbers and literals, if these are all there is and each has one width */
static void
fix_places (LeatTimePattern *self)
{
  guint width = 0;

  for (guint i = 0; i < self->n_steps; i++)
    {
      const LeatTimeStep *step = &self->steps[i];

      if (step->kind == STEP_NUMBER && step->least_digits == step->most_digits)
        {
          self->numbers[self->n_numbers++] = (LeatTimeNumber) {
            .offset = (guint8) width, .part = step->part, .n_digits = step->most_digits,
            .lowest = step->lowest, .highest = step->highest,
          };
          width += step->most_digits;
        }
      else if (step->kind == STEP_LITERAL || step->kind == STEP_BLANK)
        self->literals[self->n_literals++] = (LeatTimeLiteral) { (guint8) width++, step->literal };
      else
        return;
    }
  self->width = width;
}

/**
 * leat_time_pattern_new:
 * @pattern: a subset of what strptime() takes: %Y %y %m %b %d %e %j %H %I %p %M %S %f %z %s %%
 *   and literals; a blank stands for any number of them. Numbers have the digits that they are
 *   printed with (a leading zero may be a blank); %-m, %-d, … are those without leading zeros
 * @zone: see leat_zone_new(): for patterns without %z and %s
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the pattern; %NULL with %LEAT_ERROR_CONFIG
 */
LeatTimePattern *
leat_time_pattern_new (const char *pattern, const char *zone, GError **error)
{
  g_autoptr (LeatTimePattern) self = g_new0 (LeatTimePattern, 1);

  self->zone = leat_zone_new (zone, error);
  if (self->zone == NULL)
    return NULL;

  for (const char *at = pattern; *at != '\0';)
    {
      if (self->n_steps == LEAT_TIME_STEPS_MAX)
        {
          complain (error, pattern, "it is too long");
          return NULL;
        }
      if (*at != '%')
        add_literal (self, &at);
      else if (!add_conversion (self, pattern, &at, error))
        return NULL;
    }
  if (!check_parts (self, pattern, error))
    return NULL;
  fix_places (self);
  return g_steal_pointer (&self);
}

void
leat_time_pattern_free (LeatTimePattern *self)
{
  g_clear_pointer (&self->zone, leat_zone_free);
  g_free (self);
}
