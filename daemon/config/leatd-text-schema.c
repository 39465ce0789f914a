/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-text-schema.c - what a source without schema= gives: each frame as a text */
#include "config/leatd-text-schema.h"

/**
 * leatd_text_schema_new:
 *
 * Returns: (transfer full): a schema of one field, text
 */
LeatSchema *
leatd_text_schema_new (void)
{
  static const LeatField fields[] = {
    { .name = "text", .type = LEAT_TYPE_STRING },
  };

  return leat_schema_new ("text", fields, G_N_ELEMENTS (fields));
}

/**
 * leatd_text_schema_append:
 * @origin: of the schema
 * @piece: a frame
 *
 * Appends a record: what a frame holds, as a text.
 */
void
leatd_text_schema_append (LeatBatch *batch, const LeatOrigin *origin, const LeatPiece *piece)
{
  leat_batch_append (batch, origin, piece->arrival.moment);
  leat_batch_set_string (batch, 0, (const char *) piece->frame.payload,
                         (gssize) piece->frame.length);
}
