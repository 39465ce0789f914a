/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-records.c - one record of everything, for tests of templates */
#include "rest-records.h"

#define SECOND G_GINT64_CONSTANT (1539410602)

LeatBatch *
rest_new_record (void)
{
  static const LeatField fields[] = {
    { .name = "num", .type = LEAT_TYPE_INT },     { .name = "measure", .type = LEAT_TYPE_DECIMAL },
    { .name = "code", .type = LEAT_TYPE_STRING }, { .name = "text", .type = LEAT_TYPE_STRING },
    { .name = "seen", .type = LEAT_TYPE_TIME },   { .name = "flag", .type = LEAT_TYPE_BOOL },
    { .name = "raw", .type = LEAT_TYPE_BYTES },   { .name = "none", .type = LEAT_TYPE_INT },
    { .name = "wrong", .type = LEAT_TYPE_INT },   { .name = "wide", .type = LEAT_TYPE_DECIMAL },
    { .name = "ratio", .type = LEAT_TYPE_DOUBLE },
  };
  static const char *const tags[] = { "station", "hall 3", NULL };
  g_autoptr (LeatSchema) schema = leat_schema_new ("pv200", fields, G_N_ELEMENTS (fields));
  LeatOrigin *origin = leat_origin_new ("camera0", "EPOCH", schema, "line-3", tags);
  LeatBatch *batch = leat_batch_new (1);
  guint64 next = 1841;

  leat_batch_append (batch, origin, (LeatMoment) { SECOND * LEAT_NSEC_PER_SEC + 104518000, 0 });
  leat_batch_set_int (batch, 0, 17);
  leat_batch_set_decimal (batch, 1, 1730, 3);
  leat_batch_set_string (batch, 2, "A\"1 ", -1);
  leat_batch_set_string (batch, 3, "a,b", -1);
  leat_batch_set_time (batch, 4, SECOND * LEAT_NSEC_PER_SEC);
  leat_batch_set_bool (batch, 5, TRUE);
  leat_batch_set_bytes (batch, 6, "\x01\x02\x03", 3);
  leat_batch_set_undecodable (batch, 8, "1x7", -1);
  leat_batch_set_decimal_text (batch, 9, "1234567890123456789012.345", 26);
  leat_batch_set_double (batch, 10, 0.1);
  leat_origin_unref (origin);
  leat_batch_seal (batch, &next);
  return batch;
}
