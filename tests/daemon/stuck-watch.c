/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* stuck-watch.c - tests that a plugin that does not return is seen, and that an idle daemon is not
 * woken for it */
#include "worker/leatd-stuck-watch.h"

typedef struct {
  LeatdStuckWatch *watch;
  LeatdGuard guard;
  LeatdState state;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->guard = (LeatdGuard) { .module = "slow.so", .instance = "slow" };
  leatd_state_init (&fixture->state, "slow");
  leatd_state_set (&fixture->state, LEATD_STATE_RUNNING, NULL);
  fixture->watch = leatd_stuck_watch_new (20000, g_main_context_default ());
  leatd_stuck_watch_add (fixture->watch, &fixture->guard, &fixture->state);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  leatd_stuck_watch_free (fixture->watch);
  leatd_state_clear (&fixture->state);
}

static void
await_state (Fixture *fixture, LeatdStateCode code)
{
  while (leatd_state_get (&fixture->state, NULL, NULL) != code)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_seen_and_back (Fixture *fixture, gconstpointer data)
{
  g_autofree char *reason = NULL;

  leatd_stuck_watch_arm (fixture->watch);
  leatd_guard_enter (&fixture->guard);
  await_state (fixture, LEATD_STATE_STUCK);
  leatd_state_get (&fixture->state, &reason, NULL);
  g_assert_true (
      g_regex_match_simple ("^slow\\.so has not returned for [2-9][0-9]+ ms$|^slow\\.so has not "
                            "returned for [1-9][0-9]+ m?s$",
                            reason, 0, 0));
  leatd_guard_leave (&fixture->guard);
  await_state (fixture, LEATD_STATE_RUNNING);
}

/* the timer goes when nobody is inside, and comes back with the next who goes in */
static void
test_sleeps (Fixture *fixture, gconstpointer data)
{
  leatd_stuck_watch_arm (fixture->watch);
  g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_false (g_main_context_pending (NULL));
  g_assert_cmpint (leatd_state_get (&fixture->state, NULL, NULL), ==, LEATD_STATE_RUNNING);
  test_seen_and_back (fixture, data);
}

static void
test_never (void)
{
  LeatdStuckWatch *watch = leatd_stuck_watch_new (0, g_main_context_default ());

  leatd_stuck_watch_arm (watch);
  g_assert_false (g_main_context_iteration (NULL, FALSE));
  leatd_stuck_watch_free (watch);
}

/* a worker that goes is not looked at any more */
static void
test_removed (Fixture *fixture, gconstpointer data)
{
  LeatdGuard other = { .module = "slow.so", .instance = "other" };
  LeatdState state = { 0 };

  leatd_state_init (&state, "other");
  leatd_state_set (&state, LEATD_STATE_RUNNING, NULL);
  leatd_stuck_watch_add (fixture->watch, &other, &state);
  leatd_stuck_watch_remove (fixture->watch, &fixture->guard);
  leatd_stuck_watch_arm (fixture->watch);
  leatd_guard_enter (&fixture->guard);
  leatd_guard_enter (&other);
  while (leatd_state_get (&state, NULL, NULL) != LEATD_STATE_STUCK)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (leatd_state_get (&fixture->state, NULL, NULL), ==, LEATD_STATE_RUNNING);
  leatd_guard_leave (&other);
  leatd_guard_leave (&fixture->guard);
  leatd_stuck_watch_remove (fixture->watch, &other);
  leatd_state_clear (&state);
}

/* two instances of one sink: it is stuck until both have returned, or are gone */
static void
test_shared (Fixture *fixture, gconstpointer data)
{
  LeatdGuard other = { .module = "other.so", .instance = "slow" };
  g_autofree char *reason = NULL;

  leatd_stuck_watch_add (fixture->watch, &other, &fixture->state);
  leatd_stuck_watch_arm (fixture->watch);
  leatd_guard_enter (&fixture->guard);
  await_state (fixture, LEATD_STATE_STUCK);
  leatd_guard_enter (&other);
  while (leatd_guard_inside (&other) < 40000)
    g_main_context_iteration (NULL, TRUE);
  leatd_guard_leave (&fixture->guard);
  do
    {
      g_main_context_iteration (NULL, TRUE);
      g_clear_pointer (&reason, g_free);
      g_assert_cmpint (leatd_state_get (&fixture->state, &reason, NULL), ==, LEATD_STATE_STUCK);
    }
  while (!g_str_has_prefix (reason, "other.so has not returned for "));
  leatd_stuck_watch_remove (fixture->watch, &other);
  g_assert_cmpint (leatd_state_get (&fixture->state, NULL, NULL), ==, LEATD_STATE_RUNNING);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/stuck-watch/seen-and-back", Fixture, NULL, set_up, test_seen_and_back, tear_down);
  g_test_add ("/stuck-watch/sleeps", Fixture, NULL, set_up, test_sleeps, tear_down);
  g_test_add ("/stuck-watch/removed", Fixture, NULL, set_up, test_removed, tear_down);
  g_test_add ("/stuck-watch/shared", Fixture, NULL, set_up, test_shared, tear_down);
  g_test_add_func ("/stuck-watch/never", test_never);
  return g_test_run ();
}
