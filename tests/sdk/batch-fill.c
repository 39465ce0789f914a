/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* batch-fill.c - tests that the fields of a record are what was set */
#include <math.h>
#include <string.h>
#include "leat-batch-host.h"
#include "leat-json.h"

enum { FLAG, NUM, MEASURE, RATIO, WHEN, CODE, RAW };

static const LeatField fields[] = {
  [FLAG] = { .name = "flag", .type = LEAT_TYPE_BOOL },
  [NUM] = { .name = "num", .type = LEAT_TYPE_INT },
  [MEASURE] = { .name = "measure", .type = LEAT_TYPE_DECIMAL },
  [RATIO] = { .name = "ratio", .type = LEAT_TYPE_DOUBLE },
  [WHEN] = { .name = "when", .type = LEAT_TYPE_TIME },
  [CODE] = { .name = "code", .type = LEAT_TYPE_STRING },
  [RAW] = { .name = "raw", .type = LEAT_TYPE_BYTES },
};

/* a batch with one record, nothing set */
static LeatBatch *
new_batch (void)
{
  g_autoptr (LeatSchema) schema = leat_schema_new ("test", fields, G_N_ELEMENTS (fields));
  LeatOrigin *origin = leat_origin_new ("camera0", "EPOCH", schema, NULL, NULL);
  LeatBatch *batch = leat_batch_new (1);

  leat_batch_append (batch, origin, (LeatMoment) { 0 });
  leat_origin_unref (origin);
  return batch;
}

static const LeatValue *
get_value (LeatBatch *batch, guint field)
{
  return &leat_batch_get_record (batch, 0)->values[field];
}

static void
test_numbers (void)
{
  g_autoptr (LeatBatch) batch = new_batch ();

  leat_batch_set_bool (batch, FLAG, 2);
  leat_batch_set_int (batch, NUM, G_MININT64);
  leat_batch_set_decimal (batch, MEASURE, -1730, 3);
  leat_batch_set_double (batch, RATIO, 0.1);
  leat_batch_set_time (batch, WHEN, -1);
  g_assert_cmpint (get_value (batch, FLAG)->boolean, ==, TRUE);
  g_assert_cmpint (get_value (batch, NUM)->integer, ==, G_MININT64);
  g_assert_cmpint (get_value (batch, MEASURE)->integer, ==, -1730);
  g_assert_cmpint (get_value (batch, MEASURE)->scale, ==, 3);
  g_assert_cmpfloat (get_value (batch, RATIO)->number, ==, 0.1);
  g_assert_cmpint (get_value (batch, WHEN)->integer, ==, -1);
  for (guint i = FLAG; i <= WHEN; i++)
    {
      g_assert_cmpint (get_value (batch, i)->type, ==, fields[i].type);
      g_assert_cmpint (get_value (batch, i)->quality, ==, LEAT_QUALITY_GOOD);
      g_assert_cmpuint (get_value (batch, i)->length, ==, 0);
    }
  g_assert_cmpint (get_value (batch, CODE)->quality, ==, LEAT_QUALITY_MISSING);
}

static void
test_text (void)
{
  g_autoptr (LeatBatch) batch = new_batch ();
  char text[] = "B-17";

  leat_batch_set_string (batch, CODE, text, 3);
  leat_batch_set_bytes (batch, RAW, "\0\xff", 2);
  memset (text, '#', sizeof text);
  g_assert_cmpstr (get_value (batch, CODE)->string, ==, "B-1");
  g_assert_cmpuint (get_value (batch, CODE)->length, ==, 3);
  g_assert_cmpmem (get_value (batch, RAW)->bytes, get_value (batch, RAW)->length, "\0\xff", 2);
  leat_batch_set_string (batch, CODE, "", -1);
  g_assert_cmpstr (get_value (batch, CODE)->string, ==, "");
  g_assert_cmpint (get_value (batch, CODE)->quality, ==, LEAT_QUALITY_GOOD);
  leat_batch_set_bytes (batch, RAW, NULL, 0);
  g_assert_cmpuint (get_value (batch, RAW)->length, ==, 0);
}

