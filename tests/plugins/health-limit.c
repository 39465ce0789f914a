/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* health-limit.c - tests that a flood of events becomes few records, and that none is uncounted */
#include "health-limit.h"

#define SECOND LEAT_NSEC_PER_SEC

static LeatEvent
event_at (gint64 seconds, LeatLevel level, const char *component, const char *event)
{
  return (LeatEvent) { .struct_size = sizeof (LeatEvent),
                       .level = level,
                       .moment = { .time = 0, .monotonic = seconds * SECOND },
                       .component = component,
                       .event = event,
                       .text = "x" };
}

static gboolean
admit (HealthLimit *limit, gint64 seconds, LeatLevel level, const char *component, const char *kind)
{
  const LeatEvent event = event_at (seconds, level, component, kind);

  return health_limit_admit (limit, &event);
}

/* "LEVEL COMPONENT EVENT COUNT;" */
static void
keep_sum (const LeatEvent *sum, guint64 count, gpointer user_data)
{
  g_string_append_printf (user_data, "%s %s %s %" G_GUINT64_FORMAT ";",
                          leat_level_get_name (sum->level), sum->component, sum->event, count);
}

static void
look (HealthLimit *limit, gint64 seconds, GString *sums)
{
  health_limit_look (limit, (LeatMoment) { .monotonic = seconds * SECOND }, keep_sum, sums);
}

static void
test_minute (void)
{
  HealthLimit *limit = health_limit_new (3);
  g_autoptr (GString) sums = g_string_new (NULL);

  for (guint i = 0; i < 10; i++)
    g_assert_true (admit (limit, 100, i == 7 ? LEAT_LEVEL_WARNING : LEAT_LEVEL_INFO, "a", "x") ==
                   (i < 3));
  for (guint i = 0; i < 4; i++)
    g_assert_true (admit (limit, 110, LEAT_LEVEL_DEBUG, "b", "x") == (i < 3));
  g_assert_true (admit (limit, 120, LEAT_LEVEL_INFO, "a", "y"));
  g_assert_cmpint (health_limit_get_due (limit), ==, 160 * SECOND);
  look (limit, 159, sums);
  g_assert_cmpstr (sums->str, ==, "");
  look (limit, 160, sums);
  g_assert_cmpstr (sums->str, ==, "warning a x 7;debug b x 1;");
  g_assert_cmpint (health_limit_get_due (limit), ==, -1);
  g_assert_true (admit (limit, 161, LEAT_LEVEL_INFO, "a", "x"));
  look (limit, 1000, sums);
  g_assert_cmpstr (sums->str, ==, "warning a x 7;debug b x 1;");
  health_limit_free (limit);
}

static void
test_none (void)
{
  HealthLimit *limit = health_limit_new (0);

  for (guint i = 0; i < 1000; i++)
    g_assert_true (admit (limit, 1, LEAT_LEVEL_INFO, "a", "x"));
  g_assert_cmpint (health_limit_get_due (limit), ==, -1);
  health_limit_free (limit);
}

static void
add_sum (const LeatEvent *sum, guint64 count, gpointer user_data)
{
  *(guint64 *) user_data += count;
}

/* a plugin that makes up names of events: they share one count in the end */
static void
test_many_kinds (void)
{
  HealthLimit *limit = health_limit_new (2);
  guint64 admitted = 0, summed = 0;

  for (guint i = 0; i < 5 * HEALTH_PAIRS_MAX; i++)
    {
      g_autofree char *kind = g_strdup_printf ("event-%u", i);

      admitted += admit (limit, 1, LEAT_LEVEL_INFO, "a", kind);
    }
  g_assert_cmpuint (admitted, <=, HEALTH_PAIRS_MAX + 2);
  health_limit_look (limit, (LeatMoment) { .monotonic = 61 * SECOND }, add_sum, &summed);
  g_assert_cmpuint (admitted + summed, ==, 5 * HEALTH_PAIRS_MAX);
  health_limit_free (limit);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/health-limit/minute", test_minute);
  g_test_add_func ("/health-limit/none", test_none);
  g_test_add_func ("/health-limit/many-kinds", test_many_kinds);
  return g_test_run ();
}
