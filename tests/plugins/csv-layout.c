/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* csv-layout.c - tests lines of records, to the byte */
#include "csv-layout.h"
#include <math.h>
#include <string.h>
#include "leat-batch-host.h"

enum { DEVICE_TIME, NUM, MEASURE, RATIO, CODE, RAW, TIME, N_FIELDS };

static const LeatField fields[] = {
  [DEVICE_TIME] = { .name = "device_time", .type = LEAT_TYPE_TIME },
  [NUM] = { .name = "num", .type = LEAT_TYPE_INT },
  [MEASURE] = { .name = "measure", .type = LEAT_TYPE_DECIMAL },
  [RATIO] = { .name = "ratio", .type = LEAT_TYPE_DOUBLE },
  [CODE] = { .name = "code", .type = LEAT_TYPE_STRING },
  [RAW] = { .name = "raw", .type = LEAT_TYPE_BYTES },
  [TIME] = { .name = "time", .type = LEAT_TYPE_INT },
};

/* what is set in the record */
static void
fill_nothing (LeatBatch *batch)
{
}

static void
fill_good (LeatBatch *batch)
{
  leat_batch_set_time (batch, DEVICE_TIME, G_GINT64_CONSTANT (1539410602000000000));
  leat_batch_set_int (batch, NUM, -17);
  leat_batch_set_decimal_text (batch, MEASURE, "1.730", 5);
  leat_batch_set_double (batch, RATIO, 0.1);
  leat_batch_set_string (batch, CODE, "B-17", -1);
  leat_batch_set_bytes (batch, RAW, "\0\xff", 2);
  leat_batch_set_int (batch, TIME, 5);
}

static void
fill_minus_zero (LeatBatch *batch)
{
  fill_good (batch);
  leat_batch_set_decimal_text (batch, MEASURE, "-0.000", 6);
}

static void
fill_long (LeatBatch *batch)
{
  fill_good (batch);
  leat_batch_set_decimal_text (batch, MEASURE, "-12345678901234567890.50", 24);
  leat_batch_set_decimal_text (batch, NUM, "123456789012345678901", 21);
}

static void
fill_bad (LeatBatch *batch)
{
  fill_good (batch);
  leat_batch_set_quality (batch, MEASURE, LEAT_QUALITY_IMPLAUSIBLE);
  leat_batch_set_undecodable (batch, NUM, "1x7", -1);
  leat_batch_set_quality (batch, CODE, LEAT_QUALITY_OVERFLOW);
}

static void
fill_wild (LeatBatch *batch)
{
  fill_good (batch);
  leat_batch_set_undecodable (batch, NUM, "a;b\\\"\xff,\0z", 9);
}

static void
fill_nan (LeatBatch *batch)
{
  fill_good (batch);
  leat_batch_set_double (batch, RATIO, NAN);
}

static void
fill_infinite (LeatBatch *batch)
{
  fill_good (batch);
  leat_batch_set_double (batch, RATIO, -INFINITY);
}

static void
fill_flags (LeatBatch *batch)
{
  fill_good (batch);
  leat_batch_add_flags (batch, LEAT_RECORD_TEST | LEAT_RECORD_CLOCK_UNSYNCED);
  leat_batch_add_flags (batch, LEAT_RECORD_LINE_ERROR | LEAT_RECORD_SURPLUS);
  leat_batch_set_quality (batch, MEASURE, LEAT_QUALITY_SUSPECT);
}

#define FILL_CODE(name, text) \
  static void fill_##name (LeatBatch *batch) \
  { \
    leat_batch_set_string (batch, CODE, text, -1); \
  }

FILL_CODE (delimiters, "a,b;c\td")
FILL_CODE (quotes, "\"a\" \"")
FILL_CODE (cr, "a\rb")
FILL_CODE (lf, "\n")
FILL_CODE (utf8, " café €\xf0\x9d\x84\x9e ")