typedef struct {
  const char *name;
  guint       field;
  const char *text;
  LeatType    type;
  const char *written;   /* NULL: refused */
  gboolean    is_text;
} DecimalCase;

static const DecimalCase decimal_cases[] = {
  { "decimal", MEASURE, "+01.730", LEAT_TYPE_DECIMAL, "1.730", FALSE },
  { "minus-zero", MEASURE, "-0.000", LEAT_TYPE_DECIMAL, "-0.000", FALSE },
  { "long", MEASURE, "-.12345678901234567890", LEAT_TYPE_DECIMAL, "-0.12345678901234567890", TRUE },
  { "int", NUM, "-17", LEAT_TYPE_INT, "-17", FALSE },
  { "int-minus-zero", NUM, "-0", LEAT_TYPE_INT, "0", FALSE },
  { "int-long", NUM, "+0123456789012345678901", LEAT_TYPE_INT, "123456789012345678901", TRUE },
  { "int-with-point", NUM, "17.5", LEAT_TYPE_DECIMAL, "17.5", FALSE },
  { "refused", MEASURE, "1.7x0", LEAT_TYPE_DECIMAL, NULL, FALSE },
};

static void
test_decimal_text (gconstpointer data)
{
  const DecimalCase *test = data;
  g_autoptr (LeatBatch) batch = new_batch ();
  const LeatValue *value = get_value (batch, test->field);
  char text[LEAT_VALUE_TEXT_MAX];
  gsize length = strlen (test->text);
  gboolean taken = leat_batch_set_decimal_text (batch, test->field, test->text, length);

  g_assert_cmpint (taken, ==, test->written != NULL);
  g_assert_cmpint (value->type, ==, test->type);
  g_assert_cmpint (leat_value_is_text (value), ==, test->is_text);
  leat_value_write (value, text);
  if (!taken)
    g_assert_cmpint (value->quality, ==, LEAT_QUALITY_MISSING);
  else if (test->is_text)
    g_assert_cmpstr (value->string, ==, test->written);
  else
    g_assert_cmpstr (text, ==, test->written);
}

static void
test_quality (void)
{
  g_autoptr (LeatBatch) batch = new_batch ();

  leat_batch_set_decimal (batch, MEASURE, 1730, 3);
  leat_batch_set_quality (batch, MEASURE, LEAT_QUALITY_IMPLAUSIBLE);
  leat_batch_set_quality (batch, NUM, LEAT_QUALITY_OVERFLOW);
  leat_batch_set_undecodable (batch, WHEN, "tea time", -1);
  leat_batch_set_undecodable (batch, RATIO, "\xff\0", 2);
  g_assert_cmpint (get_value (batch, MEASURE)->quality, ==, LEAT_QUALITY_IMPLAUSIBLE);
  g_assert_cmpint (get_value (batch, MEASURE)->integer, ==, 1730);
  g_assert_cmpint (get_value (batch, NUM)->quality, ==, LEAT_QUALITY_OVERFLOW);
  g_assert_cmpint (get_value (batch, WHEN)->quality, ==, LEAT_QUALITY_UNDECODABLE);
  g_assert_cmpint (get_value (batch, WHEN)->type, ==, LEAT_TYPE_TIME);
  g_assert_cmpstr (get_value (batch, WHEN)->string, ==, "tea time");
  g_assert_cmpmem (get_value (batch, RATIO)->string, get_value (batch, RATIO)->length, "\xff\0", 2);
}

static void
test_record (void)
{
  g_autoptr (LeatBatch) batch = new_batch ();
  const LeatRecord *record = leat_batch_get_record (batch, 0);

  leat_batch_set_frame (batch, "\0abc", 4);
  leat_batch_add_flags (batch, LEAT_RECORD_TEST);
  leat_batch_add_flags (batch, LEAT_RECORD_SURPLUS);
  leat_batch_set_sequence (batch, 99);
  g_assert_cmpmem (record->frame, record->frame_length, "\0abc", 4);
  g_assert_cmpuint (record->flags, ==, LEAT_RECORD_TEST | LEAT_RECORD_SURPLUS);
  g_assert_cmpuint (record->sequence, ==, 99);
}

