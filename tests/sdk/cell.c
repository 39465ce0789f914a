/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* cell.c - tests what becomes of one column's text: every type, every quality */
#include <string.h>
#include "leat-batch.h"
#include "leat-schema-host.h"

typedef struct {
  const char *name;
  const char *options;    /* of [field value], a line each */
  const char *text;
  const char *expected;   /* as leat_value_write() writes it, or the text that is held */
  LeatQuality quality;
} Case;

#define INT     "type=int"
#define DECIMAL "type=decimal"
#define DOUBLE  "type=double"
#define BOOL    "type=bool"
#define STRING  "type=string"
#define BYTES   "type=bytes"
#define BASE64  "type=bytes\nbytes-as=base64"
#define TIME    "type=time\npattern=%Y-%m-%d %H:%M:%S\ntimezone=Europe/Berlin"
#define JUDGED  "type=string\nrole=judgement\ngood=OK;1\nbad=NG;-1\nnone=??"

#define GOOD        LEAT_QUALITY_GOOD
#define MISSING     LEAT_QUALITY_MISSING
#define UNDECODABLE LEAT_QUALITY_UNDECODABLE
#define IMPLAUSIBLE LEAT_QUALITY_IMPLAUSIBLE
#define SATURATED   LEAT_QUALITY_SATURATED

