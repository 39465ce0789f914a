/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* deadlines.c - tests what silence sets off, and that without a deadline nothing fires */
#include "link/leatd-deadlines.h"

typedef struct {
  LeatdDeadlines *deadlines;
  guint fired[LEATD_N_DEADLINES];
  guint total;
} Fixture;

static void
on_deadline (LeatdDeadline which, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->fired[which]++;
  fixture->total++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->deadlines = leatd_deadlines_new (on_deadline, fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  leatd_deadlines_free (fixture->deadlines);
}

static void
wait_for (Fixture *fixture, guint total)
{
  while (fixture->total < total)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_each_fires_once (Fixture *fixture, gconstpointer data)
{
  gint64 now = g_get_monotonic_time ();

  leatd_deadlines_set (fixture->deadlines, LEATD_DEADLINE_EXPECT, 3000);
  leatd_deadlines_set (fixture->deadlines, LEATD_DEADLINE_SILENCE, 1000);
  leatd_deadlines_start (fixture->deadlines, now);
  wait_for (fixture, 1);
  g_assert_cmpuint (fixture->fired[LEATD_DEADLINE_SILENCE], ==, 1);
  wait_for (fixture, 2);
  g_assert_cmpuint (fixture->fired[LEATD_DEADLINE_EXPECT], ==, 1);
  g_assert_cmpint (g_get_monotonic_time () - now, >=, 3000);
  /* the silence goes on: nothing more is due */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (fixture->total, ==, 2);
}

static void
test_bytes_begin_it_anew (Fixture *fixture, gconstpointer data)
{
  gint64 now = g_get_monotonic_time ();

  leatd_deadlines_set (fixture->deadlines, LEATD_DEADLINE_EXPECT, 2000);
  leatd_deadlines_start (fixture->deadlines, now);
  leatd_deadlines_seen (fixture->deadlines, now + 10000);
  wait_for (fixture, 1);
  g_assert_cmpint (g_get_monotonic_time () - now, >=, 12000);
  leatd_deadlines_seen (fixture->deadlines, g_get_monotonic_time ());
  wait_for (fixture, 2);
}

static void
test_none_is_never_due (Fixture *fixture, gconstpointer data)
{
  leatd_deadlines_set (fixture->deadlines, LEATD_DEADLINE_FRAME, 1);
  leatd_deadlines_set (fixture->deadlines, LEATD_DEADLINE_FRAME, 0);
  leatd_deadlines_start (fixture->deadlines, g_get_monotonic_time () - 1000000);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (fixture->total, ==, 0);
}

static void
test_stop (Fixture *fixture, gconstpointer data)
{
  leatd_deadlines_set (fixture->deadlines, LEATD_DEADLINE_FRAME, 1);
  leatd_deadlines_start (fixture->deadlines, g_get_monotonic_time () - 1000000);
  leatd_deadlines_stop (fixture->deadlines);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (fixture->total, ==, 0);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/deadlines/each-fires-once", test_each_fires_once);
  ADD ("/deadlines/bytes-begin-it-anew", test_bytes_begin_it_anew);
  ADD ("/deadlines/none-is-never-due", test_none_is_never_due);
  ADD ("/deadlines/stop", test_stop);
  return g_test_run ();
}