static void
fill_empty (LeatBatch *batch)
{
  leat_batch_set_string (batch, CODE, "", -1);
  leat_batch_set_bytes (batch, RAW, NULL, 0);
}

static void
fill_frame (LeatBatch *batch)
{
  leat_batch_set_frame (batch, "1.730\r\n", 7);
}

typedef struct {
  const char *name;
  const char *columns;     /* blank separated */
  const char *delimiter;
  gboolean    crlf;
  const char *source;
  void      (*fill) (LeatBatch *batch);
  const char *header;
  const char *line;
} FormatCase;

#define LF ",", FALSE, "camera0"

static const FormatCase format_cases[] = {
  { "preset", "id source time * quality", LF, fill_good,
    "id,source,time,device_time,num,measure,ratio,code,raw,field.time,quality\n",
    "camera0/EPOCH/1841,camera0,2018-10-13T06:03:22.104518000Z,2018-10-13T06:03:22Z,-17,1.730,0.1,"
    "B-17,AP8=,5,\n" },
  { "crlf", "num code", ",", TRUE, "camera0", fill_good, "num,code\r\n", "-17,B-17\r\n" },
  { "minus-zero", "measure", LF, fill_minus_zero, "measure\n", "-0.000\n" },
  { "long", "measure num quality", LF, fill_long, "measure,num,quality\n",
    "-12345678901234567890.50,123456789012345678901,\n" },
  { "missing", "num measure ratio code raw device_time", LF, fill_nothing,
    "num,measure,ratio,code,raw,device_time\n", ",,,,,\n" },
  { "quality", "num measure code quality", LF, fill_bad, "num,measure,code,quality\n",
    ",1.730,,num=undecodable:1x7;measure=implausible;code=overflow\n" },
  { "quality-of-missing", "quality", LF, fill_nothing, "quality\n",
    "device_time=missing;num=missing;measure=missing;ratio=missing;code=missing;raw=missing;"
    "time=missing\n" },
  { "quality-escaped", "quality", LF, fill_wild, "quality\n",
    "\"num=undecodable:a\\;b\\\\\"\"\xef\xbf\xbd,\xef\xbf\xbdz\"\n" },
  { "flags", "quality", LF, fill_flags, "quality\n",
    "clock=unsynced;test;line_error;surplus;measure=suspect\n" },
  { "nan", "ratio quality", LF, fill_nan, "ratio,quality\n", "nan,ratio=device-error\n" },
  { "infinite", "ratio quality", LF, fill_infinite, "ratio,quality\n", "-inf,ratio=underflow\n" },
  { "no-quality-column", "num", LF, fill_bad, "num\n", "\n" },
  { "delimiter-in-text", "code num", LF, fill_delimiters, "code,num\n", "\"a,b;c\td\",\n" },
  { "semicolon", "code num", ";", FALSE, "camera0", fill_delimiters, "code;num\n",
    "\"a,b;c\td\";\n" },
  { "tab", "code num", "\t", FALSE, "camera0", fill_delimiters, "code\tnum\n", "\"a,b;c\td\"\t\n" },
  { "pipe", "code num", "|", FALSE, "camera0", fill_delimiters, "code|num\n", "a,b;c\td|\n" },
  { "equals", "quality num", "=", FALSE, "camera0", fill_bad, "quality=num\n",
    "\"num=undecodable:1x7;measure=implausible;code=overflow\"=\n" },
  { "quotes", "code", LF, fill_quotes, "code\n", "\"\"\"a\"\" \"\"\"\n" },
  { "cr-in-text", "code", LF, fill_cr, "code\n", "\"a\rb\"\n" },
  { "lf-in-text", "code", LF, fill_lf, "code\n", "\"\n\"\n" },
  { "utf-8", "code", LF, fill_utf8, "code\n", " café €\xf0\x9d\x84\x9e \n" },
  { "empty", "code raw", LF, fill_empty, "code,raw\n", ",\n" },
  { "frame", "frame", LF, fill_frame, "frame\n", "MS43MzANCg==\n" },
  { "no-frame", "frame", LF, fill_nothing, "frame\n", "\n" },
  { "origin", "gateway schema epoch sequence", LF, fill_nothing, "gateway,schema,epoch,sequence\n",
    "line-3,pv200,EPOCH,1841\n" },
  { "tags", "tag.station tag.nobody tag.note", LF, fill_nothing,
    "tag.station,tag.nobody,tag.note\n", "film,,\"a \"\"b\"\", c\"\n" },
  { "quoted-source", "source id", LF ",x", fill_nothing, "source,id\n",
    "\"camera0,x\",\"camera0,x/EPOCH/1841\"\n" },
  { "unknown-field", "num width code", LF, fill_good, "num,width,code\n", "-17,,B-17\n" },
  { "field-and-all", "code *", LF, fill_good, "code,device_time,num,measure,ratio,raw,field.time\n",
    "B-17,2018-10-13T06:03:22Z,-17,1.730,0.1,AP8=,5\n" },
  { "named-like-a-column", "time field.time", LF, fill_good, "time,field.time\n",
    "2018-10-13T06:03:22.104518000Z,5\n" },
  { "named-like-a-column-and-all", "field.time *", LF, fill_good,
    "field.time,device_time,num,measure,ratio,code,raw\n",
    "5,2018-10-13T06:03:22Z,-17,1.730,0.1,B-17,AP8=\n" },
};

