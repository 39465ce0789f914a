/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-form.c - tests that a row gives back the record that went into it, to the last digit */
#include <math.h>
#include <string.h>
#include "leat-host.h"
#include "buffer-form.h"

/* a field of each type */
static LeatOrigin *
make_origin (void)
{
  static const LeatField fields[] = {
    { .name = "bool", .type = LEAT_TYPE_BOOL },
    { .name = "int", .type = LEAT_TYPE_INT },
    { .name = "decimal", .type = LEAT_TYPE_DECIMAL },
    { .name = "double", .type = LEAT_TYPE_DOUBLE },
    { .name = "time", .type = LEAT_TYPE_TIME },
    { .name = "string", .type = LEAT_TYPE_STRING },
    { .name = "bytes", .type = LEAT_TYPE_BYTES },
  };
  g_autoptr (LeatSchema) schema = leat_schema_new ("all", fields, G_N_ELEMENTS (fields));

  return leat_origin_new ("camera0", "epoch", schema, NULL, NULL);
}

/* how a cell of any field is set */
typedef struct {
  const char *name;
  void      (*set) (LeatBatch *batch, guint field);
} Case;

#define SET(function, ...) \
  static void set_##function (LeatBatch *batch, guint field) { __VA_ARGS__; }

SET (true, leat_batch_set_bool (batch, field, TRUE))
SET (false, leat_batch_set_bool (batch, field, FALSE))
SET (zero, leat_batch_set_int (batch, field, 0))
SET (negative, leat_batch_set_int (batch, field, -17))
SET (eighteen_digits, leat_batch_set_int (batch, field, G_GINT64_CONSTANT (-999999999999999999)))
SET (greatest, leat_batch_set_int (batch, field, G_MAXINT64))
SET (least, leat_batch_set_int (batch, field, G_MININT64))
SET (long_int,
     leat_batch_set_decimal_text (batch, field, "-1234567890123456789012345678901234567890", 41))
SET (decimal, leat_batch_set_decimal (batch, field, 1730, 3))
SET (minus_zero, leat_batch_set_decimal (batch, field, 0, 3 | LEAT_SCALE_MINUS_ZERO))
SET (minus_zero_whole, leat_batch_set_decimal (batch, field, 0, LEAT_SCALE_MINUS_ZERO))
SET (whole_decimal, leat_batch_set_decimal (batch, field, 17, 0))
SET (all_fraction, leat_batch_set_decimal (batch, field, 5, 18))
SET (wide_decimal, leat_batch_set_decimal (batch, field, G_MAXINT64, 2))
SET (long_decimal, leat_batch_set_decimal_text (batch, field, "-0.12345678901234567890", 23))
SET (third, leat_batch_set_double (batch, field, 1.0 / 3.0))
SET (whole_double, leat_batch_set_double (batch, field, 5))
SET (minus_zero_double, leat_batch_set_double (batch, field, -0.0))
SET (huge, leat_batch_set_double (batch, field, 1.7976931348623157e308))
SET (tiny, leat_batch_set_double (batch, field, 5e-324))
SET (nan, leat_batch_set_double (batch, field, NAN))
SET (infinite, leat_batch_set_double (batch, field, -INFINITY))
SET (suspect_infinite, leat_batch_set_double (batch, field, INFINITY);
     leat_batch_set_quality (batch, field, LEAT_QUALITY_SUSPECT))
SET (moment, leat_batch_set_time (batch, field, 1539410602104518000))
SET (first_moment, leat_batch_set_time (batch, field, G_MININT64))
SET (last_moment, leat_batch_set_time (batch, field, G_MAXINT64))
SET (before_1970, leat_batch_set_time (batch, field, -1))
SET (leap_day, leat_batch_set_time (batch, field, 951782400 * LEAT_NSEC_PER_SEC))
SET (empty, leat_batch_set_string (batch, field, "", 0))
SET (text, leat_batch_set_string (batch, field, "µ \"quoted\" \\ back\r\n\t\b\f\x7f", -1))
SET (with_nul, leat_batch_set_string (batch, field, "a\0b\x01", 4))
SET (with_nul_and_more, leat_batch_set_string (batch, field, "µ\0b", 4))
SET (no_utf8, leat_batch_set_string (batch, field, "a\xff\xc3", 3))
SET (base64_lookalike, leat_batch_set_string (batch, field, "QUJD", 4))
SET (number_lookalike, leat_batch_set_string (batch, field, "17", 2))
SET (bytes, leat_batch_set_bytes (batch, field, "\0\xff\x10 ab", 6))
SET (no_bytes, leat_batch_set_bytes (batch, field, "", 0))
SET (nothing, (void) batch)
SET (overflow, leat_batch_set_quality (batch, field, LEAT_QUALITY_OVERFLOW))
SET (undecodable, leat_batch_set_undecodable (batch, field, "1.x30", -1))
SET (undecodable_bytes, leat_batch_set_undecodable (batch, field, "1\0\xff\xfe\"", 5))
SET (undecodable_empty, leat_batch_set_undecodable (batch, field, "", 0))
SET (implausible, leat_batch_set_decimal (batch, field, -99, 1);
     leat_batch_set_quality (batch, field, LEAT_QUALITY_IMPLAUSIBLE))
