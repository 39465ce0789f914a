/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assembly-source.c - tests the junction: its clock, its end, what it refuses */
#include "assembly-hall.h"

static LeatMoment now;

static LeatMoment
tell_time (gpointer user_data)
{
  return now;
}

/* what has waited long enough goes out, and the waker knows when */
static void
test_timeout (void)
{
  static const char *const options[] = { HALL_FIELDS, "timeout=2s", NULL };
  Hall hall;

  now = (LeatMoment) { 1000 * LEAT_NSEC_PER_SEC, 100 * LEAT_NSEC_PER_SEC };
  leat_clock_inject (tell_time, NULL);
  hall_init (&hall, options);
  hall_give (&hall, "a1");
  hall_run (&hall);
  hall_assert_given (&hall, "");
  now.monotonic += 2 * LEAT_NSEC_PER_SEC;
  hall_give (&hall, "a2");
  hall_run (&hall);
  hall_assert_given (&hall, "1 timeout(1,-) ");
  hall_clear (&hall);
  leat_clock_inject (NULL, NULL);
}

static void
test_end (void)
{
  static const char *const options[] = { HALL_FIELDS, NULL };
  Hall hall;

  hall_init (&hall, options);
  hall_give (&hall, "a1 b2 a3 b3");
  hall_end (&hall);
  hall_assert_given (&hall, "1 passed(1,-) 2 passed(-,2) 3 complete(3,3) ");
  g_assert_cmpuint (hall.n_safe, ==, 1);
  hall_clear (&hall);
}

/* a push that is not taken, as the source is being stopped, goes out at its end */
static void
test_push_stop (void)
{
  static const char *const options[] = { HALL_FIELDS, NULL };
  Hall hall;

  hall_init (&hall, options);
  hall.push = LEAT_PUSH_STOP;
  hall_give (&hall, "a1 b1");
  hall_run (&hall);
  hall_assert_given (&hall, "");
  hall.push = LEAT_PUSH_ROOM;
  hall_end (&hall);
  hall_assert_given (&hall, "1 complete(1,1) ");
  hall_clear (&hall);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/source/timeout", test_timeout);
  g_test_add_func ("/source/end", test_end);
  g_test_add_func ("/source/push-stop", test_push_stop);
  return g_test_run ();
}
