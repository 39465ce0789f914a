/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* text-schema.c - tests what a source without schema= gives */
#include "config/leatd-text-schema.h"

static void
test_text_schema (void)
{
  g_autoptr (LeatSchema) schema = leatd_text_schema_new ();
  LeatOrigin *origin = leat_origin_new ("m1", "00000000000000000000", schema, NULL, NULL);
  g_autoptr (LeatBatch) batch = leat_batch_new (1);
  const LeatPiece piece = {
    .frame = { .payload = (const guint8 *) "a\0b", .length = 3 },
    .arrival = { .moment = { 17, 4 } },
  };
  const LeatRecord *record;

  leatd_text_schema_append (batch, origin, &piece);
  leat_origin_unref (origin);
  record = leat_batch_get_record (batch, 0);
  g_assert_cmpint (record->time, ==, 17);
  g_assert_cmpint (record->monotonic, ==, 4);
  g_assert_cmpmem (record->values[0].string, (int) record->values[0].length, "a\0b", 3);
  g_assert_cmpstr (leat_schema_get_name (record->origin->schema), ==, "text");
  g_assert_cmpstr (leat_schema_get_field (record->origin->schema, 0)->name, ==, "text");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text-schema", test_text_schema);
  return g_test_run ();
}
