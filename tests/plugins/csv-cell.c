/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* csv-cell.c - tests single cells */
#include "csv-cell.h"
#include <string.h>

typedef struct {
  const char *name;
  const char *text;
  char delimiter;
  const char *expected;
} TextCase;

static const TextCase text_cases[] = {
  { "plain", "B-17", ',', "B-17" },
  { "empty", "", ',', "" },
  { "blanks", " a ", ',', " a " },
  { "delimiter", "a,b", ',', "\"a,b\"" },
  { "another-delimiter", "a,b", ';', "a,b" },
  { "quote", "\"", ',', "\"\"\"\"" },
  { "quoted", "\"a\"", ',', "\"\"\"a\"\"\"" },
  { "lf", "a\nb", ',', "\"a\nb\"" },
  { "cr", "\r", ',', "\"\r\"" },
  { "formula", "=1+2", ',', "=1+2" },
  { "utf-8", "é;€", ';', "\"é;€\"" },
};

static void
test_text (gconstpointer data)
{
  const TextCase *test = data;
  gsize length = strlen (test->text);
  g_autofree char *cell = g_malloc (CSV_CELL_TEXT (length));
  char *end = csv_cell_write_text (cell, test->text, length, test->delimiter);

  *end = '\0';
  g_assert_cmpstr (cell, ==, test->expected);
}

/* RFC 4648, section 10 */
static void
test_base64 (void)
{
  static const char *const expected[] = {
    "", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"
  };

  for (gsize length = 0; length < G_N_ELEMENTS (expected); length++)
    {
      g_autofree char *cell = g_malloc (CSV_CELL_BASE64 (length) + 1);
      char *end = csv_cell_write_base64 (cell, "foobar", length);

      *end = '\0';
      g_assert_cmpstr (cell, ==, expected[length]);
    }
}

typedef struct {
  const char *name;
  LeatValue value;
  const char *expected;
} ValueCase;

#define VALUE(name, kind, expected, ...)                                                           \
  { name, { .type = LEAT_TYPE_##kind, __VA_ARGS__ }, expected }

static const ValueCase value_cases[] = {
  VALUE ("bool", BOOL, "true", .boolean = TRUE),
  VALUE ("int", INT, "-17", .integer = -17),
  VALUE ("decimal", DECIMAL, "1.730", .integer = 1730, .scale = 3),
  VALUE ("time", TIME, "1970-01-01T00:00:00.001Z", .integer = 1000000),
  VALUE ("implausible", INT, "7", .integer = 7, .quality = LEAT_QUALITY_IMPLAUSIBLE),
  VALUE ("missing", INT, "", .integer = 7, .quality = LEAT_QUALITY_MISSING),
  VALUE ("undecodable", INT, "", .string = "1x", .length = 2, .quality = LEAT_QUALITY_UNDECODABLE),
  VALUE ("string", STRING, "\"a,b\"", .string = "a,b", .length = 3),
  VALUE ("no-string", STRING, "", .string = "a", .length = 1, .quality = LEAT_QUALITY_OVERFLOW),
  VALUE ("bytes", BYTES, "YWI=", .string = "ab", .length = 2),
  VALUE ("no-bytes", BYTES, "", .string = "ab", .length = 2, .quality = LEAT_QUALITY_UNDECODABLE),
  VALUE ("long", INT, "12345678901234567890", .string = "12345678901234567890", .length = 20),
};

static void
test_value (gconstpointer data)
{
  const ValueCase *test = data;
  char cell[256];
  char *end = csv_cell_write_value (cell, &test->value, ',');

  *end = '\0';
  g_assert_cmpstr (cell, ==, test->expected);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (text_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/csv-cell/text/", text_cases[i].name, NULL);

      g_test_add_data_func (path, &text_cases[i], test_text);
    }
  for (guint i = 0; i < G_N_ELEMENTS (value_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/csv-cell/value/", value_cases[i].name, NULL);

      g_test_add_data_func (path, &value_cases[i], test_value);
    }
  g_test_add_func ("/csv-cell/base64", test_base64);
  return g_test_run ();
}
