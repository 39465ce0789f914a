/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* value.c - tests the exact text of values, and what they say of themselves */
#include <math.h>
#include <string.h>
#include "leat-clock.h"
#include "leat-value.h"

typedef struct {
  const char *name;
  LeatValue   value;
  const char *expected;
} Case;

#define INT(name, number, text) { "int/" name, { .type = LEAT_TYPE_INT, .integer = number }, text }
#define DECIMAL(name, number, digits, text) \
  { "decimal/" name, { .type = LEAT_TYPE_DECIMAL, .integer = number, .scale = digits }, text }
#define DOUBLE(name, value, text) \
  { "double/" name, { .type = LEAT_TYPE_DOUBLE, .number = value }, text }
#define TIME(name, seconds, nanoseconds, text) \
  NANOSECONDS (name, (seconds) * LEAT_NSEC_PER_SEC + (nanoseconds), text)
#define NANOSECONDS(name, value, text) \
  { "time/" name, { .type = LEAT_TYPE_TIME, .integer = value }, text }
#define BAD(name, what, text) \
  { "quality/" name, { .type = LEAT_TYPE_INT, .integer = 7, .quality = LEAT_QUALITY_##what }, text }

static const Case cases[] = {
  { "bool/true", { .type = LEAT_TYPE_BOOL, .boolean = TRUE }, "true" },
  { "bool/false", { .type = LEAT_TYPE_BOOL, .boolean = FALSE }, "false" },
  INT ("zero", 0, "0"),
  INT ("one", 1, "1"),
  INT ("nine", 9, "9"),
  INT ("ten", 10, "10"),
  INT ("minus-one", -1, "-1"),
  INT ("largest", G_MAXINT64, "9223372036854775807"),
  INT ("smallest", G_MININT64, "-9223372036854775808"),
  DECIMAL ("instrument", 1730, 3, "1.730"),
  DECIMAL ("zeros-kept", 2000, 3, "2.000"),
  DECIMAL ("below-one", 5, 3, "0.005"),
  DECIMAL ("minus-below-one", -5, 1, "-0.5"),
  DECIMAL ("zero", 0, 3, "0.000"),
  DECIMAL ("minus-zero", 0, 3 | LEAT_SCALE_MINUS_ZERO, "-0.000"),
  DECIMAL ("minus-zero-without-point", 0, LEAT_SCALE_MINUS_ZERO, "-0"),
  DECIMAL ("no-point", -42, 0, "-42"),
  DECIMAL ("eighteen", 999999999999999999, 18, "0.999999999999999999"),
  DECIMAL ("smallest", G_MININT64, 18, "-9.223372036854775808"),
  DOUBLE ("tenth", 0.1, "0.1"),
  DOUBLE ("third", 1.0 / 3.0, "0.3333333333333333"),
  DOUBLE ("sum", 0.1 + 0.2, "0.30000000000000004"),
  DOUBLE ("whole", 5, "5"),
  DOUBLE ("minus-zero", -0.0, "-0"),
  DOUBLE ("large", 1e22, "1e+22"),
  DOUBLE ("largest", G_MAXDOUBLE, "1.7976931348623157e+308"),
  DOUBLE ("smallest", 5e-324, "4.94065645841247e-324"),
  DOUBLE ("nan", NAN, "nan"),
  DOUBLE ("infinite", INFINITY, "inf"),
  DOUBLE ("minus-infinite", -INFINITY, "-inf"),
  TIME ("whole", 1539410602, 0, "2018-10-13T06:03:22Z"),
  TIME ("milliseconds", 1539410602, 104000000, "2018-10-13T06:03:22.104Z"),
  TIME ("microseconds", 1539410602, 104518000, "2018-10-13T06:03:22.104518Z"),
  TIME ("nanoseconds", 1539410602, 7, "2018-10-13T06:03:22.000000007Z"),
  TIME ("epoch", 0, 0, "1970-01-01T00:00:00Z"),
  TIME ("before", -1, 999999999, "1969-12-31T23:59:59.999999999Z"),
  TIME ("day-before", -86400, 0, "1969-12-31T00:00:00Z"),
  TIME ("leap-day", 1709164800, 0, "2024-02-29T00:00:00Z"),
  TIME ("leap-century", 951782400, 0, "2000-02-29T00:00:00Z"),
  TIME ("no-leap-century", G_GINT64_CONSTANT (4107542400), 0, "2100-03-01T00:00:00Z"),
  TIME ("year-end", 1703980799, 0, "2023-12-30T23:59:59Z"),
  NANOSECONDS ("last", G_MAXINT64, "2262-04-11T23:47:16.854775807Z"),
  NANOSECONDS ("first", G_MININT64, "1677-09-21T00:12:43.145224192Z"),
  BAD ("implausible", IMPLAUSIBLE, "7"),
  BAD ("suspect", SUSPECT, "7"),
  BAD ("saturated", SATURATED, "7"),
  BAD ("missing", MISSING, ""),
  BAD ("overflow", OVERFLOW, ""),
  BAD ("device-error", DEVICE_ERROR, ""),
  { "text/string", { .type = LEAT_TYPE_STRING, .string = "seven", .length = 5 }, "" },
  { "text/long", { .type = LEAT_TYPE_INT, .string = "12345678901234567890", .length = 20 }, "" },
};

static void
test_write (gconstpointer data)
{
  const Case *test = data;
  char text[LEAT_VALUE_TEXT_MAX];
  char *end;

  memset (text, '#', sizeof text);
  end = leat_value_write (&test->value, text);
  g_assert_cmpint (*end, ==, '\0');
  g_assert_cmpint (end - text, ==, strlen (test->expected));
  g_assert_cmpstr (text, ==, test->expected);
}

/* every count of digits, at both of its ends */
static void
test_write_digits (void)
{
  char text[LEAT_VALUE_TEXT_MAX];
  gint64 power = 1;

  for (guint digits = 1; digits <= 18; digits++, power *= 10)
    for (gint64 number = power - 1; number <= power; number++)
      {
        g_autofree char *expected = g_strdup_printf ("%" G_GINT64_FORMAT, number);

        leat_value_write (&(LeatValue) { .type = LEAT_TYPE_INT, .integer = number }, text);
        g_assert_cmpstr (text, ==, expected);
      }
}

/* each day of four hundred years and some against GLib's calendar */
static void
test_write_days (void)
{
  char text[LEAT_VALUE_TEXT_MAX];
  g_autoptr (GDate) date = g_date_new_dmy (22, G_DATE_SEPTEMBER, 1677);
  guint32 origin = 719163;   /* Julian day of 1970-01-01, as GDate counts */

  while (g_date_get_year (date) < 2262)
    {
      gint64 seconds = ((gint64) g_date_get_julian (date) - origin) * 86400;
      LeatValue value = { .type = LEAT_TYPE_TIME, .integer = seconds * LEAT_NSEC_PER_SEC };
      char expected[32];

      leat_value_write (&value, text);
      g_date_strftime (expected, sizeof expected, "%Y-%m-%dT00:00:00Z", date);
      g_assert_cmpstr (text, ==, expected);
      g_date_add_days (date, 1);
    }
}

/* texts of times are kept: another fraction, other digits, another second in the same place */
static void
test_write_times_in_turn (void)
{
  const gint64 second = 1539410602 * LEAT_NSEC_PER_SEC;
  char text[LEAT_VALUE_TEXT_MAX];

  for (guint i = 0; i < 3; i++)
    {
      LeatValue value = { .type = LEAT_TYPE_TIME, .integer = second };

      leat_value_write (&value, text);
      g_assert_cmpstr (text, ==, "2018-10-13T06:03:22Z");
      leat_time_write (second, text);
      g_assert_cmpstr (text, ==, "2018-10-13T06:03:22.000000000Z");
      leat_time_write (second + 7, text);
      g_assert_cmpstr (text, ==, "2018-10-13T06:03:22.000000007Z");
      value.integer = second + 500000000;
      leat_value_write (&value, text);
      g_assert_cmpstr (text, ==, "2018-10-13T06:03:22.500Z");
      leat_time_write (second + 16 * LEAT_NSEC_PER_SEC, text);
      g_assert_cmpstr (text, ==, "2018-10-13T06:03:38.000000000Z");
    }
}

/* what is written reads back as the same double */
static void
test_write_doubles (void)
{
  char text[LEAT_VALUE_TEXT_MAX];

  for (guint i = 0; i < 20000; i++)
    {
      union {
        guint32 bits[2];
        double number;
      } any = { { g_random_int (), g_random_int () } };

      if (!isfinite (any.number))
        continue;
      leat_value_write (&(LeatValue) { .type = LEAT_TYPE_DOUBLE, .number = any.number }, text);
      g_assert_cmpfloat (g_ascii_strtod (text, NULL), ==, any.number);
    }
}

static void
test_arrival (void)
{
  char text[LEAT_VALUE_TEXT_MAX];
  char *end = leat_time_write (1539410602 * LEAT_NSEC_PER_SEC + 104518000, text);

  g_assert_cmpstr (text, ==, "2018-10-13T06:03:22.104518000Z");
  g_assert_true (end == text + strlen (text));
  leat_time_write (0, text);
  g_assert_cmpstr (text, ==, "1970-01-01T00:00:00.000000000Z");
}

static void
test_get_double (void)
{
  LeatValue number = { .type = LEAT_TYPE_DECIMAL, .integer = 1730, .scale = 3 };

  g_assert_cmpfloat (leat_value_get_double (&number), ==, 1.730);
  number = (LeatValue) { .type = LEAT_TYPE_DECIMAL, .integer = 999999999999999999, .scale = 17 };
  g_assert_cmpfloat (leat_value_get_double (&number), ==, 9.99999999999999999);
  number = (LeatValue) { .type = LEAT_TYPE_INT, .integer = -3 };
  g_assert_cmpfloat (leat_value_get_double (&number), ==, -3);
  number = (LeatValue) {
    .type = LEAT_TYPE_DECIMAL,
    .string = "12345678901234567890.5",
    .length = 22,
  };
  g_assert_cmpfloat (leat_value_get_double (&number), ==, 12345678901234567890.5);
  number = (LeatValue) { .type = LEAT_TYPE_STRING, .string = "5", .length = 1 };
  g_assert_true (isnan (leat_value_get_double (&number)));
  number = (LeatValue) { .type = LEAT_TYPE_INT, .integer = 5, .quality = LEAT_QUALITY_MISSING };
  g_assert_true (isnan (leat_value_get_double (&number)));
}

static void
test_quality (void)
{
  LeatValue number = { .type = LEAT_TYPE_DOUBLE, .number = 1 };

  g_assert_cmpint (leat_value_get_quality (&number), ==, LEAT_QUALITY_GOOD);
  number.number = NAN;
  g_assert_cmpint (leat_value_get_quality (&number), ==, LEAT_QUALITY_DEVICE_ERROR);
  number.number = INFINITY;
  g_assert_cmpint (leat_value_get_quality (&number), ==, LEAT_QUALITY_OVERFLOW);
  number.number = -INFINITY;
  g_assert_cmpint (leat_value_get_quality (&number), ==, LEAT_QUALITY_UNDERFLOW);
  number.quality = LEAT_QUALITY_SUSPECT;
  g_assert_cmpint (leat_value_get_quality (&number), ==, LEAT_QUALITY_SUSPECT);
}

static void
test_is_text (void)
{
  LeatValue value = { .type = LEAT_TYPE_STRING, .string = "" };

  g_assert_true (leat_value_is_text (&value));
  value.quality = LEAT_QUALITY_MISSING;
  g_assert_false (leat_value_is_text (&value));
  value = (LeatValue) { .type = LEAT_TYPE_INT, .string = "12345678901234567890", .length = 20 };
  g_assert_true (leat_value_is_text (&value));
  value = (LeatValue) { .type = LEAT_TYPE_BYTES, .string = "ab", .length = 2 };
  g_assert_false (leat_value_is_text (&value));
  value.quality = LEAT_QUALITY_UNDECODABLE;
  g_assert_true (leat_value_is_text (&value));
  value = (LeatValue) { .type = LEAT_TYPE_INT, .integer = 1 };
  g_assert_false (leat_value_is_text (&value));
}

static void
test_names (void)
{
  LeatType type;

  for (int i = LEAT_TYPE_BOOL; i <= LEAT_TYPE_BYTES; i++)
    {
      g_assert_true (leat_type_from_name (leat_type_get_name ((LeatType) i), &type));
      g_assert_cmpint (type, ==, i);
    }
  g_assert_false (leat_type_from_name ("float", &type));
  g_assert_false (leat_type_from_name ("", &type));
  g_assert_cmpstr (leat_quality_get_name (LEAT_QUALITY_GOOD), ==, "good");
  g_assert_cmpstr (leat_quality_get_name (LEAT_QUALITY_DEVICE_ERROR), ==, "device-error");
  g_assert_cmpstr (leat_quality_get_name (LEAT_QUALITY_SUSPECT), ==, "suspect");
}

static void
test_time_read (void)
{
  static const struct {
    const char *text;
    const char *zone; /* NULL: none */
    gint64 time;      /* -1: it is none */
  } texts[] = {
    { "2018-10-13T06:03:22.5Z", NULL, 1539410602 * LEAT_NSEC_PER_SEC + 500000000 },
    { "2018-10-13T14:03:22+08:00", NULL, 1539410602 * LEAT_NSEC_PER_SEC },
    { "2018-10-13T14:03:22", "+08:00", 1539410602 * LEAT_NSEC_PER_SEC },
    { "2018-10-13T14:03:22", NULL, -1 },
    { "1677-12-31T23:59:59Z", NULL, -1 },
    { "2262-01-01T00:00:00Z", NULL, -1 },
    { "soon", "+08:00", -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GTimeZone)
          zone = texts[i].zone != NULL ? g_time_zone_new_identifier (texts[i].zone) : NULL;
      gint64 time = -1;

      g_assert_cmpint (leat_time_read (texts[i].text, zone, &time), ==, texts[i].time >= 0);
      g_assert_cmpint (time, ==, texts[i].time);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/value/write/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_write);
    }
  g_test_add_func ("/value/write/every-count-of-digits", test_write_digits);
  g_test_add_func ("/value/write/every-day", test_write_days);
  g_test_add_func ("/value/write/times-in-turn", test_write_times_in_turn);
  g_test_add_func ("/value/write/any-double", test_write_doubles);
  g_test_add_func ("/value/arrival", test_arrival);
  g_test_add_func ("/value/double", test_get_double);
  g_test_add_func ("/value/quality", test_quality);
  g_test_add_func ("/value/is-text", test_is_text);
  g_test_add_func ("/value/names", test_names);
  g_test_add_func ("/value/time-read", test_time_read);
  return g_test_run ();
}
