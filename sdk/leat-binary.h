/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-binary.h - one number or text among the bytes of a frame */
#pragma once
#include "leat-decode.h"
G_BEGIN_DECLS

/* in the order of the words of as= */
typedef enum {
  LEAT_READING_AUTO,
  LEAT_READING_UNSIGNED,
  LEAT_READING_SIGNED,
  LEAT_READING_FLOAT,
  LEAT_READING_BCD,
  LEAT_READING_TEXT,
  LEAT_READING_BYTES,
} LeatReading;

/* bytes of a bcd number */
#define LEAT_BCD_MAX 32

typedef struct {
  LeatReading reading;
  LeatType    type;           /* of the field */
  guint32     offset;
  guint32     width;          /* 0: to the end */
  gboolean    is_big;
  guint8      low_bit;
  guint8      n_bits;         /* 0: all */
  guint8      scale;          /* the number is multiplied by factor × 10^-scale */
  gint64      factor;
} LeatBinary;

void leat_binary_find (const LeatBinary *self, const LeatWork *work, LeatFound *piece);

G_END_DECLS
