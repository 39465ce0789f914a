/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-zone.c - from the time on a wall to UTC, also where it occurs twice or never
 *
 * Looking a wall time up costs some ten calls into GTimeZone. So the quarter of an hour around it
 * is remembered, where one distance from UTC holds for all of it. Each entry of that memory is
 * one word, quarter and distance together: threads read and write it without a lock and never see
 * half of one.
 */
#include "leat-error.h"
#include "leat-zone.h"

#define QUARTER         900
#define N_REMEMBERED    4                  /* neighbours do not push each other out */
#define FARTHEST        (26 * 3600)        /* no place was ever farther from UTC */

struct _LeatZone {
  GTimeZone *place;                        /* NULL: the distance is always the same */
  int        distance;
  guint64    remembered[N_REMEMBERED];     /* quarter << 32 | distance */
};

/* what a wall time can mean in UTC */
typedef struct {
  guint  n;
  int    interval;    /* if it means one moment: the place's interval it lies in */
  gint64 first;
  gint64 last;
  gint64 unjumped;    /* if it means none: what it would, had the clocks not been put forward */
} Meaning;

static gboolean
parse_two_digits (const char **text, const char *end, int *number)
{
  const char *at = *text;

  if (end - at < 2 || !g_ascii_isdigit (at[0]) || !g_ascii_isdigit (at[1]))
    return FALSE;
  *number = (at[0] - '0') * 10 + (at[1] - '0');
  *text = at + 2;
  return TRUE;
}

/**
 * leat_zone_parse_offset:
 * @text: (inout): moved behind what was read
 * @end: end of @text
 * @seconds: (out): east of Greenwich
 *
 * Reads `Z`, `+hh`, `+hhmm` or `+hh:mm`.
 */
gboolean
leat_zone_parse_offset (const char **text, const char *end, int *seconds)
{
  const char *at = *text;
  int hours = 0, minutes = 0;

  if (at == end)
    return FALSE;
  if (*at == 'Z' || *at == 'z')
    {
      *text = at + 1;
      *seconds = 0;
      return TRUE;
    }
  if (*at != '+' && *at != '-')
    return FALSE;

  const int sign = *at++ == '-' ? -1 : 1;

  if (!parse_two_digits (&at, end, &hours))
    return FALSE;
  if (at < end && *at == ':')
    {
      at++;
      if (!parse_two_digits (&at, end, &minutes))
        return FALSE;
    }
  else if (!parse_two_digits (&at, end, &minutes))
    minutes = 0;
  if (hours * 3600 > FARTHEST || minutes > 59)
    return FALSE;

  *text = at;
  *seconds = sign * (hours * 3600 + minutes * 60);
  return TRUE;
}

static gboolean
is_fixed (const char *name, int *distance)
{
  const char *at = name, *end = name + strlen (name);

  *distance = 0;
  if (strcmp (name, "UTC") == 0)
    return TRUE;
  return leat_zone_parse_offset (&at, end, distance) && at == end;
}

/**
 * leat_zone_new:
 * @name: `UTC`, `+08:00`, `local` (that of this machine) or a name of the time zone database:
 *   `Asia/Taipei`
 * @error: return location
 *
 * Beyond 2037 what GLib knows of the place's rules is followed.
 *
 * Returns: (transfer full) (nullable): the zone; %NULL with %LEAT_ERROR_CONFIG if nobody knows it
 */
LeatZone *
leat_zone_new (const char *name, GError **error)
{
  g_autoptr (GTimeZone) place = NULL;
  int distance = 0;

  if (!is_fixed (name, &distance))
    {
      place = strcmp (name, "local") == 0 ? g_time_zone_new_local ()
                                          : g_time_zone_new_identifier (name);
      if (place == NULL)
        {
          g_set_error (
              error, LEAT_ERROR, LEAT_ERROR_CONFIG,
              "\"%s\" is no time zone that is known here; write UTC, local, +08:00 or a name such "
              "as Asia/Taipei "
              "(names come with the package tzdata)",
              name);
          return NULL;
        }
    }

  LeatZone *self = g_new0 (LeatZone, 1);

  self->place = g_steal_pointer (&place);
  self->distance = distance;
  for (guint i = 0; i < N_REMEMBERED; i++)
    self->remembered[i] = (guint64) (i ^ 1)
                          << 32;   /* a quarter that is never looked for at this place */
  return self;
}

