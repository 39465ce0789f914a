/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* csv-format.c - tests what is said of columns and delimiters, and which columns are no field's */
#include "csv-format.h"

typedef struct {
  const char *name;
  const char *columns;
  const char *delimiter;
  const char *message;
} FaultCase;

#define NO_COLUMN(text) \
  "columns: \"" text "\" is no column; there are id, source, epoch, sequence, gateway, schema, " \
  "time, frame, quality, tag.KEY, the names of fields, and * for all fields"
#define NO_DELIMITER(text) "delimiter: \"" text "\" cannot part cells; give one of , ; | or \\t"

static const FaultCase fault_cases[] = {
  { "upper-case", "Num", ",", NO_COLUMN ("Num") },
  { "empty-tag", "tag.", ",", NO_COLUMN ("tag.") },
  { "empty-field", "field.", ",", NO_COLUMN ("field.") },
  { "blank", "num  code", ",", NO_COLUMN ("") },
  { "twice", "id num id", ",", "columns: \"id\" stands there twice" },
  { "none", NULL, ",", "columns: there is none; leave the key out for id;source;time;*;quality" },
  { "no-delimiter", "id", "", NO_DELIMITER ("") },
  { "two-delimiters", "id", ",;", NO_DELIMITER (",;") },
  { "digit", "id", "0", NO_DELIMITER ("0") },
  { "point", "id", ".", NO_DELIMITER (".") },
  { "minus", "id", "-", NO_DELIMITER ("-") },
  { "colon", "id", ":", NO_DELIMITER (":") },
  { "quote", "id", "\"", NO_DELIMITER ("\"") },
  { "line-end", "id", "\n", NO_DELIMITER ("\n") },
};

static void
test_fault (gconstpointer data)
{
  const FaultCase *test = data;
  g_auto (GStrv) columns = test->columns != NULL ? g_strsplit (test->columns, " ", -1) : NULL;
  CsvFormat format = { (const char *const *) columns, test->delimiter[0], FALSE };
  g_autoptr (GError) error = NULL;

  g_assert_false (csv_format_check (&format, test->delimiter, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_cmpstr (error->message, ==, test->message);
}

/* a field that has the name of a column goes by another */
static void
test_names (void)
{
  g_assert_true (csv_column_is_reserved ("time"));
  g_assert_false (csv_column_is_reserved ("field.time"));
  g_assert_false (csv_column_is_reserved ("num"));
  g_assert_cmpstr (csv_column_get_field_name ("field.time"), ==, "time");
  g_assert_cmpstr (csv_column_get_field_name ("num"), ==, "num");
}

/* columns that are meant for fields, but of none that the records have */
static void
test_absent (void)
{
  static const LeatField fields[] = { { .name = "num", .type = LEAT_TYPE_INT } };
  static const char *const all[] = { "id", "num", "*", "tag.x", "field.num", NULL };
  static const char *const some[] = { "nmu", "id", "num", "field.time", NULL };
  g_autoptr (LeatSchema) schema = leat_schema_new ("one", fields, G_N_ELEMENTS (fields));
  g_autofree char *none = csv_format_find_absent (&(CsvFormat) { all, ',', FALSE }, schema);
  g_autofree char *two = csv_format_find_absent (&(CsvFormat) { some, ',', FALSE }, schema);

  g_assert_null (none);
  g_assert_cmpstr (two, ==, "nmu, field.time");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (fault_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/csv-format/fault/", fault_cases[i].name, NULL);

      g_test_add_data_func (path, &fault_cases[i], test_fault);
    }
  g_test_add_func ("/csv-format/names", test_names);
  g_test_add_func ("/csv-format/absent", test_absent);
  return g_test_run ();
}