static const Case cases[] = {
  { "int/zero", INT, "0", "0", GOOD },
  { "int/leading-zeros", INT, "00017", "17", GOOD },
  { "int/plus", INT, "+17", "17", GOOD },
  { "int/minus", INT, "-17", "-17", GOOD },
  { "int/minus-zero", INT, "-0", "0", GOOD },
  { "int/eighteen-digits", INT, "999999999999999999", "999999999999999999", GOOD },
  { "int/nineteen-digits", INT, "1000000000000000000", "1000000000000000000", GOOD },
  { "int/forty-digits", INT, "-0123456789012345678901234567890123456789",
    "-123456789012345678901234567890123456789", GOOD },
  { "int/empty", INT, "", "", MISSING },
  { "int/blanks", INT, "   ", "", MISSING },
  { "int/trimmed", INT, " \t17 ", "17", GOOD },
  { "int/point", INT, "17.", "17.", UNDECODABLE },
  { "int/fraction", INT, "17.0", "17.0", UNDECODABLE },
  { "int/long-fraction", INT, "17.0000000000000000000", "17.0000000000000000000", UNDECODABLE },
  { "int/letters", INT, "1O7", "1O7", UNDECODABLE },
  { "int/exponent", INT, "1e3", "1e3", UNDECODABLE },
  { "int/sign-alone", INT, "-", "-", UNDECODABLE },
  { "int/two-signs", INT, "--1", "--1", UNDECODABLE },
  { "int/inner-blank", INT, "1 7", "1 7", UNDECODABLE },
  { "int/spaced-sign", INT, "- 17", "- 17", UNDECODABLE },
  { "int/spaced-sign-allowed", INT "\nspaced-sign=yes", "-  17", "-17", GOOD },
  { "int/spaced-sign-needs-digits", INT "\nspaced-sign=yes", "- ", "-", UNDECODABLE },
  { "int/hex-in-ten", INT, "0x1F", "0x1F", UNDECODABLE },

  { "hex/digits", INT "\nbase=16", "1F", "31", GOOD },
  { "hex/prefix", INT "\nbase=16", "0x1f", "31", GOOD },
  { "hex/zero", INT "\nbase=16", "0x0", "0", GOOD },
  { "hex/leading-zeros", INT "\nbase=16", "000000000000000000FF", "255", GOOD },
  { "hex/greatest-int64", INT "\nbase=16", "7FFFFFFFFFFFFFFF", "9223372036854775807", GOOD },
  { "hex/sixty-four-bits", INT "\nbase=16", "FFFFFFFFFFFFFFFF", "18446744073709551615", GOOD },
  { "hex/too-long", INT "\nbase=16", "10000000000000000", "10000000000000000", UNDECODABLE },
  { "hex/prefix-alone", INT "\nbase=16", "0x", "0x", UNDECODABLE },
  { "hex/letters", INT "\nbase=16", "1G", "1G", UNDECODABLE },
  { "hex/minus", INT "\nbase=16", "-1F", "-1F", UNDECODABLE },
  { "hex/auto-ten", INT "\nbase=auto", "17", "17", GOOD },
  { "hex/auto-sixteen", INT "\nbase=auto", "0x17", "23", GOOD },
  { "hex/auto-not-told", INT "\nbase=auto", "1F", "1F", UNDECODABLE },

  { "decimal/digits-stay", DECIMAL, "1.730", "1.730", GOOD },
  { "decimal/short", DECIMAL, "1.5", "1.5", GOOD },
  { "decimal/whole", DECIMAL, "17", "17", GOOD },
  { "decimal/minus-zero", DECIMAL, "-0.000", "-0.000", GOOD },
  { "decimal/plus", DECIMAL, "+1.5", "1.5", GOOD },
  { "decimal/no-whole", DECIMAL, ".5", "0.5", GOOD },
  { "decimal/minus-no-whole", DECIMAL, "-.5", "-0.5", GOOD },
  { "decimal/no-fraction", DECIMAL, "5.", "5", GOOD },
  { "decimal/leading-zeros", DECIMAL, "+000.1278", "0.1278", GOOD },
  { "decimal/eighteen-digits", DECIMAL, "123456789.123456789", "123456789.123456789", GOOD },
  { "decimal/nineteen-digits", DECIMAL, "1234567890.123456789", "1234567890.123456789", GOOD },
  { "decimal/many-digits", DECIMAL, "+00123456789012345678.123456789012345678900",
    "123456789012345678.123456789012345678900", GOOD },
  { "decimal/nineteen-behind", DECIMAL, "0.0000000000000000001", "0.0000000000000000001", GOOD },
  { "decimal/point-alone", DECIMAL, ".", ".", UNDECODABLE },
  { "decimal/two-points", DECIMAL, "1.2.3", "1.2.3", UNDECODABLE },
  { "decimal/comma", DECIMAL, "1,5", "1,5", UNDECODABLE },
  { "decimal/exponent", DECIMAL, "1.5e3", "1.5e3", UNDECODABLE },
  { "decimal/magnescale-overflow", DECIMAL, "-F0.0000", "-F0.0000", UNDECODABLE },
  { "decimal/nan", DECIMAL, "nan", "nan", UNDECODABLE },
  { "decimal/noise", DECIMAL, "\x01\xff", "\x01\xff", UNDECODABLE },
  { "decimal/omron-blank", DECIMAL "\nspaced-sign=yes", "- 76.912", "-76.912", GOOD },
  { "decimal/blank-without-sign", DECIMAL "\nspaced-sign=yes", "7 6.912", "7 6.912", UNDECODABLE },
  { "decimal/comma-form", DECIMAL "\ndecimal-comma=yes", "-1,730", "-1.730", GOOD },
  { "decimal/comma-form-whole", DECIMAL "\ndecimal-comma=yes", "17", "17", GOOD },
  { "decimal/comma-form-point", DECIMAL "\ndecimal-comma=yes", "1.730", "1.730", UNDECODABLE },
  { "decimal/comma-form-both", DECIMAL "\ndecimal-comma=yes", "1.000,5", "1.000,5", UNDECODABLE },
  { "decimal/comma-form-long", DECIMAL "\ndecimal-comma=yes", "01234567890,1234567890",
    "1234567890.1234567890", GOOD },

  { "double/fraction", DOUBLE, "1.5", "1.5", GOOD },
  { "double/exponent", DOUBLE, "+00123E-02", "1.23", GOOD },
  { "double/exponent-plus", DOUBLE, "1.5e+3", "1500", GOOD },
  { "double/minus-zero", DOUBLE, "-0.0", "-0", GOOD },
  { "double/many-digits", DOUBLE, "3.14159265358979323846", "3.141592653589793", GOOD },
  { "double/greatest", DOUBLE, "1.7976931348623157e308", "1.7976931348623157e+308", GOOD },
  { "double/too-large", DOUBLE, "1e309", "1e309", UNDECODABLE },
  { "double/too-small", DOUBLE, "1e-400", "1e-400", UNDECODABLE },
  { "double/zero-with-exponent", DOUBLE, "0e-400", "0", GOOD },
  { "double/no-exponent", DOUBLE, "1e", "1e", UNDECODABLE },
  { "double/no-mantissa", DOUBLE, "e5", "e5", UNDECODABLE },
  { "double/nan", DOUBLE, "nan", "nan", UNDECODABLE },
  { "double/infinity", DOUBLE, "inf", "inf", UNDECODABLE },
  { "double/hexadecimal", DOUBLE, "0x1p3", "0x1p3", UNDECODABLE },
  { "double/comma", DOUBLE "\ndecimal-comma=yes", "1,5e1", "15", GOOD },

  { "bool/one", BOOL, "1", "true", GOOD },
  { "bool/zero", BOOL, "0", "false", GOOD },
  { "bool/else", BOOL, "2", "2", UNDECODABLE },
  { "bool/words", BOOL "\ntrue=ON;RUN\nfalse=OFF", "RUN", "true", GOOD },
  { "bool/words-false", BOOL "\ntrue=ON;RUN\nfalse=OFF", "OFF", "false", GOOD },
  { "bool/words-case", BOOL "\ntrue=ON;RUN\nfalse=OFF", "off", "off", UNDECODABLE },

  { "string/plain", STRING, "ABC-123", "ABC-123", GOOD },
  { "string/inner-blanks", STRING, " a  b ", "a  b", GOOD },
  { "string/utf-8", STRING, "23\xc2\xb0", "23\xc2\xb0", GOOD },
  { "string/no-utf-8", STRING, "23\xb0!", "23\xb0!", UNDECODABLE },
  { "string/latin-1", STRING "\nencoding=latin-1", "23\xb0", "23\xc2\xb0", GOOD },
  { "string/shift-jis", STRING "\nencoding=shift-jis", "\x93\xfa\x96\x7b", "日本", GOOD },
  { "string/no-shift-jis", STRING "\nencoding=shift-jis", "\x93 z", "\x93 z", UNDECODABLE },
  { "string/too-long", STRING "\nmax-length=3", "abcd", "abcd", UNDECODABLE },
  { "string/just-long-enough", STRING "\nmax-length=3", "abc", "abc", GOOD },

  { "bytes/hex", BYTES, "01A0ff", "\x01\xa0\xff", GOOD },
  { "bytes/hex-blanks", BYTES, "01 A0 ff", "\x01\xa0\xff", GOOD },
  { "bytes/hex-odd", BYTES, "01A", "01A", UNDECODABLE },
  { "bytes/hex-letters", BYTES, "0G", "0G", UNDECODABLE },
  { "bytes/base64", BASE64, "AaD/", "\x01\xa0\xff", GOOD },
  { "bytes/base64-padded", BASE64, "YQ==", "a", GOOD },
  { "bytes/base64-unpadded", BASE64, "YQ", "YQ", UNDECODABLE },
  { "bytes/base64-letters", BASE64, "Y!==", "Y!==", UNDECODABLE },
  { "bytes/too-long", BYTES "\nmax-length=2", "010203", "010203", UNDECODABLE },

  { "time/zone", TIME, "2018-10-13 08:03:22", "2018-10-13T06:03:22Z", GOOD },
  { "time/never", TIME, "2018-03-25 02:30:00", "2018-03-25T01:30:00Z", LEAT_QUALITY_AMBIGUOUS },
  { "time/twice", TIME, "2018-10-28 02:30:00", "2018-10-28T00:30:00Z", LEAT_QUALITY_AMBIGUOUS },
  { "time/no-such-day", TIME, "2018-02-30 00:00:00", "2018-02-30 00:00:00", UNDECODABLE },
  { "time/not-set", TIME "\nmissing=0000-00-00 00:00:00", "0000-00-00 00:00:00", "", MISSING },

  { "judgement/good", JUDGED, "OK", "good", GOOD },
  { "judgement/good-number", JUDGED, "1", "good", GOOD },
  { "judgement/bad", JUDGED, "-1", "bad", GOOD },
  { "judgement/none", JUDGED, "??", "none", GOOD },
  { "judgement/else", JUDGED, "PASS", "PASS", UNDECODABLE },

  { "mark/missing", DECIMAL "\nmissing=*****", "*****", "", MISSING },
  { "mark/missing-of-two", DECIMAL "\nmissing=*****;---", "---", "", MISSING },
  { "mark/missing-longer", DECIMAL "\nmissing=*****", "******", "******", UNDECODABLE },
  { "mark/missing-that-is-a-number", INT "\nmissing=-999", "-999", "", MISSING },
  { "mark/like-missing", INT "\nmissing=-999", "-99", "-99", GOOD },
  { "mark/overflow", DECIMAL "\noverflow=OL,+9999999E+19;HELP", "HELP", "", LEAT_QUALITY_OVERFLOW },
  { "mark/underflow", DECIMAL "\nunderflow=-OL", "-OL", "", LEAT_QUALITY_UNDERFLOW },
  { "mark/device-error", DECIMAL "\ndevice-error=Error;ERR6", "ERR6", "",
    LEAT_QUALITY_DEVICE_ERROR },
  { "mark/escaped", STRING "\nmissing=\\\\", "\\", "", MISSING },

  { "saturated/same-digits", DECIMAL "\nsaturated=999999999.9999;-999999999.9999",
    "-999999999.9999",
    "-999999999.9999", SATURATED },
  { "saturated/other-digits", DECIMAL "\nsaturated=9999.9", "+09999.900", "9999.900", SATURATED },
  { "saturated/not", DECIMAL "\nsaturated=9999.9", "9999.8", "9999.8", GOOD },
  { "saturated/int", INT "\nsaturated=32767", "32767", "32767", SATURATED },
  { "saturated/too-exact", INT "\nsaturated=32767.5", "32767", "32767", GOOD },
  { "saturated/before-implausible", INT "\nsaturated=99\nmaximum=10", "99", "99", SATURATED },

  { "plausible/lowest", DECIMAL "\nminimum=0\nmaximum=10", "0.000", "0.000", GOOD },
  { "plausible/highest", DECIMAL "\nminimum=0\nmaximum=10", "10.000", "10.000", GOOD },
  { "plausible/below", DECIMAL "\nminimum=0\nmaximum=10", "-0.001", "-0.001", IMPLAUSIBLE },
  { "plausible/above", DECIMAL "\nminimum=0\nmaximum=10", "10.001", "10.001", IMPLAUSIBLE },
  { "plausible/minus-zero", DECIMAL "\nminimum=0", "-0.0", "-0.0", GOOD },
  { "plausible/finer-limit", DECIMAL "\nminimum=1.55", "1.5", "1.5", IMPLAUSIBLE },
  { "plausible/finer-limit-holds", DECIMAL "\nminimum=1.55", "1.6", "1.6", GOOD },
  { "plausible/tenth-is-exact", DECIMAL "\nmaximum=0.3", "0.300000000000000000",
    "0.300000000000000000",
    GOOD },
  { "plausible/a-last-digit", DECIMAL "\nmaximum=0.3", "0.300000000000000001",
    "0.300000000000000001",
    IMPLAUSIBLE },
  { "plausible/long-number", DECIMAL "\nmaximum=0.3", "0.3000000000000000000001",
    "0.3000000000000000000001", IMPLAUSIBLE },
  { "plausible/long-and-within", DECIMAL "\nmaximum=0.3", "0.3000000000000000000000",
    "0.3000000000000000000000", GOOD },
  { "plausible/int", INT "\nminimum=-5.5", "-6", "-6", IMPLAUSIBLE },
  { "plausible/int-within", INT "\nminimum=-5.5", "-5", "-5", GOOD },
  { "plausible/double", DOUBLE "\nmaximum=1.5", "1.6", "1.6", IMPLAUSIBLE },
  { "plausible/tolerance-is-no-quality", DECIMAL "\nlower-limit=1\nupper-limit=2", "9", "9", GOOD },
};

