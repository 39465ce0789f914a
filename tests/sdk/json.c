/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* json.c - tests the JSON form of records, to the byte */
#include <math.h>
#include <string.h>
#include "leat-json.h"
#include "leat-batch-host.h"

enum { DEVICE_TIME, NUM, MEASURE_1, MEASURE_2, RATIO, CODE, RAW, N_FIELDS };

static const LeatField fields[] = {
  [DEVICE_TIME] = { .name = "device_time", .type = LEAT_TYPE_TIME },
  [NUM] = { .name = "num", .type = LEAT_TYPE_INT },
  [MEASURE_1] = { .name = "measure_1", .type = LEAT_TYPE_DECIMAL },
  [MEASURE_2] = { .name = "measure_2", .type = LEAT_TYPE_DECIMAL },
  [RATIO] = { .name = "ratio", .type = LEAT_TYPE_DOUBLE },
  [CODE] = { .name = "code", .type = LEAT_TYPE_STRING },
  [RAW] = { .name = "raw", .type = LEAT_TYPE_BYTES },
};

static const LeatMoment arrival = { .time = G_GINT64_CONSTANT (1539410602104518000) };

static LeatOrigin *
new_origin (const char *source, const char *gateway, const char *const *tags, guint n_fields)
{
  g_autoptr (LeatSchema) schema = leat_schema_new ("pv200", fields, n_fields);

  return leat_origin_new (source, "0K3Q9V2M7WB1X5T4E8ZC", schema, gateway, tags);
}

static void
append_good (LeatBatch *batch, const LeatOrigin *origin)
{
  leat_batch_append (batch, origin, arrival);
  leat_batch_set_time (batch, DEVICE_TIME, G_GINT64_CONSTANT (1539410602000000000));
  leat_batch_set_int (batch, NUM, 17);
  leat_batch_set_decimal_text (batch, MEASURE_1, "1.730", 5);
  leat_batch_set_decimal_text (batch, MEASURE_2, "2.104", 5);
}

/* with ' for " */
#define HEAD(sequence) \
  "{'id':'camera0/0K3Q9V2M7WB1X5T4E8ZC/" sequence "','source':'camera0','gateway':'line-3'," \
  "'schema':'pv200','time':'2018-10-13T06:03:22.104518000Z','tags':{'station':'film-inspection'},"
#define GOOD_FIELDS \
  "'fields':{'device_time':'2018-10-13T06:03:22Z','num':17,'measure_1':1.730,'measure_2':2.104}"

static void
assert_json (GString *json, const char *expected)
{
  g_assert_cmpstr (json->str, ==, expected);
  g_assert_cmpuint (json->len, ==, strlen (expected));
  g_string_truncate (json, 0);
}

/* @expected: with ' for " */
static void
assert_record (GString *json, const char *expected)
{
  g_autofree char *quoted = g_strdelimit (g_strdup (expected), "'", '"');

  assert_json (json, quoted);
}

static void
test_record (void)
{
  static const char *const tags[] = { "station", "film-inspection", NULL };
  LeatOrigin *origin = new_origin ("camera0", "line-3", tags, 4);
  g_autoptr (LeatBatch) batch = leat_batch_new (0);
  g_autoptr (GString) json = g_string_new (NULL);
  guint64 next = 1841;

  append_good (batch, origin);
  leat_batch_seal (batch, &next);
  leat_json_append_record (json, leat_batch_get_record (batch, 0));
  assert_record (json, HEAD ("1841") GOOD_FIELDS "}");
  leat_origin_unref (origin);
}

static void
test_bad_fields (void)
{
  LeatOrigin *origin = new_origin ("camera0", NULL, NULL, N_FIELDS);
  g_autoptr (LeatBatch) batch = leat_batch_new (0);
  g_autoptr (GString) json = g_string_new (NULL);
  guint64 next = 1;

  leat_batch_append (batch, origin, arrival);
  leat_batch_set_quality (batch, DEVICE_TIME, LEAT_QUALITY_DEVICE_ERROR);
  leat_batch_set_decimal_text (batch, MEASURE_1, "-0.000", 6);
  leat_batch_set_quality (batch, MEASURE_1, LEAT_QUALITY_IMPLAUSIBLE);
  leat_batch_set_undecodable (batch, MEASURE_2, "1.7x0", -1);
  leat_batch_set_double (batch, RATIO, NAN);
  leat_batch_set_string (batch, CODE, "", -1);
  leat_batch_set_undecodable (batch, RAW, "\xff\"", 2);
  leat_batch_add_flags (batch, LEAT_RECORD_TEST | LEAT_RECORD_CLOCK_UNSYNCED);
  leat_batch_add_flags (batch, LEAT_RECORD_LINE_ERROR | LEAT_RECORD_SURPLUS);
  leat_batch_set_frame (batch, "ab", 2);
  leat_batch_seal (batch, &next);
  leat_json_append_record (json, leat_batch_get_record (batch, 0));
  assert_record (
      json, "{'id':'camera0/0K3Q9V2M7WB1X5T4E8ZC/1','source':'camera0','schema':'pv200',"
            "'time':'2018-10-13T06:03:22.104518000Z',"
            "'fields':{'device_time':null,'num':null,'measure_1':-0.000,'measure_2':null,"
            "'ratio':null,'code':'','raw':null},"
            "'quality':{'device_time':'device-error','num':'missing','measure_1':'implausible',"
            "'measure_2':'undecodable','ratio':'device-error','raw':'undecodable'},"
            "'text':{'measure_2':'1.7x0','raw':'\xef\xbf\xbd\\''},"
            "'clock':'unsynced','test':true,'line_error':true,'surplus':true,'frame':'YWI='}");
  leat_origin_unref (origin);
}

