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
  g_assert_cmpstr (hall.notes->str, ==, "incomplete "); /* it is told */
  hall_end (&hall);
  hall_assert_given (&hall, "2 stopped(2,-) ");
  g_assert_cmpstr (hall.notes->str, ==, "incomplete incomplete "); /* what is left, too */
  hall_clear (&hall);
  leat_clock_inject (NULL, NULL);
}

/* so many parts, of which b's record comes so much later than a's */
static void
give_parts (Hall *hall, guint first, guint n_parts, gint64 behind)
{
  for (guint i = first; i < first + n_parts; i++)
    {
      g_autofree char *of_a = g_strdup_printf ("a%u", i);
      g_autofree char *of_b = g_strdup_printf ("b%u", i);

      hall_give (hall, of_a);
      now.monotonic += behind;
      hall_give (hall, of_b);
      hall_run (hall);
    }
}

/* partners that move apart are told of while they still meet, and when they are near again */
static void
test_drift (void)
{
  static const char *const options[] = { HALL_FIELDS, "skew=2s", NULL };
  Hall hall;

  now = (LeatMoment) { 1000 * LEAT_NSEC_PER_SEC, 100 * LEAT_NSEC_PER_SEC };
  leat_clock_inject (tell_time, NULL);
  hall_init (&hall, options);
  give_parts (&hall, 1, 50, LEAT_NSEC_PER_SEC / 10);
  g_assert_cmpstr (hall.notes->str, ==, "");
  give_parts (&hall, 51, 50, 2 * LEAT_NSEC_PER_SEC);
  g_assert_cmpstr (hall.notes->str, ==, "drift ");
  give_parts (&hall, 101, 50, 0);
  g_assert_cmpstr (hall.notes->str, ==, "drift drift ");
  g_assert_null (strstr (hall.given->str, "apart"));
  hall_clear (&hall);
  leat_clock_inject (NULL, NULL);
}

/* that a counter has begun anew is told of the one that has, not of those that follow it */
static void
test_key_epoch (void)
{
  static const char *const options[] = { HALL_FIELDS, NULL };
  Hall hall;

  now = (LeatMoment) { 1000 * LEAT_NSEC_PER_SEC, 100 * LEAT_NSEC_PER_SEC };
  leat_clock_inject (tell_time, NULL);
  hall_init (&hall, options);
  hall_give (&hall, "a5 b5 a0");
  hall_run (&hall);
  g_assert_cmpstr (hall.notes->str, ==, "key-epoch ");
  now.monotonic += 20 * LEAT_NSEC_PER_SEC;
  hall_give (&hall, "b6");
  hall_run (&hall);
  hall_give (&hall, "a6");
  hall_run (&hall);
  hall_assert_given (&hall, "1 complete(5,5) 2 passed(0,-) 3 complete(6,6) ");
  g_assert_cmpstr (hall.notes->str, ==, "key-epoch incomplete ");
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
  g_test_add_func ("/source/drift", test_drift);
  g_test_add_func ("/source/key-epoch", test_key_epoch);
  g_test_add_func ("/source/end", test_end);
  g_test_add_func ("/source/push-stop", test_push_stop);
  return g_test_run ();
}
