/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-time-read.c - reads a text by a time pattern's steps, to nanoseconds UTC */
#include <string.h>
#include "leat-time-private.h"

typedef struct {
  const char *at;
  const char *end;
  gint64      parts[N_PARTS];
} Reading;

static inline gboolean
skip_blanks (Reading *reading)
{
  const char *begin = reading->at;

  while (reading->at < reading->end && *reading->at == ' ')
    reading->at++;
  return reading->at > begin;
}

/* up to @most digits; how many there were */
static inline guint
read_digits (Reading *reading, guint most, gint64 *number)
{
  const char *begin = reading->at;
  const char *limit = reading->end - begin > (gssize) most ? begin + most : reading->end;
  const char *at = begin;
  gint64 sum = 0;

  for (guint8 digit; at < limit && (digit = (guint8) (*at - '0')) < 10; at++)
    sum = sum * 10 + digit;
  reading->at = at;
  *number = sum;
  return (guint) (at - begin);
}

static inline gboolean
read_number (Reading *reading, const LeatTimeStep *step)
{
  gint64 *number = &reading->parts[step->part];
  const guint least = skip_blanks (reading) ? 1 : step->least_digits;

  return read_digits (reading, step->most_digits, number) >= least && *number >= step->lowest &&
         *number <= step->highest;
}

static gboolean
read_fraction (Reading *reading, const LeatTimeStep *step)
{
  guint n_digits = read_digits (reading, step->most_digits, &reading->parts[PART_NANOSECOND]);

  for (guint i = n_digits; i < 9; i++)
    reading->parts[PART_NANOSECOND] *= 10;
  return n_digits > 0;
}

static gboolean
read_epoch (Reading *reading, const LeatTimeStep *step)
{
  gint64 *number = &reading->parts[PART_EPOCH];

  skip_blanks (reading);
  return read_digits (reading, step->most_digits, number) >= step->least_digits &&
         *number < G_MAXINT64 / LEAT_NSEC_PER_SEC;
}

static gboolean
read_month_name (Reading *reading)
{
  static const char names[12][4] = { "jan", "feb", "mar", "apr", "may", "jun",
                                     "jul", "aug", "sep", "oct", "nov", "dec" };

  skip_blanks (reading);
  if (reading->end - reading->at < 3)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_ascii_strncasecmp (reading->at, names[i], 3) == 0)
      {
        reading->parts[PART_MONTH] = i + 1;
        reading->at += 3;
        return TRUE;
      }
  return FALSE;
}

static gboolean
read_half (Reading *reading)
{
  skip_blanks (reading);
  if (reading->end - reading->at < 2 || g_ascii_tolower (reading->at[1]) != 'm')
    return FALSE;

  const char half = g_ascii_tolower (reading->at[0]);

  reading->parts[PART_HALF] = half == 'p';
  reading->at += 2;
  return half == 'a' || half == 'p';
}

static gboolean
read_offset (Reading *reading)
{
  int seconds = 0;

  skip_blanks (reading);
  if (!leat_zone_parse_offset (&reading->at, reading->end, &seconds))
    return FALSE;
  reading->parts[PART_OFFSET] = seconds;
  return TRUE;
}

static inline gboolean
read_literal (Reading *reading, char literal)
{
  if (reading->at < reading->end && *reading->at != literal)
    skip_blanks (reading);
  return reading->at < reading->end && *reading->at++ == literal;
}

static gboolean
read_step (Reading *reading, const LeatTimeStep *step)
{
  switch ((LeatTimeStepKind) step->kind)
    {
    case STEP_NUMBER:
      return read_number (reading, step);
    case STEP_FRACTION:
      return read_fraction (reading, step);
    case STEP_EPOCH:
      return read_epoch (reading, step);
    case STEP_MONTH_NAME:
      return read_month_name (reading);
    case STEP_HALF:
      return read_half (reading);
    case STEP_OFFSET:
      return read_offset (reading);
    case STEP_LITERAL:
      return read_literal (reading, step->literal);
    case STEP_BLANK:
      /* one at the most: others may stand for a zero; what follows passes over them */
      reading->at += reading->at < reading->end && *reading->at == ' ';
      return TRUE;
    default:
      g_assert_not_reached ();
    }
}

static inline guint
get_digit (char letter, guint *wrong)
{
  const guint digit = (guint) (guint8) letter - '0';

  *wrong |= digit > 9;
  return digit;
}

/* a text in which all stands in its place, without a branch on what it says */
static gboolean
read_in_place (const LeatTimePattern *self, const char *text, gint64 *parts)
{
  guint wrong = 0;

  for (guint i = 0; i < self->n_literals; i++)
    wrong |= (guint) (text[self->literals[i].offset] ^ self->literals[i].literal);
  for (guint i = 0; i < self->n_numbers; i++)
    {
      const LeatTimeNumber *place = &self->numbers[i];
      const char *at = text + place->offset;
      guint number = get_digit (at[0], &wrong) * 10 + get_digit (at[1], &wrong);

      for (guint k = 2; k < place->n_digits; k++)
        number = number * 10 + get_digit (at[k], &wrong);
      wrong |= number - (guint) place->lowest > (guint) (place->highest - place->lowest);
      parts[place->part] = number;
    }
  return wrong == 0;
}