SET (unstable, leat_batch_set_int (batch, field, 4);
     leat_batch_set_quality (batch, field, LEAT_QUALITY_UNSTABLE))

#define CASE(function) { #function, set_##function }

static const Case cases[] = {
  CASE (true), CASE (false), CASE (zero), CASE (negative), CASE (eighteen_digits), CASE (greatest),
  CASE (least), CASE (long_int), CASE (decimal), CASE (minus_zero), CASE (minus_zero_whole),
  CASE (whole_decimal), CASE (all_fraction), CASE (wide_decimal), CASE (long_decimal),
  CASE (third), CASE (whole_double), CASE (minus_zero_double), CASE (huge), CASE (tiny),
  CASE (nan), CASE (infinite), CASE (suspect_infinite), CASE (moment), CASE (first_moment),
  CASE (last_moment), CASE (before_1970), CASE (leap_day), CASE (empty), CASE (text),
  CASE (with_nul), CASE (with_nul_and_more), CASE (no_utf8), CASE (base64_lookalike),
  CASE (number_lookalike), CASE (bytes), CASE (no_bytes), CASE (nothing), CASE (overflow),
  CASE (undecodable), CASE (undecodable_bytes), CASE (undecodable_empty), CASE (implausible),
  CASE (unstable),
};

static LeatBatch *
read_back (const BufferForm *form, const LeatRecord *record)
{
  g_autoptr (GString) text = g_string_new ("in front");
  g_autoptr (GString) scratch = g_string_new (NULL);
  BufferSpan spans[BUFFER_N_PARTS];
  BufferColumn columns[BUFFER_N_PARTS];
  g_autofree char *copy = NULL;
  LeatBatch *batch = leat_batch_new (1);

  buffer_form_write (form, record, text, spans);
  copy = g_memdup2 (text->str, text->len); /* so that a byte behind it is seen */
  for (guint i = 0; i < BUFFER_N_PARTS; i++)
    columns[i] = (BufferColumn) { buffer_span_is_null (&spans[i]) ? NULL : copy + spans[i].start,
                                  spans[i].length };
  leat_batch_append (batch, record->origin, (LeatMoment) { record->time, 0 });
  leat_batch_set_sequence (batch, record->sequence);
  leat_batch_add_flags (batch, (LeatRecordFlags) record->flags);
  g_assert_true (buffer_form_read (form, columns, batch, scratch));
  return batch;
}

static void
assert_same_json (const LeatRecord *before, const LeatRecord *after)
{
  g_autoptr (GString) first = g_string_new (NULL);
  g_autoptr (GString) second = g_string_new (NULL);

  leat_json_append_record (first, before);
  leat_json_append_record (second, after);
  g_assert_cmpstr (first->str, ==, second->str);
}

/* not only as JSON shows it; a value that is not there has no type to compare */
static void
assert_same_cell (const LeatValue *before, const LeatValue *after)
{
  g_assert_cmpuint (before->quality, ==, after->quality);
  if (leat_value_is_text (before) || before->type == LEAT_TYPE_BYTES)
    {
      g_assert_cmpmem (before->string, before->length, after->string, after->length);
      return;
    }
  if (!leat_value_is_present (before))
    return;
  g_assert_cmpuint (before->type, ==, after->type);
  g_assert_cmpuint (before->length, ==, after->length);
  g_assert_cmpuint (before->scale, ==, after->scale);
  if (before->type == LEAT_TYPE_BOOL)
    g_assert_cmpint (before->boolean, ==, after->boolean);
  else
    g_assert_cmpint (before->integer, ==, after->integer);
}

/* a case in each field in turn, all others as they should be */
static void
test_round_trip (gconstpointer data)
{
  const Case *test = data;
  LeatOrigin *origin = make_origin ();
  g_autoptr (BufferForm) form = buffer_form_new (origin->schema);
  const guint n_fields = leat_schema_get_n_fields (origin->schema);

  for (guint field = 0; field < n_fields; field++)
    {
      g_autoptr (LeatBatch) batch = leat_batch_new (1);
      g_autoptr (LeatBatch) back = NULL;
      const LeatRecord *before, *after;

      leat_batch_append (batch, origin, (LeatMoment) { 1539410602104518000, 0 });
      leat_batch_set_sequence (batch, 9);
      leat_batch_add_flags (batch, LEAT_RECORD_TEST | LEAT_RECORD_SURPLUS);
      leat_batch_set_frame (batch, "\x02 raw \xff", 7);
      leat_batch_set_decimal (batch, 2, 2104, 3);
      leat_batch_set_string (batch, 5, "µ", -1);
      test->set (batch, field);
      before = leat_batch_get_record (batch, 0);
      back = read_back (form, before);
      after = leat_batch_get_record (back, 0);
      assert_same_json (before, after);
      assert_same_cell (&before->values[field], &after->values[field]);
      g_assert_cmpmem (before->frame, before->frame_length, after->frame, after->frame_length);
    }
  leat_origin_unref (origin);
}

