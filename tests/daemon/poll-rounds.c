/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* poll-rounds.c - tests when rounds of questions begin: in time, or not at all */
#include "talk/leatd-poll-rounds.h"

#define S G_USEC_PER_SEC

static void
test_interval (void)
{
  LeatdPollRounds rounds;

  leatd_poll_rounds_start (&rounds, NULL, 10, 100, 0);
  g_assert_true (leatd_poll_rounds_begin (&rounds, 100, 0));
  g_assert_false (leatd_poll_rounds_begin (&rounds, 109, 0));
  g_assert_cmpint (leatd_poll_rounds_get_due (&rounds, 109, 0), ==, 110);
  g_assert_true (leatd_poll_rounds_begin (&rounds, 113, 0)); /* late, and the next one not */
  g_assert_cmpint (leatd_poll_rounds_get_due (&rounds, 113, 0), ==, 120);
  g_assert_cmpuint (leatd_poll_rounds_end (&rounds, 120, 0), ==, 0);
  g_assert_true (leatd_poll_rounds_begin (&rounds, 120, 0));
  g_assert_cmpuint (leatd_poll_rounds_end (&rounds, 151, 0), ==, 3);
  g_assert_false (leatd_poll_rounds_begin (&rounds, 159, 0));
  g_assert_true (leatd_poll_rounds_begin (&rounds, 160, 0));
}

static void
test_other_interval (void)
{
  LeatdPollRounds rounds;

  leatd_poll_rounds_start (&rounds, NULL, 1000, 0, 0);
  g_assert_true (leatd_poll_rounds_begin (&rounds, 0, 0));
  leatd_poll_rounds_set_interval (&rounds, 10, 100);
  g_assert_false (leatd_poll_rounds_begin (&rounds, 109, 0));
  g_assert_true (leatd_poll_rounds_begin (&rounds, 110, 0));
}

static LeatdDayTimes *
six_and_seven (void)
{
  static const char *const times[] = { "00:00:06", "00:00:07", NULL };

  return leatd_day_times_new (times, "UTC", NULL);
}

/* the clock on the wall is another one than that which never jumps */
static void
test_times (void)
{
  g_autoptr (LeatdDayTimes) times = six_and_seven ();
  LeatdPollRounds rounds;

  leatd_poll_rounds_start (&rounds, times, 0, 100 * S, 1 * S);
  g_assert_false (leatd_poll_rounds_begin (&rounds, 100 * S, 1 * S));
  g_assert_cmpint (leatd_poll_rounds_get_due (&rounds, 100 * S, 1 * S), ==, 105 * S);
  g_assert_true (leatd_poll_rounds_begin (&rounds, 105 * S, 6 * S));
  g_assert_false (leatd_poll_rounds_begin (&rounds, 105 * S, 6 * S));
  g_assert_cmpuint (leatd_poll_rounds_end (&rounds, 107 * S, 8 * S), ==, 1);
  g_assert_cmpint (leatd_poll_rounds_get_due (&rounds, 107 * S, 8 * S), ==, 167 * S); /* looks */
}

/* put back a little: the same time of day is not begun twice; by a day: it is another day's */
static void
test_put_back (void)
{
  const gint64 day = 86400 * (gint64) S;
  g_autoptr (LeatdDayTimes) times = six_and_seven ();
  LeatdPollRounds rounds;

  leatd_poll_rounds_start (&rounds, times, 0, 0, day + 1 * S);
  g_assert_true (leatd_poll_rounds_begin (&rounds, 0, day + 6 * S));
  g_assert_false (leatd_poll_rounds_begin (&rounds, 0, day + 5 * S));
  g_assert_false (leatd_poll_rounds_begin (&rounds, 0, day + 6 * S));
  g_assert_true (leatd_poll_rounds_begin (&rounds, 0, day + 7 * S));
  g_assert_false (leatd_poll_rounds_begin (&rounds, 0, 5 * S));
  g_assert_true (leatd_poll_rounds_begin (&rounds, 0, 6 * S));
}

/* put forward over several: one is begun, for all of them */
static void
test_put_forward (void)
{
  const gint64 day = 86400 * (gint64) S;
  g_autoptr (LeatdDayTimes) times = six_and_seven ();
  LeatdPollRounds rounds;

  leatd_poll_rounds_start (&rounds, times, 0, 0, 1 * S);
  g_assert_true (leatd_poll_rounds_begin (&rounds, 0, 1000 * day));
  g_assert_false (leatd_poll_rounds_begin (&rounds, 0, 1000 * day + 5 * S));
  g_assert_true (leatd_poll_rounds_begin (&rounds, 0, 1000 * day + 6 * S));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/poll-rounds/interval", test_interval);
  g_test_add_func ("/poll-rounds/other-interval", test_other_interval);
  g_test_add_func ("/poll-rounds/times", test_times);
  g_test_add_func ("/poll-rounds/put-back", test_put_back);
  g_test_add_func ("/poll-rounds/put-forward", test_put_forward);
  return g_test_run ();
}
