/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assembly-shape.c - tests the record of a part: digits as they came, what is missing missing */
#include "assembly-inputs.h"

static void
test_part (void)
{
  const AssemblyOptions options = { .match = ASSEMBLY_MATCH_KEY };
  g_auto (GStrv) fields = inputs_list (
      "key;seq;complete;reason;camera-0.width;camera-0.record;scanner.code;scanner.arrival");
  g_auto (AssemblyPlan) plan = { .inputs = NULL };
  g_autoptr (AssemblyShape) shape = NULL;
  g_autoptr (LeatBatch) batch = leat_batch_new (2);
  g_autoptr (GString) json = g_string_new (NULL);
  AssemblyRecord *records[2] = { NULL };
  AssemblyKept *camera, *scanner;
  LeatOrigin *origin;
  Inputs inputs;

  inputs_init (&inputs);
  camera = inputs_make_record (&inputs.inputs[0], 0, "17", 1);
  scanner = inputs_make_record (&inputs.inputs[1], 1, "17", 2);
  g_assert_true (assembly_plan_init (&plan, &options, inputs.inputs, 2, NULL));
  shape = assembly_shape_new (&plan, fields, NULL);
  origin = leat_origin_new ("part", "0K3Q9V2M7WB1X5T4E8ZC", assembly_shape_get_schema (shape), "g",
                            NULL);
  g_assert_true (assembly_shape_look (shape, camera));
  g_assert_true (assembly_shape_look (shape, scanner));
  g_assert_null (scanner->table.key.text); /* a number in digits is the number */
  g_assert_cmpint (scanner->table.key.number, ==, camera->table.key.number);
  records[0] = &camera->table;
  records[1] = &scanner->table;
  assembly_shape_append (shape, batch, origin, ASSEMBLY_COMPLETE, records, 7);
  records[1] = NULL;
  assembly_shape_append (shape, batch, origin, ASSEMBLY_TIMEOUT, records, 8);
  leat_json_append_record (json, leat_batch_get_record (batch, 0));
  g_string_append_c (json, '\n');
  leat_json_append_record (json, leat_batch_get_record (batch, 1));
  g_assert_nonnull (
      strstr (json->str,
              "\"fields\":{\"key\":\"17\",\"seq\":7,\"complete\":true,\"reason\":\"complete\","
              "\"camera_0_width\":1.730,\"camera_0_record\":\"0K3Q9V2M7WB1X5T4E8ZC/1841\","
              "\"scanner_code\":\"17\",\"scanner_arrival\":\"1970-01-01T00:00:00.000001002Z\"}"));
  g_assert_nonnull (
      strstr (json->str,
              "\"fields\":{\"key\":\"17\",\"seq\":8,\"complete\":false,\"reason\":\"timeout\","
              "\"camera_0_width\":1.730,\"camera_0_record\":\"0K3Q9V2M7WB1X5T4E8ZC/1841\","
              "\"scanner_code\":null,\"scanner_arrival\":null}"));
  g_assert_nonnull (strstr (json->str, "\"scanner_code\":\"missing\""));
  g_assert_cmpuint (leat_batch_get_record (batch, 1)->sequence, ==, 8);
  assembly_kept_unref (camera);
  assembly_kept_unref (scanner);
  leat_origin_unref (origin);
  inputs_clear (&inputs);
}

/* a source whose records are no longer as the key file has them */
static void
test_other_schema (void)
{
  const AssemblyOptions options = { .match = ASSEMBLY_MATCH_KEY };
  g_auto (AssemblyPlan) plan = { .inputs = NULL };
  g_autoptr (AssemblyShape) shape = NULL;
  AssemblyKept *record;
  Inputs inputs;

  inputs_init (&inputs);
  g_assert_true (assembly_plan_init (&plan, &options, inputs.inputs, 2, NULL));
  shape = assembly_shape_new (&plan, NULL, NULL);
  record = inputs_make_record (&inputs.inputs[1], 0, "17", 1);
  g_assert_false (assembly_shape_look (shape, record));
  g_assert_false (record->table.key.is_set);
  assembly_kept_unref (record);
  inputs_clear (&inputs);
}

static void
test_keys (void)
{
  static const struct {
    const char *code;
    gboolean is_number;
  } cases[] = {
    { "17", TRUE }, { "-3", TRUE }, { "017", FALSE }, { "+17", FALSE },
    { "A17", FALSE }, { "", FALSE }, { "1234567890123456789012", FALSE },
  };
  const AssemblyOptions options = { .match = ASSEMBLY_MATCH_KEY };
  g_auto (AssemblyPlan) plan = { .inputs = NULL };
  g_autoptr (AssemblyShape) shape = NULL;
  Inputs inputs;

  inputs_init (&inputs);
  g_assert_true (assembly_plan_init (&plan, &options, inputs.inputs, 2, NULL));
  shape = assembly_shape_new (&plan, NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      AssemblyKept *record = inputs_make_record (&inputs.inputs[1], 1, cases[i].code, 1);

      g_assert_true (assembly_shape_look (shape, record));
      g_assert_true (record->table.key.is_set);
      g_assert_cmpint (record->table.key.text == NULL, ==, cases[i].is_number);
      assembly_kept_unref (record);
    }
  inputs_clear (&inputs);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/shape/part", test_part);
  g_test_add_func ("/shape/other-schema", test_other_schema);
  g_test_add_func ("/shape/keys", test_keys);
  return g_test_run ();
}
