/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-text-schema.h - what a source without schema= gives: each frame as a text */
#pragma once
#include "leat-host.h"
G_BEGIN_DECLS

LeatSchema *leatd_text_schema_new    (void);
void        leatd_text_schema_append (LeatBatch *batch, const LeatOrigin *origin,
                                      const LeatPiece *piece);

G_END_DECLS
