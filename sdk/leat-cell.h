/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-cell.h - from the text of one column to the value of one field, whatever the format */
#pragma once
#include "leat-batch-private.h"
#include "leat-bytes.h"
#include "leat-number.h"
#include "leat-range.h"
#include "leat-text.h"
#include "leat-time.h"
#include "leat-words.h"
G_BEGIN_DECLS

/* in the order of the words good=, bad=, none= */
typedef enum {
  LEAT_JUDGEMENT_GOOD,
  LEAT_JUDGEMENT_BAD,
  LEAT_JUDGEMENT_NONE,
} LeatJudgement;

/* How to read one field; compiled once, shared by threads. What each value needs stands first, for
 * the processor reads it for each. */
typedef struct {
  guint            field;        /* its index in the schema */
  LeatType         type;
  LeatNumberForm   number;
  gboolean         is_judged;    /* there is something plausible, or saturated */
  LeatWords        marks;        /* words in the place of a value; meaning: a LeatQuality */
  LeatTimePattern *pattern;
  gboolean         is_judgement;
  LeatWords        words;        /* for values: TRUE, FALSE of a BOOL; or a LeatJudgement */
  LeatEncoding     encoding;
  LeatBytesForm    bytes;
  gsize            max_length;   /* STRING, BYTES */
  LeatRange        plausible;
  LeatRange        tolerance;
  GArray          *saturated;    /* of LeatRange, each of one number; NULL: none */
} LeatCell;

void leat_cell_init          (LeatCell *self);
void leat_cell_clear         (LeatCell *self);
void leat_cell_read          (const LeatCell *self, const char *text, gsize length, gint64 arrival,
                              LeatBatch *batch, LeatValue *value);
void leat_cell_take          (const LeatCell *self, const LeatValue *found, LeatValue *value);
void leat_cell_set_judgement (LeatValue *value, LeatJudgement judgement);

G_END_DECLS
