/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-deadline.c - tests that what takes too long is cancelled, and nothing else */
#include "rest-deadline.h"

#define MILLISECONDS(n) ((n) * G_GINT64_CONSTANT (1000))

/* until it is cancelled, or for so long */
static gboolean
wait_for (GCancellable *cancellable, guint milliseconds)
{
  GPollFD fd;
  gboolean has_fd = g_cancellable_make_pollfd (cancellable, &fd);
  gint n = g_poll (&fd, 1, (gint) milliseconds);

  g_assert_true (has_fd);
  g_cancellable_release_fd (cancellable);
  return n > 0;
}

static void
test_passes (void)
{
  g_autoptr (RestDeadline) deadline = rest_deadline_new (MILLISECONDS (2));

  for (guint i = 0; i < 3; i++)
    {
      gint64 begun = g_get_monotonic_time ();
      GCancellable *cancellable = rest_deadline_begin (deadline, MILLISECONDS (20), NULL);

      g_assert_true (wait_for (cancellable, 30000));
      g_assert_cmpint (g_get_monotonic_time () - begun, >=, MILLISECONDS (20));
      g_assert_cmpint (rest_deadline_end (deadline), ==, REST_DEADLINE_PASSED);
    }
}

static void
test_in_time (void)
{
  g_autoptr (RestDeadline) deadline = rest_deadline_new (MILLISECONDS (1));
  GCancellable *cancellable = NULL;

  for (guint i = 0; i < 1000; i++)
    {
      cancellable = rest_deadline_begin (deadline, MILLISECONDS (60000), NULL);
      g_assert_cmpint (rest_deadline_end (deadline), ==, REST_DEADLINE_IN_TIME);
    }
  g_assert_false (g_cancellable_is_cancelled (cancellable));
}

/* a short one, moved away; a long one, moved near */
static void
test_move (void)
{
  g_autoptr (RestDeadline) deadline = rest_deadline_new (MILLISECONDS (1));
  GCancellable *cancellable = rest_deadline_begin (deadline, MILLISECONDS (60000), NULL);

  rest_deadline_move (deadline, MILLISECONDS (5));
  g_assert_true (wait_for (cancellable, 30000));
  g_assert_cmpint (rest_deadline_end (deadline), ==, REST_DEADLINE_PASSED);
  cancellable = rest_deadline_begin (deadline, MILLISECONDS (10000), NULL);
  rest_deadline_move (deadline, MILLISECONDS (60000));
  g_assert_false (wait_for (cancellable, 20));
  g_assert_cmpint (rest_deadline_end (deadline), ==, REST_DEADLINE_IN_TIME);
}

/* what ends all ends this too, before and while it is under way */
static void
test_outer (void)
{
  g_autoptr (RestDeadline) deadline = rest_deadline_new (MILLISECONDS (1));
  g_autoptr (GCancellable) outer = g_cancellable_new ();
  GCancellable *cancellable = rest_deadline_begin (deadline, MILLISECONDS (60000), outer);

  g_assert_false (g_cancellable_is_cancelled (cancellable));
  g_cancellable_cancel (outer);
  g_assert_true (g_cancellable_is_cancelled (cancellable));
  g_assert_cmpint (rest_deadline_end (deadline), ==, REST_DEADLINE_IN_TIME);
  cancellable = rest_deadline_begin (deadline, MILLISECONDS (60000), outer);
  g_assert_true (g_cancellable_is_cancelled (cancellable));
  g_assert_cmpint (rest_deadline_end (deadline), ==, REST_DEADLINE_IN_TIME);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rest-deadline/passes", test_passes);
  g_test_add_func ("/rest-deadline/in-time", test_in_time);
  g_test_add_func ("/rest-deadline/move", test_move);
  g_test_add_func ("/rest-deadline/outer", test_outer);
  return g_test_run ();
}
