/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-value.c - one typed cell of a record, and its exact text */
#include "leat-value.h"
#include <math.h>
#include "leat-clock.h"
#include "leat-digits.h"

const char leat_digit_pairs[200] =
  "00010203040506070809101112131415161718192021222324252627282930313233343536373839"
  "40414243444546474849505152535455565758596061626364656667686970717273747576777879"
  "8081828384858687888990919293949596979899";

const guint64 leat_powers_of_ten[20] = {
  G_GUINT64_CONSTANT (1),
  G_GUINT64_CONSTANT (10),
  G_GUINT64_CONSTANT (100),
  G_GUINT64_CONSTANT (1000),
  G_GUINT64_CONSTANT (10000),
  G_GUINT64_CONSTANT (100000),
  G_GUINT64_CONSTANT (1000000),
  G_GUINT64_CONSTANT (10000000),
  G_GUINT64_CONSTANT (100000000),
  G_GUINT64_CONSTANT (1000000000),
  G_GUINT64_CONSTANT (10000000000),
  G_GUINT64_CONSTANT (100000000000),
  G_GUINT64_CONSTANT (1000000000000),
  G_GUINT64_CONSTANT (10000000000000),
  G_GUINT64_CONSTANT (100000000000000),
  G_GUINT64_CONSTANT (1000000000000000),
  G_GUINT64_CONSTANT (10000000000000000),
  G_GUINT64_CONSTANT (100000000000000000),
  G_GUINT64_CONSTANT (1000000000000000000),
  G_GUINT64_CONSTANT (10000000000000000000),
};

static const char *const type_names[] = {
  [LEAT_TYPE_BOOL] = "bool",
  [LEAT_TYPE_INT] = "int",
  [LEAT_TYPE_DECIMAL] = "decimal",
  [LEAT_TYPE_DOUBLE] = "double",
  [LEAT_TYPE_TIME] = "time",
  [LEAT_TYPE_STRING] = "string",
  [LEAT_TYPE_BYTES] = "bytes",
};

static const char *const quality_names[] = {
  [LEAT_QUALITY_GOOD] = "good",
  [LEAT_QUALITY_MISSING] = "missing",
  [LEAT_QUALITY_OVERFLOW] = "overflow",
  [LEAT_QUALITY_UNDERFLOW] = "underflow",
  [LEAT_QUALITY_DEVICE_ERROR] = "device-error",
  [LEAT_QUALITY_UNDECODABLE] = "undecodable",
  [LEAT_QUALITY_SATURATED] = "saturated",
  [LEAT_QUALITY_UNSTABLE] = "unstable",
  [LEAT_QUALITY_IMPLAUSIBLE] = "implausible",
  [LEAT_QUALITY_AMBIGUOUS] = "ambiguous",
  [LEAT_QUALITY_SUSPECT] = "suspect",
};

/**
 * leat_value_is_present:
 *
 * Whether there is a value, whatever is said of it. Undecodable text is none. Any thread.
 *
 * Returns: %TRUE if a value can be read from it
 */
gboolean
leat_value_is_present (const LeatValue *self)
{
  return self->quality < LEAT_QUALITY_MISSING || self->quality > LEAT_QUALITY_UNDECODABLE;
}

/**
 * leat_value_is_text:
 *
 * Whether `string` and `length` hold text: of a string, of a number with too many digits, or of
 * what could not be decoded. Any thread.
 *
 * Returns: %TRUE if `string` may be read
 */
gboolean
leat_value_is_text (const LeatValue *self)
{
  if (self->quality == LEAT_QUALITY_UNDECODABLE)
    return self->length != 0;
  if (!leat_value_is_present (self))
    return FALSE;
  return self->type == LEAT_TYPE_STRING || (self->type != LEAT_TYPE_BYTES && self->length != 0);
}

/**
 * leat_value_get_quality:
 *
 * What is said of a value. A double that is no finite number is never good: infinite is an
 * overflow or underflow, NaN is an error of the device, though nothing else was said. Any thread.
 *
 * Returns: the quality to show
 */
LeatQuality
leat_value_get_quality (const LeatValue *self)
{
  if (self->quality != LEAT_QUALITY_GOOD)
    return (LeatQuality) self->quality;
  if (self->type != LEAT_TYPE_DOUBLE || isfinite (self->number))
    return LEAT_QUALITY_GOOD;
  if (isnan (self->number))
    return LEAT_QUALITY_DEVICE_ERROR;
  return self->number > 0 ? LEAT_QUALITY_OVERFLOW : LEAT_QUALITY_UNDERFLOW;
}

/**
 * leat_value_get_double:
 *
 * The number nearest to an INT, DECIMAL or DOUBLE, for those who compute. Any thread.
 *
 * Returns: the number, or NaN if there is none
 */
