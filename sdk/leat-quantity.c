/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-quantity.c - numbers with a unit: sizes and durations */
#include <string.h>

#include "leat-option-private.h"

#define KIB (G_GINT64_CONSTANT (1) << 10)
#define MIB (G_GINT64_CONSTANT (1) << 20)
#define GIB (G_GINT64_CONSTANT (1) << 30)
#define TIB (G_GINT64_CONSTANT (1) << 40)

/* what leat_quantity_write() offers comes first among equals */
const LeatUnit leat_size_units[] = {
  { "", 1 },    { "k", KIB },   { "K", KIB }, { "KiB", KIB }, { "M", MIB }, { "MiB", MIB },
  { "G", GIB }, { "GiB", GIB }, { "T", TIB }, { "TiB", TIB }, { NULL, 0 },
};

const LeatUnit leat_duration_units[] = {
  { "us", 1 },
  { "ms", 1000 },
  { "s", G_USEC_PER_SEC },
  { "min", 60 * G_GINT64_CONSTANT (1000000) },
  { "h", 3600 * G_GINT64_CONSTANT (1000000) },
  { "d", 86400 * G_GINT64_CONSTANT (1000000) },
  { NULL, 0 },
};

/* digits with at most one point: 1.5 is 15 and the power 10; FALSE if there are none or more than a
 * gint64 holds */
static gboolean
parse_digits (const char **text, gint64 *digits, gint64 *power)
{
  const char *p = *text;
  gboolean point = FALSE;

  *digits = 0;
  *power = 1;
  for (; g_ascii_isdigit (*p) || (*p == '.' && !point && p > *text); p++)
    {
      if (*p == '.')
        {
          point = TRUE;
          continue;
        }
      if (__builtin_mul_overflow (*digits, 10, digits) ||
          __builtin_add_overflow (*digits, *p - '0', digits) ||
          (point && __builtin_mul_overflow (*power, 10, power)))
        return FALSE;
    }
  if (p == *text || p[-1] == '.')
    return FALSE;
  *text = p;
  return TRUE;
}

/* exact or not at all: @text is digits, an optional fraction, optional blanks, a unit of @units; 0
 * needs no unit */
gboolean
leat_quantity_parse (const char *text, const LeatUnit *units, gint64 *quantity)
{
  gint64 digits, power, product;
  gsize blanks;

  if (!parse_digits (&text, &digits, &power))
    return FALSE;
  blanks = strspn (text, " ");
  if (blanks > 0 && text[blanks] == '\0')
    return FALSE;
  text += blanks;
  if (digits == 0 && *text == '\0')
    {
      *quantity = 0;
      return TRUE;
    }
  for (; units->name != NULL; units++)
    if (g_str_equal (text, units->name))
      {
        if (__builtin_mul_overflow (digits, units->factor, &product) || product % power != 0)
          return FALSE;
        *quantity = product / power;
        return TRUE;
      }
  return FALSE;
}

/* in the largest unit that needs no fraction: 64k, 250ms */
char *
leat_quantity_write (gint64 quantity, const LeatUnit *units)
{
  const LeatUnit *best = units;

  if (quantity == 0)
    return g_strdup ("0");
  for (; units->name != NULL; units++)
    if (units->factor > best->factor && quantity % units->factor == 0)
      best = units;
  return g_strdup_printf ("%" G_GINT64_FORMAT "%s", quantity / best->factor, best->name);
}
