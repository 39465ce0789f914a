/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-digits.h - numbers to decimal digits, two at a time */
#pragma once
#include <string.h>
#include <glib.h>
G_BEGIN_DECLS

/* what leat_digits_write() writes at the most */
#define LEAT_DIGITS_MAX 20

extern const char    leat_digit_pairs[200];      /* "000102…99" */
extern const guint64 leat_powers_of_ten[20];

/* exactly @width digits, with leading zeros; what does not fit is cut off at the left; the end of
 * what was written */
static inline char *
leat_digits_write_padded (guint64 number, guint width, char *text)
{
  char *end = text + width;
  char *cursor = end;

  for (; width >= 2; width -= 2)
    {
      cursor -= 2;
      memcpy (cursor, leat_digit_pairs + 2 * (number % 100), 2);
      number /= 100;
    }
  if (width == 1)
    *text = (char) ('0' + number % 10);
  return end;
}

static inline guint
leat_digits_count (guint64 number)
{
  /* 1233 / 4096 is log10 (2), near enough for 64 bits */
  guint count = ((guint) (64 - __builtin_clzll (number | 1)) * 1233) >> 12;

  return count + ((number | 1) >= leat_powers_of_ten[count]);
}

/* as many digits as it has; the end of what was written */
static inline char *
leat_digits_write (guint64 number, char *text)
{
  return leat_digits_write_padded (number, leat_digits_count (number), text);
}

G_END_DECLS
