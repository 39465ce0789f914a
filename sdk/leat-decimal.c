/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-decimal.c - decimal numbers as text, exactly */
#include "leat-decimal.h"
#include <string.h>

/* those behind leading zeros */
static gsize
count_significant (const char *text, const char *end)
{
  gsize count = 0;

  for (; text < end; text++)
    count += *text != '.' && (count > 0 || *text != '0');
  return count;
}

/* a sign, digits with at most one point among or beside them, no exponent. The digits behind the
 * point are kept as they are, zeros too; zeros before the first digit and a plus are not */
LeatDecimalForm
leat_decimal_read (const char *text, gsize length, gint64 *integer, guint8 *scale)
{
  const char *end = text + length;
  gboolean negative = length > 0 && text[0] == '-';
  const char *start = negative || (length > 0 && text[0] == '+') ? text + 1 : text;
  const char *point = NULL;
  guint64 number = 0;         /* wraps if there are too many digits, and is not used then */
  gsize n_digits, n_fraction;

  for (const char *cursor = start; cursor < end; cursor++)
    {
      guint digit = (guint) (guchar) *cursor - '0';

      if (digit <= 9)
        number = number * 10 + digit;
      else if (*cursor == '.' && point == NULL)
        point = cursor;
      else
        return LEAT_DECIMAL_NONE;
    }
  n_digits = (gsize) (end - start) - (point != NULL);
  if (n_digits == 0)
    return LEAT_DECIMAL_NONE;

  n_fraction = point != NULL ? (gsize) (end - point - 1) : 0;
  if (G_UNLIKELY (n_digits > LEAT_SCALE_MAX) &&
      (n_fraction > LEAT_SCALE_MAX || count_significant (start, end) > LEAT_SCALE_MAX))
    return LEAT_DECIMAL_LONG;
  *integer = negative ? -(gint64) number : (gint64) number;
  *scale = (guint8) (n_fraction | (negative && number == 0 ? LEAT_SCALE_MINUS_ZERO : 0));
  return LEAT_DECIMAL_NUMBER;
}

/* RFC 8259, section 6: no plus, no zeros before the first digit but one before a point, no point
 * at the end */
gsize
leat_decimal_spell (const char *text, gsize length, char *spelled)
{
  const char *end = text + length;
  char *cursor = spelled;

  if (*text == '-')
    *cursor++ = '-';
  if (*text == '-' || *text == '+')
    text++;
  if (end[-1] == '.')
    end--;
  while (end - text > 1 && text[0] == '0' && text[1] != '.')
    text++;
  if (*text == '.')
    *cursor++ = '0';
  memcpy (cursor, text, (gsize) (end - text));
  return (gsize) (cursor - spelled) + (gsize) (end - text);
}
