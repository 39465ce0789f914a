/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* time.c - tests time patterns: what they read, what they refuse, and wall times that occur twice
 * or never */
#include <string.h>
#include "leat-error.h"
#include "leat-time.h"

#define PV200   "%y/%m/%d,%H:%M:%S"
#define ISO     "%Y-%m-%dT%H:%M:%S"
#define ARRIVAL "2018-10-13T06:03:22Z"

typedef struct {
  const char *name;
  const char *pattern;
  const char *zone;
  const char *text;
  const char *arrival;
  const char *expected;      /* NULL: it is no time */
  gint64      nanoseconds;   /* beyond the seconds of expected */
  gboolean    unclear;
} ParseCase;

static const ParseCase parse_cases[] = {
  /* conversions */
  { "pv200", PV200, "Asia/Taipei", "18/10/13,14:03:22", ARRIVAL, "2018-10-13T06:03:22Z", 0, FALSE },
  { "four-digit-year", ISO, "UTC", "2018-10-13T06:03:22",
    ARRIVAL, "2018-10-13T06:03:22Z", 0, FALSE },
  { "date-alone", "%Y%m%d", "UTC", "20181013", ARRIVAL, "2018-10-13T00:00:00Z", 0, FALSE },
  { "no-separators", "%Y%m%d%H%M%S", "UTC", "20181013060322",
    ARRIVAL, "2018-10-13T06:03:22Z", 0, FALSE },
  { "month-name", "%d-%b-%Y %H:%M", "UTC", "13-Oct-2018 06:03",
    ARRIVAL, "2018-10-13T06:03:00Z", 0, FALSE },
  { "month-name-upper-case", "%d%b%y", "UTC", "13DEC18",
    ARRIVAL, "2018-12-13T00:00:00Z", 0, FALSE },
  { "day-of-year", "%Y-%j", "UTC", "2018-286", ARRIVAL, "2018-10-13T00:00:00Z", 0, FALSE },
  { "day-of-leap-year", "%Y-%j", "UTC", "2020-366", ARRIVAL, "2020-12-31T00:00:00Z", 0, FALSE },
  { "short-day", "%e.%m.%Y", "UTC", "3.10.2018", ARRIVAL, "2018-10-03T00:00:00Z", 0, FALSE },
  { "short-day-padded", "%e.%m.%Y", "UTC", " 3.10.2018",
    ARRIVAL, "2018-10-03T00:00:00Z", 0, FALSE },
  { "unpadded", "%-m/%-d/%Y %-H:%M", "UTC", "9/5/2018 7:04",
    ARRIVAL, "2018-09-05T07:04:00Z", 0, FALSE },
  { "unpadded-takes-two", "%-m/%-d/%Y", "UTC", "12/31/2018",
    ARRIVAL, "2018-12-31T00:00:00Z", 0, FALSE },
  { "blank-for-zero", PV200, "UTC", "18/ 9/ 5, 7:04:05",
    ARRIVAL, "2018-09-05T07:04:05Z", 0, FALSE },
  { "afternoon", "%Y-%m-%d %I:%M %p", "UTC", "2018-10-13 02:03 PM",
    ARRIVAL, "2018-10-13T14:03:00Z", 0, FALSE },
  { "noon", "%Y-%m-%d %I:%M%p", "UTC", "2018-10-13 12:03pm",
    ARRIVAL, "2018-10-13T12:03:00Z", 0, FALSE },
  { "midnight", "%Y-%m-%d %I:%M%p", "UTC", "2018-10-13 12:03am",
    ARRIVAL, "2018-10-13T00:03:00Z", 0, FALSE },
  { "milliseconds", ISO ".%f", "UTC", "2018-10-13T06:03:22.104",
    ARRIVAL, "2018-10-13T06:03:22Z", 104000000, FALSE },
  { "nanoseconds", ISO ".%f", "UTC", "2018-10-13T06:03:22.104518001",
    ARRIVAL, "2018-10-13T06:03:22Z", 104518001, FALSE },
  { "tenth", ISO ".%f", "UTC", "2018-10-13T06:03:22.5",
    ARRIVAL, "2018-10-13T06:03:22Z", 500000000, FALSE },
  { "offset", ISO "%z", "Asia/Taipei", "2018-10-13T06:03:22+02:00",
    ARRIVAL, "2018-10-13T04:03:22Z", 0, FALSE },
  { "offset-without-colon", ISO "%z", "UTC", "2018-10-13T06:03:22-0530",
    ARRIVAL, "2018-10-13T11:33:22Z", 0, FALSE },
  { "offset-hours", ISO "%z", "UTC", "2018-10-13T06:03:22-05",
    ARRIVAL, "2018-10-13T11:03:22Z", 0, FALSE },
  { "offset-z", ISO "%z", "UTC", "2018-10-13T06:03:22Z",
    ARRIVAL, "2018-10-13T06:03:22Z", 0, FALSE },
  { "epoch", "%s", "Asia/Taipei", "1539410602", ARRIVAL, "2018-10-13T06:03:22Z", 0, FALSE },
  { "epoch-fraction", "%s.%f", "UTC", "1539410602.25",
    ARRIVAL, "2018-10-13T06:03:22Z", 250000000, FALSE },
  { "percent", "%%%Y%m%d", "UTC", "%20181013", ARRIVAL, "2018-10-13T00:00:00Z", 0, FALSE },
  { "blanks-between", "%Y-%m-%d %H:%M", "UTC", "2018-10-13    06:03",
    ARRIVAL, "2018-10-13T06:03:00Z", 0, FALSE },
  { "blank-for-zero-after-blank", "%Y-%m-%d %H:%M:%S", "UTC", "2018-10-13  6:03:22", ARRIVAL,
    "2018-10-13T06:03:22Z", 0, FALSE },
  { "blank-for-zero-after-month", "%b %d %Y", "UTC", "Oct  3 2018", ARRIVAL,
    "2018-10-03T00:00:00Z", 0, FALSE },
  { "blanks-missing", "%Y-%m-%d %H:%M", "UTC", "2018-10-1306:03",
    ARRIVAL, "2018-10-13T06:03:00Z", 0, FALSE },
  { "blanks-around", "%Y-%m-%d", "UTC", "  2018-10-13 ",
    ARRIVAL, "2018-10-13T00:00:00Z", 0, FALSE },
  { "blanks-before-literal", PV200, "UTC", "18/10/13 ,06:03:22",
    ARRIVAL, "2018-10-13T06:03:22Z", 0, FALSE },
  { "leap-day", "%Y-%m-%d", "UTC", "2000-02-29", ARRIVAL, "2000-02-29T00:00:00Z", 0, FALSE },
  { "leap-second", ISO, "UTC", "2016-12-31T23:59:60", ARRIVAL, "2017-01-01T00:00:00Z", 0, FALSE },
  { "first-year", ISO, "UTC", "1678-01-01T00:00:00", ARRIVAL, "1678-01-01T00:00:00Z", 0, FALSE },
  { "last-year", ISO, "UTC", "2261-12-31T23:59:59", ARRIVAL, "2261-12-31T23:59:59Z", 0, FALSE },
  { "before-1970", ISO ".%f", "UTC", "1969-12-31T23:59:59.5",
    ARRIVAL, "1969-12-31T23:59:59Z", 500000000, FALSE },

  /* years of two digits */
  { "two-digit-year/same", PV200, "UTC", "18/10/13,06:03:22",
    ARRIVAL, "2018-10-13T06:03:22Z", 0, FALSE },
  { "two-digit-year/49-ahead", PV200, "UTC", "67/01/01,00:00:00",
    ARRIVAL, "2067-01-01T00:00:00Z", 0, FALSE },
  { "two-digit-year/50-ago", PV200, "UTC", "68/01/01,00:00:00",
    ARRIVAL, "1968-01-01T00:00:00Z", 0, FALSE },
  { "two-digit-year/new-century", PV200, "UTC", "99/12/31,23:59:59",
    "2100-01-01T00:00:05Z", "2099-12-31T23:59:59Z", 0, FALSE },
  { "two-digit-year/from-1999", PV200, "UTC", "00/01/01,00:00:01",
    "1999-12-31T23:59:59Z", "2000-01-01T00:00:01Z", 0, FALSE },

  /* refused */
  { "bad/empty", PV200, "UTC", "", ARRIVAL, NULL, 0, FALSE },
  { "bad/empty-for-any-width", "%d%b%y", "UTC", "", ARRIVAL, NULL, 0, FALSE },
  { "bad/lost-digit-after-blank", "%Y-%m-%d %H:%M:%S", "UTC", "2018-10-13 6:03:22", ARRIVAL,
    NULL, 0, FALSE },
  { "bad/lost-digit", PV200, "UTC", "18/10/13,14:03:2", ARRIVAL, NULL, 0, FALSE },
  { "bad/lost-digit-inside", PV200, "UTC", "18/1/13,14:03:22", ARRIVAL, NULL, 0, FALSE },
  { "bad/surplus-text", PV200, "UTC", "18/10/13,14:03:22x", ARRIVAL, NULL, 0, FALSE },
  { "bad/surplus-digit", PV200, "UTC", "18/10/13,14:03:222", ARRIVAL, NULL, 0, FALSE },
  { "bad/month-0", PV200, "UTC", "18/00/13,14:03:22", ARRIVAL, NULL, 0, FALSE },
  { "bad/month-13", PV200, "UTC", "18/13/13,14:03:22", ARRIVAL, NULL, 0, FALSE },
  { "bad/day-0", PV200, "UTC", "18/10/00,14:03:22", ARRIVAL, NULL, 0, FALSE },
  { "bad/day-31-of-30", PV200, "UTC", "18/09/31,14:03:22", ARRIVAL, NULL, 0, FALSE },
  { "bad/no-leap-year", PV200, "UTC", "18/02/29,14:03:22", ARRIVAL, NULL, 0, FALSE },
  { "bad/no-leap-century", "%Y-%m-%d", "UTC", "1900-02-29", ARRIVAL, NULL, 0, FALSE },
  { "bad/day-366", "%Y-%j", "UTC", "2018-366", ARRIVAL, NULL, 0, FALSE },
  { "bad/hour-24", PV200, "UTC", "18/10/13,24:00:00", ARRIVAL, NULL, 0, FALSE },
  { "bad/hour-13-of-12", "%Y-%m-%d %I%p", "UTC", "2018-10-13 13pm", ARRIVAL, NULL, 0, FALSE },
  { "bad/half", "%Y-%m-%d %I%p", "UTC", "2018-10-13 11xm", ARRIVAL, NULL, 0, FALSE },
  { "bad/minute-60", PV200, "UTC", "18/10/13,14:60:00", ARRIVAL, NULL, 0, FALSE },
  { "bad/second-61", PV200, "UTC", "18/10/13,14:03:61", ARRIVAL, NULL, 0, FALSE },
  { "bad/letters", PV200, "UTC", "18/10/xx,14:03:22", ARRIVAL, NULL, 0, FALSE },
  { "bad/minus", PV200, "UTC", "18/10/-1,14:03:22", ARRIVAL, NULL, 0, FALSE },
  { "bad/month-name", "%d%b%y", "UTC", "13Okt18", ARRIVAL, NULL, 0, FALSE },
  { "bad/too-early", ISO, "UTC", "1677-12-31T23:59:59", ARRIVAL, NULL, 0, FALSE },
  { "bad/too-late", ISO, "UTC", "2262-01-01T00:00:00", ARRIVAL, NULL, 0, FALSE },
  { "bad/epoch-too-late", "%s", "UTC", "9223372036", ARRIVAL, NULL, 0, FALSE },
  { "bad/epoch-too-long", "%s", "UTC", "15394106020", ARRIVAL, NULL, 0, FALSE },
  { "bad/offset", ISO "%z", "UTC", "2018-10-13T06:03:22+5", ARRIVAL, NULL, 0, FALSE },
  { "bad/offset-too-far", ISO "%z", "UTC", "2018-10-13T06:03:22+27:00", ARRIVAL, NULL, 0, FALSE },
  { "bad/fraction-empty", ISO ".%f", "UTC", "2018-10-13T06:03:22.", ARRIVAL, NULL, 0, FALSE },
  { "bad/fraction-too-long", ISO ".%f", "UTC", "2018-10-13T06:03:22.1234567890",
    ARRIVAL, NULL, 0, FALSE },

  /* zones */
  { "zone/fixed", ISO, "+08:00", "2018-10-13T14:03:22", ARRIVAL, "2018-10-13T06:03:22Z", 0, FALSE },
  { "zone/fixed-west", ISO, "-0330", "2018-10-13T14:03:22",
    ARRIVAL, "2018-10-13T17:33:22Z", 0, FALSE },
  { "zone/berlin-summer", ISO, "Europe/Berlin", "2018-07-01T12:00:00",
    ARRIVAL, "2018-07-01T10:00:00Z", 0, FALSE },
  { "zone/berlin-winter", ISO, "Europe/Berlin", "2018-12-01T12:00:00",
    ARRIVAL, "2018-12-01T11:00:00Z", 0, FALSE },
  { "zone/new-york", ISO, "America/New_York", "2018-07-01T12:00:00",
    ARRIVAL, "2018-07-01T16:00:00Z", 0, FALSE },
  { "zone/taipei-had-summer-time", ISO, "Asia/Taipei", "1979-08-01T12:00:00",
    ARRIVAL, "1979-08-01T03:00:00Z", 0, FALSE },
  { "zone/berlin-2037", ISO, "Europe/Berlin", "2037-07-01T12:00:00",
    ARRIVAL, "2037-07-01T10:00:00Z", 0, FALSE },

  /* Europe/Berlin 2018-10-28: 03:00 is put back to 02:00 at 01:00 UTC */
  { "twice/berlin-before", ISO, "Europe/Berlin", "2018-10-28T01:59:59",
    ARRIVAL, "2018-10-27T23:59:59Z", 0, FALSE },
  { "twice/berlin-first", ISO, "Europe/Berlin", "2018-10-28T02:30:00",
    "2018-10-28T00:30:01Z", "2018-10-28T00:30:00Z", 0, FALSE },
  { "twice/berlin-second", ISO, "Europe/Berlin", "2018-10-28T02:30:00",
    "2018-10-28T01:30:01Z", "2018-10-28T01:30:00Z", 0, FALSE },
  { "twice/berlin-clock-ahead", ISO, "Europe/Berlin", "2018-10-28T02:30:00",
    "2018-10-28T01:16:00Z", "2018-10-28T01:30:00Z", 0, FALSE },
  { "twice/berlin-between", ISO, "Europe/Berlin", "2018-10-28T02:30:00",
    "2018-10-28T00:50:00Z", "2018-10-28T00:30:00Z", 0, TRUE },
  { "twice/berlin-middle", ISO, "Europe/Berlin", "2018-10-28T02:30:00",
    "2018-10-28T01:00:00Z", "2018-10-28T00:30:00Z", 0, TRUE },
  { "twice/berlin-later", ISO, "Europe/Berlin", "2018-10-28T02:30:00",
    "2018-11-05T08:00:00Z", "2018-10-28T01:30:00Z", 0, TRUE },
  { "twice/berlin-edge", ISO, "Europe/Berlin", "2018-10-28T02:00:00",
    "2018-10-28T01:00:01Z", "2018-10-28T01:00:00Z", 0, FALSE },
  { "twice/berlin-last", ISO, "Europe/Berlin", "2018-10-28T02:59:59",
    "2018-10-28T00:59:59Z", "2018-10-28T00:59:59Z", 0, FALSE },
  { "twice/berlin-behind", ISO, "Europe/Berlin", "2018-10-28T03:00:00",
    ARRIVAL, "2018-10-28T02:00:00Z", 0, FALSE },
  { "twice/new-york-first", ISO, "America/New_York", "2018-11-04T01:15:00",
    "2018-11-04T05:15:00Z", "2018-11-04T05:15:00Z", 0, FALSE },
  { "twice/new-york-second", ISO, "America/New_York", "2018-11-04T01:15:00",
    "2018-11-04T06:15:00Z", "2018-11-04T06:15:00Z", 0, FALSE },
  /* half an hour: 02:00 is put back to 01:30 */
  { "twice/lord-howe-first", ISO, "Australia/Lord_Howe", "2018-04-01T01:45:00",
    "2018-03-31T14:45:00Z", "2018-03-31T14:45:00Z", 0, FALSE },
  { "twice/lord-howe-second", ISO, "Australia/Lord_Howe", "2018-04-01T01:45:00",
    "2018-03-31T15:15:00Z", "2018-03-31T15:15:00Z", 0, FALSE },
  { "twice/lord-howe-unclear", ISO, "Australia/Lord_Howe", "2018-04-01T01:45:00",
    "2018-03-31T14:55:00Z", "2018-03-31T14:45:00Z", 0, TRUE },
  { "twice/lord-howe-once", ISO, "Australia/Lord_Howe", "2018-04-01T01:29:59",
    ARRIVAL, "2018-03-31T14:29:59Z", 0, FALSE },

  /* Europe/Berlin 2018-03-25: 02:00 is put forward to 03:00 at 01:00 UTC */
  { "never/berlin", ISO, "Europe/Berlin", "2018-03-25T02:30:00",
    "2018-03-25T01:30:00Z", "2018-03-25T01:30:00Z", 0, TRUE },
  { "never/berlin-begin", ISO, "Europe/Berlin", "2018-03-25T02:00:00",
    "2018-03-25T01:00:00Z", "2018-03-25T01:00:00Z", 0, TRUE },
  { "never/berlin-before", ISO, "Europe/Berlin", "2018-03-25T01:59:59",
    ARRIVAL, "2018-03-25T00:59:59Z", 0, FALSE },
  { "never/berlin-behind", ISO, "Europe/Berlin", "2018-03-25T03:00:00",
    ARRIVAL, "2018-03-25T01:00:00Z", 0, FALSE },
  { "never/new-york", ISO, "America/New_York", "2018-03-11T02:30:00",
    ARRIVAL, "2018-03-11T07:30:00Z", 0, TRUE },
  { "never/lord-howe", ISO, "Australia/Lord_Howe", "2018-10-07T02:15:00",
    ARRIVAL, "2018-10-06T15:45:00Z", 0, TRUE },
  { "never/lord-howe-behind", ISO, "Australia/Lord_Howe", "2018-10-07T02:30:00",
    ARRIVAL, "2018-10-06T15:30:00Z", 0, FALSE },
  /* a whole day: after 2011-12-29 came 2011-12-31, from -10:00 to +14:00 */
  { "never/apia-noon", ISO, "Pacific/Apia", "2011-12-30T12:00:00",
    ARRIVAL, "2011-12-30T22:00:00Z", 0, TRUE },
  { "never/apia-before", ISO, "Pacific/Apia", "2011-12-29T23:59:59",
    ARRIVAL, "2011-12-30T09:59:59Z", 0, FALSE },
  { "never/apia-behind", ISO, "Pacific/Apia", "2011-12-31T00:00:00",
    ARRIVAL, "2011-12-30T10:00:00Z", 0, FALSE },
};

