/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-number.c - numbers as devices write them, to what leat-decimal.h and doubles hold */
#include <float.h>
#include <math.h>
#include <string.h>
#include "leat-digits.h"
#include "leat-number.h"

#define MAX_HEX_DIGITS 16

/* a number with a point and without blanks: the text itself, or a copy of it */
typedef struct {
  const char *text;
  gsize       length;
  char        copy[LEAT_NUMBER_LENGTH_MAX];
} Plain;

static void
copy_plain (const LeatNumberForm *form, const char *text, gsize length, Plain *plain)
{
  const char *end = text + length;
  char *at = plain->copy;

  if (text < end && (*text == '-' || *text == '+'))
    *at++ = *text++;
  while (form->spaced_sign && at > plain->copy && text < end && *text == ' ')
    text++;
  for (; text < end; text++)
    if (!form->comma || (*text != ',' && *text != '.'))
      *at++ = *text;
    else
      *at++ = *text == ',' ? '.' : ',';   /* a point is as wrong then as a comma is elsewhere */
  plain->text = plain->copy;
  plain->length = (gsize) (at - plain->copy);
}

static inline gboolean
is_plain (const LeatNumberForm *form)
{
  return !form->comma && !form->spaced_sign;
}

static gboolean
make_plain (const LeatNumberForm *form, const char *text, gsize length, Plain *plain)
{
  plain->text = text;
  plain->length = length;
  if (length > LEAT_NUMBER_LENGTH_MAX)
    return FALSE;
  if (!is_plain (form))
    copy_plain (form, text, length, plain);
  return TRUE;
}

static gboolean
has_prefix (const char *text, gsize length)
{
  return length > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
}

static LeatDecimalForm
read_hexadecimal (const char *text, gsize length, gint64 *integer)
{
  guint64 sum = 0;
  gsize at = has_prefix (text, length) ? 2 : 0;

  while (at + 1 < length && text[at] == '0')
    at++;
  if (length == at || length - at > MAX_HEX_DIGITS)
    return LEAT_DECIMAL_NONE;
  for (; at < length; at++)
    {
      const int digit = g_ascii_xdigit_value (text[at]);

      if (digit < 0)
        return LEAT_DECIMAL_NONE;
      sum = sum << 4 | (guint64) digit;
    }
  *integer = (gint64) sum;
  return *integer >= 0 ? LEAT_DECIMAL_NUMBER : LEAT_DECIMAL_LONG;
}

static inline gboolean
is_hexadecimal (const LeatNumberForm *form, const char *text, gsize length)
{
  return form->base == LEAT_BASE_SIXTEEN ||
         (form->base == LEAT_BASE_BY_PREFIX && has_prefix (text, length));
}

/* digits alone, as leat_decimal_read() has found them */
static inline LeatDecimalForm
judge_int (LeatDecimalForm read, const char *text, gsize length, guint8 scale)
{
  if (read == LEAT_DECIMAL_NUMBER)
    return (scale & LEAT_SCALE_MASK) == 0 && text[length - 1] != '.' ? read : LEAT_DECIMAL_NONE;
  if (read == LEAT_DECIMAL_LONG && memchr (text, '.', length) != NULL)
    return LEAT_DECIMAL_NONE;
  return read;
}

/* of a form that few have; apart from the others, which need no room for a copy */
static G_GNUC_NO_INLINE LeatDecimalForm
read_copy (const LeatNumberForm *form, const char *text, gsize length, gboolean is_int,
           gint64 *integer, guint8 *scale)
{
  LeatDecimalForm read;
  Plain plain;

  if (!make_plain (form, text, length, &plain))
    return LEAT_DECIMAL_NONE;
  read = leat_decimal_read (plain.text, plain.length, integer, scale);
  return is_int ? judge_int (read, plain.text, plain.length, *scale) : read;
}

/**
 * leat_number_read_int:
 * @integer: (out): what it is, if %LEAT_DECIMAL_NUMBER is returned
 *
 * Reads digits with or without a sign; hexadecimal ones without, up to 64 bits. Any thread.
 */
LeatDecimalForm
leat_number_read_int (const LeatNumberForm *form, const char *text, gsize length, gint64 *integer)
{
  LeatDecimalForm read;
  guint8 scale = 0;

  if (is_hexadecimal (form, text, length))
    return read_hexadecimal (text, length, integer);
  if (G_UNLIKELY (!is_plain (form) || length > LEAT_NUMBER_LENGTH_MAX))
    return read_copy (form, text, length, TRUE, integer, &scale);
  read = leat_decimal_read (text, length, integer, &scale);
  return judge_int (read, text, length, scale);
}

/**
 * leat_number_read_decimal:
 * @integer: (out): the digits without their point, if %LEAT_DECIMAL_NUMBER is returned
 * @scale: (out): see #LeatValue
 *
 * Reads digits with or without a sign and a fraction, all of them: `1.730`, `-0.000`, `+1.5`, `.5`,
 * `5.`; no exponents. Any thread.
 */
LeatDecimalForm
leat_number_read_decimal (const LeatNumberForm *form, const char *text, gsize length,
                          gint64 *integer, guint8 *scale)
{
  if (G_UNLIKELY (!is_plain (form) || length > LEAT_NUMBER_LENGTH_MAX))
    return read_copy (form, text, length, FALSE, integer, scale);
  return leat_decimal_read (text, length, integer, scale);
}