/* lines and arrays, a part of a batch, origins that alternate, names that must be escaped */
static void
test_batch (void)
{
  static const char *const tags[] = { "a\"b", "c\\d", "e", "", NULL };
  LeatOrigin *first = new_origin ("camera0", "line-3", NULL, 0);
  LeatOrigin *second = new_origin ("caméra \"1\"", "line\t3", tags, 0);
  g_autoptr (LeatBatch) batch = leat_batch_new (0);
  g_autoptr (GString) json = g_string_new (NULL);
  guint64 next = 9;
  const char *one = "{'id':'camera0/0K3Q9V2M7WB1X5T4E8ZC/11','source':'camera0','gateway':'line-3',"
                    "'schema':'pv200','time':'2018-10-13T06:03:22.104518000Z','fields':{}}";
  const char *two = "{'id':'caméra \\'1\\'/0K3Q9V2M7WB1X5T4E8ZC/10','source':'caméra \\'1\\'',"
                    "'gateway':'line\\t3','schema':'pv200','time':'2018-10-13T06:03:22.104518000Z',"
                    "'tags':{'a\\'b':'c\\\\d','e':''},'fields':{}}";
  g_autofree char *lines = g_strconcat (two, "\n", one, "\n", NULL);
  g_autofree char *array = g_strconcat ("[", two, ",", one, "]", NULL);

  for (guint i = 0; i < 4; i++)
    leat_batch_append (batch, i % 2 == 0 ? first : second, arrival);
  leat_batch_seal (batch, &next);
  leat_json_append_batch (json, batch, 1, 2, LEAT_JSON_LINES);
  assert_record (json, lines);
  leat_json_append_batch (json, batch, 1, 2, LEAT_JSON_ARRAY);
  assert_record (json, array);
  leat_json_append_batch (json, batch, 4, 0, LEAT_JSON_ARRAY);
  assert_json (json, "[]");
  leat_origin_unref (first);
  leat_origin_unref (second);
}

typedef struct {
  const char *name;
  const char *text;
  gssize      length;
  const char *expected;
} StringCase;

#define REPLACED "\xef\xbf\xbd"

static const StringCase string_cases[] = {
  { "empty", "", -1, "\"\"" },
  { "null", NULL, -1, "null" },
  { "plain", "B-17", -1, "\"B-17\"" },
  { "part", "B-17", 2, "\"B-\"" },
  { "quote", "a\"b\\c", -1, "\"a\\\"b\\\\c\"" },
  { "slash", "a/b", -1, "\"a/b\"" },
  { "short-escapes", "\b\f\n\r\t", -1, "\"\\b\\f\\n\\r\\t\"" },
  { "controls", "\x01\x1f\x7f", -1, "\"\\u0001\\u001f\x7f\"" },
  { "nul", "a\0b", 3, "\"a\\u0000b\"" },
  { "utf-8", "é€𝄞", -1, "\"é€𝄞\"" },
  { "latin-1", "caf\xe9", -1, "\"caf" REPLACED "\"" },
  { "cut-character", "€", 2, "\"" REPLACED REPLACED "\"" },
  { "cut-by-nul", "\xe2\x82\0", 3, "\"" REPLACED REPLACED "\\u0000\"" },
  { "lone-continuation", "\x80x", -1, "\"" REPLACED "x\"" },
  { "overlong", "\xc0\xaf", -1, "\"" REPLACED REPLACED "\"" },
  { "surrogate", "\xed\xa0\x80", -1, "\"" REPLACED REPLACED REPLACED "\"" },
  { "too-high", "\xf4\x90\x80\x80", -1, "\"" REPLACED REPLACED REPLACED REPLACED "\"" },
  { "no-utf-8-ever", "\xff\xfe", -1, "\"" REPLACED REPLACED "\"" },
};

static void
test_string (gconstpointer data)
{
  const StringCase *test = data;
  g_autoptr (GString) json = g_string_new (NULL);

  leat_json_append_string (json, test->text, test->length);
  g_assert_true (g_utf8_validate_len (json->str, json->len, NULL));
  assert_json (json, test->expected);
}

