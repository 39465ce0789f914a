/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-decimal.h - decimal numbers as text, exactly */
#pragma once
#include "leat-value.h"
G_BEGIN_DECLS

/**
 * LeatDecimalForm:
 * @LEAT_DECIMAL_NONE: the text is no decimal number
 * @LEAT_DECIMAL_NUMBER: at most 18 digits: an integer and a scale hold it
 * @LEAT_DECIMAL_LONG: more digits: text holds it
 */
typedef enum {
  LEAT_DECIMAL_NONE,
  LEAT_DECIMAL_NUMBER,
  LEAT_DECIMAL_LONG,
} LeatDecimalForm;

LeatDecimalForm leat_decimal_read  (const char *text, gsize length, gint64 *integer, guint8 *scale);
/* a number that leat_decimal_read() found, as JSON spells it; into @length + 1 bytes, no NUL; its
 * length */
gsize           leat_decimal_spell (const char *text, gsize length, char *spelled);

G_END_DECLS