/**
 * leat_number_spell:
 * @text: what leat_number_read_int() or leat_number_read_decimal() has called a number
 * @spelled: (out): LEAT_NUMBER_ROOM() for @length; ends with a NUL
 *
 * Spells a number as JSON does. Any thread.
 *
 * Returns: the length of @spelled
 */
gsize
leat_number_spell (const LeatNumberForm *form, const char *text, gsize length, char *spelled)
{
  gint64 integer = 0;
  Plain plain;
  char *end;

  if (is_hexadecimal (form, text, length))
    {
      read_hexadecimal (text, length, &integer);
      end = leat_digits_write ((guint64) integer, spelled);
    }
  else
    {
      make_plain (form, text, length, &plain);
      end = spelled + leat_decimal_spell (plain.text, plain.length, spelled);
    }
  *end = '\0';
  return (gsize) (end - spelled);
}

static int
compare_fractions (const char *fraction, const char *other)
{
  while (*fraction != '\0' || *other != '\0')
    {
      const char digit = *fraction != '\0' ? *fraction++ : '0';
      const char other_digit = *other != '\0' ? *other++ : '0';

      if (digit != other_digit)
        return digit < other_digit ? -1 : 1;
    }
  return 0;
}

static int
compare_magnitudes (const char *spelled, const char *other)
{
  const gsize n_digits = strcspn (spelled, "."), n_other = strcspn (other, ".");
  const int whole = memcmp (spelled, other, MIN (n_digits, n_other));

  if (n_digits != n_other)
    return n_digits < n_other ? -1 : 1;
  if (whole != 0)
    return whole;
  spelled += n_digits;
  other += n_other;
  return compare_fractions (spelled + (*spelled == '.'), other + (*other == '.'));
}

static gboolean
is_zero (const char *spelled)
{
  return spelled[strspn (spelled, "-0.")] == '\0';
}

/**
 * leat_number_compare:
 * @spelled: a number as leat_number_spell() spells it, of any length
 * @other: likewise
 *
 * Returns: less than 0, 0 or more than 0 as @spelled is less than, equal to or more than @other,
 *   exactly
 */
int
leat_number_compare (const char *spelled, const char *other)
{
  const gboolean minus = *spelled == '-';

  if (is_zero (spelled) && is_zero (other))
    return 0;
  if (minus != (*other == '-'))
    return minus ? -1 : 1;
  return minus ? compare_magnitudes (other + 1, spelled + 1) : compare_magnitudes (spelled, other);
}

/* a power of ten up to 10^22 and digits up to 2^53 are exact in a double: their quotient is rounded
 * once */
static gboolean
divide_exactly (gint64 integer, guint8 scale, double *number)
{
  if (FLT_EVAL_METHOD != 0 || ABS (integer) > G_GINT64_CONSTANT (1) << 53)
    return FALSE;
  *number = (double) integer / (double) leat_powers_of_ten[scale & LEAT_SCALE_MASK];
  if (scale & LEAT_SCALE_MINUS_ZERO)
    *number = -*number;
  return TRUE;
}

/* [sign] digits, with nothing behind */
static gboolean
is_exponent (const char *text, gsize length)
{
  const LeatNumberForm whole = { 0 };
  gint64 integer;

  return leat_number_read_int (&whole, text, length, &integer) != LEAT_DECIMAL_NONE;
}

static gboolean
read_spelled (const char *mantissa, const char *exponent, gsize length, double *number)
{
  char text[LEAT_NUMBER_ROOM (LEAT_NUMBER_LENGTH_MAX) + LEAT_NUMBER_LENGTH_MAX];

  g_snprintf (text, sizeof text, "%se%.*s", mantissa, (int) length, exponent);
  *number = g_ascii_strtod (text, NULL);
  return isfinite (*number) && (*number != 0 || is_zero (mantissa));
}

/**
 * leat_number_read_double:
 * @number: (out): the binary float that is nearest
 *
 * Reads what leat_number_read_decimal() reads, and exponents. What is too large or too small for a
 * double is none: 0 would be a lie. Any thread.
 */
gboolean
leat_number_read_double (const LeatNumberForm *form, const char *text, gsize length, double *number)
{
  const LeatNumberForm ten = { .comma = form->comma, .spaced_sign = form->spaced_sign };
  char mantissa[LEAT_NUMBER_ROOM (LEAT_NUMBER_LENGTH_MAX)];
  const char *exponent = "0";
  gsize n_mantissa = 0, n_exponent = 1;
  LeatDecimalForm read;
  gint64 integer = 0;
  guint8 scale = 0;

  while (n_mantissa < length && (text[n_mantissa] | 0x20) != 'e')
    n_mantissa++;
  if (n_mantissa < length)
    {
      exponent = text + n_mantissa + 1;
      n_exponent = length - n_mantissa - 1;
    }
  if (length > LEAT_NUMBER_LENGTH_MAX || !is_exponent (exponent, n_exponent))
    return FALSE;
  read = leat_number_read_decimal (&ten, text, n_mantissa, &integer, &scale);
  if (read == LEAT_DECIMAL_NONE)
    return FALSE;
  if (read == LEAT_DECIMAL_NUMBER && n_mantissa == length &&
      divide_exactly (integer, scale, number))
    return TRUE;
  leat_number_spell (&ten, text, n_mantissa, mantissa);
  return read_spelled (mantissa, exponent, n_exponent, number);
}