/* all of it, when the batch that it was copied from is gone */
static void
test_copy (void)
{
  LeatBatch *batch = new_batch ();
  g_autoptr (LeatBatch) copy = leat_batch_new (1);
  g_autoptr (GString) before = g_string_new (NULL);
  g_autoptr (GString) after = g_string_new (NULL);

  leat_batch_set_decimal (batch, MEASURE, 0, 3 | LEAT_SCALE_MINUS_ZERO);
  leat_batch_set_undecodable (batch, NUM, "1x", -1);
  leat_batch_set_string (batch, CODE, "a\0b", 3);
  leat_batch_set_bytes (batch, RAW, "\xff\x00", 2);
  leat_batch_set_sequence (batch, 17);
  leat_batch_set_frame (batch, "frame", 5);
  leat_batch_add_flags (batch, LEAT_RECORD_TEST);
  leat_json_append_record (before, leat_batch_get_record (batch, 0));
  leat_batch_append_copy (copy, leat_batch_get_record (batch, 0));
  leat_batch_unref (batch);
  leat_json_append_record (after, leat_batch_get_record (copy, 0));
  g_assert_cmpstr (after->str, ==, before->str);
}

/* one value of it, with its quality, and its text */
static void
test_value (void)
{
  LeatBatch *batch = new_batch ();
  g_autoptr (LeatBatch) copy = new_batch ();
  const LeatRecord *from = leat_batch_get_record (batch, 0);
  const LeatRecord *to = leat_batch_get_record (copy, 0);

  leat_batch_set_decimal (batch, MEASURE, 1730, 3);
  leat_batch_set_quality (batch, MEASURE, LEAT_QUALITY_IMPLAUSIBLE);
  leat_batch_set_string (batch, CODE, "a17", -1);
  leat_batch_set_value (copy, MEASURE, &from->values[MEASURE]);
  leat_batch_set_value (copy, CODE, &from->values[CODE]);
  leat_batch_set_value (copy, NUM, &from->values[NUM]);
  leat_batch_unref (batch);
  g_assert_cmpint (to->values[MEASURE].integer, ==, 1730);
  g_assert_cmpint (to->values[MEASURE].quality, ==, LEAT_QUALITY_IMPLAUSIBLE);
  g_assert_cmpstr (to->values[CODE].string, ==, "a17");
  g_assert_false (leat_value_is_present (&to->values[NUM]));
}

static void
expect_critical (const char *pattern)
{
  g_test_expect_message (G_LOG_DOMAIN, G_LOG_LEVEL_CRITICAL, pattern);
}

static void
test_misuse (void)
{
  g_autoptr (LeatBatch) batch = new_batch ();
  guint64 next = 1;

  if (g_test_undefined ())
    {
      expect_critical ("*n_fields*");
      leat_batch_set_int (batch, G_N_ELEMENTS (fields), 1);
      g_test_assert_expected_messages ();
      expect_critical ("*LEAT_SCALE_MAX*");
      leat_batch_set_decimal (batch, MEASURE, 1, 19);
      g_test_assert_expected_messages ();
      leat_batch_seal (batch, &next);
      expect_critical ("*sealed*");
      leat_batch_set_int (batch, NUM, 1);
      g_test_assert_expected_messages ();
    }
  g_assert_cmpint (get_value (batch, NUM)->quality, ==, LEAT_QUALITY_MISSING);
  g_assert_cmpint (get_value (batch, MEASURE)->quality, ==, LEAT_QUALITY_MISSING);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/batch-fill/numbers", test_numbers);
  g_test_add_func ("/batch-fill/text", test_text);
  for (guint i = 0; i < G_N_ELEMENTS (decimal_cases); i++)
    {
      const DecimalCase *test = &decimal_cases[i];
      g_autofree char *path = g_strconcat ("/batch-fill/decimal-text/", test->name, NULL);

      g_test_add_data_func (path, test, test_decimal_text);
    }
  g_test_add_func ("/batch-fill/quality", test_quality);
  g_test_add_func ("/batch-fill/record", test_record);
  g_test_add_func ("/batch-fill/copy", test_copy);
  g_test_add_func ("/batch-fill/value", test_value);
  g_test_add_func ("/batch-fill/misuse", test_misuse);
  return g_test_run ();
}