static gboolean
is_leap (int year)
{
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* whole days from 1970-01-01 to the first of January */
static int
days_before_year (int year)
{
  const int before = year - 1;

  return 365 * (year - 1970) + (before / 4 - 1969 / 4) - (before / 100 - 1969 / 100) +
         (before / 400 - 1969 / 400);
}

static gboolean
count_days (const LeatTimePattern *self, const gint64 *parts, int year, int *days)
{
  static const guint16 before_month[] = { 0,   0,   31,  59,  90,  120, 151,
                                          181, 212, 243, 273, 304, 334, 365 };
  const int leap = is_leap (year);

  if (self->has & HAS (DAY_OF_YEAR))
    {
      *days = days_before_year (year) + (int) parts[PART_DAY_OF_YEAR] - 1;
      return parts[PART_DAY_OF_YEAR] <= 365 + leap;
    }

  const int month = (int) parts[PART_MONTH], day = (int) parts[PART_DAY];
  const int length = before_month[month + 1] - before_month[month] + (month == 2 ? leap : 0);

  *days = days_before_year (year) + before_month[month] + (month > 2 ? leap : 0) + day - 1;
  return day <= length;
}

/* two digits mean the year that is nearest to the arrival: 50 before it to 49 behind it. That the
 * year of the arrival is taken as 365.2425 days matters to those 50 years away alone. */
static int
complete_year (int two_digits, gint64 arrival)
{
  const gint64 year_length = G_GINT64_CONSTANT (31556952) * LEAT_NSEC_PER_SEC;
  const int earliest = 1970 + (int) (arrival / year_length) - (arrival < 0) - 50;

  return earliest + (two_digits - earliest % 100 + 100) % 100;
}

static gboolean
finish (const LeatTimePattern *self, const gint64 *parts, gint64 arrival, gint64 *time,
        gboolean *unclear)
{
  if (self->has & HAS (EPOCH))
    {
      *time = parts[PART_EPOCH] * LEAT_NSEC_PER_SEC + parts[PART_NANOSECOND];
      return TRUE;
    }

  const int year = self->short_year ? complete_year ((int) parts[PART_YEAR], arrival)
                                    : (int) parts[PART_YEAR];
  const gint64 hour = self->has & HAS (HALF) ? parts[PART_HOUR] % 12 + 12 * parts[PART_HALF]
                                             : parts[PART_HOUR];
  int days = 0;

  if (year < LEAT_FIRST_YEAR || year > LEAT_LAST_YEAR || !count_days (self, parts, year, &days))
    return FALSE;

  const gint64 wall = days * G_GINT64_CONSTANT (86400) + hour * 3600 + parts[PART_MINUTE] * 60 +
                      parts[PART_SECOND];
  const gint64 utc = self->has & HAS (OFFSET)
                         ? wall - parts[PART_OFFSET]
                         : leat_zone_to_utc (self->zone, wall, arrival / LEAT_NSEC_PER_SEC,
                                             unclear);

  *time = utc * LEAT_NSEC_PER_SEC + parts[PART_NANOSECOND];
  return TRUE;
}

/**
 * leat_time_pattern_parse:
 * @text: (array length=length): one time, and nothing else than blanks around it
 * @length: of @text
 * @arrival: when it came, nanoseconds since 1970-01-01 UTC: completes years of two digits, and
 *   chooses among wall times that occur twice
 * @time: (out): nanoseconds since 1970-01-01 UTC; a second 60 is the first of the next minute
 * @unclear: (out): set to %TRUE where it is: see leat_zone_to_utc(); else left alone
 *
 * Any thread; no memory is taken.
 *
 * Returns: whether @text is a time as the pattern says, between 1678 and 2261
 */
gboolean
leat_time_pattern_parse (const LeatTimePattern *self, const char *text, gsize length,
                         gint64 arrival, gint64 *time, gboolean *unclear)
{
  Reading reading = { .at = text, .end = text + length };

  if (self->width > 0 && length == self->width && read_in_place (self, text, reading.parts))
    return finish (self, reading.parts, arrival, time, unclear);
  for (guint i = 0; i < self->n_steps; i++)
    if (!read_step (&reading, &self->steps[i]))
      return FALSE;
  skip_blanks (&reading);
  return reading.at == reading.end && finish (self, reading.parts, arrival, time, unclear);
}

static inline gboolean
is_remembered (const LeatTimeMemo *memo, const LeatTimePattern *pattern, const char *text,
               gsize length, gint64 arrival)
{
  return memo->pattern == pattern && memo->arrival == arrival && memo->length == length &&
         memcmp (memo->text, text, length) == 0;
}

/**
 * leat_time_pattern_repeat:
 * @memo: of the caller's thread, or of its batch
 *
 * leat_time_pattern_parse() for one text after the other: one that says the same as the last, and
 * came with it, is not read again. The arrival belongs to it, as it decides which of two times is
 * meant.
 */
gboolean
leat_time_pattern_repeat (const LeatTimePattern *self, LeatTimeMemo *memo, const char *text,
                          gsize length, gint64 arrival, gint64 *time, gboolean *unclear)
{
  if (!is_remembered (memo, self, text, length, arrival))
    {
      LeatTimeMemo read = { .pattern = self, .arrival = arrival, .length = (guint) length };

      if (!leat_time_pattern_parse (self, text, length, arrival, &read.time, &read.unclear))
        return FALSE;
      if (length > LEAT_TIME_MEMO_MAX)
        read.pattern = NULL;
      else
        memcpy (read.text, text, length);
      *memo = read;
    }
  *time = memo->time;
  *unclear |= memo->unclear;
  return TRUE;
}
