/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-number.h - numbers as devices write them, to what leat-decimal.h and doubles hold */
#pragma once
#include "leat-decimal.h"
G_BEGIN_DECLS

/* a longer text is no number */
#define LEAT_NUMBER_LENGTH_MAX 256

typedef enum {
  LEAT_BASE_TEN,
  LEAT_BASE_SIXTEEN,
  LEAT_BASE_BY_PREFIX,      /* 0x: sixteen; else ten */
} LeatBase;

/**
 * LeatNumberForm:
 * @comma: does a comma stand before a fraction, instead of a point?
 * @spaced_sign: may blanks stand between sign and digits?
 * @base: INT: of its digits
 *
 * How a device writes its numbers.
 */
typedef struct {
  gboolean comma;
  gboolean spaced_sign;
  LeatBase base;
} LeatNumberForm;

/* room for a number of a text of that length as JSON spells it, with a NUL */
#define LEAT_NUMBER_ROOM(length) ((length) + 24)

LeatDecimalForm leat_number_read_int     (const LeatNumberForm *form, const char *text,
                                          gsize length, gint64 *integer);
LeatDecimalForm leat_number_read_decimal (const LeatNumberForm *form, const char *text,
                                          gsize length, gint64 *integer, guint8 *scale);
gboolean        leat_number_read_double  (const LeatNumberForm *form, const char *text,
                                          gsize length, double *number);
gsize           leat_number_spell        (const LeatNumberForm *form, const char *text,
                                          gsize length, char *spelled);
int             leat_number_compare      (const char *spelled, const char *other);

G_END_DECLS