static LeatBatch *
new_batch (const char *source)
{
  static const char *const tags[] = { "station", "film", "note", "a \"b\", c", NULL };
  g_autoptr (LeatSchema) schema = leat_schema_new ("pv200", fields, N_FIELDS);
  LeatOrigin *origin = leat_origin_new (source, "EPOCH", schema, "line-3", tags);
  LeatBatch *batch = leat_batch_new (1);

  leat_batch_append (batch, origin,
                     (LeatMoment) { .time = G_GINT64_CONSTANT (1539410602104518000) });
  leat_batch_set_sequence (batch, 1841);
  leat_origin_unref (origin);
  return batch;
}

static void
test_format (gconstpointer data)
{
  const FormatCase *test = data;
  g_auto (GStrv) columns = g_strsplit (test->columns, " ", -1);
  CsvFormat format = { (const char *const *) columns, test->delimiter[0], test->crlf };
  g_autoptr (LeatBatch) batch = new_batch (test->source);
  const LeatRecord *record = leat_batch_get_record (batch, 0);
  g_autoptr (CsvLayout) layout = NULL;
  g_autoptr (GError) error = NULL;
  CsvText text = { 0 };

  g_assert_true (csv_format_check (&format, test->delimiter, &error));
  g_assert_no_error (error);
  test->fill (batch);
  layout = csv_layout_new (&format, record->origin);
  g_assert_cmpstr (csv_layout_get_header (layout), ==, test->header);
  csv_layout_append (layout, &text, record);
  csv_layout_append (layout, &text, record);
  g_assert_cmpuint (text.length, ==, 2 * strlen (test->line));
  g_assert_cmpmem (text.data, (int) text.length / 2, test->line, (int) strlen (test->line));
  g_assert_cmpmem (text.data + text.length / 2, (int) text.length / 2, test->line,
                   (int) strlen (test->line));
  csv_text_clear (&text);
}