void
leat_zone_free (LeatZone *self)
{
  g_clear_pointer (&self->place, g_time_zone_unref);
  g_free (self);
}

/* Every interval of the place is asked whether it holds the moment that the wall time would mean
 * in it. GTimeZone's own answer for local times names one of two without saying that there is
 * another. */
static Meaning
find_meaning (GTimeZone *place, gint64 wall)
{
  const int from = g_time_zone_find_interval (place, G_TIME_TYPE_UNIVERSAL, wall - FARTHEST);
  const int to = g_time_zone_find_interval (place, G_TIME_TYPE_UNIVERSAL, wall + FARTHEST);
  Meaning meaning = { .interval = -1 };

  for (int i = from; i <= to; i++)
    {
      const gint64 moment = wall - g_time_zone_get_offset (place, i);
      const int interval = g_time_zone_find_interval (place, G_TIME_TYPE_UNIVERSAL, moment);

      if (interval > i)
        meaning.unjumped = moment;
      if (interval != i)
        continue;
      if (meaning.n++ == 0)
        meaning.first = moment;
      meaning.last = moment;
      meaning.interval = i;
    }
  return meaning;
}

/* If both ends of a quarter mean one moment each and these lie in one interval, so does all
 * between: where clocks are put back, what occurs twice reaches up to one end of the quarter or
 * beyond, as no interval is as short as a quarter. */
static gboolean
is_uniform (GTimeZone *place, gint64 quarter)
{
  const Meaning begin = find_meaning (place, quarter * QUARTER);
  const Meaning end = find_meaning (place, quarter * QUARTER + QUARTER - 1);

  return begin.n == 1 && end.n == 1 && begin.interval == end.interval;
}

/* The farther one can only be meant by a device whose clock or line is late by more than three
 * quarters of what the clocks were put back. */
static gint64
choose (const Meaning *meaning, gint64 near, gboolean *unclear)
{
  if (meaning->n == 1)
    return meaning->first;
  if (meaning->n == 0)
    {
      *unclear = TRUE;
      return meaning->unjumped;
    }

  const gint64 to_first = ABS (near - meaning->first), to_last = ABS (near - meaning->last);

  *unclear = MIN (to_first, to_last) > (meaning->last - meaning->first) / 4;
  return to_first <= to_last ? meaning->first : meaning->last;
}

static gint64
look_up (LeatZone *self, gint64 wall, gint64 quarter, gint64 near, gboolean *unclear)
{
  const Meaning meaning = find_meaning (self->place, wall);

  if (meaning.n == 1 && is_uniform (self->place, quarter))
    {
      const guint64 word = (guint64) (guint32) quarter << 32 | (guint32) (wall - meaning.first);

      __atomic_store_n (&self->remembered[quarter & (N_REMEMBERED - 1)], word, __ATOMIC_RELAXED);
    }
  return choose (&meaning, near, unclear);
}

/**
 * leat_zone_to_utc:
 * @wall: date and time on the wall, counted in seconds since 1970-01-01 as if the wall hung in
 *   Greenwich
 * @near: when it was about, in seconds since 1970-01-01 UTC
 * @unclear: (out): set to %TRUE where it is; else left alone
 *
 * A time that occurs twice means the moment that is nearer to @near; it is unclear if that is
 * still farther away than a quarter of what the clocks were put back. A time that never occurs
 * means what a clock shows that was not put forward, and is unclear.
 *
 * Any thread.
 *
 * Returns: seconds since 1970-01-01 UTC
 */
gint64
leat_zone_to_utc (LeatZone *self, gint64 wall, gint64 near, gboolean *unclear)
{
  if (self->place == NULL)
    return wall - self->distance;

  const gint64 quarter = (wall >= 0 ? wall : wall - (QUARTER - 1)) / QUARTER;
  const guint64 word = __atomic_load_n (&self->remembered[quarter & (N_REMEMBERED - 1)],
                                        __ATOMIC_RELAXED);

  if (word >> 32 == (guint32) quarter)
    return wall - (gint32) word;
  return look_up (self, wall, quarter, near, unclear);
}