static gint64
moment (const char *iso)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (iso, NULL);

  g_assert_nonnull (time);
  return g_date_time_to_unix (time) * LEAT_NSEC_PER_SEC;
}

static void
test_time_parse (gconstpointer data)
{
  const ParseCase *test = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LeatTimePattern) pattern = leat_time_pattern_new (test->pattern, test->zone, &error);
  g_autofree char *text = g_memdup2 (test->text, strlen (test->text));   /* no NUL behind it */

  g_assert_no_error (error);
  for (int again = 0; again < 2; again++)   /* what is remembered must say the same */
    {
      gboolean unclear = FALSE;
      gint64 time = 0;
      const gboolean is_time = leat_time_pattern_parse (pattern, text, strlen (test->text),
                                                        moment (test->arrival), &time, &unclear);

      g_assert_cmpint (is_time, ==, test->expected != NULL);
      if (is_time)
        g_assert_cmpint (time, ==, moment (test->expected) + test->nanoseconds);
      g_assert_cmpint (unclear, ==, test->unclear);
    }
}

typedef struct {
  const char *name;
  const char *pattern;
  const char *zone;
  const char *message;
} RefuseCase;

static const RefuseCase refuse_cases[] = {
  { "unknown-conversion", "%Y-%q", "UTC",
    "\"%Y-%q\" is no time pattern: %q has no meaning; known are *" },
  { "unknown-unpadded", "%Y-%-f", "UTC", "\"%Y-%-f\" is no time pattern: %-f has no meaning; *" },
  { "ends-in-percent", "%Y-%m-%d%", "UTC", "\"%Y-%m-%d%\" is no time pattern: % *has no meaning*" },
  { "ends-in-minus", "%Y-%m-%d%-", "UTC", "*%- *has no meaning*" },
  { "empty", "", "UTC", "*it says no date: *" },
  { "time-alone", "%H:%M:%S", "UTC", "*it says no date: *" },
  { "year-alone", "%Y", "UTC", "*it says no date: *" },
  { "no-year", "%m/%d", "UTC", "*it says no year: %Y, %y" },
  { "no-month", "%Y-%d", "UTC", "*it says no month: %m, %b" },
  { "no-day", "%Y-%m", "UTC", "*it says no day: %d, %e" },
  { "twice", "%Y-%m-%d %y", "UTC", "*it says one thing twice" },
  { "both-months", "%Y-%m-%d %b", "UTC", "*it says one thing twice" },
  { "half-without-hour", "%Y-%m-%d %p", "UTC", "*%p needs %I" },
  { "half-with-24-hours", "%Y-%m-%d %H %p", "UTC", "*%I and %p go together, %H goes alone" },
  { "12-hours-without-half", "%Y-%m-%d %I", "UTC", "*%I and %p go together, %H goes alone" },
  { "minutes-without-hours", "%Y-%m-%d %M", "UTC", "*minutes but no hours*" },
  { "seconds-without-minutes", "%Y-%m-%d %H:%S", "UTC", "*seconds but no minutes*" },
  { "fraction-without-seconds", "%Y-%m-%d %H:%M.%f", "UTC",
    "*fractions of a second but no seconds*" },
  { "epoch-and-date", "%s %Y", "UTC", "*%s says the whole time*" },
  { "day-of-year-and-month", "%Y-%j-%m", "UTC", "*%j counts the days of the year*" },
  { "zone", "%Y-%m-%d", "Europe/Berln",
    "\"Europe/Berln\" is no time zone that is known here; write UTC, local, *" },
  { "zone-empty", "%Y-%m-%d", "", "\"\" is no time zone*" },
  { "zone-offset", "%Y-%m-%d", "+99:00", "\"+99:00\" is no time zone*" },
  { "too-long", "%Y-%m-%d ----------------------------------------------------------------", "UTC",
    "*it is too long" },
};

