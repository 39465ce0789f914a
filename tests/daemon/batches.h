/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* batches.h - batches of numbered records, for tests of what carries them */
#pragma once
#include "leat-host.h"

/* an origin whose records have one field, num */
static inline LeatOrigin *
test_origin_new (const char *source)
{
  static const LeatField fields[] = {
    { .name = "num", .type = LEAT_TYPE_INT },
  };
  g_autoptr (LeatSchema) schema = leat_schema_new ("numbers", fields, G_N_ELEMENTS (fields));
  g_autofree char *epoch = leat_epoch_new ();

  return leat_origin_new (source, epoch, schema, "gateway", NULL);
}

/* sealed; num and sequence go on from *@next */
static inline LeatBatch *
test_batch_new (const LeatOrigin *origin, guint n_records, guint64 *next)
{
  LeatBatch *batch = leat_batch_new (n_records);
  guint64 sequence = *next;

  for (guint i = 0; i < n_records; i++)
    {
      leat_batch_append (batch, origin, (LeatMoment) { 1, 1 });
      leat_batch_set_int (batch, 0, (gint64) (sequence + i));
    }
  leat_batch_seal (batch, next);
  return batch;
}