static LeatSchema *
load (const char *options)
{
  g_autofree char *text = g_strconcat ("[schema]\nname=test\ndelimiter=|\nquote=none\n"
                                       "[field value]\ncolumn=1\n",
                                       options, "\n", NULL);
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  LeatSchema *schema = leat_schema_load_text ("test", text, -1, faults);
  g_autofree char *said = leat_faults_to_string (faults);

  g_assert_cmpstr (said, ==, "");
  return schema;
}

static void
assert_value (const LeatValue *value, const char *expected)
{
  char written[LEAT_VALUE_TEXT_MAX];

  if (value->type == LEAT_TYPE_BYTES && leat_value_is_present (value))
    {
      g_assert_cmpmem (value->bytes, value->length, expected, (int) strlen (expected));
      return;
    }
  if (leat_value_is_text (value))
    {
      g_assert_cmpmem (value->string, value->length, expected, (int) strlen (expected));
      g_assert_cmpint (value->string[value->length], ==, '\0');
      return;
    }
  leat_value_write (value, written);
  g_assert_cmpstr (written, ==, expected);
}

static void
test_cell (gconstpointer data)
{
  static const char *const no_tags[] = { NULL };
  const Case *test = data;
  g_autoptr (LeatSchema) schema = load (test->options);
  g_autoptr (LeatBatch) batch = leat_batch_new (0);
  g_autoptr (GError) error = NULL;
  LeatOrigin *origin = leat_origin_new ("test", "", schema, "", no_tags);
  const LeatMoment arrival = { .time = 1539410602 * LEAT_NSEC_PER_SEC };
  const gsize length = strlen (test->text);
  /* so that ASan sees a byte too far */
  g_autofree guint8 *frame = g_memdup2 (test->text, length);

  leat_schema_decode (schema, frame, length, batch, origin, arrival, &error);
  g_assert_no_error (error);

  const LeatValue *value = &leat_batch_get_record (batch, 0)->values[0];

  g_assert_cmpstr (leat_quality_get_name (value->quality), ==,
                   leat_quality_get_name (test->quality));
  g_assert_cmpint (value->type, ==, leat_schema_get_field (schema, 0)->type);
  assert_value (value, test->expected);
  leat_origin_unref (origin);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/cell/", cases[i].name, NULL);
      g_test_add_data_func (path, &cases[i], test_cell);
    }
  return g_test_run ();
}