static void
test_time_refuse (gconstpointer data)
{
  const RefuseCase *test = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LeatTimePattern) pattern = leat_time_pattern_new (test->pattern, test->zone, &error);

  g_assert_null (pattern);
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  if (!g_pattern_match_simple (test->message, error->message))
    g_error ("%s", error->message);
}

/* every quarter of an hour of some years, there and back, by an oracle that goes from UTC to the
 * wall */
static void
test_time_round_trip (gconstpointer data)
{
  const char *zone = data;
  g_autoptr (LeatTimePattern) pattern = leat_time_pattern_new (ISO, zone, NULL);
  g_autoptr (GTimeZone) place = g_time_zone_new_identifier (zone);
  guint n_unclear = 0;

  for (gint64 utc = moment ("2011-12-01T00:00:00Z") / LEAT_NSEC_PER_SEC; utc < 1356998400;
       utc += 300)
    {
      g_autoptr (GDateTime) utc_time = g_date_time_new_from_unix_utc (utc);
      g_autoptr (GDateTime) local = g_date_time_to_timezone (utc_time, place);
      g_autofree char *text = g_date_time_format (local, "%Y-%m-%dT%H:%M:%S");
      gboolean unclear = FALSE;
      gint64 time = 0;

      g_assert_true (leat_time_pattern_parse (pattern, text, strlen (text), utc * LEAT_NSEC_PER_SEC,
                                              &time, &unclear));
      g_assert_cmpint (time, ==, utc * LEAT_NSEC_PER_SEC);
      n_unclear += unclear;
    }
  g_assert_cmpuint (n_unclear, ==, 0);
}

