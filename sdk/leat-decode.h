/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-decode.h - from a frame to the fields of a record */
#pragma once
#include "leat-cell.h"
G_BEGIN_DECLS

#define LEAT_COLUMNS_MAX 1024

typedef enum {
  LEAT_TRAILING_NO,
  LEAT_TRAILING_YES,
  LEAT_TRAILING_REQUIRED,
} LeatTrailing;

typedef enum {
  LEAT_SURPLUS_MARK,
  LEAT_SURPLUS_REJECT,
  LEAT_SURPLUS_IGNORE,
} LeatSurplus;

typedef enum {
  LEAT_SHORTAGE_MISSING,
  LEAT_SHORTAGE_REJECT,
} LeatShortage;

/* columns count from 0 here */
typedef struct {
  LeatCell cell;
  guint    first_column;
  guint    last_column;
  gboolean required;
} LeatPlace;

/* a field made of others: are they within their tolerances? */
typedef struct {
  guint   field;
  GArray *judged;             /* of guint: places in LeatDecoder */
} LeatVerdict;

/* the csv format of a schema, compiled */
typedef struct _LeatDecoder {
  char         delimiter;
  char         quote;
  gboolean     has_quote;
  gboolean     trim;
  LeatTrailing trailing;
  LeatSurplus  surplus;
  LeatShortage shortage;
  guint        n_expected;    /* columns */
  guint        n_used;        /* the highest column of a field, from 1 */
  GArray      *places;        /* of LeatPlace */
  GArray      *verdicts;      /* of LeatVerdict */
} LeatDecoder;

LeatDecoder *leat_decoder_new    (void);
void         leat_decoder_free   (LeatDecoder *self);
gboolean     leat_decoder_decode (const LeatDecoder *self, const LeatSchema *schema,
                                  const guint8 *frame, gsize length, LeatBatch *batch,
                                  const LeatOrigin *origin, LeatMoment arrival, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatDecoder, leat_decoder_free)
G_END_DECLS