double
leat_value_get_double (const LeatValue *self)
{
  char text[LEAT_VALUE_TEXT_MAX];

  if (!leat_value_is_present (self))
    return NAN;
  if (self->type == LEAT_TYPE_DOUBLE)
    return self->number;
  if (self->type != LEAT_TYPE_INT && self->type != LEAT_TYPE_DECIMAL)
    return NAN;
  if (self->length != 0)
    return g_ascii_strtod (self->string, NULL);
  if (self->type == LEAT_TYPE_INT)
    return (double) self->integer;

  /* a quotient of two doubles would be rounded twice */
  leat_value_write (self, text);
  return g_ascii_strtod (text, NULL);
}

static char *
write_integer (gint64 integer, char *text)
{
  guint64 magnitude = (guint64) integer;

  if (integer < 0)
    {
      magnitude = 0 - magnitude;
      *text++ = '-';
    }
  return leat_digits_write (magnitude, text);
}

static char *
write_decimal (gint64 integer, guint8 flags_and_scale, char *text)
{
  guint scale = flags_and_scale & LEAT_SCALE_MASK;
  guint64 magnitude = integer < 0 ? 0 - (guint64) integer : (guint64) integer;

  if (integer < 0 || (flags_and_scale & LEAT_SCALE_MINUS_ZERO) != 0)
    *text++ = '-';
  if (scale == 0 || scale > LEAT_SCALE_MAX)
    return leat_digits_write (magnitude, text);

  text = leat_digits_write (magnitude / leat_powers_of_ten[scale], text);
  *text++ = '.';
  return leat_digits_write_padded (magnitude % leat_powers_of_ten[scale], scale, text);
}

static char *
write_double (double number, char *text)
{
  static const char *const formats[] = { "%.15g", "%.16g", "%.17g" };

  if (isnan (number))
    return stpcpy (text, "nan");
  if (isinf (number))
    return stpcpy (text, number < 0 ? "-inf" : "inf");

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_ascii_formatd (text, LEAT_VALUE_TEXT_MAX, formats[i], number);
      if (g_ascii_strtod (text, NULL) == number)
        break;
    }
  return text + strlen (text);
}

/* days since 1970-01-01 to a Gregorian date, for any day of a gint64 of nanoseconds: years begin
 * in March, so that the day which comes and goes is the last one */
static char *
write_date (gint64 days, char *text)
{
  guint day = (guint) (days + 719468);   /* since 0000-03-01 */
  guint era = day / 146097;
  guint day_of_era = day % 146097;
  guint leap_days = day_of_era / 1460 - day_of_era / 36524 + day_of_era / 146096;
  guint year_of_era = (day_of_era - leap_days) / 365;
  guint day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  guint shifted_month = (5 * day_of_year + 2) / 153;
  guint month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;

  text = leat_digits_write_padded (era * 400 + year_of_era + (month <= 2), 4, text);
  *text++ = '-';
  text = leat_digits_write_padded (month, 2, text);
  *text++ = '-';
  return leat_digits_write_padded (day_of_year - (153 * shifted_month + 2) / 5 + 1, 2, text);
}

static char *
write_time_of_day (guint seconds, char *text)
{
  text = leat_digits_write_padded (seconds / 3600, 2, text);
  *text++ = ':';
  text = leat_digits_write_padded (seconds / 60 % 60, 2, text);
  *text++ = ':';
  return leat_digits_write_padded (seconds % 60, 2, text);
}

/* the text of a second, without a fraction: "2018-10-13T06:03:22" */
#define SECOND_LENGTH 19

/* a time of that second, with its fraction */
typedef struct {
  gint64 second;
  gint64 time;
  guint  digits;
  guint  length;   /* 0: none yet */
  char   text[SECOND_LENGTH + 13];
} TimeText;

/* A thread that writes records writes the same few times again and again: what came in one read has
 * one arrival, and the clocks of the devices go on slowly. Their texts are kept by the second's
 * last bits. */
#define N_TIMES 16

static _Thread_local TimeText time_texts[N_TIMES];

/* RFC 3339, with @digits of a second's fraction */
static void
set_time_text (TimeText *self, gint64 time, gint64 second, guint digits)
{
  const guint64 fraction = (guint64) time - (guint64) second * LEAT_NSEC_PER_SEC;
  char *end = self->text + SECOND_LENGTH;

  if (self->length == 0 || self->second != second)
    {
      const gint64 days = second / 86400 - (second % 86400 < 0);

      end = write_date (days, self->text);
      *end++ = 'T';
      end = write_time_of_day ((guint) (second - days * 86400), end);
    }
  if (digits > 0)
    {
      *end++ = '.';
      end = leat_digits_write_padded (fraction / leat_powers_of_ten[9 - digits], digits, end);
    }
  *end++ = 'Z';
  *end = '\0';
  self->second = second;
  self->time = time;
  self->digits = digits;
  self->length = (guint) (end - self->text);
}