/* threads share a pattern, each at its own place in time: no one reads half of what another
 * remembers */
static gpointer
parse_days (gpointer data)
{
  static int started;
  LeatTimePattern *pattern = data;
  const int offset = g_atomic_int_add (&started, 1) * 977;

  for (int i = 0; i < 50000; i++)
    {
      const int minute = (offset + i * 7) % (28 * 1440);
      char text[32];
      gint64 time = 0;
      gboolean unclear = FALSE;

      g_snprintf (text, sizeof text, "2018-06-%02dT%02d:%02d:00", minute / 1440 + 1,
                  minute / 60 % 24, minute % 60);
      g_assert_true (leat_time_pattern_parse (pattern, text, 19, 0, &time, &unclear));
      g_assert_cmpint (time / LEAT_NSEC_PER_SEC, ==, 1527811200 - 7200 + minute * 60);
    }
  return NULL;
}

static void
test_time_threads (void)
{
  g_autoptr (LeatTimePattern) pattern = leat_time_pattern_new (ISO, "Europe/Berlin", NULL);
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("parse", parse_days, pattern);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

/* what is remembered is what would have been read, in any order of texts, patterns and arrivals */
static void
test_time_repeat (void)
{
  static const char *const texts[] = {
    "2018-10-28T02:30:00", "2018-10-28T02:30:01", "2018-10-28T02:30:0", "2018-10-28T02:61:00", "",
    "2018-10-28T02:30:00                 ", "2018-03-25T02:30:00",
  };
  g_autoptr (LeatTimePattern) twice = leat_time_pattern_new (ISO, "Europe/Berlin", NULL);
  g_autoptr (LeatTimePattern) once = leat_time_pattern_new (ISO, "Asia/Taipei", NULL);
  LeatTimeMemo memo = { 0 };
  guint n_times = 0, n_unclear = 0;

  for (guint i = 0; i < 20000; i++)
    {
      const LeatTimePattern *pattern = g_test_rand_bit () ? twice : once;
      const char *text = texts[g_test_rand_int_range (0, G_N_ELEMENTS (texts))];
      /* before, in and behind the hour that comes twice */
      const gint64 arrival = (1540684800 + 3600 * g_test_rand_int_range (0, 4)) * LEAT_NSEC_PER_SEC;
      gint64 time = 0, remembered = 0;
      gboolean unclear = FALSE, remembered_unclear = FALSE;
      const gboolean is_time = leat_time_pattern_parse (pattern, text, strlen (text), arrival,
                                                        &time, &unclear);

      g_assert_cmpint (leat_time_pattern_repeat (pattern, &memo, text, strlen (text), arrival,
                                                 &remembered, &remembered_unclear),
                       ==, is_time);
      if (is_time)
        g_assert_cmpint (remembered, ==, time);
      if (is_time)
        g_assert_cmpint (remembered_unclear, ==, unclear);
      n_times += is_time;
      n_unclear += unclear;
    }
  g_assert_cmpuint (n_times, >, 1000);
  g_assert_cmpuint (n_unclear, >, 100);
}

int
main (int argc, char **argv)
{
  static const char *const zones[] = { "Europe/Berlin", "America/New_York", "Asia/Taipei",
    "Australia/Lord_Howe",
                                       "Pacific/Apia" };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (parse_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/time/pattern/", parse_cases[i].name, NULL);
      g_test_add_data_func (path, &parse_cases[i], test_time_parse);
    }
  for (guint i = 0; i < G_N_ELEMENTS (refuse_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/time/refused/", refuse_cases[i].name, NULL);
      g_test_add_data_func (path, &refuse_cases[i], test_time_refuse);
    }
  for (guint i = 0; i < G_N_ELEMENTS (zones); i++)
    {
      g_autofree char *path = g_strconcat ("/time/round-trip/", zones[i], NULL);
      g_test_add_data_func (path, zones[i], test_time_round_trip);
    }
  g_test_add_func ("/time/repeat", test_time_repeat);
  g_test_add_func ("/time/threads", test_time_threads);
  return g_test_run ();
}