typedef struct {
  const char *name;
  LeatValue   value;
  const char *expected;
} ValueCase;

#define VALUE(name, kind, expected, ...) \
  { name, { .type = LEAT_TYPE_##kind, __VA_ARGS__ }, expected }

static const ValueCase value_cases[] = {
  VALUE ("bool", BOOL, "true", .boolean = TRUE),
  VALUE ("infinite", DOUBLE, "null", .number = -INFINITY),
  VALUE ("large", DOUBLE, "1e+22", .number = 1e22),
  VALUE ("long", DECIMAL, "1234567890123456789.0", .string = "1234567890123456789.0", .length = 21),
  VALUE ("bytes", BYTES, "\"AP8=\"", .string = "\0\xff", .length = 2),
  VALUE ("no-bytes", BYTES, "\"\"", .string = ""),
  VALUE ("empty", STRING, "\"\"", .string = NULL),
  VALUE ("time", TIME, "\"1970-01-01T00:00:00Z\"", .integer = 0),
  VALUE ("missing", INT, "null", .quality = LEAT_QUALITY_MISSING),
  VALUE ("suspect", INT, "5", .integer = 5, .quality = LEAT_QUALITY_SUSPECT),
};

static void
test_value (gconstpointer data)
{
  const ValueCase *test = data;
  g_autoptr (GString) json = g_string_new (NULL);

  leat_json_append_value (json, &test->value);
  assert_json (json, test->expected);
}

/* what a sink has a place of its own for: the same text as in the whole, or none */
static void
assert_part (const char *whole, const char *name, GString *part)
{
  g_autofree char *named = g_strdup_printf (",\"%s\":%s", name, part->str);

  g_assert_cmpuint (part->len, >, 2);
  g_assert_nonnull (strstr (whole, named));
}

static void
test_parts (void)
{
  static const char *const tags[] = { "station", "film-inspection", "line", "3", NULL };
  LeatOrigin *origin = new_origin ("camera0", "line-3", tags, 4);
  g_autoptr (LeatBatch) batch = leat_batch_new (1);
  g_autoptr (GString) whole = g_string_new (NULL), part = g_string_new (NULL);
  const LeatRecord *record;
  guint64 next = 1;

  leat_batch_append (batch, origin, (LeatMoment) { 0, 0 });
  leat_batch_set_undecodable (batch, 0, "\"?", -1);
  leat_batch_seal (batch, &next);
  record = leat_batch_get_record (batch, 0);
  leat_json_append_record (whole, record);
  leat_json_append_tags (part, origin);
  assert_part (whole->str, "tags", part);
  leat_json_append_qualities (g_string_truncate (part, 0), record);
  assert_part (whole->str, "quality", part);
  leat_json_append_texts (g_string_truncate (part, 0), record);
  assert_part (whole->str, "text", part);
  leat_origin_unref (origin);
}

/* nothing to say is no empty object */
static void
test_no_parts (void)
{
  LeatOrigin *origin = new_origin ("camera0", NULL, NULL, 0);
  g_autoptr (LeatBatch) batch = leat_batch_new (1);
  g_autoptr (GString) json = g_string_new ("x");
  guint64 next = 1;

  leat_batch_append (batch, origin, (LeatMoment) { 0, 0 });
  leat_batch_seal (batch, &next);
  leat_json_append_tags (json, origin);
  leat_json_append_qualities (json, leat_batch_get_record (batch, 0));
  leat_json_append_texts (json, leat_batch_get_record (batch, 0));
  g_assert_cmpstr (json->str, ==, "x");
  leat_origin_unref (origin);
}

static void
test_base64 (void)
{
  for (gsize length = 0; length < 200; length++)
    {
      g_autofree guint8 *data = g_malloc (length);
      g_autoptr (GString) json = g_string_new ("x");
      g_autofree char *encoded = NULL;
      g_autofree char *expected = NULL;

      for (gsize i = 0; i < length; i++)
        data[i] = (guint8) (i * 37 + length);
      encoded = g_base64_encode (data, length);
      expected = g_strdup_printf ("x\"%s\"", encoded);
      leat_json_append_base64 (json, data, length);
      assert_json (json, expected);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/record", test_record);
  g_test_add_func ("/json/bad-fields", test_bad_fields);
  g_test_add_func ("/json/batch", test_batch);
  for (guint i = 0; i < G_N_ELEMENTS (string_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/json/string/", string_cases[i].name, NULL);

      g_test_add_data_func (path, &string_cases[i], test_string);
    }
  for (guint i = 0; i < G_N_ELEMENTS (value_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/json/value/", value_cases[i].name, NULL);

      g_test_add_data_func (path, &value_cases[i], test_value);
    }
  g_test_add_func ("/json/parts", test_parts);
  g_test_add_func ("/json/no-parts", test_no_parts);
  g_test_add_func ("/json/base64", test_base64);
  return g_test_run ();
}
