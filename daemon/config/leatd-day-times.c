/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-day-times.c - times of day somewhere on earth, each once a day */
#include "config/leatd-day-times.h"
#include "leat-error.h"
#include <string.h>

struct _LeatdDayTimes {
  GTimeZone *zone;
  GArray *seconds; /* of int, since midnight */
};

/* two digits, up to @most */
static gboolean
read_part (const char **text, int most, int *part)
{
  if (!g_ascii_isdigit ((*text)[0]) || !g_ascii_isdigit ((*text)[1]))
    return FALSE;
  *part = g_ascii_digit_value ((*text)[0]) * 10 + g_ascii_digit_value ((*text)[1]);
  *text += 2;
  return *part <= most;
}

/* 06:00 or 06:00:30 */
static gboolean
read_time (const char *text, int *seconds)
{
  int hour, minute, second = 0;

  if (!read_part (&text, 23, &hour) || *text++ != ':' || !read_part (&text, 59, &minute))
    return FALSE;
  if (*text == ':' && (text++, !read_part (&text, 59, &second)))
    return FALSE;
  *seconds = (hour * 60 + minute) * 60 + second;
  return *text == '\0';
}

static GTimeZone *
find_zone (const char *name, GError **error)
{
  GTimeZone *zone = g_str_equal (name, "local") ? g_time_zone_new_local ()
                                                : g_time_zone_new_identifier (name);

  if (zone == NULL)
    leat_error_fail (error, LEAT_ERROR_CONFIG,
                     "\"%s\" is no time zone that is known here; write UTC, local, +08:00 or a "
                     "name such as Asia/Taipei (names come with the package tzdata)",
                     name);
  return zone;
}

/**
 * leatd_day_times_new:
 * @times: 06:00 or 06:00:30, ends with %NULL
 * @zone: UTC, local, +08:00 or a name of the time zone database
 * @error: return location for LEAT_ERROR_CONFIG
 *
 * Returns: (transfer full) (nullable)
 */
LeatdDayTimes *
leatd_day_times_new (const char *const *times, const char *zone, GError **error)
{
  g_autoptr (GTimeZone) found = find_zone (zone, error);
  g_autoptr (GArray) seconds = g_array_new (FALSE, FALSE, sizeof (int));
  LeatdDayTimes *self;

  if (found == NULL)
    return NULL;
  for (; *times != NULL; times++)
    {
      int second;

      if (!read_time (*times, &second))
        {
          leat_error_fail (error, LEAT_ERROR_CONFIG,
                           "\"%s\" is no time of day; 06:00 or 22:30:15 is right", *times);
          return NULL;
        }
      g_array_append_val (seconds, second);
    }
  self = g_new0 (LeatdDayTimes, 1);
  self->zone = g_steal_pointer (&found);
  self->seconds = g_steal_pointer (&seconds);
  return self;
}

void
leatd_day_times_free (LeatdDayTimes *self)
{
  if (self == NULL)
    return;
  g_time_zone_unref (self->zone);
  g_array_unref (self->seconds);
  g_free (self);
}

/* A time that clocks skip that day is the moment at which they do; one that they show twice is one
 * moment all the same: each comes once a day. */
static gint64
find_moment (const LeatdDayTimes *self, GDateTime *day, int second)
{
  int year, month, date;
  g_autoptr (GDateTime) moment = NULL;

  g_date_time_get_ymd (day, &year, &month, &date);
  moment = g_date_time_new (self->zone, year, month, date, second / 3600, second / 60 % 60,
                            second % 60);
  return moment != NULL ? g_date_time_to_unix (moment) : G_MAXINT64;
}

/**
 * leatd_day_times_next:
 * @after: seconds since 1970
 *
 * Returns: seconds since 1970; %G_MAXINT64 if there is none, beyond the year 9999
 */
gint64
leatd_day_times_next (const LeatdDayTimes *self, gint64 after)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (after);
  g_autoptr (GDateTime) here = utc != NULL ? g_date_time_to_timezone (utc, self->zone) : NULL;
  gint64 next = G_MAXINT64;

  for (int days = -1; here != NULL && days <= 2; days++)
    {
      g_autoptr (GDateTime) day = g_date_time_add_days (here, days);

      for (guint i = 0; day != NULL && i < self->seconds->len; i++)
        {
          const gint64 moment = find_moment (self, day, g_array_index (self->seconds, int, i));

          if (moment > after)
            next = MIN (next, moment);
        }
    }
  return next;
}
