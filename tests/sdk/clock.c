/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* clock.c - tests the two clocks and a test's own in their place */
#include <sys/timex.h>

#include "leat-clock.h"

static void
test_now (void)
{
  const gint64 before = g_get_real_time () * 1000;
  const LeatMoment one = leat_clock_now (), two = leat_clock_now ();
  const gint64 after = (g_get_real_time () + 1) * 1000;

  g_assert_cmpint (one.time, >=, before);
  g_assert_cmpint (one.time, <=, after);
  /* BOOTTIME never goes back, and never stands below the clock that stops while asleep */
  g_assert_cmpint (two.monotonic, >=, one.monotonic);
  g_assert_cmpint (one.monotonic / 1000, <=, g_get_monotonic_time () + 365 * G_TIME_SPAN_DAY);
  g_assert_cmpint (one.monotonic, >, 0);
}

static LeatMoment
count_up (gpointer user_data)
{
  gint64 *calls = user_data;

  *calls += 1;
  return (LeatMoment) { .time = *calls * LEAT_NSEC_PER_SEC, .monotonic = *calls };
}

static void
test_inject (void)
{
  gint64 calls = 0;
  LeatMoment moment;

  leat_clock_inject (count_up, &calls);
  leat_clock_now ();
  moment = leat_clock_now ();
  g_assert_cmpint (moment.time, ==, 2 * LEAT_NSEC_PER_SEC);
  g_assert_cmpint (moment.monotonic, ==, 2);
  g_assert_true (leat_clock_is_synced ());

  leat_clock_inject (NULL, NULL);
  moment = leat_clock_now ();
  g_assert_cmpint (moment.time, >, 1000 * LEAT_NSEC_PER_SEC);
  g_assert_cmpint (calls, ==, 2);
}

/* what the kernel says, asked in another way */
static void
test_synced (void)
{
  struct ntptimeval kernel;
  const int state = ntp_gettime (&kernel);

  if (state < 0)
    g_assert_false (leat_clock_is_synced ());
  else
    g_assert_cmpint (leat_clock_is_synced (), ==, state != TIME_ERROR);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clock/now", test_now);
  g_test_add_func ("/clock/inject", test_inject);
  g_test_add_func ("/clock/synced", test_synced);
  return g_test_run ();
}