/* columns that nobody wrote so */
typedef struct {
  const char *name;
  const char *parts[BUFFER_N_PARTS];
} Damage;

#define GOOD "{\"bool\":true,\"int\":1,\"decimal\":1.5,\"double\":1,\"time\":null," \
             "\"string\":\"\",\"bytes\":\"\"}"

static const Damage damages[] = {
  { "no-fields", { NULL } },
  { "empty", { "" } },
  { "half", { "{\"bool\":true,\"int\":1" } },
  { "more-behind", { GOOD " " } },
  { "other-name", { "{\"boot\":true}" } },
  { "open-string", { "{\"bool\":\"" } },
  { "unknown-escape", { "{\"bool\":\"\\q\"" } },
  { "half-escape", { "{\"bool\":\"\\u00" } },
  { "large-escape", { "{\"bool\":\"\\u20ac\"" } },
  { "wrong-type", { "{\"bool\":17,\"int\":1,\"decimal\":1.5,\"double\":1,\"time\":null,"
                    "\"string\":\"\",\"bytes\":\"\"}" } },
  { "wrong-time", { "{\"bool\":true,\"int\":1,\"decimal\":1.5,\"double\":1,"
                    "\"time\":\"2018-13-13T06:03:22Z\",\"string\":\"\",\"bytes\":\"\"}" } },
  { "wrong-bytes", { "{\"bool\":true,\"int\":1,\"decimal\":1.5,\"double\":1,\"time\":null,"
                     "\"string\":\"\",\"bytes\":\"abc\"}" } },
  { "unknown-quality", { GOOD, "{\"int\":\"splendid\"}" } },
  { "unknown-field", { GOOD, "{\"in\":\"missing\"}" } },
  { "empty-quality", { GOOD, "{}" } },
  { "quality-number", { GOOD, "{\"int\":1}" } },
  { "text-open", { GOOD, NULL, "{\"int\":\"x\"" } },
  { "exact-words", { GOOD, NULL, NULL, "{\"int\":\"1 0 0 5\"}" } },
  { "exact-type", { GOOD, NULL, NULL, "{\"int\":\"9 0 0 5 \"}" } },
  { "exact-scale", { GOOD, NULL, NULL, "{\"int\":\"2 30 0 5 \"}" } },
  { "exact-base64", { GOOD, NULL, NULL, "{\"int\":\"5 0 0 0 abc\"}" } },
  { "frame", { GOOD, NULL, NULL, NULL, "abc" } },
};

static gboolean
read_parts (const char *const parts[BUFFER_N_PARTS])
{
  LeatOrigin *origin = make_origin ();
  g_autoptr (BufferForm) form = buffer_form_new (origin->schema);
  g_autoptr (GString) scratch = g_string_new (NULL);
  g_autoptr (LeatBatch) batch = leat_batch_new (1);
  BufferColumn columns[BUFFER_N_PARTS];
  gboolean good;

  for (guint i = 0; i < BUFFER_N_PARTS; i++)
    columns[i] = (BufferColumn) { parts[i], parts[i] != NULL ? strlen (parts[i]) : 0 };
  leat_batch_append (batch, origin, (LeatMoment) { 1, 1 });
  good = buffer_form_read (form, columns, batch, scratch);
  leat_origin_unref (origin);
  return good;
}

static void
test_damage (gconstpointer data)
{
  const char *const good[BUFFER_N_PARTS] = { GOOD };

  g_assert_true (read_parts (good));
  g_assert_false (read_parts (((const Damage *) data)->parts));
}

/* no bytes at all are a frame, too: a blank line */
static void
test_empty_frame (void)
{
  LeatOrigin *origin = make_origin ();
  g_autoptr (BufferForm) form = buffer_form_new (origin->schema);
  g_autoptr (LeatBatch) batch = leat_batch_new (1);
  g_autoptr (LeatBatch) back = NULL;

  leat_batch_append (batch, origin, (LeatMoment) { 1, 0 });
  leat_batch_set_frame (batch, "", 0);
  back = read_back (form, leat_batch_get_record (batch, 0));
  assert_same_json (leat_batch_get_record (batch, 0), leat_batch_get_record (back, 0));
  g_assert_nonnull (leat_batch_get_record (back, 0)->frame);
  leat_origin_unref (origin);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/buffer-form/round-trip/", cases[i].name, NULL);

      g_strdelimit (path, "_", '-');
      g_test_add_data_func (path, &cases[i], test_round_trip);
    }
  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autofree char *path = g_strconcat ("/buffer-form/damage/", damages[i].name, NULL);

      g_test_add_data_func (path, &damages[i], test_damage);
    }
  g_test_add_func ("/buffer-form/empty-frame", test_empty_frame);
  return g_test_run ();
}