static char *
write_time (gint64 time, guint digits, char *text)
{
  const gint64 second = time / LEAT_NSEC_PER_SEC - (time % LEAT_NSEC_PER_SEC < 0);
  TimeText *kept = &time_texts[second & (N_TIMES - 1)];

  if (G_UNLIKELY (kept->time != time || kept->digits != digits || kept->length == 0))
    set_time_text (kept, time, second, digits);
  memcpy (text, kept->text, sizeof kept->text);
  return text + kept->length;
}

/* how many digits of a second's fraction say all of it, in threes */
static guint
count_fraction_digits (gint64 time)
{
  if (time % 1000 != 0)
    return 9;
  if (time % 1000000 != 0)
    return 6;
  return time % LEAT_NSEC_PER_SEC != 0 ? 3 : 0;
}

/**
 * leat_value_write:
 * @text: room for %LEAT_VALUE_TEXT_MAX bytes
 *
 * Writes a value that is held as a number, a boolean or a time, exactly: decimals with all their
 * digits, times as RFC 3339 in UTC with as many of 0, 3, 6 or 9 digits of a second's fraction as
 * they need, doubles as the shortest text that reads back the same, or `nan`, `inf`, `-inf`. Of
 * what is held as text or bytes, and of what is not present, it writes nothing. Any thread.
 *
 * Returns: the end of the text, where a NUL stands
 */
char *
leat_value_write (const LeatValue *self, char *text)
{
  char *end = text;

  if (!leat_value_is_present (self) || self->length != 0)
    {
      *text = '\0';
      return text;
    }
  switch ((LeatType) self->type)
    {
    case LEAT_TYPE_BOOL:
      return stpcpy (text, self->boolean ? "true" : "false");
    case LEAT_TYPE_INT:
      end = write_integer (self->integer, text);
      break;
    case LEAT_TYPE_DECIMAL:
      end = write_decimal (self->integer, self->scale, text);
      break;
    case LEAT_TYPE_DOUBLE:
      return write_double (self->number, text);
    case LEAT_TYPE_TIME:
      return write_time (self->integer, count_fraction_digits (self->integer), text);
    case LEAT_TYPE_STRING:
    case LEAT_TYPE_BYTES:
      break;
    }
  *end = '\0';
  return end;
}

/**
 * leat_time_write:
 * @time: nanoseconds since 1970-01-01 UTC
 * @text: room for %LEAT_VALUE_TEXT_MAX bytes
 *
 * Writes a moment as RFC 3339 in UTC with all nine digits of a second's fraction:
 * `2018-10-13T06:03:22.104518000Z`. Any thread.
 *
 * Returns: the end of the text, where a NUL stands
 */
char *
leat_time_write (gint64 time, char *text)
{
  return write_time (time, 9, text);
}

/**
 * leat_time_read:
 * @text: a moment as RFC 3339 writes it, as a person may type it: to the microsecond
 * @zone: (nullable): of a text that says none; %NULL: such a text is no moment
 * @time: (out): nanoseconds since 1970-01-01 UTC; untouched after %FALSE
 *
 * Any thread.
 *
 * Returns: %FALSE: it is no moment, or beyond the years 1678 to 2261, which 64 bits reach
 */
gboolean
leat_time_read (const char *text, GTimeZone *zone, gint64 *time)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_iso8601 (text, zone);

  if (moment == NULL || g_date_time_get_year (moment) < 1678 ||
      g_date_time_get_year (moment) > 2261)
    return FALSE;
  *time = g_date_time_to_unix (moment) * LEAT_NSEC_PER_SEC +
          g_date_time_get_microsecond (moment) * 1000;
  return TRUE;
}

/**
 * leat_type_get_name:
 *
 * Returns: (transfer none): how a schema spells it
 */
const char *
leat_type_get_name (LeatType type)
{
  g_return_val_if_fail ((guint) type < G_N_ELEMENTS (type_names), NULL);

  return type_names[type];
}

/**
 * leat_type_from_name:
 * @name: how a schema spells it
 * @type: (out): the type
 *
 * Returns: %FALSE if there is no such type
 */
gboolean
leat_type_from_name (const char *name, LeatType *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (type_names); i++)
    if (g_str_equal (name, type_names[i]))
      {
        *type = (LeatType) i;
        return TRUE;
      }
  return FALSE;
}

/**
 * leat_quality_get_name:
 *
 * Returns: (transfer none): how records show it
 */
const char *
leat_quality_get_name (LeatQuality quality)
{
  g_return_val_if_fail ((guint) quality < G_N_ELEMENTS (quality_names), NULL);

  return quality_names[quality];
}
