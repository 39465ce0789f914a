/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* schema.c - tests the schema as an object: its fields, its identity */
#include "leat-schema-private.h"

static const LeatField fields[] = {
  { .name = "num", .type = LEAT_TYPE_INT, .role = LEAT_ROLE_COUNTER },
  { .name = "width", .type = LEAT_TYPE_DECIMAL, .unit = "mm", .summary = "From edge to edge." },
};

static void
test_schema_fields (void)
{
  g_autoptr (LeatSchema) schema = leat_schema_new ("plate", fields, G_N_ELEMENTS (fields));

  g_assert_cmpstr (leat_schema_get_name (schema), ==, "plate");
  g_assert_null (leat_schema_get_summary (schema));
  g_assert_cmpuint (leat_schema_get_n_fields (schema), ==, 2);
  g_assert_cmpstr (leat_schema_get_field (schema, 1)->name, ==, "width");
  g_assert_cmpstr (leat_schema_get_field (schema, 1)->unit, ==, "mm");
  g_assert_cmpint (leat_schema_get_field (schema, 1)->type, ==, LEAT_TYPE_DECIMAL);
  g_assert_null (leat_schema_get_field (schema, 0)->unit);
  g_assert_null (leat_schema_get_field (schema, 0)->summary);
  g_assert_cmpstr (leat_schema_get_field (schema, 1)->summary, ==, "From edge to edge.");
}

static void
test_schema_find (void)
{
  g_autoptr (LeatSchema) schema = leat_schema_new ("plate", fields, G_N_ELEMENTS (fields));
  guint index = 99;

  g_assert_false (leat_schema_find_field (schema, "height", &index));
  g_assert_false (leat_schema_find_role (schema, LEAT_ROLE_TIME, &index));
  g_assert_cmpuint (index, ==, 99);
  g_assert_true (leat_schema_find_field (schema, "width", &index));
  g_assert_cmpuint (index, ==, 1);
  g_assert_true (leat_schema_find_role (schema, LEAT_ROLE_COUNTER, &index));
  g_assert_cmpuint (index, ==, 0);
}

static void
test_schema_hash (void)
{
  g_autoptr (LeatSchema) two = leat_schema_new ("plate", fields, 2);
  g_autoptr (LeatSchema) again = leat_schema_new ("plate", fields, 2);
  g_autoptr (LeatSchema) one = leat_schema_new ("plate", fields, 1);

  g_assert_cmpuint (strlen (leat_schema_get_hash (two)), ==, 64);
  g_assert_cmpstr (leat_schema_get_hash (two), ==, leat_schema_get_hash (again));
  g_assert_cmpstr (leat_schema_get_hash (two), !=, leat_schema_get_hash (one));
}

static void
test_schema_references (void)
{
  LeatSchema *schema = leat_schema_new ("plate", fields, 2);
  g_autoptr (LeatSchema) other = leat_schema_ref (schema);

  leat_schema_unref (schema);
  g_assert_cmpstr (leat_schema_get_name (other), ==, "plate");
}

static void
test_schema_without_decoder (void)
{
  g_autoptr (LeatSchema) schema = leat_schema_new ("plate", fields, 2);
  g_autoptr (GError) error = NULL;
  LeatMoment arrival = { 0 };

  g_assert_false (
      leat_schema_decode (schema, (const guint8 *) "1,2", 3, NULL, NULL, arrival, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "plate"));
}

static void
test_schema_field_name (void)
{
  g_assert_true (leat_draft_is_field_name ("measure_1"));
  g_assert_false (leat_draft_is_field_name ("1st"));
  g_assert_false (leat_draft_is_field_name ("Num"));
  g_assert_false (leat_draft_is_field_name ("num-2"));
  g_assert_false (leat_draft_is_field_name (""));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/schema/fields", test_schema_fields);
  g_test_add_func ("/schema/find", test_schema_find);
  g_test_add_func ("/schema/hash", test_schema_hash);
  g_test_add_func ("/schema/references", test_schema_references);
  g_test_add_func ("/schema/without-decoder", test_schema_without_decoder);
  g_test_add_func ("/schema/field-name", test_schema_field_name);
  return g_test_run ();
}
