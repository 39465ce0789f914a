/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pictures-shape.h - what the record of a picture looks like */
#pragma once
#include "picture.h"
G_BEGIN_DECLS

/* the fields of the result, if all results have the same, and behind them those of the picture */
typedef struct _PicturesShape PicturesShape;

extern const LeatRecordTable pictures_table;

PicturesShape *pictures_shape_new        (const LeatInput *inputs, guint n_inputs, GError **error);
void           pictures_shape_free       (PicturesShape *self);
LeatSchema    *pictures_shape_get_schema (PicturesShape *self);
/* @result, @picture: (nullable), but not both */
void           pictures_shape_append     (PicturesShape *self, LeatBatch *batch,
                                          const LeatOrigin *origin, const LeatRecord *result,
                                          const Picture *picture, PictureState state,
                                          guint64 sequence);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PicturesShape, pictures_shape_free)
G_END_DECLS