/* the worst that a text can be: each byte becomes three, in a buffer that is just large enough */
static void
test_bounds (void)
{
  static const char *const columns[] = { "code", "quality", "frame", NULL };
  CsvFormat format = { columns, ',', FALSE };

  for (guint kind = 0; kind < 3; kind++)
    for (gsize length = 1; length < 3000; length = length * 3 / 2 + 1)
      {
        g_autoptr (LeatBatch) batch = new_batch ("camera0");
        g_autoptr (CsvLayout)
            layout = csv_layout_new (&format, leat_batch_get_record (batch, 0)->origin);
        g_autofree char *worst = g_strnfill (length, "\xff\";"[kind]);
        CsvText text = { 0 };

        leat_batch_set_undecodable (batch, NUM, worst, (gssize) length);
        leat_batch_set_undecodable (batch, MEASURE, worst, (gssize) length);
        leat_batch_set_frame (batch, worst, length);
        if (kind > 0)
          leat_batch_set_string (batch, CODE, worst, (gssize) length);
        csv_layout_append (layout, &text, leat_batch_get_record (batch, 0));
        g_assert_cmpuint (text.length, <=, text.capacity);
        g_assert_cmpuint (text.length, >, 2 * length);
        csv_text_clear (&text);
      }
}

/* digit for digit: what goes in as text comes out as it was */
static void
test_digits (void)
{
  static const char *const columns[] = { "measure", NULL };
  CsvFormat format = { columns, ',', FALSE };
  g_autoptr (LeatBatch) batch = new_batch ("camera0");
  g_autoptr (CsvLayout) layout = csv_layout_new (&format, leat_batch_get_record (batch, 0)->origin);
  CsvText text = { 0 };

  for (guint i = 0; i < 20000; i++)
    {
      guint scale = i % 25;
      g_autofree char *fraction = g_strdup_printf ("%025u", g_random_int ());
      g_autofree char *number = g_strdup_printf ("%s%u%s%.*s\n", i % 3 == 0 ? "-" : "",
                                                 g_random_int () >> (i % 32), scale > 0 ? "." : "",
                                                 (int) scale, fraction);

      g_assert_true (leat_batch_set_decimal_text (batch, MEASURE, number, strlen (number) - 1));
      text.length = 0;
      csv_layout_append (layout, &text, leat_batch_get_record (batch, 0));
      g_assert_cmpmem (text.data, (int) text.length, number, (int) strlen (number));
    }
  csv_text_clear (&text);
}

/* records with one set of flags after the other, and what each says; ; is the delimiter */
static void
test_flags_in_turn (void)
{
  static const char *const columns[] = { "num", "quality", NULL };
  static const struct {
    guint flags;
    const char *line;
  } turns[] = {
    { 0, "7;\n" },
    { LEAT_RECORD_CLOCK_UNSYNCED, "7;clock=unsynced\n" },
    { LEAT_RECORD_CLOCK_UNSYNCED, "7;clock=unsynced\n" },
    { LEAT_RECORD_TEST | LEAT_RECORD_SURPLUS, "7;\"test;surplus\"\n" },
    { 0, "7;\n" },
    { LEAT_RECORD_TEST, "7;test\n" },
  };
  CsvFormat format = { columns, ';', FALSE };
  g_autoptr (CsvLayout) layout = NULL;
  CsvText text = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (turns); i++)
    {
      g_autoptr (LeatBatch) batch = new_batch ("camera0");
      const LeatRecord *record = leat_batch_get_record (batch, 0);

      fill_good (batch);
      leat_batch_set_int (batch, NUM, 7);
      leat_batch_add_flags (batch, turns[i].flags);
      if (layout == NULL)
        layout = csv_layout_new (&format, record->origin);
      text.length = 0;
      csv_layout_append (layout, &text, record);
      g_assert_cmpmem (text.data, (int) text.length, turns[i].line, (int) strlen (turns[i].line));
    }
  csv_text_clear (&text);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (format_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/csv-layout/line/", format_cases[i].name, NULL);

      g_test_add_data_func (path, &format_cases[i], test_format);
    }
  g_test_add_func ("/csv-layout/bounds", test_bounds);
  g_test_add_func ("/csv-layout/digits", test_digits);
  g_test_add_func ("/csv-layout/flags-in-turn", test_flags_in_turn);
  return g_test_run ();
}
