/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-schemas.c - tests that a schema comes back from the file as it was */
#include "buffer-file.h"
#include "buffer-schemas.h"

#define TEXT \
  "[schema]\nname=small\nformat=csv\n" \
  "[field num]\ncolumn=1\ntype=int\nrole=counter\n" \
  "[field size]\ncolumn=2\ntype=decimal\nunit=µm 2\n"

static LeatSchema *
store_and_load (BufferFile *file, LeatSchema *schema)
{
  g_autoptr (GError) error = NULL;
  gint64 first = 0, second = 0;
  LeatSchema *loaded;

  g_assert_true (buffer_schemas_store (file->database, schema, &first, &error));
  g_assert_true (buffer_schemas_store (file->database, schema, &second, &error));
  g_assert_cmpint (first, ==, second);
  loaded = buffer_schemas_load (file->database, first, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (leat_schema_get_name (loaded), ==, leat_schema_get_name (schema));
  g_assert_cmpstr (leat_schema_get_hash (loaded), ==, leat_schema_get_hash (schema));
  return loaded;
}

static void
assert_fields (const LeatSchema *schema)
{
  g_assert_cmpuint (leat_schema_get_n_fields (schema), ==, 2);
  g_assert_cmpstr (leat_schema_get_field (schema, 0)->name, ==, "num");
  g_assert_null (leat_schema_get_field (schema, 0)->unit);
  g_assert_cmpint (leat_schema_get_field (schema, 0)->role, ==, LEAT_ROLE_COUNTER);
  g_assert_cmpint (leat_schema_get_field (schema, 1)->type, ==, LEAT_TYPE_DECIMAL);
  g_assert_cmpstr (leat_schema_get_field (schema, 1)->unit, ==, "µm 2");
}

static void
test_text (void)
{
  BufferFile file;
  g_autoptr (LeatSchema) schema = leat_schema_new_from_text ("test", TEXT, -1, NULL);
  g_autoptr (LeatSchema) loaded = NULL;

  buffer_file_init (&file);
  loaded = store_and_load (&file, schema);
  assert_fields (loaded);
  g_assert_cmpstr (leat_schema_get_text (loaded), ==, TEXT);
  buffer_file_clear (&file);
}

static void
test_no_text (void)
{
  static const LeatField fields[] = {
    { .name = "num", .type = LEAT_TYPE_INT, .role = LEAT_ROLE_COUNTER },
    { .name = "size", .type = LEAT_TYPE_DECIMAL, .unit = "µm 2" },
  };
  BufferFile file;
  g_autoptr (LeatSchema) schema = leat_schema_new ("small", fields, G_N_ELEMENTS (fields));
  g_autoptr (LeatSchema) loaded = NULL;

  buffer_file_init (&file);
  loaded = store_and_load (&file, schema);
  assert_fields (loaded);
  buffer_file_clear (&file);
}

/* a text that this Leat does not understand, or understands otherwise: its records can be read */
static void
test_other_text (void)
{
  BufferFile file;
  g_autoptr (LeatSchema) schema = leat_schema_new_from_text ("test", TEXT, -1, NULL);
  static const char *const damages[] = {
    "UPDATE schemas SET text = '[schema]'",
    "UPDATE schemas SET text = replace (text, 'num', 'other')",
  };

  buffer_file_init (&file);
  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autoptr (LeatSchema) loaded = store_and_load (&file, schema);
      g_autoptr (LeatSchema) other = NULL;

      g_assert_true (buffer_database_run (file.database, damages[i], NULL));
      other = buffer_schemas_load (file.database, 1, NULL);
      assert_fields (other);
      g_assert_null (leat_schema_get_text (other));
      g_assert_true (buffer_database_run (file.database, "DELETE FROM schemas", NULL));
    }
  buffer_file_clear (&file);
}

static void
test_no_schema (void)
{
  BufferFile file;

  buffer_file_init (&file);
  g_assert_null (buffer_schemas_load (file.database, 7, NULL));
  g_assert_true (buffer_database_run (file.database,
                                      "INSERT INTO schemas (id, hash, name, fields)"
                                      " VALUES (7, 'x', 'small', 'num whatever 0')",
                                      NULL));
  g_assert_null (buffer_schemas_load (file.database, 7, NULL));
  buffer_file_clear (&file);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/buffer-schemas/text", test_text);
  g_test_add_func ("/buffer-schemas/no-text", test_no_text);
  g_test_add_func ("/buffer-schemas/other-text", test_other_text);
  g_test_add_func ("/buffer-schemas/no-schema", test_no_schema);
  return g_test_run ();
}
