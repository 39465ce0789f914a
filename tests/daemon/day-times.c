/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* day-times.c - tests that a time of day comes once a day, also where clocks are put forward */
#include "config/leatd-day-times.h"
#include "leat-error.h"

/* from the moment on, the next ones */
typedef struct {
  const char *name;
  const char *times;
  const char *zone;
  const char *from;
  const char *next;
} Case;

static const Case cases[] = {
  { "utc", "06:00;14:00;22:00", "UTC", "2026-01-01T05:59:59Z",
    "2026-01-01T06:00:00Z 2026-01-01T14:00:00Z 2026-01-01T22:00:00Z 2026-01-02T06:00:00Z" },
  { "behind-itself", "06:00", "UTC", "2026-01-01T06:00:00Z", "2026-01-02T06:00:00Z" },
  { "out-of-order", "22:00;06:00:30", "UTC", "2026-01-01T00:00:00Z",
    "2026-01-01T06:00:30Z 2026-01-01T22:00:00Z" },
  { "far-east", "00:30", "Pacific/Kiritimati", "2026-01-01T00:00:00Z",
    "2026-01-01T10:30:00Z 2026-01-02T10:30:00Z" },
  { "far-west", "23:30", "Pacific/Niue", "2026-01-01T00:00:00Z",
    "2026-01-01T10:30:00Z 2026-01-02T10:30:00Z" },
  { "offset", "06:00", "+08:00", "2026-01-01T00:00:00Z", "2026-01-01T22:00:00Z" },
  { "forward", "02:30", "Europe/Berlin", "2026-03-28T00:00:00Z",
    "2026-03-28T01:30:00Z 2026-03-29T01:00:00Z 2026-03-30T00:30:00Z" },
  { "forward-both", "02:30;03:30", "Europe/Berlin", "2026-03-28T12:00:00Z",
    "2026-03-29T01:00:00Z 2026-03-29T01:30:00Z 2026-03-30T00:30:00Z" },
  { "back", "02:30", "Europe/Berlin", "2026-10-24T12:00:00Z",
    "2026-10-25T01:30:00Z 2026-10-26T01:30:00Z" },
};

static gint64
read_moment (const char *text)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_iso8601 (text, NULL);

  return g_date_time_to_unix (moment);
}

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_auto (GStrv) times = g_strsplit (test->times, ";", -1);
  g_auto (GStrv) expected = g_strsplit (test->next, " ", -1);
  g_autoptr (GError) error = NULL;
  g_autoptr (LeatdDayTimes)
      self = leatd_day_times_new ((const char *const *) times, test->zone, &error);
  gint64 at = read_moment (test->from);

  g_assert_no_error (error);
  for (guint i = 0; expected[i] != NULL; i++)
    {
      g_autoptr (GDateTime) moment = NULL;
      g_autofree char *text = NULL;

      at = leatd_day_times_next (self, at);
      moment = g_date_time_new_from_unix_utc (at);
      text = g_date_time_format_iso8601 (moment);
      g_assert_cmpstr (text, ==, expected[i]);
    }
}

/* a whole year of each zone's days: once a day, and never back in time */
static void
test_year (void)
{
  static const char *const zones[] = { "Europe/Berlin", "America/New_York", "Australia/Lord_Howe",
                                       "Asia/Taipei", "Africa/Casablanca" };
  static const char *const times[] = { "02:30", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (zones); i++)
    {
      g_autoptr (LeatdDayTimes) self = leatd_day_times_new (times, zones[i], NULL);
      const gint64 end = read_moment ("2027-01-01T12:00:00Z");
      guint n = 0;

      for (gint64 at = read_moment ("2026-01-01T12:00:00Z"), next;
           (next = leatd_day_times_next (self, at)) <= end; at = next, n++)
        g_assert_cmpint (next, >, at);
      g_assert_cmpuint (n, ==, 365);
    }
}

static void
test_never (void)
{
  static const char *const times[] = { "02:30", NULL };
  g_autoptr (LeatdDayTimes) self = leatd_day_times_new (times, "UTC", NULL);

  g_assert_cmpint (leatd_day_times_next (self, G_MAXINT64 - 1), ==, G_MAXINT64);
}

static void
test_wrong (void)
{
  static const char *const wrong[][3] = {
    { "6:00", "UTC", "\"6:00\" is no time of day; 06:00 or 22:30:15 is right" },
    { "24:00", "UTC", "\"24:00\" is no time of day; 06:00 or 22:30:15 is right" },
    { "06:60", "UTC", "\"06:60\" is no time of day; 06:00 or 22:30:15 is right" },
    { "06:00:", "UTC", "\"06:00:\" is no time of day; 06:00 or 22:30:15 is right" },
    { "06:00 ", "UTC", "\"06:00 \" is no time of day; 06:00 or 22:30:15 is right" },
    { "", "UTC", "\"\" is no time of day; 06:00 or 22:30:15 is right" },
    { "06:00", "Mars/Olympus",
      "\"Mars/Olympus\" is no time zone that is known here; write UTC, local, +08:00 or a name "
      "such as Asia/Taipei (names come with the package tzdata)" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      const char *times[] = { wrong[i][0], NULL };
      g_autoptr (GError) error = NULL;

      g_assert_null (leatd_day_times_new (times, wrong[i][1], &error));
      g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
      g_assert_cmpstr (error->message, ==, wrong[i][2]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/day-times/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/day-times/year", test_year);
  g_test_add_func ("/day-times/never", test_never);
  g_test_add_func ("/day-times/wrong", test_wrong);
  return g_test_run ();
}
