/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* human-text.c - numbers and times in a few characters */
#include "human-text.h"

#define COUNT_WHOLE 10000 /* below it every digit is shown */

/**
 * leat_human_count:
 * @count: how many
 * @text: (out): room for %LEAT_HUMAN_TEXT_MAX bytes
 *
 * Writes a number in at most five characters: 9999, 12.3k, 1.2M, 340G. What does not fit is left
 * away, not rounded: a number never looks larger than it is.
 *
 * Returns: (transfer none): @text
 */
char *
leat_human_count (guint64 count, char *text)
{
  static const char units[] = "kMGTPE";
  guint64 tenths = count;
  gsize unit = 0;

  if (count < COUNT_WHOLE)
    {
      g_snprintf (text, LEAT_HUMAN_TEXT_MAX, "%" G_GUINT64_FORMAT, count);
      return text;
    }
  for (tenths = count / 100; tenths >= 10000; tenths /= 1000)
    unit++;
  if (tenths < 1000)
    g_snprintf (text, LEAT_HUMAN_TEXT_MAX, "%u.%u%c", (guint) tenths / 10, (guint) tenths % 10,
                units[unit]);
  else
    g_snprintf (text, LEAT_HUMAN_TEXT_MAX, "%u%c", (guint) tenths / 10, units[unit]);
  return text;
}

/**
 * leat_human_rate:
 * @rate: how many in a second; below 0: not known
 * @text: (out): room for %LEAT_HUMAN_TEXT_MAX bytes
 *
 * Writes a rate in at most seven characters: 0, 0.3/s, 245/s, 12.3k/s.
 *
 * Returns: (transfer none): @text
 */
char *
leat_human_rate (double rate, char *text)
{
  char count[LEAT_HUMAN_TEXT_MAX];

  if (rate < 0)
    g_strlcpy (text, "-", LEAT_HUMAN_TEXT_MAX);
  else if (rate == 0)
    g_strlcpy (text, "0", LEAT_HUMAN_TEXT_MAX);
  else if (rate < 0.1)
    g_strlcpy (text, "<0.1/s", LEAT_HUMAN_TEXT_MAX);
  else if (rate < 9.95)
    {
      const guint tenths = (guint) (rate * 10 + 0.5);

      g_snprintf (text, LEAT_HUMAN_TEXT_MAX, "%u.%u/s", tenths / 10, tenths % 10);
    }
  else
    g_snprintf (text, LEAT_HUMAN_TEXT_MAX, "%s/s",
                leat_human_count ((guint64) (rate + 0.5), count));
  return text;
}

/**
 * leat_human_duration:
 * @duration: microseconds; below 0 counts as 0
 * @text: (out): room for %LEAT_HUMAN_TEXT_MAX bytes
 *
 * Writes a duration in its largest unit: 0s, 59s, 3min, 23h, 400d.
 *
 * Returns: (transfer none): @text
 */
char *
leat_human_duration (gint64 duration, char *text)
{
  const gint64 seconds = MAX (duration, 0) / G_USEC_PER_SEC;

  if (seconds < 60)
    g_snprintf (text, LEAT_HUMAN_TEXT_MAX, "%us", (guint) seconds);
  else if (seconds < 60 * 60)
    g_snprintf (text, LEAT_HUMAN_TEXT_MAX, "%umin", (guint) (seconds / 60));
  else if (seconds < 24 * 60 * 60)
    g_snprintf (text, LEAT_HUMAN_TEXT_MAX, "%uh", (guint) (seconds / (60 * 60)));
  else
    g_snprintf (text, LEAT_HUMAN_TEXT_MAX, "%" G_GINT64_FORMAT "d", seconds / (24 * 60 * 60));
  return text;
}
