/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* human-text.c - tests numbers and times in a few characters */
#include "look/human-text.h"
#include <string.h>

static const struct {
  guint64     count;
  const char *text;
} counts[] = {
  { 0, "0" },
  { 999, "999" },
  { 9999, "9999" },
  { 10000, "10.0k" },
  { 12399, "12.3k" },
  { 99999, "99.9k" },
  { 100000, "100k" },
  { 999999, "999k" },
  { 1000000, "1.0M" },
  { 1299999, "1.2M" },
  { 34567890, "34.5M" },
  { 999999999, "999M" },
  { 1000000000, "1.0G" },
  { G_MAXUINT64, "18.4E" },
};

static void
test_count (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      char text[LEAT_HUMAN_TEXT_MAX];

      g_assert_cmpstr (leat_human_count (counts[i].count, text), ==, counts[i].text);
      g_assert_cmpuint (strlen (text), <=, 5);
    }
}

static const struct {
  double      rate;
  const char *text;
} rates[] = {
  { -1, "-" },          { 0, "0" },           { 0.02, "<0.1/s" },  { 0.1, "0.1/s" },
  { 0.34, "0.3/s" },    { 2.96, "3.0/s" },    { 9.94, "9.9/s" },   { 9.96, "10/s" },
  { 244.7, "245/s" },   { 12345, "12.3k/s" }, { 4e6, "4.0M/s" },
};

static void
test_rate (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rates); i++)
    {
      char text[LEAT_HUMAN_TEXT_MAX];

      g_assert_cmpstr (leat_human_rate (rates[i].rate, text), ==, rates[i].text);
      g_assert_cmpuint (strlen (text), <=, 7);
    }
}

static const struct {
  gint64      seconds;
  const char *text;
} durations[] = {
  { -5, "0s" },        { 0, "0s" },       { 59, "59s" },      { 60, "1min" },
  { 3599, "59min" },   { 3600, "1h" },    { 86399, "23h" },   { 86400, "1d" },
  { 400 * 86400, "400d" },
};

static void
test_duration (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (durations); i++)
    {
      char text[LEAT_HUMAN_TEXT_MAX];

      g_assert_cmpstr (leat_human_duration (durations[i].seconds * G_USEC_PER_SEC + 1, text), ==,
                       durations[i].text);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/human-text/count", test_count);
  g_test_add_func ("/human-text/rate", test_rate);
  g_test_add_func ("/human-text/duration", test_duration);
  return g_test_run ();
}
